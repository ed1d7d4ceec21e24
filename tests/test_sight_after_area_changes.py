"""Personal data after a change of areas: nobody comes to see more unless a person decided so.

Every kind of change at every level is tried on one small world, with posts around it that hold together every verb
by which people are read, and every noun that says it is personal. What each post reads is asked of the nouns' own
lists, never of the held pairs.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from ruamsuk.accounts.access import visible_people
from ruamsuk.accounts.actions import new_scope
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.sight import personal_nouns
from ruamsuk.accounts.verbs import READ, verbs_of
from ruamsuk.areas import actions
from ruamsuk.areas.actions import NewArea
from ruamsuk.areas.models import Area, HeldSight
from ruamsuk.areas.queries import scoped_models
from ruamsuk.areas.sight import FOLLOWS, Sight
from ruamsuk.comments.models import Thread
from ruamsuk.committees.actions import load_catalogue as load_positions
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.funds.actions import load_catalogue as load_funds
from ruamsuk.funds.models import BankAccount, Fund, FundKind
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.issues.actions import load_catalogue as load_issues
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.models import ActivityReport, Project, Proposal, ResponsiblePerson
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.models import Applicant
from tests.api_caller import Caller
from tests.world import person

pytestmark = pytest.mark.one_worker

DAY = date(2024, 6, 1)
NOW = timezone.now()
# Together they hold every verb by which a personal noun is read; each reads other ones by its place.
AREA_ROLES = [Role.MENTOR, Role.AUDITOR, Role.ADMINISTRATOR]
# Where records and posts are: villages, sub-districts, districts, provinces, zones.
VILLAGES = ["90110101", "90110102", "90110401"]
HOMES = [*"901101 901104 9011 9001 900101 90 930101 9301 93 Z12 800101".split(), *VILLAGES]
POSTS = "901101 901102 901104 900101 930101 9011 9001 9301 90 93 80 Z12 Z11 TH 90110101 90110102".split()


def at(code: str) -> Area:
    return Area.objects.open().get(code=code)


def records(home: Area) -> None:
    """A fund with its bank account and committee, a draft with an applicant, a project with its people and report."""
    code = home.code
    owner = add_organization(name=f"เทศบาล{code}", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    fund = Fund.objects.create(
        kind=kind, code=f"L{code}", name=f"กองทุน{code}", organization=owner, home_area=home, place_no=home.place_no,
        scope=new_scope("fund", home, "ขอบเขต"),
    )  # fmt: skip
    BankAccount.objects.create(
        fund=fund, bank="ธ.ก.ส.", account_name="กองทุน", number=code.strip("Z").zfill(12)
    )
    committee = Committee.objects.create(fund=fund, name="ชุดที่ 1", series_no=1, term_starts_on=DAY)
    Member.objects.create(
        committee=committee, position=Position.objects.first(), name=f"กรรมการ {code}", starts_on=DAY
    )
    proposal = Proposal.objects.create(
        fiscal_year=2568, fund=fund, organization=owner, home_area=home, place_no=home.place_no,
        design=Design.objects.create(), thread=Thread.objects.create(), created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    Applicant.objects.create(proposal=proposal, no=1, name=f"ผู้ขอ {code}", phone="0800000000")
    project = enter_project(
        title=f"โครงการ {code}", fiscal_year=2568, home_area=home, budget_satang=100, fund=fund, by=None
    )
    ResponsiblePerson.objects.create(project=project, no=1, name=f"ผู้รับผิดชอบ {code}")
    ActivityReport.objects.create(
        project=project, fiscal_year=2568, home_area=home, place_no=home.place_no, thread=Thread.objects.create(),
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip


def posts(home: Area) -> None:
    for role in AREA_ROLES:
        person(f"{role} {home.code}", role, home)


@pytest.fixture(scope="module")
def loaded_world(kept_for_module):
    with kept_for_module():
        actions.load_geography(by=None, provinces=("90", "93", "80"))
        load_issues(by=None)
        load_funds(by=None)
        load_positions(by=None)
        for code in VILLAGES:
            actions.add_village(subdistrict=at(code[:6]), moo=int(code[6:]), name_th=f"บ้าน{code}", by=None)
        for code in HOMES:
            records(at(code))
        for code in POSTS:
            posts(at(code))
        with translation.override("en"):
            yield all_readable()


@pytest.fixture(autouse=True)
def english():
    """The words for what is seen are compared; pages speak their reader's language."""
    with translation.override("en"):
        yield


@pytest.fixture
def world(loaded_world, db):
    """Records and posts at every level of two zones; what each post reads there."""
    return loaded_world


Seen = frozenset[tuple[str, int]]


def lists_of(user: User) -> dict[str, QuerySet]:
    """Every personal noun, through the noun's own list."""
    return {
        "bank accounts": BankAccount.objects.visible_to(user, SEE_BANK),
        "proposals with their applicants": Proposal.objects.visible_to(user, SEE_APPLICANTS),
        "projects with the people responsible": Project.objects.visible_to(user, SEE_APPLICANTS),
        "committees with their members' names": Committee.objects.filter(
            pk__in=Member.objects.visible_to(user, READ).values("committee")
        ),
        "reports with the names of who wrote and checked them": ActivityReport.objects.naming_people_to(user),
        "people who hold posts": visible_people(user, READ).exclude(pk=user.pk),
    }


@pytest.mark.django_db
def test_no_personal_noun_and_no_verb_that_reads_it_is_left_out() -> None:
    assert set(lists_of(User(pk=0))) == {str(noun.words) for _model, noun in personal_nouns()}
    asked = {can for _model, noun in personal_nouns() for can in noun.cans}
    assert asked <= {can for role in AREA_ROLES for can in verbs_of(role)}


def readable(user: User) -> Seen:
    """Every personal record that a person reads."""
    user = User.objects.get(pk=user.pk)  # grants are kept for one request
    return frozenset(
        (name, pk) for name, rows in lists_of(user).items() for pk in rows.values_list("pk", flat=True)
    )


def all_readable() -> dict[str, Seen]:
    grants = Grant.objects.unended().filter(post__scope__kind=ScopeKind.AREA).select_related("user", "post")
    return {str(grant.post.uid): readable(grant.user) for grant in grants}


def places_and_sights() -> list[tuple]:
    """All that what posts read depends on, and a change of areas may move."""
    areas = Area.objects.order_by("pk").values_list()
    records = [
        model._default_manager.order_by("pk").values_list("pk", "place_no") for model in scoped_models()
    ]
    return [row for rows in (areas, *records, HeldSight.objects.order_by("pk").values_list()) for row in rows]


def extra(level: str, code: str, name: str, parent: str) -> Area:
    """A new area without parts, with records and posts in it, that can be closed."""
    area = actions.open_area(parent=at(parent), code=code, name_th=name, on_day=date(2023, 1, 1), by=None)
    records(area)
    posts(area)
    return area


def merge(code: str, into: str, days: int = 0) -> Callable:
    return lambda **how: actions.merge_areas(
        areas=[at(code)], into=at(into), on_day=DAY + timedelta(days=days), by=None, **how
    )


def move(code: str, to: str, new: str = "", days: int = 0) -> Callable:
    return lambda **how: actions.move_area(
        area=at(code), to=at(to), code=new, on_day=DAY + timedelta(days=days), by=None, **how
    )


def recode(code: str, new: str, days: int = 0) -> Callable:
    return lambda **how: actions.recode_area(
        area=at(code), code=new, on_day=DAY + timedelta(days=days), by=None, **how
    )


def split(code: str, part: str, below: list[str], *, keep: bool) -> Callable:
    def act(**how) -> None:
        area = at(code)
        taken = [at(one).pk for one in below]
        rest = [] if keep else list(Area.objects.open().filter(parent=area).exclude(pk__in=taken))
        parts = [NewArea(part, "ส่วนใหม่", children=tuple(taken))]
        if not keep:
            other = str(int(part) + 1)
            parts.append(NewArea(other, "ส่วนที่เหลือ", children=tuple(one.pk for one in rest)))
        actions.split_area(
            area=area, parts=parts, keep=keep, rest_to="" if keep else part, on_day=DAY, by=None, **how
        )

    return act


def close(code: str, successor: str) -> Callable:
    return lambda **how: actions.close_area(
        area=at(code), successor=at(successor), on_day=DAY, by=None, **how
    )


CHANGES: dict[str, Callable] = {
    "merge village": merge("90110101", "90110102"),
    "merge sub-district": merge("901104", "901102"),
    "merge sub-district elsewhere": merge("901104", "930103"),
    "merge district": merge("9011", "9099"),
    "merge province": merge("93", "97"),
    "move village": move("90110401", "901102", "90110201"),
    "move sub-district": move("901104", "9001", "900150"),
    "move district": move("9011", "93", "9350"),
    "move province": move("93", "Z11"),
    "recode village": recode("90110401", "90110409"),
    "recode sub-district": recode("901104", "901150"),
    "recode district": recode("9011", "9099"),
    "recode province": recode("93", "99"),
    "split sub-district": split("901101", "901160", ["90110101"], keep=True),
    "split district": split("9011", "9060", ["901104", "901101"], keep=True),
    "split province": split("90", "98", ["9011"], keep=True),
    "split and close sub-district": split("901101", "901160", ["90110101"], keep=False),
    "split and close district": split("9011", "9060", ["901104", "901101"], keep=False),
    "split and close province": split("90", "98", ["9011"], keep=False),
    "close village": close("90110401", "90110101"),
    "close sub-district": close("930150", "930101"),
    "close district": close("9098", "9011"),
    "close province": close("95", "90"),
    "close zone": close("Z14", "Z12"),
}
# Areas that a change needs beside the world of all.
NEEDED = {
    "merge district": ("district", "9099", "รับรวม", "90"),
    "merge province": ("province", "97", "รับรวม", "Z11"),
    "close sub-district": ("subdistrict", "930150", "ชั่วคราว", "9301"),
    "close district": ("district", "9098", "ชั่วคราว", "90"),
    "close province": ("province", "95", "ชั่วคราว", "Z11"),
    "close zone": ("zone", "Z14", "ชั่วคราว", "TH"),
}


def prepared(name: str, world: dict[str, Seen]) -> tuple[Callable, dict[str, Seen]]:
    """The change, and what each post reads before it."""
    if name not in NEEDED:
        return CHANGES[name], world
    extra(*NEEDED[name])
    return CHANGES[name], all_readable()


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_nobody_reads_more_of_people_than_before(name: str, world: dict[str, Seen]) -> None:
    act, before = prepared(name, world)
    act()
    after = all_readable()
    more = {post: after[post] - seen for post, seen in before.items() if after[post] - seen}
    assert more == {}
    assert after == before  # nor less: it stays with the area of before


@pytest.mark.parametrize("name", CHANGES)
def test_the_rehearsal_lists_exactly_whose_sight_would_change(name: str, world: dict[str, Seen]) -> None:
    act, before = prepared(name, world)
    stood = places_and_sights()
    listed = {
        line.post.uid: {noun: (was, now) for noun, was, now in line.nouns}
        for line in actions.rehearse_change(act)
    }
    assert places_and_sights() == stood
    act(sight=FOLLOWS)
    real = {}
    for post, seen in all_readable().items():
        names = {noun for noun, _pk in before[post] ^ seen}
        if names:
            real[post] = {noun: (_count(before[post], noun), _count(seen, noun)) for noun in names}
    for found in (listed, real):  # oneself is counted among the holders of posts, but is no sight of another
        for nouns in found.values():
            if counts := nouns.pop("people who hold posts", None):
                nouns["people who hold posts"] = counts[1] - counts[0]
    assert listed == real
    assert bool(listed) != name.startswith("recode")  # a new code alone brings nobody more
    assert not HeldSight.objects.exists()


def _count(seen: Seen, noun: str) -> int:
    return sum(name == noun for name, _pk in seen)


def test_one_change_after_another_still_leaves_everybody_with_what_they_read_before(
    world: dict[str, Seen],
) -> None:
    merge("901104", "901102")()
    move("9011", "93", "9350", days=1)()
    recode("935002", "935060", days=2)()
    move("9350", "90", "9077", days=3)()
    merge("907760", "907703", days=4)()
    move("90", "Z11", days=5)()
    move("90", "Z12", days=6)()
    assert all_readable() == world


@pytest.mark.usefixtures("world")
def test_who_gets_a_post_later_reads_no_more_than_who_held_it_before() -> None:
    merge("901104", "901102")()
    before = readable(User.objects.get(username="mentor-901102"))
    later = person("Successor", Role.MENTOR, at("901102"))
    assert without_holders(readable(later)) == without_holders(before)
    old = Area.objects.get(code="901104", closed_on__isnull=False)
    first = User.objects.get(username="mentor-901104")
    assert without_holders(readable(person("Late", Role.MENTOR, old))) == without_holders(readable(first))


def without_holders(seen: Seen) -> Seen:
    """Two people see each other and not themselves among the holders of posts."""
    return frozenset(one for one in seen if one[0] != "people who hold posts")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("follows", [True, False])
def test_a_single_post_may_be_decided_otherwise(follows: bool) -> None:
    mentor, auditor = (User.objects.get(username=f"{role}-901102") for role in ("mentor", "auditor"))
    before = {one: readable(one) for one in (mentor, auditor)}
    post = mentor.grants.get().post
    merge("901104", "901102")(sight=Sight(follows=follows, differing=frozenset([str(post.uid)])))
    sees_more = {one: bool(readable(one) - before[one]) for one in (mentor, auditor)}
    assert sees_more == {mentor: not follows, auditor: follows}
    # And a further change leaves it so.
    held = {one: readable(one) for one in (mentor, auditor)}
    move("901102", "9001", "900177", days=1)()
    assert {one: readable(one) for one in (mentor, auditor)} == held


@pytest.mark.usefixtures("world")
def test_the_decision_is_made_again_on_the_page_of_the_area(client: Client) -> None:
    central = person("Ceri", Role.CENTRAL, at("TH"))
    old, into = at("901104"), at("901102")
    page = client_of(central)
    sent = {"into": "901102", "into__chosen": into.pk, "on_day": "1/6/2567"}
    typed = page.post(reverse("areas:change", args=[old.pk, "merge"]), sent).content.decode()
    post = User.objects.get(username="mentor-901102").grants.get().post
    assert str(post.uid) in typed
    assert "ใครจะเห็นข้อมูลส่วนบุคคล" in typed
    done = page.post(reverse("areas:change", args=[old.pk, "merge"]), sent | {"sure": "1"})
    assert done.status_code == 302
    mentor, auditor = (User.objects.get(username=f"{role}-901102") for role in ("mentor", "auditor"))
    before = readable(mentor), readable(auditor)
    decide = reverse("areas:sight", args=[into.pk])
    assert decide in page.get(into.get_absolute_url()).content.decode()
    assert str(post.uid) in page.get(decide).content.decode()
    assert page.post(decide, {"sight": "follows", "differing": [str(post.uid)]}).status_code == 302
    assert (readable(mentor) == before[0], readable(auditor) > before[1]) == (True, True)
    assert page.post(decide, {"sight": "follows"}).status_code == 302
    assert readable(mentor) > before[0]
    assert decide not in page.get(into.get_absolute_url()).content.decode()
    assert client_of(mentor).get(decide).status_code == 403


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("world")
def test_the_mentor_of_the_successor_reads_the_proposal_but_not_its_applicants() -> None:
    proposal = Proposal.objects.get(home_area__code="901104")
    Proposal.objects.filter(pk=proposal.pk).update(first_submitted_at=NOW, state="submitted")
    central = person("Ceri", Role.CENTRAL, at("TH"))
    mentor = User.objects.get(username="mentor-901102")
    changed = Caller(central).post("/areas/901104/merge", {"into": "901102", "on_day": "2024-06-01"})
    assert changed.status_code == 200, changed.content
    read = Caller(mentor).get(f"/proposals/{proposal.uid}")
    assert read.status_code == 200
    assert read.json()["applicants"] is None
    page = client_of(mentor).get(reverse("projects:proposal", args=[proposal.uid])).content.decode()
    assert "ผู้ขอ 901104" not in page
    own = client_of(User.objects.get(username="mentor-901104"))
    assert "ผู้ขอ 901104" in own.get(reverse("projects:proposal", args=[proposal.uid])).content.decode()
    # The same when the person who merged let sight follow: the reader sees them.
    second = Caller(central).post(
        "/areas/901101/move",
        {"to": "9001", "on_day": "2024-06-01", "code": "900177", "personal_sight": "follows"},
    )
    assert second.status_code == 200, second.content
    other = Proposal.objects.get(home_area__code="900177")
    mentor = User.objects.get(username="mentor-9001")
    assert [row["name"] for row in Caller(mentor).get(f"/proposals/{other.uid}").json()["applicants"]] == [
        "ผู้ขอ 901101"
    ]


@pytest.mark.usefixtures("world")
def test_counts_of_a_closed_area_follow_its_successor_and_say_so() -> None:
    merge("901104", "901102")()
    mentor = User.objects.get(username="mentor-901102")
    answer = Caller(mentor, language="th").get("/counts", area="901104").json()
    assert (answer["area"], answer["asked_area"]["code"]) == ("901102", "901104")
    assert "ควนลัง" in answer["note"]
    assert "คอหงส์" in answer["note"]
    assert answer["totals"] == Caller(mentor).get("/counts", area="901102").json()["totals"]
    same = Caller(mentor).get("/counts", area="901102").json()
    assert (same["asked_area"], same["note"]) == (None, "")
    for name in ("dashboards:counts", "projects:projects", "projects:proposals", "projects:reports"):
        page = client_of(mentor).get(reverse(name), {"area": "901104"}).content.decode()
        assert answer["note"] in page, name
    assert Caller(mentor).get("/counts", area="909999").status_code == 422

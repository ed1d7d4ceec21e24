"""What changed since a moment, and the orders of lists: a program that asks again misses nothing."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ruamsuk.accounts.models import Grant, User
from ruamsuk.core.api import ORDERS
from ruamsuk.core.calendar import today
from ruamsuk.core.models import Changing
from ruamsuk.funds.actions import add_fund, add_network, join_network, leave_network
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.grades.actions import give_grade, save_grade
from ruamsuk.grades.models import Grade
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import Activity, Project, Proposal
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.actions import sending
from ruamsuk.projects.tests.conftest import (  # noqa: F401  # fixtures
    YEAR,
    complete,
    kho_hong,
    started,
    submitted,
    write,
)
from tests.api_caller import Caller, answered, refused
from tests.test_api_description import small_world  # noqa: F401  # a fixture
from tests.test_api_names import SCHEMA

pytestmark = pytest.mark.django_db

EARLY = datetime(2020, 1, 1, tzinfo=UTC)
MODELS = [model for model in apps.get_models() if issubclass(model, Changing)]


def lists(name):
    """Every list of the description that understands this name: (path, its shape)."""
    for path, calls in SCHEMA["paths"].items():
        for given in calls.get("get", {}).get("parameters", ()):
            if given["in"] == "query" and given["name"] == name:
                yield path.removeprefix("/api/v1"), given["schema"]


def settle(moment=EARLY):
    """All that is there was changed long ago."""
    for model in MODELS:
        model._base_manager.update(updated_at=moment)


def since(caller, path, moment, **query):
    return answered(caller.get(path, updated_since=moment.isoformat(), **query))["items"]


@pytest.fixture
def boss(small_world):  # noqa: F811
    caller = Caller()
    caller.headers["Authorization"] = f"Bearer {small_world.key}"
    return caller


def test_every_list_that_can_be_asked_for_changes_obeys(boss, small_world):  # noqa: F811
    found = [path for path, _shape in lists("updated_since")]
    assert len(found) == 11, found
    for path in found:
        if path == "/graded-documents":
            _given(Grade.objects.get())
        if path == "/planned-projects":  # of agreed plans
            answered(boss.post(f"/plans/{small_world.uids['plans'].uid}/agree", {"agreed_on": "2026-10-15"}))
        everything = answered(boss.get(path))["items"]
        assert everything, path
        assert since(boss, path, EARLY) == everything, path
        assert since(boss, path, timezone.now() + timedelta(days=1)) == [], path


def _given(grade: Grade) -> None:
    """As its mentor gives it."""
    answers = {one: (one.levels.last(), "") for one in grade.version.criteria.all()}
    Grade.objects.update(grader=User.objects.get(username="wichai"))
    grade.refresh_from_db()
    save_grade(grade=grade, answers=answers, advice="", by=grade.grader)
    give_grade(grade=grade, by=grade.grader)


def test_each_kind_of_change_is_found(boss, small_world, kho_hong, area):  # noqa: F811
    plan = f"/plans/{small_world.uids['plans'].uid}"
    project = f"/projects/{small_world.uids['projects']['uid']}"
    report = f"/reports/{small_world.uids['reports'].uid}"
    draft = f"/proposals/{small_world.uids['proposals']['uid']}"
    open_one = Activity.objects.get(design__project__uid=project.rpartition("/")[2]).uid
    still = [{"activity": str(open_one)}]
    person = {"people": [{"name": "ใหม่ ใจดี"}]}
    changes = [
        ("/funds", "patch", "/funds/L7257", {"population": 1}),
        ("/funds", "post", "/funds/L7257/areas", {"areas": ["901104"]}),
        ("/organizations", "patch", f"/organizations/{kho_hong.owner.uid}", {"phone": "1"}),
        ("/plans", "post", f"{plan}/situations", {"text": "ขับรถเร็ว", "unit": "คน", "value": "3"}),
        ("/plans", "patch", f"/measures/{small_world.uids['measures'].uid}", {"approach": "ชวน"}),
        ("/plans", "patch", f"/planned-projects/{kho_hong.row.uid}", {"title": "ใหม่"}),
        ("/plans", "post", f"/measures/{small_world.uids['measures'].uid}/remove", None),
        ("/plans", "post", f"{plan}/rank", {"size": 1, "severity": 1, "awareness": 1, "ease": 1}),
        ("/planned-projects", "post", f"{plan}/agree", {"agreed_on": "2026-10-15"}),
        ("/projects", "patch", project, {"title": "ใหม่"}),
        ("/projects", "post", f"{project}/rows", {"kind": "objective", "fields": {"text": "ใหม่"}}),
        ("/projects", "post", f"{project}/people", person),
        (
            "/projects",
            "post",
            f"{project}/status",
            {"status": "suspended", "reason": "น้ำท่วม", "activities": still},
        ),
        ("/projects", "post", f"{project}/activities/{open_one}/waiver", {"reason": "งดจัด"}),
        ("/projects", "post", f"{project}/activities/{open_one}/waiver/remove", None),
        ("/reports", "post", f"{report}/fields", {"base_version": 0, "fields": {"r.done": "ทำแล้ว"}}),
        ("/reports", "post", f"{report}/participants", None),
        ("/proposals", "post", f"{draft}/fields", {"base_version": 0, "fields": {"p.title": "ใหม่"}}),
        ("/proposals", "post", f"{draft}/rows", {"kind": "target"}),
    ]
    for path, method, address, body in changes:
        settle()
        before = timezone.now()
        answer = getattr(boss, method)(address, body)
        assert answer.status_code < 300, (address, answer.content.decode())
        found = since(boss, path, before)
        assert len(found) == 1, (path, address)
        assert found[0].get("updated_at", "9") > before.isoformat()[:19]


def test_what_has_no_call_of_its_own_is_found_too(kho_hong, submitted):  # noqa: F811
    caller = Caller(kho_hong.officer)
    network = add_network(name="เครือข่าย", by=None)
    for change in (
        lambda: join_network(network=network, fund=kho_hong.fund, by=None),
        lambda: leave_network(membership=kho_hong.fund.memberships.get(), by=None),
    ):
        settle()
        change()
        assert [row["code"] for row in since(caller, "/funds", EARLY + timedelta(1))] == ["L7257"]
    settle()
    deciding.decide_proposal(
        proposal=submitted, outcome="approved", decided_on=today(), resolution_no="1",
        amount_satang=1_500_000, by=kho_hong.officer,
    )  # fmt: skip
    assert len(since(caller, "/proposals", EARLY + timedelta(1))) == 1
    assert len(since(caller, "/projects", EARLY + timedelta(1))) == 1


def test_an_import_or_a_demo_as_of_an_earlier_day_is_a_change_of_now(area):
    begun = timezone.now()
    made = add_organization(
        name="รร.", kind="school", home_area=area("901104"), by=None, at=begun - timedelta(days=900)
    )
    assert made.updated_at >= begun


def test_outsiders_are_not_told_when_a_correction_is_written(kho_hong, submitted, write):  # noqa: F811
    insider, outsider = Caller(kho_hong.officer), Caller(kho_hong.stranger)
    sending.return_proposal(proposal=submitted, note="แก้", by=kho_hong.officer)
    settle()
    write(submitted, {"p.title": "กำลังแก้"})
    assert len(since(insider, "/proposals", EARLY + timedelta(1))) == 1
    assert since(outsider, "/proposals", EARLY + timedelta(1)) == []
    shown = answered(outsider.get("/proposals", sort="-updated"))["items"]
    assert [row["updated_at"] for row in shown] == ["2020-01-01T00:00:00Z"]
    sending.submit_proposal(proposal=Proposal.objects.get(pk=submitted.pk), by=kho_hong.officer)
    assert len(since(outsider, "/proposals", EARLY + timedelta(1))) == 1


@pytest.mark.parametrize(
    "typed", ["2026-11-28T10:00:00", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_needs_its_offset_and_a_possible_year(typed, person):
    problem = refused(
        Caller(person("Boss", "administrator")).get("/funds", updated_since=typed), 422, "invalid-fields"
    )
    assert problem["errors"][0]["field"] == "updated_since"


# Orders ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(kho_hong):  # noqa: F811
    """Funds and projects, most of them changed at the very same moment."""
    kind, owner = kho_hong.fund.kind, kho_hong.owner
    for n in range(7):
        add_fund(
            kind=kind, code=f"L90{n:02}", name=f"กองทุน {9 - n}", organization=owner,
            home_area=kho_hong.home, by=None,
        )  # fmt: skip
        enter_project(
            title=f"จากกระดาษ {n}", fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=0,
            organization=owner, by=kho_hong.officer,
        )  # fmt: skip
    settle()
    later = EARLY + timedelta(days=1)
    for model in (Fund, Project):
        model.objects.filter(pk__in=model.objects.order_by("pk")[2:4].values_list("pk", flat=True)).update(
            updated_at=later
        )
    return Caller(kho_hong.officer)


def walk(caller, path, limit=2, meanwhile=lambda n: None, **query):
    found, after = [], ""
    for n in range(100):
        page = answered(caller.get(path, limit=limit, **query, **({"after": after} if after else {})))
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
        meanwhile(n)
    raise AssertionError("no end")


@pytest.mark.parametrize(
    ("path", "model"), [("/funds", Fund), ("/projects", Project)], ids=["funds", "projects"]
)
def test_each_order_walks_every_row_once(path, model, many):
    sorts = dict(lists("sort"))[path]["enum"]
    assert len(sorts) == 4
    for sort in sorts:
        expected = [
            str(uid) for uid in model.objects.order_by(*ORDERS[sort], "pk").values_list("uid", flat=True)
        ]
        assert [row["uid"] for row in walk(many, path, sort=sort)] == expected, sort
    own = walk(many, path)
    assert own == walk(many, path, sort=sorts[0])


def test_a_place_in_one_order_is_none_in_another(boss, many):
    for path, shape in lists("sort"):
        nexts = {sort: answered(boss.get(path, limit=1, sort=sort))["next"] for sort in shape["enum"]}
        for sort in shape["enum"]:
            for of, after in nexts.items():
                if after is None:
                    continue  # one row
                answer = boss.get(path, limit=1, sort=sort, after=after)
                if of == sort:
                    assert answer.status_code == 200, (path, sort)
                else:
                    assert refused(answer, 422, "invalid-fields")["errors"][0]["field"] == "after", (
                        path,
                        sort,
                        of,
                    )


@pytest.mark.parametrize("sort", ["name", "-name", "updated", "-updated"])
def test_who_asks_again_from_a_little_before_misses_nothing(sort, many, person):
    """Rows jump over the place where one reads, others are committed late: the next call tells all of them."""
    writer = Caller(person("Boss", "administrator"))
    names = list(Fund.objects.order_by("sort_key").values_list("code", flat=True))
    begun = timezone.now()

    def meanwhile(n):
        # The first jumps to the end, the last to the beginning; one was written before and committed now.
        if n == 1:
            for code, name in ((names[0], "ฮ"), (names[-1], "ก")):
                answered(writer.patch(f"/funds/{code}", {"name_th": name}))
            Fund.objects.filter(code=names[3]).update(updated_at=begun - timedelta(minutes=2), population=7)

    seen = {row["uid"]: row for row in walk(many, "/funds", sort=sort, meanwhile=meanwhile)}
    again = (begun - timedelta(minutes=5)).isoformat()
    seen |= {row["uid"]: row for row in walk(many, "/funds", sort=sort, updated_since=again)}
    assert seen == {row["uid"]: row for row in walk(many, "/funds")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_changes_are_found_by_an_index(model):
    key = model._meta.pk.name
    assert ["updated_at", key] in [index.fields for index in model._meta.indexes]


@pytest.mark.parametrize("sort", ["updated", "-updated"])
def test_a_page_in_the_order_of_changes_reads_that_index(sort):
    """Nothing is sorted: the database walks the index from its end, however many rows there are."""
    rows = Project.objects.order_by(*ORDERS[sort]).values_list("pk")[:50]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    plan = rows.explain()
    assert "updated" in plan, plan
    assert "SORT" not in plan.upper().replace("INCREMENTAL", ""), plan
    assert "TEMP B-TREE" not in plan, plan


def test_others_do_not_learn_of_what_is_shown_inside_alone(kho_hong, submitted):  # noqa: F811
    """A decision that waits for a second person, a talk, who is asked to write: the list moves for nobody."""
    fund, officer = kho_hong.fund, Caller(kho_hong.officer)
    FundKind.objects.filter(pk=fund.kind_id).update(same_person=SamePerson.NEEDED)
    second = Grant.objects.get(user=kho_hong.officer).post
    Grant.objects.create(post=second, user=kho_hong.stranger, starts_on=today())
    path = f"/proposals/{submitted.uid}"
    decision = {
        "outcome": "approved",
        "decided_on": str(today()),
        "resolution_no": "1/2570",
        "amount_satang": 100,
    }
    for call, sent in (
        (f"{path}/comments", {"text": "ดีมาก"}),
        (f"{path}/authors", {"person": "nobody@example.org"}),
        (f"{path}/decide", decision),
    ):
        settle()
        assert officer.post(call, sent).status_code in (200, 201), call
        assert since(Caller(kho_hong.applicant), "/proposals", EARLY + timedelta(days=1)) == [], call
    assert answered(officer.get(path))["waiting"]
    settle()
    sending.return_proposal(proposal=submitted, note="แก้ก่อน", by=kho_hong.stranger)
    assert len(since(officer, "/proposals", EARLY + timedelta(days=1))) == 1


MADE_UP = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "2026-11-28T02:30:00",
    "\ud800",
    True,
    10**30,
)


@pytest.mark.parametrize("value", MADE_UP, ids=lambda value: ascii(value)[:20])
def test_a_cursor_that_was_made_up_is_refused_by_every_list(boss, value):
    asked = 0
    for path, shape in lists("sort"):
        for order in shape["enum"]:
            width = len([name for name in ORDERS.get(order, ("-changed_at", "pk")) if "pk" not in name])
            values = [*[value] * width, 5 if width else "x"]
            for cursor in (values, {order: values}):
                after = urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")
                answer = boss.get(path, sort=order, after=after)
                assert answer.status_code in (200, 422), (path, order, answer.status_code)
                asked += answer.status_code == 422
    assert asked
    page = urlsafe_b64encode(json.dumps([value, 5]).encode()).decode().rstrip("=")
    for path in ("/proposals/", "/funds/"):
        assert boss.client.get(f"{path}?after={page}").status_code in (200, 302)

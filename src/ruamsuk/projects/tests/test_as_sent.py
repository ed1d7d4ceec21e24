"""A proposal in correction is a draft again: no list, figure or export tells readers from outside what its draft says.

Every address that reads proposals or their counts is found by itself, and every name that it understands: each is
asked before and after the draft is rewritten, and must answer the same. A new filter wants its line in TRIED. The
second database is asked by each name with its first value.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.models import Grant, User
from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.config.api import described
from ruamsuk.core.calendar import today
from ruamsuk.funds.actions import add_fund, add_network, join_network
from ruamsuk.funds.choices import Way
from ruamsuk.issues.models import Issue
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.designs.filters import FIGURES
from ruamsuk.projects.models import OwnStep, Proposal, SentProposal
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.choices import ProposalState
from ruamsuk.projects.proposals.queries.shown import Shown
from ruamsuk.projects.tallies.queries import parts
from ruamsuk.projects.tests.conftest import YEAR
from tests.api_caller import Caller
from tests.matrix.addresses import HOLE, Address, addresses

OLD, NEW = "คอหงส์ปลอดบุหรี่ หมู่ที่ 4", "ชื่อที่ยังแก้ไม่เสร็จ"
HOME, ELSEWHERE = "901104", "800101"

# Name in an address → what is tried. `w` is the world below; pages name a fund by its uid, the API by its code.
TRIED: dict[str, Any] = {
    "area": lambda w: ["TH", "90", HOME, "80", ELSEWHERE],
    "year": lambda w: [YEAR, YEAR + 1],
    "fiscal_year": lambda w: [YEAR, YEAR + 1],
    "fund": lambda w: [w.fund.uid, w.other.uid, "none", w.fund.code, w.other.code],
    "network": lambda w: [w.network.uid, w.other_network.uid],
    "list": lambda w: (
        ["strategic-8&entry=none", "strategic-8&entry=several"]
        + [f"strategic-8&entry={code}" for code in w.entries]
    ),
    "entry": lambda w: [],  # together with its list
    "here": lambda w: ["1"],
    "partner": lambda w: ["school", "several"],
    "sector": lambda w: ["school", "none"],
    "organization": lambda w: [w.fund.organization.uid, "ไม่อยู่ในทะเบียน", "none"],
    "set": lambda w: [w.area_set.uid],
    "unit": lambda w: ["fund", "subdistrict"],
    "has": lambda w: ["some", "none", "unknown"],
    "covers": lambda w: ["all", "part", "none", "unknown"],
    "on": lambda w: [f"{today() - timedelta(days=ago)}&way={way}" for ago in (0, 1) for way in Way],
    "way": lambda w: [],  # together with its day
    "about": lambda w: ["plan", "proposal"],
    "noun": lambda w: ["proposals", "projects"],
    "standing": lambda w: ["true"],
    "plan": lambda w: [],
    "proposal": lambda w: [w.proposal.uid],
    "from": lambda w: [],
    "figure": lambda w: list(FIGURES),
    "project": lambda w: ["none"],
    "issue": lambda w: ["tobacco", "alcohol"],
    "issue_list": lambda w: ["strategic-8"],
    "state": lambda w: ProposalState.values,
    "mine": lambda w: ["1"],
    "asked": lambda w: ["1"],
    "take": lambda w: ["csv"],  # the workbook holds the same rows, and the minute in which it was taken
    "undated": lambda w: ["1"],
    "q": lambda w: [OLD, NEW, "ชื่อ"],
    "limit": lambda w: ["1"],
    "sort": lambda w: ["-changed", "updated", "-updated"],
    "updated_since": lambda w: ["2020-01-01T00:00:00Z", f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"],
    # Where a page of a list begins. What `next` says is a part of the answer and compared with it.
    **{f"{called}{way}": lambda w: [] for called in ("", "waiting_") for way in ("after", "before")},
}
FOCUS = {"area", "year"}
# Names that choose nothing: of the frame of pages.
OF_THE_FRAME = {"next", "show", "on"}
TABLES = re.compile(r'"projects_(proposal|submission|sent|tally)')
CHANGING = re.compile(r'"(X-CSRFToken|as_of)": ?"[^"]+"|"(csrfmiddlewaretoken|op_id)" value="[^"]+"')
# What stands before a record's place in the address of a list, and which records are opened.
LISTS_OF: dict[str, Any] = {
    "funds": lambda w: [w.fund.uid, w.other.uid],
    "networks": lambda w: [w.network.uid, w.other_network.uid],
    "organizations": lambda w: [w.fund.organization.uid, w.other.organization.uid],
    "areas": lambda w: [w.fund.home_area.pk, w.other.home_area.pk],
    # The CSV file holds the first sheet: dashboards/tests/test_sheets.py.
    "download": lambda w: ["xlsx"],
    "breakdowns": lambda w: ["partners", "sectors", "organizations"],
}


@pytest.fixture
def world(kho_hong, submitted, complete, area, person):
    """A returned proposal that belongs elsewhere once it is rewritten, and one that was sent after its return."""
    home = area(ELSEWHERE)
    owner = add_organization(name="เทศบาลนครนครศรีธรรมราช", kind="local_authority", home_area=home, by=None)
    kind = kho_hong.fund.kind
    other = add_fund(
        kind=kind, code="L8001", name="กองทุนนครศรีธรรมราช", organization=owner, home_area=home, by=None
    )
    networks = [add_network(name=name, by=None) for name in ("เครือข่ายเดิม", "เครือข่ายใหม่")]
    for network, fund in zip(networks, (kho_hong.fund, other), strict=True):
        join_network(network=network, fund=fund, capacity="ordinary", by=None)
    sending.return_proposal(proposal=submitted, note="ขอที่มาของตัวเลข", by=kho_hong.officer)
    later = complete(
        drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    )
    sending.submit_proposal(proposal=later, by=kho_hong.officer)
    submitted.refresh_from_db()
    placed = Issue.objects.filter(code__in=("tobacco", "alcohol"))
    return SimpleNamespace(
        area_set=add_area_set(name="ที่เดิม", areas=[area(HOME)], is_shared=True, by=None),
        proposal=submitted,
        fund=kho_hong.fund,
        other=other,
        network=networks[0],
        other_network=networks[1],
        entries=sorted(
            placed.filter(placements__issue_list__code="strategic-8").values_list(
                "placements__entry__code", flat=True
            )
        ),
        officer=kho_hong.officer,
        stranger=kho_hong.stranger,
        chief=person("Chief", "central"),
    )


def rewrite(world, write) -> None:
    """Everything of the draft that a list shows, finds or sorts by."""
    line = world.proposal.design.activities.get().lines.get()
    old, new = Issue.objects.get(code="tobacco"), Issue.objects.get(code="alcohol")
    saved = write(
        world.proposal,
        {
            "p.title": NEW,
            "p.fund": world.other.code,
            "p.home_area": ELSEWHERE,
            "p.fiscal_year": str(YEAR + 1),
            "p.applicant_name": "กลุ่มที่ยังไม่แน่",
            f"issue.{old.uid}.on": "",
            f"issue.{new.uid}.on": "on",
            f"line.{line.uid}.quantity": "7",
        },
        by=world.officer,
    )
    assert (saved.errors, saved.lost) == ({}, {})
    world.proposal.refresh_from_db()
    found = world.proposal
    assert (found.title, found.fund, found.fiscal_year) == (NEW, world.other, YEAR + 1)
    assert (found.home_area.code, list(found.design.issues.all())) == (ELSEWHERE, [new])


class Reading:
    """One person who reads pages and the API, and what each answered."""

    def __init__(self, person) -> None:
        self.caller, self.client = Caller(person), Client()
        self.client.force_login(person)

    def get(self, address: Address, path: str) -> str:
        client, headers = (self.caller.client, self.caller.headers) if address.is_api else (self.client, {})
        answer = client.get(path, headers=headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if body.startswith(b"PK"):  # a workbook: its sheets, without the moment of writing
            with ZipFile(BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))
        text = CHANGING.sub("", body.decode(errors="replace"))
        # A page says until which minute it has counted.
        return f"{answer.status_code} {text if address.is_api else re.sub(r'[0-9]{2}:[0-9]{2}', '', text)}"


def named_by(monkeypatch) -> set[str]:
    """The names that pages look for in their address, noted while they are opened."""
    names: set[str] = set()

    def noting(real):
        def read(self, name, *more):
            names.add(name)
            return real(self, name, *more)

        return read

    for method in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, method, noting(getattr(QueryDict, method)))
    return names


def paths(world, address: Address) -> list[str]:
    """The address of a list, or of each that hangs on a record of LISTS_OF; none for the page of a single record."""
    holes = list(HOLE.finditer(address.template))
    if not holes:
        return [address.template]
    before = address.template[: holes[0].start()].strip("/").rpartition("/")[2]
    if len(holes) > 1 or before not in LISTS_OF:
        return []
    return [HOLE.sub(str(one), address.template) for one in LISTS_OF[before](world)]


def lists(world, reading, names: set[str]) -> Iterator[tuple[Address, str, set[str]]]:
    """Addresses that read proposals or their counts: path and the names that they understand."""
    calls = described()["paths"]
    for address in addresses():
        if not address.reads:
            continue
        for path in paths(world, address):
            names.clear()
            asked = reads(address, reading, path)
            if not asked and not ("q" in names and reads(address, reading, f"{path}?q={OLD}")):
                continue  # a search reads nothing before it is asked
            given = calls[address.template]["get"]["parameters"] if address.is_api else []
            yield address, path, {p["name"] for p in given if p["in"] == "query"} or names - OF_THE_FRAME


def reads(address: Address, reading, path: str) -> bool:
    """Whether it is proposals that it reads."""
    with CaptureQueriesContext(connection) as asked:
        reading.get(address, path)
    return any(TABLES.search(query["sql"]) for query in asked)


def questions(world, path: str, names: set[str], tried: slice) -> Iterator[str]:
    """Each value of each name: alone, in the whole country where the draft was, and in the place where it would be.

    Where there is no name to choose by, in both places of each year.
    """
    if "year" not in names:
        yield f"{path}?"
        for name in sorted(names):
            yield from (f"{path}?{name}={value}" for value in TRIED[name](world)[tried])
        return
    old, new = f"year={YEAR}", f"year={YEAR + 1}"
    was, would_be = f"area=TH&{old}", f"area={ELSEWHERE}&{new}"
    yield from (f"{path}?{where}" for where in (was, would_be, f"area={HOME}&{old}", f"area=TH&{new}"))
    for name in sorted(names - FOCUS):
        for value in TRIED[name](world)[tried]:
            yield from (f"{path}?{where}&{name}={value}" for where in (was, would_be))


def test_no_list_figure_or_export_tells_of_a_draft_in_correction(world, write, monkeypatch, second_database):
    names, tried = named_by(monkeypatch), slice(1 if second_database else None)
    outside, answers = Reading(world.stranger), {}
    found = list(lists(world, outside, names))
    unknown = {(str(address), name) for address, _path, known in found for name in known - TRIED.keys()}
    assert not unknown, f"say in TRIED what is tried of them: {unknown}"
    for address, path, known in found:
        answers |= {
            question: (address, outside.get(address, question))
            for question in questions(world, path, known, tried)
        }
    assert any(OLD in text for _address, text in answers.values())
    assert any(question.startswith("/search/") for question in answers)
    rewrite(world, write)
    told = [
        question for question, (address, text) in answers.items() if outside.get(address, question) != text
    ]
    assert not told, f"{len(told)} of {len(answers)} answers tell: {told}"

    # The same questions do see it once it is sent again.
    sending.submit_proposal(proposal=world.proposal, by=world.officer)
    for path in (reverse("projects:proposals"), "/api/v1/proposals", "/api/v1/counts"):
        asked = [question for question in answers if question.partition("?")[0] == path]
        assert any(outside.get(answers[question][0], question) != answers[question][1] for question in asked)


def test_a_figure_is_the_same_for_everybody_and_opens_what_it_counts(client, world, write):
    rewrite(world, write)
    for person in (world.stranger, world.officer, world.chief):
        client.force_login(person)
        told = {}
        for place, year in ((HOME, YEAR), (ELSEWHERE, YEAR + 1)):
            where = {"area": place, "fiscal_year": year}
            told[place] = Caller(person).get("/counts", **where).json()["totals"]["developed"]
            asked = {"area": place, "year": year, "figure": "developed"}
            page = client.get(reverse("projects:proposals"), asked)
            assert page.context["total"] == len(page.context["page"].rows) == told[place]
            assert NEW not in page.content.decode()
        assert told == {HOME: 2, ELSEWHERE: 0}


def test_those_inside_find_the_draft_where_it_belongs_now(client, world, write):
    rewrite(world, write)
    client.force_login(world.officer)
    page = reverse("projects:proposals")
    here, there = ({"area": place, "year": year} for place, year in ((HOME, YEAR), (ELSEWHERE, YEAR + 1)))
    assert [row.title for row in client.get(page, there).context["page"].rows] == [NEW]
    assert [row.title for row in client.get(page, here).context["page"].rows] == [OLD]  # the other one
    assert [
        row["title"] for row in Caller(world.officer).get("/proposals", issue="alcohol").json()["items"]
    ] == [NEW]


def test_own_proposals_are_the_draft_for_an_author_and_what_was_sent_for_one_who_left_the_office(
    client, world, write
):
    rewrite(world, write)

    def titles(year: int) -> list[str]:
        client.force_login(world.officer)
        rows = client.get(reverse("projects:proposals"), {"mine": "1", "year": year}).context["page"].rows
        said = Caller(world.officer).get("/proposals", mine="true", fiscal_year=year).json()["items"]
        assert [row.title for row in rows] == [row["title"] for row in said]
        return [row.title for row in rows]

    assert (titles(YEAR + 1), titles(YEAR)) == ([NEW], [OLD])
    Grant.objects.filter(user=world.officer).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    world.officer = User.objects.get(pk=world.officer.pk)
    assert (titles(YEAR + 1), titles(YEAR)) == ([], [OLD, OLD])


def test_pages_of_a_list_go_on_where_one_sees_it_end(world, write):
    """What is shown as it was sent and what stands make one list, page by page, in the order that is shown."""
    rewrite(world, write)
    reading, found, after = Caller(world.stranger), [], ""
    while after is not None:
        page = reading.get("/proposals", limit=1, **({"after": after} if after else {})).json()
        found += page["items"]
        after = page["next"]
    assert [row["state"] for row in found] == ["submitted", "returned"]
    assert [row["changed_at"] for row in found] == sorted((row["changed_at"] for row in found), reverse=True)


def test_a_list_is_filtered_by_nothing_that_was_not_sent(world):
    with pytest.raises(FieldError, match="unclean"):
        _ = Shown.visible_to(world.stranger).filter(unclean={}).sent


def test_an_own_step_is_named_as_everybody_may_read_it(client, world, write, area, person):
    """Its readers answer for the place where it was taken, whatever became of the draft."""
    step = OwnStep.objects.create(
        act="decision", state="ended", proposal=world.proposal, fund=world.fund, fiscal_year=YEAR,
        home_area=area(HOME), entered_by=world.officer, entered_at=timezone.now(), closed_at=timezone.now(),
        reason="ส่งกลับ",
    )  # fmt: skip
    rewrite(world, write)
    mentor = person("Suda", "mentor", area("9011"))
    client.force_login(mentor)
    for page in (
        reverse("projects:own-steps") + f"?area={HOME}&state=ended",
        reverse("projects:own-step", args=[step.uid]),
    ):
        text = client.get(page).content.decode()
        assert (OLD in text, NEW in text) == (True, False)

    def titles(**wanted) -> list[str]:
        return [
            row["title"] for row in Caller(mentor).get("/own-steps", state="ended", **wanted).json()["items"]
        ]

    assert titles() == titles(issue="tobacco") == [OLD]
    assert titles(issue="alcohol") == []


def test_the_fund_that_had_it_hears_of_a_withdrawal_and_by_the_name_that_it_knows(world, write, person):
    had, named = person("Had", "fund-officer", world.fund), person("Named", "fund-officer", world.other)
    rewrite(world, write)
    sending.withdraw_proposal(proposal=world.proposal, reason="งบจากแหล่งอื่น", by=world.officer)
    told = Notice.objects.filter(kind="projects.proposal-withdrawn")
    assert [(notice.to, notice.params["title"]) for notice in told] == [(had, OLD)]
    assert not told.filter(to=named).exists()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_was_sent_is_kept_exactly_while_it_is_not_what_stands(world, write, withdrawn):
    assert [row.proposal for row in SentProposal.objects.all()] == [world.proposal]
    rewrite(world, write)
    if withdrawn:
        sending.withdraw_proposal(proposal=world.proposal, reason="งบจากแหล่งอื่น", by=world.officer)
        sent = SentProposal.objects.get()
        assert (sent.title, sent.changed_at) == (OLD, Proposal.objects.get(pk=world.proposal.pk).changed_at)
    else:
        sending.submit_proposal(proposal=world.proposal, by=world.officer)
        assert not SentProposal.objects.exists()
    assert [part for part in parts() if part.counted() != part.stored()] == []

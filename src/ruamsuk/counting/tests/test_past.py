"""As of a past day: as known then it is what a count made at that day said; as corrected, what is known today."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.models import KnownSince
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.counting.sources import SOURCES
from ruamsuk.dashboards.tasks import count_everything
from ruamsuk.funds.actions import (
    add_network,
    change_fund,
    close_fund,
    join_network,
    leave_network,
    reopen_fund,
)
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.models import Fund, NetworkFund, Standing
from ruamsuk.issues.actions import place_issue
from ruamsuk.issues.models import IssueList
from ruamsuk.plans.actions import agree_plan, reopen_plan
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.reports.actions import set_status
from ruamsuk.projects.tests.conftest import YEAR, kho_hong, started, submitted  # noqa: F401
from tests.past import days_pass

LIST = "strategic-8"

# Figures that are told of today alone: no act notes them by the day.
OF_TODAY = {code for source in SOURCES.values() for code in source.undated}
# As corrected: facts of projects of which no day is known.
UNDATED = set(
    "funded joint joint_local joint_satang joint_received_satang spent_satang unreported_satang participants".split()
) | {code for code in FIGURES if code.startswith("problems_")}
KNOWN = FIGURES.keys() - OF_TODAY


def ask(area, *, ago=None, way=Way.KNOWN, network=None, fund=None, listed=True):
    then = None if ago is None else Then(today() - timedelta(days=ago), way)
    issue_list = IssueList.objects.get(code=LIST) if listed else None
    return counted(Question(area, YEAR, issue_list, network, fund, then=then))


@pytest.fixture
def country(kho_hong):  # noqa: F811
    return Area.objects.get(kind="country")


def test_an_approval_that_was_corrected_counts_as_it_was_known_and_not_as_corrected(kho_hong, submitted):  # noqa: F811
    """Approved on the 3rd, entered on the 4th, corrected on the 9th: asked for the 5th."""
    typed = {"decided_on": today() - timedelta(days=6), "resolution_no": "1/2570", "amount_satang": 1_000_000}
    days_pass(1)
    deciding.decide_proposal(proposal=submitted, outcome="approved", by=kho_hong.officer, **typed)
    days_pass(5)
    known, corrected = (
        lambda ago: ask(kho_hong.home, ago=ago).totals,
        lambda ago: ask(kho_hong.home, ago=ago, way=Way.CORRECTED).totals,
    )
    # By its own days it was approved on the 3rd, although nobody knew before the 4th.
    assert [known(ago)["approved"] for ago in (6, 5, 4, 0)] == [0, 1, 1, 1]
    assert [corrected(ago)["approved"] for ago in (7, 6, 5, 4, 0)] == [0, 1, 1, 1, 1]
    assert corrected(4)["budget_satang"] == known(4)["budget_satang"] == 1_000_000
    correct_decision(
        proposal=submitted,
        by=kho_hong.officer,
        reason="อ่านมติผิด",
        outcome="rejected",
        conditions="ไม่ตรงประเด็น",
        **typed,
    )
    for code, number in (("approved", 1), ("running", 1), ("budget_satang", 1_000_000)):
        assert (known(4)[code], corrected(4)[code]) == (number, 0)
        assert (known(0)[code], corrected(0)[code]) == (0, 0)


def test_of_a_day_before_anything_was_kept_nothing_is_said(kho_hong, submitted):  # noqa: F811
    days_pass(3)
    first = today() - timedelta(days=3)
    assert set(ask(kho_hong.home, ago=3).not_known) == OF_TODAY
    before = ask(kho_hong.home, ago=4).not_known
    assert before == dict.fromkeys(KNOWN, first) | dict.fromkeys(OF_TODAY)
    assert ask(kho_hong.home, ago=4, way=Way.CORRECTED).not_known == dict.fromkeys(OF_TODAY | UNDATED)
    # Of a network it has to be known which funds were in it.
    network = add_network(name="บูรณาการ", by=None)
    Standing.objects.update(day=F("day") + timedelta(days=2))
    assert set(ask(kho_hong.home, ago=2).not_known) == OF_TODAY | {
        "funds",
        "funds_expansion",
        "funds_learning_centre",
    }
    assert set(ask(kho_hong.home, ago=2, network=network).not_known) == set(FIGURES)
    assert set(ask(kho_hong.home, ago=1, network=network).not_known) == OF_TODAY
    KnownSince.objects.filter(figure="varied").delete()
    assert set(ask(kho_hong.home, ago=1).not_known) == OF_TODAY | {"varied"}
    assert ask(kho_hong.home, ago=0).not_known == ask(kho_hong.home).not_known == {}


def test_every_declared_figure_answers_of_a_past_day_or_is_said_not_to(kho_hong, submitted, country):  # noqa: F811
    count_everything.func()
    days_pass(2)
    for way in Way:
        found = ask(country, ago=1, way=way)
        assert set(found.not_known) == OF_TODAY | (UNDATED if way == Way.CORRECTED else set())
        # Sent today: as corrected it was not there the day before.
        late = {"developed": 0} if way == Way.CORRECTED else {}
        told = FIGURES.keys() - found.not_known.keys()
        now = ask(country).totals | late
        assert {code: found.totals[code] for code in told} == {code: now[code] for code in told}
    assert set(ask(country, ago=1).totals) == set(FIGURES)


def test_a_network_has_the_members_and_parts_of_that_day(kho_hong, country):  # noqa: F811
    network, fund = add_network(name="บูรณาการ", by=None), kho_hong.fund
    for capacity in ("expansion", "learning_centre"):
        enter_project(
            title="ลานกีฬา",
            fiscal_year=YEAR,
            home_area=kho_hong.home,
            budget_satang=500_00,
            fund=fund,
            approved_on=today() - timedelta(days=9),
            by=None,
        )
        joined = today() - timedelta(days=4 if capacity == "expansion" else 0)
        member = join_network(network=network, fund=fund, capacity=capacity, joined_on=joined, by=None)
        if capacity == "expansion":
            days_pass(4)
            leave_network(membership=member, left_on=today() - timedelta(days=1), by=None)
    parts = ("funds", "funds_expansion", "funds_learning_centre", "approved")
    for ago, known, corrected in (
        (4, (1, 1, 0, 1), (1, 1, 0, 2)),
        (1, (1, 1, 0, 1), (0, 0, 0, 0)),  # it left on that day, as was found out today
        (0, (1, 0, 1, 2), (1, 0, 1, 2)),
    ):
        for way, numbers in ((Way.KNOWN, known), (Way.CORRECTED, corrected)):
            found = ask(country, ago=ago, way=way, network=network).totals
            assert tuple(found[code] for code in parts) == numbers, (ago, way)


def test_the_projects_of_a_fund_stand_as_corrected_of_a_day_and_as_a_whole_as_known(kho_hong, submitted):  # noqa: F811
    typed = {"decided_on": today() - timedelta(days=2), "resolution_no": "1", "amount_satang": 700_00}
    deciding.decide_proposal(proposal=submitted, outcome="approved", by=kho_hong.officer, **typed)
    found = ask(kho_hong.home, ago=2, way=Way.CORRECTED, fund=kho_hong.fund)
    assert [line.of.title for line in found.lines if line.of] == [submitted.title]
    assert found.totals["approved"] == 1
    assert not any(
        line.of for line in ask(kho_hong.home, ago=1, way=Way.CORRECTED, fund=kho_hong.fund).lines[:-2]
    )
    assert [line.of for line in ask(kho_hong.home, ago=1, fund=kho_hong.fund).lines] == [None]


ACTS = ("enter", "end", "agree", "join", "close", "part", "lists", "next")


def act(name: str, world) -> None:
    fund, network = world.fund, world.network
    member = NetworkFund.objects.filter(network=network, fund=fund, left_on=None).first()
    if name == "enter":
        enter_project(
            title="ลานกีฬา",
            fiscal_year=YEAR,
            home_area=fund.home_area,
            budget_satang=500_00,
            fund=fund,
            issues=[world.issue],
            by=None,
        )
    elif name == "end":
        if project := Project.objects.running().first():
            set_status(project=project, status="stopped", reason="เลิก", by=None)
    elif name == "agree":
        world.plan.refresh_from_db()
        if world.plan.is_draft:
            agree_plan(plan=world.plan, agreed_on=today(), by=None)
        else:
            reopen_plan(plan=world.plan, reason="แก้", by=None)
    elif name == "join" and not fund.closed_on:
        if member:
            leave_network(membership=member, by=None)
        else:
            join_network(network=network, fund=fund, capacity=fund.capacity, by=None)
    elif name == "close":
        if fund.closed_on:
            reopen_fund(fund=fund, by=None)
        else:
            close_fund(fund=fund, reason="ยุบ", by=None)
    elif name == "part" and not fund.closed_on:
        change_fund(fund=fund, capacity="ordinary" if fund.capacity == "expansion" else "expansion", by=None)
    elif name == "lists":
        issue_list = IssueList.objects.get(code=LIST)
        here = issue_list.entries.filter(placements__issue=world.issue).first()
        place_issue(
            issue=world.issue,
            places={issue_list: issue_list.entries.exclude(pk=here.pk if here else None).first()},
            by=None,
        )
        count_everything.func()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(ACTS), min_size=4, max_size=12))
def test_as_known_then_is_what_was_counted_on_that_day(kho_hong, submitted, country, names):  # noqa: F811
    with transaction.atomic():
        world = kho_hong
        world.fund = Fund.objects.get(pk=kho_hong.fund.pk)
        world.network = add_network(name="บูรณาการ", by=None)
        count_everything.func()
        questions = [
            Question(area, YEAR, IssueList.objects.get(code=LIST), network)
            for area in (country, kho_hong.home)
            for network in (None, world.network)
        ]
        said: list[list[object]] = []

        def today_ends() -> None:
            said.append([_said(counted(question)) for question in questions])

        for name in names:
            if name == "next":
                today_ends()
                days_pass(1)
            else:
                act(name, world)
        today_ends()
        for ago, numbers in enumerate(reversed(said)):
            then = Then(today() - timedelta(days=ago))
            assert [_said(counted(replace(question, then=then))) for question in questions] == numbers, ago
        transaction.set_rollback(True)


def _said(found) -> object:
    def known(figures):
        return {code: figures[code] for code in KNOWN if code in figures}

    entries = {entry: known(figures) for entry, figures in found.whole.entries.items()}
    lines = [(line.area and line.area.code, known(line.split.total)) for line in found.lines if line.area]
    return known(found.totals), {entry: f for entry, f in entries.items() if any(f.values())}, lines

"""A noun whose acts contribute to a figure: seen at once, exact, known by the day, and nobody waits for anybody."""

from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruamsuk.areas.actions import merge_areas
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import BANGKOK, today
from ruamsuk.counting import figures, sources
from ruamsuk.counting.actions import contribute, keep_again, merge_days, sum_up
from ruamsuk.counting.contributed import contributed, differing
from ruamsuk.counting.figures import Figure
from ruamsuk.counting.models import Contribution, KeptSum
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.funds.choices import Then
from ruamsuk.issues.models import IssueList
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.tallies.actions import recount_all
from ruamsuk.projects.tests.conftest import YEAR, complete, kho_hong, started, submitted, write  # noqa: F401
from ruamsuk.projects.tests.test_twice import at_once
from tests.past import days_pass

VISITS = Figure("visits", "Visits", "Visits", "Made-up visits.", "projects:reports", {})
HOURS = Figure("hours", "Hours", "Hours", "Made-up hours.", "projects:reports", {})


@pytest.fixture
def visits():
    """Two figures of which nothing else knows."""
    sources.register("visits", contributed((VISITS, HOURS)))
    yield
    for code in ("visits", "hours"):
        del figures.FIGURES[code]
    del sources.SOURCES["visits"]


def visit(home, *, hours=2, days_ago=0, fund=None, issues=()):
    noon = datetime.combine(today(), datetime.min.time(), BANGKOK) + timedelta(hours=12, days=-days_ago)
    contribute(
        figures={"visits": 1, "hours": hours},
        fiscal_year=YEAR,
        home_area=home,
        fund=fund,
        issues=[issue.pk for issue in issues],
        at=noon,
    )


def asked(area, issue_list=None, on=None):
    return counted(
        Question(area=area, fiscal_year=YEAR, issue_list=issue_list, then=Then(on) if on else None)
    )


def totals(area, on=None):
    found = asked(area, on=on).totals
    return found["visits"], found["hours"]


def test_a_contribution_is_counted_at_once_and_the_same_once_it_is_summed(visits, kho_hong, area):  # noqa: F811
    country, home = Area.objects.get(kind="country"), kho_hong.home
    visit(home)
    visit(home, hours=3)
    visit(area("930101"))
    for _again in range(2):
        assert totals(home) == (2, 5)
        assert totals(country) == (3, 7)
        assert sum(line.split.total["visits"] for line in asked(country).lines) == 3
        sum_up()
    assert not Contribution.objects.filter(is_summed=False).exists()
    visit(home, hours=-5)
    sum_up()
    assert totals(home) == (3, 0)


def test_contributions_stand_under_their_issues_and_a_record_taken_back_leaves_nothing(visits, kho_hong):  # noqa: F811
    tobacco = IssueList.objects.filter(entries__placements__issue=kho_hong.issue).first()
    visit(kho_hong.home, issues=[kho_hong.issue], fund=kho_hong.fund)
    visit(kho_hong.home)
    found = asked(kho_hong.home, tobacco)
    assert [figures["visits"] for entry, figures in found.whole.entries.items() if entry] == [1]
    assert found.not_classified["visits"] == 1
    assert found.overlap["visits"] == 0
    contribute(
        figures={"visits": -1, "hours": -2},
        fiscal_year=YEAR,
        home_area=kho_hong.home,
        fund=kho_hong.fund,
        issues=[kho_hong.issue.pk],
        at=datetime.now(BANGKOK),
    )
    found = asked(kho_hong.home, tobacco)
    assert found.totals["visits"] == 1
    assert not any(figures["visits"] for entry, figures in found.whole.entries.items() if entry)


def test_a_figure_is_known_as_it_stood_on_a_day_however_its_rows_were_put_together(visits, kho_hong):  # noqa: F811
    home = kho_hong.home
    for days_ago, number in ((9, 2), (4, 3), (0, 1)):
        for _one in range(number):
            visit(home, days_ago=days_ago)
    rows = Contribution.objects.count()
    for _again in range(2):
        on = {days: totals(home, today() - timedelta(days=days))[0] for days in (10, 9, 8, 4, 3, 1, 0)}
        assert on == {10: 0, 9: 2, 8: 2, 4: 5, 3: 5, 1: 5, 0: 6}
        assert totals(home) == (6, 12)
        sum_up()
        gone = merge_days(today())
    assert gone == 0  # the second time nothing is left to put together
    assert rows > Contribution.objects.count()


def test_what_a_recount_changes_is_known_by_the_day(kho_hong, submitted):  # noqa: F811
    home, yesterday = kho_hong.home, today() - timedelta(days=1)
    days_pass(2)
    sending.withdraw_proposal(proposal=submitted, reason="ทำปีหน้า", by=kho_hong.officer)
    drafting.start_proposal(fund=kho_hong.fund, fiscal_year=YEAR, title="ใหม่", by=kho_hong.officer)
    assert asked(home).totals == asked(home, on=yesterday).totals
    enter_project(
        title="ลานกีฬา",
        fiscal_year=YEAR,
        home_area=home,
        budget_satang=500_00,
        fund=kho_hong.fund,
        issues=[kho_hong.issue],
        by=None,
    )
    now, then = asked(home).totals, asked(home, on=yesterday).totals
    assert (now["approved"], then["approved"]) == (1, 0)
    assert (now["budget_satang"], then["budget_satang"]) == (500_00, 0)
    assert now["developed"] == then["developed"] == 1
    rows = Contribution.objects.count()
    recount_all()
    assert Contribution.objects.count() == rows  # nothing was different, so nothing is noted


def test_contributions_follow_the_borders(visits, kho_hong, area):  # noqa: F811
    old, new = area("901101"), kho_hong.home
    visit(old)
    sum_up()
    visit(old)
    merge_areas(areas=[old], into=new, on_day=today(), by=None)
    for _again in range(2):
        assert totals(Area.objects.get(pk=new.pk)) == (2, 4)
        sum_up()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("visit"), st.integers(-3, 9), st.integers(0, 5)), st.tuples(st.just("sum"))
        ),
        max_size=12,
    )
)
def test_sums_and_days_are_exact_in_whatever_order(visits, kho_hong, acts):  # noqa: F811
    with transaction.atomic():
        made = []
        for name, *given_values in acts:
            if name == "sum":
                sum_up(most=3)
                merge_days(today(), most=2)
            else:
                hours, days_ago = given_values
                visit(kho_hong.home, hours=hours, days_ago=days_ago)
                made.append((hours, days_ago))
        assert totals(kho_hong.home) == (len(made), sum(hours for hours, _days in made))
        for days in (0, 1, 3, 5):
            there = [hours for hours, days_ago in made if days_ago >= days]
            assert totals(kho_hong.home, today() - timedelta(days=days)) == (len(there), sum(there))
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_who_reads_while_others_contribute_and_the_worker_sums_never_sees_less_than_before(visits, kho_hong):  # noqa: F811
    home, number, ended, seen = kho_hong.home, 25, Event(), []

    def work(n):
        if n < 2:
            for _one in range(number):
                with transaction.atomic():
                    visit(home)
        elif n == 2:
            while not ended.is_set():
                sum_up(most=7)
        else:
            while not seen or seen[-1] < 2 * number:
                seen.append(totals(home)[0])
            ended.set()

    assert at_once(4, work) == [None] * 4
    assert seen == sorted(seen)
    while sum_up():
        pass
    assert totals(home) == (2 * number, 4 * number)
    assert (
        sum(KeptSum.objects.filter(figure="visits", issue_list=None).values_list("n", flat=True))
        == 2 * number
    )


def test_a_kept_sum_that_is_wrong_is_found_and_mended(visits, kho_hong):  # noqa: F811
    home = kho_hong.home
    visit(home)
    sum_up()
    assert list(differing()) == []
    KeptSum.objects.filter(figure="visits", issue_list=None).update(n=7)
    KeptSum.objects.filter(figure="hours", issue_list=None).delete()
    found = list(differing())
    assert [(kept, right) for _cell, kept, right in found] == [(0, 2), (7, 1)]
    for cell, _kept, _right in found:
        keep_again(cell=cell, by=None)
    assert list(differing()) == []
    assert totals(home) == (1, 2)

"""Stored counts stay what the records say: checked, mended, moved by the calendar, not lost between two people."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruamsuk.audit.actions import seal
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import today
from ruamsuk.dashboards.queries.checks import differing_parts
from ruamsuk.dashboards.tasks import count_due_reports, count_everything
from ruamsuk.dashboards.tests.conftest import YEAR
from ruamsuk.funds.models import Fund
from ruamsuk.issues.actions import place_issue
from ruamsuk.issues.models import Issue, IssueList, ListEntry, Placement
from ruamsuk.jobs.tests.conftest import queue  # noqa: F401
from ruamsuk.projects.models import Activity, Design, Project, Tally
from ruamsuk.projects.projects.actions.projects import change_project
from ruamsuk.projects.reports.actions import return_report, set_status
from ruamsuk.projects.tallies.actions import IN_A_PIECE, count_again
from ruamsuk.projects.tallies.queries import counted, parts
from ruamsuk.projects.variations.actions.deciding import decide_variation
from ruamsuk.projects.variations.actions.drafting import send_variation, start_variation, write_variation


def check(**options) -> str:
    out = StringIO()
    call_command("check-data", stdout=out, **options)
    return out.getvalue()


def faults_of(**options) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check-data", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def true_world(world):
    seal()
    assert "agrees" in check()
    return world


def test_one_planted_difference_is_found_and_mended(true_world):
    row = Tally.objects.get(fund=true_world.khuan_lang, issue_list__isnull=True)
    Tally.objects.filter(pk=row.pk).update(approved=row.approved + 1)
    found = faults_of()
    assert found.count("\n") == 1
    assert "approved: stored 2, counted 1" in found
    check(mend=True)
    assert Tally.objects.get(fund=true_world.khuan_lang, issue_list__isnull=True).approved == row.approved
    check()


def test_what_a_project_keeps_of_its_open_reports_is_checked_and_mended(true_world):
    Project.objects.filter(pk=true_world.both.pk).update(returned_reports=3)
    assert f"project {true_world.both.pk} returned_reports: stored 3, counted 0" in faults_of()
    check(mend=True)
    check()


def statements(act) -> int:
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_counting_many_parts_together_takes_the_statements_of_a_few(true_world):
    few, all_of_them = parts()[:2], parts()
    assert len(all_of_them) > 4
    as_it_was = {part: part.stored() for part in all_of_them}
    again = [
        statements(lambda found=found: count_again(parts=found, by=None)) for found in (few, all_of_them)
    ]
    looked = [statements(lambda found=found: counted(found)) for found in (few, all_of_them)]
    assert again[1] <= again[0] + 2
    assert looked[1] <= looked[0] + 2  # what some parts do not hold is not asked about
    Tally.objects.update(approved=F("approved") + 1)
    Tally.objects.filter(fund=true_world.bo_yang).delete()
    count_again(parts=all_of_them, by=None)
    assert {part: part.stored() for part in all_of_them} == as_it_was
    check()


def test_everything_is_counted_once_however_often_it_was_asked_for(true_world, queue):  # noqa: F811
    asked = DBTaskResult.objects.filter(task_path=count_everything.module_path)
    for _migration in range(3):
        count_everything.enqueue()
    asked.filter(pk=asked.first().pk).update(status="RUNNING")
    count_everything.func()
    assert asked.get().status == "RUNNING"
    assert Operation.objects.filter(verb="projects.count_again").count() == -(-len(parts()) // IN_A_PIECE)


def test_a_row_too_many_and_a_row_too_few_are_found(true_world):
    row = Tally.objects.filter(fund__isnull=True, issue_list__isnull=True).get()
    row.pk, row.fiscal_year = None, YEAR - 3
    row.save()
    Tally.objects.filter(fund=true_world.bo_yang, issue_list__isnull=True).delete()
    assert len(list(differing_parts())) == 2
    check(mend=True)
    assert list(differing_parts()) == []


def test_sums_and_places_that_are_wrong_are_found_and_left_to_a_person(true_world):
    Project.objects.filter(pk=true_world.both.pk).update(budget_satang=5)
    Design.objects.filter(pk=true_world.plain.design_id).update(budget_satang=7)
    Fund.objects.filter(pk=true_world.bo_yang.pk).update(place_no=1)
    found = faults_of(mend=True)
    assert f"project {true_world.both.pk} budget_satang: 5, its funding rows add up to 1000000" in found
    assert f"design {true_world.plain.design_id} budget_satang: 7, its budgetline rows add up to 0" in found
    assert "funds.fund" in found
    Project.objects.filter(pk=true_world.both.pk).update(budget_satang=1_000_000)
    Design.objects.filter(pk=true_world.plain.design_id).update(budget_satang=0)
    Fund.objects.filter(pk=true_world.bo_yang.pk).update(place_no=true_world.bo_yang.place_no)
    check(mend=True)


def test_reports_that_become_due_over_night_are_counted_in_the_morning(make):
    project = make.project(make.fund("L0001", "901104"))
    activity = make.activity(project, today())
    stored = Tally.objects.filter(fund=project.fund, issue_list__isnull=True)
    for days, due, late in ((0, 0, 0), (1, 1, 0), (14, 1, 0), (15, 1, 1)):
        # As if the activity had ended earlier: the day itself cannot be turned on.
        ended = today() - timedelta(days=days)
        Activity.objects.filter(pk=activity.pk).update(starts_on=ended, ends_on=ended)
        count_due_reports.call()
        assert stored.values_list("reports_due", "reports_late").get() == (due, late), days
    assert count_due_reports.call() == 1
    long_ago = today() - timedelta(days=300)
    Activity.objects.filter(pk=activity.pk).update(starts_on=long_ago, ends_on=long_ago)
    assert count_due_reports.call() == 0


ACTS = ("new", "proposal", "stop", "move", "issues", "activity", "report", "return", "place")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 50)), min_size=3, max_size=8))
def test_after_whatever_people_do_the_stored_counts_are_those_of_the_records(acts, make, area):
    funds = [Fund.objects.filter(code="L0001").first() or make.fund("L0001", "901104"), None]
    codes = ["tobacco", "food", "waste", "alcohol"]
    projects = [make.project(funds[0], "tobacco")]
    reports = []
    for act, number in acts:
        project = projects[number % len(projects)]
        issues = list(Issue.objects.filter(code__in=codes[: number % 4]))
        if act == "new":
            projects.append(make.project(funds[number % 2], *codes[: number % 3]))
        elif act == "proposal":
            make.proposal(funds[0], *codes[: number % 3])
        elif act == "stop":
            status = "running" if Project.objects.get(pk=project.pk).status != "running" else "stopped"
            set_status(project=project, status=status, reason="เหตุผล", by=None)
        elif act == "move":
            home = area(("901104", "930101", "900101")[number % 3])
            _vary(project, home_area=home, budget_satang=project.budget_satang + 100 * (number + 1))
        elif act == "issues":
            change_project(project=project, design={}, issues=issues, by=None)
        elif act == "activity":
            make.activity(project, today() - timedelta(days=number))
        elif act == "report":
            reports.append(make.report(make.activity(project, today() - timedelta(days=20))))
        elif act == "return" and reports:
            return_report(report=reports.pop(), note="แก้ไข", by=None)
        projects = [Project.objects.get(pk=one.pk) for one in projects]
    assert list(differing_parts()) == []


def _vary(project: Project, **values) -> None:
    if project.status != "running":
        return
    variation = start_variation(project=project, by=None)
    write_variation(variation=variation, design={"setting": "ที่ใหม่"}, reason="เหตุผล", by=None, **values)
    send_variation(variation=variation, by=None)
    decide_variation(
        variation=variation, outcome="agreed", decided_on=today(), resolution_no="1/2570", by=None
    )


@contextmanager
def at_once(*works) -> Iterator[None]:
    """Runs them in threads of their own, and passes on what one of them raised."""
    raised: list[Exception] = []

    def run(work) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
    assert raised == []


@pytest.mark.django_db(transaction=True)
def test_two_who_work_in_one_fund_at_once_lose_no_count(make):
    fund = make.fund("L0001", "901104")
    running = [make.project(fund, "food") for _ in range(10)]

    def finish(projects: list[Project]) -> None:
        for project in projects:
            set_status(project=project, status="finished", reason="", by=None)

    def enter() -> None:
        for _ in range(5):
            make.project(fund, "food")

    with at_once(lambda: finish(running[:5]), lambda: finish(running[5:]), enter):
        pass
    stored = Tally.objects.filter(fund=fund, issue_list__isnull=True).get()
    assert (stored.approved, stored.running) == (15, 5)
    assert list(differing_parts()) == []


def test_an_issue_that_is_placed_elsewhere_moves_its_figures(world, django_capture_on_commit_callbacks):
    one_list = IssueList.objects.get(code="strategic-8")
    places = {one_list: ListEntry.objects.get(issue_list=one_list, code="mental-health")}
    with django_capture_on_commit_callbacks(execute=True):
        place_issue(issue=Issue.objects.get(code="waste"), places=places, by=None)
    assert list(differing_parts()) == []
    mental = Tally.objects.filter(entry=places[one_list], fund=world.kho_hong)
    assert mental.get().approved == 1


def test_an_issue_in_an_entry_of_another_list_is_found(true_world):
    place = Placement.objects.filter(issue_list__code="strategic-8").first()
    other = ListEntry.objects.exclude(issue_list=place.issue_list).first()
    Placement.objects.filter(pk=place.pk).update(entry=other)
    assert f"placement {place.pk}" in faults_of()
    Placement.objects.filter(pk=place.pk).update(entry=place.entry)
    check()

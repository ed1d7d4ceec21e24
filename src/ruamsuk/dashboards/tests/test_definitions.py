"""What each figure means, by one example each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.queries.counts import Counts, counts
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.grades.figures import FIGURES as GRADES
from ruamsuk.issues.models import IssueList
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.actions.deciding import decide_proposal
from ruamsuk.projects.projects.actions.projects import (
    change_project,
    set_fundings,
    set_further_areas,
)
from ruamsuk.projects.reports.actions import enter_report, return_report, set_status


def count(place: str = "TH", **more) -> Counts:
    more.setdefault("fiscal_year", YEAR)
    return counts(
        Question(area=Area.objects.get(code=place), issue_list=IssueList.objects.get(code=LIST), **more)
    )


def by_issue(found: Counts, name: str) -> dict[str, int]:
    return {entry.code: n for entry in found.entries if (n := found.whole.of(entry.pk)[name])}


def test_a_project_under_two_issues_stands_under_each_and_once_in_the_sum(make):
    fund = make.fund("L0001", "901104")
    make.project(fund, "tobacco", "food")
    make.project(fund, "food")
    found = count()
    assert by_issue(found, "approved") == {"tobacco": 1, "food": 2}
    assert found.totals["approved"] == 2
    assert found.overlap["approved"] == 1
    assert found.not_classified["approved"] == 0
    assert found.overlap["budget_satang"] == 1_000_000


def test_two_issues_of_one_entry_do_not_overlap(make):
    make.project(make.fund("L0001", "901104"), "alcohol", "drugs")
    found = count()
    assert by_issue(found, "approved") == {"alcohol-drugs": 1}
    assert found.overlap["approved"] == 0


def test_what_is_in_no_entry_is_not_classified(make):
    fund = make.fund("L0001", "901104")
    make.project(fund)
    make.project(fund, "tobacco")
    found = count()
    assert found.not_classified["approved"] == 1
    assert found.totals["approved"] == 2


def test_issues_and_not_classified_less_the_overlap_are_the_sum_of_every_figure(world):
    for place in ("TH", "Z12", "90", "9011", "901104", "930101"):
        found = count(place)
        for name, spec in FIGURES.items():
            if spec.by_entry:
                rows = sum(found.whole.of(entry.pk)[name] for entry in found.entries)
                total = rows + found.not_classified[name] - found.overlap[name]
                assert total == found.totals[name], (place, name)


def test_the_small_world_is_counted_as_by_hand(world):
    totals = count("90").totals
    assert totals == {
        "funds": 3,
        "funds_learning_centre": 0,
        "funds_expansion": 0,
        "plans": 2,
        "planned": 3,
        "developed": 3,
        "approved": 6,
        "running": 6,
        "finished": 0,
        "stopped": 0,
        "funded": 5,
        "joint": 0,
        "joint_local": 0,
        "joint_satang": 0,
        "joint_received_satang": 0,
        "varied": 0,
        "budget_satang": 7_500_000,
        "approved_satang": 7_500_000,
        "spent_satang": 0,
        "unreported_satang": 7_500_000,
        "reports_due": 3,
        "reports_sent": 2,
        "participants": 0,
        "reports_accepted": 1,
        "reports_waived": 0,
        "problems_official": 0,
        "problems_survey": 0,
        "problems_estimate": 0,
        "problems_unsaid": 0,
        "reports_late": 1,
        "plans_checked": 0,
        **dict.fromkeys((figure.code for figure in GRADES), 0),
    }


def test_a_stopped_project_stays_approved_and_runs_no_more(make):
    project = make.project(make.fund("L0001", "901104"))
    assert count().totals["running"] == 1
    set_status(project=project, status="stopped", reason="ผู้รับผิดชอบย้าย", by=None)
    totals = count().totals
    assert (totals["approved"], totals["running"], totals["stopped"]) == (1, 0, 1)


def test_running_finished_and_stopped_projects_are_the_approved_ones(make):
    """Each project stands under one of them, under its issue too."""
    fund = make.fund("L0001", "901104")
    for status in ("running", "finished", "stopped", "suspended"):
        project = make.project(fund, "food")
        if status != "running":
            set_status(project=project, status=status, reason="ครบถ้วน", by=None)
    names = ("running", "finished", "stopped")
    assert [count().totals[name] for name in names] == [1, 1, 2]
    assert [by_issue(count(), name) for name in names] == [{"food": 1}, {"food": 1}, {"food": 2}]
    assert sum(count().totals[name] for name in names) == count().totals["approved"]


def test_a_project_is_funded_once_it_is_recorded_who_pays(make):
    project = make.project(None)  # of no fund: nobody pays yet
    assert (count().totals["approved"], count().totals["funded"]) == (1, 0)
    fund = make.fund("L0001", "901104")
    set_fundings(project=project, fundings=[(fund, project.budget_satang)], by=None)
    assert count().totals["funded"] == 1


def test_a_rejected_proposal_stays_developed(make, central):
    proposal = make.proposal(make.fund("L0001", "901104"), "tobacco")
    make.proposal(proposal.fund, state="draft")  # never submitted
    submission = proposal.submissions.create(no=1, snapshot={}, sha256="", submitted_at=proposal.created_at)
    assert submission
    decide_proposal(
        proposal=proposal,
        outcome="rejected",
        decided_on=today(),
        resolution_no="1/2569",
        conditions="งบไม่พอ",
        by=central,
    )
    totals = count().totals
    assert (totals["developed"], totals["approved"]) == (1, 0)


def test_a_project_from_paper_is_approved_without_being_developed(make):
    make.project(make.fund("L0001", "901104"))
    totals = count().totals
    assert (totals["developed"], totals["approved"]) == (0, 1)


def test_a_project_set_is_no_project(make):
    fund = make.fund("L0001", "901104")
    whole = make.project(fund, kind="programme")
    assert count().totals["approved"] == 0
    make.project(fund, parent=whole)
    assert count().totals["approved"] == 1


def test_a_project_counts_in_its_home_area_and_not_in_further_areas(make, area):
    project = make.project(make.fund("L0001", "901104"))
    set_further_areas(project=project, areas=[area("930101")], by=None)
    assert count("90").totals["approved"] == 1
    assert count("93").totals["approved"] == 0


def test_a_project_that_moves_leaves_the_old_area(make, area):
    for fund in (make.fund("L0001", "901104"), None):
        project = make.project(fund, home_area=area("901104"))
        assert count("9011").totals["approved"] == 1
        change_project(project=project, design={}, issues=[], home_area=area("930101"), by=None)
        assert count("9011").totals["approved"] == 0
    assert count("93").totals["approved"] == 2


def test_what_a_report_is_due_sent_late(make):
    project = make.project(make.fund("L0001", "901104"))
    make.activity(project, today())  # not over yet
    assert count().totals["reports_due"] == 0
    recent = make.activity(project, today() - timedelta(days=1))
    assert (count().totals["reports_due"], count().totals["reports_late"]) == (1, 0)
    old = make.activity(project, today() - timedelta(days=15))
    assert (count().totals["reports_due"], count().totals["reports_late"]) == (2, 1)
    report = make.report(old)
    totals = count().totals
    assert (totals["reports_due"], totals["reports_sent"], totals["reports_late"]) == (2, 1, 0)
    return_report(report=report, note="ขอภาพเพิ่ม", by=None)
    totals = count().totals
    assert (totals["reports_sent"], totals["reports_late"]) == (0, 1)
    make.report(recent, "accepted")
    assert count().totals["reports_accepted"] == 1


def test_another_year_is_another_count(make):
    fund = make.fund("L0001", "901104")
    make.project(fund, year=YEAR - 1)
    assert count().totals["approved"] == 0
    assert count(fiscal_year=YEAR - 1).totals["approved"] == 1


def test_a_network_counts_its_funds_by_their_part_in_it(world):
    found = count(network=world.network).totals
    assert (found["funds"], found["funds_learning_centre"], found["funds_expansion"]) == (2, 1, 1)
    assert (found["approved"], found["developed"], found["planned"]) == (4, 2, 3)
    assert count("93", network=world.network).totals["funds"] == 0


def test_the_lines_are_the_next_level_and_add_up(world):
    found = count("90")
    assert [line.area and line.area.code for line in found.lines] == ["9001", "9011", None]
    assert [line.split.total["approved"] for line in found.lines] == [1, 4, 1]
    assert [line.area.code for line in count("TH").lines] == ["Z12"]
    assert {line.area.code: line.split.total["approved"] for line in count("Z12").lines} == {"90": 6, "93": 1}
    assert {line.fund.code: line.split.total["approved"] for line in count("901104").lines} == {"L0001": 3}


def test_what_lies_at_a_level_itself_can_be_opened(world):
    found = count("90", here=True)
    assert found.totals["approved"] == 1
    assert [line.is_rest for line in found.lines] == [True]


def test_a_fund_shows_its_projects_and_what_is_no_project_yet(world):
    found = count("901104", fund=world.kho_hong)
    projects = [line for line in found.lines if line.of]
    rest = found.lines[-1].split.total
    assert len(projects) == 3
    assert (rest["planned"], rest["developed"], rest["approved"]) == (2, 2, 0)
    assert found.totals == count("901104").totals


@pytest.mark.parametrize("funds", [1, 30])
def test_as_many_queries_for_thirty_funds_as_for_one(make, django_assert_num_queries, funds):
    for number in range(funds):
        fund = make.fund(f"L{number:04}", "901104")
        make.project(fund, "tobacco")
        make.planned(fund, "food")
    question = Question(Area.objects.get(code="901104"), YEAR, IssueList.objects.get(code=LIST))
    with django_assert_num_queries(12):
        counts(question)
    country = Area.objects.get(code="TH")
    with django_assert_num_queries(12):
        counts(Question(country, YEAR, question.issue_list))


def test_an_approval_is_seen_in_the_count_at_once(make, client: Client, person):
    fund = make.fund("L0001", "901104")
    officer = person("Orn", "fund-officer", fund)
    project = make.project(fund)
    client.force_login(officer)
    address = f"/counts/?area=901104&year={YEAR}"
    assert client.get(address).context["table"].rows[-1].cells[4].value == 1  # running
    client.post(f"/projects/{project.uid}/status/", {"status": "finished", "reason": "เสร็จแล้ว"})
    assert Project.objects.get(pk=project.pk).status == "finished"
    assert client.get(address).context["table"].rows[-1].cells[4].value == 0


def test_participants_are_those_of_sent_reports_and_follow_the_place_and_the_issue(make):
    """A report that is being written or was returned says nothing yet."""
    near, far = make.fund("L0001", "901104"), make.fund("L0002", "930101")
    for fund, issue, people, state in (
        (near, "food", 40, "accepted"),
        (near, "tobacco", 60, "sent"),
        (far, "food", 7, "sent"),
        (far, "food", 999, "started"),
    ):
        project = make.project(fund, issue)
        enter_report(project=project, title="อบรม", state=state, participants=[{"people": people}], by=None)
    assert [count(place).totals["participants"] for place in ("TH", "90", "93")] == [107, 100, 7]
    assert by_issue(count(), "participants") == {"food": 47, "tobacco": 60}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(line.people) FROM projects_participantline line"
            " JOIN projects_activityreport report ON report.id = line.report_id WHERE report.state <> 'started'"
        )
        assert cursor.fetchone()[0] == 107

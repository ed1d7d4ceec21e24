"""The doors for many records: what they store is what the acts would have stored, with few statements, counted once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruamsuk.areas.models import Area
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import today
from ruamsuk.projects.designs.actions import GivenChange, GivenDesign
from ruamsuk.projects.designs.actions.copying import copy_design, described
from ruamsuk.projects.models import Funding, Project, SentProposal, Tally
from ruamsuk.projects.projects.actions.bulk import GivenProject, change_projects, enter_projects
from ruamsuk.projects.projects.actions.projects import InstalmentTerms, set_fundings
from ruamsuk.projects.projects.choices import Origin
from ruamsuk.projects.projects.problems import InstalmentsDoNotAddUp
from ruamsuk.projects.proposals.actions.bulk import GivenProposal, change_proposals, enter_proposals
from ruamsuk.projects.proposals.choices import ProposalState
from ruamsuk.projects.proposals.problems import ProposalIncomplete
from ruamsuk.projects.proposals.queries.snapshots import snapshot
from ruamsuk.projects.reports.actions.bulk import GivenReport, enter_reports
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.tallies.actions import counted_at_end
from ruamsuk.projects.tallies.queries import TallyPart, parts
from ruamsuk.projects.tests.conftest import YEAR


def as_sent(kho_hong, state=ProposalState.SUBMITTED, **other):
    """The proposal that was sent, described again."""
    of, now = kho_hong.submitted, timezone.now()
    names = "title fiscal_year fund_id organization_id applicant_name home_area_id planned_project_id".split()
    values = {name: getattr(of, name) for name in names} | {"state_note": "ขาดตัวชี้วัด"}
    given = {"sent_at": now, "authors": [kho_hong.officer.pk], **other}
    persons = [row.name for row in of.applicants.all()]
    return GivenProposal(described(of.design), values, state, applicants=persons, **given)


def as_paper(kho_hong, **values):
    of = kho_hong.submitted
    own = {"title": "จากเอกสาร", "fiscal_year": YEAR, "origin": Origin.PAPER, "budget_satang": 1_000_000}
    own |= {"fund_id": kho_hong.fund.pk, "home_area_id": kho_hong.fund.home_area_id}
    return GivenProject(described(of.design), own | values)


def without_ids(value):
    """What was frozen, without the ids of its lines."""
    if isinstance(value, dict):
        return {key: without_ids(one) for key, one in value.items() if key != "uid"}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


def wrong():
    return [part for part in parts() if part.counted() != part.stored()]


def total(kho_hong, figure):
    rows = Tally.objects.filter(fund=kho_hong.fund, fiscal_year=YEAR, issue_list=None)
    return sum(rows.values_list(figure, flat=True))


# What is stored ---------------------------------------------------------------------------------------------------


def test_a_design_is_copied_whole(kho_hong, submitted):
    before, copy = submitted.design, copy_design(submitted.design)
    assert (copy.budget_satang, copy.pk) == (before.budget_satang, copy.pk)
    assert before.budget_satang > 0
    again = enter_proposals(given=[as_sent(kho_hong)], by=None)[0]
    again.design = copy
    assert without_ids(snapshot(again)) == without_ids(snapshot(submitted))


def test_a_proposal_entered_as_sent_is_as_one_that_was_sent(kho_hong, submitted):
    again = enter_proposals(given=[as_sent(kho_hong)], by=None)[0]
    again.refresh_from_db()
    assert (again.percent, again.place_no) == (submitted.percent, submitted.place_no)
    one, other = again.submissions.get(), submitted.submissions.get()
    assert without_ids(one.snapshot) == without_ids(other.snapshot)
    assert one.layout == other.layout
    assert list(again.authors.values_list("user", flat=True)) == [kho_hong.officer.pk]
    assert total(kho_hong, "developed") == 2


def test_what_is_not_complete_cannot_have_been_sent(kho_hong, submitted):
    whole = as_sent(kho_hong)
    empty = GivenProposal(GivenDesign(), whole.values, whole.state, sent_at=whole.sent_at)
    with pytest.raises(ProposalIncomplete):
        enter_proposals(given=[empty], by=None)
    assert enter_proposals(given=[whole], by=None)


def test_a_state_and_what_led_to_it_are_given_together(kho_hong, submitted):
    decision = {
        "decided_on": today(),
        "resolution_no": "1",
        "amount_satang": 100,
        "entered_at": timezone.now(),
    }
    with pytest.raises(ValueError, match="decided"):
        as_sent(kho_hong, ProposalState.APPROVED)
    with pytest.raises(ValueError, match="decided"):
        as_sent(kho_hong, decision=decision)
    with pytest.raises(ValueError, match="sent"):
        as_sent(kho_hong, sent_at=None)
    given = as_sent(kho_hong, ProposalState.APPROVED, decision=decision)
    assert enter_proposals(given=[given], by=None)[0].decision.submission.no == 1


def test_a_proposal_in_correction_is_kept_as_it_was_sent(kho_hong, submitted):
    returned, waits = enter_proposals(
        given=[as_sent(kho_hong, ProposalState.RETURNED), as_sent(kho_hong)], by=None
    )
    kept = SentProposal.objects.get()
    assert (kept.proposal, kept.title, kept.budget_satang) == (
        returned,
        returned.title,
        waits.design.budget_satang,
    )
    assert kept.issue_links.count() == returned.design.issue_links.count() > 0
    assert not wrong()


def test_a_project_is_paid_by_its_fund_and_lies_where_its_area_lies(kho_hong, submitted):
    project = enter_projects(given=[as_paper(kho_hong, place_no=1)], by=None)[0].project
    project.refresh_from_db()
    assert project.place_no == Area.objects.get(pk=kho_hong.fund.home_area_id).place_no
    assert project.scope.within == kho_hong.fund.scope
    assert project.fundings.get().amount_satang == 1_000_000
    assert project.instalments.count() == 0
    assert (total(kho_hong, "approved"), wrong()) == (1, [])


def test_instalments_add_up_to_the_budget(kho_hong, submitted):
    def given(satang):
        part = InstalmentTerms(today(), today() + timedelta(days=30), satang)
        paper = as_paper(kho_hong)
        return GivenProject(paper.design, paper.values, instalments=[part])

    with pytest.raises(InstalmentsDoNotAddUp):
        enter_projects(given=[given(1)], by=None)
    assert enter_projects(given=[given(1_000_000)], by=None)[0].project.instalments.count() == 1


def test_a_report_knows_what_its_project_says_and_sums_its_lines(kho_hong, submitted):
    one = enter_projects(given=[as_paper(kho_hong)], by=None)[0]
    activity, sent = one.made.activities[0], timezone.now()
    report = enter_reports(
        given=[
            GivenReport(
                project=one.project,
                activity=activity,
                values={"done": "อบรม", "output": "30 คน", "held_on": today(), "sent_at": sent},
                state=ReportState.SENT,
                participants=[{"men": 10, "women": 20, "people": 30}],
                spending={1: 500, 3: 700},
                way=[(ReportState.SENT, sent)],
            )
        ],
        by=None,
    )[0]
    report.refresh_from_db()
    assert (report.title, report.place_no) == (activity.name, one.project.place_no)
    assert (report.people, report.spent_satang) == (30, 1200)
    assert 0 < report.percent < 100
    step = report.steps.get()
    assert (step.from_state, step.to_state) == (ReportState.STARTED, ReportState.SENT)
    assert (total(kho_hong, "reports_sent"), wrong()) == (1, [])


# What is changed --------------------------------------------------------------------------------------------------


def test_the_share_of_the_fund_follows_unless_people_entered_others(kho_hong, submitted):
    follows, split = (
        one.project for one in enter_projects(given=[as_paper(kho_hong), as_paper(kho_hong)], by=None)
    )
    shares = [(kho_hong.fund, 400_000), (kho_hong.fund.organization, 600_000)]
    set_fundings(project=split, fundings=shares, by=None)
    more = GivenChange({"budget_satang": 2_000_000}, {"setting": "ศาลา"})
    change_projects(changes=[(follows, more), (split, more)], by=None)
    assert follows.fundings.get().amount_satang == 2_000_000
    assert sorted(split.fundings.values_list("amount_satang", flat=True)) == [400_000, 600_000]
    assert Project.objects.get(pk=follows.pk).design.setting == "ศาลา"
    assert not wrong()


def test_issues_and_situations_take_the_place_of_those_that_stand(kho_hong, submitted):
    proposal = enter_proposals(given=[as_sent(kho_hong)], by=None)[0]
    before = proposal.version
    change = GivenChange({"title": "ชื่อใหม่"}, {"issues": [], "situations": [{"text": "ขยะ"}, {"text": "ฝุ่น"}]})
    change_proposals(changes=[(proposal, change)], by=None)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.version) == ("ชื่อใหม่", before + 1)
    assert list(proposal.design.situations.values_list("no", "text")) == [(1, "ขยะ"), (2, "ฝุ่น")]
    assert not proposal.design.issue_links.exists()
    assert not wrong()


# How --------------------------------------------------------------------------------------------------------------


def test_thirty_records_cost_the_statements_of_three(kho_hong, submitted):
    """Of rows that are stored; PostgreSQL and SQLite alike."""

    def statements(number):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            enter_proposals(given=[as_sent(kho_hong) for _no in range(number)], by=None)
            made = enter_projects(given=[as_paper(kho_hong) for _no in range(number)], by=None)
            reports = [
                GivenReport(project=one.project, activity=one.made.activities[0], values={"percent": 10})
                for one in made
            ]
            enter_reports(given=reports, by=None)
        return len([one for one in caught if one["sql"].startswith("INSERT")])

    few = statements(3)
    assert few < 40
    assert statements(30) <= few + 12  # SQLite takes a table's rows in pieces


def test_the_trail_says_in_one_piece_what_was_entered(kho_hong, submitted):
    before = Operation.objects.count()
    enter_projects(given=[as_paper(kho_hong) for _no in range(3)], by=kho_hong.officer)
    (one,) = Operation.objects.order_by("pk")[before:]
    assert (one.verb, one.actor_id) == ("projects.enter_projects", kho_hong.officer.pk)


def test_counting_waits_for_the_end_and_no_longer(kho_hong, submitted):
    def enter():
        enter_projects(given=[as_paper(kho_hong)], by=None)

    def fails(enter):
        with counted_at_end():
            enter()
            raise InstalmentsDoNotAddUp(sum=1, budget=2, difference=1)

    with counted_at_end() as waiting:
        enter()
        enter()
        assert waiting == {TallyPart(kho_hong.fund.pk, YEAR)}
        assert total(kho_hong, "approved") == 0
    assert total(kho_hong, "approved") == 2
    with pytest.raises(InstalmentsDoNotAddUp):
        fails(enter)
    enter()  # as ever
    assert (total(kho_hong, "approved"), wrong()) == (4, [])


def test_what_is_imported_is_counted_nowhere(kho_hong, submitted):
    enter_projects(given=[as_paper(kho_hong, origin=Origin.IMPORT)], by=None)
    assert (total(kho_hong, "approved"), Funding.objects.count()) == (0, 1)

"""A decision that was recorded wrongly: corrected with its reason, kept as it was, followed by project and figures."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse

from ruamsuk.core.calendar import day_text, fiscal_year_days, today
from ruamsuk.core.problems import WrongState
from ruamsuk.projects.models import EarlierDecision, Project, Tally
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import deciding, projects
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.problems import (
    ApprovalInUse,
    FundersBindAmount,
    InstalmentsBindAmount,
    NothingCorrected,
)
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.actions import set_status
from ruamsuk.projects.reports.problems import ReportProjectStopped
from ruamsuk.projects.tests.conftest import YEAR

TYPED = {"outcome": "approved", "decided_on": today(), "resolution_no": "1/2570", "amount_satang": 1_000_000}


@pytest.fixture
def decide(submitted, kho_hong):
    def act(**other):
        return deciding.decide_proposal(proposal=submitted, by=kho_hong.officer, **TYPED | other)

    return act


@pytest.fixture
def correct(submitted, kho_hong):
    def act(**other):
        values = TYPED | {"reason": "พิมพ์ผิด"} | other
        return correct_decision(proposal=submitted, by=kho_hong.officer, **values)

    return act


def figures() -> tuple[int, int, int]:
    found = Tally.objects.filter(issue_list=None).aggregate(
        approved=Sum("approved"), running=Sum("running"), budget=Sum("budget_satang")
    )
    return found["approved"], found["running"], found["budget"]


def test_a_corrected_amount_and_day_reach_the_project_and_the_figures(submitted, decide, correct):
    decide()
    assert figures() == (1, 1, 1_000_000)
    yesterday = today() - timedelta(days=1)
    decision = correct(
        amount_satang=1_500_000, decided_on=yesterday, resolution_no="2/2570", conditions="ส่งรูปถ่าย"
    )
    project = Project.objects.get()
    assert (decision.amount_satang, decision.decided_on, decision.resolution_no) == (
        1_500_000,
        yesterday,
        "2/2570",
    )
    assert (project.budget_satang, project.approved_on) == (1_500_000, yesterday)
    assert project.fundings.get().amount_satang == 1_500_000
    assert figures() == (1, 1, 1_500_000)
    submitted.refresh_from_db()
    assert submitted.state_note == "ส่งรูปถ่าย"


def test_what_was_recorded_first_is_kept_with_reason_and_person(decide, correct, kho_hong):
    first = decide()
    correct(amount_satang=1_500_000, reason="เลขสลับกัน")
    correct(amount_satang=1_600_000, reason="ยังไม่ตรงรายงานการประชุม")
    latest, oldest = EarlierDecision.objects.all()
    assert (oldest.amount_satang, oldest.reason, oldest.corrected_by) == (
        1_000_000,
        "เลขสลับกัน",
        kho_hong.officer,
    )
    assert oldest.entered_at == first.entered_at
    assert latest.amount_satang == 1_500_000


def test_a_correction_needs_a_reason_and_something_to_correct(decide, correct):
    with pytest.raises(WrongState):
        correct()
    decide()
    with pytest.raises(NothingCorrected):
        correct()
    with pytest.raises(ReasonMissing):
        correct(amount_satang=2_000_000, reason=" ")
    assert not EarlierDecision.objects.exists()
    correct(amount_satang=2_000_000)
    assert EarlierDecision.objects.count() == 1


def test_an_approval_that_never_was_ends_the_project_and_counts_nowhere(
    client, submitted, decide, correct, kho_hong
):
    decide()
    correct(outcome="rejected", conditions="ซ้ำกับโครงการเดิม", reason="บันทึกผิดโครงการ")
    project = Project.objects.get()
    submitted.refresh_from_db()
    assert (submitted.state, project.status, project.status_reason) == (
        "rejected",
        "annulled",
        "บันทึกผิดโครงการ",
    )
    assert figures() == (0, 0, 0)
    client.force_login(kho_hong.officer)
    address = reverse("projects:projects") + "?area=901104"
    assert submitted.title in client.get(address).content.decode()
    assert submitted.title not in client.get(address + "&figure=approved").content.decode()
    with pytest.raises(WrongState):
        set_status(project=project, status="running", reason="ลองดู", by=kho_hong.officer)


def test_a_rejection_that_was_an_approval_makes_the_project_and_an_ended_one_runs_again(decide, correct):
    decide(outcome="rejected", conditions="ไม่ครบ")
    assert not Project.objects.exists()
    correct(amount_satang=1_200_000)
    project = Project.objects.get()
    assert (project.status, project.budget_satang) == ("running", 1_200_000)
    correct(outcome="rejected", conditions="ไม่ครบ")
    correct(amount_satang=1_300_000)
    again = Project.objects.get()
    assert (again.pk, again.code, again.status) == (project.pk, project.code, "running")
    assert again.fundings.get().amount_satang == again.budget_satang == 1_300_000
    assert figures() == (1, 1, 1_300_000)


def test_an_approval_on_which_work_or_money_hangs_is_not_undone(decide, correct, kho_hong, rejected):
    decide()
    project = Project.objects.get()
    first, last = fiscal_year_days(YEAR)
    projects.set_instalments(
        project=project, parts=[projects.InstalmentTerms(first, last, 1_000_000)], by=kho_hong.officer
    )
    report = reports.start_report(
        project=project, activity=project.design.activities.get(), by=kho_hong.officer
    )
    with pytest.raises(ApprovalInUse) as refused:
        correct(**rejected)
    assert "งวดเงิน 1 งวด" in str(refused.value)
    assert "รายงานกิจกรรม 1 ฉบับ" in str(refused.value)
    assert not EarlierDecision.objects.exists()
    reports.delete_report(report=report, by=kho_hong.officer)
    projects.set_instalments(project=project, parts=[], by=kho_hong.officer)
    correct(**rejected)
    project.refresh_from_db()
    assert project.status == "annulled"


@pytest.fixture
def rejected() -> dict[str, str]:
    return {"outcome": "rejected", "conditions": "ซ้ำกับโครงการเดิม"}


def test_no_report_is_begun_on_a_project_that_was_ended_in_this_very_moment(
    decide, correct, kho_hong, rejected
):
    decide()
    as_read = Project.objects.select_related("design", "home_area").get()  # by the page, a moment earlier
    correct(**rejected)
    with pytest.raises(ReportProjectStopped):
        reports.start_report(project=as_read, by=kho_hong.officer)
    correct()
    assert reports.start_report(project=as_read, by=kho_hong.officer)


def test_one_instalment_follows_the_amount_and_several_are_asked_for_anew(decide, correct, kho_hong):
    decide()
    project = Project.objects.get()
    first, last = fiscal_year_days(YEAR)
    half = first + timedelta(days=180)
    one = projects.InstalmentTerms(first, last, 1_000_000)
    two = [
        projects.InstalmentTerms(first, half, 400_000),
        projects.InstalmentTerms(half + timedelta(days=1), last, 600_000),
    ]
    projects.set_instalments(project=project, parts=two, by=kho_hong.officer)
    with pytest.raises(InstalmentsBindAmount):
        correct(amount_satang=900_000)
    correct(resolution_no="3/2570")  # what has nothing to do with money is corrected all the same
    projects.set_instalments(project=project, parts=[one], by=kho_hong.officer)
    correct(amount_satang=900_000)
    assert project.instalments.get().amount_satang == 900_000


def test_with_several_funders_the_funds_own_part_takes_the_difference(decide, correct, kho_hong):
    decide()
    project = Project.objects.get()
    shares = [(kho_hong.fund, 300_000), (kho_hong.owner, 700_000)]
    projects.set_fundings(project=project, fundings=shares, by=kho_hong.officer)
    with pytest.raises(FundersBindAmount):
        correct(amount_satang=600_000)
    correct(amount_satang=800_000)
    assert project.fundings.get(fund=kho_hong.fund).amount_satang == 100_000
    assert project.fundings.get(organization=kho_hong.owner).amount_satang == 700_000


def test_the_page_shows_old_beside_new_before_it_records(client, submitted, decide, kho_hong):
    decide()
    address = reverse("projects:decision-correct", args=[submitted.uid])
    form = {
        "outcome": "approved",
        "decided_on": day_text(today()),
        "resolution_no": "1/2570",
        "amount_satang": "15,000",
        "reason": "เลขสลับกัน",
    }
    for who in (kho_hong.mentor, kho_hong.stranger):
        client.force_login(who)
        assert client.get(address).status_code == 403
    client.force_login(kho_hong.officer)
    assert address in client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()
    checked = client.post(address, form).content.decode()
    assert "10,000" in checked
    assert "15,000" in checked
    assert 'name="confirmed"' not in client.post(address, form | {"change": "yes"}).content.decode()
    assert client.post(address, form | {"reason": ""}).status_code == 422
    assert not EarlierDecision.objects.exists()
    assert client.post(address, form | {"confirmed": "yes"}).status_code == 302
    page = client.get(reverse("projects:project-money", args=[Project.objects.get().uid])).content.decode()
    assert "เลขสลับกัน" in page
    assert "10,000" in page
    client.logout()
    page = client.get(reverse("projects:project-money", args=[Project.objects.get().uid])).content.decode()
    assert "เลขสลับกัน" in page


def test_the_button_that_changes_a_typed_decision_leads_back_to_its_fields(client, submitted, kho_hong):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-decide", args=[submitted.uid])
    form = {
        "outcome": "approved",
        "decided_on": day_text(today()),
        "resolution_no": "1/2570",
        "amount_satang": "9",
    }
    assert 'name="confirmed"' in client.post(address, form).content.decode()
    again = client.post(address, form | {"change": "yes"})
    assert 'name="confirmed"' not in again.content.decode()
    assert "1/2570" in again.content.decode()

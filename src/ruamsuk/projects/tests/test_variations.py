"""Variations: what was approved is changed by them alone, small ones by the fund, the others by its committee."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import WrongState
from ruamsuk.evidence.problems import DayInFuture
from ruamsuk.funds.actions import change_kind
from ruamsuk.funds.forms import values_of_kind
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.models import Activity, Design, OwnStep, Project, Variation
from ruamsuk.projects.own_steps.actions.confirming import confirm_step
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import project_design
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.actions.deciding import decide_proposal
from ruamsuk.projects.projects.actions.projects import (
    InstalmentTerms,
    change_project,
    enter_project,
    set_instalments,
)
from ruamsuk.projects.projects.problems import (
    AmountMissing,
    ApprovalInUse,
    DesignAgreed,
    InstalmentsBindAmount,
    VariedBelowNothing,
)
from ruamsuk.projects.projects.queries.agreed import as_it_stands, since_approval
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.variations.actions import deciding, drafting
from ruamsuk.projects.variations.problems import (
    MakesNoSense,
    NothingVaried,
    ReportOwed,
    ResolutionMissing,
    StoodOtherwise,
    VariationClosed,
    VariationOpen,
    VariationWaits,
)
from ruamsuk.projects.variations.queries.changes import changes_of
from ruamsuk.projects.variations.queries.tasks import tasks_for
from tests.api_caller import Caller, answered
from tests.world import person

APPROVED = 1_506_000  # 60 × 125.50 × 2
RESOLUTION = {"outcome": "agreed", "decided_on": today(), "resolution_no": "3/2570"}


@pytest.fixture
def project(kho_hong, submitted) -> Project:
    """Approved here: one activity with one budget line, one indicator 40 → 30, 120 people."""
    decide_proposal(
        proposal=submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="1/2570",
        amount_satang=APPROVED,
        by=kho_hong.officer,
    )
    return Project.objects.get(proposal=submitted)


@pytest.fixture
def begin(kho_hong, project):
    def started(reason="ฝนตกหนัก จัดตามวันเดิมไม่ได้", **changes) -> Variation:
        variation = drafting.start_variation(project=project, by=kho_hong.officer)
        design = {name: changes.pop(name) for name in ("starts_on", "ends_on", "setting") if name in changes}
        drafting.write_variation(
            variation=variation, design=design, reason=reason, by=kho_hong.officer, **changes
        )
        return variation

    return started


def send(variation: Variation, by) -> Variation:
    drafting.send_variation(variation=variation, by=by)
    return variation


def of(owner, kind: str):
    """The one row of a kind."""
    return project_design._part(kind).rows(owner).get()


def change(variation: Variation, kind: str, by, **values) -> None:
    drafting.change_variation_row(variation=variation, row=of(variation, kind), values=values, by=by)


def later(project: Project) -> Activity:
    """Its activity, which has still to come."""
    activity = of(project, "activity")
    activity.starts_on = activity.ends_on = today() + timedelta(days=9)
    activity.save()
    return activity


def agree(variation: Variation, by, **more) -> Variation:
    deciding.decide_variation(variation=variation, by=by, **RESOLUTION | more)
    variation.project.refresh_from_db()
    return variation


# Only by a variation ----------------------------------------------------------------------------------------------


def test_what_was_approved_is_changed_by_nothing_else(project, kho_hong, client):
    officer = kho_hong.officer
    acts = [
        lambda: project_design.change_design_row(
            project=project, row=of(project, "target"), values={"people": 5}, by=officer
        ),
        lambda: project_design.add_design_row(
            project=project, kind="objective", parent=None, values={"text": "ใหม่"}, by=officer
        ),
        lambda: project_design.remove_design_row(project=project, row=of(project, "line"), by=officer),
        lambda: change_project(project=project, design={"ends_on": today()}, issues=[], by=officer),
        lambda: change_project(project=project, design={}, issues=[], report_due_on=today(), by=officer),
    ]
    for act in acts:
        with pytest.raises(DesignAgreed):
            act()
    api = Caller(officer)
    row = f"/projects/{project.uid}/rows/target/{of(project, 'target').uid}"
    assert api.patch(row, {"fields": {"people": "5"}}).json()["code"] == "design-agreed"
    assert api.patch(f"/projects/{project.uid}", {"ends_on": str(today())}).json()["code"] == "design-agreed"
    assert api.patch(f"/projects/{project.uid}", {"agreement_no": "7/2570"}).status_code == 200
    client.force_login(officer)
    plan = reverse("projects:project-plan", args=[project.uid])
    assert client.get(plan).url == reverse("projects:project-variations", args=[project.uid])
    page = client.get(reverse("projects:project-edit", args=[project.uid]))
    assert not {"ends_on", "home_area", "rationale"} & set(page.context["form"].fields)
    detail = client.post(
        reverse("projects:project-edit", args=[project.uid]),
        {"title": "ชื่อใหม่", "kind": "project", "owner_name": "ชมรม อสม."},
    )
    assert detail.status_code == 302, detail.context["form"].errors
    project.refresh_from_db()
    assert (project.title, of(project, "target").people) == ("ชื่อใหม่", 120)


def test_what_is_typed_in_from_paper_is_mended_until_somebody_reports_on_it(kho_hong):
    project = enter_project(
        title="จากเอกสาร", fiscal_year=2570, home_area=kho_hong.home, budget_satang=100_000,
        fund=kho_hong.fund, by=None,
    )  # fmt: skip
    values = {"name": "อบรม", "starts_on": today(), "ends_on": today()}
    add = {"project": project, "kind": "activity", "parent": None, "by": kho_hong.officer}
    activity = project_design.add_design_row(values=values, **add)
    reports.start_report(project=project, activity=activity, by=kho_hong.officer)
    with pytest.raises(DesignAgreed):
        project_design.add_design_row(values=values, **add)


# From what stands to what shall be --------------------------------------------------------------------------------


def test_a_variation_takes_effect_and_what_stood_stays_beside_it(begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")
    report = reports.start_report(project=project, activity=activity, by=officer)
    variation = begin(budget_satang=APPROVED + 200_000, setting="วัดโคกนาว")
    later = activity.ends_on + timedelta(days=60)
    change(variation, "activity", officer, ends_on=later)
    change(variation, "line", officer, quantity=Decimal(80))
    change(variation, "target", officer, people=160)
    drafting.add_variation_row(
        variation=variation, kind="line", parent=of(variation, "activity"), by=officer,
        values={"detail": "ค่าวิทยากร", "quantity": Decimal(1), "unit_cost_satang": 60_000, "times": 1},
    )  # fmt: skip
    before = Project.objects.get(pk=project.pk)
    assert (before.budget_satang, of(before, "target").people) == (APPROVED, 120), "nothing changes before"
    send(variation, officer)
    assert set(variation.beyond) == {"amount", "share", "days", "targets"}
    agree(variation, officer)
    assert (project.budget_satang, project.approved_satang, project.varied_on) == (
        APPROVED + 200_000, APPROVED, today(),
    )  # fmt: skip
    activity.refresh_from_db()
    report.refresh_from_db()
    assert (activity.ends_on, report.activity_id) == (later, activity.pk), (
        "the report stays with its activity"
    )
    assert sorted(activity.lines.values_list("amount_satang", flat=True)) == [60_000, 80 * 12_550 * 2]
    assert project.fundings.get().amount_satang == project.budget_satang
    project.design.refresh_from_db()
    assert (project.design.setting, of(project, "target").people) == ("วัดโคกนาว", 160)
    shown = {change.label: (change.before, change.after) for change in since_approval(project)}
    assert ("15,060", "17,060") in {
        (old.split(" ")[0].removesuffix(".00"), new.split(" ")[0].removesuffix(".00"))
        for old, new in shown.values()
    }
    assert changes_of(variation) == since_approval(project)


def test_a_second_variation_stands_on_the_first_and_the_first_approval_stays(begin, project, kho_hong):
    officer = kho_hong.officer
    for people in (160, 200):
        variation = begin()
        change(variation, "target", officer, people=people)
        agree(send(variation, officer), officer)
    first, second = project.variations.all()
    assert [(c.before, c.after) for c in changes_of(first)] == [("120", "160")]
    assert [(c.before, c.after) for c in changes_of(second)] == [("160", "200")]
    assert [(c.before, c.after) for c in since_approval(project)] == [("120", "200")]


def test_rows_are_taken_out_and_one_with_a_report_is_not(begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")
    variation = begin()
    drafting.remove_variation_row(variation=variation, row=of(variation, "line"), by=officer)
    agree(send(variation, officer), officer)
    assert not activity.lines.exists()
    reports.start_report(project=project, activity=activity, by=officer)
    again = begin()
    with pytest.raises(RowInUse):
        drafting.remove_variation_row(variation=again, row=of(again, "activity"), by=officer)


@pytest.mark.parametrize("is_waived", [True, False])
def test_what_owes_a_report_is_not_left_out(begin, project, kho_hong, is_waived):
    """Neither while it is written nor once the day has passed meanwhile: late ends by a report or a waiver alone."""
    officer, activity = kho_hong.officer, later(project)
    variation = begin()
    drafting.remove_variation_row(variation=variation, row=of(variation, "activity"), by=officer)
    send(variation, officer)
    if is_waived:
        reports.waive_report(project=project, activity=activity, reason="ฝนตกหนัก จัดไม่ได้", by=officer)
    else:
        past = today() - timedelta(days=1)
        Activity.objects.filter(pk=activity.pk).update(starts_on=past, ends_on=past)
        Variation.objects.update(before=as_it_stands(project))
    with pytest.raises(ReportOwed, match=activity.name):
        agree(variation, officer)
    deciding.return_variation(variation=variation, reason="กิจกรรมนี้ถึงกำหนดแล้ว", by=officer)
    drafting.delete_variation(variation=variation, by=officer)
    again = begin()
    with pytest.raises(ReportOwed):
        drafting.remove_variation_row(variation=again, row=of(again, "activity"), by=officer)
    assert of(project, "activity") == activity


def test_what_was_taken_out_and_reported_on_meanwhile_is_refused_by_name(begin, project, kho_hong):
    officer, activity = kho_hong.officer, later(project)
    variation = begin()
    drafting.remove_variation_row(variation=variation, row=of(variation, "activity"), by=officer)
    send(variation, officer)
    reports.start_report(project=project, activity=activity, by=officer)
    with pytest.raises(RowInUse, match=activity.name):
        agree(variation, officer)
    variation.refresh_from_db()
    assert (variation.state, of(project, "activity")) == ("sent", activity)


def test_one_of_a_project_that_has_ended_is_not_agreed_to_and_can_be_sent_back(begin, project, kho_hong):
    variation = send(begin(budget_satang=APPROVED + 100), kho_hong.officer)
    reports.set_status(project=project, status="finished", reason="", answers=None, by=None)
    with pytest.raises(WrongState):
        agree(variation, kho_hong.officer)
    deciding.return_variation(variation=variation, reason="โครงการเสร็จแล้ว", by=kho_hong.officer)
    drafting.delete_variation(variation=variation, by=kho_hong.officer)
    assert Project.objects.get().budget_satang == APPROVED


def test_a_project_ends_once_what_waits_is_decided_on(begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")
    end = {
        "project": project,
        "status": "finished",
        "reason": "",
        "answers": {activity.uid: ""},
        "by": officer,
    }
    variation = send(begin(budget_satang=APPROVED + 100), officer)
    with pytest.raises(VariationWaits):
        reports.set_status(**end)
    agree(variation, officer)
    assert reports.set_status(**end).status == "finished"


def test_a_draft_holds_no_end_and_is_no_task_after_it(client, begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")
    variation = begin(budget_satang=APPROVED + 100)
    assert tasks_for(officer)
    answers = {activity.uid: ""}
    reports.set_status(project=project, status="stopped", reason="ย้ายออก", answers=answers, by=officer)
    assert not tasks_for(officer)
    drafting.delete_variation(variation=variation, by=officer)


def test_the_page_of_the_status_leads_to_the_open_variation(client, begin, project, kho_hong):
    """So does the project's own page, to those inside."""
    leads_to = reverse("projects:variation", args=[begin().uid])
    pages = [reverse(f"projects:{name}", args=[project.uid]) for name in ("project", "project-status")]
    assert leads_to not in client.get(pages[0]).content.decode()
    client.force_login(kho_hong.officer)
    for page in pages:
        assert leads_to in client.get(page).content.decode()
    Variation.objects.all().delete()
    assert leads_to not in client.get(pages[0]).content.decode()


def test_one_of_a_project_that_has_ended_is_sent_no_more(begin, project, kho_hong):
    variation = begin(budget_satang=APPROVED + 100)
    reports.set_status(project=project, status="finished", reason="", answers=None, by=None)
    with pytest.raises(WrongState):
        send(variation, kho_hong.officer)


def test_an_approved_amount_is_not_varied_to_nothing(begin, kho_hong):
    with pytest.raises(AmountMissing):
        send(begin(budget_satang=0), kho_hong.officer)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("target", {"people": 999_999_999}),
        ("line", {"unit_cost_satang": 9_999_900}),
        ("indicator", {"target": Decimal(999_999_999)}),
        ("activity", {"name": "ก"}),
    ],
)
def test_what_makes_no_sense_is_said_and_not_sent(client, begin, kho_hong, kind, values):
    kho_hong.fund.population = 8_137
    kho_hong.fund.save()
    officer = kho_hong.officer
    variation = begin()
    address = reverse("projects:variation", args=[variation.uid])
    client.force_login(officer)
    assert not client.get(address).context["remarks"]
    change(variation, kind, officer, **values)
    page = client.get(address)
    (must,) = [one for one in page.context["remarks"] if one.remark.is_must][:1]
    assert must.remark.text in unescape(page.content.decode())
    with pytest.raises(MakesNoSense) as refused:
        send(variation, officer)
    assert must.remark.text in refused.value.title_text


def test_large_numbers_are_read_in_groups_of_three(begin, kho_hong):
    variation = begin()
    change(variation, "target", kho_hong.officer, people=12_000)
    change(variation, "indicator", kho_hong.officer, target=Decimal("1234567.5"), unit="บาท")
    said = {(c.before, c.after) for c in changes_of(variation)}
    assert {("120", "12,000"), ("30", "1,234,567.5")} <= said


def test_a_figure_was_not_taken_on_a_day_to_come(begin, kho_hong):
    with pytest.raises(DayInFuture):
        change(begin(), "situation", kho_hong.officer, measured_on=today() + timedelta(days=1))


def test_who_decides_reads_what_should_be_mended_and_not_what_was_approved_with_it(
    client, begin, kho_hong, project
):
    officer = kho_hong.officer
    kho_hong.fund.population = 8_137
    kho_hong.fund.save()
    of(project, "activity").objectives.clear()  # approved as it is: serves no objective
    variation = begin()
    change(variation, "indicator", officer, target=Decimal(40))
    client.force_login(officer)
    page = client.get(reverse("projects:variation-decide", args=[send(variation, officer).uid]))
    assert [one.remark.check.code for one in page.context["remarks"]] == ["target-as-today"]


def test_an_amount_that_the_lines_do_not_come_to_is_remarked_on_page_and_api(
    client, begin, kho_hong, project
):
    """Where the change makes it so: a committee may have approved less than was asked for."""

    def remarks(variation: Variation) -> list[str]:
        page = client.get(reverse("projects:variation", args=[variation.uid])).context["remarks"]
        api = Caller(officer).get(f"/variations/{variation.uid}").json()["remarks"]
        assert [one.remark.check.code for one in page] == [one["check"] for one in api]
        return [one["text"] for one in api if one["check"] == "lines-against-amount"]

    officer = kho_hong.officer
    client.force_login(officer)
    variation = begin(budget_satang=APPROVED + 494_000)
    (said,) = remarks(variation)
    assert "come to 15,060 baht, but the amount of the project is 20,000" in said
    assert remarks(send(variation, officer))
    deciding.return_variation(variation=variation, reason="ไม่เท่ากัน", by=officer)
    drafting.write_variation(variation=variation, design={}, budget_satang=APPROVED * 2, by=officer)
    assert remarks(variation)
    change(variation, "line", officer, quantity=Decimal(120))
    assert remarks(variation) == []
    drafting.delete_variation(variation=variation, by=officer)
    project.refresh_from_db()
    project.budget_satang = 1_000_000  # approved with less than was asked for
    project.save()
    assert remarks(begin(starts_on=today())) == []


# Who decides ------------------------------------------------------------------------------------------------------


def test_a_small_one_is_recorded_by_the_fund_and_the_limits_are_data(begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")
    variation = begin()
    change(variation, "activity", officer, ends_on=activity.ends_on + timedelta(days=20))
    send(variation, officer)
    assert variation.beyond == []
    deciding.decide_variation(variation=variation, outcome="agreed", by=officer)
    assert variation.state == "stands"
    kind = project.fund.kind
    change_kind(kind=kind, by=None, **values_of_kind(kind) | {"variation_days": 5})
    further = begin()
    change(further, "activity", officer, ends_on=activity.ends_on + timedelta(days=40))
    send(further, officer)
    assert further.beyond == ["days"]
    with pytest.raises(ResolutionMissing):
        deciding.decide_variation(variation=further, outcome="agreed", by=officer)


def test_small_ones_add_up_until_the_committee_decides(begin, project, kho_hong):
    officer, activity = kho_hong.officer, of(project, "activity")

    def sent(kind: str, **values) -> list[str]:
        variation = begin()
        change(variation, kind, officer, **values)
        send(variation, officer)
        agree(variation, officer)
        return variation.beyond

    def day(days: int) -> date:
        return activity.ends_on + timedelta(days=days)

    assert sent("activity", ends_on=day(20)) == []
    assert sent("line", quantity=Decimal(63)) == []
    assert sent("activity", ends_on=day(40)) == ["days"]  # 40 days after what the committee agreed to
    assert sent("line", quantity=Decimal(66)) == []  # it has seen 63
    assert sent("line", quantity=Decimal(72)) == ["share"]
    assert sent("activity", ends_on=day(60)) == []


@pytest.mark.parametrize(
    ("kind", "values", "limit"),
    [
        ("target", {"people": 121}, "targets"),
        ("indicator", {"target": Decimal(35)}, "targets"),
        ("objective", {"text": "เพื่ออย่างอื่น"}, "targets"),
        ("line", {"quantity": Decimal(67)}, "share"),
        ("line", {"quantity": Decimal(63)}, None),
        ("activity", {"detail": "เปลี่ยนวิธีอบรม"}, None),
    ],
)
def test_each_limit_is_found_by_what_changes(begin, kho_hong, kind, values, limit):
    variation = begin()
    change(variation, kind, kho_hong.officer, **values)
    send(variation, kho_hong.officer)
    assert variation.beyond == ([limit] if limit else [])


def test_one_that_is_not_agreed_to_changes_nothing_and_wants_words(begin, project, kho_hong):
    variation = send(begin(budget_satang=APPROVED * 2), kho_hong.officer)
    with pytest.raises(ReasonMissing):
        deciding.decide_variation(variation=variation, outcome="refused", by=kho_hong.officer)
    deciding.decide_variation(variation=variation, outcome="refused", words="เงินไม่พอ", by=kho_hong.officer)
    project.refresh_from_db()
    assert (variation.state, project.budget_satang, project.varied_on) == ("refused", APPROVED, None)
    with pytest.raises(VariationClosed):
        agree(variation, kho_hong.officer)


def test_one_that_comes_back_is_mended_and_sent_again(begin, project, kho_hong):
    variation = send(begin(budget_satang=APPROVED * 2), kho_hong.officer)
    deciding.return_variation(variation=variation, reason="แนบรายการงบ", by=kho_hong.officer)
    assert (variation.state, variation.returned_because) == ("draft", "แนบรายการงบ")
    drafting.write_variation(
        variation=variation, design={}, budget_satang=APPROVED + 100, by=kho_hong.officer
    )
    agree(send(variation, kho_hong.officer), kho_hong.officer)
    assert project.variations.get().project.budget_satang == APPROVED + 100


def test_more_money_on_the_own_work_waits_for_a_second_person(begin, project, kho_hong):
    kind = project.fund.kind
    change_kind(kind=kind, by=None, **values_of_kind(kind) | {"same_person": "needed"})
    second = person("Second", "fund-officer", project.fund)
    variation = send(begin(budget_satang=APPROVED + 100), kho_hong.officer)
    step = deciding.decide_variation(variation=variation, by=kho_hong.officer, **RESOLUTION)
    assert isinstance(step, OwnStep)
    project.refresh_from_db()
    assert (step.is_waiting, project.budget_satang) == (True, APPROVED)
    confirm_step(step=step, by=second)
    project.refresh_from_db()
    assert project.budget_satang == APPROVED + 100
    assert Variation.objects.get().state == "stands"


# What cannot be ---------------------------------------------------------------------------------------------------


def test_one_at_a_time_of_a_running_project_with_a_reason_and_a_change(begin, project, kho_hong):
    officer = kho_hong.officer
    variation = begin(reason=" ")
    with pytest.raises(ReasonMissing):
        send(variation, officer)
    drafting.write_variation(variation=variation, design={}, reason="ฝนตก", by=officer)
    with pytest.raises(NothingVaried):
        send(variation, officer)
    with pytest.raises(VariationOpen):
        drafting.start_variation(project=project, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():  # whoever comes past the act
        Variation.objects.create(
            project=project, no=2, budget_satang=1, home_area=project.home_area,
            design=project.proposal.design, created_at=variation.created_at,
        )  # fmt: skip
    drafting.delete_variation(variation=variation, by=officer)
    assert not project.variations.exists()
    reports.set_status(project=project, status="suspended", reason="รอเอกสาร", answers=None, by=None)
    project.refresh_from_db()
    with pytest.raises(WrongState):
        drafting.start_variation(project=project, by=officer)


def test_several_instalments_are_set_anew_before_the_amount_changes(begin, project, kho_hong):
    half = APPROVED // 2
    parts = [
        InstalmentTerms(date(2026, 10, 1), date(2026, 12, 31), half),
        InstalmentTerms(date(2027, 1, 1), date(2027, 5, 31), APPROVED - half),
    ]
    set_instalments(project=project, parts=parts, by=kho_hong.officer)
    variation = send(begin(budget_satang=APPROVED + 100), kho_hong.officer)
    with pytest.raises(InstalmentsBindAmount):
        agree(variation, kho_hong.officer)
    variation.refresh_from_db()
    assert (variation.state, Project.objects.get().budget_satang) == ("sent", APPROVED), (
        "nothing half-written"
    )


def test_a_decision_that_is_corrected_keeps_what_was_varied(begin, project, submitted, kho_hong):
    agree(send(begin(budget_satang=APPROVED + 500), kho_hong.officer), kho_hong.officer)
    correct_decision(
        proposal=submitted, outcome="approved", decided_on=today(), resolution_no="1/2570",
        amount_satang=APPROVED - 1000, reason="พิมพ์ผิด", by=kho_hong.officer,
    )  # fmt: skip
    project.refresh_from_db()
    assert (project.approved_satang, project.budget_satang) == (APPROVED - 1000, APPROVED - 500)


def corrected(submitted, amount: int, by):
    return correct_decision(
        proposal=submitted, outcome="approved", decided_on=today(), resolution_no="1/2570",
        amount_satang=amount, reason="พิมพ์ผิด", by=by,
    )  # fmt: skip


def test_a_variation_that_waits_takes_no_correction_back(client, begin, project, submitted, kho_hong):
    """Sent when other money stood: it is sent anew, and moves nothing but what it was written for."""
    officer = kho_hong.officer
    variation = send(begin(setting="ศาลาหมู่ 3"), officer)
    corrected(submitted, APPROVED - 1000, officer)
    with pytest.raises(StoodOtherwise):
        agree(variation, officer)
    client.force_login(officer)
    decide = reverse("projects:variation-decide", args=[variation.uid])
    assert client.get(decide).headers["Location"] == reverse("projects:variation", args=[variation.uid])
    deciding.return_variation(variation=variation, reason="วงเงินแก้ไขแล้ว", by=officer)
    variation.refresh_from_db()
    assert [(c.before, c.after) for c in changes_of(variation)] == [("", "ศาลาหมู่ 3")]
    agree(send(variation, officer), officer)
    project.refresh_from_db()
    assert (project.budget_satang, project.design.setting) == (APPROVED - 1000, "ศาลาหมู่ 3")


def test_one_that_was_not_agreed_to_keeps_no_wrong_approval(begin, project, submitted, kho_hong):
    officer = kho_hong.officer
    variation = send(begin(budget_satang=APPROVED * 2), officer)
    rejected = {
        "proposal": submitted, "outcome": "rejected", "decided_on": today(), "resolution_no": "1/2570",
        "conditions": "ไม่อนุมัติ", "reason": "พิมพ์ผิด", "by": officer,
    }  # fmt: skip
    with pytest.raises(ApprovalInUse, match="1"):
        correct_decision(**rejected)
    deciding.decide_variation(variation=variation, outcome="refused", words="ไม่มีโครงการ", by=officer)
    correct_decision(**rejected)
    project.refresh_from_db()
    assert project.status == "annulled"


def test_the_language_of_who_looks_on_is_no_change(begin, project, kho_hong):
    Area.objects.filter(pk=project.home_area_id).update(name_en="Kho Hong")
    variation = send(begin(setting="ศาลาหมู่ 3"), kho_hong.officer)
    with translation.override("en"):
        assert len(changes_of(Variation.objects.get(pk=variation.pk))) == 1
        agree(Variation.objects.get(pk=variation.pk), kho_hong.officer)
        assert [(c.before, c.after) for c in since_approval(Project.objects.get(pk=project.pk))] == [
            ("", "ศาลาหมู่ 3")
        ]


def test_a_correction_leaves_no_amount_below_nothing(begin, project, submitted, kho_hong):
    officer = kho_hong.officer
    agree(send(begin(budget_satang=1000), officer), officer)
    with pytest.raises(VariedBelowNothing):
        corrected(submitted, 500, officer)
    project.refresh_from_db()
    assert (project.approved_satang, project.budget_satang) == (APPROVED, 1000)
    waits = begin(budget_satang=200)
    corrected(submitted, APPROVED - 300, officer)
    waits.refresh_from_db()
    assert waits.budget_satang == 0


# Who sees and does ------------------------------------------------------------------------------------------------


def test_what_is_not_in_force_is_read_by_those_inside_alone(client, begin, project, kho_hong):
    variation = send(begin(budget_satang=APPROVED * 2), kho_hong.officer)
    address = reverse("projects:variation", args=[variation.uid])
    assert client.get(address).status_code == 404
    client.force_login(kho_hong.stranger)
    assert client.get(address).status_code == 404
    client.force_login(kho_hong.mentor)
    assert client.get(address).status_code == 200
    assert client.post(reverse("projects:variation-decide", args=[variation.uid])).status_code == 403
    agree(variation, kho_hong.officer)
    client.logout()
    page = client.get(address)
    assert page.status_code == 200
    assert kho_hong.officer.name not in page.content.decode()
    assert "15,060" in client.get(reverse("projects:project", args=[project.uid])).content.decode()


def test_who_decides_on_an_older_page_meets_what_was_sent_since(begin, kho_hong):
    """Loaded while it was small; what it has become is the committee's."""
    officer = kho_hong.officer
    loaded = send(begin(setting="ศาลาหมู่ 3"), officer)
    fresh = Variation.objects.get(pk=loaded.pk)
    deciding.return_variation(variation=fresh, reason="ขอเพิ่ม", by=officer)
    drafting.write_variation(variation=fresh, design={}, budget_satang=APPROVED * 2, by=officer)
    send(fresh, officer)
    with pytest.raises(ResolutionMissing):
        deciding.decide_variation(variation=loaded, outcome="agreed", by=officer)


def test_what_another_wrote_while_it_was_sent_is_in_what_is_sent(begin, kho_hong):
    loaded = begin(setting="ศาลาหมู่ 3")
    assert loaded.design.setting == "ศาลาหมู่ 3"  # as a request has read it
    fresh = Variation.objects.get(pk=loaded.pk)
    drafting.write_variation(variation=fresh, design={"setting": "ศาลาหมู่ 4"}, by=kho_hong.officer)
    send(loaded, kho_hong.officer)
    assert [row.after for row in changes_of(loaded)] == ["ศาลาหมู่ 4"]


def test_the_group_asks_and_the_fund_decides_over_the_api(project, kho_hong):
    Project.objects.filter(pk=project.pk).update(organization=kho_hong.owner)
    group, officer = Caller(kho_hong.applicant), Caller(kho_hong.officer)
    made = group.post(f"/projects/{project.uid}/variations")
    assert made.status_code == 201, made.content
    variation = made.json()
    at = f"/variations/{variation['uid']}"
    row = variation["design"]["targets"][0]["uid"]
    assert group.patch(at, {"reason": "คนมามากกว่าที่คิด"}).status_code == 200
    assert group.patch(f"{at}/rows/target/{row}", {"fields": {"people": "150"}}).status_code == 200
    sent = group.post(f"{at}/send")
    assert (sent.status_code, sent.json()["beyond"]) == (200, ["targets"])
    assert [(c["before"], c["after"]) for c in sent.json()["changes"]] == [("120", "150")]
    decision = {"outcome": "agreed", "decided_on": str(today()), "resolution_no": "3/2570"}
    assert group.post(f"{at}/decide", decision).status_code == 403
    missing = officer.post(f"{at}/decide", {"outcome": "agreed"})
    assert {one["field"] for one in missing.json()["errors"]} == {"decided_on", "resolution_no"}
    far = officer.post(f"{at}/decide", decision | {"decided_on": "1990-01-01"})
    assert [error["field"] for error in far.json()["errors"]] == ["decided_on"]
    assert officer.post(f"{at}/decide", decision).json()["state"] == "stands"
    whole = Caller().get(f"/projects/{project.uid}").json()
    assert [(c["before"], c["after"]) for c in whole["since_approval"]] == [("120", "150")]
    assert len(Caller().get(f"/projects/{project.uid}/variations").json()) == 1


def test_figures_show_what_was_approved_beside_what_stands(client, begin, project, kho_hong):
    def totals() -> dict:
        return answered(Caller().get("/counts", area="901104", fiscal_year=project.fiscal_year))["totals"]

    assert (totals()["varied"], totals()["budget_satang"], totals()["approved_satang"]) == (
        0,
        APPROVED,
        APPROVED,
    )
    agree(send(begin(budget_satang=APPROVED + 500), kho_hong.officer), kho_hong.officer)
    assert (totals()["varied"], totals()["budget_satang"], totals()["approved_satang"]) == (
        1, APPROVED + 500, APPROVED,
    )  # fmt: skip
    shown = client.get(
        f"{reverse('dashboards:counts')}?area=901104&year={project.fiscal_year}"
    ).content.decode()
    assert "มีการเปลี่ยนแปลง 1 โครงการ" in shown
    assert "อนุมัติครั้งแรก 15,060" in shown
    page = client.get(f"{reverse('projects:projects')}?figure=varied&area=901104&year={project.fiscal_year}")
    assert [row.pk for row in page.context["page"].rows] == [project.pk]


@pytest.mark.parametrize("page", ["variation-edit", "variation-plan", "variation-decide", "variation-return"])
def test_a_page_of_what_can_no_longer_be_done_leads_to_what_became_of_it(client, begin, kho_hong, page):
    client.force_login(kho_hong.officer)
    variation = begin(budget_satang=APPROVED + 100)
    if page in ("variation-decide", "variation-return"):
        send(variation, kho_hong.officer)
    address = reverse(f"projects:{page}", args=[variation.uid])
    assert client.get(address).status_code == 200
    if variation.is_draft:
        send(variation, kho_hong.officer)
    else:
        agree(variation, kho_hong.officer)
    assert client.get(address).headers["Location"] == reverse("projects:variation", args=[variation.uid])


def test_the_pages_lead_from_the_project_to_what_was_varied(client, project, kho_hong):
    # A page sends other ends of lines.
    Design.objects.filter(pk=project.design_id).update(approach="ชวนคุย\nเยี่ยมบ้าน")
    client.force_login(kho_hong.officer)
    begun = client.post(reverse("projects:variation-start", args=[project.uid]))
    variation = Variation.objects.get()
    assert begun.url == reverse("projects:variation-edit", args=[variation.uid])
    form = client.get(begun.url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"home_area": "901104", "reason": "ฝนตก", "setting": "วัดโคกนาว"}
    typed["approach"] = typed["approach"].replace("\n", "\r\n")
    saved = client.post(begun.url, typed | {"plan": "yes"})
    assert saved.status_code == 302, saved.context["form"].errors
    plan = client.get(saved.url)
    row = reverse("projects:variation-row-edit", args=[variation.uid, "target", of(variation, "target").uid])
    assert row in plan.content.decode()
    own = client.get(row).context["form"]
    people = {name: own[name].value() or "" for name in own.fields} | {"people": "๑๓๐"}
    assert client.post(row, people).url == saved.url
    sent = client.post(reverse("projects:variation-send", args=[variation.uid]), follow=True)
    assert "วัดโคกนาว" in sent.content.decode()
    decide = reverse("projects:variation-decide", args=[variation.uid])
    assert client.post(decide, {"outcome": "agreed"}).status_code == 422
    done = client.post(decide, {"outcome": "agreed", "decided_on": "1/11/2569", "resolution_no": "๓/๒๕๗๐"})
    assert done.status_code == 302
    page = client.get(reverse("projects:project-details", args=[project.uid])).content.decode()
    assert "วัดโคกนาว" in page
    with translation.override("th"):
        told = [(row.label.rpartition(" · ")[2], row.after) for row in changes_of(Variation.objects.get())]
    assert told == [("สถานที่", "วัดโคกนาว"), ("จำนวนคน", "130")], "nothing that nobody changed"
    assert reverse("projects:project-variations", args=[project.uid]) in page

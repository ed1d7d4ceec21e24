"""Two pairs of eyes: who decides on, or accepts, the own work is marked, or waits for a second person."""

import inspect
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.models import Grant
from ruamsuk.audit.queries import history_of
from ruamsuk.audit.trail import VERBS
from ruamsuk.committees.actions import add_member, end_member, load_catalogue, set_account, start_committee
from ruamsuk.committees.models import Member, Position
from ruamsuk.core.calendar import fiscal_year_days, today
from ruamsuk.funds.actions import change_kind
from ruamsuk.funds.forms import values_of_kind
from ruamsuk.notices.models import Notice
from ruamsuk.projects.models import ActivityReport, Decision, OwnStep, Project, Proposal
from ruamsuk.projects.own_steps.actions.confirming import confirm_step, decline_step
from ruamsuk.projects.own_steps.choices import OwnState
from ruamsuk.projects.own_steps.problems import NobodyToConfirm, NotYoursToConfirm, StepClosed, StepWaits
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.actions.projects import InstalmentTerms, enter_project, set_instalments
from ruamsuk.projects.proposals.actions import sending
from ruamsuk.projects.proposals.actions.drafting import rows, saving
from ruamsuk.projects.queries import tasks_for
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.actions import parts
from ruamsuk.projects.reports.actions import saving as report_saving
from ruamsuk.projects.reports.choices import LADDER
from ruamsuk.projects.reports.forms import read_report
from ruamsuk.projects.tests.conftest import YEAR, join
from ruamsuk.projects.tests.test_twice import at_once, signed_in
from ruamsuk.projects.trail import WROTE_OR_SENT
from tests.api_caller import Caller, answered, refused

TYPED = {"outcome": "approved", "decided_on": today(), "resolution_no": "1/2570", "amount_satang": 1_000_000}
BODY = TYPED | {"decided_on": today().isoformat()}


def set_rule(fund, rule: str) -> None:
    fund.kind.refresh_from_db()
    change_kind(kind=fund.kind, by=None, **values_of_kind(fund.kind) | {"same_person": rule})


@pytest.fixture
def eyes(kho_hong, person):
    """Kho Hong with a second officer, and a chair and a secretary who sign in."""
    load_catalogue(by=None)
    committee = start_committee(fund=kho_hong.fund, term_starts_on=today(), by=None)
    seats = {}
    for code in ("chair", "secretary", "council-member"):
        seats[code] = person(f"P {code}", "committee-member", kho_hong.fund)
        member = add_member(
            committee=committee,
            position=Position.objects.get(code=code),
            name=f"สมมติ {code}",
            starts_on=today(),
            by=None,
        )
        set_account(member=member, account=seats[code], by=None)
    return SimpleNamespace(
        **vars(kho_hong),
        second=person("Second", "fund-officer", kho_hong.fund),
        chair=seats["chair"],
        secretary=seats["secretary"],
        member_only=seats["council-member"],
        auditor=person("Audit", "auditor", kho_hong.home.parent.parent),
        coordinator=person("Coord", "coordinator", kho_hong.home.parent),
    )


@pytest.fixture
def needed(eyes):
    set_rule(eyes.fund, "needed")
    return eyes


@pytest.fixture
def report(eyes):
    """Sent by the officer, whose fund pays; checked by the mentor; nobody is manager."""
    project = enter_project(
        title="อบรม",
        fiscal_year=YEAR,
        home_area=eyes.home,
        budget_satang=100,
        fund=eyes.fund,
        organization=eyes.owner,
        by=None,
    )
    made = reports.start_report(project=project, by=eyes.officer)
    texts = {
        "r.title": "อบรมแกนนำ",
        "r.held_on": f"{today().day}/{today().month}/{today().year + 543}",
        "r.reported_for": "ชมรม",
        "r.done": "อบรม",
        "r.output": "แกนนำ 60 คน",
    }
    reports.save_report(report=made, base_version=0, changes=read_report(texts), by=eyes.officer)
    reports.send_report(report=made, by=eyes.officer)
    reports.step_report(report=made, rung=LADDER[0], by=eyes.mentor)
    return ActivityReport.objects.get(pk=made.pk)


def decide(proposal, by, **other):
    return deciding.decide_proposal(proposal=proposal, by=by, **TYPED | other)


def accept(report, by):
    return reports.step_report(report=report, rung=LADDER[2], by=by)


# Shown ------------------------------------------------------------------------------------------------------------


def test_a_decision_on_the_own_proposal_is_marked_on_page_api_and_in_the_trail(client, eyes, submitted):
    decide(submitted, eyes.officer)
    step = OwnStep.objects.get()
    assert (step.act, step.state, step.entered_by) == ("decision", "stands", eyes.officer)
    assert "projects.note_own_step" in history_of(submitted).values_list("verb", flat=True)
    client.force_login(eyes.mentor)
    assert "โดยคนเดียวกัน" in client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()
    project = Project.objects.get()
    assert "โดยคนเดียวกัน" in client.get(reverse("projects:project", args=[project.uid])).content.decode()
    found = answered(Caller(eyes.mentor).get(f"/proposals/{submitted.uid}"))
    assert found["decision"]["own"] == {"uid": str(step.uid), "act": "decision", "state": "stands"}


def test_a_decision_by_another_officer_is_not_marked(eyes, submitted):
    decide(submitted, eyes.second)
    assert not OwnStep.objects.exists()


def test_who_only_stands_among_the_authors_did_not_write(eyes, submitted):
    join(submitted, eyes.second, by=eyes.officer)
    decide(submitted, eyes.second)
    assert not OwnStep.objects.exists()


def test_who_changed_a_single_text_wrote_it(eyes, started, complete, write):
    complete(started)
    write(started, {"d.expected_results": "แก้แล้ว"}, by=eyes.second)
    sending.submit_proposal(proposal=started, by=eyes.officer)
    decide(started, eyes.second)
    assert OwnStep.objects.get().entered_by == eyes.second


def test_steps_of_mentor_and_funder_on_the_own_report_are_marked(client, eyes, report, person):
    accept(report, eyes.officer)
    assert list(OwnStep.objects.values_list("act", "state")) == [("acceptance", "stands")]
    client.force_login(eyes.mentor)
    assert "โดยคนเดียวกัน" in client.get(reverse("projects:report", args=[report.uid])).content.decode()
    client.logout()
    outside = client.get(reverse("projects:report", args=[report.uid])).content.decode()
    assert "โดยคนเดียวกัน" in outside
    assert eyes.officer.name not in outside
    assert answered(Caller().get(f"/reports/{report.uid}"))["by_same_person"] is True
    both = person("Both", "mentor", eyes.home)
    person("Both", "fund-officer", eyes.fund)
    again = reports.enter_report(
        project=report.project, by=both, state="sent", title="อีกครั้ง", held_on=today(), reported_for="x"
    )
    reports.step_report(report=again, rung=LADDER[0], by=both)
    assert OwnStep.objects.filter(report=again, act="check", state="stands", entered_by=both).exists()


def test_the_rule_off_marks_nothing(eyes, submitted):
    set_rule(eyes.fund, "off")
    decide(submitted, eyes.officer)
    assert not OwnStep.objects.exists()


def test_a_project_without_a_fund_is_shown_and_never_waits(eyes, report):
    set_rule(eyes.fund, "needed")
    Project.objects.filter(pk=report.project_id).update(fund=None)
    report.project.fundings.create(organization=eyes.owner, amount_satang=1)
    report = ActivityReport.objects.get(pk=report.pk)
    assert accept(report, eyes.officer).state == "accepted"
    assert OwnStep.objects.get().state == OwnState.STANDS


def test_the_list_is_for_those_who_look_on_in_their_area_with_year_and_place(client, eyes, submitted, area):
    area("901102")
    decide(submitted, eyes.officer)
    address = reverse("projects:own-steps")
    for who in (eyes.auditor, eyes.mentor, eyes.coordinator, eyes.second, eyes.member):
        client.force_login(who)
        page = client.get(f"{address}?area=901104&year={YEAR}").content.decode()
        assert submitted.title in page, who
        assert eyes.officer.name in page
        assert submitted.title not in client.get(f"{address}?area=901102&year={YEAR}").content.decode()
        assert submitted.title not in client.get(f"{address}?area=901104&year={YEAR - 1}").content.decode()
        client.get(f"{address}?area=90&year={YEAR}")
        assert [row["title"] for row in answered(Caller(who).get("/own-steps"))["items"]] == [submitted.title]
    for who in (eyes.stranger, eyes.applicant):
        client.force_login(who)
        assert submitted.title not in client.get(f"{address}?area=90&year={YEAR}").content.decode(), who
        assert answered(Caller(who).get("/own-steps"))["items"] == []


def test_the_figure_on_the_counting_page_opens_its_list(client, eyes, submitted):
    decide(submitted, eyes.officer)
    counts = reverse("dashboards:counts") + f"?area=901104&year={YEAR}"
    client.force_login(eyes.auditor)
    shown = client.get(counts).context["own_steps"]
    assert shown["value"] == 1
    assert submitted.title in client.get(shown["url"]).content.decode()
    client.force_login(eyes.applicant)
    assert client.get(counts).context["own_steps"] is None


def test_the_figure_of_a_fund_opens_its_list_wherever_the_steps_are_counted(client, eyes, area):
    """The list of a fund is not cut to the place in focus."""
    enter_project(
        title="อบรม", fiscal_year=YEAR, home_area=area("901101"), budget_satang=100, fund=eyes.fund, by=eyes.officer
    )  # fmt: skip
    client.force_login(eyes.officer)  # whose own place is another one
    for asked in (f"?fund={eyes.fund.uid}", "?area=90", "?area=901101", "?area=901104", "?area=9011&here=1"):
        shown = client.get(reverse("dashboards:counts") + f"{asked}&year={YEAR}").context["own_steps"]
        assert client.get(shown["url"]).context["total"] == shown["value"], asked
        assert shown["value"] == (asked[:5] == "?fund" or asked in ("?area=90", "?area=901101")), asked


def test_the_person_is_told_before_pressing(client, eyes, submitted, report):
    addresses = [
        reverse("projects:proposal-decide", args=[submitted.uid]),
        reverse("projects:report-step", args=[report.uid, "accepted"]),
    ]
    for who, told in ((eyes.officer, True), (eyes.second, False)):
        client.force_login(who)
        for address in addresses:
            assert ("ท่านเป็นผู้เขียนหรือผู้ส่งเรื่องนี้เอง" in client.get(address).content.decode()) is told, address


# Needed -----------------------------------------------------------------------------------------------------------


def test_the_own_decision_waits_until_a_second_person_confirms(client, needed, submitted):
    client.force_login(needed.officer)
    address = reverse("projects:proposal-decide", args=[submitted.uid])
    page = client.get(address).content.decode()
    for name in (needed.second.name, needed.chair.name, needed.secretary.name):
        assert name in page
    assert needed.member_only.name not in page
    day = f"{today().day}/{today().month}/{today().year + 543}"
    form = {**TYPED, "decided_on": day, "amount_satang": "10,000", "confirmed": "yes"}
    assert client.post(address, form).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    assert not Decision.objects.exists()
    assert not Project.objects.exists()
    step = OwnStep.objects.get()
    assert {n.to for n in Notice.objects.filter(kind="projects.step-to-confirm")} == {
        needed.second,
        needed.chair,
        needed.secretary,
    }
    shown = client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()
    assert needed.chair.name in shown
    proposal = reverse("projects:proposal", args=[submitted.uid])
    assert proposal not in [task.url for task in tasks_for(needed.second)]  # nothing to decide while it waits
    confirm = reverse("projects:own-step", args=[step.uid])
    for who in (needed.second, needed.chair, needed.secretary):
        assert confirm in [task.url for task in tasks_for(who)]
    for who in (needed.officer, needed.member_only, needed.mentor):
        assert confirm not in [task.url for task in tasks_for(who)]
    client.force_login(needed.chair)
    assert "10,000" in client.get(confirm).content.decode()
    assert client.post(confirm, {"confirm": "yes"}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.entered_by, decision.amount_satang) == (needed.officer, 1_000_000)
    assert Project.objects.get().budget_satang == 1_000_000
    step.refresh_from_db()
    assert (step.state, step.closed_by) == ("confirmed", needed.chair)
    assert "projects.confirm_step" in history_of(submitted).values_list("verb", flat=True)
    assert Notice.objects.filter(kind="projects.step-confirmed", to=needed.officer).exists()
    assert (
        needed.chair.name in client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()
    )


def test_somebody_elses_decision_takes_effect_at_once_where_a_second_person_is_needed(needed, submitted):
    assert isinstance(decide(submitted, needed.second), Decision)


def test_the_own_acceptance_waits_in_the_api_as_well(needed, report):
    officer = Caller(needed.officer)
    found = answered(officer.post(f"/reports/{report.uid}/accept", {}))
    assert (found["state"], found["waiting"]["state"]) == ("mentor-checked", "waiting")
    uid = found["waiting"]["uid"]
    refused(officer.post(f"/own-steps/{uid}/confirm"), 403, "not-yours-to-confirm")
    refused(Caller(needed.second).post(f"/reports/{report.uid}/accept", {}), 409, "step-waits")
    done = answered(Caller(needed.secretary).post(f"/own-steps/{uid}/confirm"))
    assert (done["state"], done["closed_by"]["name"]) == ("confirmed", needed.secretary.name)
    report.refresh_from_db()
    assert (report.state, report.steps.last().by) == ("accepted", needed.officer)
    refused(Caller(needed.second).post(f"/own-steps/{uid}/confirm"), 409, "step-closed")


def test_nobody_confirms_for_himself_whatever_post_is_held_later(needed, person, started, complete, write):
    """Not who entered it, not who wrote a word, not a listed author, not who sent; not even as chair."""
    wrote, sent = person("Wrote", "data-entry", needed.fund), needed.applicant
    complete(started)
    write(started, {"d.expected_results": "แก้แล้ว"}, by=wrote)
    write(started, {"d.rationale": "แก้แล้ว"}, by=needed.officer)
    join(started, needed.secretary, by=needed.officer)
    sending.submit_proposal(proposal=started, by=sent)
    step = decide(started, needed.officer)
    for who in (wrote, sent):
        person(who.name, "fund-officer", needed.fund)
        Grant.objects.filter(user=who).update(starts_on=today() - timedelta(days=1))
    Grant.objects.filter(user=needed.officer).update(
        ends_on=today() - timedelta(days=1), starts_on=today() - timedelta(days=9)
    )
    # The officer becomes chair.
    Member.objects.filter(position__code="chair").update(user=needed.officer)
    for who in (
        needed.officer,
        wrote,
        sent,
        needed.secretary,
        needed.member_only,
        needed.mentor,
        needed.stranger,
    ):
        fresh = type(who).objects.get(pk=who.pk)
        with pytest.raises(NotYoursToConfirm):
            confirm_step(step=step, by=fresh)
    confirm_step(step=step, by=needed.second)
    assert Decision.objects.get().entered_by == needed.officer


def test_a_chair_who_left_confirms_nothing(needed, submitted):
    step = decide(submitted, needed.officer)
    end_member(member=Member.objects.get(user=needed.chair), ends_on=today(), reason="ลาออก", by=None)
    with pytest.raises(NotYoursToConfirm):
        confirm_step(step=step, by=needed.chair)


def test_a_chair_of_tomorrow_confirms_nothing_today(needed, submitted):
    Member.objects.filter(user=needed.chair).update(starts_on=today() + timedelta(days=1))
    step = decide(submitted, needed.officer)
    with pytest.raises(NotYoursToConfirm):
        confirm_step(step=step, by=needed.chair)


def test_who_may_not_confirm_is_refused_by_the_page_as_by_the_api(client, needed, submitted):
    step = decide(submitted, needed.officer)
    for who in (needed.officer, needed.mentor, needed.member_only):
        client.force_login(who)
        answer = client.post(reverse("projects:own-step", args=[step.uid]), {"confirm": "yes"})
        assert answer.status_code == 403
        assert needed.chair.name in answer.content.decode()


def test_declining_needs_a_reason_and_nothing_takes_effect(client, needed, submitted):
    step = decide(submitted, needed.officer)
    with pytest.raises(ReasonMissing):
        decline_step(step=step, reason=" ", by=needed.second)
    client.force_login(needed.second)
    address = reverse("projects:own-step", args=[step.uid])
    assert client.post(address, {"decline": "yes", "reason": ""}).status_code == 422
    assert client.post(address, {"decline": "yes", "reason": "มติไม่ตรง"}).status_code == 302
    step.refresh_from_db()
    assert (step.state, step.reason) == ("declined", "มติไม่ตรง")
    assert Notice.objects.filter(kind="projects.step-declined", to=needed.officer).exists()
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    assert decide(submitted, needed.officer).is_waiting  # and it can be entered again


def test_the_own_step_can_be_taken_back(needed, submitted):
    step = decide(submitted, needed.officer)
    decline_step(step=step, reason="พิมพ์ผิด", by=needed.officer)
    step.refresh_from_db()
    assert step.state == "taken-back"


@pytest.mark.parametrize("ending", ["return", "withdraw"])
def test_a_return_or_withdrawal_ends_what_waits_in_words(client, needed, submitted, ending):
    step = decide(submitted, needed.officer)
    if ending == "return":
        sending.return_proposal(proposal=submitted, note="แก้ก่อน", by=needed.mentor)
    else:
        sending.withdraw_proposal(proposal=submitted, reason="ไม่ทำแล้ว", by=needed.officer)
    with pytest.raises(StepClosed):
        confirm_step(step=step, by=needed.second)
    client.force_login(needed.second)
    page = client.post(reverse("projects:own-step", args=[step.uid]), {"confirm": "yes"})
    assert page.status_code == 422
    assert "สิ้นสุดเพราะถูกส่งกลับหรือถอน" in page.content.decode()
    assert not Decision.objects.exists()
    assert Notice.objects.filter(kind="projects.step-ended").exists()


def test_a_returned_report_ends_its_waiting_acceptance(needed, report):
    step = accept(report, needed.officer)
    reports.return_report(report=report, note="แก้ก่อน", by=needed.mentor)
    with pytest.raises(StepClosed):
        confirm_step(step=step, by=needed.second)
    report.refresh_from_db()
    assert report.state == "started"


def test_a_correction_obeys_the_same_rule_and_is_checked_again_when_confirmed(client, needed, submitted):
    decide(submitted, needed.second)
    other = TYPED | {"amount_satang": 2_000_000, "reason": "เลขสลับกัน"}
    step = correct_decision(proposal=submitted, by=needed.officer, **other)
    assert step.is_waiting
    assert Decision.objects.get().amount_satang == 1_000_000
    with pytest.raises(StepWaits):
        correct_decision(proposal=submitted, by=needed.second, **other)
    project = Project.objects.get()
    first, last = fiscal_year_days(YEAR)
    half = first + timedelta(days=180)
    parts = [InstalmentTerms(first, half, 400_000), InstalmentTerms(half + timedelta(days=1), last, 600_000)]
    set_instalments(project=project, parts=parts, by=needed.second)
    found = Caller(needed.chair).post(f"/own-steps/{step.uid}/confirm")
    refused(found, 422, "instalments-bind-amount")
    client.force_login(needed.chair)
    page = client.post(reverse("projects:own-step", args=[step.uid]), {"confirm": "yes"})
    assert page.status_code == 422
    assert "10,000 บาท" in page.content.decode()
    step.refresh_from_db()
    assert step.is_waiting
    set_instalments(project=project, parts=[], by=needed.second)
    confirm_step(step=step, by=needed.chair)
    assert Decision.objects.get().amount_satang == 2_000_000
    assert Decision.objects.get().earlier.get().corrected_by == needed.officer


def test_where_nobody_could_confirm_the_person_is_told_what_to_do(client, kho_hong, submitted):
    set_rule(kho_hong.fund, "needed")
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:proposal-decide", args=[submitted.uid])).content.decode()
    assert reverse("funds:officers", args=[kho_hong.fund.uid]) in page
    assert reverse("committees:fund", args=[kho_hong.fund.uid]) in page
    assert 'name="outcome"' not in page
    with pytest.raises(NobodyToConfirm):
        decide(submitted, kho_hong.officer)
    assert not OwnStep.objects.exists()


def test_outsiders_do_not_see_what_waits(client, needed, submitted):
    decide(submitted, needed.officer)
    step = OwnStep.objects.get()
    client.force_login(needed.stranger)
    assert (
        str(step.uid) not in client.get(reverse("projects:proposal", args=[submitted.uid])).content.decode()
    )
    assert client.get(reverse("projects:own-step", args=[step.uid])).status_code == 404
    assert answered(Caller(needed.stranger).get(f"/proposals/{submitted.uid}"))["waiting"] is None
    assert Caller(needed.stranger).get(f"/own-steps/{step.uid}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_have_one_effect(needed, submitted):
    step = decide(submitted, needed.officer)
    clients = [signed_in(user) for user in (needed.second, needed.chair, needed.secretary)]
    address = reverse("projects:own-step", args=[step.uid])
    answers = at_once(3, lambda n: clients[n].post(address, {"confirm": "yes"}))
    assert sorted(answer.status_code for answer in answers) == [302, 422, 422]
    assert Decision.objects.count() == Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_return_at_once_have_one_effect(needed, submitted):
    step = decide(submitted, needed.officer)
    acts = [
        lambda: confirm_step(step=step, by=needed.second),
        lambda: sending.return_proposal(proposal=submitted, note="แก้ก่อน", by=needed.mentor),
    ]
    found = at_once(2, lambda n: acts[n]())
    assert sum(isinstance(one, Exception) for one in found) == 1
    submitted.refresh_from_db()
    assert submitted.state == ("approved" if Decision.objects.exists() else "returned")
    assert OwnStep.objects.get().state == ("confirmed" if Decision.objects.exists() else "ended")


# The rule as data, and the accounts of chair and secretary --------------------------------------------------------


def test_the_administrator_sets_the_rule_on_page_and_api(client, kho_hong, person):
    kind = kho_hong.fund.kind
    assert kind.same_person == "shown"
    admin = person("Admin", "administrator")
    client.force_login(admin)
    address = reverse("funds:edit-kind", args=[kind.code])
    assert 'name="same_person"' in client.get(address).content.decode()
    assert client.post(address, values_of_kind(kind) | {"same_person": "needed"}).status_code == 302
    kind.refresh_from_db()
    assert kind.same_person == "needed"
    found = answered(Caller(admin).patch(f"/fund-kinds/{kind.code}", {"same_person": "off"}))
    assert found["same_person"] == "off"
    assert Caller(admin).patch(f"/fund-kinds/{kind.code}", {"same_person": "never"}).status_code == 422
    assert (
        Caller(kho_hong.officer).patch(f"/fund-kinds/{kind.code}", {"same_person": "off"}).status_code == 403
    )


def test_the_account_of_a_chair_is_chosen_from_the_funds_own_people(client, eyes):
    chair = Member.objects.get(position__code="chair")
    address = reverse("committees:member-account", args=[chair.uid])
    client.force_login(eyes.officer)
    assert address in client.get(reverse("committees:fund", args=[eyes.fund.uid])).content.decode()
    assert client.post(address, {"account": str(eyes.applicant.uid)}).status_code == 422
    assert client.post(address, {"account": str(eyes.member.uid)}).status_code == 302
    chair.refresh_from_db()
    assert chair.user == eyes.member
    found = Caller(eyes.officer).post(f"/members/{chair.uid}/account", {"account": str(eyes.chair.uid)})
    assert found.status_code == 200
    client.force_login(eyes.mentor)
    assert client.get(address).status_code == 403


def test_every_act_that_writes_in_a_proposal_or_report_counts_as_writing():
    """A new one in the modules that write has to be named in trail.WROTE_OR_SENT."""
    for module in (saving, rows, report_saving, parts):
        for act, function in inspect.getmembers(module, inspect.isfunction):
            own = (
                inspect.unwrap(function).__module__ == module.__name__
                and inspect.unwrap(function) is not function
            )
            if own and f"projects.{act}" in VERBS:
                assert f"projects.{act}" in WROTE_OR_SENT, act
    assert {verb.split(".")[1] for verb in WROTE_OR_SENT} <= {verb.split(".")[1] for verb in VERBS}


def test_nothing_of_a_proposal_is_marked_twice(eyes, submitted):
    decide(submitted, eyes.officer)
    assert OwnStep.objects.count() == 1
    assert Proposal.objects.get(pk=submitted.pk).state == "approved"
    assert Client().get(reverse("projects:own-steps")).status_code == 302

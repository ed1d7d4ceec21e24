"""The officer answers: the group's words become a draft, the person gets a link, and writes it."""

import re
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.actions import end_role, give_role
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Grant, Invitation, User
from ruamsuk.applications import actions
from ruamsuk.applications.choices import ApplicationState
from ruamsuk.applications.models import Application
from ruamsuk.applications.problems import ApplicationAnswered, OtherSubdistrict
from ruamsuk.applications.queries import account_behind
from ruamsuk.applications.tests.conftest import signed_in
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.funds.actions import close_fund
from ruamsuk.funds.problems import FundIsClosed
from ruamsuk.issues.models import Issue
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.actions import add_objective, add_planned_project, add_situation, agree_plan, start_plan
from ruamsuk.projects.models import Author, Proposal
from ruamsuk.projects.proposals.actions.drafting import delete_draft
from ruamsuk.projects.queries import tasks_for
from ruamsuk.projects.trail import WROTE_OR_SENT
from tests.api_caller import Caller, answered, refused

PASSWORD = "ยาวพอ-และ-เดายาก-12"
JOIN = {"name": "สมศรี (สมมติ)", "username": "0812345678", "password": PASSWORD, "password_again": PASSWORD}
TYPED = {
    "organization": "",
    "name": "ชมรมผู้สูงอายุทดสอบ",
    "kind": "community",
    "person": "สมศรี (สมมติ)",
    "email": "",
}


def accept(site, sent, **changes):
    values = {"person": "สมศรี", "name": "ชมรมผู้สูงอายุ", "kind": "community", "by": site.officer}
    return actions.accept_application(application=sent, **values | changes)


def link_on(page: str) -> str:
    return re.search(r"http://testserver(/users/join/[^\s<\"]+)", page)[1]


@pytest.mark.django_db
def test_what_was_accepted_becomes_the_draft_of_the_person_who_takes_the_link_up(site, sent):
    officer, address = signed_in(site.officer), reverse("applications:application", args=[sent.uid])
    form = officer.get(f"{address}accept/")
    assert form.context["form"].initial["name"] == sent.name
    assert not form.context["form"].initial.get("person")  # what applied is mostly a group
    answer = officer.post(f"{address}accept/", TYPED)
    assert answer.status_code == 302, answer.context["form"].errors
    page = officer.get(answer["Location"]).content.decode()
    assert "<svg viewBox" in page  # the link as a QR code, for paper
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.fund, proposal.state) == (sent.title, site.fund, "draft")
    assert (proposal.design.rationale, proposal.design.setting) == (sent.text, sent.place)
    assert "20,000" in proposal.design.remark
    assert proposal.organization.name == TYPED["name"]
    assert not proposal.authors.exists()

    group = Client()
    assert group.post(link_on(page), JOIN)["Location"] == "/"
    leader = User.objects.get(username="0812345678")
    assert list(proposal.authors.values_list("user", flat=True)) == [leader.pk]
    assert [todo.title for todo in tasks_for(leader)] == [sent.title]
    assert group.get(reverse("projects:proposal-write", args=[proposal.uid, "name"])).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, sent.answered_by) == (ApplicationState.ACCEPTED, site.officer)


@pytest.mark.django_db
def test_a_group_that_does_a_project_of_the_plan_has_what_the_plan_knows_in_its_own_words(site, sent):
    address = reverse("applications:accept", args=[sent.uid])
    officer = signed_in(site.officer)
    assert "planned_project" not in officer.get(address).context["form"].fields  # there is no plan yet
    plan = start_plan(
        fund=site.fund,
        fiscal_year=current_fiscal_year(),
        issue=Issue.objects.get(code="older-people"),
        by=None,
    )
    problem = add_situation(plan=plan, text="ผู้สูงอายุล้ม", value=12, by=None)
    add_objective(plan=plan, situation=problem, text="ลดการล้ม", target=8, by=None)
    row = add_planned_project(plan=plan, title="ป้องกันล้ม", by=None)
    assert "planned_project" not in officer.get(address).context["form"].fields  # … and none that is agreed
    agree_plan(plan=plan, agreed_on=today(), by=None)
    assert officer.post(address, TYPED | {"planned_project": row.pk + 1}).status_code == 422
    assert officer.post(address, TYPED | {"planned_project": row.pk}).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.planned_project, proposal.title) == (row, sent.title)
    assert (proposal.organization.name, proposal.applicant_name) == (TYPED["name"], TYPED["name"])
    assert proposal.design.rationale == sent.text
    assert proposal.design.situations.get().text == "ผู้สูงอายุล้ม"
    assert proposal.design.objectives.get().situations.exists()
    assert list(proposal.design.issues.all()) == [plan.issue]


@pytest.mark.django_db
def test_the_officer_who_accepts_did_not_write_it_and_decides_as_anybody(site, sent):
    accept(site, sent)
    acts = Operation.objects.filter(subject_kind="projects.proposal", actor_id=site.officer.pk)
    assert acts.exists()
    assert not acts.filter(verb__in=WROTE_OR_SENT).exists()
    assert not Author.objects.exists()


@pytest.mark.django_db
def test_the_persons_phone_stays_out_of_the_draft(site, sent):
    accept(site, sent)
    proposal = Proposal.objects.get()
    said = f"{vars(proposal)}{vars(proposal.design)}{list(Invitation.objects.values())}"
    assert sent.phone not in said


@pytest.mark.django_db
def test_an_organisation_of_the_register_is_chosen_instead_of_a_new_one(site, sent):
    club = add_organization(name=sent.name, kind="community", home_area=site.home, by=None)
    officer, address = signed_in(site.officer), reverse("applications:accept", args=[sent.uid])
    assert officer.get(address).context["form"].initial["organization"] == club
    before = Organization.objects.count()
    assert officer.post(address, TYPED | {"organization": club.pk}).status_code == 302
    assert (Proposal.objects.get().organization, Organization.objects.count()) == (club, before)


@pytest.mark.django_db
def test_a_name_that_the_register_has_is_asked_and_nothing_is_half_done(site, sent):
    add_organization(name=TYPED["name"], kind="community", home_area=site.home, by=None)
    answer = signed_in(site.officer).post(reverse("applications:accept", args=[sent.uid]), TYPED)
    assert answer.status_code == 422
    assert answer.context["form"]["name"].errors
    assert not Proposal.objects.exists()
    assert not Invitation.objects.exists()
    sent.refresh_from_db()
    assert sent.is_waiting


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["name", "person"])
def test_without_a_name_nobody_is_accepted(site, sent, missing):
    answer = signed_in(site.officer).post(
        reverse("applications:accept", args=[sent.uid]), TYPED | {missing: ""}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])


@pytest.mark.django_db
def test_an_organisation_of_another_fund_is_refused(site, sent, area):
    far = add_organization(name="ชมรมไกล", kind="community", home_area=area("901102"), by=None)
    with pytest.raises(OtherSubdistrict):
        accept(site, sent, organization=far)
    address = reverse("applications:accept", args=[sent.uid])
    assert signed_in(site.officer).post(address, TYPED | {"organization": far.pk}).status_code == 422


@pytest.mark.django_db
def test_a_fund_without_sub_districts_says_what_to_set_first(site, sent):
    site.fund.scope.serves.clear()
    address = reverse("applications:accept", args=[sent.uid])
    answer = signed_in(site.officer).post(address, TYPED)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["home_area"])
    assert not Proposal.objects.exists()


@pytest.mark.django_db
def test_of_several_sub_districts_the_groups_own_is_chosen(site, sent, area):
    site.fund.scope.serves.add(area("901102"))
    address = reverse("applications:accept", args=[sent.uid])
    assert signed_in(site.officer).get(address).context["form"].initial["home_area"] == site.home
    assert signed_in(site.officer).post(address, TYPED | {"home_area": area("901102").pk}).status_code == 302
    assert Organization.objects.get(name=TYPED["name"]).home_area == area("901102")


@pytest.mark.django_db
def test_the_only_sub_district_of_a_fund_needs_no_choice(site, sent, area):
    site.fund.scope.serves.set([area("901102")])  # as a fund that is counted in a whole province serves one
    address = reverse("applications:accept", args=[sent.uid])
    assert signed_in(site.officer).post(address, TYPED).status_code == 302
    assert Organization.objects.get(name=TYPED["name"]).home_area == area("901102")


@pytest.mark.django_db
def test_an_answer_is_given_once(site, sent):
    accept(site, sent)
    with pytest.raises(ApplicationAnswered):
        actions.decline_application(application=sent, reason="สายไป", by=site.officer)
    with pytest.raises(ApplicationAnswered):
        accept(site, sent, name="อีกชมรม")
    for page in ("accept", "decline"):
        answer = signed_in(site.officer).get(reverse(f"applications:{page}", args=[sent.uid]), follow=True)
        assert answer.redirect_chain == [(reverse("applications:application", args=[sent.uid]), 302)]
        assert "คำขอนี้" in answer.content.decode()
    client = signed_in(site.officer)
    assert client.post(reverse("applications:decline", args=[sent.uid]), {"reason": "x"}).status_code == 302
    assert client.post(reverse("applications:accept", args=[sent.uid]), TYPED).status_code == 302
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
def test_one_that_was_declined_is_not_accepted(site, sent):
    actions.decline_application(application=sent, reason="ทำแล้ว", by=site.officer)
    with pytest.raises(ApplicationAnswered):
        accept(site, sent)
    assert not Proposal.objects.exists()


@pytest.mark.django_db
def test_a_fund_that_was_closed_meanwhile_declines_only(site, sent):
    close_fund(fund=site.fund, reason="ยุบรวม", by=None)
    with pytest.raises(FundIsClosed):
        accept(site, sent)
    actions.decline_application(application=sent, reason="กองทุนปิด", by=site.officer)
    sent.refresh_from_db()
    assert sent.state == ApplicationState.DECLINED


@pytest.mark.django_db
def test_an_officer_who_left_answers_nothing(site, sent):
    client = signed_in(site.officer)
    end_role(grant=Grant.objects.get(user=site.officer), reason="ย้าย", by=None)
    assert client.post(reverse("applications:accept", args=[sent.uid]), TYPED).status_code == 404
    assert Application.objects.waiting().count() == 1


@pytest.mark.django_db
def test_the_officer_learns_of_an_account_and_its_name_only_where_it_may_be_seen(site, sent, person):
    assert account_behind(site.officer, sent) == (False, None)
    stranger = person("Hidden")
    User.objects.filter(pk=stranger.pk).update(username="0812345678")
    assert account_behind(site.officer, sent) == (True, None)
    page = signed_in(site.officer).get(reverse("applications:application", args=[sent.uid]))
    assert "Hidden" not in page.content.decode()
    give_role(user=stranger, role=Role.PROJECT_OWNER, scope=site.owner.scope, by=site.officer)
    assert account_behind(site.officer, sent) == (True, stranger)


@pytest.mark.django_db
def test_who_writes_for_the_organisation_already_needs_no_link(site, sent, person):
    leader = person("Leader", Role.PROJECT_OWNER, site.owner)
    User.objects.filter(pk=leader.pk).update(username="0812345678")
    made = accept(site, sent, organization=site.owner)
    assert made.invitation is None
    assert not Invitation.objects.exists()
    assert list(Author.objects.values_list("user", flat=True)) == [leader.pk]


@pytest.mark.django_db
def test_who_has_an_account_signs_in_and_takes_the_link_up(site, sent, person):
    made = accept(site, sent)
    known = person("Known")
    link = reverse("accounts:join", args=[made.invitation.token])
    assert signed_in(known).post(link)["Location"] == "/"
    assert list(Author.objects.values_list("user", flat=True)) == [known.pk]


@pytest.mark.django_db
def test_a_draft_that_was_thrown_away_leaves_the_answer_and_the_link(site, sent):
    made = accept(site, sent)
    delete_draft(proposal=made.proposal, by=site.officer)
    sent.refresh_from_db()
    assert (sent.state, sent.proposal) == (ApplicationState.ACCEPTED, None)
    link = reverse("accounts:join", args=[made.invitation.token])
    assert Client().post(link, JOIN)["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_accept_at_once_make_one_draft(site, sent, person):
    second, start, found = person("Second", Role.FUND_OFFICER, site.fund), Barrier(2), []

    def run(officer, name):
        start.wait()
        try:
            accept(site, sent, by=officer, name=name)
            found.append("accepted")
        except ApplicationAnswered:
            found.append("answered")
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in ((site.officer, "ชมรมหนึ่ง"), (second, "ชมรมสอง"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["accepted", "answered"]
    assert (Proposal.objects.count(), Invitation.objects.count()) == (1, 1)
    assert Organization.objects.filter(name__startswith="ชมรม").count() == 1


# The API


@pytest.mark.django_db
def test_a_program_reads_accepts_and_declines_as_the_officer_does(site, sent):
    officer = Caller(site.officer)
    (item,) = answered(officer.get("/applications", state="waiting"))["items"]
    assert sent.name not in str(item)
    read = answered(officer.get(f"/applications/{sent.uid}"))
    assert (read["name"], read["phone"], read["has_account"]) == (sent.name, sent.phone, False)
    body = {"name": "Club", "person": "Somsri"}
    unknown = {**body, "planned_project": str(uuid4())}
    refused(officer.post(f"/applications/{sent.uid}/accept", unknown), 422, "invalid-fields")
    made = answered(officer.post(f"/applications/{sent.uid}/accept", body))
    assert "/users/join/" in made["link"]
    assert made["proposal"] == str(Proposal.objects.get().uid)
    assert answered(officer.get(f"/applications/{sent.uid}")).get("link") is None
    refused(officer.post(f"/applications/{sent.uid}/accept", body), 409, "application-answered")
    refused(officer.post(f"/applications/{sent.uid}/decline", {"reason": "x"}), 409, "application-answered")


@pytest.mark.django_db
def test_a_program_declines_with_a_reason(site, sent):
    officer = Caller(site.officer)
    refused(officer.post(f"/applications/{sent.uid}/decline", {"reason": " "}), 422, "invalid-fields")
    made = answered(officer.post(f"/applications/{sent.uid}/decline", {"reason": "Done already"}))
    assert (made["state"], made["reason"]) == ("declined", "Done already")


@pytest.mark.django_db
def test_programs_of_others_find_nothing(site, sent, person, area):
    for one in (site.stranger, person("Admin", Role.ADMINISTRATOR, area("TH"))):
        refused(Caller(one).get(f"/applications/{sent.uid}"), 404, "not-found")
        refused(Caller(one).post(f"/applications/{sent.uid}/decline", {"reason": "x"}), 404, "not-found")
    assert answered(Caller(site.stranger).get("/applications"))["items"] == []
    refused(Caller(person("Nobody")).get("/applications"), 403, "not-allowed")


@pytest.mark.django_db
def test_once_one_officer_has_answered_the_notice_waits_for_nobody(site, sent):
    assert Notice.objects.unread().filter(to=site.officer).exists()
    actions.decline_application(application=sent, reason="นอกพื้นที่", by=site.officer)
    assert not Notice.objects.unread().exists()

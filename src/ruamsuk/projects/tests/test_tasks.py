"""The home page says what to do next, to whom it falls."""

from datetime import timedelta

from django.urls import reverse

from ruamsuk.accounts.actions import hand_over
from ruamsuk.accounts.models import Post
from ruamsuk.core.calendar import today
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.actions import agree_plan, change_planned_project
from ruamsuk.plans.models import Plan
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.sending import return_proposal
from ruamsuk.projects.queries import tasks_for
from ruamsuk.projects.tests.conftest import YEAR


def fresh(user):
    """The person as the next request reads them."""
    return type(user).objects.get(pk=user.pk)


def test_the_officer_goes_on_writing_where_something_is_missing(kho_hong, started):
    [task] = [t for t in tasks_for(fresh(kho_hong.officer)) if t.title == started.title]
    assert task.url == reverse("projects:proposal-write", args=[started.uid, "name"])
    assert task.percent == started.percent
    assert tasks_for(fresh(kho_hong.stranger)) == []


def test_a_submitted_proposal_waits_for_the_fund_and_is_read_by_mentor_and_committee(kho_hong, submitted):
    assert [t.button for t in tasks_for(fresh(kho_hong.officer))] == ["เปิดและพิจารณา"]
    for who in (kho_hong.mentor, kho_hong.member):
        assert [t.button for t in tasks_for(fresh(who))] == ["อ่านและให้ความเห็น"]


def test_a_returned_proposal_is_urgent_and_says_why(kho_hong, submitted):
    return_proposal(proposal=submitted, note="ขอที่มาของตัวเลข", by=kho_hong.mentor)
    [task] = tasks_for(fresh(kho_hong.officer))
    assert task.urgent
    assert "ขอที่มาของตัวเลข" in task.detail


def test_after_a_handover_the_successor_has_the_work_and_the_predecessor_has_not(kho_hong, submitted, person):
    successor = person("Nida")
    post = Post.objects.get(role="fund-officer", scope=kho_hong.fund.scope)
    hand_over(
        post=post,
        from_user=kho_hong.officer,
        to_user=successor,
        on_day=today() - timedelta(days=1),
        overlap_days=0,
        note="ย้ายไปประจำที่อื่น",
        tasks=[],
        by=kho_hong.officer,
    )
    assert [t.title for t in tasks_for(fresh(successor))] == [submitted.title]
    assert not [t for t in tasks_for(fresh(kho_hong.officer)) if t.button == "เปิดและพิจารณา"]


def test_planned_projects_of_an_agreed_plan_wait_for_their_proposal(kho_hong):
    def waiting():
        return [t for t in tasks_for(fresh(kho_hong.officer)) if "ยังไม่มีข้อเสนอ" in t.title]

    assert waiting() == []  # the plan is still a draft
    Plan.objects.filter(pk=kho_hong.plan.pk).update(state="agreed", agreed_on=today())
    [task] = waiting()
    assert "1" in task.title
    drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    assert waiting() == []


def test_a_group_that_the_plan_names_is_told_and_writes_in_its_own_name(kho_hong, person):
    group = add_organization(name="ชมรมทดสอบ", kind="community", home_area=kho_hong.fund.home_area, by=None)
    leader = person("Somsri", "project-owner", group)
    change_planned_project(planned_project=kho_hong.row, organization=group, responsible="", by=None)
    assert not tasks_for(fresh(leader))  # nothing is agreed yet
    agree_plan(plan=kho_hong.plan, agreed_on=today(), by=None)
    kho_hong.row.refresh_from_db()
    [task] = tasks_for(fresh(leader))
    assert "ยังไม่มีข้อเสนอ" in task.title
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=leader)
    assert (proposal.organization, proposal.applicant_name) == (group, group.name)
    assert task.title not in [t.title for t in tasks_for(fresh(leader))]

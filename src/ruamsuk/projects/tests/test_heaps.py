"""Lists that grow stay as light as a page, and everything can still be reached by turning over."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ruamsuk.comments.models import Comment
from ruamsuk.projects.models import ActivityReport, Proposal
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.test_reports import make_project, posts, project  # noqa: F401
from tests.heaps import all_pages, copies

pytestmark = pytest.mark.django_db
LIGHT = 150_000  # bytes of a page


@pytest.fixture
def mentor(client, kho_hong):
    client.force_login(kho_hong.mentor)
    return client


def test_a_fund_with_many_waiting_proposals_shows_all_of_them_a_page_at_a_time(mentor, kho_hong, submitted):
    copies(submitted, 220)
    address = reverse("projects:fund-proposals", args=[kho_hong.fund.uid])
    first = mentor.get(address)
    assert len(first.content) < LIGHT
    assert len(all_pages(mentor, address, "pending")) == Proposal.objects.pending().count() == 221


def test_the_newest_comments_come_first_and_earlier_ones_a_page_at_a_time(mentor, submitted, kho_hong):
    Comment.objects.bulk_create(
        Comment(thread=submitted.thread, by=kho_hong.mentor, at=timezone.now(), text=f"ข้อคิดเห็นที่ {n}.")
        for n in range(1, 401)
    )
    address = reverse("projects:proposal", args=[submitted.uid])
    page = mentor.get(address).content.decode()
    assert len(page) < LIGHT
    assert [int(n) for n in re.findall(r"ข้อคิดเห็นที่ (\d+)\.", page)] == list(range(371, 401))
    assert "ความเห็นก่อนหน้า" in page
    assert "ความเห็นถัดไป" not in page
    assert len(all_pages(mentor, address, "comments")) == 400


@pytest.fixture
def reported(project, kho_hong):  # noqa: F811
    """A project with a heap of reports of one activity, and of none."""
    activity = project.design.activities.first()
    sent = reports.enter_report(project=project, activity=activity, by=None, state="sent", title="อบรม")
    beside = reports.enter_report(project=project, by=None, state="sent", title="นอกแผน")
    started = reports.enter_report(project=project, activity=activity, by=None, state="started", title="ร่าง")
    copies(sent, 120)
    copies(beside, 120)
    return project, activity, started


def test_a_project_with_many_reports_names_the_newest_and_leads_to_all(mentor, reported):
    project, activity, started = reported  # noqa: F811
    address = reverse("projects:project-reports", args=[project.uid])
    page = mentor.get(address)
    assert len(page.content) < LIGHT
    line = next(line for line in page.context["lines"] if line.activity == activity)
    assert line.draft == started
    assert (len(line.reports), line.further) == (6, 116)
    of_activity = reverse("projects:activity-reports", args=[project.uid, activity.uid])
    assert of_activity in page.content.decode()
    assert "อีก 116 ฉบับ" in page.content.decode()
    assert len(all_pages(mentor, of_activity)) == 122
    assert len(all_pages(mentor, address, "others")) == 121
    assert ActivityReport.objects.filter(project=project).count() == 122 + 121


def test_reports_of_an_activity_of_another_project_are_not_found(mentor, reported, make_project):  # noqa: F811
    _project, activity, _started = reported
    other = make_project(title="อีกโครงการ")
    assert mentor.get(reverse("projects:activity-reports", args=[other.uid, activity.uid])).status_code == 404


def test_a_draft_is_not_among_the_reports_of_an_activity_for_who_may_not_read_it(client, reported):
    project, activity, started = reported  # noqa: F811
    page = client.get(reverse("projects:activity-reports", args=[project.uid, activity.uid]))
    assert page.status_code == 200
    assert started not in page.context["page"].rows
    assert page.context["page"].rows


@pytest.mark.parametrize("name", ["proposals", "own-steps"])
def test_a_filter_keeps_the_fund_the_place_and_the_year_that_a_list_was_opened_with(mentor, kho_hong, name):
    opened = f"fund={kho_hong.fund.uid}&area=90&year=2570"
    page = mentor.get(f"{reverse(f'projects:{name}')}?{opened}&state=waiting&after=x").content.decode()
    choices = "".join(re.findall(r'<nav class="choices".*?</nav>', page, re.DOTALL))
    links = re.findall(r'href="(\?[^"]*)"', choices)
    assert len(links) > 2
    for link in links:
        assert all(part in link for part in opened.split("&")), link
        assert "after" not in link


@pytest.mark.parametrize("many", [30, 250])
def test_few_reports_and_many_are_listed_by_the_same_rule(mentor, reported, many):
    project, activity, started = reported  # noqa: F811
    heap = ActivityReport.objects.filter(activity=activity).order_by("pk")
    ActivityReport.objects.filter(pk__in=list(heap.values_list("pk", flat=True)[20:])).exclude(
        pk=started.pk
    ).delete()
    copies(heap.first(), many - heap.count())
    page = mentor.get(reverse("projects:project-reports", args=[project.uid]))
    line = next(line for line in page.context["lines"] if line.activity == activity)
    assert (len(line.reports), line.further) == (6, many - 6)
    sent = [report for report in line.reports if report != started]
    assert sent == list(heap.exclude(pk=started.pk).order_by("-held_on", "-pk")[:5])

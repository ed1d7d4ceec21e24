"""A project at a glance: what is to be done now and by whom, in words that are true; pictures say what they show."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.models import Grant
from ruamsuk.charts.marks import Bars, Scales, YearLine
from ruamsuk.core.calendar import today
from ruamsuk.files.choices import FileKind
from ruamsuk.files.models import StoredFile
from ruamsuk.projects.models import Activity, ActivityReport, IndicatorResult, Project
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.access import rung_for
from ruamsuk.projects.reports.choices import LADDER
from ruamsuk.projects.reports.models import passed_over
from ruamsuk.projects.reports.pictures import told_of
from ruamsuk.projects.tests.test_reports import make_project, posts, project  # noqa: F401
from tests.heaps import copies

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
IN_PYTHON = pytest.mark.one_database("it is counted in Python, from rows that both databases give alike")


@pytest.fixture
def reported(project, kho_hong):  # noqa: F811
    """A project with a sent report of its activity: it measured the indicator and says what was spent."""
    activity, indicator = project.design.activities.first(), project.design.indicators.first()
    report = reports.enter_report(
        project=project, activity=activity, by=None, state="sent", title="อบรมแกนนำ", held_on=activity.ends_on
    )
    IndicatorResult.objects.create(report=report, indicator=indicator, value=indicator.target)
    report.spent_satang = 500_000
    report.save(update_fields=["spent_satang"])
    return report


def told(project, user):  # noqa: F811
    return told_of(user, Project.objects.select_related("design").get(pk=project.pk))


def chart(kind, project, user):  # noqa: F811
    return next(one for one in told(project, user)["charts"] if isinstance(one, kind))


def test_a_sent_report_waits_for_the_mentor_who_is_told_to_check_it(client, reported, kho_hong):
    project = reported.project  # noqa: F811
    address = reverse("projects:project", args=[project.uid])
    client.force_login(kho_hong.mentor)
    now = told(project, kho_hong.mentor)["now"]
    assert [todo.url for todo in now.todos] == [reverse("projects:report", args=[reported.uid])]
    assert "อ่านและตรวจ" in client.get(address).text
    client.logout()
    assert "รอพี่เลี้ยงตรวจ" in client.get(address).text


def test_a_step_that_nobody_holds_is_never_said_to_be_next(client, reported, kho_hong):
    """Without a mentor and a manager it waits for who gives the money, on the project's page and on the ladder."""
    page = reverse("projects:report", args=[reported.uid])
    ladder = [line.status for line in client.get(page).context["ladder"]]
    assert ladder == ["done", "next", "skipped", "waiting"]
    Grant.objects.filter(post__role="mentor").delete()
    shown = client.get(page)
    assert [line.status for line in shown.context["ladder"]] == ["done", "skipped", "skipped", "next"]
    assert "รอผู้ให้ทุนรับรอง" in shown.text
    assert "ตรวจแล้ว" not in shown.text.partition('class="ladder')[2].partition("</ol>")[0]
    assert "รอผู้ให้ทุนรับรอง" in client.get(reverse("projects:project", args=[reported.project.uid])).text
    now = told(reported.project, kho_hong.officer)["now"]
    assert [todo.url for todo in now.todos] == [page]


@pytest.mark.parametrize(
    "place", ["nowhere", "project", "fund", "owner", "sub-district", "province", "elsewhere"]
)
def test_a_step_is_passed_over_on_the_page_where_the_next_one_may_be_taken(
    reported, kho_hong, person, area, place
):
    """What is said, and the filter by which a step may be taken, are one rule."""
    Grant.objects.filter(post__role="mentor").delete()
    project = Project.objects.get(pk=reported.project_id)  # noqa: F811
    places = {
        "project": project,
        "fund": kho_hong.fund,
        "owner": kho_hong.owner,
        "sub-district": kho_hong.home,
        "province": area("90"),
        "elsewhere": area("80"),
    }
    if place != "nowhere":
        person("Nok", "mentor", places[place])
    is_held = place not in ("nowhere", "elsewhere")
    assert ("mentor-checked" in passed_over(project)) is not is_held
    accepts = ActivityReport.objects.filter(pk=reported.pk).can_step(kho_hong.officer, LADDER[2])
    assert accepts.exists() is not is_held
    assert rung_for(kho_hong.officer, reported) == (None if is_held else LADDER[2])


def test_who_holds_the_next_step_is_named_to_those_inside_alone(client, reported, kho_hong):
    page = reverse("projects:report", args=[reported.uid])
    ladder = 'class="ladder'
    assert kho_hong.mentor.name not in client.get(page).text.partition(ladder)[2].partition("</ol>")[0]
    client.force_login(kho_hong.officer)
    assert kho_hong.mentor.name in client.get(page).text.partition(ladder)[2].partition("</ol>")[0]


def test_who_writes_reports_is_told_which_one_is_late(client, project, kho_hong):  # noqa: F811
    Activity.objects.filter(design=project.design).update(
        starts_on=today() - timedelta(days=40), ends_on=today() - timedelta(days=30)
    )
    activity = project.design.activities.first()
    (todo,) = told(project, kho_hong.officer)["now"].todos
    assert todo.press.fields == {"activity": str(activity.uid)}
    assert todo.due_on == activity.ends_on + timedelta(days=14)
    other = told(project, kho_hong.stranger)["now"]
    assert (len(other.todos), [line[0] for line in other.others]) == (0, [activity.name])


def test_photos_of_sent_reports_are_shown_to_who_has_an_account(reported, kho_hong, client):
    """A visitor opens the report for them: nobody has said yet which photos are for all."""
    now = timezone.now()
    for no, state in ((1, "ready"), (2, "refused")):
        file = StoredFile.objects.create(
            kind=FileKind.PHOTO, name=f"{no}.jpg", media_type="image/jpeg", size=1, sha256="0" * 64, state=state,
            width=4, height=3, uploaded_by=kho_hong.officer, uploaded_at=now,
        )  # fmt: skip
        reported.photos.create(file=file, no=no)
    assert [photo.no for photo in told(reported.project, kho_hong.officer)["photos"]] == [1]
    assert told(reported.project, VISITOR)["photos"] == []
    assert "/photos/" not in client.get(reverse("projects:project", args=[reported.project.uid])).text


@IN_PYTHON
def test_the_sentence_of_the_indicators_is_what_their_scales_show(reported, kho_hong):
    project = reported.project  # noqa: F811
    scales = chart(Scales, project, VISITOR)
    assert scales.scales[0].word == "ส่งแล้ว รอรับรอง"
    assert numbers(scales.sentence) == [0, len(scales.scales), len(scales.scales)]
    for rung, by in ((LADDER[0], kho_hong.mentor), (LADDER[2], kho_hong.officer)):
        reports.step_report(report=reported, rung=rung, by=by)
    scales = chart(Scales, project, VISITOR)
    reached = [one for one in scales.scales if one.now and one.now.value == one.target.value]
    assert len(reached) == 1
    without = sum(one.now is None for one in scales.scales)
    assert numbers(scales.sentence) == [1, len(scales.scales), *([without] if without else [])]
    assert (reached[0].word, reached[0].tone) == ("ถึงเป้าหมาย", "ok")
    assert reached[0].now.url == reverse("projects:report", args=[reported.uid])


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text.replace(",", ""))]


@IN_PYTHON
def test_money_is_what_was_approved_and_what_reports_say_and_is_named_so(reported):
    money = chart(Bars, reported.project, VISITOR)
    approved, spent, accepted = money.marks
    assert (approved.value, spent.value, accepted.value) == (reported.project.budget_satang, 500_000, 0)
    assert "ตามรายงาน" in money.sentence
    assert numbers(money.sentence) == [5_000, reported.project.budget_satang // 100]


@IN_PYTHON
def test_the_line_of_the_year_says_how_many_activities_stand_how(reported):
    line = chart(YearLine, reported.project, VISITOR)
    assert line.fiscal_year == reported.project.fiscal_year
    assert numbers(line.sentence) == [len(line.spans), 1]
    assert line.spans[0].word == "รายงานแล้ว"
    assert line.spans[0].url == reverse("projects:report", args=[reported.uid])


def test_a_draft_and_what_it_measured_are_told_to_nobody_outside(project, kho_hong):  # noqa: F811
    activity, indicator = project.design.activities.first(), project.design.indicators.first()
    draft = reports.enter_report(project=project, activity=activity, by=None, state="started", title="ร่าง")
    IndicatorResult.objects.create(report=draft, indicator=indicator, value=Decimal(1))
    assert chart(Scales, project, VISITOR).scales[0].now is None
    assert chart(YearLine, project, VISITOR).spans[0].url == ""
    assert chart(YearLine, project, kho_hong.officer).spans[0].url == reverse(
        "projects:report", args=[draft.uid]
    )


def test_a_page_with_many_reports_asks_no_more_than_one_with_few(client, reported, kho_hong):
    address = reverse("projects:project", args=[reported.project.uid])
    client.force_login(kho_hong.officer)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    copies(reported, 120)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) == len(few)
    assert len(page.content) < 90_000

"""Activity reports: everything known filled in, frozen once sent, up the ladder by its posts and back with a note."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import current_fiscal_year, day_text, fiscal_year_days, today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.drafts.forms import waiting_to_read
from ruamsuk.files.models import StoredFile
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.issues.actions import retire
from ruamsuk.issues.models import ExpenseCategory, ExpenseGroup, TargetGroup
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import (
    Activity,
    ActivityReport,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Project,
    ReportPhoto,
    Tally,
    TargetLine,
    Waiver,
)
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import projects as project_actions
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import report_for
from ruamsuk.projects.reports.choices import LADDER, REPORT_DAYS, ReportState
from ruamsuk.projects.reports.forms import read_report
from ruamsuk.projects.reports.problems import (
    NotYourStep,
    OpenReports,
    ReportFrozen,
    ReportIsThere,
    ReportYearClosed,
)
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.contents import indicator_progress
from ruamsuk.projects.reports.queries.due import ReportCounts, last_day_of_reports, report_counts
from ruamsuk.projects.reports.queries.ladder import waiting_for
from ruamsuk.projects.reports.queries.tasks import tasks_for
from ruamsuk.projects.tests.conftest import join
from ruamsuk.projects.variations.actions.deciding import decide_variation
from ruamsuk.projects.variations.actions.drafting import send_variation, start_variation, write_variation
from tests.api_caller import Caller
from tests.gates import verbs_asked_of

YEAR = current_fiscal_year()
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
DONE = {
    "r.done": "เดินรณรงค์ทุกหมู่บ้าน แล้วประชุมสรุปที่ศาลา",
    "r.output": "แกนนำ 60 คน",
    "r.quality": "3",
}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture
def make_project(kho_hong):
    """A running project of Kho Hong's fund with two objectives, two indicators and one activity that ended."""

    def make(ended_days_ago: int = 3, **values) -> Project:
        design = Design.objects.create()
        ends_on = today() - timedelta(days=ended_days_ago)
        objectives = [Objective.objects.create(design=design, no=no, text=f"วัตถุประสงค์ {no}") for no in (1, 2)]
        for no, objective in enumerate(objectives, 1):
            Indicator.objects.create(
                design=design,
                objective=objective,
                no=no,
                text=f"ตัวชี้วัด {no}",
                baseline=40,
                target=30,
                unit="ร้อยละ",
            )
        activity = Activity.objects.create(
            design=design,
            no=1,
            name="อบรมแกนนำ",
            starts_on=ends_on - timedelta(days=1),
            ends_on=ends_on,
            detail="อบรมสองวัน",
            output="แกนนำ 60 คน",
            outcome="ชวนเพื่อนเลิกได้",
            budget_satang=1_500_000,
        )
        activity.objectives.add(objectives[0])
        BudgetLine.objects.create(
            activity=activity,
            no=1,
            category=ExpenseCategory.objects.filter(group=3).first(),
            amount_satang=1_500_000,
        )
        TargetLine.objects.create(design=design, no=1, group=TargetGroup.objects.first(), people=60)
        values = {
            "title": "คอหงส์ปลอดบุหรี่",
            "fiscal_year": YEAR,
            "home_area": kho_hong.home,
            "budget_satang": 2_000_000,
            "fund": kho_hong.fund,
            "organization": kho_hong.owner,
        } | values
        return project_actions.enter_project(design=design, by=kho_hong.officer, **values)

    return make


@pytest.fixture
def project(make_project):
    return make_project()


@pytest.fixture
def posts(kho_hong, project, person, area):
    """The five who take part, and readers around them."""
    thai = add_organization(name="สำนักสนับสนุนชุมชน", kind="other", home_area=area("9001"), by=None)
    project.fundings.create(organization=thai, amount_satang=1)
    return SimpleNamespace(
        owner=person("Duang", "project-owner", project),
        mentor=kho_hong.mentor,
        manager=person("Anong", "project-manager", project),
        officer=kho_hong.officer,
        funder=person("Sakda", "funder-officer", thai),
        stranger=kho_hong.stranger,
    )


@pytest.fixture
def typed():
    """`typed(report, {"r.done": "…"}, by=…)`: saves typed texts as the page does."""

    def save(report, texts, *, by, base=None):
        report.refresh_from_db()
        return actions.save_report(
            report=report,
            base_version=report.version if base is None else base,
            changes=read_report(texts),
            by=by,
        )

    return save


@pytest.fixture
def started(project, posts):
    return actions.start_report(project=project, activity=project.design.activities.get(), by=posts.owner)


@pytest.fixture
def sent_report(started, typed, posts):
    typed(started, DONE, by=posts.owner)
    return actions.send_report(report=started, by=posts.owner)


def state_of(report) -> str:
    return ActivityReport.objects.get(pk=report.pk).state


# One press ------------------------------------------------------------------------------------------------------


def test_one_press_fills_in_everything_that_the_plan_knows(client, project, posts):
    client.force_login(posts.owner)
    page = client.get(reverse("projects:project-reports", args=[project.uid]))
    activity = project.design.activities.get()
    assert str(activity.uid) in page.content.decode()
    answer = client.post(reverse("projects:report-new", args=[project.uid]), {"activity": str(activity.uid)})
    report = ActivityReport.objects.get()
    assert answer.url == reverse("projects:report-write", args=[report.uid, "done"])
    assert (report.title, report.held_on) == ("อบรมแกนนำ", activity.starts_on)
    assert "อบรมสองวัน" in report.planned
    assert "แกนนำ 60 คน" in report.planned
    assert report.reporter == project.organization.name
    assert report.due_on == activity.ends_on + timedelta(days=REPORT_DAYS)
    assert [o.no for o in report.objectives.all()] == [1]
    assert [i.no for i in report.indicators.all()] == [1]
    assert report.participants.get().group == TargetGroup.objects.first()
    assert (report.fiscal_year, report.place_no) == (project.fiscal_year, project.place_no)
    for step in ("done", "results", "money", "photos"):
        assert client.get(reverse("projects:report-write", args=[report.uid, step])).status_code == 200


def test_a_second_press_opens_the_report_that_was_begun(client, project, posts):
    client.force_login(posts.owner)
    activity = {"activity": str(project.design.activities.get().uid)}
    first = client.post(reverse("projects:report-new", args=[project.uid]), activity)
    second = client.post(reverse("projects:report-new", args=[project.uid]), activity)
    assert first.url == second.url
    assert ActivityReport.objects.count() == 1
    client.post(reverse("projects:report-new", args=[project.uid]))  # outside of the plan: one more
    assert ActivityReport.objects.count() == 2


def test_an_activity_of_another_project_is_not_found(client, project, make_project, posts):
    client.force_login(posts.owner)
    other = make_project(title="อีกโครงการ").design.activities.get()
    url = reverse("projects:report-new", args=[project.uid])
    assert client.post(url, {"activity": str(other.uid)}).status_code == 404
    assert not ActivityReport.objects.exists()


# Writing --------------------------------------------------------------------------------------------------------


def test_four_screens_are_saved_as_typed_and_read_back(client, started, posts, project):
    client.force_login(posts.owner)
    line, indicator = started.participants.get(), started.indicators.get()
    objectives = list(project.design.objectives.all())

    def write(step, **texts):
        return client.post(reverse("projects:report-write", args=[started.uid, step]), texts | {"go": "next"})

    ticks = [f"obj.{o.uid}.on" for o in objectives]
    answer = write(
        "done",
        **{
            "r.title": "อบรมแกนนำรุ่น ๑",
            "r.held_on": f"15 พ.ย. {YEAR - 1}".translate(THAI_DIGITS),
            "r.until_on": f"16/11/{YEAR - 1}",
            "r.done": DONE["r.done"],
            "tick": ticks,
            ticks[1]: "on",
        },
    )
    assert answer.url == reverse("projects:report-write", args=[started.uid, "results"])
    write(
        "results",
        **{
            "r.output": "แกนนำ ๖๐ คน",
            "r.quality": "4",
            f"people.{line.uid}.men": "๒๐",
            f"people.{line.uid}.women": "40",
            f"result.{indicator.uid}.value": "35.5",
        },
    )
    write("money", **{"spend.3.amount_satang": "๑๒,๐๐๐.๕๐", "spend.4.amount_satang": "500"})
    report = ActivityReport.objects.get()
    assert (report.title, report.held_on, report.until_on) == (
        "อบรมแกนนำรุ่น ๑",
        date(YEAR - 544, 11, 15),
        date(YEAR - 544, 11, 16),
    )
    assert [o.no for o in report.objectives.all()] == [2]
    assert (report.quality, report.people, report.spent_satang) == (4, 60, 1_250_050)
    assert report.results.get().value == Decimal("35.50")
    page = client.get(reverse("projects:report", args=[report.uid])).content.decode()
    for text in (f"15 พฤศจิกายน {YEAR - 1}", "เดินรณรงค์ทุกหมู่บ้าน", "แกนนำ ๖๐ คน", "12,000.50", "35.5"):
        assert text in page


def test_the_autosave_answers_what_the_page_shows(client, started, posts):
    client.force_login(posts.owner)
    answer = client.post(
        reverse("projects:report-save", args=[started.uid]),
        {"version": "0", "step": "money", "spend.1.amount_satang": "1,200", "spend.2.amount_satang": "มาก"},
    ).json()
    assert set(answer) == set("version percent saved errors lost conflicts totals status understood".split())
    assert answer["totals"]["total-spent"] == "1,200"
    assert list(answer["errors"]) == ["spend.2.amount_satang"]
    page = client.get(reverse("projects:report-write", args=[started.uid, "money"])).content.decode()
    assert "มาก" in page  # kept as typed, with what is wrong beside it


def test_groups_of_expenses_are_data_and_a_retired_one_stays_where_it_says_something(client, started, posts):
    client.force_login(posts.owner)
    money = reverse("projects:report-write", args=[started.uid, "money"])
    retired = ExpenseGroup.objects.get(code=5)
    retire(row=retired, by=None)
    ExpenseGroup.objects.create(code=7, name_th="ค่าครุภัณฑ์", name_en="Equipment")
    page = client.get(money).content.decode()
    assert "spend.7.amount_satang" in page
    assert "ค่าครุภัณฑ์" in page
    assert "spend.5.amount_satang" not in page
    save = reverse("projects:report-save", args=[started.uid])
    sent = {"version": "0", "step": "money", "spend.7.amount_satang": "800", "spend.5.amount_satang": "200"}
    assert client.post(save, sent).json()["totals"]["total-spent"] == "1,000"
    assert "spend.5.amount_satang" in client.get(money).content.decode()
    assert "ค่าครุภัณฑ์" in client.get(reverse("projects:report", args=[started.uid])).content.decode()


def test_the_last_day_cannot_lie_before_the_first_and_nothing_is_lost(started, typed, posts):
    first = started.held_on
    saved = typed(started, {"r.until_on": "1/1/2540"}, by=posts.owner)
    assert list(saved.errors) == ["r.until_on"]
    started.refresh_from_db()
    assert started.until_on is None
    assert started.unclean["r.until_on"]
    typed(started, {"r.until_on": f"{first.day}/{first.month}/{first.year + 543}"}, by=posts.owner)
    started.refresh_from_db()
    assert (started.until_on, started.unclean) == (first, {})


def test_two_people_keep_both_texts_until_one_chooses(client, started, typed, posts):
    base = ActivityReport.objects.get().version
    typed(started, {"r.done": "ของดวง", "r.output": "ผลของดวง"}, by=posts.owner, base=base)
    saved = typed(started, {"r.done": "ของอนงค์", "r.outcome": "ผลของอนงค์"}, by=posts.manager, base=base)
    assert saved.conflicts == ["r.done"]
    started.refresh_from_db()
    assert (started.done, started.output, started.outcome) == ("ของดวง", "ผลของดวง", "ผลของอนงค์")
    assert any(part.path == "r.done" for part in missing_in(started).required)
    client.force_login(posts.owner)
    url = reverse("projects:report-choose", args=[started.uid])
    (one,) = waiting_to_read(actions.WRITING, started, personal=False)
    client.post(url, {"path": "r.done", "seen": one.seen, "choose": "other", "step": "done"})
    started.refresh_from_db()
    assert (started.done, waiting_to_read(actions.WRITING, started, personal=False)) == ("ของอนงค์", [])


def test_a_line_taken_off_comes_back_with_one_press(client, started, posts):
    client.force_login(posts.owner)
    url = reverse("projects:report-row", args=[started.uid])
    client.post(url, {"step": "results", "add": "people"})
    assert started.participants.count() == 2
    line = started.participants.last()
    typed_on_the_way = {f"people.{line.uid}.people": "15", "step": "results"}
    page = client.post(url, typed_on_the_way | {"remove": f"people.{line.uid}"})
    assert f'value="people.{line.uid}"' in page.content.decode()
    assert started.participants.present().count() == 1
    assert ActivityReport.objects.get().people == 0
    client.post(url, {"step": "results", "undo": f"people.{line.uid}"})
    assert ActivityReport.objects.get().people == 15
    assert client.post(url, {"remove": "report.x"}).status_code == 404


def test_the_sector_of_participants_follows_from_their_organisation(client, started, typed, posts, kho_hong):
    club, school = started.participants.create(), started.participants.create()
    owner = kho_hong.fund.organization
    client.force_login(posts.owner)
    page = client.get(reverse("projects:report-write", args=[started.uid, "results"])).content.decode()
    assert f'<option value="{owner.name}"></option>' in page  # two presses: choose it, type the number
    texts = {
        f"people.{club.uid}.organization_name": "ชมรมสมมุติ",
        f"people.{club.uid}.sector": "community",
        f"people.{school.uid}.organization_name": f"{owner.name} ",
        f"people.{school.uid}.people": "12",
    }
    typed(started, texts, by=posts.owner)
    club.refresh_from_db()
    school.refresh_from_db()
    assert (club.organization, club.organization_name, club.sector) == (None, "ชมรมสมมุติ", "community")
    assert (school.organization, school.sector) == (owner, "local_authority")
    typed(started, {f"people.{school.uid}.organization_name": "ชื่ออื่น"}, by=posts.owner)
    school.refresh_from_db()
    assert school.organization is None
    said = Caller(posts.owner).get(f"/reports/{started.uid}").json()["participants"]
    assert [row["organization_name"] for row in said][-2:] == ["ชมรมสมมุติ", "ชื่ออื่น"]
    assert [row["sector"] for row in said][-2:] == ["community", "local_authority"]


# Photos and files -----------------------------------------------------------------------------------------------


def add_photo(client, report, name="photo.jpg", content=None):
    return client.post(
        reverse("projects:report-photos", args=[report.uid]),
        {"photos": [sent(name, content or photo(size=(60, 40)))]},
        headers={"X-Upload": "one"},
    )


def test_120_photos_with_captions_are_taken_and_the_page_stays_as_light(
    client, started, typed, posts, jobs_wait
):
    client.force_login(posts.owner)
    typed(started, {"r.done": "มีข้อความหนึ่งแล้ว"}, by=posts.owner)
    write_url = reverse("projects:report-write", args=[started.uid, "photos"])
    read_url = reverse("projects:report", args=[started.uid])

    def queries_of(url):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        return len(found)

    assert add_photo(client, started).status_code == 201
    light = queries_of(write_url), queries_of(read_url)
    small, first = photo(size=(60, 40)), StoredFile.objects.get()
    with jobs_wait():
        for number in range(2, 121):
            assert add_photo(client, started, f"{number}.jpg", small).status_code == 201
    # Prepared as the first one was, which takes a process for each.
    StoredFile.objects.update(state=first.state, width=first.width, height=first.height)
    photos = list(started.photos.all())
    assert [p.no for p in photos] == list(range(1, 121))
    texts = {f"photo.{p.uid}.caption": f"ภาพที่ {p.no}" for p in photos}
    assert client.post(write_url, texts | {"go": "done"}).status_code == 302
    assert started.photos.exclude(caption="").count() == 120
    assert (queries_of(write_url), queries_of(read_url)) == light
    page = client.get(read_url).content.decode()
    assert page.count('loading="lazy"') == 120
    assert "ภาพที่ 120" in page
    small = client.get(reverse("projects:report-photo", args=[started.uid, photos[0].uid, "small"]))
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small.streaming_content)


def test_a_photo_moves_to_its_number_and_comes_back_after_it_was_taken_off(client, started, posts):
    client.force_login(posts.owner)
    for name in "abc":
        add_photo(client, started, f"{name}.jpg")
    a, b, c = started.photos.all()
    url = reverse("projects:report-row", args=[started.uid])
    client.post(url, {"step": "photos", "move": str(c.uid), f"place-{c.uid}": "๑"})
    assert list(started.photos.all()) == [c, a, b]
    for number in ("²", "1" * 5000, "-1", "NaN"):  # no place
        assert (
            client.post(url, {"step": "photos", "move": str(b.uid), f"place-{b.uid}": number}).status_code
            < 400
        )
    assert list(started.photos.all()) == [c, a, b]
    client.post(url, {"step": "photos", "remove": f"photo.{a.uid}"})
    assert list(started.photos.present()) == [c, b]
    client.post(url, {"step": "photos", "undo": f"photo.{a.uid}"})
    assert list(started.photos.present()) == [c, a, b]


def test_a_photo_taken_off_is_gone_once_the_report_is_sent(client, started, typed, posts):
    client.force_login(posts.owner)
    add_photo(client, started)
    add_photo(client, started)
    gone, kept = started.photos.all()
    actions.remove_part(report=started, kind="photo", uid=str(gone.uid), by=posts.owner)
    typed(started, DONE, by=posts.owner)
    actions.send_report(report=started, by=posts.owner)
    assert list(ReportPhoto.objects.all()) == [kept]
    assert StoredFile.objects.count() == 1


def test_what_is_no_photo_is_refused_in_words_and_a_pdf_is_welcome_among_the_files(client, started, posts):
    client.force_login(posts.owner)
    answer = add_photo(client, started, "list.pdf", pdf())
    assert answer.status_code == 422
    assert "list.pdf" in answer.json()["detail"]
    program = client.post(
        reverse("projects:report-files", args=[started.uid]),
        {"documents": [sent("a.pdf", b"MZ\x90\x00" * 90)]},
    )
    assert program.status_code == 422
    assert not StoredFile.objects.exists()
    answer = client.post(
        reverse("projects:report-files", args=[started.uid]), {"documents": [sent("รายชื่อ.pdf", pdf())]}
    )
    assert answer.status_code == 302
    file = started.files.get()
    found = client.get(reverse("projects:report-file", args=[started.uid, file.uid]))
    assert b"".join(found.streaming_content).startswith(b"%PDF")
    ActivityReport.objects.update(state=ReportState.SENT, sent_at=timezone.now())
    client.logout()  # a list of names may be among the files: they are opened by who is signed in
    assert client.get(reverse("projects:report", args=[started.uid])).status_code == 200
    assert client.get(reverse("projects:report-file", args=[started.uid, file.uid])).status_code == 404
    ActivityReport.objects.update(state=ReportState.STARTED)
    client.force_login(posts.owner)
    assert add_photo(client, started).status_code == 201


# The ladder -----------------------------------------------------------------------------------------------------


def press(client, user, report, to, **texts):
    client.force_login(user)
    return client.post(reverse("projects:report-step", args=[report.uid, to]), texts)


TOLD = re.compile("ยังไม่ถึงขั้นของท่าน|จึงทำขั้นตอนนี้ไม่ได้แล้ว")


def in_vain(client, user, report, to):
    """A step that is not to be taken now leads to the report, with the word that it is not."""
    answer = press(client, user, report, to)
    return answer.status_code == 302 and TOLD.search(client.get(answer.url).content.decode())


def test_a_page_of_what_can_no_longer_be_done_leads_to_the_report(client, sent_report, posts):
    client.force_login(posts.mentor)
    back = reverse("projects:report-return", args=[sent_report.uid])
    assert client.get(back).status_code == 200
    assert client.post(back, {"note": "ขอภาพเพิ่ม"}).status_code == 302
    shown = reverse("projects:report", args=[sent_report.uid])
    assert client.get(back).url == shown
    assert client.post(back, {"note": "ภาพซ้ำ"}).url == shown
    assert TOLD.search(client.get(shown).content.decode())
    assert "ภาพซ้ำ" not in client.get(shown).content.decode()


@pytest.mark.parametrize("page", ["report-send", "report-delete"])
def test_what_was_sent_meanwhile_is_neither_sent_nor_thrown_away(client, started, typed, posts, page):
    client.force_login(posts.owner)
    address = reverse(f"projects:{page}", args=[started.uid])
    assert client.get(address).status_code == 200
    typed(started, DONE, by=posts.owner)
    actions.send_report(report=started, by=posts.owner)
    assert client.get(address).url == reverse("projects:report", args=[started.uid])


def test_the_whole_ladder_by_its_five_posts(client, started, typed, posts):
    client.force_login(posts.owner)
    typed(started, DONE, by=posts.owner)
    page = client.get(reverse("projects:report-send", args=[started.uid]))
    assert page.status_code == 200
    assert client.post(reverse("projects:report-send", args=[started.uid])).status_code == 302
    assert state_of(started) == ReportState.SENT
    assert Notice.objects.filter(to=posts.mentor, kind="projects.report-sent").count() == 1

    answer = press(
        client, posts.mentor, started, "mentor-checked", advice="ครั้งหน้าเชิญผู้ปกครองด้วย", note="เรียบร้อย"
    )
    assert answer.status_code == 302
    assert state_of(started) == ReportState.MENTOR_CHECKED
    assert Notice.objects.filter(to=posts.manager, kind="projects.report-sent").count() == 1
    assert press(client, posts.manager, started, "manager-checked").status_code == 302
    assert {n.to for n in Notice.objects.filter(kind="projects.report-sent")} >= {posts.officer, posts.funder}
    client.force_login(posts.funder)
    page = client.get(reverse("projects:report", args=[started.uid])).content.decode()
    assert reverse("projects:report-step", args=[started.uid, "accepted"]) in page
    last = client.get(reverse("projects:report-step", args=[started.uid, "accepted"]))
    assert last.context["form"]["note"].label == "หมายเหตุ"  # nobody comes after, to whom it could be written
    assert press(client, posts.funder, started, "accepted").status_code == 302
    report = ActivityReport.objects.get()
    assert report.state == ReportState.ACCEPTED
    assert report.accepted_at
    assert Notice.objects.filter(to=posts.owner, kind="projects.report-accepted").count() == 1
    assert [(s.by, s.to_state) for s in report.steps.all()] == [
        (posts.owner, "sent"),
        (posts.mentor, "mentor-checked"),
        (posts.manager, "manager-checked"),
        (posts.funder, "accepted"),
    ]
    client.force_login(posts.owner)
    page = client.get(reverse("projects:report", args=[report.uid])).content.decode()
    for text in ("ครั้งหน้าเชิญผู้ปกครองด้วย", posts.mentor.name, posts.manager.name, posts.funder.name):
        assert text in page


def test_the_funds_officer_accepts_too(client, sent_report, posts):
    press(client, posts.mentor, sent_report, "mentor-checked")
    press(client, posts.manager, sent_report, "manager-checked")
    assert press(client, posts.officer, sent_report, "accepted").status_code == 302
    assert state_of(sent_report) == ReportState.ACCEPTED


def test_nobody_takes_a_step_that_is_not_theirs(client, sent_report, posts):
    assert press(client, posts.owner, sent_report, "mentor-checked").status_code == 403
    assert press(client, posts.stranger, sent_report, "accepted").status_code == 403
    assert in_vain(client, posts.manager, sent_report, "manager-checked")  # the mentor has not checked it yet
    assert in_vain(client, posts.funder, sent_report, "accepted")
    assert state_of(sent_report) == ReportState.SENT
    assert press(client, posts.mentor, sent_report, "mentor-checked").status_code == 302
    assert press(client, posts.manager, sent_report, "manager-checked").status_code == 302


def test_a_second_check_changes_nothing(client, sent_report, posts):
    assert press(client, posts.mentor, sent_report, "mentor-checked").status_code == 302
    assert in_vain(client, posts.mentor, sent_report, "mentor-checked")
    assert sent_report.steps.count() == 2


@pytest.mark.parametrize("who", ["mentor", "manager", "officer", "funder"])
def test_each_post_returns_with_a_note_and_the_writer_corrects_and_sends_again(
    client, sent_report, typed, posts, who
):
    if who != "mentor":
        actions.step_report(report=sent_report, rung=LADDER[0], by=posts.mentor)
    if who in ("officer", "funder"):
        actions.step_report(report=sent_report, rung=LADDER[1], by=posts.manager)
    client.force_login(getattr(posts, who))
    url = reverse("projects:report-return", args=[sent_report.uid])
    assert client.post(url, {"note": " "}).status_code == 422
    assert state_of(sent_report) != ReportState.STARTED
    assert client.post(url, {"note": "ขาดจำนวนผู้เข้าร่วม"}).status_code == 302
    assert state_of(sent_report) == ReportState.STARTED
    assert Notice.objects.filter(to=posts.owner, kind="projects.report-returned").exists()
    client.force_login(posts.owner)
    page = client.get(reverse("projects:report-write", args=[sent_report.uid, "results"]))
    assert "ขาดจำนวนผู้เข้าร่วม" in page.content.decode()
    line = sent_report.participants.create()
    typed(sent_report, {f"people.{line.uid}.people": "60"}, by=posts.owner)
    assert client.post(reverse("projects:report-send", args=[sent_report.uid])).status_code == 302
    report = ActivityReport.objects.get()
    assert (report.state, report.state_note, report.people) == (ReportState.SENT, "", 60)
    assert report.steps.filter(to_state=ReportState.STARTED, note="ขาดจำนวนผู้เข้าร่วม").exists()


def test_who_has_passed_a_report_on_can_take_it_back_only_until_the_next_step(client, sent_report, posts):
    press(client, posts.mentor, sent_report, "mentor-checked")
    url = reverse("projects:report-return", args=[sent_report.uid])
    assert client.get(url).status_code == 200
    press(client, posts.manager, sent_report, "manager-checked")
    client.force_login(posts.mentor)
    assert client.post(url, {"note": "แก้อีก"}).status_code == 403
    client.force_login(posts.owner)
    assert client.post(url, {"note": "แก้อีก"}).status_code == 403
    client.force_login(posts.funder)
    assert client.post(url, {"note": "แก้อีก"}).status_code == 302
    assert client.post(url, {"note": "แก้ซ้ำ"}).status_code == 302
    assert sent_report.steps.filter(note="แก้ซ้ำ").count() == 0


def test_steps_whose_post_nobody_holds_are_passed_over(client, kho_hong, make_project, typed, person):
    project = make_project(title="โครงการเล็ก")
    owner = person("Duang", "project-owner", project)
    report = actions.start_report(project=project, activity=project.design.activities.get(), by=owner)
    typed(report, DONE, by=owner)
    actions.send_report(report=report, by=owner)
    assert in_vain(client, kho_hong.officer, report, "accepted")  # there is a mentor
    press(client, kho_hong.mentor, report, "mentor-checked")
    # No manager of this project: the officer accepts after the mentor's check.
    assert any(report in rows for rows in waiting_for(kho_hong.officer))
    assert press(client, kho_hong.officer, report, "accepted").status_code == 302
    page = client.get(reverse("projects:report", args=[report.uid])).content.decode()
    assert "ladder-skipped" in page


def test_a_manager_newly_appointed_is_not_passed_over(client, kho_hong, make_project, typed, person):
    project = make_project(title="โครงการเล็ก")
    report = actions.enter_report(
        project=project, by=None, state=ReportState.MENTOR_CHECKED, title="อบรม", held_on=today()
    )
    manager = person("Anong", "project-manager", project)
    assert in_vain(client, kho_hong.officer, report, "accepted")
    assert press(client, manager, report, "manager-checked").status_code == 302
    assert press(client, kho_hong.officer, report, "accepted").status_code == 302


def test_an_officer_of_the_owner_does_not_accept_the_owners_report(
    client, sent_report, posts, kho_hong, person
):
    """The money's giver accepts; a post at the organisation that carries the project out is not enough."""
    insider = person("Boon", "funder-officer", kho_hong.owner)
    press(client, posts.mentor, sent_report, "mentor-checked")
    press(client, posts.manager, sent_report, "manager-checked")
    assert press(client, insider, sent_report, "accepted").status_code == 403
    assert press(client, posts.funder, sent_report, "accepted").status_code == 302


def test_an_incomplete_report_is_not_sent_and_says_what_is_missing(client, started, posts):
    client.force_login(posts.owner)
    url = reverse("projects:report-send", args=[started.uid])
    answer = client.post(url)
    assert answer.status_code == 422
    assert "#id_r.done" in answer.content.decode()
    assert state_of(started) == ReportState.STARTED


def test_an_activity_that_has_not_taken_place_is_not_reported(client, started, typed, posts):
    client.force_login(posts.owner)
    tomorrow = today() + timedelta(days=1)
    typed(started, DONE | {"r.held_on": tomorrow.isoformat()}, by=posts.owner)
    url = reverse("projects:report-send", args=[started.uid])
    assert client.post(url).status_code == 422
    typed(started, {"r.held_on": today().isoformat()}, by=posts.owner)
    assert client.post(url).status_code == 302


def test_a_form_sent_twice_sends_the_report_once(client, started, typed, posts):
    typed(started, DONE, by=posts.owner)
    client.force_login(posts.owner)
    body = {"op_id": "01890000-0000-7000-8000-000000000001"}
    url = reverse("projects:report-send", args=[started.uid])
    first, second = client.post(url, body), client.post(url, body)
    assert first.url == second.url
    assert started.steps.count() == 1
    third = client.post(url)
    assert third.status_code == 422
    assert started.steps.count() == 1


def test_a_sent_report_is_frozen_until_it_is_returned(client, sent_report, typed, posts):
    client.force_login(posts.owner)
    save = reverse("projects:report-save", args=[sent_report.uid])
    assert client.post(save, {"version": "9", "r.done": "เปลี่ยน"}).status_code == 409
    assert add_photo(client, sent_report).status_code == 409
    assert client.post(reverse("projects:report-delete", args=[sent_report.uid])).status_code == 409
    with pytest.raises(ReportFrozen):
        typed(sent_report, {"r.done": "เปลี่ยน"}, by=posts.owner)
    assert ActivityReport.objects.get().done == DONE["r.done"]
    actions.return_report(report=sent_report, note="แก้", by=posts.mentor)
    assert client.post(save, {"version": "9", "r.done": "เปลี่ยน"}).status_code == 200
    assert ActivityReport.objects.get().done == "เปลี่ยน"


def test_an_unsent_report_can_be_thrown_away_and_one_sent_once_is_kept(
    client, project, started, typed, posts
):
    client.force_login(posts.owner)
    add_photo(client, started)
    url = reverse("projects:report-delete", args=[started.uid])
    assert client.get(url).status_code == 200
    assert client.post(url).url == reverse("projects:project-reports", args=[project.uid])
    assert not ActivityReport.objects.exists()
    assert not StoredFile.objects.exists()
    again = actions.start_report(project=project, by=posts.owner)
    texts = DONE | {"r.title": "นอกแผน", "r.held_on": today().isoformat()}
    typed(again, texts, by=posts.owner)
    actions.send_report(report=again, by=posts.owner)
    actions.return_report(report=again, note="แก้", by=posts.mentor)
    assert client.post(reverse("projects:report-delete", args=[again.uid])).status_code == 409
    assert ActivityReport.objects.exists()


# Who reads ------------------------------------------------------------------------------------------------------


def test_everyone_reads_a_sent_report_and_nobody_outside_reads_a_draft(client, started, typed, posts):
    url = reverse("projects:report", args=[started.uid])
    assert client.get(url).status_code == 404
    client.force_login(posts.stranger)
    assert client.get(url).status_code == 404
    client.force_login(posts.mentor)
    assert client.get(url).status_code == 200
    typed(started, DONE, by=posts.owner)
    actions.send_report(report=started, by=posts.owner)
    client.logout()
    assert client.get(url).status_code == 200


def test_the_report_stands_in_the_organisations_name_and_persons_are_named_only_inside(
    client, sent_report, posts, project
):
    actions.step_report(report=sent_report, rung=LADDER[0], note="ดูแล้ว", by=posts.mentor)
    client.force_login(posts.mentor)
    client.post(reverse("projects:report-comment", args=[sent_report.uid]), {"text": "ขอภาพเพิ่ม"})
    url = reverse("projects:report", args=[sent_report.uid])
    inside = client.get(url).content.decode()
    for text in (posts.owner.name, posts.mentor.name, "ขอภาพเพิ่ม", "ดูแล้ว"):
        assert text in inside
    for reader in (None, posts.stranger):
        client.logout()
        if reader:
            client.force_login(reader)
        page = client.get(url).content.decode()
        assert project.organization.name in page
        for text in (posts.owner.name, posts.mentor.name, "ขอภาพเพิ่ม", "ดูแล้ว"):
            assert text not in page


def test_the_history_tells_of_acts_and_not_of_every_save(client, started, typed, posts):
    for number in range(40):
        typed(started, DONE | {"r.output": f"แกนนำ {number} คน"}, by=posts.owner)
    actions.send_report(report=started, by=posts.owner)
    client.force_login(posts.mentor)
    lines = client.get(reverse("projects:report", args=[started.uid])).context["history"]
    assert [line.who for line in lines] == [posts.owner.name] * 2
    assert len({line.what for line in lines}) == 2


SCOPES = {
    ScopeKind.AREA: lambda world: world.home.parent,
    ScopeKind.FUND: lambda world: world.fund,
    ScopeKind.ORGANIZATION: lambda world: world.owner,
    ScopeKind.PROJECT: lambda world: world.project,
}


@pytest.mark.parametrize("role", [*Role.values, None])
def test_a_report_passes_the_gate_exactly_when_it_stands_in_the_list(kho_hong, make_project, person, role):
    mine, other = (
        make_project(),
        make_project(title="อีกที่", fund=None, organization=None, home_area=kho_hong.plan.fund.home_area),
    )
    Project.objects.filter(pk=other.pk).update(place_no=0)
    kho_hong.project = mine
    reports = [
        actions.enter_report(project=project, by=None, state=state, title="อบรม", held_on=today())
        for project in (mine, other)
        for state in (ReportState.STARTED, ReportState.SENT)
    ]
    ActivityReport.objects.filter(project=other).update(place_no=0)
    readers = [AnonymousUser()]
    if role:
        readers = [person(f"{role} {kind}", role, SCOPES[kind](kho_hong)) for kind in ROLES[role].scopes]
    passed = 0
    for user in readers:
        for can in verbs_asked_of([report_for]):
            listed = set(ActivityReport.objects.visible_to(user, can))
            for report in reports:
                try:
                    report_for(user, report.uid, can)
                    through = True
                except (Http404, NotAllowed):
                    through = False
                assert through == (report in listed), (user, can, report.state)
                passed += through
    assert passed


# Due, late, closed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "due", "late"), [(0, 0, 0), (1, 1, 0), (REPORT_DAYS, 1, 0), (REPORT_DAYS + 1, 1, 1)]
)
def test_a_report_is_due_after_the_last_day_and_late_after_its_day(make_project, kho_hong, ended, due, late):
    project = make_project(ended_days_ago=ended)
    mine = Project.objects.filter(pk=project.pk)
    assert report_counts(mine) == ReportCounts(due, 0, 0, 0, late)


@pytest.mark.parametrize("status", ["finished", "stopped", "suspended"])
def test_a_project_that_ended_owes_its_reports_until_each_is_written_or_waived(
    make_project, kho_hong, status
):
    project = make_project(ended_days_ago=30)
    activity = project.design.activities.get()
    mine, by = Project.objects.filter(pk=project.pk), kho_hong.officer
    with pytest.raises(OpenReports) as refused:
        actions.set_status(project=project, status=status, reason="จบ", by=by)
    assert refused.value.params["errors"][0]["field"] == f"activities.{activity.uid}"
    project.refresh_from_db()
    assert project.status == "running"
    actions.set_status(project=project, status=status, reason="จบ", answers={activity.uid: ""}, by=by)
    project.refresh_from_db()
    assert report_counts(mine) == ReportCounts(1, 0, 0, 0, 1)
    assert figures_of_mine(project) == (1, 0, 1)
    assert actions.start_report(project=project, activity=activity, by=by)  # what was done is still reported
    with pytest.raises(ReasonMissing):
        actions.waive_report(project=project, activity=activity, reason=" ", by=by)
    actions.waive_report(project=project, activity=activity, reason="น้ำท่วม จัดไม่ได้", by=by)
    assert report_counts(mine) == ReportCounts(1, 0, 0, 1, 0)
    assert figures_of_mine(project) == (1, 1, 0)
    actions.take_waiver_back(project=project, activity=activity, by=by)
    assert report_counts(mine) == ReportCounts(1, 0, 0, 0, 1)


def test_a_day_before_the_activity_begins_is_asked_about(make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    activity, by = project.design.activities.get(), kho_hong.officer
    report = actions.start_report(project=project, activity=activity, by=by)

    def asked(day):
        changes = read_report({"r.held_on": day.isoformat()})
        actions.save_report(report=report, base_version=report.version, changes=changes, by=by)
        report.refresh_from_db()
        return [one for one in missing_in(report).missing if one.path == "r.held_on"]

    (one,) = asked(activity.starts_on - timedelta(days=1))
    assert not one.required
    assert asked(activity.starts_on) == []


def figures_of_mine(project):
    """Due, waived and late, as the summary has them."""
    rows = Tally.objects.filter(fund=project.fund, fiscal_year=project.fiscal_year, issue_list=None)
    return rows.values_list("reports_due", "reports_waived", "reports_late").get()


def test_an_end_with_a_waiver_for_each_open_activity_leaves_nothing_late(make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    activity = project.design.activities.get()
    actions.set_status(
        project=project, status="finished", reason="", answers={activity.uid: "งดจัด"}, by=kho_hong.officer
    )
    waiver = activity.waiver
    assert (waiver.reason, waiver.by) == ("งดจัด", kho_hong.officer)
    assert figures_of_mine(project) == (1, 1, 0)
    project.refresh_from_db()
    assert project.oldest_unreported_on is None


def test_a_report_that_comes_all_the_same_counts_and_is_not_waived_again(make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    activity, by = project.design.activities.get(), kho_hong.officer
    actions.waive_report(project=project, activity=activity, reason="ไม่มีผู้รับผิดชอบ", by=by)
    report = actions.start_report(project=project, activity=activity, by=by)
    actions.save_report(report=report, base_version=report.version, changes=read_report(DONE), by=by)
    actions.send_report(report=report, by=by)
    assert report_counts(Project.objects.filter(pk=project.pk)) == ReportCounts(1, 1, 0, 0, 0)
    with pytest.raises(ReportIsThere):
        actions.waive_report(project=project, activity=activity, reason="อีกครั้ง", by=by)


def test_the_page_asks_for_each_open_activity_and_keeps_what_was_answered(client, make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    activity = project.design.activities.get()
    address = reverse("projects:project-status", args=[project.uid])
    client.force_login(kho_hong.officer)
    assert activity.name in client.get(address).content.decode()
    answer = client.post(address, {"status": "finished"})
    assert (answer.status_code, Waiver.objects.count()) == (422, 0)
    typed = {"status": "finished", f"report-{activity.uid}": "waived"}
    assert client.post(address, typed).status_code == 422  # why is not said
    assert client.post(address, typed | {f"why-{activity.uid}": "ฝนตกหนัก"}).status_code == 302
    shown = client.get(reverse("projects:project-reports", args=[project.uid])).content.decode()
    assert "ฝนตกหนัก" in shown
    listed = client.get(reverse("projects:reports"), {"figure": "reports_waived", "area": "TH"})
    assert "ฝนตกหนัก" in listed.content.decode()
    client.post(reverse("projects:report-waiver-back", args=[project.uid, activity.uid]))
    assert not Waiver.objects.exists()
    assert client.post(
        reverse("projects:report-waive", args=[project.uid, activity.uid]), {"reason": "ย้าย"}
    ).url


def test_programs_answer_for_open_activities_too(make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    activity = project.design.activities.get()
    caller = Caller(kho_hong.officer)
    refused = caller.post(f"/projects/{project.uid}/status", {"status": "finished"})
    assert refused.json()["errors"][0]["field"] == f"activities.{activity.uid}"
    answers = [{"activity": str(activity.uid), "why_none": "งดจัด"}]
    done = caller.post(f"/projects/{project.uid}/status", {"status": "finished", "activities": answers})
    assert done.json()["status"] == "finished"
    address = f"/projects/{project.uid}/activities/{activity.uid}/waiver"
    assert caller.get(address).json()["reason"] == "งดจัด"
    assert caller.post(f"{address}/remove").status_code == 204
    assert caller.post(address, {"reason": "ย้ายผู้รับผิดชอบ"}).status_code == 201


def test_a_report_counts_as_due_sent_accepted_in_its_turn(make_project, kho_hong):
    project = make_project(ended_days_ago=30)
    mine = Project.objects.filter(pk=project.pk)
    activity = project.design.activities.get()
    report = actions.enter_report(
        project=project, activity=activity, by=None, state=ReportState.STARTED, title="อบรม", held_on=today()
    )
    assert report_counts(mine) == ReportCounts(1, 0, 0, 0, 1)
    actions.save_report(report=report, base_version=0, changes=read_report(DONE), by=kho_hong.officer)
    actions.send_report(report=report, by=kho_hong.officer)
    assert report_counts(mine) == ReportCounts(1, 1, 0, 0, 0)
    actions.step_report(report=report, rung=LADDER[0], by=kho_hong.mentor)
    actions.step_report(report=report, rung=LADDER[2], by=kho_hong.officer)
    assert report_counts(mine) == ReportCounts(1, 1, 1, 0, 0)
    actions.return_report(report=report, note="เลขไม่ตรง", by=kho_hong.officer)
    assert report_counts(mine) == ReportCounts(1, 0, 0, 0, 1)


def test_after_the_year_closed_only_who_accepts_reports_enters_one(make_project, kho_hong, person):
    project = make_project(fiscal_year=2567)
    owner = person("Duang", "project-owner", project)
    evening = datetime(2024, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Bangkok
    with pytest.raises(ReportYearClosed) as refused:
        actions.start_report(project=project, by=owner, at=evening + timedelta(minutes=1))
    assert "2567" in str(refused.value)
    assert actions.start_report(project=project, by=owner, at=evening)
    assert actions.start_report(project=project, by=kho_hong.officer)


def test_the_refusal_of_a_closed_year_is_a_page_in_both_languages(client, make_project, person):
    project = make_project(fiscal_year=YEAR - 2)
    client.force_login(person("Duang", "project-owner", project))
    url = reverse("projects:report-new", args=[project.uid])
    answer = client.post(url)
    assert answer.status_code == 409
    assert str(YEAR - 2) in answer.content.decode()
    Project.objects.update(fiscal_year=YEAR)
    assert client.post(url).status_code == 302


# Indicators, lists, tasks ---------------------------------------------------------------------------------------


def test_results_feed_the_projects_indicators(client, project, posts):
    first, second = project.design.indicators.all()
    old = today() - timedelta(days=20)

    def report(day, value, state):
        return actions.enter_report(
            project=project, by=None, title="วัดผล", held_on=day, state=state, results={first: Decimal(value)}
        )

    report(today(), 20, ReportState.STARTED)  # a draft says nothing yet
    line = indicator_progress(project)[0]
    assert (line.accepted, line.sent, line.percent) == (None, None, None)
    report(old, 36, ReportState.ACCEPTED)
    report(old - timedelta(days=5), 39, ReportState.ACCEPTED)  # entered later, measured earlier
    report(today() - timedelta(days=1), 33, ReportState.SENT)
    line, untouched = indicator_progress(project)
    assert (line.accepted.value, line.sent.value, line.percent) == (36, 33, 40)
    assert (untouched.indicator, untouched.percent) == (second, None)
    page = client.get(reverse("projects:project-reports", args=[project.uid])).content.decode()
    assert "40%" in page


def test_tasks_are_found_through_posts(client, project, started, typed, posts, django_assert_max_num_queries):
    assert [t.title for t in tasks_for(posts.owner)] == ["เขียนรายงาน “อบรมแกนนำ”"]
    typed(started, DONE, by=posts.owner)
    actions.send_report(report=started, by=posts.owner)
    assert tasks_for(posts.owner) == []
    with django_assert_max_num_queries(6):
        waiting = tasks_for(posts.mentor)
    assert waiting[0].url == reverse("projects:report", args=[started.uid])
    assert tasks_for(posts.manager) == []
    assert tasks_for(posts.stranger) == []
    actions.return_report(report=started, note="เพิ่มจำนวนคน", by=posts.mentor)
    with django_assert_max_num_queries(6):
        mine = tasks_for(posts.owner)
    assert [(task.detail, task.urgent) for task in mine] == [("เพิ่มจำนวนคน", True)]
    assert tasks_for(posts.mentor) == []


def button_of(page: bytes, title: str) -> dict[str, object]:
    """Where the one button of a line leads to: a link, or what its form sends."""
    said = page.decode()
    line = said[said.index(title) :]
    form = re.search(r'<form method="post" action="([^"]*)">(.*?)</form>', line, re.S)
    assert form, line[:800]
    return {"url": form[1], "fields": dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[2]))}


@pytest.mark.parametrize("address", ["/", "/reports/?show=due"])
def test_one_press_among_the_tasks_begins_the_report_and_the_next_goes_on(client, project, posts, address):
    """On the home page, and in the list that it leads to where there are more than a few."""
    client.force_login(posts.owner)
    button = button_of(client.get(address).content, "อบรมแกนนำ")
    answer = client.post(button["url"], button["fields"])
    report = ActivityReport.objects.get()
    writing = reverse("projects:report-write", args=[report.uid, "done"])
    assert (answer.url, report.activity) == (writing, project.design.activities.get())
    page = client.get(address).content.decode()
    assert f'href="{writing}"' in page
    assert reverse("projects:report-new", args=[project.uid]) not in page


def test_the_year_of_a_fund_says_what_is_approved_spent_and_left_and_until_when(
    client, kho_hong, make_project
):
    """Drafts say nothing yet, finished projects leave nothing, an approval by mistake and another year do not count."""
    runs = make_project(title="กำลังเดิน", budget_satang=2_000_000)
    Design.objects.filter(pk=runs.design_id).update(ends_on=today() + timedelta(days=30))
    over = make_project(title="เลยวัน", budget_satang=1_000_000)
    Design.objects.filter(pk=over.design_id).update(ends_on=today() - timedelta(days=1))
    done = make_project(title="เสร็จ", budget_satang=500_000)
    Project.objects.filter(pk=done.pk).update(status="finished")
    more = make_project(title="ใช้เกิน", budget_satang=100_000)  # hides nothing of what the others have left
    Project.objects.filter(pk=make_project(title="ผิด").pk).update(status="annulled")
    make_project(title="ปีก่อน", fiscal_year=YEAR - 1)
    for project, amount, state in (
        (runs, 300_050, "sent"),
        (runs, 900_000, "started"),
        (done, 400_000, "accepted"),
        (more, 600_000, "sent"),
    ):
        actions.enter_report(
            project=project,
            by=None,
            title="จ่าย",
            held_on=today(),
            state=ReportState(state),
            spending={3: amount},
        )
    client.force_login(kho_hong.officer)
    answer = client.get(reverse("projects:fund-reports", args=[kho_hong.fund.uid]) + f"?year={YEAR}")
    money = answer.context["money"]
    assert (money.projects, money.approved, money.spent) == (4, 3_600_000, 1_300_050)
    assert (money.unreported, money.until) == (2_699_950, today() + timedelta(days=30))
    assert (money.over, money.over_unreported) == (1, 1_000_000)
    page = answer.content.decode()
    for text in ("36,000", "13,000.50", "26,999.50", day_text(money.until), "1 โครงการเลยวันสิ้นสุดแล้ว"):
        assert text in page, text
    for asked in (f"fund={kho_hong.fund.uid}", f"area={kho_hong.fund.home_area.code}", "area=TH"):
        said = client.get(f"/counts/?year={YEAR}&{asked}").content.decode()
        for text in ("มีรายงานว่าใช้จ่ายแล้ว 13,000 บาท", "ยังไม่มีรายงานการใช้จ่าย 27,000 บาท"):
            assert text in said, (asked, text)


def test_a_home_without_tasks_says_what_runs_and_what_comes_next(client, make_project, kho_hong, person):
    """Of a group with a running project nothing is "all done"."""
    running = make_project(ended_days_ago=-20, title="กำลังเดิน")
    owner = person("Duang", "project-owner", running)
    client.force_login(owner)
    activity = running.design.activities.get()

    def home() -> str:
        page = client.get("/").content.decode()
        assert "ทำครบแล้ว" not in page
        assert reverse("projects:project-reports", args=[running.uid]) in page
        return page

    page = home()
    assert f"กิจกรรมต่อไป “{activity.name}” ถึง {day_text(activity.ends_on)}" in page
    assert day_text(activity.ends_on + timedelta(days=REPORT_DAYS)) in page
    actions.enter_report(
        project=running,
        activity=activity,
        by=None,
        title="อบรมแล้ว",
        held_on=today(),
        state=ReportState.ACCEPTED,
    )
    assert "ไม่มีกิจกรรมที่ต้องรายงานอีก" in home()
    Project.objects.filter(pk=running.pk).update(status="finished")
    assert "ทำครบแล้ว" in client.get("/").content.decode()


def test_a_group_that_sent_its_proposal_reads_whose_turn_it_is(client, kho_hong, submitted, person):
    writer = person("Nok")
    join(submitted, writer, by=kho_hong.officer)
    client.force_login(writer)
    page = client.get("/").content.decode()
    assert f"ขั้นต่อไปคือการพิจารณาของ{kho_hong.fund.name}" in page
    assert reverse("projects:proposal", args=[submitted.uid]) in page


def test_many_reports_to_check_are_one_task(project, posts):
    for number in range(8):
        actions.enter_report(project=project, by=None, title=f"กิจกรรม {number}", held_on=today())
    (task,) = tasks_for(posts.mentor)
    assert "8" in task.title
    assert task.url.endswith("?show=waiting")


def test_lists_show_what_waits_what_is_late_and_what_was_returned(
    client, project, make_project, posts, sent_report
):
    late = make_project(ended_days_ago=40, title="ล่าช้ามาก")
    url = reverse("projects:reports")
    client.force_login(posts.mentor)
    page = client.get(url).content.decode()
    assert str(sent_report.uid) in page
    assert str(late.uid) in client.get(url, {"show": "late"}).content.decode()
    actions.return_report(report=sent_report, note="แก้", by=posts.mentor)
    assert str(sent_report.uid) not in client.get(url, {"show": "waiting"}).content.decode()
    client.force_login(posts.owner)
    assert str(sent_report.uid) in client.get(url, {"show": "returned"}).content.decode()
    assert str(sent_report.uid) in client.get(url, {"show": "all", "state": "started"}).content.decode()
    client.logout()
    assert str(sent_report.uid) not in client.get(url).content.decode()


def test_the_funds_page_counts_and_lists_its_reports(client, kho_hong, make_project):
    project = make_project(ended_days_ago=40)
    report = actions.enter_report(project=project, by=None, title="อบรม", held_on=today())
    page = client.get(reverse("projects:fund-reports", args=[kho_hong.fund.uid])).content.decode()
    assert str(report.uid) in page
    assert str(project.uid) in page  # its activity of the plan is late


@pytest.mark.parametrize("show", ["all", "waiting", "late"])
def test_lists_need_as_many_queries_for_1_row_as_for_30(client, make_project, posts, show):
    def fill(number):
        project = make_project(ended_days_ago=40, title=f"โครงการ {number}")
        actions.enter_report(project=project, by=None, title=f"กิจกรรม {number}", held_on=today())

    def count():
        client.get(url, {"show": show})
        with CaptureQueriesContext(connection) as found:
            assert client.get(url, {"show": show}).status_code == 200
        return len(found)

    url = reverse("projects:reports")
    client.force_login(posts.mentor)
    fill(0)
    one = count()
    for number in range(1, 30):
        fill(number)
    assert count() == one


def test_the_pages_of_a_project_with_30_activities_need_no_more_queries(client, project, posts):
    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    url = reverse("projects:project-reports", args=[project.uid])
    client.force_login(posts.owner)
    actions.enter_report(
        project=project, activity=project.design.activities.get(), by=None, title="หนึ่ง", held_on=today()
    )
    client.get(url)
    one = count()
    for no in range(2, 32):
        activity = Activity.objects.create(design=project.design, no=no, name=f"กิจกรรม {no}", ends_on=today())
        actions.enter_report(
            project=project, activity=activity, by=None, title=f"รายงาน {no}", held_on=today()
        )
    assert count() == one


def test_entering_a_whole_report_keeps_every_part_of_it(project):
    indicator = project.design.indicators.first()
    report = actions.enter_report(
        project=project,
        by=None,
        state=ReportState.ACCEPTED,
        title="ประชุม",
        held_on=today(),
        participants=[{"people": 100, "detail": "พี่เลี้ยงจาก 5 อำเภอ"}],
        spending={1: 500_00, 3: 1_000_00},
        results={indicator: Decimal(31)},
    )
    assert (report.people, report.spent_satang, report.results.get().value) == (100, 150_000, 31)
    assert (report.state, report.steps.get().to_state) == ("accepted", "accepted")


def test_a_step_out_of_turn_is_refused_in_the_action_too(sent_report, posts):
    with pytest.raises(NotYourStep):
        actions.step_report(report=sent_report, rung=LADDER[2], by=posts.funder)
    actions.step_report(report=sent_report, rung=LADDER[0], by=posts.mentor)
    actions.step_report(report=sent_report, rung=LADDER[1], by=posts.manager)
    assert actions.step_report(report=sent_report, rung=LADDER[2], by=posts.funder).accepted_at


def test_reports_in_files_of_fiscal_days_know_their_last_day():
    assert last_day_of_reports(2569) == date(2026, 12, 31)
    assert fiscal_year_days(2569)[1] < last_day_of_reports(2569)


def test_a_project_keeps_what_is_open_of_its_reports(client, kho_hong, make_project, typed, posts):
    """By this the lists of late and returned reports are found without looking through all reports."""
    project = make_project(title="โครงการที่เลยกำหนด")
    activity = project.design.activities.get()

    def kept():
        project.refresh_from_db()
        return project.oldest_unreported_on, project.returned_reports

    assert kept() == (activity.ends_on, 0)
    report = actions.start_report(project=project, activity=activity, by=kho_hong.officer)
    typed(report, DONE, by=kho_hong.officer)
    actions.send_report(report=report, by=kho_hong.officer)
    assert kept() == (None, 0)
    actions.return_report(report=report, note="เพิ่มจำนวนผู้เข้าร่วม", by=kho_hong.mentor)
    assert kept() == (activity.ends_on, 1)


def test_reports_move_with_their_project(client, kho_hong, sent_report):
    project, elsewhere = (
        sent_report.project,
        Area.objects.exclude(pk=sent_report.home_area_id).get(code="9011"),
    )
    variation = start_variation(project=project, by=kho_hong.officer)
    change = {"reason": "ย้ายที่จัด", "home_area": elsewhere, "design": {}}
    write_variation(variation=variation, by=kho_hong.officer, **change)
    send_variation(variation=variation, by=kho_hong.officer)
    decision = {"outcome": "agreed", "decided_on": today(), "resolution_no": "3/2570"}
    decide_variation(variation=variation, by=kho_hong.officer, **decision)
    sent_report.refresh_from_db()
    assert (sent_report.home_area, sent_report.place_no) == (elsewhere, elsewhere.place_no)

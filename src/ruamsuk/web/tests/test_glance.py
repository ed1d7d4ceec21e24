"""Who answers for an area reads on the home page how it stands there, and each number opens its records."""

import re
from datetime import timedelta

import pytest

from ruamsuk.accounts.choices import Role
from ruamsuk.core.calendar import today, year_before
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.tests.conftest import (  # noqa: F401
    MOMENT,
    YEAR,
    Maker,
    make,
    network,
    reader,
    small_network,
    world,
)
from ruamsuk.files.choices import FileKind
from ruamsuk.files.models import StoredFile


@pytest.fixture
def home(client, person, area, world):  # noqa: F811
    def as_(role: str, place: str = "90", language: str = "th"):
        client.force_login(person(f"{role} {place}", role, area(place)))
        client.cookies["language"] = language
        return client.get("/")

    return as_


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.COORDINATOR, Role.CENTRAL, Role.AUDITOR])
def test_the_home_of_an_area_shows_the_figures_of_its_page_of_counts(client, home, role):
    seen = home(role).context["glance"]
    counts = client.get(f"/counts/?area=90&year={YEAR}").context["found"]
    shown = {str(tile["label"]): tile["value"] for tile in seen.tiles}
    assert shown[str(FIGURES["approved"].label)] == f"{counts.totals['approved']:,}"
    assert shown[str(FIGURES["reports_late"].label)] == f"{counts.totals['reports_late']:,}"
    assert f"อนุมัติแล้ว {counts.totals['approved']} โครงการ" in seen.sentence
    page = client.get("/").content.decode()
    assert "ทำครบแล้ว" not in page
    assert len(re.findall(r'class="btn[^"]*"[^>]*href="/counts/', page)) == 1


def test_a_running_year_stands_beside_the_same_day_of_the_year_before(home, world):  # noqa: F811
    """And not beside the whole of it alone, which every October loses against."""
    then = year_before(today())
    for day in (then - timedelta(days=40), then, then + timedelta(days=1)):
        world.make.project(world.kho_hong, year=YEAR - 1, approved_on=day, budget_satang=100_00)
    seen = home(Role.EXECUTIVE).context["glance"]
    notes = {str(tile["label"]): tile["note"] for tile in seen.tiles}
    assert notes[str(FIGURES["approved"].label)].startswith("2 ")
    assert notes[str(FIGURES["budget_satang"].label)].startswith("200 ")
    assert f"ปี {YEAR - 1} ถึงวันเดียวกันนี้ 2" in seen.sentence
    assert "ทั้งปี 3" in seen.sentence


def test_what_is_stuck_opens_as_many_records_as_it_says(client, home, world):  # noqa: F811
    seen = home(Role.COORDINATOR).context["glance"]
    numbers = {one.what: one for one in seen.stuck}
    waiting, late = numbers["ข้อเสนอรอพิจารณา"], numbers["รายงานเลยกำหนด"]
    assert (waiting.number, late.number) == (1, 1)
    for one in seen.stuck:
        assert len(client.get(one.url).context["page"].rows) == one.number
    assert "นานที่สุดรอมาแล้ว 0 วัน" in waiting.where
    assert re.search(r": 1", late.where)


def test_the_newest_reports_are_accepted_ones_of_the_area(client, home, world):  # noqa: F811
    ((report, _photo),) = home(Role.EXECUTIVE).context["glance"].newest
    assert report.state == "accepted"
    assert client.get(f"/reports/{report.uid}/").status_code == 200
    assert home(Role.EXECUTIVE, "93").context["glance"].newest == []


def test_a_newest_report_shows_its_first_photo_to_who_has_an_account(client, home, world, person):  # noqa: F811
    """A visitor sees none: nobody has said yet that strangers may."""
    ((report, none),) = home(Role.EXECUTIVE).context["glance"].newest
    assert none is None
    for no, state, removed_at in (
        (1, "refused", None),
        (2, "ready", MOMENT),
        (3, "ready", None),
        (4, "ready", None),
    ):
        file = StoredFile.objects.create(
            kind=FileKind.PHOTO, name=f"{no}.jpg", media_type="image/jpeg", size=1, sha256="0" * 64, state=state,
            width=4, height=3, uploaded_by=person("Malee"), uploaded_at=MOMENT,
        )  # fmt: skip
        report.photos.create(file=file, no=no, removed_at=removed_at)
    third = report.photos.get(no=3)
    page = home(Role.EXECUTIVE)
    assert page.context["glance"].newest == [(report, third)]
    assert f"/photos/{third.uid}/small/" in page.content.decode()
    client.logout()
    assert client.get("/").context["glance"].newest == [(report, None)]


def test_where_nothing_is_recorded_the_home_says_where_to_begin(client, home):
    client.get("/counts/?year=2550")
    page = home(Role.EXECUTIVE)
    assert page.context["glance"]
    empty = client.get("/?year=2550")
    assert empty.context["glance"] is None
    assert str(page.context["step"].button) in empty.content.decode()


def test_a_post_of_one_fund_has_tasks_and_no_glance(client, person, world):  # noqa: F811
    client.force_login(person("Officer", Role.FUND_OFFICER, world.kho_hong))
    assert client.get("/").context["glance"] is None


def test_in_english_all_of_it_is_english(home):
    page = home(Role.EXECUTIVE, language="en").content.decode()
    for words in (
        "Where it is stuck",
        "projects approved with",
        "the longest waits for 0 days",
        "All figures of the area",
    ):
        assert words in page


def test_a_visitor_finds_the_figures_of_the_country_and_no_work_of_others(client, world):  # noqa: F811
    page = client.get("/")
    seen, text = page.context["glance"], page.content.decode()
    assert seen.stuck == []
    assert [tile["value"] for tile in seen.tiles][
        1
    ] == f"{client.get('/counts/').context['found'].totals['approved']:,}"
    assert "reports_late" not in "".join(tile["url"] for tile in seen.tiles)
    assert seen.issues.marks
    assert all(client.get(mark.url).status_code == 200 for mark in seen.issues.marks if mark.url)
    assert text.index('class="hero"') < text.index('class="tiles"') < text.index('id="how"')


def test_every_page_of_the_visitors_menu_answers_without_an_account(client, world):  # noqa: F811
    for page in ("/", "/counts/", "/accounts/login/"):
        menu = re.search(r'class="visitor-menu".*?</nav>', client.get(page).content.decode(), re.DOTALL)
        links = re.findall(r'href="([^"]+)"', menu[0])
        assert links == ["/counts/", "/funds/", "/projects/", "/reports/", "/issues/"]
    assert [client.get(link).status_code for link in links] == [200] * len(links)

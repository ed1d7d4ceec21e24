"""The frame around every page: language, colours, place and year, menu, error pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from ruamsuk.accounts.models import User
from ruamsuk.config.urls import handler500
from ruamsuk.organizations.actions import add_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def malee(person, area):
    return person("Malee", "coordinator", area("90"))


def html_tag(page: str) -> str:
    return re.search(r"<html[^>]*>", page)[0]


def test_a_first_visit_is_in_thai_whatever_the_browser_speaks(client):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert 'lang="th"' in html_tag(page)
    client.cookies["language"] = "en"
    assert 'lang="en"' in html_tag(client.get("/").content.decode())


def test_the_language_switch_stays_with_the_person_on_every_device(client, malee):
    client.force_login(malee)
    answer = client.post("/choose/", {"language": "en", "next": "/settings/"})
    assert answer.headers["Location"] == "/settings/"
    assert answer.cookies["language"].value == "en"
    client.cookies.pop("language")
    assert 'lang="en"' in html_tag(client.get("/settings/").content.decode())
    assert User.objects.get(pk=malee.pk).language == "en"


def test_the_language_switch_changes_every_string_of_the_home_page(client, malee):
    client.force_login(malee)

    def sentences(language: str) -> set[str]:
        client.cookies["language"] = language
        body = client.get("/").content.decode().split("<body")[1]
        return {text.strip() for text in re.findall(r">([^<>]*[A-Za-zก-๙][^<>]*)<", body)}

    own_words = {"Malee", "malee", "ภาษาไทย", "English"}
    assert sentences("th") & sentences("en") <= own_words
    assert len(sentences("en")) > 10


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_colours_are_kept_for_visitors_and_for_people(client, malee, theme):
    client.post("/choose/", {"theme": theme})
    assert f'data-theme="{theme}"' in html_tag(client.get("/").content.decode())
    client.force_login(malee)
    client.post("/choose/", {"theme": theme})
    client.cookies.pop("theme")
    assert f'data-theme="{theme}"' in html_tag(client.get("/").content.decode())


def test_a_language_or_theme_that_does_not_exist_changes_nothing(client, malee):
    client.force_login(malee)
    answer = client.post("/choose/", {"language": "xx", "theme": "neon"})
    assert answer.status_code == 302
    assert not answer.cookies
    malee.refresh_from_db()
    assert (malee.language, malee.theme) == ("th", "auto")


def test_the_switch_returns_to_this_site_only(client):
    assert client.post("/choose/", {"theme": "dark", "next": "/ui/?a=1"}).headers["Location"] == "/ui/?a=1"
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)", ""):
        assert client.post("/choose/", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


def test_a_funder_looks_at_the_country_and_not_at_what_lies_around_its_office(client, person, area):
    """What it pays for lies anywhere; a group begins where it is at home."""
    office = add_organization(name="ผู้ให้ทุนสมมติ", kind="other", home_area=area("9011"), by=None)
    for role, place in (("funder-officer", "ประเทศไทย"), ("project-owner", "อำเภอหาดใหญ่")):
        client.force_login(person(role, role, office))
        assert f'<span class="focus-place">{place}</span>' in client.get("/more/").content.decode()


def test_place_and_year_stay_as_chosen_and_the_page_is_the_same(client, malee, area):
    client.force_login(malee)
    assert "สงขลา" in client.get("/").content.decode()
    hat_yai = area("9011")
    chosen = {
        "area": "หาดใหญ่",
        "area_area": hat_yai.pk,
        "year": "๒๕๖๘",
        "next": "/more/?area=90&q=x&year=2570",
    }
    answer = client.post("/focus/", chosen)
    assert answer.headers["Location"] == "/more/?q=x"
    page = client.get("/more/").content.decode()
    assert '<span class="focus-place">อำเภอหาดใหญ่</span>' in page
    assert "2568</span>" in page


def test_a_place_or_year_that_does_not_exist_is_refused_beside_its_field(client, malee, area):
    client.force_login(malee)
    answer = client.post("/focus/", {"area": "ไม่มีที่นี่", "year": "12345", "next": "/more/"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="focus_area_error"' in page
    assert 'id="focus_year_error"' in page
    assert "focus_area" not in client.session
    assert client.post("/focus/", {"area": "90", "year": "2570"}).status_code == 302


def test_the_form_of_place_and_year_comes_alone_when_the_top_line_asks(client, malee):
    client.force_login(malee)
    part = client.get("/focus/?next=/more/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="/more/"' in part
    assert "<html" in client.get("/focus/").content.decode()


def test_the_frame_costs_three_queries_beside_session_and_person(client, malee):
    client.force_login(malee)
    client.get("/more/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/more/")
    assert len(queries) <= 2 + 3, [query["sql"][:120] for query in queries]


def test_the_menu_shows_only_what_a_role_can_use(client, malee, person, area):
    client.force_login(malee)
    assert 'href="/users/"' in client.get("/more/").content.decode()
    client.force_login(person("Somchai", "executive", area("90")))
    assert 'href="/users/"' not in client.get("/more/").content.decode()


def test_visitors_get_the_front_page_and_no_menu_of_work(client):
    page = client.get("/").content.decode()
    assert "/accounts/login/" in page
    assert 'class="rail"' not in page
    assert client.get("/more/").status_code == 302


@pytest.mark.parametrize("path", ["/settings/", "/more/"])
def test_own_pages_ask_visitors_to_sign_in(client, malee, path):
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    client.force_login(malee)
    assert client.get(path).status_code == 200


def test_settings_are_saved_and_said_in_the_new_language(client, malee):
    client.force_login(malee)
    answer = client.post("/settings/", {"language": "en", "theme": "dark"}, follow=True)
    assert "Your settings are saved." in answer.content.decode()
    malee.refresh_from_db()
    assert (malee.language, malee.theme, malee.wants_digest) == ("en", "dark", False)
    assert client.post("/settings/", {"language": "xx", "theme": "dark"}).status_code == 422


def test_an_unknown_address_says_what_to_do(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.content.decode()


def test_the_crash_page_needs_no_database_and_no_request(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = import_string(handler500)(rf.get("/")).content.decode()
    assert "เกิดข้อผิดพลาดในระบบ" in page


def test_a_form_of_a_closed_session_becomes_a_page_that_says_what_to_do(malee):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/choose/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "หน้านี้เปิดค้างไว้นานเกินไป" in answer.content.decode()

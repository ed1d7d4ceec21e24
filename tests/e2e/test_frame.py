"""The frame and the components in a real browser: axe, keyboard, place and year, a form sent once."""

import pytest
from playwright.sync_api import expect

from ruamsuk.core.todo import Todo
from ruamsuk.web import queries

VISITORS = ["/", "/ui/", "/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]
OWN = ["/", "/more/", "/settings/", "/focus/", "/accounts/password/change/", "/accounts/logout/"]


@pytest.fixture
def malee(person, area):
    return person("Malee", "coordinator", area("90"))


@pytest.fixture
def work(monkeypatch):
    due = [Todo("clock", "รายงานกิจกรรม", "", "/ui/", "เขียนรายงาน", percent=40, urgent=True)]
    monkeypatch.setattr(queries, "TASKS", [lambda user: due])


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_pages_for_everyone(db, open_page, axe, width, theme):
    page = open_page(width, 800, theme=theme)
    for path in VISITORS:
        page.goto(path)
        # The focus on the errors has scrolled parts below the top line.
        page.evaluate("window.scrollTo(0, 0)")
        assert fits(page), path
        axe(page)


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_own_pages(open_page, axe, sign_in, malee, work, width, theme):
    page = sign_in(open_page(width, 800, theme=theme), malee)
    for path in OWN:
        page.goto(path)
        assert fits(page), path
        axe(page)
    page.locator("summary").first.click()
    expect(page.locator(".focus-pick form")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_narrowest_phone_shows_the_gallery_without_scrolling_sideways(db, open_page, language):
    page = open_page(320, 640, language=language)
    page.goto("/ui/")
    assert fits(page)


def test_place_and_year_are_changed_from_the_top_line_with_the_keyboard(desktop, sign_in, malee, area):
    area("9011")
    page = sign_in(desktop, malee)
    page.goto("/more/")
    summary = page.locator(".focus-pick summary")
    expect(summary).to_contain_text("สงขลา")
    summary.focus()
    page.keyboard.press("Enter")
    field = page.locator("#focus_area")
    expect(field).to_be_visible()
    field.fill("หาดใหญ่")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#focus_year").select_option("2568")
    page.locator(".focus-pick button[type=submit]").click()
    page.wait_for_url("**/more/")
    expect(page.locator(".focus-pick summary")).to_contain_text("หาดใหญ่")
    expect(page.locator(".focus-pick summary")).to_contain_text("2568")


def test_escape_closes_an_open_panel_and_gives_the_focus_back(desktop, sign_in, malee):
    page = sign_in(desktop, malee)
    own = page.locator(".top-tools summary")
    own.click()
    expect(page.locator(".panel-name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel-name")).to_be_hidden()
    expect(own).to_be_focused()


def test_the_first_tab_skips_to_the_content(db, desktop):
    desktop.goto("/ui/")
    desktop.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    expect(desktop.locator(".skip-link")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("main")).to_be_focused()


def test_colours_and_language_change_at_once(desktop, sign_in, malee):
    page = sign_in(desktop, malee)
    page.locator(".top-tools summary").click()
    page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    page.locator(".top-tools summary").click()
    page.locator("button[name=language][value=en]").click()
    expect(page.locator("html[lang=en]")).to_have_count(1)


def test_an_impatient_double_press_sends_a_form_once(desktop, sign_in, malee):
    page = sign_in(desktop, malee)
    page.goto("/settings/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("main button[type=submit]").dblclick()
    page.locator(".notice-ok").wait_for()
    assert len(sent) == 1


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(db, phone):
    phone.goto("/ui/")
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.locator(".error-summary a").first.click()
    expect(phone.locator("#id_wrong-title")).to_be_focused()


def test_every_target_is_large_enough_for_a_thumb(db, phone):
    phone.goto("/ui/")
    small = phone.evaluate(
        """[...document.querySelectorAll('.btn, .form-control, .form-select, .top a, .top summary, .stat')]
             .filter(e => e.offsetParent).map(e => [e.className, e.getBoundingClientRect().height])
             .filter(([, height]) => height < 44)"""
    )
    assert small == []

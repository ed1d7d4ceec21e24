"""Every page of tests/pages.py in the browser: axe on each, no script errors, nothing wider than the phone."""

from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page as BrowserPage

from tests.e2e.conftest import AXE
from tests.pages import PAGES
from tests.site import build

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = 4  # the site is built once for each, and two workers share the parts
# What axe finds differently on the same page of another width; `DARK` are asked everything at both.
OF_THE_WIDTH = ("color-contrast", "target-size", "scrollable-region-focusable")
# One page of each kind: a list, a hub, a form with many fields, a table that is printed, a page of writing.
DARK = {
    "funds:index",
    "funds:fund",
    "funds:edit",
    "plans:plan",
    "projects:project",
    "projects:proposal submitted",
    "projects:proposal-write work",
    "projects:report sent",
    "issues:index",
    "accounts:people",
    "areas:area",
    "web:home",
    "api-handbook-noun",
}


@pytest.fixture
def walk(live_server):
    """`walk(site, page, names, check)`: see `_walk`."""
    return partial(_walk, live_server.url)


def _walk(home: str, site, page: BrowserPage, names: list[str], check) -> None:
    """Opens the pages as those who may, calls `check(page)` on each, and fails at the end with all complaints."""
    found, who = [], None
    for name in names:
        entry = PAGES[name]
        if entry.who != who:
            who = entry.who
            page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
            if who:
                sign_in(home, page, getattr(site, who))
        answer = page.goto(entry.address(name, site))
        if not answer or answer.status != 200:
            found.append(f"{name}: {answer and answer.status}")
            continue
        page.evaluate("window.scrollTo(0, 0)")
        try:
            check(page)
        except AssertionError as fault:
            found.append(f"{name}: {fault}")
    assert not found, "\n".join(found)


def sign_in(home: str, page: BrowserPage, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": home}])


def fits(page: BrowserPage) -> None:
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
             [...document.querySelectorAll('body *')]
               .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
               .slice(0, 5).map(e => `${e.tagName}.${e.className}`)"""
    )
    assert not wide, f"wider than the screen: {wide}"


def of_part(number: int) -> list[str]:
    names = list(PAGES)
    return names[number * len(names) // PARTS : (number + 1) * len(names) // PARTS]


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_and_the_pages_fit_in_both_languages(walk, open_page, axe, part):
    site, page = build(), open_page(360, 800)
    page.context.add_init_script(path=AXE)
    again = partial(axe, rules=OF_THE_WIDTH)
    walk(site, page, of_part(part), at_both_widths([fits, axe], [fits, again]))
    walk(site, open_page(360, 740, language="en"), of_part(part), fits)


def test_axe_finds_nothing_in_dark_colours(walk, open_page, axe):
    walk(build(), open_page(360, 800, theme="dark"), sorted(DARK), at_both_widths([axe], [axe]))


def at_both_widths(narrow, wide):
    """Checks of a page on a phone and on a screen: it is laid out by its style alone, so that it is opened once."""

    def check(page: BrowserPage) -> None:
        for width, checks in ((1280, wide), (360, narrow)):
            page.set_viewport_size({"width": width, "height": 800})
            for one in checks:
                one(page)

    return check


def test_the_open_tab_is_in_view(walk, open_page):
    """On a phone the tabs scroll; on a wide screen all of them are seen."""

    def seen(page: BrowserPage) -> None:
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.tabs a' + (innerWidth < 600 ? '[aria-current]' : ''))]
                 .filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth })
                 .map(e => e.innerText)"""
        )
        assert page.locator(".tabs a[aria-current]").count() == 1
        assert not outside

    site, hubs = build(), ["funds:fund", "funds:officers", "projects:project", "projects:project-reports"]
    for width in (360, 1280):
        walk(site, open_page(width, 740), hubs, seen)

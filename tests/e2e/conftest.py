"""Browser tests: the product in headless Chromium, as a person uses it, on a phone and on a desktop screen."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ruamsuk.accounts.models import User
from ruamsuk.core import frontend
from tests import world
from tests.browser import FLAGS, chromium
from tests.guards.house import ROOT

# Playwright's loop runs in this thread; the tests' own queries are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)
AXE = ROOT / "node_modules/axe-core/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    frontend.install()  # a page without its style is no page; tells what to do when node_modules is missing
    path = chromium()
    assert path, "Chromium is missing: apt-get install -y chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_of(address, width, height, language="th", theme="light")`: a fresh visitor's page of a server.

    A script error or a message of the console that speaks of one fails the test.
    """
    contexts, faults = [], []

    def make(
        address: str, width: int, height: int, language: str = "th", theme: str = "light", **options
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="th-TH" if language == "th" else "en-GB",
            timezone_id="Asia/Bangkok",
            color_scheme=theme,
            **options,
        )
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def open_page(page_of, live_server, settings) -> Callable[..., Page]:
    """`open_page(width, height, language="th", theme="light")`: a fresh visitor's page of the live server."""
    settings.BASE_URL = live_server.url
    return partial(page_of, live_server.url)


def _is_fault(message) -> bool:
    """Errors of scripts and refusals of the content policy; an answer of 4xx that a test provokes is none."""
    return (
        message.type == "error" and "Failed to load resource: the server responded with" not in message.text
    )


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(360, 740, has_touch=True)


@pytest.fixture
def desktop(open_page) -> Page:
    return open_page(1280, 800)


@pytest.fixture
def sign_in() -> Callable[[Page, User], Page]:
    """`sign_in(page, user)` through the sign-in page, with the password of the small world."""

    def go(page: Page, user: User) -> Page:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", world.PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda address: "/accounts/login" not in address)
        return page

    return go


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails with every violation of WCAG 2.2 A and AA that axe finds on the page as it stands.

    `axe(page, rules)` asks these rules alone.

    It is looked at from its top: how much of a control lies under a bar that stays in place depends on where the page
    happens to be scrolled, by the browser for whoever types there, and its size is judged by what is seen of it.
    """
    source = AXE.read_text()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def check(page: Page, rules: Iterable[str] = ()) -> None:
        asked = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": tags}
        # Only what is wrong is told in full; style sheets are fetched again for rules of other tags alone.
        options = {"runOnly": asked, "resultTypes": ["violations"], "preload": False}
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)  # the browser's own door: the page's content policy stays as it is
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        page.wait_for_function("scrollY === 0")
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        lines = [f"{v['id']} ({v['help']}): {[node['target'] for node in v['nodes']]}" for v in found]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check

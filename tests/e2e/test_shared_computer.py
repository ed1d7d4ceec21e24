"""Somebody else sits down at the same computer: the back button shows nothing of the persons read before."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.tests.conftest import YEAR, kho_hong  # noqa: F401  # the fund and its people
from tests.browser import FLAGS, chromium

PHONE = "081-000-0001"


@pytest.fixture
def remembering(browser: Browser, live_server):
    """A page of a browser that keeps pages alive for its back button, as people's browsers do."""
    own = browser.browser_type.launch(
        executable_path=chromium(), args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield own.new_page(base_url=live_server.url, viewport={"width": 360, "height": 740})
    own.close()


@pytest.mark.django_db(transaction=True)
def test_after_signing_out_the_back_button_shows_no_persons(remembering: Page, sign_in, kho_hong):  # noqa: F811
    page = remembering
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    drafting.add_row(
        proposal=proposal,
        kind="applicant",
        by=kho_hong.officer,
        values={"name": "คนสมมติที่หนึ่ง", "phone": PHONE},
    )
    sign_in(page, kho_hong.officer)
    page.goto(f"/proposals/{proposal.uid}/")
    expect(page.get_by_text(PHONE)).to_be_visible()
    page.goto("/accounts/logout/")
    page.locator("main form button[type=submit], main form [type=submit]").first.click()
    page.wait_for_url(lambda address: "logout" not in address)
    page.evaluate("history.go(-2)")  # back over the page of signing out
    page.wait_for_url("**/accounts/login/**", wait_until="commit")  # asked for again, and refused
    expect(page.get_by_text(PHONE)).to_have_count(0)

"""Three people on their phones: the first administrator, the officer whom she invites, the group whom he invites."""

import re

import pytest
from playwright.sync_api import Page, expect

from ruamsuk.accounts.actions import create_first_administrator_link
from ruamsuk.funds.actions import add_fund, load_catalogue
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.actions import load_catalogue as load_issues
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import Proposal

PASSWORD = "ยาวพอ-และ-เดายาก-12"


@pytest.fixture
def fund(area):
    load_catalogue(by=None)
    load_issues(by=None)
    home = area("901104")
    owner = add_organization(name="เทศบาลทดสอบ", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    return add_fund(kind=kind, code="L5166", name="กองทุนทดสอบ", organization=owner, home_area=home, by=None)


def join(page: Page, link: str, username: str) -> Page:
    page.goto(link)
    page.fill("input[name=name]", f"{username} (สมมติ)")
    page.fill("input[name=username]", username)
    for name in ("password", "password_again"):
        page.fill(f"input[name={name}]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/$"))
    return page


def invite(page: Page, post: str, name: str) -> str:
    """Presses the button beside the post, types the name, and takes the link."""
    page.get_by_role("link", name=f"เชิญ : {post}", exact=True).click()
    page.fill("input[name=name]", name)
    page.get_by_role("button", name="ออกคำเชิญ").click()
    return page.locator("#shown-link").input_value()


def test_who_invites_whom_from_the_first_link_to_the_first_proposal(open_page, fund, axe):
    first = create_first_administrator_link(by=None).token
    admin = join(open_page(360, 740), f"/users/join/{first}/", "first-admin")
    admin.goto(f"/funds/{fund.uid}/")
    admin.locator("nav.tabs").get_by_role("link", name="ผู้ร่วมงาน").click()
    axe(admin)
    officer = join(open_page(360, 740), invite(admin, "เจ้าหน้าที่กองทุน", "คุณมาลี (สมมติ)"), "officer-one")

    officer.goto("/organizations/add/")
    officer.fill("input[name=name]", "ชมรมทดสอบ")
    officer.select_option("select[name=kind]", "community")
    officer.fill("input[name=home_area]", "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา")
    officer.locator("main form button[type=submit]").last.click()
    officer.get_by_role("link", name="ผู้ร่วมงาน", exact=True).click()
    axe(officer)
    leader = join(open_page(360, 740), invite(officer, "ผู้รับผิดชอบโครงการ", "คุณสมศรี (สมมติ)"), "leader-one")

    leader.goto("/proposals/new/")
    leader.fill("input[name=title]", "เดินเพื่อสุขภาพ")
    leader.locator("input[name=fund]").focus()
    leader.keyboard.type("คอห")
    expect(leader.locator("main .area-list [role=option]")).to_have_count(1)
    leader.keyboard.press("ArrowDown")
    leader.keyboard.press("Enter")
    leader.get_by_role("button", name="เริ่มเขียน").click()
    leader.wait_for_url("**/write/name/")
    assert (Proposal.objects.get().fund, Proposal.objects.get().organization.name) == (fund, "ชมรมทดสอบ")

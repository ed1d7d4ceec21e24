"""A group without an account: from the poster to a submitted proposal, beside the officer who answers."""

import re

import pytest
from playwright.sync_api import Page, expect

from ruamsuk.applications.models import Application
from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days
from ruamsuk.projects.models import Proposal
from tests.e2e.test_first_people import fund, join  # noqa: F401  # the fund of the first people

FIRST, LAST = (f"{day.day}/{day.month}/{day.year + 543}" for day in fiscal_year_days(current_fiscal_year()))


def fill(page: Page, values: dict[str, str]) -> None:
    """By the last part of a field's name: rows have ids of their own."""
    for name, text in values.items():
        field = page.locator(f"main [name$='{name}']").last
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=int(text))
        else:
            field.fill(text)


def add(page: Page, kind: str) -> None:
    before = page.locator(f"main [name^='{kind}.']").count()
    with page.expect_response("**/save/"):  # the list of what is missing is fetched last
        page.locator(f"[id='add.{kind}'], [id^='id_add.{kind}']").last.click()
    page.wait_for_function(
        "([kind, before]) => document.querySelectorAll(`main [name^='${kind}.']`).length > before",
        arg=[kind, before],
    )


def go_on(page: Page, button: str = "บันทึกแล้วไปต่อ") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_from_the_poster_to_a_submitted_proposal(open_page, sign_in, fund, person, axe):  # noqa: F811
    officer = sign_in(open_page(1280, 800), person("Malee", "fund-officer", fund))
    officer.goto(f"/funds/{fund.uid}/")
    officer.locator("nav.tabs").get_by_role("link", name="คำขอจากกลุ่ม").click()
    officer.get_by_role("button", name="เปิดลิงก์").click()
    axe(officer)
    officer.get_by_role("link", name="แผ่นประกาศสำหรับพิมพ์").click()
    axe(officer)
    address = officer.locator(".poster-address").inner_text()

    group = open_page(360, 740, has_touch=True)
    group.goto(f"http://{address}")
    axe(group)
    assert group.evaluate("document.documentElement.scrollWidth") <= 360
    fill(group, {"name": "ชมรมทดสอบ (สมมติ)", "title": "รำไม้พลองทุกเช้า", "text": "ผู้สูงอายุล้มบ่อย"})
    group.get_by_role("button", name="ส่งให้กองทุน").click()
    expect(group.locator("main [role=alert]")).to_contain_text("กรอกเบอร์โทรศัพท์หรืออีเมล")
    expect(group.locator("[name=title]")).to_have_value("รำไม้พลองทุกเช้า")
    fill(group, {"phone": "๐๘๑-234 5678", "amount_satang": "20,000"})
    group.get_by_role("button", name="ส่งให้กองทุน").click()
    group.wait_for_url("**/sent/**")
    axe(group)
    expect(group.locator(".big-number")).to_have_text(str(Application.objects.get()))

    officer.goto("/")
    officer.get_by_role("link", name="อ่านและตอบ").click()
    expect(officer.locator("main")).to_contain_text("0812345678")
    axe(officer)
    officer.get_by_role("link", name="รับคำขอ…", exact=True).click()
    axe(officer)
    officer.fill("[name=person]", "สมศรี (สมมติ)")
    officer.get_by_role("button", name="รับคำขอและออกลิงก์").click()
    expect(officer.locator(".qr svg")).to_be_visible()
    axe(officer)
    link = officer.locator("#shown-link").input_value()
    officer.emulate_media(media="print")
    expect(officer.locator("#shown-link")).to_be_hidden()
    expect(officer.locator("p.only-print")).to_have_text(link)

    leader = join(group, link, "0812345678")
    leader.get_by_role("link", name="เขียนต่อ").click()
    expect(leader.locator("[name='p.title']")).to_have_value("รำไม้พลองทุกเช้า")
    fill(leader, {"d.applicant_kind": "1", "d.support_type": "2"})
    leader.locator("main [type=checkbox][name^='issue.']").first.check()
    go_on(leader)
    expect(leader.locator("[name='d.rationale']")).to_have_value("ผู้สูงอายุล้มบ่อย")
    add(leader, "situation")
    fill(leader, {".text": "ผู้สูงอายุล้ม", ".size": "12"})
    add(leader, "objective")
    fill(leader, {".text": "ลดการล้ม"})
    add(leader, "indicator")
    fill(leader, {".text": "ผู้สูงอายุที่ล้มในหนึ่งปี", ".baseline": "12", ".target": "6"})
    go_on(leader)
    add(leader, "target")
    fill(leader, {".group": "3", ".people": "๔๐", "d.starts_on": FIRST, "d.ends_on": LAST})
    go_on(leader)
    add(leader, "activity")
    work = {
        ".name": "รำไม้พลอง",
        ".starts_on": FIRST,
        ".ends_on": LAST,
        ".output": "40 คน",
        ".outcome": "ล้มน้อยลง",
    }
    fill(leader, work)
    add(leader, "line")
    fill(leader, {".category": "2", ".quantity": "40", ".unit_cost_satang": "500"})
    go_on(leader)
    fill(leader, {"d.expected_results": "ผู้สูงอายุล้มน้อยลง"})
    go_on(leader, "บันทึก อ่านทวน และส่ง")
    leader.get_by_role("button", name="ส่งให้กองทุน").click()
    leader.wait_for_url(re.compile(r"/proposals/[0-9a-f-]+/$"))
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.fund, proposal.organization.name) == (
        "submitted",
        fund,
        "ชมรมทดสอบ (สมมติ)",
    )
    assert proposal.authors.get().user.username == "0812345678"


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_poster_is_one_sheet_of_paper(open_page, sign_in, fund, person, language):  # noqa: F811
    officer = sign_in(open_page(1280, 800, language), person("Malee", "fund-officer", fund))
    officer.goto(f"/applications/funds/{fund.uid}/")
    officer.locator("main form button").first.click()
    officer.goto(f"/applications/funds/{fund.uid}/poster/")
    paper = officer.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    expect(officer.locator(".poster h1")).to_contain_text("สุขภาพ")

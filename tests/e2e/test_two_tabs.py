"""Two tabs of one account on one text: neither is overwritten unheard, and the page says so in plain words."""

import pytest
from playwright.sync_api import expect

from ruamsuk.projects.models import Design
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.tests.conftest import YEAR, kho_hong  # noqa: F401  # the fund and its people

FIELD = "[name='d.rationale']"


def saved(page):
    return page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_account_keep_both_texts_and_offer_them_on_a_phone(phone, sign_in, kho_hong, axe):  # noqa: F811
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    sign_in(phone, kho_hong.officer)
    other = phone.context.new_page()
    for tab in (phone, other):
        tab.goto(f"/proposals/{proposal.uid}/write/aims/")
    with saved(other):
        other.fill(FIELD, "ข้อความยาวที่พิมพ์ในแท็บแรก")
    with saved(phone):
        phone.fill(FIELD, "ข้อความของแท็บที่สอง")
    expect(phone.locator(".field", has=phone.locator(FIELD))).to_contain_text("มีข้อความใหม่กว่าจากหน้าจออื่น")
    with saved(phone):
        phone.locator(FIELD).press_sequentially(" พิมพ์ต่อ")
    waiting = phone.locator("[data-waiting='d.rationale']")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("ข้อความยาวที่พิมพ์ในแท็บแรก")
    expect(waiting).to_contain_text("ข้อความของแท็บที่สอง พิมพ์ต่อ")
    assert Design.objects.get(proposal=proposal).rationale == "ข้อความยาวที่พิมพ์ในแท็บแรก"
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(phone)
    with phone.expect_navigation():
        waiting.get_by_role("button", name="ใช้ข้อความที่รอเลือก").click()
    expect(phone.locator(FIELD)).to_have_value("ข้อความของแท็บที่สอง พิมพ์ต่อ")
    # The first tab still shows its own text: going on there is heard as well.
    with saved(other):
        other.locator(FIELD).press_sequentially(" ต่อในแท็บแรก")
    expect(other.locator("[data-waiting='d.rationale']")).to_contain_text("ต่อในแท็บแรก")
    other.goto(f"/proposals/{proposal.uid}/earlier-texts/")
    expect(other.locator("main")).to_contain_text("ข้อความยาวที่พิมพ์ในแท็บแรก")


@pytest.mark.django_db(transaction=True)
def test_a_save_whose_answer_was_lost_does_not_make_a_tab_its_own_stranger(phone, sign_in, kho_hong):  # noqa: F811
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    sign_in(phone, kho_hong.officer)
    phone.goto(f"/proposals/{proposal.uid}/write/aims/")

    def lose(route):
        route.fetch()
        route.fulfill(status=503)

    phone.route("**/save/", lose, times=1)
    phone.fill(FIELD, "บันทึกแล้วแต่ไม่ได้รับคำตอบ")
    expect(phone.locator("[data-saved]")).to_contain_text("ยังไม่ได้บันทึก")
    with saved(phone):
        phone.locator(FIELD).press_sequentially(" พิมพ์ต่อ")
    expect(phone.locator("[data-waiting]")).to_have_count(0)
    with phone.expect_navigation():
        phone.get_by_role("button", name="บันทึกแล้วไปต่อ").click()
    assert Design.objects.get(proposal=proposal).rationale == "บันทึกแล้วแต่ไม่ได้รับคำตอบ พิมพ์ต่อ"

"""Areas in a real browser: the picker by keyboard, and a change that says first what will happen."""

import pytest
from playwright.sync_api import expect

from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import day_text, today

HAT_YAI, KHO_HONG, KHUAN_LANG = "9011", "901104", "901102"


@pytest.fixture
def central(person, area):
    for code in ("901101", KHUAN_LANG, KHO_HONG, "930101"):
        area(code)
    return person("Ceri", "central")


@pytest.fixture
def picking(phone, sign_in, central):
    """The page on which a place is chosen, with the cursor in the picker."""
    page = sign_in(phone, central)
    page.goto("/focus/")
    page.locator("main [data-area-picker] input[type=text]").first.focus()
    return page


def chosen(page) -> str:
    return page.locator("main [data-area-chosen]").first.input_value()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("หาดให", HAT_YAI),
        ("hat y", HAT_YAI),
        ("คอหง", KHO_HONG),
        ("ต.คอหงส์ อ.หาดใหญ่", KHO_HONG),
        ("๙๐๑๑๐๔", KHO_HONG),
    ],
)
def test_a_place_is_typed_and_chosen_with_three_keys_at_most(picking, area, typed, code):
    page = picking
    page.keyboard.type(typed)
    expect(page.locator("main .area-list [role=option]").first).to_be_visible()
    pressed = 0
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
        pressed += 1
    assert chosen(page) == str(area(code).pk)
    page.keyboard.press("Enter")  # sends the form
    pressed += 1
    page.wait_for_url(lambda address: "/focus" not in address)
    assert pressed <= 3
    expect(page.locator(".focus-place").first).to_contain_text(area(code).label)


@pytest.mark.parametrize("typed", ["ต.คอหงส์ อ.หาดใหญ่", "๙๐๑๑๐๔"])
def test_what_is_typed_is_understood_without_choosing(picking, area, typed):
    page = picking
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/focus" not in address)
    expect(page.locator(".focus-place").first).to_contain_text(area(KHO_HONG).label)


def test_the_list_closes_with_escape_and_an_address_that_contradicts_is_told_with_the_right_one(picking):
    page = picking
    page.keyboard.type("คอหง")
    expect(page.locator("main .area-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("main .area-list")).to_be_hidden()
    page.keyboard.press("Control+A")
    page.keyboard.type("ต.คอหงส์ อ.เมืองพัทลุง จ.พัทลุง")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("main .errors, main [role=alert]").first).to_contain_text("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา")


def test_the_list_says_why_a_misspelt_address_is_not_certain_and_offers_what_is_meant(picking, area, axe):
    page = picking
    page.keyboard.type("ต.คอหงษ์ อ.หาดใหญ่")
    expect(page.locator("main .area-list .area-why")).to_contain_text("คอหงษ์")
    axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/focus" not in address)
    expect(page.locator(".focus-place").first).to_contain_text(area(KHO_HONG).label)


@pytest.mark.parametrize(("width", "language"), [(360, "th"), (1280, "en")])
def test_two_areas_are_merged_into_a_third_after_a_page_that_says_so(
    open_page, sign_in, axe, central, area, width, language
):
    page = sign_in(open_page(width, 800, language=language), central)
    page.goto(f"/areas/{area(KHO_HONG).pk}/merge/")
    axe(page)
    page.locator("#id_into").fill(KHUAN_LANG)
    page.get_by_label("901101").check()
    page.locator("#id_on_day").fill(day_text(today()))
    page.locator("main form button[type=submit]").first.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Area.objects.open().filter(code=KHO_HONG).exists()
    page.locator("button[name=sure]").click()
    page.wait_for_url(f"**/areas/{Area.objects.get(code=KHO_HONG).pk}/")
    assert set(Area.objects.open().filter(parent=area(HAT_YAI)).values_list("code", flat=True)) == {
        KHUAN_LANG
    }

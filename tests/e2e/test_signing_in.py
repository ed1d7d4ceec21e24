"""The first page that everybody sees."""

import pytest


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_page_can_be_used_by_everybody(open_page, axe, db, language, theme):
    page = open_page(360, 740, language, theme)
    assert page.goto("/accounts/login/").ok
    assert page.get_attribute("html", "lang") == language
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), "wider than a phone"
    axe(page)


def test_a_person_signs_in_with_the_keyboard(desktop, sign_in, person, area):
    malee = person("Malee", "coordinator", area("90"))
    sign_in(desktop, malee)
    assert desktop.url.rstrip("/").count("/") == 2, "after sign-in comes the home page"


def test_a_wrong_password_is_told_beside_the_form(phone, person, area):
    person("Malee", "coordinator", area("90"))
    phone.goto("/accounts/login/")
    phone.fill("input[name=login]", "malee")
    phone.fill("input[name=password]", "not-this-one")
    phone.press("input[name=password]", "Enter")
    phone.wait_for_selector("[role=alert], .errorlist, .error-summary")
    assert "/accounts/login" in phone.url

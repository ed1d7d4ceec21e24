"""The poster of a fund, on paper. What a group does with it on its phone is part of tests/e2e/first_year.py."""

import re

import pytest
from playwright.sync_api import expect

from ruamsuk.funds.actions import add_fund, load_catalogue
from ruamsuk.funds.models import FundKind
from ruamsuk.organizations.actions import add_organization


@pytest.fixture
def fund(area):
    load_catalogue(by=None)
    home = area("901104")
    owner = add_organization(name="เทศบาลทดสอบ", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    return add_fund(kind=kind, code="L5166", name="กองทุนทดสอบ", organization=owner, home_area=home, by=None)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_poster_is_one_sheet_of_paper(open_page, sign_in, fund, person, language):
    officer = sign_in(open_page(1280, 800, language), person("Malee", "fund-officer", fund))
    officer.goto(f"/applications/funds/{fund.uid}/")
    officer.locator("main form button").first.click()
    officer.goto(f"/applications/funds/{fund.uid}/poster/")
    paper = officer.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    expect(officer.locator(".poster h1")).to_contain_text("สุขภาพ")

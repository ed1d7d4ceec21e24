"""A fund is chosen in a real browser, by keyboard."""

import pytest
from playwright.sync_api import expect

from ruamsuk.accounts.choices import Role
from ruamsuk.funds.actions import add_fund, load_catalogue
from ruamsuk.funds.models import FundKind
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import Proposal


@pytest.fixture
def group(area):
    """A group of elders, and the fund of its sub-district beside that of the next."""
    load_catalogue(by=None)
    for code, name, place in (("L7257", "กองทุนแสงธรรม", "901104"), ("L7300", "กองทุนริมคลอง", "901102")):
        owner = add_organization(name=f"อบต. {code}", kind="local_authority", home_area=area(place), by=None)
        kind = FundKind.objects.get(code="subdistrict-health")
        add_fund(kind=kind, code=code, name=name, organization=owner, home_area=area(place), by=None)
    return add_organization(name="ชมรม", kind="community", home_area=area("901104"), by=None)


@pytest.mark.parametrize("typed", ["คอห", "l72", "แสง"])
def test_a_fund_is_found_by_three_letters_and_chosen_with_two_keys(phone, sign_in, person, group, typed):
    page = sign_in(phone, person("Leader", Role.PROJECT_OWNER, group))
    page.goto("/proposals/new/")
    page.locator("[name=title]").fill("เดินเพื่อสุขภาพ")
    page.locator("input[name=fund]").focus()
    page.keyboard.type(typed)
    expect(page.locator("main .area-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=fund]")).to_have_value("L7257 กองทุนแสงธรรม")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write/name/")
    assert Proposal.objects.get().fund.code == "L7257"


def test_without_a_script_what_is_typed_is_looked_up_and_several_are_offered(client, person, group):
    client.force_login(person("Leader", Role.PROJECT_OWNER, group))
    sent = {"title": "เดินเพื่อสุขภาพ", "fiscal_year": "2570"}
    several = client.post("/proposals/new/", sent | {"fund": "กองทุน"})
    assert several.status_code == 422
    assert "L7257" in several.text
    assert "L7300" in several.text
    assert client.post("/proposals/new/", sent | {"fund": "คอหงส์"}).status_code == 302
    assert Proposal.objects.get().fund.code == "L7257"

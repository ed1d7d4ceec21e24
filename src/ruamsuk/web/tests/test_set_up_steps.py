"""The first administrator of an empty system is led by the hand, until the first fund works."""

import pytest
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.committees.actions import load_catalogues, start_committee
from ruamsuk.core.calendar import today
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.actions.plan import start_plan

pytestmark = pytest.mark.django_db

HEADING = "ขั้นตอนเริ่มใช้ระบบเปล่า"


@pytest.fixture
def home(client, person, area):
    area("901104")
    load_catalogues(by=None)
    client.force_login(person("Malee", Role.ADMINISTRATOR))
    return lambda: client.get("/").text


def test_the_steps_say_what_is_done_and_what_is_next_and_go_when_all_is_done(home, person, area):
    page = home()
    assert "1 จาก 6" in page
    assert f'href="{reverse("workbooks:workbooks")}"' in page.split(HEADING)[2]
    assert "ทำครบแล้ว" not in page
    keeper = add_organization(name="Town", kind="local_authority", home_area=area("901104"), by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    home_area = area("901104")
    fund = add_fund(kind=kind, code="L9901", name="Fund", organization=keeper, home_area=home_area, by=None)
    assert "2 จาก 6" in home()
    person("Somsri", Role.FUND_OFFICER, fund)
    assert "4 จาก 6" in home()
    start_committee(fund=fund, term_starts_on=today(), by=None)
    start_plan(fund=fund, fiscal_year=2570, issue=Issue.objects.first(), by=None)
    assert HEADING not in home()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CENTRAL, Role.EXECUTIVE])
def test_who_does_not_answer_for_the_country_is_not_led(role, home, client, person, area):
    client.force_login(person("Somchai", role, area("90")))
    assert HEADING not in home()
    client.force_login(person("Somsri", Role.CENTRAL))
    assert HEADING in home()

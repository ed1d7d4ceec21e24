"""A fund with projects of a year, the form that comes with the system, and who exchanges by it."""

from datetime import date
from types import SimpleNamespace

import pytest

from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days
from ruamsuk.exchanges.actions.mapping import load_forms
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.actions import load_catalogue as load_funds
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import SupportType, TargetGroup
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.designs.actions import GivenActivity, GivenAim, GivenDesign
from ruamsuk.projects.projects.actions.bulk import GivenProject, enter_projects
from ruamsuk.projects.projects.choices import Origin
from tests.kept import keep
from tests.world import area, issue_catalogue, person

YEAR = current_fiscal_year()
FIRST, LAST = fiscal_year_days(YEAR)


def load_exchange() -> SimpleNamespace:
    issue_catalogue()
    load_funds(by=None)
    load_forms(by=None)
    fund, other = _fund("901104", "L7257", "คอหงส์"), _fund("930101", "L7572", "พัทลุง")
    return SimpleNamespace(
        fund=fund,
        other=other,
        form=ExchangeForm.objects.get(),
        officer=person("Malee", "fund-officer", fund),
        stranger=person("Somkid", "fund-officer", other),
        coordinator=person("Naree", "coordinator", area("9011")),
        administrator=person("Boon", "administrator"),
        projects=enter(fund, 2),
    )


def _fund(code: str, number: str, name: str):
    home = area(code)
    owner = add_organization(name=f"เทศบาล{name}", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    return add_fund(
        kind=kind,
        code=number,
        name=f"กองทุน{name}",
        organization=owner,
        home_area=home,
        by=None,
        population=4000,
    )


def enter(fund, many, title="อบรมแกนนำ ครั้งที่ {no}"):
    """Projects that differ in every column, by the door for many."""
    groups, kinds = list(TargetGroup.objects.order_by("sort_no")[:5]), list(SupportType.objects.all()[:5])
    given = [
        GivenProject(
            GivenDesign(
                values={
                    "support_type": kinds[no % 5],
                    "starts_on": date(FIRST.year, 11, 1 + no % 28),
                    "ends_on": date(LAST.year, 8, 1 + no % 28),
                },
                aims=[GivenAim(f"เพื่อลดปัญหาที่ {no}"), GivenAim("เพื่อสุขภาพดี")],
                targets=[{"group": groups[no % 5], "people": 40 + no}, {"detail": "อสม.", "people": 5}],
                activities=[GivenActivity({"name": f"อบรมวันที่ {no}"})],
            ),
            {
                "title": title.format(no=no),
                "fiscal_year": YEAR,
                "origin": Origin.PAPER,
                "budget_satang": 1_234_500 + 25 * no,
                "approved_on": date(FIRST.year, 10, 1 + no % 28),
                "fund_id": fund.pk,
                "home_area_id": fund.home_area_id,
                "owner_name": f"ชมรม อสม. หมู่ที่ {no}",
            },
        )
        for no in range(many)
    ]
    return [one.project for one in enter_projects(given=given, by=None)]


@pytest.fixture
def world(kept_world):
    return kept_world("exchange")


keep("exchange", load_exchange)

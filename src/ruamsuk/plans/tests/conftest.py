"""A fund with its catalogue, and the people around it."""

from datetime import date
from types import SimpleNamespace

import pytest

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.issues.models import Indicator, Issue, Measure, SupportType
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.plans import actions
from ruamsuk.plans.models import Plan

YEAR = current_fiscal_year()


@pytest.fixture
def make_fund(area):
    """`make_fund("L0001", "901104")`: an open fund with its local authority."""

    def make(code: str, place: str = "901104") -> Fund:
        home = area(place)
        name = f"Fund {code}"

        def scope(kind):
            return Scope.objects.create(kind=kind, area=home, label=name)

        organization = Organization.objects.create(
            name=f"Municipality {code}",
            kind=OrganizationKind.LOCAL_AUTHORITY,
            home_area=home,
            place_no=home.place_no,
            scope=scope(ScopeKind.ORGANIZATION),
            sort_key=code,
        )
        kind = FundKind.objects.get_or_create(
            code="sub-district", defaults={"name_th": "กองทุนสุขภาพตำบล", "name_en": "Sub-district health fund"}
        )[0]
        return Fund.objects.create(
            kind=kind,
            code=code,
            name=name,
            organization=organization,
            home_area=home,
            place_no=home.place_no,
            scope=scope(ScopeKind.FUND),
            sort_key=code,
        )

    return make


@pytest.fixture
def make_issue(db):
    def make(code: str, name: str | None = None) -> Issue:
        return Issue.objects.create(
            code=code, name_th=name or code, name_en=name or code, plain_name=code, sort_key=code
        )

    return make


@pytest.fixture
def world(make_fund, make_issue, person, area):
    """Kho Hong's fund with its officer, data-entry officer, mentor; an issue with indicator and measure."""
    fund = make_fund("L0001")
    issue = make_issue("waste", "Waste")
    indicator = Indicator.objects.create(
        code="waste-sorting",
        issue=issue,
        name_th="Households that sort waste",
        name_en="Households that sort waste",
        unit_th="ร้อยละ",
        unit_en="percent",
        direction="up",
        denominator_th="all households",
        suggested_objective_th="To raise the households that sort waste",
        suggested_measure_th="Sorting at the source",
    )
    Measure.objects.create(code="waste-bank", issue=issue, text_th="A waste bank", text_en="A waste bank")
    support = SupportType.objects.create(code=2, name_th="ประเภท 2", short_th="ประเภท 2", name_en="Type two")
    return SimpleNamespace(
        fund=fund,
        issue=issue,
        indicator=indicator,
        support=support,
        officer=person("Officer", "fund-officer", fund),
        typist=person("Typist", "data-entry", fund),
        mentor=person("Mentor", "mentor", area("9011")),
        stranger=person("Stranger", "fund-officer", make_fund("L0002", "930101")),
    )


@pytest.fixture
def plan(world) -> Plan:
    return actions.start_plan(fund=world.fund, fiscal_year=YEAR, issue=world.issue, by=world.officer)


@pytest.fixture
def full_plan(world, plan) -> Plan:
    """With everything that a plan needs to be agreed."""
    fill(plan, world)
    return plan


def fill(plan: Plan, world: SimpleNamespace) -> None:
    situation = actions.add_situation(
        plan=plan,
        indicator=world.indicator,
        value=40,
        evidence_kind="survey",
        agency="Health centre",
        measured_on=date(2026, 9, 30),
        covered=800,
        total=1000,
        by=world.officer,
    )
    actions.add_objective(plan=plan, situation=situation, target=60, by=world.officer)
    actions.add_measure(plan=plan, approach="A waste bank", by=world.officer)
    actions.add_planned_project(plan=plan, title="Clean village", budget_satang=5_000_000, by=world.officer)
    actions.change_plan(plan=plan, budget_satang=10_000_000, by=world.officer)


def agreed(plan: Plan, world: SimpleNamespace) -> Plan:
    fill(plan, world)
    return actions.agree_plan(plan=plan, agreed_on=date(2026, 10, 15), by=world.officer)

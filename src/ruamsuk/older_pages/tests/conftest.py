import pytest

from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.models import FundKind
from ruamsuk.older_pages.tests.importing import country, loaded_country
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.projects.actions.projects import enter_project

__all__ = ["country", "loaded_country"]


@pytest.fixture
def make_fund(country):
    """`make_fund("L5271", "อบต.นาหว้า", "900313")` with its local authority."""

    def make(code, name, where):
        area = country(where)
        owner = add_organization(name=name, kind="local_authority", home_area=area, by=None)
        kind = FundKind.objects.get(code="subdistrict-health")
        return add_fund(kind=kind, code=code, name=name, organization=owner, home_area=area, by=None)

    return make


@pytest.fixture
def enter(country):
    """A project that the fund entered from paper."""

    def make(fund, fiscal_year, title="โครงการของกองทุน", **fields):
        values = {
            "title": title,
            "fiscal_year": fiscal_year,
            "home_area": fund.home_area,
            "budget_satang": 100_00,
        }
        return enter_project(**values, fund=fund, by=None, **fields)

    return make

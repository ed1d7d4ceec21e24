from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from ruamsuk.checks.actions import load_catalogue
from ruamsuk.evidence.actions import enter_official_figure
from ruamsuk.projects.tests.conftest import kho_hong  # noqa: F401  # a fixture
from tests.world import person


@pytest.fixture
def here(kho_hong, area):  # noqa: F811
    """The fund of Kho Hong with its plan; one figure of the sub-district, one of the district, one of another."""
    load_catalogue(by=None)
    here = kho_hong
    here.situation = here.plan.situations.get()
    here.coordinator = person("Somsak", "coordinator", area("9011"))
    figure = {"indicator": here.situation.indicator, "agency": "สสอ.หาดใหญ่", "by": None}
    here.of_district = enter_official_figure(
        home_area=area("9011"), value=Decimal(28), measured_on=date(2026, 9, 30), **figure
    )
    here.older = enter_official_figure(
        home_area=here.home, value=Decimal(35), measured_on=date(2025, 9, 30), **figure
    )
    here.newest = enter_official_figure(
        home_area=here.home,
        value=Decimal("32.5"),
        covered=2_644,
        total=8_137,
        measured_on=date(2026, 9, 30),
        source="HDC",
        **figure,
    )
    enter_official_figure(
        home_area=area("930101"), value=Decimal(99), measured_on=date(2026, 9, 30), **figure
    )
    return SimpleNamespace(**vars(here))

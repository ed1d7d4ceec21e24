import pytest

from ruamsuk.funds.actions import add_fund, load_catalogue
from ruamsuk.funds.models import FundKind
from ruamsuk.organizations.actions import add_organization


@pytest.fixture
def make_fund(area):
    """`make_fund("L5166", area("901104"))`: a sub-district health fund with its local authority."""
    load_catalogue(by=None)

    def make(code: str, home, **details):
        name = details.pop("name", f"กองทุนสุขภาพตำบล{home.name_th} {code}")
        owner = add_organization(
            name=f"อบต.{home.name_th} {code}", kind="local_authority", home_area=home, by=None
        )
        kind = FundKind.objects.get(code="subdistrict-health")
        return add_fund(
            kind=kind, code=code, name=name, organization=owner, home_area=home, by=None, **details
        )

    return make


@pytest.fixture
def fund(make_fund, area):
    return make_fund("L5166", area("901104"))

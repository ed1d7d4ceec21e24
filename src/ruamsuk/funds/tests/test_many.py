"""Many organisations and funds at once are as those that are added one by one."""

from datetime import date

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from ruamsuk.audit.queries import history_of
from ruamsuk.funds.actions import add_fund, add_funds, add_network, close_fund, join_network_together
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import FundKind
from ruamsuk.funds.problems import FundCodeTaken, FundIsClosed, FundIsInNetwork
from ruamsuk.organizations.actions import add_organization, add_organizations
from ruamsuk.organizations.problems import OrganizationKnown, SizeOnlyForLocalAuthorities


def owners(home, *names):
    return [{"name": name, "kind": "local_authority", "home_area": home} for name in names]


@pytest.fixture
def given(fund, area):
    """`given("L0001", "L0002")`: so many funds, described."""
    kind, home = FundKind.objects.get(code="subdistrict-health"), area("901104")

    def describe(*codes):
        made = add_organizations(given=owners(home, *(f"อบต. {code}" for code in codes)), by=None)
        return [
            {"kind": kind, "code": code, "name": f"กองทุน {code}", "organization": owner, "home_area": home}
            for code, owner in zip(codes, made, strict=True)
        ]

    return describe


def said(thing):
    """All that is stored of it but what tells it from another one, with its scope."""
    own = set("id uid scope code name sort_key organization updated_at".split())
    values = {name: value for name, value in model_to_dict(thing).items() if name not in own}
    scope = thing.scope
    return values, thing.place_no, scope.kind, scope.area, [area.pk for area in scope.serves.all()]


def test_they_are_as_those_that_are_added_one_by_one(given):
    one, other = given("L0001", "L0002")
    alone, (together,) = add_fund(**one, by=None), add_funds(given=[other], by=None)
    assert said(alone) == said(together)
    assert together.scope.within == together.organization.scope
    assert together.scope.label == together.name
    assert [row.verb for row in history_of(together)] == [row.verb for row in history_of(alone)]
    by_itself = add_organization(**owners(alone.home_area, "อบต. เดี่ยว")[0], by=None)
    assert said(by_itself) == said(together.organization)
    assert list(by_itself.serves.all()) == list(together.organization.serves.all()) != []


def test_the_same_code_or_name_is_refused_of_many_too(fund, given):
    taken, *others = given(fund.code, "L0001", "L0002")
    with pytest.raises(FundCodeTaken):
        add_funds(given=[*others, taken], by=None)
    with pytest.raises(FundCodeTaken):
        add_funds(given=[others[0], others[1] | {"code": "L0001"}], by=None)
    assert len(add_funds(given=others, by=None)) == 2
    with pytest.raises(OrganizationKnown):
        add_organizations(given=owners(fund.home_area, "อบต. ใหม่", "อบต. ใหม่"), by=None)
    with pytest.raises(OrganizationKnown):
        add_organizations(given=owners(fund.home_area, fund.organization.name), by=None)
    assert add_organizations(given=owners(fund.home_area, "อบต. ใหม่"), by=None)


def test_only_local_authorities_have_a_size(fund):
    of_a_school = {"name": "โรงเรียน", "kind": "school", "home_area": fund.home_area, "la_size": 1}
    with pytest.raises(SizeOnlyForLocalAuthorities):
        add_organizations(given=[of_a_school], by=None)
    assert add_organizations(given=[of_a_school | {"la_size": None}], by=None)


def test_many_join_a_network_once(fund, given):
    network = add_network(name="เครือข่าย", by=None)
    others = add_funds(given=given("L0001", "L0002"), by=None)
    members = [(one, Capacity.EXPANSION) for one in others]
    join = {"network": network, "joined_on": date(2026, 1, 1), "by": None}
    assert len(join_network_together(members=members, **join)) == 2
    with pytest.raises(FundIsInNetwork):
        join_network_together(members=[(fund, Capacity.ORDINARY), members[0]], **join)
    close_fund(fund=fund, reason="ยุบ", by=None)
    with pytest.raises(FundIsClosed):
        join_network_together(members=[(fund, Capacity.ORDINARY)], **join)


def test_thirty_cost_the_statements_of_three(given):
    def statements(first, number):
        described = given(*(f"L{first + no:04d}" for no in range(number)))
        with CaptureQueriesContext(connection) as caught:
            add_funds(given=described, by=None)
        return len(caught)

    assert statements(100, 30) <= statements(10, 3) + 2  # SQLite takes a table's rows in pieces

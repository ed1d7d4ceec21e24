"""A zone is the set of its provinces: one that changes its zone is found there at once, and no record is written."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruamsuk.accounts.access import reach
from ruamsuk.accounts.choices import Role
from ruamsuk.areas import actions, queries
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import scoped_models
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.counting.queries import Counted
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.funds.actions import load_catalogue
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.verbs import EDIT_FUND
from tests.api_caller import Caller
from tests.world import person

DAY = date(2024, 6, 1)
YEAR = current_fiscal_year()


def at(code: str) -> Area:
    return Area.objects.open().get(code=code)


def fund(code: str) -> str:
    home = at(code)
    owner = add_organization(name=f"เทศบาล{code}", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    Fund.objects.create(
        kind=kind, code=code, name=code, organization=owner, home_area=home, scope=owner.scope
    )
    return code


def load() -> None:
    """Songkhla and Phatthalung in zone 12, Nakhon Si Thammarat in zone 11, a fund in each."""
    actions.load_geography(by=None, provinces=("90", "93", "80"))
    load_catalogue(by=None)
    for code in ("901104", "930103", "800101"):
        fund(code)


@pytest.fixture
def south(db) -> None:
    load()


def move(province: str, zone: str) -> None:
    actions.move_area(area=at(province), to=at(zone), on_day=DAY, by=None)


def asked(area: Area) -> Counted:
    return counts(Question(area=area, fiscal_year=YEAR, issue_list=None))


def funds_of(code: str) -> set[str]:
    """What the list says; the figures of the zone, the line of the country and the API say the same."""
    zone = at(code)
    found = {fund.code for fund in Fund.objects.in_area(zone)}
    lines = {line.area.code: line.split.total["funds"] for line in asked(Area.country()).lines if line.area}
    told = Caller().get("/counts", area=code, fiscal_year=YEAR).json()["totals"]["funds"]
    assert (asked(zone).totals["funds"], lines[code], told) == (len(found),) * 3
    return found


@pytest.mark.usefixtures("south")
def test_a_province_changes_its_zone_and_no_record_is_written() -> None:
    assert (funds_of("Z12"), funds_of("Z11")) == ({"901104", "930103"}, {"800101"})
    tables = {model._meta.db_table for model in scoped_models()}
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        move("93", "Z11")
    written = [one["sql"] for one in asked_for if not one["sql"].startswith("SELECT")]
    assert any("areas_area" in sql for sql in written)
    assert not [sql for sql in written if any(table in sql for table in tables)]
    assert (funds_of("Z12"), funds_of("Z11")) == ({"901104"}, {"800101", "930103"})
    assert (at("Z12").province_codes, at("Z11").province_codes) == ("90", "80 93")
    assert queries.misplaced_areas() + queries.misplaced_records() == []
    move("93", "Z12")
    assert (funds_of("Z12"), funds_of("Z11")) == ({"901104", "930103"}, {"800101"})


@pytest.mark.usefixtures("south")
def test_a_post_at_a_zone_follows_the_borders_but_its_personal_sight_stays() -> None:
    """Here of the rule itself; tests/test_sight_after_area_changes.py asks every list."""
    posts = {zone: person(f"Coordinator of {zone}", Role.COORDINATOR, at(zone)) for zone in ("Z11", "Z12")}
    bank = {zone: person(f"Bank of {zone}", Role.AUDITOR, at(zone)) for zone in ("Z11", "Z12")}

    def reached(people, can) -> set[str]:
        home = at("930103")
        fresh = {zone: type(one).objects.get(pk=one.pk) for zone, one in people.items()}
        return {
            zone
            for zone, one in fresh.items()
            if reach(one, can).covers(place_no=home.place_no, home=home.pk)
        }

    assert (reached(posts, EDIT_FUND), reached(bank, SEE_BANK)) == ({"Z12"}, {"Z12"})
    move("93", "Z11")
    assert (reached(posts, EDIT_FUND), reached(bank, SEE_BANK)) == ({"Z11"}, {"Z12"})
    move("93", "Z12")
    assert (reached(posts, EDIT_FUND), reached(bank, SEE_BANK)) == ({"Z12"}, {"Z12"})


@pytest.mark.usefixtures("south")
def test_what_lies_at_a_zone_itself_is_found_there_and_in_the_country_and_nowhere_else() -> None:
    made = add_organization(name="เขตสุขภาพที่ 12", kind="other", home_area=at("Z12"), by=None)
    found = {area.code for area in Area.objects.all() if made in Organization.objects.filter(area.places.q())}
    assert found == {"TH", "Z12"}
    assert made in Organization.objects.filter(at("Z12").own_places.q())
    assert made not in Organization.objects.filter(Area.country().own_places.q())
    move("93", "Z11")
    assert made in Organization.objects.filter(at("Z12").places.q())


@pytest.mark.usefixtures("south")
def test_every_change_keeps_the_provinces_of_zones_true() -> None:
    def held() -> dict[str, str]:
        assert queries.misplaced_areas() + queries.misplaced_records() == []
        zones = Area.objects.filter(code__in=("Z11", "Z12", "Z14"))
        return dict(zones.values_list("code", "province_codes"))

    assert held() == {"Z11": "80", "Z12": "90 93"}
    zone = actions.open_area(parent=at("TH"), code="Z14", name_th="ใหม่", on_day=DAY, by=None)
    actions.open_area(parent=zone, code="97", name_th="ใหม่", on_day=DAY, by=None)
    assert held() == {"Z11": "80", "Z12": "90 93", "Z14": "97"}
    actions.recode_area(area=at("97"), code="98", on_day=DAY, by=None)
    assert held()["Z14"] == "98"
    parts = [actions.NewArea(code, code) for code in ("88", "89")]
    actions.split_area(area=at("98"), parts=parts, keep=False, on_day=date(2024, 6, 2), by=None)
    assert held()["Z14"] == "88 89 98"  # what was closed without a successor lies where it lay
    actions.merge_areas(areas=[at("88")], into=at("89"), on_day=date(2024, 6, 3), by=None)
    assert held()["Z14"] == "89 98"
    actions.close_area(area=at("89"), successor=at("93"), on_day=date(2024, 6, 4), by=None)
    assert held() == {"Z11": "80", "Z12": "90 93", "Z14": "98"}
    # A code that is used again is of the zone of its new province.
    actions.open_area(parent=at("Z11"), code="98", name_th="อีก", on_day=date(2024, 6, 4), by=None)
    assert held() == {"Z11": "80 98", "Z12": "90 93", "Z14": ""}
    actions.close_area(area=at("Z14"), successor=at("Z12"), on_day=date(2024, 6, 4), by=None)
    assert held() == {"Z11": "80 98", "Z12": "90 93", "Z14": "90 93"}


@pytest.mark.usefixtures("south")
def test_provinces_of_a_zone_that_are_stored_wrong_are_found_and_mended() -> None:
    Area.objects.filter(code="Z12").update(province_codes="90")
    [fault] = queries.misplaced_areas()
    assert "Z12" in fault
    assert "province_codes='90 93'" in fault
    actions.rescope(by=None)
    assert at("Z12").province_codes == "90 93"
    assert queries.misplaced_areas() == []


@pytest.mark.django_db(transaction=True)
def test_a_kept_answer_is_never_of_the_borders_of_before() -> None:
    load()
    before = at("Z12")
    assert asked(before).totals["funds"] == 2
    move("93", "Z11")
    asked(before)  # a request that has read the zone before the move, and asks after it
    assert asked(at("Z12")).totals["funds"] == 1

"""Changes by date keep the past readable, and records move along or the change is refused."""

from datetime import date, timedelta

import pytest

from ruamsuk.accounts.models import Scope
from ruamsuk.areas import actions, queries
from ruamsuk.areas.actions import NewArea, VillageRow
from ruamsuk.areas.models import Area
from ruamsuk.areas.problems import (
    AreaClosed,
    BadRows,
    BeforeLastChange,
    CodeTaken,
    FutureDay,
    HasOpenParts,
    HasRecords,
    WrongAreaCode,
    WrongLevel,
)
from ruamsuk.areas.ranges import place_no
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import today
from ruamsuk.organizations.models import Organization

DAY = date(2024, 6, 1)
BEFORE = DAY - timedelta(days=1)
pytestmark = pytest.mark.usefixtures("south")


@pytest.fixture
def south(db):
    """Songkhla, Phatthalung and Narathiwat, as officially listed."""
    actions.load_geography(by=None, provinces=("90", "93", "96"))


@pytest.fixture
def at():
    """`at("901104")` is the open area with that code."""
    return lambda code: Area.objects.open().get(code=code)


def organization(home: Area) -> Organization:
    """A record of an app above that lies in an area."""
    scope = Scope.objects.create(kind="organization", area=home, label="กลุ่ม")
    return Organization.objects.create(
        name="กลุ่มรักสุขภาพ", home_area=home, place_no=home.place_no, scope=scope, kind="community"
    )


def test_a_rename_is_read_as_it_was_before_its_day(at) -> None:
    area = at("901104")
    actions.rename_area(area=area, name_th="คอหงส์เหนือ", name_en="North", on_day=DAY, by=None)
    then, now = queries.as_it_was(area, BEFORE), queries.as_it_was(area, DAY)
    assert then is not None
    assert now is not None
    assert (then.name_th, now.name_th) == ("คอหงส์", "คอหงส์เหนือ")
    assert queries.search("คอหงส์เหนือ") == [area]
    assert Operation.objects.filter(verb="areas.rename_area", subject_id=area.pk).exists()


def test_a_change_before_the_last_one_or_in_the_future_is_refused(at) -> None:
    area = at("901104")
    actions.rename_area(area=area, name_th="ก", on_day=DAY, by=None)
    with pytest.raises(BeforeLastChange):
        actions.rename_area(area=at("901104"), name_th="ข", on_day=BEFORE, by=None)
    with pytest.raises(FutureDay):
        actions.rename_area(area=at("901104"), name_th="ข", on_day=today() + timedelta(days=1), by=None)
    assert at("901104").name_th == "ก"
    actions.rename_area(area=at("901104"), name_th="ข", on_day=DAY + timedelta(days=1), by=None)
    assert [version.name_th for version in queries.history(area)] == ["ข", "ก", "คอหงส์"]


def test_a_new_code_moves_everything_below_with_its_records(at) -> None:
    village = actions.add_village(subdistrict=at("901104"), moo=3, name_th="คลองเปล", by=None)
    record = organization(village)
    actions.recode_area(area=at("9011"), code="9099", on_day=DAY, by=None)
    village.refresh_from_db()
    record.refresh_from_db()
    assert village.code == "90990403"
    assert village.place_no == record.place_no == place_no("90990403")
    then = queries.as_it_was(village.parent, BEFORE)
    assert then is not None
    assert then.code == "901104"
    assert queries.misplaced_areas() + queries.misplaced_records() == []


def test_a_code_that_does_not_fit_or_is_taken_is_refused(at) -> None:
    with pytest.raises(WrongAreaCode):
        actions.recode_area(area=at("901104"), code="800104", on_day=DAY, by=None)
    with pytest.raises(CodeTaken):
        actions.recode_area(area=at("901104"), code="901101", on_day=DAY, by=None)
    actions.recode_area(area=at("901104"), code="๙๐๑๑๕๐", on_day=DAY, by=None)
    assert at("901150").name_th == "คอหงส์"


def test_closing_an_area_with_open_parts_is_refused_and_names_them(at) -> None:
    village = actions.add_village(subdistrict=at("901104"), moo=3, name_th="คลองเปล", on_day=BEFORE, by=None)
    with pytest.raises(HasOpenParts, match="คลองเปล"):
        actions.close_area(area=at("901104"), on_day=DAY, by=None)
    actions.close_area(area=village, on_day=DAY, by=None)
    area = at("901104")
    actions.close_area(area=area, on_day=DAY, by=None)
    assert queries.as_it_was(area, BEFORE) is not None
    assert queries.as_it_was(area, DAY) is None
    with pytest.raises(AreaClosed):
        actions.rename_area(area=area, name_th="ก", on_day=DAY, by=None)


def test_closing_an_area_with_records_needs_a_successor(at) -> None:
    area, record = at("901104"), organization(at("901104"))
    with pytest.raises(HasRecords, match="1"):
        actions.close_area(area=area, on_day=DAY, by=None)
    area.refresh_from_db()
    actions.close_area(area=area, successor=at("901102"), on_day=DAY, by=None)
    record.refresh_from_db()
    assert record.home_area_id == area.pk
    assert record.place_no == at("901102").place_no


def test_a_merge_takes_villages_and_records_along_and_keeps_who_came_from_where(at) -> None:
    village = actions.add_village(subdistrict=at("901104"), moo=3, name_th="คลองเปล", on_day=BEFORE, by=None)
    record, old, into = organization(at("901104")), at("901104"), at("901102")
    actions.merge_areas(areas=[old], into=into, on_day=DAY, basis="ประกาศ", by=None)
    village.refresh_from_db()
    record.refresh_from_db()
    assert (village.code, village.parent_id) == ("90110203", into.pk)
    assert record.place_no == into.place_no
    [link] = queries.predecessors(into)
    assert (link.area, link.on_day, link.basis) == (old, DAY, "ประกาศ")
    # The name of old papers leads to the area of today.
    assert queries.understand_address("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา").area == into
    # And the successor's own new code takes along what lies in it by succession.
    actions.recode_area(area=at("901102"), code="901160", on_day=today(), by=None)
    record.refresh_from_db()
    assert record.place_no == place_no("901160")


def test_a_merge_with_two_villages_of_one_number_is_refused_as_a_whole(at) -> None:
    for code in ("901104", "901102"):
        actions.add_village(subdistrict=at(code), moo=3, name_th=f"บ้าน{code}", on_day=BEFORE, by=None)
    with pytest.raises(CodeTaken, match="90110203"):
        actions.merge_areas(areas=[at("901104")], into=at("901102"), on_day=DAY, by=None)
    assert at("90110403").parent == at("901104")
    actions.recode_area(area=at("90110403"), code="90110409", on_day=DAY, by=None)
    actions.merge_areas(areas=[at("901104")], into=at("901102"), on_day=DAY, by=None)
    assert at("90110209").parent == at("901102")


def test_areas_of_two_levels_are_not_merged(at) -> None:
    with pytest.raises(WrongLevel):
        actions.merge_areas(areas=[at("901104")], into=at("9001"), on_day=DAY, by=None)


def test_a_split_gives_named_villages_to_the_new_area_and_the_rest_stays(at) -> None:
    stays, goes = (
        actions.add_village(subdistrict=at("901104"), moo=moo, name_th=f"บ้าน {moo}", on_day=BEFORE, by=None)
        for moo in (1, 2)
    )
    record = organization(at("901104"))
    [new] = actions.split_area(
        area=at("901104"),
        parts=[NewArea("901150", "คอใหม่", children=(goes.pk,))],
        keep=True,
        on_day=DAY,
        by=None,
    )
    stays.refresh_from_db()
    goes.refresh_from_db()
    record.refresh_from_db()
    assert (stays.code, goes.code, goes.parent) == ("90110401", "90115002", new)
    assert record.place_no == at("901104").place_no
    assert [link.area.code for link in queries.predecessors(new)] == ["901104"]
    assert queries.as_it_was(new, BEFORE) is None


def test_a_split_that_closes_an_area_with_records_asks_where_they_go(at) -> None:
    area, record = at("901104"), organization(at("901104"))
    parts = [NewArea("901150", "คอเหนือ"), NewArea("901151", "คอใต้")]
    with pytest.raises(HasRecords, match="1"):
        actions.split_area(area=area, parts=parts, keep=False, on_day=DAY, by=None)
    assert not Area.objects.filter(code="901150").exists()
    actions.split_area(area=at("901104"), parts=parts, keep=False, rest_to="901151", on_day=DAY, by=None)
    record.refresh_from_db()
    assert record.place_no == at("901151").place_no
    reading = queries.understand_address("ต.คอหงส์ อ.หาดใหญ่")
    assert [one.code for one in reading.candidates] == ["901151", "901150"]


def test_a_district_moves_to_another_province_and_a_province_to_another_zone(at) -> None:
    record = organization(at("901104"))
    actions.move_area(area=at("9011"), to=at("93"), code="9350", on_day=DAY, by=None)
    record.refresh_from_db()
    assert at("935004").name_th == "คอหงส์"
    assert record.place_no == place_no("935004")
    actions.move_area(area=at("93"), to=at("Z11"), on_day=DAY, by=None)
    record.refresh_from_db()
    assert record.place_no == place_no("935004")
    assert [area.code for area in queries.path(at("935004"))] == ["TH", "Z11", "93", "9350", "935004"]
    assert queries.misplaced_areas() + queries.misplaced_records() == []


def test_a_list_of_villages_is_added_whole_or_not_at_all(at) -> None:
    area = at("901104")
    with pytest.raises(BadRows, match="2"):
        actions.add_villages(subdistrict=area, rows=[VillageRow(1, 1, "ก"), VillageRow(2, 1, "ข")], by=None)
    assert not queries.children(area).exists()
    actions.add_villages(subdistrict=area, rows=[VillageRow(1, 1, "ก"), VillageRow(2, 2, "ข")], by=None)
    actions.add_villages(subdistrict=area, rows=[VillageRow(1, 1, "ก"), VillageRow(2, 3, "ค")], by=None)
    assert [village.moo for village in queries.children(area)] == [1, 2, 3]
    assert queries.misplaced_areas() + queries.misplaced_records() == []


def test_a_population_entered_again_is_corrected(at) -> None:
    for people in (100, 120):
        actions.set_population(area=at("901104"), year=2568, people=people, source="ทะเบียนราษฎร", by=None)
    assert [row.people for row in at("901104").populations.all()] == [120]


def test_rescope_finds_and_mends_a_record_that_lies_wrong(at) -> None:
    record = organization(at("901104"))
    assert actions.rescope(by=None) == 0
    Organization.objects.filter(pk=record.pk).update(place_no=1)
    assert len(queries.misplaced_areas() + queries.misplaced_records()) == 1
    assert actions.rescope(by=None) == 1
    assert queries.misplaced_areas() + queries.misplaced_records() == []

"""The official list: complete, ordered in numbers, and never stronger than a person's change."""

import itertools
from collections import Counter
from datetime import date

import pytest

from ruamsuk.areas import actions, queries
from ruamsuk.areas.models import Area, AreaVersion, Succession
from ruamsuk.core.calendar import today

pytestmark = pytest.mark.one_worker


@pytest.mark.usefixtures("thailand")
def test_all_of_thailand_is_there_and_place_numbers_nest() -> None:
    kinds = Counter(Area.objects.open().values_list("kind", flat=True))
    assert kinds == {"country": 1, "zone": 13, "province": 77, "district": 928, "subdistrict": 7436}
    assert Area.objects.filter(closed_on__isnull=False).count() == 1583
    assert Succession.objects.values("area").distinct().count() == 1182
    assert AreaVersion.objects.count() == Area.objects.count()
    assert not Area.objects.open().exclude(kind="country").filter(name_en="").exists()

    areas = list(Area.objects.open())
    by_id = {area.pk: area for area in areas}
    above = {a.pk: by_id.get(a.zone_id if a.kind == "province" else a.parent_id or 0) for a in areas}
    for area in areas:
        step = above[area.pk]
        while step is not None:
            assert all(step.places.covers(stand.place) for stand in area.stands), (area, step)
            assert all(step.places.covers(stand.last) for stand in area.stands), (area, step)
            step = above[step.pk]
    for kind in ("zone", "province", "district", "subdistrict"):
        stands = sorted(stand for area in areas if area.kind == kind for stand in area.stands)
        assert all(before.last < after.place for before, after in itertools.pairwise(stands)), kind
    assert queries.misplaced_areas() + queries.misplaced_records() == []


def test_zones_hold_the_provinces_of_the_ministry(south, at) -> None:
    assert [area.code for area in queries.path(at("901104"))] == ["TH", "Z12", "90", "9011", "901104"]
    assert {area.code for area in queries.children(at("Z12"))} == {"90", "93", "96"}
    assert at("Z12").name_en == "Health Zone 12"


def test_an_abolished_code_is_closed_and_lies_where_its_successor_lies(db) -> None:
    actions.load_geography(by=None, provinces=("38", "43"))
    old = Area.objects.get(code="430301")
    assert old.closed_on is not None
    [link] = queries.successors(old)
    assert link.successor.code == "380101"
    assert link.basis
    assert old.place_no == link.successor.place_no


def test_the_same_list_again_changes_nothing(south) -> None:
    before = list(Area.objects.order_by("pk").values()), AreaVersion.objects.count()
    done = actions.load_geography(by=None, provinces=("90", "93", "96"))
    assert (done.added, done.changed, done.closed, done.kept) == (0, 0, 0, 0)
    assert (list(Area.objects.order_by("pk").values()), AreaVersion.objects.count()) == before


def test_a_persons_rename_and_recode_outlive_the_next_load(south, at) -> None:
    actions.rename_area(
        area=at("901104"), name_th="คอหงส์ใหม่", name_en="Kho Hong Mai", on_day=today(), by=None
    )
    actions.recode_area(area=at("901102"), code="901155", on_day=today(), by=None)
    count = Area.objects.count()
    done = actions.load_geography(by=None, provinces=("90", "93", "96"))
    assert done.kept == 1
    assert at("901104").name_th == "คอหงส์ใหม่"
    assert at("901155").name_th == "ควนลัง"
    assert Area.objects.count() == count


def test_what_nobody_changed_follows_a_newer_list(south, at) -> None:
    Area.objects.filter(code="901104").update(name_th="คอหงษ์")  # as an older list had it
    done = actions.load_geography(by=None, provinces=("90", "93", "96"))
    assert (done.changed, done.kept) == (1, 0)
    assert at("901104").name_th == "คอหงส์"
    assert len(queries.history(at("901104"))) == 2


def test_a_bangkok_district_is_called_khet_once(db) -> None:
    actions.load_geography(by=None, provinces=("10",))
    assert Area.objects.open().get(code="1001").label == "เขตพระนคร"
    assert Area.objects.open().get(code="100101").label == "แขวงพระบรมมหาราชวัง"
    assert Area.objects.get(code="100205").closed_on == date(2006, 1, 1)

"""Sets of areas: who makes, sees, changes and retires one; what it is made of; that it follows areas."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.area_sets.forms import read_areas, zone_numbers
from ruamsuk.area_sets.models import AreaSet, apart
from ruamsuk.area_sets.problems import SetIsEmpty
from ruamsuk.areas.actions import merge_areas
from ruamsuk.areas.models import Area
from ruamsuk.areas.ranges import Places, Stand, place_no
from ruamsuk.core.calendar import today
from tests.api_caller import Caller

ADD = "/area-sets/add/"


@pytest.fixture
def places(area, db):
    for code in ("Z11", "Z12", "80", "8001", "90", "9001", "9011", "901102", "901104", "930101", "930103"):
        area(code)
    return area


@pytest.fixture
def coordinator(person, places):
    return person("Malee", "coordinator", places("90"))


def typed(**more: object) -> dict[str, object]:
    return {"name": "สามอำเภอ", "areas": "9001\n9011", "note": "", **more}


def test_a_set_is_kept_found_changed_and_retired(client: Client, coordinator):
    client.force_login(coordinator)
    answer = client.post(ADD, typed(is_shared="on"), follow=True)
    kept = AreaSet.objects.get()
    assert [area.code for area in kept.parts] == ["9001", "9011"]
    assert "สามอำเภอ" in client.get("/area-sets/").content.decode()
    assert answer.status_code == 200
    client.post(f"/area-sets/{kept.uid}/edit/", typed(name="สองอำเภอ", areas="9001 ใด ๆ", is_shared="on"))
    kept = AreaSet.objects.get()
    assert (kept.name, [area.code for area in kept.parts]) == ("สองอำเภอ", ["9001"])
    client.post(f"/area-sets/{kept.uid}/retire/")
    assert "สองอำเภอ" not in client.get("/area-sets/").content.decode().split("<main")[1]
    assert client.get(f"/area-sets/{kept.uid}/").status_code == 200  # what was cited can be opened
    assert client.post(f"/area-sets/{kept.uid}/retire/").status_code == 409


def test_an_own_set_is_seen_by_nobody_else(client: Client, coordinator, person, places):
    client.force_login(coordinator)
    client.post(ADD, typed())
    kept = AreaSet.objects.get()
    addresses = (f"/area-sets/{kept.uid}/", f"/counts/?set={kept.uid}", f"/projects/?area=TH&set={kept.uid}")
    assert [client.get(one).status_code for one in addresses] == [200, 200, 200]
    for other in (None, person("Anong", "coordinator", places("93"))):
        client.logout()
        if other:
            client.force_login(other)
        assert [client.get(one).status_code for one in addresses] == [404, 404, 404]
        assert client.get(f"/api/v1/counts?set={kept.uid}").status_code == 404


def test_a_shared_set_is_read_by_a_visitor(client: Client, coordinator):
    kept = add_area_set(name="สองอำเภอ", areas=read_areas("9001\n9011"), is_shared=True, by=coordinator)
    for one in (f"/area-sets/{kept.uid}/", f"/counts/?set={kept.uid}", f"/api/v1/area-sets/{kept.uid}"):
        assert client.get(one).status_code == 200, one


def test_who_shares_a_set_looks_after_all_of_it(client: Client, coordinator):
    client.force_login(coordinator)
    assert client.post(ADD, typed(areas="9001\n930101", is_shared="on")).status_code == 422
    assert client.post(ADD, typed(areas="9001\nZ12", is_shared="on")).status_code == 422
    assert not AreaSet.objects.exists()
    client.post(ADD, typed(areas="9001\n930101"))  # for oneself: figures are public
    client.post(ADD, typed(name="ในจังหวัด", is_shared="on"))
    assert AreaSet.objects.count() == 2


def test_who_may_not(client: Client, coordinator, person, places):
    kept = add_area_set(name="ของกลาง", areas=read_areas("9001"), is_shared=True, by=coordinator)
    assert client.get(ADD).url.startswith("/accounts/login/")
    owner = person("Owner", "project-owner", places("90"))
    other = person("Somsri", "coordinator", places("90"))
    for reader in (owner, other):
        client.force_login(reader)
        for one in ("edit", "retire"):
            assert client.post(f"/area-sets/{kept.uid}/{one}/", typed()).status_code == 403
    client.force_login(owner)
    assert client.post(ADD, typed()).status_code == 403
    client.force_login(person("Central", "central"))
    assert client.post(f"/area-sets/{kept.uid}/edit/", typed(is_shared="on")).status_code == 302


def test_a_mentor_keeps_a_set_and_shares_none(client: Client, person, places):
    client.force_login(person("Mentor", "mentor", places("90")))
    assert "is_shared" not in client.get(ADD).content.decode()
    client.post(ADD, typed(is_shared="on"))
    assert [row.is_shared for row in AreaSet.objects.all()] == [False]


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    "bad",
    [
        {"areas": ""},
        {"areas": "ไม่มีที่นี่"},
        {"areas": "9001\nเขต 1-99"},
        {"areas": "9001\x00"},
        {"name": " "},
        {"name": "ก" * 121},
        {"areas": "\n".join(["9001"] * 301)},
    ],
)
def test_bad_input_is_refused_beside_its_field(client: Client, coordinator, bad):
    client.force_login(coordinator)
    assert client.post(ADD, typed(**bad)).status_code == 422
    assert not AreaSet.objects.exists()
    assert client.post(ADD, typed()).status_code == 302


def test_a_name_is_taken_once_among_shared_ones_and_once_among_ones_own(client: Client, coordinator, person):
    client.force_login(coordinator)
    assert [client.post(ADD, typed()).status_code for _twice in range(2)] == [302, 422]
    client.force_login(person("Central", "central"))
    assert client.post(ADD, typed()).status_code == 302  # another's own set
    kept = AreaSet.objects.filter(owner=coordinator).get()
    client.force_login(coordinator)
    client.post(f"/area-sets/{kept.uid}/retire/")
    assert client.post(ADD, typed()).status_code == 302  # the name is free again


def test_a_name_of_signs_is_only_a_name(client: Client, coordinator):
    client.force_login(coordinator)
    client.post(ADD, typed(name="<script>alert(1)</script>=1+1"))
    kept = AreaSet.objects.get()
    for one in ("/area-sets/", f"/counts/?set={kept.uid}"):
        assert "<script>alert" not in client.get(one).content.decode()
    assert client.get(f"/counts/download/xlsx/?set={kept.uid}").status_code == 200


def test_an_area_inside_another_is_part_of_it(places):
    kept = add_area_set(name="ซ้อนกัน", areas=read_areas("901104\nZ12\n9011\n8001"), by=None)
    assert [area.code for area in kept.parts] == ["Z12", "8001"]
    assert [area.code for area in kept.inside_others] == ["9011", "901104"]


def test_a_set_follows_what_becomes_of_its_areas(places, person):
    kept = add_area_set(name="สองตำบล", areas=read_areas("901102\n930103"), by=None)
    merge_areas(
        areas=[places("901102")], into=places("901104"), on_day=today(), by=person("Admin", "administrator")
    )
    kept = AreaSet.objects.get(pk=kept.pk)
    assert [area.code for area in kept.parts] == ["901104", "930103"]
    assert [area.code for area in kept.chosen] != [area.code for area in kept.today]


def test_a_set_without_areas_is_none(places):
    with pytest.raises(SetIsEmpty):
        add_area_set(name="ว่าง", areas=[], by=None)


def test_the_api_does_what_the_pages_do(coordinator, person):
    call = Caller(coordinator)
    made = call.post("/area-sets", {"name": "สองอำเภอ", "areas": ["9001", "9011"], "is_shared": True})
    assert made.status_code == 201
    uid = made.json()["uid"]
    assert [part["code"] for part in made.json()["parts"]] == ["9001", "9011"]
    changed = call.patch(f"/area-sets/{uid}", {"areas": ["9001"]}).json()
    assert (changed["name"], len(changed["areas"])) == ("สองอำเภอ", 1)
    assert call.post("/area-sets", {"name": "x", "areas": ["930101"], "is_shared": True}).status_code == 403
    assert call.post("/area-sets", {"name": "x", "areas": ["ไม่มีที่นี่"]}).status_code == 422
    assert call.post("/area-sets", {"name": "x", "areas": []}).status_code == 422
    assert call.post(f"/area-sets/{uid}/retire").json()["is_retired"]
    assert call.patch(f"/area-sets/{uid}", {"name": "y"}).status_code == 409
    assert call.get("/area-sets").json() == []


# Pure rules


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("เขต 1-6", [1, 2, 3, 4, 5, 6]),
        ("เขตสุขภาพที่ ๑๐ ถึง ๑๒", [10, 11, 12]),
        ("Z11–Z12", [11, 12]),
        ("Health zones 1 to 2", [1, 2]),
        ("เขต 12", [12]),
        ("เขต 6-1", []),
        ("เขตสุขภาพ", []),
        ("Z1-6 และ 8", []),
    ],
)
def test_zones_are_read_by_number(line, numbers):
    assert zone_numbers(line) == numbers


def test_lines_are_read_as_code_zone_or_name(places):
    found = read_areas("9011 อ.หาดใหญ่\nเขต 11-12\nอ.เมืองสงขลา จ.สงขลา\n\n๙๐๑๑")
    assert [area.code for area in found] == ["9011", "Z11", "Z12", "9001"]
    with pytest.raises(ValidationError) as fault:
        read_areas("9001\nที่ไหนก็ไม่รู้")
    assert "ที่ไหนก็ไม่รู้" in fault.value.messages[0]


CODES = st.one_of(
    st.integers(10, 12).map(str),
    st.tuples(st.integers(10, 12), st.integers(1, 3)).map(lambda two: f"{two[0]}{two[1]:02}"),
    st.tuples(st.integers(10, 12), st.integers(1, 3), st.integers(1, 3)).map(
        lambda three: f"{three[0]}{three[1]:02}{three[2]:02}"
    ),
)
KINDS = {2: "province", 4: "district", 6: "subdistrict"}


@given(st.lists(CODES, unique=True, max_size=9))
def test_the_parts_cover_what_all_areas_cover_and_none_of_them_twice(codes):
    areas = [
        Area(pk=no, kind=KINDS[len(code)], code=code, place_no=place_no(code))
        for no, code in enumerate(codes, 1)
    ]
    parts = apart(areas)
    everything = Places.of(stand for area in areas for stand in area.stands)
    assert Places.of(stand for area in parts for stand in area.stands) == everything
    sizes = [last - first + 1 for area in parts for first, last in area.places.ranges]
    assert sum(sizes) == sum(last - first + 1 for first, last in everything.ranges)
    assert parts == [area for area in areas if area in parts]


STANDS = st.lists(st.builds(Stand, st.integers(0, 60), st.integers(1, 9)), max_size=6)


@given(STANDS, STANDS, st.integers(-1, 70))
def test_within_is_what_lies_in_both(some, others, place):
    one, other = Places.of(some), Places.of(others)
    assert one.within(other).covers(place) == (one.covers(place) and other.covers(place))
    assert one.within(other) == other.within(one)

"""500 messy addresses: none is silently wrong, and nearly all are right at once or among the first three (ADR 0071)."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ruamsuk.areas import queries
from ruamsuk.areas.actions import load_geography
from ruamsuk.areas.forms import AreaField
from ruamsuk.areas.queries import AddressReading, short_path
from ruamsuk.areas.tests.messy_addresses import MESSY
from ruamsuk.areas.tests.more_messy_addresses import MORE

pytestmark = [pytest.mark.one_worker, pytest.mark.usefixtures("country")]
EVERY = [
    (kind, text, right[0], right[2:])
    for some in (MESSY, MORE)
    for kind, rows in some.items()
    for text, right in rows
]


@pytest.fixture(scope="module")
def loaded_country(kept_for_module):
    with kept_for_module():
        load_geography(by=None)
        yield


@pytest.fixture
def country(loaded_country, db):
    """The whole register, loaded once."""


def read(text: str) -> AddressReading:
    return queries.understand_address(text, names=queries.names())


def is_right(reading: AddressReading, path: str) -> bool:
    """At once or among the first three; where nothing else is offered, what all parts agree on."""
    offered = reading.candidates[:3] or [reading.agreed]
    return path in [short_path(area) for area in ([reading.area] if reading.area else offered) if area]


def test_there_are_enough_of_them() -> None:
    assert len({text for _kind, text, _sign, _path in EVERY}) == len(EVERY) >= 500


def test_none_is_silently_wrong() -> None:
    wrong = {}
    for _kind, text, sign, path in EVERY:
        area = read(text).area
        if area is not None and (sign != "=" or short_path(area) != path):
            wrong[text] = (short_path(area), path)
    assert wrong == {}


def test_nearly_all_are_right_at_once_or_among_the_first_three() -> None:
    missed = {}
    for kind, text, sign, path in EVERY:
        reading = read(text)
        agreed = short_path(reading.agreed) if reading.agreed else "-"
        if agreed != path if sign == "~" else not is_right(reading, path):
            missed[text] = (kind, path, reading.says)
    assert len(missed) <= len(EVERY) * 0.05, missed


LETTERS = "กขคงจชดตถทนบปผพมยรลวสหอะาิีุู"


def one_letter_off(name: str, chance: random.Random) -> str:
    at, kind = chance.randrange(len(name)), chance.choice("more less other".split())
    letter = "" if kind == "less" else chance.choice(LETTERS)
    return name[:at] + letter + name[at + (kind != "more") :]


def test_one_letter_off_anywhere_in_the_country_is_never_silently_wrong() -> None:
    chance, names = random.Random(71), queries.names()
    every = [area for area in names.areas.values() if area.kind == "subdistrict" and not area.closed_on]
    wrong, missed = {}, {}
    for area in chance.sample(every, 600):
        steps = [area.name_th, area.parent.name_th, area.parent.parent.name_th]
        at = chance.randrange(3)
        steps[at] = one_letter_off(steps[at], chance)
        for form in ("ต.{} อ.{} จ.{}", "{} {} {}", "ตำบล{}อำเภอ{}จังหวัด{}"):
            reading = read(text := form.format(*steps))
            if reading.area is not None and reading.area != area:
                wrong[text] = short_path(reading.area)
            elif area not in (reading.area, *reading.candidates[:3]):
                missed[text] = reading.says
    assert wrong == {}
    assert len(missed) <= 600 * 3 * 0.05, missed


UNEXPLAINED = "ฝั่งตะวันออก;ใกล้ตลาดสด;หลังสถานีตำรวจ;ผู้สูงอายุ;สนามกีฬา;ยกเว้นหมู่ 3;บางส่วน;xyz;near market;ฯลฯ".split(
    ";"
)
FORMS = (
    "ต.{} อ.{} จ.{}",
    "{} {} {}",
    "ต.{}, อ.{}, จ.{}",
    "ต.{} (อ.{}) จ.{}",
    "อบต.{} อ.{} จ.{}",
    "({}) {} ({})",
)


def test_what_nothing_explains_is_never_passed_over_anywhere_in_the_country() -> None:
    chance, names = random.Random(8), queries.names()
    every = [area for area in names.areas.values() if area.kind == "subdistrict" and not area.closed_on]
    wrong = {}
    for area in chance.sample(every, 600):
        words = chance.choice(FORMS).format(area.name_th, area.parent.name_th, area.parent.parent.name_th)
        pieces = words.split(" ")
        pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(UNEXPLAINED))
        if (got := read(text := " ".join(pieces)).area) is not None:
            wrong[text] = short_path(got)
    assert wrong == {}


def test_two_sub_districts_of_one_district_are_never_one_anywhere_in_the_country() -> None:
    """Also where one of them bears the name of their district."""
    chance, names = random.Random(15), queries.names()
    every = [area for area in names.areas.values() if area.kind == "subdistrict" and not area.closed_on]
    named_alike = [area for area in every if area.parent and area.name_th == area.parent.name_th]
    wrong, missed = {}, {}
    for area in [*chance.sample(every, 300), *chance.sample(named_alike, 300)]:
        others = [one for one in every if one.parent == area.parent and one.name_th != area.name_th]
        if not others:
            continue
        two = [area.name_th, chance.choice(others).name_th]
        chance.shuffle(two)
        between = chance.choice([" และ ", " กับ ", ", ", "/", " + ", " ถึง ", " หรือ "])
        form = chance.choice(["ต.{}{}{} อ.{} จ.{}", "{}{}{} {} {}", "ต.{}{}ต.{} อ.{} จ.{}"])
        text = form.format(two[0], between, two[1], area.parent.name_th, area.parent.parent.name_th)
        reading = read(text)
        if reading.area is not None:
            wrong[text] = short_path(reading.area)
        elif reading.agreed != area.parent:
            missed[text] = reading.says
    assert wrong == {}
    assert len(missed) <= 600 * 0.05, missed


def test_what_is_not_certain_says_why_and_never_gives_an_area() -> None:
    for _kind, text, _sign, _path in EVERY:
        reading = read(text)
        assert reading.to_confirm == (reading.area is None)
        assert reading.says, text
        if reading.area is not None:
            assert (reading.agreed, reading.contradictions) == (None, []), text


def test_a_piece_that_is_put_right_makes_it_certain() -> None:
    """The reason for the doubt is the one piece: without it the same address is certain."""
    for messy, clean in {
        "คอหงษ์ หาดใหญ่ สงขลา": "คอหงส์ หาดใหญ่ สงขลา",
        "ต.คอหงส์ อ.ระโนด จ.สงขลา": "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา",
        "ต.คอหงส์ และ ต.ควนลัง อ.หาดใหญ่": "ต.คอหงส์ อ.หาดใหญ่",
        "ต.คอหงส์ อ.หาดใหญ่ 50200": "ต.คอหงส์ อ.หาดใหญ่ 90110",
        "ต.คอหงส์ อ.หาดใหญ่ เขตสุขภาพที่ 1": "ต.คอหงส์ อ.หาดใหญ่ เขตสุขภาพที่ 12",
        "ต.คอหงส์ ฝั่งตะวันออก อ.หาดใหญ่": "ต.คอหงส์ อ.หาดใหญ่",
        "อบต.ท่าบอน ต.ระวะ อ.ระโนด": "อบต.ระวะ ต.ระวะ อ.ระโนด",
        "บ้านพรุ ต.คอหงส์ อ.หาดใหญ่": "บ้านพรุ ต.บ้านพรุ อ.หาดใหญ่",
    }.items():
        assert read(messy).area is None, messy
        assert read(messy).contradictions, messy
        assert read(clean).area is not None, clean


def test_the_page_and_the_picker_offer_what_is_meant_with_the_reason(client) -> None:
    answer = client.get(reverse("areas:pick"), {"q": "ต.คอหงษ์ อ.หาดใหญ่", "kinds": "subdistrict"}).json()
    assert [one["path"] for one in answer["results"]] == ["ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"]
    assert "คอหงษ์" in answer["why"]
    assert client.get(reverse("areas:pick"), {"q": "ต.คอหงส์ อ.หาดใหญ่"}).json()["why"] == ""
    page = client.get(reverse("areas:area_list"), {"q": "ต.คอหงส์ อ.ระโนด จ.สงขลา"}).content.decode()
    assert "ไม่มี ต.คอหงส์ ใน อ.ระโนด" in page
    assert "ทุกส่วนของที่อยู่ตรงกันที่" in page


def test_a_field_takes_no_place_that_is_not_certain() -> None:
    field = AreaField(kinds=["district"])
    for text in ("ทุ่งช้าง และ ปัว น่าน", "ต.ทุ่งช้าง อ.ปัวว จ.น่าน", "ทุ่งชาาง น่าน"):
        with pytest.raises(ValidationError, match=r"อ\."):
            field.clean((text, ""))
    assert short_path(field.clean(("ทุ่งช้าง น่าน", ""))) == "อ.ทุ่งช้าง จ.น่าน"

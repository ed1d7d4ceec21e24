"""Hand-written addresses are understood; where they contradict the official list, the right place is shown."""

import pytest

from ruamsuk.areas import actions, queries
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today

pytestmark = pytest.mark.one_worker

PROVINCES = ("10", "11", "33", "34", "38", "43", "66", "84", "85", "90", "91", "92", "93", "96")


@pytest.fixture(scope="module")
def loaded_places(kept_for_module):
    with kept_for_module():
        actions.load_geography(by=None, provinces=PROVINCES)
        yield


@pytest.fixture
def places(loaded_places, db):
    """The areas of some provinces; each test's changes are undone."""


UNDERSTOOD = {
    "ต.คอหงส์ อ.หาดใหญ่": ("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", None),
    "ต.คอหงส์อ.หาดใหญ่จ.สงขลา": ("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", None),
    "ต. คอหงส์  อ. หาดใหญ่  จ. สงขลา 90110": ("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", None),
    "คอหงส์ หาดใหญ่ สงขลา": ("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", None),
    "Kho Hong Sub-district, Hat Yai District, Songkhla Province": ("ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", None),
    "ม.11 ต.ละงู อ.ละงู จ.สตูล": ("ต.ละงู อ.ละงู จ.สตูล", 11),
    "บ้านห้วยมะพร้าว ม.11 ต.ละงู อ.ละงู จ.สตูล": ("ต.ละงู อ.ละงู จ.สตูล", 11),
    "หมู่ที่ ๑ ต.นาหว้า อ.จะนะ จ.สงขลา": ("ต.นาหว้า อ.จะนะ จ.สงขลา", 1),
    "บ้านศาลาต้นรัก หมู่ที่ 1 ต.นาขยาด อ.ควนขนุน จ.พัทลุง": ("ต.นาขยาด อ.ควนขนุน จ.พัทลุง", 1),
    "หมู่ที่ 7 ตำบลคลองทรายขาว": ("ต.คลองทรายขาว อ.กงหรา จ.พัทลุง", 7),
    "เทศบาลตำบลคลองทรายขาว": ("ต.คลองทรายขาว อ.กงหรา จ.พัทลุง", None),
    "ทต.ปาเสมัส": ("ต.ปาเสมัส อ.สุไหงโก-ลก จ.นราธิวาส", None),
    "อบต.สากอ": ("ต.สากอ อ.สุไหงปาดี จ.นราธิวาส", None),
    "ต.เชิงแส อ.กระแสสินธุ์ จ.สงขลา": ("ต.เชิงแส อ.กระแสสินธุ์ จ.สงขลา", None),
    "ต.ตะปอเยาะ อ.ยี่งอ จ.นราธิวาส": ("ต.ตะปอเยาะ อ.ยี่งอ จ.นราธิวาส", None),
    "รพ.สต.บ้านท่ากูโบ ต.คลองทรายขาว อ.กงหรา จ.พัทลุง": ("ต.คลองทรายขาว อ.กงหรา จ.พัทลุง", None),
    "123/4 ถ.เพชรเกษม ต.หาดใหญ่ อ.หาดใหญ่ จ.สงขลา": ("ต.หาดใหญ่ อ.หาดใหญ่ จ.สงขลา", None),
    "ต.ควนเมา อ.รัษฎา จ.ตรัง": ("ต.ควนเมา อ.รัษฎา จ.ตรัง", None),
    "ต.โคกม่วง อ.เขาชัยสน จ.พัทลุง": ("ต.โคกม่วง อ.เขาชัยสน จ.พัทลุง", None),
    "ต.ตลาด อ.เมือง จ.สุราษฎร์ธานี": ("ต.ตลาด อ.เมืองสุราษฎร์ธานี จ.สุราษฎร์ธานี", None),
    "ต.บ้านนา อ.บ้านนาเดิม จ.สุราษฎร์ธานี": ("ต.บ้านนา อ.บ้านนาเดิม จ.สุราษฎร์ธานี", None),
    "ต.จ.ป.ร. อ.กระบุรี จ.ระนอง": ("ต.จ.ป.ร. อ.กระบุรี จ.ระนอง", None),
    "ตำบลนํ้าน้อย อำเภอหาดใหญ่": ("ต.น้ำน้อย อ.หาดใหญ่ จ.สงขลา", None),
    "อ.สุไหงโกลก จ.นราธิวาส": ("อ.สุไหงโก-ลก จ.นราธิวาส", None),
    "แขวงคลองตันเหนือ เขตวัฒนา กทม.": ("แขวงคลองตันเหนือ เขตวัฒนา กรุงเทพมหานคร", None),
    "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพฯ 10200": ("แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร", None),
    # Abolished; today in another province.
    "ต.บึงกาฬ อ.บึงกาฬ จ.หนองคาย": ("ต.บึงกาฬ อ.เมืองบึงกาฬ จ.บึงกาฬ", None),
    "หาดใหญ่": ("อ.หาดใหญ่ จ.สงขลา", None),
    "เขต 12": ("เขตสุขภาพที่ 12", None),
}


@pytest.mark.usefixtures("places")
def test_real_looking_addresses_are_understood() -> None:
    names = queries.names()
    wrong = {}
    for text, expected in UNDERSTOOD.items():
        reading = queries.understand_address(text, names=names)
        got = (queries.short_path(reading.area) if reading.area else None, reading.moo)
        if got != expected or reading.contradictions:
            wrong[text] = (got, expected, reading.says)
    assert wrong == {}


CONTRADICTIONS = {
    "ต.โนนค้อ อ.เขื่องใน จ.อุบลราชธานี": ["ต.โนนค้อ อ.บุณฑริก จ.อุบลราชธานี", "ต.โนนค้อ อ.โนนคูณ จ.ศรีสะเกษ"],
    "ต.ทนง อ.โพทะเล จ.พิจิตร": ["ต.ทะนง อ.โพทะเล จ.พิจิตร"],
    "ต.คอหงษ์ อ.หาดใหญ่ จ.สงขลา": ["ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"],
    "ต.คอหงส์ อ.หาดไหญ่ จ.สงขลา": ["ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"],
    "ต.ไม่มีจริงเลย อ.หาดใหญ่ จ.สงขลา": ["อ.หาดใหญ่ จ.สงขลา"],
}


@pytest.mark.usefixtures("places")
def test_a_contradiction_is_shown_with_the_right_places() -> None:
    for text, right in CONTRADICTIONS.items():
        reading = queries.understand_address(text)
        assert reading.area is None, text
        assert reading.contradictions, text
        assert [queries.short_path(area) for area in reading.candidates] == right
        assert right[0] in reading.says


@pytest.mark.usefixtures("places")
def test_several_places_of_one_name_are_asked_for_and_settled_by_what_is_expected() -> None:
    reading = queries.understand_address("ต.โนนค้อ")
    assert reading.area is None
    assert {area.code for area in reading.candidates} == {
        area.code for area in Area.objects.open().filter(name_th="โนนค้อ")
    }
    sisaket = Area.objects.open().get(code="33")
    settled = queries.understand_address("ต.โนนค้อ", expected=sisaket).area
    assert settled is not None
    assert settled.code.startswith("33")


@pytest.mark.usefixtures("places")
def test_an_address_outside_the_province_of_its_fund_is_a_contradiction() -> None:
    fund_home = Area.objects.open().get(name_th="สากอ")
    text = 'ศพด.บ้านกลูบี "จังหวัด สมุทรปราการ"'
    reading = queries.understand_address(text, expected=fund_home)
    assert reading.area is None
    assert reading.candidates[0] == fund_home
    assert "นราธิวาส" in reading.says
    assert queries.understand_address(text).area == Area.objects.get(code="11")


@pytest.mark.usefixtures("places")
def test_an_abolished_area_with_two_successors_offers_both() -> None:
    reading = queries.understand_address("แขวงบางนา เขตบางนา กทม")
    assert [area.code for area in reading.candidates] == ["104702", "104703"]
    assert not reading.contradictions


@pytest.mark.usefixtures("places")
def test_a_village_number_leads_to_the_village_once_it_is_entered() -> None:
    text = "ม.3 ต.คอหงส์ อ.หาดใหญ่"
    assert queries.understand_address(text).village is None
    home = Area.objects.open().get(code="901104")
    village = actions.add_village(subdistrict=home, moo=3, name_th="คลองเปล", by=None)
    assert queries.understand_address(text).village == village


@pytest.mark.usefixtures("places")
def test_a_rename_counts_at_once_and_the_former_name_still_leads_there() -> None:
    area = Area.objects.open().get(code="901104")
    assert queries.understand_address("ต.คอใหม่ อ.หาดใหญ่").area is None
    actions.rename_area(area=area, name_th="คอใหม่", on_day=area.opened_on or today(), by=None)
    assert queries.understand_address("ต.คอใหม่ อ.หาดใหญ่").area == area
    assert queries.understand_address("ต.คอหงส์ อ.หาดใหญ่").area == area


@pytest.mark.usefixtures("places")
def test_reading_thousands_costs_no_queries(django_assert_num_queries) -> None:
    names = queries.names()
    with django_assert_num_queries(0):
        for text in UNDERSTOOD:
            queries.understand_address(text, names=names)


def test_what_is_no_address_is_said_plainly(places) -> None:
    for text in ("", "   ", "....", "ต.", "ม.", "ไม่ทราบ", "๑๒๓", "ต.อ.จ.", '"', "a" * 400):
        reading = queries.understand_address(text)
        assert reading.area is None, text
        assert reading.says, text

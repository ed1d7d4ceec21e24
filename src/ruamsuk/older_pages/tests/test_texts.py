"""Small texts of older systems: what they mean."""

from datetime import date
from decimal import Decimal

import pytest

from ruamsuk.core.calendar import today
from ruamsuk.older_pages.choices import PageKind
from ruamsuk.older_pages.queries import days, texts
from ruamsuk.older_pages.queries.labels import Labels

PART_OF = Labels({}).part_of


def test_an_e_mail_address_is_looked_for_in_pieces_no_longer_than_one_may_be():
    """64 letters before the @ (RFC 5321): without an end each letter of a long cell is begun with, and each time all
    of the rest is read.
    """
    content, found = texts.without_persons({"note": "ย" * 20_000 + " somsri@example.org"}, PART_OF)
    assert content["note"].endswith(f"ย {texts.MASK}")
    assert [one.why for one in found] == ["email-masked"]
    content, _found = texts.without_persons({"note": "a" * 66 + "@example.org"}, PART_OF)
    assert content["note"] == f"aa{texts.MASK}"


@pytest.mark.parametrize(
    ("typed", "day", "mends"),
    [
        ("27 กรกฎาคม 2566", date(2023, 7, 27), ()),
        ("16/08/2022", date(2022, 8, 16), ("common-era",)),
        ("1 ตุลาคม 2012", date(2012, 10, 1), ("common-era",)),
        ("๑๕ พ.ย. ๒๕๖๖", date(2023, 11, 15), ("thai-digits",)),
        ("15/11/66", date(2023, 11, 15), ("short-year",)),
        ("2023-03-01T00:00:00", date(2023, 3, 1), ("moment", "common-era")),
        ("2023-02-28T17:00:00.000Z", date(2023, 3, 1), ("moment", "common-era")),  # midnight in Bangkok
        ("2566-03-01", date(2023, 3, 1), ()),
        ("1/3/2566 00:00", date(2023, 3, 1), ()),
        ("44986", date(2023, 3, 1), ("excel-day",)),
        ("44986.0", date(2023, 3, 1), ("excel-day",)),
        ("5 สิงหาคม 2019 (CE)", date(2019, 8, 5), ("common-era",)),
        ("5/8/19 (CE)", date(2019, 8, 5), ("common-era",)),
        ("วันพุธที่ 1 มีนาคม พ.ศ. 2566", date(2023, 3, 1), ()),
        ("March 1, 2023", date(2023, 3, 1), ("common-era",)),
    ],
)
def test_days_of_both_calendars_are_read_and_the_mending_is_named(typed, day, mends):
    assert days.read_day(typed) == days.Day(day, mends=mends)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31 กุมภาพันธ์ 2567", "day-impossible"),
        ("1 มกราคม 2667", "day-far"),
        ("1/1/34", "day-two-ways"),  # 1991 and 2034
        ("1/1/27", ""),  # 1984 is before all that older pages tell
    ],
)
def test_an_impossible_day_says_why(typed, why):
    assert days.read_day(typed).why == why
    assert days.read_day("29 กุมภาพันธ์ 2567").day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("27 กรกฎาคม 2566 - 30 กันยายน 2566", date(2023, 7, 27), date(2023, 9, 30)),
        ("15 ก.ย. 2558-15 ก.พ. 2559", date(2015, 9, 15), date(2016, 2, 15)),
        ("16 ก.พ.-15 ส.ค. 2559", date(2016, 2, 16), date(2016, 8, 15)),
        ("1 พ.ย. - 15 ม.ค. 2559", date(2015, 11, 1), date(2016, 1, 15)),
        ("01/10/2566 ถึง 30/09/2024", date(2023, 10, 1), date(2024, 9, 30)),
        ("ตั้งแต่ 25 มกราคม 2564 ถึง 31 ธันวาคม 2564", date(2021, 1, 25), date(2021, 12, 31)),
        ("5 สิงหาคม 2019 - 31 กรกฎาคม 2021 (CE)", date(2019, 8, 5), date(2021, 7, 31)),
        ("ต.ค. 66 – ก.ย. 67", date(2023, 10, 1), date(2024, 9, 30)),
        ("ต.ค.66-ก.ย.67", date(2023, 10, 1), date(2024, 9, 30)),
        ("มี.ค. - ก.ย. 2566", date(2023, 3, 1), date(2023, 9, 30)),
        ("พ.ย. - ม.ค. 67", date(2023, 11, 1), date(2024, 1, 31)),
        ("10/2566 - 9/2567", date(2023, 10, 1), date(2024, 9, 30)),
        ("Oct 2023 - Sep 2024", date(2023, 10, 1), date(2024, 9, 30)),
        ("1-30 กันยายน 2566", date(2023, 9, 1), date(2023, 9, 30)),
        ("ตลอดปีงบประมาณ พ.ศ. 2566", date(2022, 10, 1), date(2023, 9, 30)),
        ("2023-03-01/2023-09-30", date(2023, 3, 1), date(2023, 9, 30)),
        ("45200 - 45300", date(2023, 10, 1), date(2024, 1, 9)),
        ("1 ตุลาคม 2566 ถึง 30 กันยายน 2567 (12 เดือน)", date(2023, 10, 1), date(2024, 9, 30)),
        ("12 เดือน (1 ต.ค. 2566 - 30 ก.ย. 2567)", date(2023, 10, 1), date(2024, 9, 30)),
    ],
)
def test_periods_are_read_in_the_ways_people_write_them(typed, first, last):
    start, end = days.read_period(typed)
    assert (start.day, end.day) == (first, last)


def test_a_period_without_two_days_is_none():
    assert days.read_period("ตลอดปี") is None
    assert days.read_period("ปี 2566") is None


@pytest.mark.parametrize(
    ("typed", "satang", "why"),
    [
        ("12,000.00", 1_200_000, ""),
        ("๑๒,๐๐๐ บาท", 1_200_000, ""),
        (12000, 1_200_000, ""),
        ("12345678901234", None, "amount-large"),
        ("-5", None, "amount-negative"),
        ("ตามจริง", None, "amount-unreadable"),
        ("50.000", None, "amount-two-ways"),
        ("50.000,00", None, "amount-unreadable"),
        ("1,23,4", None, "amount-unreadable"),
        ("99,999,999,999", None, "amount-large"),
    ],
)
def test_amounts(typed, satang, why):
    found = texts.read_amount(typed)
    assert (found.satang, found.why) == (satang, why)


@pytest.mark.parametrize(
    ("typed", "size"), [("12.5 %", "12.50"), ("1,234", "1234.00"), ("50.000", None), ("1,2", None)]
)
def test_sizes_are_not_guessed(typed, size):
    assert texts.read_size(typed) == (size and Decimal(size))


def test_remarks_of_the_source_are_no_values():
    for text in ("(blank)", "(cut)", "(value cut)", "(not yet sent to a fund)", "(blank province)", "-", ""):
        assert texts.is_marker(text), text
    for text in ("(ร่าง)", "โครงการ (cut)", "0"):
        assert not texts.is_marker(text), text
    assert texts.is_cut("(value cut)")
    assert not texts.is_cut("(blank)")
    assert texts.without_remark("จังหวัด สมุทรปราการ (wrong province)") == "จังหวัด สมุทรปราการ"


@pytest.mark.parametrize(
    "typed",
    [
        "โทร 081-234-5678",
        "เบอร์ 0812345678",
        "๐๘๑ ๒๓๔ ๕๖๗๘",
        "+66 81 234 5678",
        "074-123456",
        "แจ้ง a.b@example.org",
    ],
)
def test_phones_and_addresses_of_persons_are_masked_and_the_rest_stays(typed):
    content, found = texts.without_persons({"note": f"ก่อน {typed} หลัง"}, PART_OF)
    assert texts.MASK in content["note"]
    assert not any(char.isdigit() for char in content["note"])
    assert content["note"].startswith("ก่อน")
    assert content["note"].endswith("หลัง")
    assert [one.field for one in found] == ["note"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("รหัสโครงการ", "63001740012"),
        ("เลขที่ข้อตกลง", "58-00-0073"),
        ("รหัสโครงการ", "2568-L7572-01-001"),
        ("งบประมาณ", "1234567890121"),
        ("ระยะเวลา", "01/10/2566 - 30/09/2567"),
        ("พื้นที่", "ต.นางรอง อ.นางรอง จ.บุรีรัมย์"),
        ("note", "นายก อบต. เป็นประธาน"),
        ("ชื่อกลุ่มคน", "5 persons named on page (omitted here)"),
    ],
)
def test_codes_days_and_places_are_not_taken_for_persons(field, value):
    assert texts.without_persons({field: value}, PART_OF) == ({field: value}, [])


def test_names_of_persons_are_not_kept():
    given = {
        "ชื่อกลุ่มคน": ["สมมติ หนึ่ง", "สมมติ สอง"],
        "note": "ติดต่อ นางสาวสมมติ ไม่มีจริง ได้",
        "id": "1-2345-67890-12-1",
    }
    content, found = texts.without_persons(given, PART_OF)
    assert "สมมติ" not in str(content)
    assert "67890" not in str(content)
    assert {one.why for one in found} == {"persons-masked", "id-masked"}


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("อบต.นาหว้า", "อบต", "นาหว้า"),
        ("องค์การบริหารส่วนตำบลนาหว้า", "อบต", "นาหว้า"),
        ("เทศบาลตำบลทุ่งหว้า", "ทต", "ทุ่งหว้า"),
        ("ทม.สะเตงนอก", "ทม", "สะเตงนอก"),
        ("กองทุนหลักประกันสุขภาพเทศบาลเมืองพัทลุง", "ทม", "พัทลุง"),
    ],
)
def test_local_authorities_are_the_same_however_written(text, kind, name):
    assert texts.read_authority(text) == texts.Authority(kind, name)


def test_a_word_that_only_looks_like_a_local_authority_is_none():
    assert texts.read_authority("อดทนเข้มแข็ง") is None


def test_fund_name_and_code_in_one_field():
    assert texts.name_and_code("เทศบาลตำบลนาโหนด (L3357)") == ("เทศบาลตำบลนาโหนด", "L3357")
    assert texts.name_and_code("อบต.นาหว้า") == ("อบต.นาหว้า", "")


def test_pages_of_one_project_have_one_key():
    base = "localfund.happynetwork.org/project/190515"
    for page in ("", "/finalreport", "/info.progress/1", "?tab=2"):
        assert texts.key_of(f"https://{base}{page}") == base
    assert texts.key_of("http://www.a.org/project/proposal/7/print") == "a.org/project/proposal/7"
    assert texts.key_of("https://a.org/project/fund?prov=94") == "a.org/project/fund?prov=94"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ข้อเสนอโครงการ (แบบฟอร์มพัฒนาโครงการ)", PageKind.PROPOSAL),
        ("แบบเสนอโครงการพิมพ์ กปท.7", PageKind.PRINT),
        ("รายละเอียดโครงการ", PageKind.PROJECT),
        ("happynetwork รายละเอียดโครงการ", PageKind.PROJECT),
        ("รายงานฉบับสมบูรณ์ (finalreport)", PageKind.REPORT),
        ("ppi รายงานงวด 1", PageKind.REPORT),
        ("รายงานผลการดำเนินโครงการประจำงวด 1", PageKind.REPORT),
        ("แบบประเมิน HIA", PageKind.EVALUATION),
        ("ตารางกองทุนรายจังหวัด (ปัตตานี)", PageKind.FUND_TABLE),
        ("บันทึกการประชุม", PageKind.UNKNOWN),
    ],
)
def test_kinds_of_records(text, kind):
    assert texts.kind_of(text) == kind


def test_instalments_with_and_without_a_report_window():
    line = "2: 16 ก.พ.-15 ส.ค. 2559 (report 10 ก.พ.-15 ต.ค. 2559) 106,450.00"
    assert texts.read_instalment(line) == (2, "16 ก.พ.-15 ส.ค. 2559", "10 ก.พ.-15 ต.ค. 2559", "106,450.00")
    assert texts.read_instalment("3: 16 ส.ค.-15 ต.ค. 2559 21,295.00") == (
        3,
        "16 ส.ค.-15 ต.ค. 2559",
        "",
        "21,295.00",
    )
    assert texts.read_instalment("งวดสุดท้าย") is None


def test_a_year_is_found_in_a_title():
    assert texts.years_in_title("โครงการ ประจำปีงบประมาณ พ.ศ.2568") == [2568]
    assert texts.years_in_title("ศูนย์คนไทยห่างไกล NCDS ปี ๒๕๖๙") == [2569]
    assert texts.years_in_title(f"ชุมชนปี 3 ({today().year})") == []

"""Rows as people really write them: what is certain is taken, what is not is asked, with the column and what to do."""

import pytest

from ruamsuk.accounts.models import Invitation
from ruamsuk.areas.models import Area
from ruamsuk.committees.models import Member
from ruamsuk.funds.actions import change_fund
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.queries.books import template
from ruamsuk.workbooks.queries.files import read_workbook
from ruamsuk.workbooks.queries.reports import changes, mended, reasons
from ruamsuk.workbooks.tests.books import (
    FUNDS,
    HERE,
    ORGANIZATIONS,
    PEOPLE,
    POINTS,
    SEATS,
    VILLAGES,
    authority,
    book,
    fund,
    officer,
    rows,
    seat,
)
from ruamsuk.workbooks.tests.conftest import bring, look, take_back

KEEPER = rows(authority())


def said(batch, outcome="failed"):
    """(sheet, row) → "column: sentence" of every row with this outcome."""
    return {
        (line.kind, line.report["row"]): " | ".join(": ".join(pair) for pair in reasons(line))
        for line in batch.lines.order_by("no")
        if line.shown == outcome
    }


def one(admin, sheets, **more):
    """The one refused row of a workbook, in words."""
    found = said(look(book({ORGANIZATIONS: KEEPER, FUNDS: rows(fund()), **sheets}, **more), admin))
    assert len(found) == 1, found
    return next(iter(found.values()))


def test_blank_rows_spaces_thai_digits_and_numbers_as_text_are_read(admin):
    given = rows(
        authority("  เทศบาลเมืองคอหงส์ ", โทรศัพท์="๐๗๔๐๐๐๐๐๐"),
        {},
        {},
        authority("โรงเรียนกลาง", ประเภท=" โรงเรียน "),
    )
    made = [["ข้อมูลปี 2570"], [], *given]  # a title above the headings
    funds = rows(
        fund("l 9901", keeper="เทศบาลเมือง คอหงส์", ประชากร="8,137"), fund("๙๙๐๒", "กองทุนที่สอง", ประชากร=900)
    )
    batch = bring(book({ORGANIZATIONS: made, FUNDS: funds}), admin)
    assert said(batch) == {}
    assert set(Fund.objects.values_list("code", "population")) == {("L9901", 8137), ("L9902", 900)}
    assert Organization.objects.get(kind="local_authority").phone == "074000000"


def test_headings_in_english_and_other_words_in_any_order(admin):
    given = [
        ["Province", "TYPE", "Name", "จำนวนบุคลากร", "อำเภอ/เขต", "tambon"],
        ["Songkhla", "local authority", "เทศบาลเมืองคอหงส์", "12", "Hat Yai", "Kho Hong"],
    ]
    batch = bring(book({"Organisations": given}), admin)
    assert Organization.objects.get().home_area.code == "901104"
    assert "จำนวนบุคลากร" in said(batch, "kept")["unknown", 0]


def test_a_sheet_without_a_known_name_is_known_by_its_headings_or_told(admin):
    batch = look(book({"Sheet1": KEEPER, "อื่น ๆ": [["ก", "ข"], ["1", "2"]]}), admin)
    assert [line.kind for line in batch.lines.order_by("no")] == ["organizations", "unknown"]
    assert "อื่น ๆ" in said(batch, "kept")["unknown", 0]


def test_headings_that_stand_again_in_the_middle_are_no_row(admin):
    given = rows(authority("ก"))
    batch = look(book({ORGANIZATIONS: [*given, given[0], *rows(authority("ข"))[1:]]}), admin)
    assert [line.report["row"] for line in batch.lines.order_by("no")] == [2, 4]


def test_a_fund_that_moves_to_an_organisation_of_the_file_shows_it_before(admin):
    bring(book({ORGANIZATIONS: KEEPER, FUNDS: rows(fund())}), admin)
    moved = {ORGANIZATIONS: rows(authority("เทศบาลใหม่")), FUNDS: rows(fund(keeper="เทศบาลใหม่"))}
    line = look(book(moved), admin).lines.get(kind="funds")
    assert changes(line) == [("หน่วยงานเจ้าของกองทุน", "เทศบาลเมืองคอหงส์", "เทศบาลใหม่")]
    batch = bring(book(moved), admin)
    assert Fund.objects.get().organization.name == "เทศบาลใหม่"
    take_back(batch, admin)
    assert Fund.objects.get().organization.name == "เทศบาลเมืองคอหงส์"
    assert not Organization.objects.filter(name="เทศบาลใหม่").exists()


def test_a_missing_column_is_told_once_for_the_sheet(admin):
    given = [["ชื่อกองทุน", "หน่วยงานเจ้าของกองทุน"], ["ก", "ข"], ["ค", "ง"]]
    assert "รหัสกองทุน" in one(admin, {FUNDS: given})


def test_two_columns_of_one_meaning_are_asked(admin):
    given = [["รหัสกองทุน", "ชื่อกองทุน", "อปท.", "หน่วยงาน"], ["L9901", "ก", "ข", "ค"]]
    assert "สองช่อง" in one(admin, {FUNDS: given})


def test_merged_cells_and_formulas_are_named_in_their_cells(admin):
    given = rows(authority("ก"), authority("ข"), authority("ค"))

    def work(made, pages):
        column = given[0].index("ตำบล")
        pages[ORGANIZATIONS].merge_range(1, column, 2, column, "คอหงส์")
        pages[ORGANIZATIONS].write_formula(3, 0, '="ค"&"ง"', None, "คง")

    found = said(look(book({ORGANIZATIONS: given}, work), admin))
    assert "ตำบล: ช่องนี้ถูกผสาน" in found["organizations", 3]
    assert "ชื่อหน่วยงาน: ช่องนี้เป็นสูตร" in found["organizations", 4]


def test_zeros_that_excel_dropped_come_back_where_that_is_certain(admin):
    given = rows(authority("โรงพยาบาล", ประเภท="โรงพยาบาล", รหัสหน่วยบริการ=1234, โทรศัพท์=812345678))
    batch = bring(book({ORGANIZATIONS: given}), admin)
    made = Organization.objects.get()
    assert (made.hospcode, made.phone) == ("01234", "0812345678")
    assert len(mended(batch.lines.get())) == 2


def test_the_same_row_twice_is_taken_once_and_two_that_disagree_are_asked(admin):
    given = rows(fund(), fund(), fund("L9902", "ก"), fund("L9902", "ข"))
    batch = bring(book({ORGANIZATIONS: KEEPER, FUNDS: given}), admin)
    assert list(said(batch, "kept")) == [("funds", 3)]
    found = said(batch)
    assert set(found) == {("funds", 4), ("funds", 5)}
    assert all("แถว 4, 5" in text and "ชื่อกองทุน" in text for text in found.values())
    assert Fund.objects.get().code == "L9901"


def test_a_misspelt_name_is_offered_and_not_guessed(admin):
    text = one(admin, {FUNDS: rows(fund(keeper="เทศบาลเมืองคอหง"))})
    assert "หน่วยงานเจ้าของกองทุน" in text
    assert "อาจหมายถึง เทศบาลเมืองคอหงส์" in text


def test_a_misspelt_place_is_asked_with_the_reason(admin):
    assert "คอหงษ์" in one(admin, {ORGANIZATIONS: rows({**authority(), "ตำบล": "คอหงษ์"}), FUNDS: []})


def test_an_area_code_that_says_another_place_than_the_names_is_asked(admin):
    assert "รหัสพื้นที่" in one(admin, {ORGANIZATIONS: rows(authority(รหัสพื้นที่="901102")), FUNDS: []})


def test_an_amount_that_can_be_read_in_two_ways_is_asked(admin):
    assert "8.137" in one(admin, {FUNDS: rows(fund(ประชากร="8.137"))})


def test_a_day_with_two_digits_of_the_year_is_asked(admin):
    assert "วันเริ่มวาระ" in one(admin, {SEATS: rows(seat(begins="1/1/27"))})


def test_latitude_and_longitude_that_are_exchanged_are_told(admin):
    assert "สลับ" in one(admin, {POINTS: rows({"กองทุน": "L9901", "ละติจูด": 100.4747, "ลองจิจูด": 7.0086})})


def test_a_point_that_differs_from_the_sheet_of_funds_is_asked(admin):
    sheets = {
        FUNDS: rows(fund(ละติจูด="7.0", ลองจิจูด="100.4")),
        POINTS: rows({"กองทุน": "L9901", "ละติจูด": "7.1", "ลองจิจูด": "100.4"}),
    }
    assert "แถว 2" in one(admin, sheets)


def test_what_names_a_refused_row_says_which_row_that_is(admin):
    sheets = {FUNDS: rows(fund(ประชากร="มาก")), PEOPLE: rows(officer())}
    found = said(look(book({ORGANIZATIONS: KEEPER, **sheets}), admin))
    assert "แถว 2" in found["people", 2]
    assert "ประชากร" in found["funds", 2]


def test_a_row_without_what_is_necessary_says_each_empty_cell(admin):
    text = one(admin, {FUNDS: rows(fund(), fund("L9902", "", ""))})
    assert "ชื่อกองทุน" in text
    assert "หน่วยงานเจ้าของกองทุน" in text


def test_several_organisations_of_one_name_are_asked_unless_the_place_tells(admin):
    two = rows(authority("เทศบาลกลาง"), {**authority("เทศบาลกลาง"), "ตำบล": "ควนลัง"})
    text = one(admin, {ORGANIZATIONS: two, FUNDS: rows(fund(keeper="เทศบาลกลาง"))})
    assert "ควนลัง" in text
    clear = rows({**fund(keeper="เทศบาลกลาง"), **HERE, "ตำบล": "ควนลัง"})
    bring(book({ORGANIZATIONS: two, FUNDS: clear}), admin)
    assert Fund.objects.get().home_area.code == "901102"
    assert Fund.objects.get().organization.home_area.code == "901102"


def test_the_example_of_the_template_is_passed_over_until_it_says_something_else(admin):
    assert read_workbook(template(), 10**7) == []
    marked = rows({**authority(), "สิ่งที่ต้องแก้": "ตัวอย่าง"})
    assert "เครื่องหมาย" in one(admin, {ORGANIZATIONS: marked, FUNDS: []})


def test_villages_by_number_or_code_and_a_taken_number_is_asked(admin):
    given = rows(
        {**HERE, "หมู่ที่": "หมู่ 1", "ชื่อหมู่บ้าน": "บ้านเหนือ"},
        {"รหัสหมู่บ้าน": 90110402, "ชื่อหมู่บ้าน": "บ้านใต้"},
        {**HERE, "หมู่ที่": "0", "ชื่อหมู่บ้าน": "บ้านศูนย์"},
        {"รหัสหมู่บ้าน": "9011040", "ชื่อหมู่บ้าน": "บ้านขาด"},
    )
    batch = bring(book({VILLAGES: given}), admin)
    assert set(Area.objects.filter(kind="village").values_list("code", "name_th")) == {
        ("90110401", "เหนือ"), ("90110402", "ใต้"),
    }  # fmt: skip
    assert set(said(batch)) == {("villages", 4), ("villages", 5)}
    again = look(book({VILLAGES: rows({**HERE, "หมู่ที่": "1", "ชื่อหมู่บ้าน": "บ้านอื่น"})}), admin)
    assert "เหนือ" in said(again)["villages", 2]


def test_a_committee_takes_no_more_people_than_its_seats_and_one_term(admin):
    given = rows(
        seat("ก", "ประธาน"), seat("ข", "ประธาน"), seat("ค", begins="1/10/2568", where="L9902"),
        seat("ง", begins="1/10/2569", where="L9902"), seat("จ", "นักบิน"),
    )  # fmt: skip
    funds = rows(fund(), fund("L9902", "ที่สอง"))
    batch = bring(book({ORGANIZATIONS: KEEPER, FUNDS: funds, SEATS: given}), admin)
    found = said(batch)
    assert set(found) == {("seats", 3), ("seats", 4), ("seats", 5), ("seats", 6)}
    assert "ครบ 1" in found["seats", 3]
    assert "แถว 4, 5" in found["seats", 4]
    assert "นักบิน" in found["seats", 6]
    assert Member.objects.get().name == "ก"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (officer(where="L9999"), "L9999"),
        (officer(role="นักบิน"), "ไม่อยู่ในรายการ"),
        (officer(role="ผู้ประสานงาน"), "ผู้ประสานงานทำงานให้"),
        ({"ชื่อ-สกุล": "สมมุติ", "หน้าที่": "ทีมส่วนกลาง"}, "พื้นที่: ทีมส่วนกลางทำงานให้"),
        (officer(อีเมล="ไม่ใช่"), "อีเมล"),
        (officer(ตั้งแต่วันที่="1/10/2569", ถึงวันที่="1/9/2569"), "ถึงวันที่"),
        ({**officer(), "หน่วยงาน": "เทศบาลเมืองคอหงส์"}, "เหลือ"),
    ],
)
def test_a_person_whose_post_is_not_clear_is_asked(row, words, admin):
    assert words in one(admin, {PEOPLE: rows(row)})


def test_whoever_works_for_the_whole_country_has_its_name_as_the_area(admin):
    given = rows({"ชื่อ-สกุล": "สมมุติ", "หน้าที่": "ทีมส่วนกลาง", "พื้นที่": "ประเทศไทย"})
    assert not said(bring(book({PEOPLE: given}), admin))
    assert Invitation.objects.get().post.scope.area == Area.country()


def test_a_changed_row_changes_its_record_and_shows_old_beside_new(admin):
    bring(book({ORGANIZATIONS: KEEPER, FUNDS: rows(fund(ประชากร="8137"))}), admin)
    batch = look(book({FUNDS: rows(fund(name="กองทุนใหม่", ประชากร="9000"))}), admin)
    assert changes(batch.lines.get()) == [
        ("ชื่อกองทุน", "กองทุนสุขภาพคอหงส์", "กองทุนใหม่"), ("ประชากร", "8137", "9000"),
    ]  # fmt: skip
    bring(book({FUNDS: rows(fund(name="กองทุนใหม่", ประชากร="9000"))}), admin)
    assert (Fund.objects.get().name, Fund.objects.get().population) == ("กองทุนใหม่", 9000)


def test_what_a_person_changed_here_stays_when_the_file_says_what_it_said_before(admin):
    bring(book({ORGANIZATIONS: KEEPER, FUNDS: rows(fund(ประชากร="8137"))}), admin)
    change_fund(fund=Fund.objects.get(), population=8200, by=admin)
    batch = bring(book({FUNDS: rows(fund(ประชากร="8137", ปีที่ก่อตั้ง="2552"))}), admin)
    made = Fund.objects.get()
    assert (made.population, made.founded_fy) == (8200, 2552)
    assert mended(batch.lines.get())


def test_an_empty_cell_changes_nothing(admin):
    bring(book({ORGANIZATIONS: KEEPER, FUNDS: rows(fund(ประชากร="8137"))}), admin)
    batch = bring(book({FUNDS: rows(fund())}), admin)
    assert Fund.objects.get().population == 8137
    assert batch.lines.get().outcome == "unchanged"

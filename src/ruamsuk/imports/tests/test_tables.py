"""A file is named for what it is; tables are read however they were saved."""

import io
from datetime import date

import pytest
import xlsxwriter

from ruamsuk.imports.problems import ImportTooLarge, ImportUnreadableText, ImportWrongKind
from ruamsuk.imports.queries.tables import FileKind, Table, described, kind_of_file, labelled, tables_in

ROWS = [["ชื่อโครงการ", "งบประมาณ"], ["ออกกำลังกาย", "12,000"], ['กิน "ดี", อยู่ดี', "500"]]
LABELS = {"ชื่อโครงการ", "งบประมาณ"}.__contains__


def sheet(*rows, days=(), name="โครงการ", others=()):
    """`days`: (row, column, day) that is written as a day; `others`: names of further sheets that are hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(name)
    for no, row in enumerate(rows):
        page.write_row(no, 0, row)
    for no, column, day in days:
        page.write_datetime(no, column, day, book.add_format({"num_format": "d/m/yyyy"}))
    for other in others:
        hidden = book.add_worksheet(other)
        hidden.write(0, 0, "ชื่อโครงการ")
        hidden.hide()
    book.close()
    return out.getvalue()


def text(separator, encoding="utf-8", quoted=True):
    cells = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in row] for row in ROWS]
    return "\r\n".join(separator.join(row) for row in cells).encode(encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_with_any_separator_and_in_any_encoding_that_thai_offices_use(separator, encoding):
    (table,) = tables_in(text(separator, encoding), most_rows=100)
    assert table.rows == ROWS


def test_the_separator_is_the_one_by_which_rows_fall_into_columns():
    rows = "ชื่อโครงการ;งบประมาณ\nเด็ก, เยาวชน, ครอบครัว;12,000\nอาหาร, น้ำ;500"
    (table,) = tables_in(rows.encode(), most_rows=100)
    assert table.rows[1] == ["เด็ก, เยาวชน, ครอบครัว", "12,000"]
    (said,) = tables_in(b"sep=;\r\na;b\r\n1;2", most_rows=100)
    assert said.rows == [["a", "b"], ["1", "2"]]


def test_a_workbook_is_read_sheet_by_sheet_with_days_as_days_and_hidden_sheets_left_out():
    data = sheet(
        ["ชื่อโครงการ", "เริ่ม", "งบ"], ["ก", "", 12000], days=[(1, 1, date(2023, 3, 1))], others=["ซ่อน"]
    )
    assert tables_in(data, most_rows=100) == [
        Table("โครงการ", [["ชื่อโครงการ", "เริ่ม", "งบ"], ["ก", "2023-03-01", "12000"]])
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'[{"a": 1}]', FileKind.JSON),
        (b"\xef\xbb\xbf [", FileKind.JSON),
        (sheet(["a"]), FileKind.EXCEL),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), FileKind.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), FileKind.WORD),
        (b"PK\x03\x04...word/document.xml", FileKind.WORD),
        (b"%PDF-1.7", FileKind.PDF),
        (b"\xff\xd8\xff\xe0", FileKind.PICTURE),
        (b"PK\x03\x04...photo.jpg", FileKind.PACKED),
        (b"<html><table><tr><td>1</td></tr></table>", FileKind.HTML),
        ("ชื่อ,งบ".encode("cp874"), FileKind.TEXT),
        (bytes(range(256)), FileKind.OTHER),
    ],
)
def test_a_file_is_known_by_how_it_begins(data, kind):
    assert kind_of_file(data) == kind


def test_what_holds_no_table_is_refused_with_its_name():
    for data, refusal, word in (
        (b"%PDF-1.7", ImportWrongKind, "PDF"),
        (b"PK\x03\x04...word/document.xml", ImportWrongKind, "Word"),
        (b"PK\x03\x04 xl/ and nothing else", ImportWrongKind, "Excel"),
        (bytes(range(256)), ImportWrongKind, ""),
    ):
        with pytest.raises(refusal) as caught:
            tables_in(data, most_rows=100)
        assert word in str(caught.value)


def test_more_rows_than_can_be_taken_are_refused_and_not_cut_off():
    assert tables_in(sheet(*ROWS), most_rows=3)
    assert tables_in(text(","), most_rows=3)
    for data in (sheet(*ROWS), text(",")):
        with pytest.raises(ImportTooLarge):
            tables_in(data, most_rows=2)


def test_letters_of_no_known_encoding_are_said_not_mangled():
    with pytest.raises(ImportUnreadableText):
        tables_in("naïve café é à".encode("latin-1"), most_rows=100)
    assert described("ชื่อโครงการ".encode("cp874")) == "CSV, Windows-874"


def test_labels_are_found_below_a_title_and_every_value_keeps_a_name():
    rows = [
        ["รายชื่อโครงการ ปี 2566", "", "", ""],
        ["", "", "", ""],
        ["ชื่อโครงการ", "งบประมาณ", "", "งบประมาณ"],
        ["ก", "100", "x", "200"],
        ["ชื่อโครงการ", "งบประมาณ", "", "งบประมาณ"],
        ["ข", "", "", ""],
        ["", "", "", ""],
    ]
    found = labelled(Table("", rows), LABELS)
    assert found.records == [
        (4, {"ชื่อโครงการ": "ก", "งบประมาณ": "100", "column C": "x", "งบประมาณ (2)": "200"}),
        (6, {"ชื่อโครงการ": "ข", "งบประมาณ": "", "column C": "", "งบประมาณ (2)": ""}),
    ]
    assert labelled(Table("", [["a", "b"]]), LABELS) is None


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        ("<!-- saved -->\n<table><tr><td>ก</td></tr></table>", FileKind.HTML),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", FileKind.HTML),
        ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>', FileKind.XML),
        ('<svg xmlns="http://www.w3.org/2000/svg"></svg>', FileKind.XML),
        ("{\\rtf1\\ansi ก}", FileKind.WORD),
        ("ชื่อโครงการ,งบประมาณ\nน้อยกว่า <5,1", FileKind.TEXT),
    ],
)
def test_a_file_is_named_for_what_it_is_whatever_its_name(begins, kind):
    assert kind_of_file(begins.encode()) == kind

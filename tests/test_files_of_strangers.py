"""Tables that strangers send: every door that reads one refuses or reads it alike, in words, soon, and keeps nothing of
what it refuses: an older system's records, the exchange, a development plan (as a file and pasted), a province.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ruamsuk.core.cells import is_error, odd_cells, weigh
from ruamsuk.core.confined import Refused
from ruamsuk.exchanges.actions.mapping import load_forms, restore_form, retire_form
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.funds.tests.conftest import make_fund  # noqa: F401  # a fixture
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportBatch, ImportLine
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.workbooks.tests.books import changed

pytestmark = pytest.mark.django_db

Row = list[Any]


@dataclass(frozen=True)
class Door:
    """`head`, `row`: what an honest table of it says; `send`: as a browser does."""

    address: Callable[[Any], str]
    head: Row
    row: Row
    sheet: str
    number: int  # the column whose value is a number
    fields: dict[str, str]
    row_page: str = ""  # behind the address of a staged file
    who: str = "admin"
    pasted: bool = False
    reads_text: bool = True

    def send(self, client: Client, site: Any, data: bytes, name: str) -> Any:
        address = self.address(site)
        client.force_login(getattr(site, self.who))
        if self.pasted:
            text = data.decode("utf-8", "surrogateescape").encode(errors="replace").decode()
            return client.post(address, {**self.fields, "text": text})
        fields = {
            name: getattr(site, value[1:]) if value[:1] == "@" else value
            for name, value in self.fields.items()
        }
        return client.post(address, {**fields, "file": SimpleUploadedFile(name, data)})


PLAN = Door(
    address=lambda site: reverse("plans:development", args=[site.fund.uid]),
    head=["โครงการ", "วัตถุประสงค์", "พ.ศ. 2570"],
    row=["ลานกีฬา", "เพื่อออกกำลังกาย", 30000],
    sheet="แผน",
    number=2,
    fields={"plan_name": "แผนพัฒนาท้องถิ่น"},
    who="officer",
)
DOORS = {
    "records": Door(
        address=lambda site: reverse("imports:batches"),
        head=["ชื่อโครงการ", "กองทุน", "งบประมาณ"],
        row=["ออกกำลังกาย", "กองทุนตำบลคอหงส์", 12000],
        sheet="โครงการ",
        number=2,
        row_page="lines/1/",
        fields={},
    ),
    "exchange": Door(
        address=lambda site: reverse("exchanges:files"),
        head=["รหัสกองทุน", "ชื่อ", "ปีงบประมาณ (ค.ศ.)", "งบประมาณที่อนุมัติ"],
        row=["L7257", "ออกกำลังกาย", 2027, 12000],
        sheet="โครงการ",
        number=3,
        row_page="rows/1/",
        fields={"form": "@form_uid"},
    ),
    "plan": PLAN,
    "plan pasted": replace(PLAN, pasted=True),
    "official figures": Door(
        address=lambda site: reverse("workbooks:workbooks"),
        head=["ตำบล", "อำเภอ", "จังหวัด", "ตัวเลขของอะไร", "ตัวเลข", "วันที่ของตัวเลข", "หน่วยงานเจ้าของข้อมูล"],
        row=["คอหงส์", "หาดใหญ่", "สงขลา", "ผู้สูงอายุ", 32.5, "30/9/2568", "สสจ.สงขลา"],
        sheet="ตัวเลขทางการ",
        number=4,
        row_page="rows/1/",
        fields={},
        reads_text=False,
    ),
    "province": Door(
        address=lambda site: reverse("workbooks:workbooks"),
        head=["รหัสกองทุน", "ชื่อกองทุน", "หน่วยงานเจ้าของกองทุน", "ประชากร"],
        row=["L9901", "กองทุนสุขภาพคอหงส์", "เทศบาลเมืองคอหงส์", 9000],
        sheet="กองทุน",
        number=3,
        row_page="rows/1/",
        fields={},
        reads_text=False,
    ),
}
FILES = [name for name, door in DOORS.items() if not door.pasted]
TABLES = [name for name, door in DOORS.items() if door.reads_text and not door.pasted]


@pytest.fixture
def site(make_fund, person, area):  # noqa: F811
    fund = make_fund("L7257", area("901104"))
    load_forms(by=None)
    admin = person("Boon", "administrator")
    officer = person("Malee", "fund-officer", fund)
    form = ExchangeForm.objects.get()
    return SimpleNamespace(fund=fund, form=form, form_uid=str(form.uid), admin=admin, officer=officer)


def sheet(
    door: Door, *rows: Row, head: Row | None = None, work: Callable[[Any, Any], None] | None = None
) -> bytes:
    """A workbook of these rows below the door's headings; `work(book, page)`: what plain cells cannot say."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(door.sheet)
    for no, row in enumerate([head or door.head, *rows]):
        page.write_row(no, 0, row)
    if work:
        work(book, page)
    book.close()
    return out.getvalue()


def formula(row: int, column: int, value: Any) -> Callable[[Any, Any], None]:
    """Writes one; what it came to, Excel knows."""
    return lambda _book, page: page.write_formula(row, column, "=1/0", None, value)


def text_of(door: Door, *rows: Row, head: Row | None = None, separator: str = "\t") -> str:
    return "\n".join(separator.join(map(str, row)) for row in [head or door.head, *rows])


def kept() -> int:
    return ImportBatch.objects.count() + ImportLine.objects.count() + DevelopmentRow.objects.count()


def pages_of(door: Door, answer: Any) -> list[str]:
    """Those that a door leads to, and that of the first row."""
    return [answer["Location"], *([answer["Location"] + door.row_page] if door.row_page else [])]


def opened(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


def shown(client: Client, answer: Any) -> str:
    """What the door says: on its own page, or on those of the staged file and its rows."""
    if answer.status_code != 302:
        return answer.content.decode()
    pages = [answer["Location"], *(f"{answer['Location']}lines/{no}/" for no in (1, 2, 3))]
    return " ".join(client.get(page).content.decode() for page in pages)


# Small files that unpack to something huge: cells without end, one long text, one part that lies about its size.
SHEET = "xl/worksheets/sheet1.xml"
CELLS = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'


@cache
def packed(begin: bytes, content: bytes, times: int, end: bytes) -> tuple[bytes, int, int]:
    """What a part unpacks to, as a package holds it: packed, its sum, its length. Made once for all doors."""
    packer, crc, length, packs = zlib.compressobj(wbits=-zlib.MAX_WBITS), 0, 0, []
    for piece in (begin, *([content * (times // 100)] * 100), end):
        packs.append(packer.compress(piece))
        crc, length = zlib.crc32(piece, crc), length + len(piece)
    return b"".join([*packs, packer.flush()]), crc, length


def with_part(data: bytes, name: str, part: tuple[bytes, int, int]) -> bytes:
    """The same package, with this part as it is packed already."""
    out = io.BytesIO(changed(data, name, b""))
    with zipfile.ZipFile(out, "a") as package:
        info = package.getinfo(name)
        package.filelist.remove(info)
        packs, info.CRC, info.file_size = part
        info.compress_size, info.header_offset = len(packs), package.start_dir
        out.seek(package.start_dir)
        out.write(info.FileHeader() + packs)
        package.start_dir = out.tell()
        package.filelist.append(info)
        package.comment = b" "  # so that the directory is written anew
    return out.getvalue()


BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def of_many_cells(door: Door) -> bytes:
    return with_part(sheet(door), SHEET, packed(BEGIN, CELLS, 5_000_000, END))


def of_nothing(door: Door) -> bytes:
    return with_part(sheet(door), "xl/theme/theme1.xml", packed(b"<a>", b" ", 150 * 2**20, b""))


def of_many_rows(door: Door) -> bytes:
    """The rows are as honest as one of them, without the numbers that Excel gives them."""
    with zipfile.ZipFile(io.BytesIO(sheet(door, door.row))) as package:
        part = re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", package.read(SHEET))
    begin, row, end = re.fullmatch(rb"(.*<sheetData><row.*?</row>)(<row.*?</row>)(.*)", part, re.S).groups()
    return with_part(sheet(door, door.row), SHEET, packed(begin, row, 100_000, end))


def that_lies(door: Door) -> bytes:
    """Its directory says that the heavy part is small: read to what it says, it is broken."""
    data = bytearray(of_many_cells(door))
    at = data.rfind(SHEET.encode()) - 46  # of the entry in the directory: what the part unpacks to
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def far_apart(door: Door) -> bytes:
    """Two cells, with a million rows and sixteen thousand columns between them."""
    return sheet(door, door.row, work=lambda _book, page: page.write(1_048_575, 16_383, "x"))


HUGE = {"many cells": of_many_cells, "nothing": of_nothing, "a lie": that_lies, "far apart": far_apart}


@pytest.mark.parametrize("what", HUGE)
def test_what_unpacks_to_something_huge_is_refused_and_what_is_huge_in_itself_before_it_is_read(
    what, client, site
):
    for name in FILES:
        data = HUGE[what](DOORS[name])
        assert len(data) < 2 * 2**20
        if what != "far apart":
            with pytest.raises((Refused, zipfile.BadZipFile)):
                weigh(data)
        answer = DOORS[name].send(client, site, data, "a.xlsx")
        assert answer.status_code == 422, name
        assert "id_file_error" in answer.text, name
        assert not kept(), name


def no_sheet(door: Door) -> bytes:
    part = "xl/workbook.xml"
    with zipfile.ZipFile(io.BytesIO(sheet(door))) as package:
        book = package.read(part)
    begin, _sheets, end = book.partition(b"<sheets>")
    return changed(sheet(door), part, begin + b"<sheets>" + end[end.index(b"</sheets>") :])


ODD = {
    "a picture called xlsx": lambda door: (b"\xff\xd8\xff\xe0" + bytes(600), "a.xlsx"),
    "a page of the web called xls": lambda door: (b"<html><table><tr><td>1</td></tr></table>", "a.xls"),
    "a program": lambda door: (b"MZ" + bytes(600), "a.xlsx"),
    "half a workbook": lambda door: (sheet(door, door.row)[:-3000], "a.xlsx"),
    "no sheets": lambda door: (no_sheet(door), "a.xlsx"),
    "an empty sheet": lambda door: (sheet(door, head=[""]), "a.xlsx"),
    "headings alone": lambda door: (sheet(door), "a.xlsx"),
    "a hundred thousand rows": lambda door: (of_many_rows(door), "a.xlsx"),
    "nothing": lambda door: (b"", "a.xlsx"),
    "zero bytes": lambda door: (bytes(5000), "a.csv"),
}


MANY = pytest.param(
    "a hundred thousand rows",
    marks=pytest.mark.one_database("it is refused before any row reaches the database"),
)


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize("what", [MANY, *(what for what in ODD if what not in MANY.values)])
def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(what, client, site):
    for name in FILES:
        data, called = ODD[what](DOORS[name])
        answer = DOORS[name].send(client, site, data, called)
        assert answer.status_code == 422, (name, answer.status_code)
        assert "invalid-feedback" in answer.text or "_error" in answer.text, name
        assert not kept(), name


ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!"]


@pytest.mark.parametrize("error", ERRORS)
def test_a_cell_that_excel_could_not_calculate_is_named_with_row_and_column(error, client, site):
    for name, door in DOORS.items():
        broken = [*door.row]
        broken[door.number] = error
        data = text_of(door, door.row, broken).encode()
        if not door.pasted:
            data = sheet(door, door.row, door.row, work=formula(2, door.number, error))
        said = shown(client, door.send(client, site, data, "a.xlsx"))
        for word in (error, str(door.head[door.number]).partition(" ")[0], "3"):
            assert word in said, (name, word)
        if door is PLAN:  # the rows without one are brought in
            assert DevelopmentRow.objects.count() == 1
            DevelopmentRow.objects.all().delete()


def open_sheet(*rows: str) -> bytes:
    """An OpenDocument of these rows of cells, as LibreOffice writes them."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    table = f'<table:table table:name="A">{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return out.getvalue()


def open_row(cells: Row, more: str = "") -> str:
    texts = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row{more}>{''.join(texts)}</table:table-row>"


def test_an_error_of_an_open_document_is_named_too(client, site):
    broken = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    for name in TABLES:
        door = DOORS[name]
        twice = open_row(door.row, ' table:number-rows-repeated="2"')
        last = open_row(door.row[:-1]).replace("</table:table-row>", f"{broken}</table:table-row>")
        data = open_sheet(open_row(door.head), twice, last)
        said = shown(client, door.send(client, site, data, "a.ods"))
        for word in ("#DIV/0!", str(door.head[-1]).partition(" ")[0], "4"):
            assert word in said, (name, word)


def test_a_formula_that_nobody_has_calculated_is_no_empty_cell(client, site):
    for name in FILES:
        door = DOORS[name]
        data = sheet(door, door.row, work=formula(1, door.number, 5))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = package.read(SHEET)
        assert b"<f>1/0</f><v>5</v>" in part
        data = changed(data, SHEET, part.replace(b"<f>1/0</f><v>5</v>", b"<f>1/0</f>"))
        assert "#CALC!" in shown(client, door.send(client, site, data, "a.xlsx")), name


def test_the_place_of_an_odd_cell_is_right_also_where_cells_do_not_name_theirs():
    part = (
        b'<row><c><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f><v/></c><c t="str"><f>A1</f><v></v></c></row>'
        b'<row r="5"><c r="AA5" t="e"><f>x</f><v>#REF!</v></c></row>'
    )
    found = [(one.row, one.column, one.is_formula, one.error) for one in odd_cells(part)]
    assert found == [
        (0, 1, False, "#N/A"),
        (0, 2, True, "#CALC!"),
        (0, 3, True, ""),
        (4, 26, True, "#REF!"),
    ]
    assert [is_error(text) for text in (" #n/a ", "Err:502", "#1", "N/A")] == [True, True, False, False]


NUMBERS = ["NaN", "inf", "-Infinity", "1e999", "-500", "99999999999999999999", "ค.ศ. x", "=1+1", "1" * 5000]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_odd_number_breaks_a_door(number, client, site):
    for name, door in DOORS.items():
        row = [*door.row]
        row[door.number] = number
        data = text_of(door, row).encode() if door.reads_text else sheet(door, row)
        answer = door.send(client, site, data, "a.csv")
        assert answer.status_code in (302, 422), (name, answer.status_code)
        assert "Something went wrong" not in shown(client, answer), name


@pytest.mark.one_value("a file is read in Python; what is read of it is stored by the same statements")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_is_read_however_thai_offices_save_it(encoding, separator, client, site):
    for name in TABLES:
        door, before = DOORS[name], kept()
        data = text_of(door, door.row, separator=separator).encode(encoding)
        answer = door.send(client, site, data, "a.xlsx")  # whatever it is called
        assert answer.status_code == 302, (name, answer.text[-2000:])
        assert kept() > before, name


# Letters that turn a text around, end a line, or show nothing.
TURNED = "ออก\u202eกำลัง\u2066กาย\x07\u200b"


def test_letters_that_turn_a_text_around_are_not_shown(client, site):
    for name, door in DOORS.items():
        row = [*door.row[:1], TURNED, *door.row[2:], TURNED]
        head = [*door.head, "หัวแปลก"]
        data = text_of(door, row, head=head).encode() if door.reads_text else sheet(door, row, head=head)
        answer = door.send(client, site, data, "a.csv")
        assert answer.status_code == 302, (name, answer.text[-2000:])
        for page in pages_of(door, answer):
            said = opened(client, page)
            assert "กำลังกาย" in said, (name, page)
            assert not {"\u202e", "\u2066", "\x07"} & set(said), (name, page)


def test_a_long_text_of_an_unknown_column_is_not_shown_whole(client, site):
    long = "ย" * 30_000
    for name, door in DOORS.items():
        head, row = [*door.head, "หัวแปลก " + "ห" * 3000], [*door.row, long]
        data = text_of(door, row, head=head).encode() if door.reads_text else sheet(door, row, head=head)
        answer = door.send(client, site, data, "a.csv")
        assert answer.status_code == 302, (name, answer.text[-2000:])
        for page in pages_of(door, answer):
            assert opened(client, page).count("ย" * 1000) < 5, (name, page)
            assert "ห" * 1100 not in opened(client, page), (name, page)


def test_a_text_longer_than_a_cell_of_excel_is_refused_for_what_it_is(client, site):
    for name in TABLES:
        for length in (40_000, 200_000):
            door = DOORS[name]
            data = text_of(door, [*door.row, "ย" * length], head=[*door.head, "หัวแปลก"]).encode()
            answer = door.send(client, site, data, "a.csv")
            assert answer.status_code == 422, name
            assert "32,767" in answer.text, name
            assert not kept(), name


def test_a_file_of_a_form_that_was_retired_meanwhile_is_not_taken_in(client, site):
    door = DOORS["exchange"]
    page = door.send(client, site, sheet(door, door.row), "a.xlsx")["Location"]
    retire_form(form=site.form, by=None)
    start = f"{page}start"
    refused = client.post(start)
    assert refused.status_code == 409
    assert "เลิกใช้แล้ว" in refused.text
    assert ImportBatch.objects.get().state == "ready"
    restore_form(form=site.form, by=None)
    assert client.post(start).status_code == 302


def test_what_is_packed_once_for_all_doors_is_the_file_that_it_would_be():
    for door in DOORS.values():
        few = packed(BEGIN, CELLS, 100, END)
        data = with_part(sheet(door), SHEET, few)
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(io.BytesIO(sheet(door))) as plain:
            assert package.testzip() is None
            assert package.read(SHEET) == BEGIN + CELLS * 100 + END
            assert set(package.namelist()) == set(plain.namelist())


def test_every_door_for_tables_is_tried_here():
    """A new importer, or another form with a file for a table, is a line of DOORS."""
    assert set(IMPORTERS) == {"records", "exchange", "workbook"}

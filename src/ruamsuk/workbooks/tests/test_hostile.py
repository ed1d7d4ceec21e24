"""What is no honest workbook is named for what it is, in words, and nothing of it is kept."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ruamsuk.imports.models import ImportBatch
from ruamsuk.workbooks.tests.books import FUNDS, ORGANIZATIONS, authority, book, changed, fund, rows

LIST = reverse("workbooks:workbooks")


def a_million_rows():
    """Rows that hold nothing but a look, to the end of the sheet."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = made.add_worksheet(FUNDS)
    page.write_row(0, 0, ["รหัสกองทุน", "ชื่อกองทุน", "หน่วยงานเจ้าของกองทุน"])
    look = made.add_format({"bg_color": "#ffffff"})
    for number in range(1, 200_000):
        page.write_blank(number, 0, None, look)
    page.write_blank(1_048_575, 2, None, look)
    made.close()
    return out.getvalue()


HONEST = book({ORGANIZATIONS: rows(authority())})
SHEET = "xl/worksheets/sheet1.xml"
REFUSED = {
    "nothing": (b"", "ไม่มีข้อมูล"),
    "text": ("รหัส,ชื่อ\nL9901,x\n".encode(), "ข้อความหรือ CSV"),
    "pdf": (b"%PDF-1.7\n%%EOF", "PDF"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "รุ่นเก่า"),
    "a program": (b"MZ" + b"\0" * 600, "โปรแกรม"),
    "macros": (changed(HONEST, "xl/vbaProject.bin", b"x"), "แมโคร"),
    "a packed file": (changed(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"a"), "บีบอัด"),
    "a bomb": (changed(HONEST, SHEET, b"<a>" + b" " * 60_000_000), "ใหญ่เกิน"),
    "entities": (changed(HONEST, SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "ชำรุด"),
    "half a file": (HONEST[: len(HONEST) // 2], "ชำรุด"),
    "no cells": (changed(HONEST, SHEET, b"<nothing"), "ชำรุด"),
    "empty sheets": (book({"กองทุน": []}), "ไม่มีรายการ"),
}


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_workbook_is_named_for_what_it_is(what, client, admin):
    data, words = REFUSED[what]
    client.force_login(admin)
    answer = client.post(LIST, {"file": SimpleUploadedFile("จังหวัด.xlsx", data)})
    assert answer.status_code == 422
    assert words in answer.text
    assert not ImportBatch.objects.exists()


def test_empty_rows_to_the_end_of_the_sheet_do_no_harm(client, admin):
    client.force_login(admin)
    answer = client.post(LIST, {"file": SimpleUploadedFile("a.xlsx", a_million_rows())})
    assert answer.status_code == 422
    assert "id_file_error" in answer.text


def test_what_looks_like_a_formula_stays_text_in_the_workbook_that_is_sent_back(client, admin):
    client.force_login(admin)
    sent = book({FUNDS: rows(fund(name='=HYPERLINK("https://bad.example","x")', keeper="ไม่มี"))})
    page = client.post(LIST, {"file": SimpleUploadedFile("a.xlsx", sent)})["Location"]
    back = client.get(f"{page}mistakes").content
    with zipfile.ZipFile(io.BytesIO(back)) as package:
        parts = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert parts
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)

"""Workbooks as people send them: `book({"กองทุน": [["รหัสกองทุน", …], ["L9901", …]]})` gives the bytes of an .xlsx."""

import io
import zipfile

import xlsxwriter

ORGANIZATIONS = "หน่วยงาน"
FUNDS = "กองทุน"
POINTS = "พิกัด"
VILLAGES = "หมู่บ้าน"
PEOPLE = "ผู้ร่วมงาน"
SEATS = "กรรมการ"
HERE = {"ตำบล": "คอหงส์", "อำเภอ": "หาดใหญ่", "จังหวัด": "สงขลา"}


def changed(data, name, content):
    """The same package with one part more, or another content of it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return out.getvalue()


def rows(*given):
    """A sheet of these rows, each as heading → cell; the headings in the order in which they come."""
    heads = list(dict.fromkeys(name for row in given for name in row))
    return [heads, *[[row.get(name, "") for name in heads] for row in given]]


def book(sheets, work=None):
    """`work(book, pages)` does to the open workbook what plain cells cannot say."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    pages = {}
    for title, given in sheets.items():
        pages[title] = page = made.add_worksheet(title)
        for number, cells in enumerate(given):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)
    if work:
        work(made, pages)
    made.close()
    return out.getvalue()


def authority(name="เทศบาลเมืองคอหงส์", **more):
    return {"ชื่อหน่วยงาน": name, "ประเภท": "องค์กรปกครองส่วนท้องถิ่น", **HERE, **more}


def fund(code="L9901", name="กองทุนสุขภาพคอหงส์", keeper="เทศบาลเมืองคอหงส์", **more):
    return {"รหัสกองทุน": code, "ชื่อกองทุน": name, "หน่วยงานเจ้าของกองทุน": keeper, **more}


def officer(name="สมมุติ หนึ่ง", where="L9901", role="เจ้าหน้าที่กองทุน", **more):
    return {"ชื่อ-สกุล": name, "หน้าที่": role, "กองทุน": where, **more}


def seat(name="สมมุติ สอง", position="ผู้แทนหมู่บ้านหรือชุมชน", where="L9901", begins="1/10/2569", **more):
    return {"กองทุน": where, "ตำแหน่งในคณะกรรมการ": position, "ชื่อ-สกุล": name, "วันเริ่มวาระ": begins, **more}

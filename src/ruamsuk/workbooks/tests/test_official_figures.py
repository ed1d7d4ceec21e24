"""Official figures from the sheet of a workbook: seen before, written, changed, refused by the cell, taken back."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.imports.choices import LineResult
from ruamsuk.issues.actions import load_catalogue
from ruamsuk.issues.models import Indicator
from ruamsuk.workbooks.tests.books import HERE, book, rows
from ruamsuk.workbooks.tests.conftest import bring, look, take_back
from tests.world import person

SHEET = "ตัวเลขทางการ"


def figure(name="ผู้สูงอายุติดเตียง", value="32.5", day="30/9/2568", **more):
    given = {"ตัวเลขของอะไร": name, "ตัวเลข": value, "วันที่ของตัวเลข": day}
    return {**HERE, **given, "หน่วยงานเจ้าของข้อมูล": "สสจ.สงขลา", **more}


def sent(*given):
    return book({SHEET: rows(*given)})


def outcomes(batch):
    return [line.shown for line in batch.lines.order_by("no")]


def reasons(batch):
    return [
        (one["field"], one["why"]) for line in batch.lines.order_by("no") for one in line.report["errors"]
    ]


def test_figures_arrive_with_their_source_and_are_taken_back(admin, land):
    load_catalogue(by=None)
    standard = Indicator.objects.first()
    data = sent(
        figure(หน่วย="คน"),
        figure(standard.name_th, "๔๐", "31 ธ.ค. 2568", รายงานหรือชุดข้อมูล="HDC"),
        {**figure("ประชากรสูงวัย", 21.5), "ตำบล": ""},
    )
    batch = bring(data, admin)
    assert outcomes(batch) == [LineResult.CREATED] * 3
    own, of_standard, of_district = OfficialFigure.objects.order_by("pk")
    assert (own.value, own.unit, own.home_area.code) == (Decimal("32.5"), "คน", "901104")
    assert (of_standard.indicator, of_standard.unit) == (standard, standard.unit_th)
    assert (of_standard.measured_on, of_standard.source) == (date(2025, 12, 31), "HDC")
    assert of_district.home_area.code == "9011"
    take_back(batch, admin)
    assert not OfficialFigure.objects.exists()


def test_the_same_file_changes_nothing_and_a_corrected_one_the_value_alone(admin):
    bring(sent(figure(), figure("อื่น", "1")), admin)
    assert set(outcomes(look(sent(figure(), figure("อื่น", "1")), admin))) == {LineResult.UNCHANGED}
    batch = bring(sent(figure(value="33"), figure("อื่น", "1")), admin)
    assert outcomes(batch) == [LineResult.UPDATED, LineResult.UNCHANGED]
    assert OfficialFigure.objects.get(text="ผู้สูงอายุติดเตียง").value == Decimal(33)
    take_back(batch, admin)
    assert OfficialFigure.objects.get(text="ผู้สูงอายุติดเตียง").value == Decimal("32.5")


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        (figure(value="ร้อยละ"), "value", "said"),
        (figure(value="140", หน่วย="ร้อยละ"), "value", "said"),
        (figure(day="30/9/2599"), "measured_on", "said"),
        (figure(day="เร็ว ๆ นี้"), "measured_on", "said"),
        (figure(นับจากกี่คน="9", จากทั้งหมด="8"), "covered", "said"),
        (figure(นับจากกี่คน="-9"), "covered", "said"),
        (figure(name="ก" * 301), "figure", "said"),
        (figure(value=""), "value", "missing"),
        ({**figure(), "ตำบล": "ไม่มีจริง", "อำเภอ": "", "จังหวัด": ""}, "subdistrict", "place-doubtful"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell_and_the_others_are_written(admin, row, field, why):
    batch = bring(sent(row, figure("อื่น", "1")), admin)
    assert outcomes(batch) == [LineResult.FAILED, LineResult.CREATED]
    assert reasons(batch) == [(field, why)]
    assert OfficialFigure.objects.get().text == "อื่น"


def test_rows_that_say_two_things_of_one_day_are_both_asked_about(admin):
    batch = look(sent(figure(), figure(value="40"), figure("อื่น", "1"), figure("อื่น", "1")), admin)
    assert outcomes(batch) == [LineResult.FAILED, LineResult.FAILED, LineResult.CREATED, LineResult.KEPT]


def test_a_coordinator_brings_figures_of_the_own_area_alone(land):
    coordinator = person("Somsak", "coordinator", land["901104"].parent)
    away = {**figure("อื่น"), "ตำบล": "คูหาสวรรค์", "อำเภอ": "เมืองพัทลุง", "จังหวัด": "พัทลุง"}
    batch = bring(sent(figure(), away), coordinator)
    assert outcomes(batch) == [LineResult.CREATED, LineResult.FAILED]
    assert [why for _field, why in reasons(batch)] == ["outside"]


def test_a_hostile_cell_stays_text_and_comes_back_coloured(client, admin):
    client.force_login(admin)
    evil = sent(figure('=HYPERLINK("https://bad.example","x")', "มาก"), figure("<script>alert(1)</script>"))
    page = client.post(reverse("workbooks:workbooks"), {"file": SimpleUploadedFile("a.xlsx", evil)})[
        "Location"
    ]
    assert "<script>alert(1)" not in client.get(page).text
    back = client.get(f"{page}mistakes").content
    with zipfile.ZipFile(io.BytesIO(back)) as package:
        parts = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert parts
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)


def test_a_figure_that_somebody_changed_since_hinders_taking_back(client, admin):
    batch = bring(sent(figure()), admin)
    row = OfficialFigure.objects.get()
    client.force_login(admin)
    changed = {"value": "50"}
    client.patch(f"/api/v1/official-figures/{row.uid}", changed, content_type="application/json")
    with pytest.raises(Exception, match="ผู้สูงอายุติดเตียง"):
        take_back(batch, admin)
    assert OfficialFigure.objects.get().value == Decimal(50)

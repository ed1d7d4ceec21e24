"""Lines that people fill in: short to look through on a phone, rows of a table where there is room."""

from django.urls import reverse

from ruamsuk.projects.tests.conftest import complete, kho_hong, started  # noqa: F401  # fixtures

FIELDS = ["ประเภทรายจ่าย", "รายละเอียด", "จำนวน", "หน่วยนับ", "ค่าใช้จ่ายต่อหน่วย (บาท)", "จำนวนครั้ง"]


def rows_of(line) -> list[float]:
    """How far down each of its fields stands, those of one row together."""
    boxes = [box.bounding_box() for box in line.locator(".form-select, .form-control").all()]
    return sorted({round(box["y"] + box["height"]) for box in boxes})


def test_a_budget_line_takes_three_rows_on_a_phone_one_on_a_desk_and_each_field_keeps_its_name(
    open_page,
    sign_in,
    axe,
    kho_hong,  # noqa: F811
    started,  # noqa: F811
    complete,  # noqa: F811
):
    address = reverse("projects:proposal-write", args=[complete(started).uid, "work"])
    for width, rows in ((360, 3), (1280, 1)):
        page = sign_in(open_page(width, 740), kho_hong.officer)
        page.goto(address)
        line = page.locator(".line-tight").first
        for name in FIELDS:
            assert line.get_by_label(name).count() >= 1, name
        assert len(rows_of(line)) <= rows, width
        assert page.evaluate("document.documentElement.scrollWidth") == width
        heights = [box.bounding_box()["height"] for box in line.locator(".form-control").all()]
        assert min(heights) >= 40
        axe(page)

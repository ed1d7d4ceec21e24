"""On a phone a sentence is longer than the screen is wide: no field of a document may hide the rest of it."""

import pytest
from django.urls import reverse

from ruamsuk.projects.designs.models import Objective
from ruamsuk.projects.tests.conftest import kho_hong, started  # noqa: F401  # fixtures

SENTENCE = "เพื่อลดจำนวนเยาวชนในหมู่ที่ 4 และหมู่ที่ 7 ที่เริ่มสูบบุหรี่ก่อนอายุสิบห้าปีให้เหลือน้อยกว่าปีก่อน"
CUT = """[...document.querySelectorAll('main input[type=text], main textarea')]
    .filter(field => field.scrollWidth > field.clientWidth + 1 || field.scrollHeight > field.clientHeight + 1)
    .map(field => `${field.name}: ${field.value}`)"""


@pytest.mark.parametrize("screen", ["name", "aims", "people", "work"])
def test_no_sentence_is_cut_on_a_phone(phone, sign_in, kho_hong, started, screen):  # noqa: F811
    Objective.objects.filter(design=started.design_id).update(text=SENTENCE)
    page = sign_in(phone, kho_hong.officer)
    page.goto(reverse("projects:proposal-write", args=[started.uid, screen]))
    if screen == "aims":
        assert page.locator(f"text={SENTENCE}").count()
    assert page.evaluate(CUT) == []


def test_fields_of_a_row_have_the_width_of_the_screen(phone, sign_in, kho_hong, started):  # noqa: F811
    """The bin stands beside the first label, not beside every field below it."""
    page = sign_in(phone, kho_hong.officer)
    page.goto(reverse("projects:proposal-write", args=[started.uid, "aims"]))
    row = page.locator(".row-line:has(> .btn-remove)").first
    wide, needed = (part.bounding_box()["width"] for part in (row.locator(".form-control").first, row))
    assert wide > 0.9 * needed

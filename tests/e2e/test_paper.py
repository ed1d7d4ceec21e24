"""What is printed from the screen: all that was written stands on the paper, and nothing else."""

import pytest
from django.urls import reverse

from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.tests.conftest import kho_hong, started  # noqa: F401  # fixtures

END = "ท้ายสุด"
SHEET = 680  # pixels between the margins of an A4 sheet


def test_a_long_text_of_the_writing_page_is_not_cut(desktop, sign_in, kho_hong, started):  # noqa: F811
    text = "เยาวชนในหมู่ที่ 4 เริ่มสูบบุหรี่เร็วขึ้นทุกปี\n" * 200 + END
    Design.objects.filter(pk=started.design_id).update(rationale=text)
    page = sign_in(desktop, kho_hong.officer)
    page.goto(reverse("projects:proposal-write", args=[started.uid, "aims"]))
    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('textarea')].map(box => [box.scrollHeight, box.clientHeight])"
    )
    assert max(whole for whole, _shown in heights) > 2000
    assert all(whole <= shown for whole, shown in heights), heights


def test_what_is_folded_on_the_screen_stands_on_the_paper(desktop, kho_hong):  # noqa: F811
    desktop.goto("/counts/?area=90")
    table = desktop.locator("#table table")
    assert not table.is_visible()
    desktop.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert table.is_visible()
    assert not desktop.locator("#asking-year").is_visible()  # the form is for the screen
    desktop.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not table.is_visible()


@pytest.mark.parametrize("address", ["projects:proposal", "projects:proposal-write"])
def test_a_proposal_is_as_wide_as_the_sheet(open_page, sign_in, kho_hong, started, address):  # noqa: F811
    """A browser prints a page that is wider in smaller letters, or cuts it."""
    page = sign_in(open_page(SHEET, 900), kho_hong.officer)
    page.goto(reverse(address, args=[started.uid, *(["work"] if address.endswith("write") else [])]))
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == SHEET


def test_no_empty_box_for_a_comment_is_printed(desktop, sign_in, kho_hong, started):  # noqa: F811
    page = sign_in(desktop, kho_hong.officer)
    page.goto(reverse("projects:proposal", args=[started.uid]))
    box = page.locator("#comments textarea")
    assert box.is_visible()
    page.emulate_media(media="print")
    assert not box.is_visible()

"""What is printed from the screen: all that was written stands on the paper."""

from django.urls import reverse

from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.tests.conftest import kho_hong, started  # noqa: F401  # fixtures

END = "ท้ายสุด"


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

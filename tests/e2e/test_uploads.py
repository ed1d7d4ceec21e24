"""Many photos are made smaller in the browser and arrive one by one, in order, over a poor line."""

import hashlib
import random
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from ruamsuk.core import limits
from ruamsuk.files.choices import Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import place
from ruamsuk.files.tests.samples import photo
from tests.e2e import album

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.e2e.album")]


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def noise(side: int) -> bytes:
    """A photo that does not compress well, as real ones do not."""
    out = BytesIO()
    pixels = random.Random(7).randbytes(side * side * 3 // 64)
    small = Image.frombytes("RGB", (side // 8, side // 8), pixels)
    small.resize((side, side)).save(out, "JPEG", quality=98)
    return out.getvalue()


def files(*names_and_contents):
    return [
        {"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in names_and_contents
    ]


def test_photos_arrive_smaller_and_in_the_order_chosen(open_page):
    page = open_page(360, 740)
    page.goto("/album/")
    large = noise(2400)
    chosen = files(("c.jpg", photo()), ("a.jpg", large), ("b.jpg", photo()))
    page.set_input_files("input[type=file]", chosen)
    expect(page.locator("#album li")).to_have_text(["c.jpg", "a.jpg", "b.jpg"])
    stored = StoredFile.objects.get(name="a.jpg")
    assert stored.sha256 != hashlib.sha256(large).hexdigest()
    assert stored.size < len(large) / 2
    assert place(stored.uid, Variant.THUMBNAIL).exists()


def test_a_photo_is_sent_again_when_the_server_was_tired_and_kept_once(open_page):
    album.TIRED["b.jpg"] = 503
    page = open_page(360, 740)
    page.goto("/album/")
    page.set_input_files(
        "input[type=file]", files(("a.jpg", photo()), ("b.jpg", photo()), ("c.jpg", photo()))
    )
    expect(page.locator("#album li")).to_have_text(["a.jpg", "b.jpg", "c.jpg"])
    assert not album.TIRED


def test_the_queue_waits_by_itself_when_many_were_sent_says_so_and_goes_on(open_page, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "FILES", 2)
    monkeypatch.setattr(limits, "FILES_SECONDS", 5)
    page = open_page(360, 740)
    page.goto("/album/")
    names = ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"]
    page.set_input_files("input[type=file]", files(*[(name, photo()) for name in names]))
    third = page.locator("[data-upload-list] li").nth(2)
    expect(third).to_contain_text("ที่เหลือจะส่งต่อเองในอีก 0:0")
    expect(page.locator("[data-upload-total]")).to_have_text("ส่งแล้ว 2 จาก 5")
    expect(page.locator("[data-upload-retry]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#album li")).to_have_text(names, timeout=30_000)
    assert StoredFile.objects.count() == len(names)


def test_a_photo_sent_by_somebody_signed_out_meanwhile_is_not_taken_for_received(open_page):
    album.TIRED["a.jpg"] = 302
    page = open_page(360, 740)
    page.goto("/album/")
    page.set_input_files("input[type=file]", files(("a.jpg", photo())))
    expect(page.locator("[data-upload-list] li")).to_contain_text("ท่านออกจากระบบแล้ว")
    assert not StoredFile.objects.exists()
    page.locator("[data-upload-retry]").click()
    expect(page.locator("#album li")).to_have_text(["a.jpg"])


def test_a_refused_file_says_why_beside_it_and_the_others_arrive(open_page):
    page = open_page(360, 740)
    page.goto("/album/")
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
    page.set_input_files("input[type=file]", [letter, *files(("a.jpg", photo()))])
    expect(page.locator("[data-upload-list] li").first).to_contain_text("letter.pdf” ไม่ใช่ภาพถ่าย")
    expect(page.locator("[data-upload-list] li").nth(1)).to_contain_text("ส่งแล้ว")
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["a.jpg"]
    expect(page.locator("[data-upload-retry]")).to_be_hidden()  # sending it again would change nothing
    page.get_by_role("link", name="ไปต่อโดยไม่รวมไฟล์ที่รับไม่ได้").click()
    expect(page.locator("#album li")).to_have_text(["a.jpg"])


def test_without_script_the_form_sends_all_at_once(open_page):
    page = open_page(1280, 800, java_script_enabled=False)
    page.goto("/album/")
    page.set_input_files("input[type=file]", files(("b.jpg", photo()), ("a.jpg", photo())))
    page.get_by_role("button", name="ส่งไฟล์").click()
    expect(page.locator("#album li")).to_have_text(["b.jpg", "a.jpg"])

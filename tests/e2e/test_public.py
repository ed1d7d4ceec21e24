"""What a stranger is shown, in the browser: light, readable by everybody, described for whoever shares it; and the
covering of a photo with the mouse.
"""

from urllib.parse import urlsplit

import brotli
import pytest
from django.urls import reverse

from ruamsuk.files.models import PhotoRights
from ruamsuk.projects.reports import actions
from tests.site import build

pytestmark = pytest.mark.django_db(transaction=True)

MOST_BYTES = 200 * 1024  # of a first visit, compressed as the server does
WORDLESS = {"", "more", "here", "click here", "อ่านต่อ", "คลิก", "ที่นี่"}


@pytest.fixture
def site():
    site = build()
    actions.release_photos(
        report=site.sent_report, photos=[str(site.photo.uid)], people="nobody", by=site.everybody
    )
    return site


def addresses(site) -> list[str]:
    return [
        "/",
        "/place/",
        "/counts/",
        reverse("funds:fund", args=[site.fund.uid]),
        reverse("projects:project", args=[site.project.uid]),
        reverse("projects:report", args=[site.sent_report.uid]),
    ]


def loaded(page) -> int:
    """Bytes of the page and of all that it loaded, text compressed."""
    urls = [page.url, *page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")]
    sizes = []
    for url in urls:
        answer = page.request.get(url)
        body, kind = answer.body(), answer.headers.get("content-type", "")
        is_packed = kind.startswith(("image/jpeg", "image/png", "font/"))
        sizes.append(len(body) if is_packed else len(brotli.compress(body, quality=5)))
    return sum(sizes)


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
@pytest.mark.parametrize("language", ["th", "en"])
def test_public_pages_are_light_accessible_and_described(open_page, axe, site, size, language):
    page = open_page(*size, language=language)
    for address in addresses(site):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        axe(page)
        axe(page, ["heading-order", "page-has-heading-one", "landmark-one-main"])
        assert page.locator("h1").count() == 1
        assert 40 < len(page.locator("meta[name=description]").get_attribute("content")) < 200
        assert page.locator("link[rel=canonical]").count() == 1
        assert urlsplit(page.locator("meta[property='og:image']").get_attribute("content")).path.endswith(
            (".png", "/large/")
        )
        texts = page.locator("a[href]").evaluate_all(
            "links => links.map(link => link.getAttribute('aria-label') || link.innerText?.trim()"
            " || link.querySelector('img')?.alt || link.textContent.trim())"
        )
        assert not WORDLESS & {text.lower() for text in texts}, address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert loaded(page) <= MOST_BYTES, address


def test_an_area_is_drawn_on_the_photo_and_covered(open_page, sign_in, axe, site):
    page = sign_in(open_page(360, 740), site.everybody)
    address = reverse("projects:report-photo-cover", args=[site.sent_report.uid, site.photo.uid])
    page.goto(address)
    box = page.locator(".cover img").bounding_box()
    left, top = box["x"], box["y"]
    page.mouse.move(left + box["width"] * 0.25, top + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(left + box["width"] * 0.5, top + box["height"] * 0.5)
    page.mouse.up()
    assert page.locator(".cover-area").count() == 1
    axe(page)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    (area,) = PhotoRights.objects.get(photo=site.photo.file).areas
    assert all(abs(found - drawn) <= 2 for found, drawn in zip(area, [25, 25, 25, 25], strict=True))

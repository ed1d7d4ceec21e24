"""What programs read of the site: robots, sitemap, manifest, share pictures, and the words beside a shared link."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from ruamsuk.dashboards.tests.conftest import (  # noqa: F401
    MOMENT,
    YEAR,
    Maker,
    make,
    network,
    reader,
    small_network,
    world,
)
from ruamsuk.projects.models import ActivityReport, Project
from ruamsuk.web import public

pytestmark = pytest.mark.django_db


def test_search_engines_read_public_pages_and_find_the_sitemap(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text
    for closed in public.CLOSED:
        assert f"Disallow: {closed}" in text


def test_the_sitemap_names_what_strangers_read_and_no_draft(client, world, settings, monkeypatch):  # noqa: F811
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://[^/]+(/[^<]+)</loc>", index)
    assert len(parts) == len(public.SITEMAPS)
    found = "".join(client.get(part).content.decode() for part in parts)
    draft = ActivityReport.objects.exclude(sent_at__isnull=False).first()
    for project in Project.objects.all():
        assert f"{settings.BASE_URL}{reverse('projects:project', args=[project.uid])}<" in found
    assert draft is None or str(draft.uid) not in found
    monkeypatch.setattr(public.Places, "limit", 2)
    assert client.get("/sitemap.xml").content.decode().count("sitemap/places.xml") > 1
    addresses = re.findall(rf"<loc>{settings.BASE_URL}(/[^<]*)</loc>", found)
    assert {client.get(address.replace("&amp;", "&")).status_code for address in addresses[:40]} == {200}


def test_a_phone_takes_the_system_among_its_apps(client):
    content = client.get("/manifest.webmanifest").json()
    assert content["name"] == "ร่วมสุข"
    assert {icon["purpose"] for icon in content["icons"]} == {"any", "maskable"}
    page = client.get("/").content.decode()
    assert 'rel="manifest"' in page
    assert 'rel="apple-touch-icon"' in page


def test_a_share_picture_is_drawn_of_any_open_place_and_of_none_else(client, world):  # noqa: F811
    answer = client.get("/share/90.png")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 60_000
    assert answer.content != client.get("/share/TH.png").content
    assert client.get("/share/none.png").status_code == 404


def test_a_shared_link_has_one_address_a_title_and_a_picture(client, world, settings, person):  # noqa: F811
    page = client.get("/counts/?area=90&sort=x&utm_source=line").content.decode()
    assert f'rel="canonical" href="{settings.BASE_URL}/counts/?area=90"' in page
    assert f'content="{settings.BASE_URL}/share/90.png"' in page
    project = Project.objects.first()
    page = client.get(reverse("projects:project", args=[project.uid])).content.decode()
    assert f'property="og:title" content="{project.title}"' in page
    assert page.count('name="description"') == 1
    client.force_login(person("Somebody"))
    assert "og:title" not in client.get("/counts/").content.decode()

"""What programs ask of a public site: what they may read, which pages there are, how the site looks as an icon."""

import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.areas.models import Area
from ruamsuk.core import confined
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.kept import kept
from ruamsuk.core.limits import limited
from ruamsuk.dashboards.glance import glance
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.projects.models import ActivityReport, Project
from ruamsuk.web.menu import VISITOR

NOBODY = AnonymousUser()
DRAWING = confined.ProcessLimits(memory_mb=600, cpu_seconds=10)
GREEN, PAPER = "#0e3b38", "#f6f3ee"
# Where only people with an account have something to read, and where each address is another question.
CLOSED = (
    "/accounts/",
    "/api/",
    "/users/",
    "/jobs/",
    "/import/",
    "/exports/",
    "/search/",
    "/place/",
    "/focus/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('web:sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the system beside its apps."""
    icons = [
        {
            "src": static(f"core/icon-{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for name, size, use in (("192", 192, "any"), ("512", 512, "any"), ("maskable", 512, "maskable"))
    ]
    content = {
        "id": "/",
        "name": _("Ruamsuk"),
        "short_name": _("Ruamsuk"),
        "description": _("Plans, projects and results of sub-district health funds, for everyone to see."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@limited("share-picture", per_minute=60)
def picture(request: PageRequest, code: str) -> HttpResponse:
    """Figures of a place as they are told to strangers; drawn once, until a record or the day changes."""
    area = Area.objects.open().filter(code=code).first()
    if area is None:
        raise Http404
    year = current_fiscal_year()
    drawn = kept(
        ("share picture", code, year, get_language(), today()),
        lambda: _drawn(area, year),
    )
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "public, max-age=3600"})


def _drawn(area: Area, year: int) -> bytes:
    seen = glance(NOBODY, area, year)
    lines = [(str(tile["value"]), str(tile["label"])) for tile in seen.tiles] if seen else []
    names = [f"{writing}-{weight}" for writing in ("thai", "latin") for weight in (400, 600)]
    fonts = {name: finders.find(f"vendor/fonts/noto-sans-thai-looped-{name}-normal.woff2") for name in names}
    note = _("Health of every community, together")
    drawn = confined.run(
        "ruamsuk.web.pictures:drawn", _("Ruamsuk"), area.label, lines, note, fonts, limits=DRAWING
    )
    return base64.b64decode(drawn)


class _Pages(Sitemap):
    """A file holds a tenth of what it may, so that none is long on its way; the index names them all."""

    limit = 5_000
    protocol = urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


class Lists(_Pages):
    def items(self) -> Iterable[str]:
        return ["/", *(entry.url for entry in VISITOR)]

    def location(self, item: Any) -> str:
        return str(item)


class Records(_Pages):
    """What strangers may read of one noun, by the address of its page."""

    def __init__(self, page: str, rows: Any, changed: str = "") -> None:
        self._page, self._rows, self._changed = page, rows, changed

    def items(self) -> Any:
        columns = ("uid", self._changed) if self._changed else ("uid",)
        return self._rows().order_by("pk").values_list(*columns)

    def location(self, item: Any) -> str:
        return reverse(self._page, args=[item[0]])

    def get_latest_lastmod(self) -> None:
        return None  # it would go through all rows for the sake of one line

    def lastmod(self, item: Any) -> Any:
        return item[1] if self._changed else None


class Places(_Pages):
    def items(self) -> Any:
        return Area.objects.open().order_by("pk").values_list("code", flat=True)

    def location(self, item: Any) -> str:
        return f"{reverse('dashboards:counts')}?area={item}"


SITEMAPS: dict[str, Any] = {
    "lists": Lists,
    "places": Places,
    "funds": Records("funds:fund", lambda: Fund.objects.all()),
    "issues": Records("issues:issue", lambda: Issue.objects.all()),
    "projects": Records("projects:project", lambda: Project.objects.visible_to(NOBODY), "updated_at"),
    "reports": Records("projects:report", lambda: ActivityReport.objects.visible_to(NOBODY), "updated_at"),
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemaps.index(request, SITEMAPS, sitemap_url_name="web:sitemap-part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemaps.sitemap(request, SITEMAPS, section)


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("share/<str:code>.png", picture, name="share-picture"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap/<slug:section>.xml", sitemap_part, name="sitemap-part"),
]

"""What the base page shows around every page: menu entries, new notices, switches."""

from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.notices.queries import unread_count
from ruamsuk.web import menu
from ruamsuk.web.forms import THEMES

register = template.Library()

PARTS = {"work": menu.WORK, "registers": menu.REGISTERS, "bottom": menu.BOTTOM, "visitor": menu.VISITOR}


@register.simple_tag(takes_context=True)
def menu_entries(context: template.Context, part: str) -> list[dict[str, object]]:
    """Entries of "work", "registers", "bottom" or "visitor" that this reader may use, and whether one is open now."""
    request = context["request"]
    return [
        {"entry": entry, "here": _is_here(entry.url, request.path)}
        for entry in menu.shown(PARTS[part], request.user)
    ]


@register.simple_tag(takes_context=True)
def shared(context: template.Context) -> dict[str, str]:
    """What a link to this page looks like where others show it: of the report, project, fund or place that it is of."""
    request = context["request"]
    of = next((context[noun] for noun in ("report", "project", "fund") if context.get(noun)), None)
    public = next(
        (photo for photo in context.get("photos") or () if getattr(photo, "is_public", False)), None
    )
    code = request.focus.area.code if request.GET.get("area") else COUNTRY_CODE
    picture = reverse("web:share-picture", args=[code])
    if public is not None:
        picture = reverse("projects:report-photo", args=[public.report.uid, public.uid, "large"])
    return {
        "title": str(of) if of else str(_("Health of every community, together")),
        "description": str(
            _("Plans, projects and results of sub-district health funds, for everyone to see.")
        ),
        "picture": settings.BASE_URL + picture,
        "address": _address(request),
    }


def _address(request: HttpRequest) -> str:
    """The one address of this page: without what sorts, pages or searches; empty for answers without one."""
    if getattr(request, "resolver_match", None) is None:
        return ""
    kept = {name: request.GET[name] for name in ("area", "year") if request.GET.get(name)}
    return f"{settings.BASE_URL}{quote(request.path)}{'?' if kept else ''}{urlencode(kept)}"


def _is_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@register.simple_tag(takes_context=True)
def new_notices(context: template.Context) -> int:
    """The number at the bell."""
    return unread_count(context["request"].user)


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    return THEMES

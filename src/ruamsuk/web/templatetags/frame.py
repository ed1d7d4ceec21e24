"""What the base page shows around every page: menu entries, new notices, switches."""

from typing import Any

from django import template

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


def _is_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@register.simple_tag(takes_context=True)
def new_notices(context: template.Context) -> int:
    """The number at the bell."""
    return unread_count(context["request"].user)


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    return THEMES

"""What the base page shows around every page: menu entries, new notices, the choice of place and year."""

from typing import Any

from django import template

from ruamsuk.web import menu
from ruamsuk.web.forms import THEMES, FocusForm

register = template.Library()

PARTS = {"work": menu.WORK, "keeping": menu.KEEPING, "bottom": menu.BOTTOM}


@register.simple_tag(takes_context=True)
def menu_entries(context: template.Context, part: str) -> list[dict[str, Any]]:
    """Entries of "work", "keeping" or "bottom" that this reader may use, and whether one is open now."""
    request = context["request"]
    return [
        {"entry": entry, "here": _is_here(entry.url, request.path)}
        for entry in menu.shown(PARTS[part], request.user)
    ]


def _is_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@register.simple_tag(takes_context=True)
def focus_form(context: template.Context) -> FocusForm:
    focus = context["request"].focus
    return FocusForm(focus=focus, initial={"area": focus.area, "year": focus.year})


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    return THEMES

"""What the base page shows around every page: menu entries and the number of new notices."""

from typing import Any

from django import template

from ruamsuk.web import menu

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_entries(context: template.Context, which: str) -> list[dict[str, Any]]:
    """Entries of "work", "keeping" or "bottom" that this reader may use, and whether one is open now."""
    request = context["request"]
    entries = {
        "work": menu.WORK,
        "keeping": menu.KEEPING,
        "bottom": [menu.HOME, menu.PROJECTS, menu.FUNDS, menu.COUNTS, menu.MORE],
    }[which]
    here = request.path
    return [
        {"entry": entry, "here": here == entry.url or (entry.url != "/" and here.startswith(entry.url))}
        for entry in menu.shown(entries, request.user)
    ]

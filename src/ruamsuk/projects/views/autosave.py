"""What the two autosaves (proposal, report) take from a request and answer to static/projects/autosave.js."""

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.calendar import clock_text

TICKS = "tick"  # hidden names of the ticks that stood on a page sent without JavaScript


def typed(request: PageRequest) -> dict[str, str]:
    """Path → text of everything typed; a tick that stood on the page and was not sent is an empty text."""
    texts = {name: str(text) for name, text in request.POST.items() if "." in name}
    for path in request.POST.getlist(TICKS):
        texts.setdefault(path, "")
    return texts


def base_version(request: PageRequest, current: int) -> int:
    """The version on which the writer's screen stands; `current` when the page did not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else current


def answer(fresh: Any, saved: Any, *, totals: dict[str, str], status: str, **more: Any) -> JsonResponse:
    """`fresh`: the record read again; `saved`: what became of the fields; `status`: the side of the page."""
    return JsonResponse(
        {
            "version": fresh.version,
            "percent": fresh.percent,
            "saved": _("Saved {time}").format(time=clock_text(fresh.changed_at)),
            "errors": saved.errors,
            "lost": saved.lost,
            "conflicts": saved.conflicts,
            "totals": totals,
            "status": status,
            **more,
        }
    )

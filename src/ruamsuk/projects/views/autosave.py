"""What the two autosaves (proposal, report) take from a request and answer to static/projects/autosave.js."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.http import JsonResponse
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core import readable
from ruamsuk.core.calendar import clock_text
from ruamsuk.core.models import is_uuid
from ruamsuk.projects.forms.texts import ReadText

TICKS = "tick"  # hidden names of the ticks that stood on a page sent without JavaScript


def typed(request: PageRequest) -> dict[str, str]:
    """Path → text of everything typed; a tick that stood on the page and was not sent is an empty text."""
    texts = {name: str(text) for name, text in request.POST.items() if "." in name}
    for path in request.POST.getlist(TICKS):
        texts.setdefault(path, "")
    return texts


def screen(request: PageRequest) -> str:
    """The page on which this was typed, as it was drawn once; empty when it does not say."""
    said = request.POST.get("screen", "")
    return str(UUID(said)) if is_uuid(said) else ""


def drawn(request: PageRequest) -> dict[str, str]:
    """Path → mark of what each field of the writer's screen was drawn from, as `stands_on` put it there."""
    return readable.texts_by_name(request.POST.get("drawn", ""))


def base_version(request: PageRequest) -> int:
    """For fields of which the page does not say what they were drawn from: the version that was drawn. A page that
    says nothing at all has seen nothing.
    """
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def chosen(request: PageRequest, waiting: list[ReadText]) -> dict[str, Any] | None:
    """Which of two texts somebody chose, as the actions take it; None: it was chosen already, here or elsewhere.

    The two texts are known by their mark, so that nobody chooses between other ones than those that were seen.
    """
    of_field = [one for one in waiting if one.path == request.POST.get("path", "")]
    if not of_field:
        return None
    seen = request.POST.get("seen", "")
    one = next((one for one in of_field if one.seen == seen), of_field[0])
    take_other = request.POST.get("choose") == "other"
    return {"waiting": one.row, "change": one.change, "take_other": take_other, "seen": seen}


def stands_on(marks: dict[str, str]) -> dict[str, str]:
    """What a page carries along in hidden inputs: what it was drawn from, and its own name."""
    return {"drawn": json.dumps(marks, separators=(",", ":")), "screen": str(uuid4())}


def answer(fresh: Any, saved: Any, *, totals: dict[str, str], status: str, **more: Any) -> JsonResponse:
    """`fresh`: the record read again; `saved`: what became of the fields; `status`: the side of the page."""
    return JsonResponse(
        {
            "version": saved.version,
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

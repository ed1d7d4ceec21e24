"""No page of its own: the steps that an owner's view takes with what was posted from its writing page.

What they take from a request and answer to static/drafts/autosave.js. Check the gate first.
"""

import json
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core import readable
from ruamsuk.core.calendar import clock_text
from ruamsuk.core.models import is_uuid
from ruamsuk.core.paging import Page
from ruamsuk.drafts.actions import Chosen, D, Saved, Typed, Writing
from ruamsuk.drafts.forms import ReadText, TypedField, earlier_text, earlier_to_read, read
from ruamsuk.drafts.queries.texts import earlier_texts

TICKS = "tick"  # hidden names of the ticks that stood on a page sent without JavaScript


def typed(request: PageRequest) -> dict[str, str]:
    """Path → text of everything typed; a tick that stood on the page and was not sent is an empty text."""
    texts = {name: str(text) for name, text in request.POST.items() if "." in name}
    for path in request.POST.getlist(TICKS):
        texts.setdefault(path, "")
    return texts


def written(request: PageRequest, writing: Writing[D]) -> Typed:
    """What was typed, as the actions that save take it."""
    return {
        "changes": read(writing.spec, typed(request), drawn(request)),
        "screen": screen(request),
        "base_version": base_version(request),
    }


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


def chosen(request: PageRequest, waiting: list[ReadText]) -> Chosen | None:
    """Which of two texts somebody chose, as the actions take it; None: it was chosen already, here or elsewhere.

    The two texts are known by their mark, so that nobody chooses between other ones than those that were seen.
    """
    of_field = [one for one in waiting if one.path == request.POST.get("path", "")]
    if not of_field:
        return None
    seen = request.POST.get("seen", "")
    one = next((one for one in of_field if one.seen == seen), of_field[0])
    take_other = request.POST.get("choose") == "other"
    return one.chosen(take_other=take_other, seen=seen)


def stands_on(marks: dict[str, str]) -> dict[str, str]:
    """What a page carries along in hidden inputs: what it was drawn from, and its own name."""
    return {"drawn": json.dumps(marks, separators=(",", ":")), "screen": str(uuid4())}


def answer(saved: Saved[D], *, totals: dict[str, str], status: str | None) -> JsonResponse:
    """`saved`: what became of the fields; `status`: the side of the page, None when it stays as it is."""
    return JsonResponse(
        {
            "version": saved.version,
            "percent": saved.document.percent,
            "saved": _("Saved {time}").format(time=clock_text(saved.document.changed_at)),
            "errors": saved.errors,
            "lost": saved.lost,
            "conflicts": saved.conflicts,
            "totals": totals,
            "status": status,
            "understood": saved.understood,
        }
    )


MOST = 100  # texts about persons that are shown


def earlier_page(
    request: PageRequest, writing: Writing[D], document: D, *, personal: bool
) -> dict[str, object]:
    """What `drafts/_earlier_texts.html` lists; `personal`: the reader may see the persons."""
    page = Page(request, earlier_texts(document), order=("-pk",))
    of_persons = earlier_texts(document, personal=True).order_by("-pk")[:MOST] if personal else ()
    return {
        "document": document,
        "page": page,
        "texts": earlier_to_read(writing, document, page.rows),
        "of_persons": earlier_to_read(writing, document, of_persons),
    }


def wanted_back(request: PageRequest, writing: Writing[D], document: D, *, personal: bool) -> ReadText:
    """The earlier text that somebody wants back."""
    text = earlier_text(writing, document, request.POST.get("text", ""), personal=personal)
    if text is None or (text.change is None and not text.can_be_brought_back):
        raise Http404
    return text


def retyped(request: PageRequest, text: ReadText) -> list[TypedField]:
    """It as if it were typed now, on the page from which it is wanted back."""
    return [text.again(request.POST.get("seen", ""))]


def tell_brought_back(request: PageRequest, saved: Saved[D] | None) -> None:
    if saved and saved.conflicts:
        messages.warning(
            request, _("A newer text stands there meanwhile. Both are kept: choose on the writing page.")
        )
    elif saved and saved.lost:
        messages.warning(request, _("Its line was removed. Bring the line back first."))
    else:
        messages.success(request, _("The text is back."))

"""The pages on which a document is written: `Pages`, of which each noun makes one. Its gates and acts stay the noun's.

Below it: what is taken from a posted writing page, and answered to static/drafts/autosave.js.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic, Unpack
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.core import readable
from ruamsuk.core.calendar import clock_text
from ruamsuk.core.models import is_uuid
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.drafts.actions import Chosen, D, Saved, Typed, Writing
from ruamsuk.drafts.forms import (
    Drawing,
    ReadText,
    earlier_text,
    earlier_to_read,
    read,
    waiting_to_read,
)
from ruamsuk.drafts.models import KeptText
from ruamsuk.drafts.problems import RowGone, TextsChanged
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.drafts.queries.texts import earlier_texts, removed_rows
from ruamsuk.drafts.specs import Spec, Words

Context = dict[str, Any]


class Pages(Generic[D]):
    """The six pages and answers of one kind of document. The noun derives one class, says what is its own, makes one
    instance, and takes its addresses from `urls`. Each view opens the document by a gate of the noun first.
    """

    writing: ClassVar[Writing[Any]]
    steps: ClassVar[Mapping[str, Words]]  # the screens in their order, each with its name
    # The address of the page that reads it; the others are called so with -write, -save …
    named: ClassVar[str]
    template: ClassVar[str] = "drafts/writing.html"  # or one that extends it
    # Folder and begin of the templates of the screens, where the noun draws them by its own: "projects/_report_step_".
    screens: ClassVar[str] = ""
    unnamed: ClassVar[Words]  # what it is called before it has a title
    removed: ClassVar[Words] = gettext_lazy("The line was removed.")
    # What the page says in words while it is drawn again.
    refused: ClassVar[tuple[type[Problem], ...]] = (RowGone,)

    # What the noun says ---------------------------------------------------------------------------------------

    def to_write(self, user: User, uid: UUID) -> D:
        """The gate for whoever writes it, also while it may not be written."""
        raise NotImplementedError

    def to_read(self, user: User, uid: UUID) -> D:
        """The gate for whoever may read its earlier texts."""
        raise NotImplementedError

    def may_write(self, user: User, document: D) -> bool:
        """Whether the gate `to_write` lets this reader pass."""
        raise NotImplementedError

    def sees_persons(self, user: User, document: D) -> bool:
        """Whether the reader is shown the texts about its persons."""
        return False

    def write(self, document: D, *, by: User, **written: Unpack[Typed]) -> Saved[D]:
        """The noun's act around `Writing.save`."""
        raise NotImplementedError

    def choose(self, document: D, *, by: User, **chosen: Unpack[Chosen]) -> object:
        """The noun's act around `Writing.choose`."""
        raise NotImplementedError

    def restore(
        self, document: D, *, by: User, kind: str, uid: str, removed: KeptText | None = None
    ) -> object:
        """The noun's act around `Writing.restore_row`."""
        raise NotImplementedError

    def add(self, document: D, *, by: User, kind: str, parent_uid: str) -> object:
        """The noun's act around `Writing.add_row`."""
        raise NotImplementedError

    def remove(self, document: D, *, by: User, kind: str, uid: str) -> object:
        """The noun's act around `Writing.remove_row`."""
        raise NotImplementedError

    def press(self, request: PageRequest, document: D) -> None:
        """Does what buttons say that only the noun has."""

    def draw(self, request: PageRequest, document: D, step: str, drawing: Drawing) -> Context:
        """What the template of this screen reads, and `sub`: the line below the document's name. By itself: every field
        in the order of the specification, for drafts/_screen.html.
        """
        sees_persons = self.sees_persons(request.user, document)
        return {"parts": drawing.screen(document, step, personal=sees_persons)}

    def totals(self, document: D) -> dict[str, str]:
        """Computed figures by the id of the element that shows them."""
        return {}

    def after_last(self, request: PageRequest, document: D) -> str:
        """The address after the last screen."""
        return self.url(document, "")

    # The pages ------------------------------------------------------------------------------------------------

    def urls(self, base: str) -> list[URLPattern]:
        """The addresses below `base` ("reports/"), named by `named`."""
        name = self.named.partition(":")[2]
        pages = (
            ("write/<slug:step>/", "write", self.write_page),
            ("save/", "save", require_POST(self.save_answer)),
            ("row/", "row", require_POST(self.row_page)),
            ("choose/", "choose", require_POST(self.choose_page)),
            ("earlier-texts/", "texts", require_safe(self.texts_page)),
            ("earlier-texts/back/", "text-back", require_POST(self.text_back_page)),
        )
        return [
            path(f"{base}<uuid:uid>/{end}", _private(view), name=f"{name}-{called}")
            for end, called, view in pages
        ]

    def write_page(self, request: PageRequest, uid: UUID, step: str) -> HttpResponse:
        """One screen; posted without JavaScript, or on the way to another screen, all of its fields."""
        if step not in self.steps:
            raise Http404
        document = self.to_write(request.user, uid)
        if not document.is_writable:
            return redirect(self.url(document, ""))
        if request.method != "POST":
            return self.drawn(request, document, step)
        saved = self.write(document, by=request.user, **written(request, self.writing))
        if not (saved.errors or saved.conflicts or saved.lost):
            return redirect(self._next(request, document, step))
        fresh = self.to_write(request.user, uid)
        return self.drawn(request, fresh, step, lost=saved.lost.values(), status=422)

    def save_answer(self, request: PageRequest, uid: UUID) -> HttpResponse:
        """The autosave: some fields in, what became of them out. Fields that cannot be understood are kept as typed."""
        document, step = self.to_write(request.user, uid), self._step(request)
        saved = self.write(document, by=request.user, **written(request, self.writing))
        if saved.completeness is None:
            return answer(saved, totals={}, status=None)
        context = self._beside(request, saved.document, step, saved.lost.values(), saved.completeness)
        status = render_to_string("drafts/_beside.html", context, request)
        return answer(saved, totals=self.totals(saved.document), status=status)

    def row_page(self, request: PageRequest, uid: UUID) -> HttpResponse:
        """Adds, removes or brings back a line, then shows the screen again (only its body for htmx)."""
        document, step = self.to_write(request.user, uid), self._step(request)
        lost: Iterable[str] = ()
        if any("." in name for name in request.POST):
            # What was typed on the page is never lost by adding a line.
            lost = self.write(document, by=request.user, **written(request, self.writing)).lost.values()
        removed = ""
        try:
            removed = self._change_rows(request, document)
        except self.refused as problem:
            messages.warning(request, str(problem))
        fresh = self.to_write(request.user, uid)
        return self.drawn(request, fresh, step, lost=lost, removed=removed)

    def choose_page(self, request: PageRequest, uid: UUID) -> HttpResponse:
        """Which of two texts for one field stands."""
        document, step = self.to_write(request.user, uid), self._step(request)
        if (pressed := chosen(request, self._waiting(request, document))) is not None:
            try:
                self.choose(document, by=request.user, **pressed)
            except TextsChanged as problem:
                messages.warning(request, str(problem))
        return redirect(self.url(document, "write", step))

    def texts_page(self, request: PageRequest, uid: UUID) -> HttpResponse:
        """Earlier texts: who wrote what, when; one press brings a text back."""
        document = self.to_read(request.user, uid)
        page = Page(request, earlier_texts(document), order=("-pk",))
        of_persons = earlier_texts(document, personal=True).order_by("-pk")[:MOST]
        if not self.sees_persons(request.user, document):
            of_persons = of_persons.none()
        context = self._named(document) | {
            "page": page,
            "texts": earlier_to_read(self.writing, document, page.rows),
            "of_persons": earlier_to_read(self.writing, document, of_persons),
            "removed_rows": removed_rows(self.writing.spec, document),
            "may_write": document.is_writable and self.may_write(request.user, document),
            "first": next(iter(self.steps)),
        }
        return render(request, "drafts/earlier_texts.html", context)

    def text_back_page(self, request: PageRequest, uid: UUID) -> HttpResponse:
        document = self.to_write(request.user, uid)
        text = self._wanted_back(request, document)
        saved = None
        if text.change is None:
            kind, _dot, line = text.row.line.partition(".")
            self.restore(document, by=request.user, kind=kind, uid=line, removed=text.row)
        else:
            again = [text.again(request.POST.get("seen", ""))]
            saved = self.write(document, changes=again, by=request.user)
        tell_brought_back(request, saved)
        return redirect(self.url(document, "texts"))

    def drawn(
        self,
        request: PageRequest,
        document: D,
        step: str,
        *,
        lost: Iterable[str] = (),
        removed: str = "",
        status: int = 200,
        more: Context | None = None,
    ) -> HttpResponse:
        """One screen as it is drawn anew: for htmx its body alone. `more`: what `draw` does not know."""
        drawing = Drawing(self.writing, document)
        context = self._beside(request, document, step, lost) | {
            "title": self.steps[step],
            "is_last": step == list(self.steps)[-1],
            "fields": f"{self.screens}{step}.html" if self.screens else "drafts/_screen.html",
            "removed": removed,
            "removed_words": self.removed,
        }
        context |= self.draw(request, document, step, drawing) | (more or {})
        context |= stands_on(drawing.marks)
        template = "drafts/_body.html" if request.htmx else self.template
        return render(request, template, context, status=status)

    def url(self, document: D, page: str, *args: str) -> str:
        """The address of one of its pages ("write"), or of the page that reads it ("")."""
        return reverse("-".join(filter(None, (self.named, page))), args=[document.uid, *args])

    def first_screen(self, document: D) -> str:
        return self.url(document, "write", next(iter(self.steps)))

    def _next(self, request: PageRequest, document: D, step: str) -> str:
        """The screen that a link or button named, or else the one after this."""
        steps, go = list(self.steps), request.POST.get("go", "next")
        if go not in steps:
            if step == steps[-1]:
                return self.after_last(request, document)
            go = steps[steps.index(step) + 1]
        return self.url(document, "write", go)

    def _step(self, request: PageRequest) -> str:
        step = request.POST.get("step") or next(iter(self.steps))
        if step not in self.steps:
            raise Http404
        return step

    def _named(self, document: D) -> Context:
        return {"document": document, "called": str(document) or self.unnamed, "named": self.named}

    def _beside(
        self,
        request: PageRequest,
        document: D,
        step: str,
        lost: Iterable[str] = (),
        completeness: Completeness | None = None,
    ) -> Context:
        """What stands beside the fields: completeness, what is missing on this screen and on the others, two texts for
        one field, what was typed into a line that is gone.
        """
        completeness = completeness or self.writing.completeness(document)
        return self._named(document) | {
            "step": step,
            "percent": completeness.percent,
            "steps": [
                (key, label, completeness.in_step(key), completeness.remarks_in_step(key))
                for key, label in self.steps.items()
            ],
            "missing": completeness.in_step(step),
            "remarks": completeness.remarks_in_step(step),
            "waiting": self._waiting(request, document),
            "lost": lost,
        }

    def _waiting(self, request: PageRequest, document: D) -> list[ReadText]:
        personal = self.sees_persons(request.user, document)
        return waiting_to_read(self.writing, document, personal=personal)

    def _change_rows(self, request: PageRequest, document: D) -> str:
        """Does what the pressed button says; after a removal: "kind.uid" of what went."""
        spec, by = self.writing.spec, request.user
        if line := request.POST.get("add"):
            kind, parent_uid = named_line(spec, line)
            self.add(document, by=by, kind=kind, parent_uid=parent_uid)
        elif line := request.POST.get("remove"):
            kind, uid = named_line(spec, line)
            self.remove(document, by=by, kind=kind, uid=uid)
            return line
        elif line := request.POST.get("undo"):
            kind, uid = named_line(spec, line)
            self.restore(document, by=by, kind=kind, uid=uid)
        else:
            self.press(request, document)
        return ""

    def _wanted_back(self, request: PageRequest, document: D) -> ReadText:
        """The earlier text that somebody wants back."""
        personal = self.sees_persons(request.user, document)
        text = earlier_text(self.writing, document, request.POST.get("text", ""), personal=personal)
        if text is None or (text.change is None and not text.can_be_brought_back):
            raise Http404
        return text


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For whoever is signed in; never kept by the browser: a stored page would not know what was saved on it since,
    and nothing about persons is left on a shared computer.
    """
    return login_required(never_cache(view))


def named_line(spec: Spec, line: str) -> tuple[str, str]:
    """ "item.<uid>" of a button → kind and uid; a kind that the document does not have does not exist."""
    kind, _dot, uid = line.partition(".")
    if spec.rows(kind) is None:
        raise Http404
    return kind, uid


MOST = 100  # texts about persons that are shown
TICKS = "tick"  # hidden names of the ticks that stood on a page sent without JavaScript


def typed(request: PageRequest) -> dict[str, str]:
    """Path → text of everything typed; a tick that stood on the page and was not sent is an empty text."""
    texts = {name: str(text) for name, text in request.POST.items() if "." in name}
    for tick in request.POST.getlist(TICKS):
        texts.setdefault(tick, "")
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


def tell_brought_back(request: PageRequest, saved: Saved[D] | None) -> None:
    if saved and saved.conflicts:
        messages.warning(
            request, _("A newer text stands there meanwhile. Both are kept: choose on the writing page.")
        )
    elif saved and saved.lost:
        messages.warning(request, _("Its line was removed. Bring the line back first."))
    else:
        messages.success(request, _("The text is back."))

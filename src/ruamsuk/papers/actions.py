"""Papers asked for and made; layouts written and signed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core import disk
from ruamsuk.core.problems import NotFound, Problem
from ruamsuk.core.text import in_thai
from ruamsuk.jobs.work import job
from ruamsuk.papers import engine, layouts, sheets, word
from ruamsuk.papers.choices import PaperKind, PaperState
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.papers.documents.base import Document
from ruamsuk.papers.models import Layout, Paper, folder
from ruamsuk.papers.problems import EngineFailed

TRIES = 2  # a process that died is begun anew; what stops it twice stops it always


@action(_("asked for a paper"), aside=True)
def ask_for_paper(
    *,
    document: Document,
    of: UUID,
    fiscal_year: int | None,
    kind: str,
    name: str,
    by: User,
    at: datetime = NOW,
) -> Paper:
    paper = Paper.objects.create(
        document=document.name, of=of, fiscal_year=fiscal_year, kind=kind, name=name[:200], by=by, at=at
    )
    make_paper.enqueue(paper.pk)
    return paper


@action(_("made a paper"), on="paper", aside=True)
def finish_paper(*, paper: Paper, shows: frozenset[str], by: User | None, at: datetime = NOW) -> Paper:
    paper.state, paper.shows = PaperState.READY, sorted(shows)
    paper.save(update_fields=["state", "shows"])
    return paper


@action(_("could not make a paper"), on="paper", aside=True)
def fail_paper(*, paper: Paper, why: Problem, by: User | None, at: datetime = NOW) -> Paper:
    paper.state, paper.why = PaperState.FAILED, why.code
    paper.save(update_fields=["state", "why"])
    return paper


@job(_("Make a paper"), retries=1)
def make_paper(paper_id: int) -> None:
    """As its reader may see the record now: who lost it meanwhile gets no paper."""
    paper = Paper.objects.select_related("by").filter(pk=paper_id, state=PaperState.WAITING).first()
    if paper is None:
        return
    document = DOCUMENTS[paper.document]
    try:
        with in_thai():
            thing = document.thing_for(paper.by, paper.of)
            told = document.tell(paper.by, thing, paper.fiscal_year)
            sheet = sheets.html(told, document, lambda: _note_part(paper, len(document.parts)))
        content = word.docx(sheet) if paper.kind == PaperKind.DOCX else _printed(sheet)
    except Problem as why:
        fail_paper(paper=paper, why=why, by=None)
        return
    except Http404:
        fail_paper(paper=paper, why=NotFound(), by=None)
        return
    disk.make_folder(folder())
    with disk.written(paper.place, mode=0o600) as out:
        out.write(content)
    finish_paper(paper=paper, shows=told.shows, by=None)


def _note_part(paper: Paper, parts: int) -> None:
    """How far it is, for the page on which one waits: nobody's act."""
    paper.done, paper.total = paper.done + 1, parts + 1  # the last step prints
    paper.save(update_fields=["done", "total"])


def _printed(sheet: str) -> bytes:
    for turn in range(1, TRIES + 1):
        try:
            return engine.pdf(sheet)
        except EngineFailed:
            if turn == TRIES:
                raise
    raise AssertionError("one of the turns returned or raised")


@action(_("let a paper go"), on="paper", aside=True)
def let_paper_go(*, paper: Paper, by: User | None, at: datetime = NOW) -> None:
    place = paper.place
    paper.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


@action(_("wrote a layout of papers"))
def write_layout(*, document: Document, text: str, by: User | None, at: datetime = NOW) -> Layout:
    """What cannot be filled is refused, so that the one before stays in use."""
    layouts.check(text, document.words().keys(), document.parts.keys())
    return Layout.objects.create(document=document.name, text=text, written_by=by, written_at=at)


@action(_("signed a layout of papers"))
def sign_layout(*, document: Document, by: User, at: datetime = NOW) -> Layout:
    """The one in use; what was shipped is kept as it is now, so that a later version does not change it."""
    used = sheets.layout_of(document)
    if used.pk is None:
        used.written_at = at
    used.signed_by, used.signed_at = by, at
    used.save()
    return used

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import require
from ruamsuk.accounts.models import User
from ruamsuk.papers.choices import PaperState
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.papers.documents.base import Document
from ruamsuk.papers.models import Paper
from ruamsuk.papers.problems import PaperGone, PaperNotReady, PaperOutdated
from ruamsuk.papers.verbs import EDIT_LAYOUTS


def paper_for(user: User, uid: UUID) -> Paper:
    """A paper, for who asked for it; nobody else learns that it exists. One whose day is over is told to be gone."""
    paper = get_object_or_404(Paper, uid=uid, by=user)
    if paper.is_over:
        raise PaperGone
    return paper


def paper_to_take_for(user: User, uid: UUID) -> Paper:
    """Its record, and the persons in it, are asked for again: what one could see when it was made may be closed."""
    paper = paper_for(user, uid)
    if paper.state != PaperState.READY:
        raise PaperNotReady
    document = DOCUMENTS[paper.document]
    thing = document.thing_for(user, paper.of)
    if not document.shows(user, thing).issuperset(paper.shows):
        raise PaperOutdated
    if not paper.place.exists():  # a restored backup holds none
        raise PaperGone
    return paper


def layout_for(user: User, name: str) -> Document:
    """A document whose layout this person may change."""
    require(user, EDIT_LAYOUTS)
    if name not in DOCUMENTS:
        raise Http404
    return DOCUMENTS[name]

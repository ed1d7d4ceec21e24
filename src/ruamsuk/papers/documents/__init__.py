"""All documents that are printed, and the buttons that ask for them on the pages of their records."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from ruamsuk.papers import engine
from ruamsuk.papers.choices import PaperKind
from ruamsuk.papers.documents.base import Document
from ruamsuk.papers.documents.fund_year import OVERVIEW
from ruamsuk.papers.documents.plan import BOOKLET
from ruamsuk.papers.documents.project import DOSSIER
from ruamsuk.papers.documents.proposal import PROPOSAL_FORM
from ruamsuk.papers.documents.report import REPORT_PAPER

DOCUMENTS: dict[str, Document] = {
    document.name: document for document in (PROPOSAL_FORM, REPORT_PAPER, DOSSIER, BOOKLET, OVERVIEW)
}


def buttons(document: Document) -> Callable[[Any, Any], dict[str, Any] | None]:
    """What the page of a record offers to who is signed in (core.hubs)."""

    def told(user: Any, thing: Any) -> dict[str, Any] | None:
        if not user.is_authenticated or not document.offered(user, thing):
            return None
        of_year = getattr(thing, "fund", None) if document.is_of_year else None
        record = of_year or thing
        return {
            "document": document,
            "address": reverse(document.address, args=[record.uid]),
            "fiscal_year": thing.fiscal_year if of_year else "",
            "kinds": [PaperKind(kind) for kind in document.kinds],
            "has_engine": engine.program() is not None,
        }

    return told

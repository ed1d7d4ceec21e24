"""The texts that were kept of a document: what waits for a choice, and what stands no more."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ruamsuk.drafts.choices import REMOVED, TextState
from ruamsuk.drafts.models import Document, KeptText, PersonalText, Text
from ruamsuk.drafts.specs import Rows, Spec


def kept_texts(document: Document, *, personal: bool = False) -> QuerySet[Any]:
    """All texts of one document; `personal`: those about its persons, which are asked for apart."""
    rows: QuerySet[Any] = (PersonalText if personal else Text)._default_manager.all()
    return rows.filter(log=document.log_id) if document.log_id else rows.none()


def waiting_texts(document: Document, *, personal: bool) -> list[KeptText]:
    """What waits for a choice, the oldest first; `personal`: for a reader who may see the persons."""
    return [
        row
        for of_persons in ((False, True) if personal else (False,))
        for row in kept_texts(document, personal=of_persons)
        .filter(state=TextState.WAITING)
        .select_related("by")
        .order_by("pk")
    ]


def waiting_paths(document: Document) -> list[str]:
    """The fields for which somebody has to choose; no text is told."""
    if not document.log_id:
        return []
    waiting, of_persons = (
        kept_texts(document, personal=personal).filter(state=TextState.WAITING).values_list("path", flat=True)
        for personal in (False, True)
    )
    return sorted(waiting.union(of_persons))


def earlier_texts(document: Document, *, personal: bool = False) -> QuerySet[Any]:
    """What was replaced, not chosen or removed; what was empty is left out, and what no version of before kept."""
    rows = kept_texts(document, personal=personal)
    newer = rows.filter(path=OuterRef("path"), state=TextState.STOOD, pk__gt=OuterRef("pk"))
    gone = Q(state=TextState.ASIDE) | Q(path__startswith=REMOVED) | Exists(newer)
    return rows.filter(gone, text__gt="").exclude(state=TextState.WAITING).select_related("by")


def removed_text(spec: Spec, document: Document, kind: str, uid: str) -> KeptText | None:
    """What was kept of a line when it was removed last."""
    path = f"{REMOVED}{kind}.{uid}"
    return kept_texts(document, personal=spec.is_personal(f"{kind}.")).filter(path=path).order_by("pk").last()


def removed_rows(spec: Spec, document: Document) -> list[tuple[str, Any]]:
    """Removed lines that stay in their tables until the document is sent, with their kind."""
    return [
        (part.kind, row) for part in spec.parts if isinstance(part, Rows) for row in part.removed(document)
    ]

"""The texts that were kept of a document: what waits for a choice, and what stands no more."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ruamsuk.projects.choices import REMOVED, TextState
from ruamsuk.projects.models import ActivityReport, ApplicantChange, DraftChange, Proposal, WrittenText

Document = Proposal | ActivityReport
PERSONAL = "applicant."  # beginning of the paths whose texts only those read who may see applicants


def kept_texts(document: Document, *, personal: bool = False) -> QuerySet[Any]:
    """All texts of one document; `personal`: those about its applicants, which are asked for apart."""
    if isinstance(document, ActivityReport):
        return DraftChange.objects.filter(report=document)
    return (ApplicantChange if personal else DraftChange).objects.filter(proposal=document)


def waiting_texts(document: Document, *, personal: bool) -> list[WrittenText]:
    """What waits for a choice, the oldest first; `personal`: for a reader who may see applicants."""
    stores = [kept_texts(document)]
    if personal and isinstance(document, Proposal):
        stores.append(kept_texts(document, personal=True))
    return [
        row
        for rows in stores
        for row in rows.filter(state=TextState.WAITING).select_related("by").order_by("pk")
    ]


def waiting_paths(document: Document) -> list[str]:
    """The fields for which somebody has to choose; no text is told."""
    waiting = {"state": TextState.WAITING}
    paths: Any = kept_texts(document).filter(**waiting).values_list("path", flat=True)
    if isinstance(document, Proposal):
        paths = paths.union(
            kept_texts(document, personal=True).filter(**waiting).values_list("path", flat=True)
        )
    return sorted(set(paths))


def earlier_texts(document: Document, *, personal: bool = False) -> QuerySet[Any]:
    """What was replaced, not chosen or removed; what was empty is left out, and what no version of before kept."""
    rows = kept_texts(document, personal=personal)
    newer = rows.filter(path=OuterRef("path"), state=TextState.STOOD, pk__gt=OuterRef("pk"))
    gone = Q(state=TextState.ASIDE) | Q(path__startswith=REMOVED) | Exists(newer)
    return rows.filter(gone, text__gt="").exclude(state=TextState.WAITING).select_related("by")


def removed_parts(report: ActivityReport) -> list[tuple[str, Any]]:
    """What was taken off a report and can still be brought back, with its kind."""
    kinds: dict[str, Any] = {"people": report.participants, "photo": report.photos, "file": report.files}
    return [(kind, row) for kind, rows in kinds.items() for row in rows.filter(removed_at__isnull=False)]


def removed_row(proposal: Proposal, kind: str, uid: str) -> WrittenText | None:
    """What was kept of a line when it was removed last."""
    rows = kept_texts(proposal, personal=f"{kind}." == PERSONAL)
    return rows.filter(path=f"{REMOVED}{kind}.{uid}").order_by("pk").last()

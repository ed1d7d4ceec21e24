"""Reading many documents together: one statement for the lines of a kind, not one for each document."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import F

from ruamsuk.drafts.models import Document
from ruamsuk.drafts.specs import Rows, Spec


@contextmanager
def held(spec: Spec, documents: Sequence[Document]) -> Iterator[None]:
    """Inside, `Rows.read` gives what was read at the beginning: for documents that nobody changes meanwhile."""
    for document in documents:
        document.held = {}
    for part in spec.parts:
        if isinstance(part, Rows):
            _read(part, documents)
    try:
        yield
    finally:
        for document in documents:
            document.held = None


def _read(part: Rows, documents: Sequence[Document]) -> None:
    lines: dict[int, list[object]] = {part.owner_of(document).pk: [] for document in documents}
    for document in documents:
        assert document.held is not None
        document.held[part.kind] = lines[part.owner_of(document).pk]
    rows = part.model._default_manager.filter(**{f"{part.owner}__in": list(lines)})
    rows = rows.filter(removed_at=None) if part.stays else rows
    rows = rows.annotate(held_by=F(part.owner)).prefetch_related(*part.many)
    for row in rows.select_related(*part.related) if part.related else rows:
        lines[row.held_by].append(row)

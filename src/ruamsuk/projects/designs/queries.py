"""What is read of several designs at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.evidence.queries import Limits, doubts
from ruamsuk.issues.models import ListEntry, Placement
from ruamsuk.projects.designs.models import DesignIssue, Situation


def issues_of(owners: QuerySet[Any]) -> Mapping[int, list[int]]:
    """Design → its issues, of these proposals or projects."""
    found = defaultdict(list)
    links = DesignIssue.objects.filter(design__in=owners.order_by().values("design"))
    for design, issue in links.values_list("design_id", "issue_id"):
        found[design].append(issue)
    return found


def under_entry(entry: ListEntry | None) -> Q:
    """A filter on what owns a design: under this entry of a list of issues; None: any."""
    if entry is None:
        return Q()
    links = DesignIssue.objects.filter(issue__in=Placement.objects.filter(entry=entry).values("issue"))
    return Q(design__in=links.values("design"))


def with_doubts(rows: Iterable[Situation], limits: Limits) -> list[Situation]:
    """Each with `doubts`, what makes its figure weak."""
    found = list(rows)
    for row in found:
        row.doubts = doubts(row, limits, row.more) if row.size is not None else []
    return found


# Figure → the kind of source of the figures that it counts.
PROBLEM_FIGURES = {f"problems_{kind.value}": kind.value for kind in EvidenceKind} | {"problems_unsaid": ""}


def problem_figures(designs: QuerySet[Any]) -> QuerySet[Situation]:
    """Problems of these designs of which somebody says how large they are."""
    return Situation.objects.filter(design__in=designs, size__isnull=False)


def problems_by_kind(owners: QuerySet[Any]) -> Mapping[int, dict[str, int]]:
    """Design → figure → how many of its problems, of these proposals or projects."""
    codes = {kind: code for code, kind in PROBLEM_FIGURES.items()}
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PROBLEM_FIGURES, 0))
    rows = problem_figures(owners.order_by().values("design")).order_by()
    for design, kind, number in rows.values_list("design", "evidence_kind").annotate(n=Count("pk")):
        found[design][codes[kind]] += number
    return found

"""Graded documents, counted: for the figures of the network and for the page of grades."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from ruamsuk.areas.models import Area
from ruamsuk.counting.question import FUND_LEVEL, Question, Split, Splits
from ruamsuk.funds.models import Fund
from ruamsuk.grades.figures import ALL, code_of
from ruamsuk.grades.models import Grade, GradeIssue, GradeQuerySet
from ruamsuk.instruments.choices import About, Tier
from ruamsuk.issues.models import Placement

_ABOUT = Case(
    When(plan__isnull=False, then=Value(About.PLAN.value)),
    default=Value(About.PROPOSAL.value),
    output_field=CharField(),
)


def counted_grades(question: Question) -> QuerySet[Grade]:
    """One of each document: the one given last."""
    rows = Grade.objects.counted().filter(fiscal_year=question.fiscal_year)
    return rows.filter(question.records("place_no", "fund"))


def add(question: Question, splits: Splits) -> None:
    """A proposal under several issues is counted once in all, and once under each entry of the list."""
    group = question.group("place_no", "fund_id")
    rows: QuerySet[Any, Any] = counted_grades(question).order_by().annotate(about=_ABOUT)
    tier = F("band__tier")
    for row in rows.values("about", tier=tier, group=group.expression).annotate(n=Count("pk")):
        splits[group.named(row["group"])].add(_figures(row))
    if question.issue_list is None:
        return
    placed = Placement.objects.filter(issue_list=question.issue_list)
    entry = Placement.objects.filter(issue_list=question.issue_list, issue__in=_issues_of_grade())
    links = rows.filter(issue_links__issue__in=placed.values("issue"))
    by_entry = links.filter(issue_links__issue__placements__issue_list=question.issue_list)
    for row in by_entry.values(
        "about", tier=tier, group=group.expression, entry=F("issue_links__issue__placements__entry")
    ).annotate(n=Count("pk", distinct=True)):
        splits[group.named(row["group"])].add_to(row["entry"], _figures(row))
    none = rows.filter(~Exists(entry))
    for row in none.values("about", tier=tier, group=group.expression).annotate(n=Count("pk")):
        splits[group.named(row["group"])].add_to(None, _figures(row))


def _issues_of_grade() -> QuerySet[Any, Any]:
    return GradeIssue.objects.filter(grade=OuterRef("pk")).values("issue")


def _figures(row: dict[str, Any]) -> dict[str, int]:
    return {ALL[About(row["about"])]: row["n"], code_of(row["about"], row["tier"]): row["n"]}


@dataclass(frozen=True)
class PlaceLine:
    """A place of the next level with the number of its documents in each step; None: in none of them."""

    place: Area | Fund | None
    graded: int
    tiers: dict[str, int]

    @property
    def is_fund(self) -> bool:
        return isinstance(self.place, Fund)


def by_place(question: Question, about: str) -> tuple[list[PlaceLine], PlaceLine]:
    """The places in their order, those without a grade left out; and their sum."""
    splits: Splits = defaultdict(Split)
    add(question, splits)
    found = []
    if question.below == FUND_LEVEL:
        places: Any = Fund.objects.filter(pk__in=[key for key in splits if key]).order_by("sort_key", "pk")
        keys = [(place, place.pk) for place in places]
    else:
        keys = [(area, area.place_no) for area in question.areas_below]
    for place, key in keys:
        found.append(_line(place, splits.pop(key, Split()), about))
    rest = Split()
    for split in splits.values():
        rest.include(split)
    lines = [line for line in (*found, _line(None, rest, about)) if line.graded]
    whole = {str(tier): sum(line.tiers[tier] for line in lines) for tier in Tier}
    return lines, PlaceLine(None, sum(line.graded for line in lines), whole)


def _line(place: Area | Fund | None, split: Split, about: str) -> PlaceLine:
    tiers = {str(tier): split.total[code_of(about, tier)] for tier in Tier}
    return PlaceLine(place, split.total[ALL[About(about)]], tiers)


def graded_documents(rows: GradeQuerySet, about: str, tier: str = "") -> GradeQuerySet:
    """Of `rows`, those about such documents, counted in this step; empty: in any."""
    kind = Q(plan__isnull=about != About.PLAN)
    return rows.filter(kind, **({"band__tier": tier} if tier else {}))

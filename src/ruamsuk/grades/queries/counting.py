"""Graded documents, counted: for the figures of the network and for the page of grades."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from ruamsuk.areas.models import Area
from ruamsuk.counting.question import FUND_LEVEL, Question, Split, Splits
from ruamsuk.funds.models import Fund
from ruamsuk.grades.figures import ALL, code_of
from ruamsuk.grades.models import Grade, GradeIssue, GradeQuerySet
from ruamsuk.instruments.choices import About, Tier
from ruamsuk.issues.models import Placement


def counted_grades(question: Question) -> GradeQuerySet:
    """One of each document: the one given last."""
    rows = Grade.objects.counted().filter(fiscal_year=question.fiscal_year)
    return rows.filter(question.records("place_no", "fund"))


def add(question: Question, splits: Splits) -> None:
    """A proposal under several issues is counted once in all, and once under each entry of the list."""
    rows: QuerySet[Any, Any] = counted_grades(question).order_by()
    is_any = _sum_up(question, splits, rows, "", None)
    if question.issue_list is None or not is_any:
        return
    # An issue has one place in a list.
    place = Placement.objects.filter(issue_list=question.issue_list, issue=OuterRef("issue"))
    links = GradeIssue.objects.filter(grade__in=rows.values("pk")).order_by()
    placed: QuerySet[Any, Any] = links.annotate(entry=Subquery(place.values("entry")[:1])).filter(
        entry__isnull=False
    )
    _sum_up(question, splits, placed, "grade__", "entry")
    unplaced = rows.exclude(pk__in=placed.values("grade"))
    _sum_up(question, splits, unplaced.annotate(entry=Value(None, output_field=IntegerField())), "", "entry")


def _sum_up(question: Question, splits: Splits, rows: QuerySet[Any, Any], to: str, entry: str | None) -> bool:
    """`to`: the path to the grade; `entry`: the column of the entry, None for the totals. Whether there were any."""
    group = question.group(f"{to}place_no", f"{to}fund_id")
    about = Case(
        When(**{f"{to}plan__isnull": False}, then=Value(About.PLAN.value)),
        default=Value(About.PROPOSAL.value),
        output_field=CharField(),
    )
    by = {"about": about, "tier": F(f"{to}band__tier"), "group": group.expression}
    columns = [entry] if entry else []
    found = list(rows.values(*columns, **by).annotate(n=Count(f"{to}pk", distinct=True)))
    for row in found:
        split, number = splits[group.named(row["group"])], _figures(row)
        if entry:
            split.add_to(row[entry], number)
        else:
            split.add(number)
    return bool(found)


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


def graded_documents(rows: GradeQuerySet, about: str = "", tier: str = "") -> GradeQuerySet:
    """Of `rows`, those about such documents, counted in this step; empty: of any."""
    if about:
        rows = rows.filter(plan__isnull=about != About.PLAN)
    return rows.filter(band__tier=tier) if tier else rows

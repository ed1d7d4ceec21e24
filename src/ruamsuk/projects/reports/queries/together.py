"""What a standard indicator stands at over several projects: only where values of its kind can be put together.

A sum is the sum of the projects' sums. A share is n of N: all that were counted of all that were asked, never the mean
of percentages. Of the latest values of several projects nothing is made: they stand side by side. Accepted reports
count, as on the page of a project (docs/adr/0089, 0096).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.question import Question
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.issues.models import ListEntry
from ruamsuk.projects.designs.queries import under_entry
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.models import IndicatorResult, MeasuredIndicator
from ruamsuk.projects.reports.queries.combining import Measured, combined, way_to_target


class LeftOut(StrEnum):
    """Why a project's value is not put together with others."""

    KIND = "kind"
    UNIT = "unit"
    TWICE = "twice"
    NO_NUMBER = "no-number"
    MORE_THAN_ALL = "more-than-all"


WHY: dict[LeftOut, str | Promise] = {
    LeftOut.KIND: _("the project measures it in another way"),
    LeftOut.UNIT: _("the project measures it in another unit"),
    LeftOut.TWICE: _("the project has this indicator a second time"),
    LeftOut.NO_NUMBER: _("a percentage only: its reports do not say out of how many"),
    LeftOut.MORE_THAN_ALL: _("more were counted than were asked"),
}


@dataclass(frozen=True)
class ProjectValue:
    """A standard indicator in one project, by its accepted reports."""

    project: int
    no: int  # of the indicator in the project
    unit: str
    value: Decimal  # as the project's page says it; of a share in percent
    counted: Decimal  # what it adds: to a sum, or to the n of a share
    out_of: Decimal  # to the N of a share
    has_reached: bool  # its target
    left_out: LeftOut | None


@dataclass(frozen=True)
class Together:
    """Values of one indicator in one place."""

    kind: str
    values: Sequence[ProjectValue] = ()

    @property
    def projects(self) -> int:
        return len({one.project for one in self.values})

    @property
    def reached(self) -> int:
        """Projects that reached their target."""
        return len({one.project for one in self.values if one.has_reached})

    @property
    def added(self) -> list[ProjectValue]:
        """Values that are put together."""
        if self.kind == Combining.LATEST:
            return []
        return [one for one in self.values if one.left_out is None]

    @property
    def left_out(self) -> Mapping[LeftOut, int]:
        return Counter(one.left_out for one in self.values if one.left_out)

    @property
    def number(self) -> Decimal | None:
        """The sum, or the n of a share. None: nothing is put together."""
        if not self.added:
            return None
        return sum((one.counted for one in self.added), Decimal(0))

    @property
    def out_of(self) -> Decimal | None:
        """The N of a share."""
        if self.kind != Combining.SHARE or not self.added:
            return None
        return sum((one.out_of for one in self.added), Decimal(0))

    @property
    def percent(self) -> Decimal | None:
        if self.number is None or not self.out_of:
            return None
        return combined(Combining.SHARE, [(self.number, self.out_of)])


ByGroup = Mapping[int | None, list[ProjectValue]]


# As a row of MeasuredIndicator keeps it.
KEPT = ("project", "value", "counted", "out_of", "has_reached", "is_more_than_all")


def measured_by(within: Q) -> dict[int, tuple[Any, ...]]:
    """By the key of a project's indicator what its accepted reports say of it together (KEPT), from the records."""
    rows = IndicatorResult.objects.filter(
        report__project__in=counted_projects().filter(within),
        report__accepted_at__isnull=False,
        value__isnull=False,
        indicator__standard__isnull=False,
    )
    found: dict[tuple[Any, ...], list[Measured]] = defaultdict(list)
    about = (
        "indicator",
        "report__project",
        *(f"indicator__{name}" for name in ("combining", "baseline", "target")),
    )
    for *key, value, out_of in rows.order_by("report__held_on", "report_id").values_list(
        *about, "value", "out_of"
    ):
        found[tuple(key)].append((value, out_of))
    return {
        indicator: (project, *_said_together(measured, *of_indicator))
        for (indicator, project, *of_indicator), measured in found.items()
    }


def _said_together(
    measured: Sequence[Measured], kind: str, baseline: Decimal | None, target: Decimal | None
) -> tuple[Any, ...]:
    value = combined(kind, measured)
    assert value is not None  # there is at least one
    known = [(counted, out_of) for counted, out_of in measured if out_of]
    is_share = kind == Combining.SHARE
    return (
        value,
        sum((one for one, _out_of in known), Decimal(0)) if is_share else value,
        sum((out_of for _one, out_of in known), Decimal(0)),
        (way_to_target(kind, value, baseline, target) or 0) >= 1,
        is_share and any(counted > out_of for counted, out_of in known),
    )


def stored_measured(within: Q) -> dict[int, tuple[Any, ...]]:
    """The same as it is kept."""
    rows = MeasuredIndicator.objects.filter(project__in=Project.objects.filter(within))
    return {indicator: tuple(kept) for indicator, *kept in rows.values_list("indicator", *KEPT)}


def _measured(question: Question, entry: ListEntry | None) -> QuerySet[MeasuredIndicator]:
    projects = counted_projects().filter(
        question.records("place_no", "fund"), under_entry(entry), fiscal_year=question.fiscal_year
    )
    return MeasuredIndicator.objects.filter(project__in=projects)


def measuring(question: Question, entry: ListEntry | None, standard: StandardIndicator) -> QuerySet[Project]:
    """The projects of which an accepted report gives a value of the indicator."""
    found = _measured(question, entry).filter(indicator__standard=standard)
    return Project.objects.filter(pk__in=found.values("project"))


def values_of(
    question: Question, entry: ListEntry | None, standard: StandardIndicator | None = None
) -> dict[int, ByGroup]:
    """Key of the standard indicator → as lines are summed by → the projects' values. One query."""
    group = question.group("project__place_no", "project__fund_id")
    rows = _measured(question, entry).filter(Q(indicator__standard=standard) if standard else Q())
    about = "standard combining standard__combining unit standard__unit_th no".split()
    values: dict[int, dict[int | None, list[ProjectValue]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[int, int]] = set()
    # The first of a project counts, by its number.
    for at, of, kind, of_kind, unit, of_unit, no, *kept in (
        rows.order_by("indicator__no", "indicator")
        .annotate(at=group.expression)
        .values_list("at", *(f"indicator__{path}" for path in about), *KEPT)
    ):
        project, value, counted, out_of, has_reached, is_more_than_all = kept
        left_out = None
        if kind != of_kind:
            left_out = LeftOut.KIND
        elif (project, of) in seen:
            left_out = LeftOut.TWICE
        elif kind == Combining.SHARE and not out_of:
            left_out = LeftOut.NO_NUMBER
        elif is_more_than_all:
            left_out = LeftOut.MORE_THAN_ALL
        elif kind == Combining.SUM and unit and unit != of_unit:
            left_out = LeftOut.UNIT
        seen.add((project, of))
        said = ProjectValue(project, no, unit, value, counted, out_of, has_reached, left_out)
        values[of][group.named(at)].append(said)
    return {key: dict(groups) for key, groups in values.items()}


def together(standard: StandardIndicator, groups: Iterable[list[ProjectValue]]) -> Together:
    return Together(standard.combining, [one for values in groups for one in values])

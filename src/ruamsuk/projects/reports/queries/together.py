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
from ruamsuk.projects.reports.models import IndicatorResult
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


def _results(question: Question, entry: ListEntry | None) -> QuerySet[IndicatorResult]:
    projects = counted_projects().filter(
        question.records("place_no", "fund"), under_entry(entry), fiscal_year=question.fiscal_year
    )
    return IndicatorResult.objects.filter(
        report__project__in=projects,
        report__accepted_at__isnull=False,  # by its state SQLite would walk all accepted reports of the country
        value__isnull=False,
        indicator__standard__isnull=False,
    )


def measuring(question: Question, entry: ListEntry | None, standard: StandardIndicator) -> QuerySet[Project]:
    """The projects of which an accepted report gives a value of the indicator."""
    results = _results(question, entry).filter(indicator__standard=standard)
    return Project.objects.filter(pk__in=results.values("report__project"))


def values_of(
    question: Question, entry: ListEntry | None, standard: StandardIndicator | None = None
) -> dict[int, ByGroup]:
    """Key of the standard indicator → as lines are summed by → the projects' values. One query."""
    group = question.group("report__project__place_no", "report__project__fund_id")
    rows = _results(question, entry).filter(Q(indicator__standard=standard) if standard else Q())
    found: dict[tuple[Any, ...], list[Measured]] = defaultdict(list)
    names = "kind unit no standard standard_kind standard_unit baseline target".split()
    about = dict(
        zip(
            names,
            "combining unit no standard standard__combining standard__unit_th baseline target".split(),
            strict=True,
        )
    )
    for at, project, indicator, value, out_of, *more in (
        rows.order_by("report__held_on", "report_id")
        .annotate(at=group.expression)
        .values_list(
            "at",
            "report__project",
            "indicator",
            "value",
            "out_of",
            *(f"indicator__{path}" for path in about.values()),
        )
    ):
        found[group.named(at), project, indicator, *more].append((value, out_of))
    values: dict[int, dict[int | None, list[ProjectValue]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[int, int]] = set()
    # The first of a project counts, by its number.
    for (at, project, _indicator, *more), measured in sorted(found.items(), key=lambda one: one[0][5]):
        its = dict(zip(names, more, strict=True))
        again = (project, its["standard"]) in seen
        seen.add((project, its["standard"]))
        values[its["standard"]][at].append(_value(project, its, measured, again=again))
    return {standard_key: dict(groups) for standard_key, groups in values.items()}


def _value(
    project: int, its: Mapping[str, Any], measured: Sequence[Measured], *, again: bool
) -> ProjectValue:
    value = combined(its["kind"], measured)
    assert value is not None  # there is at least one
    known = [(counted, out_of) for counted, out_of in measured if out_of]
    left_out = None
    if its["kind"] != its["standard_kind"]:
        left_out = LeftOut.KIND
    elif again:
        left_out = LeftOut.TWICE
    elif its["kind"] == Combining.SHARE and not known:
        left_out = LeftOut.NO_NUMBER
    elif its["kind"] == Combining.SHARE and any(counted > out_of for counted, out_of in known):
        left_out = LeftOut.MORE_THAN_ALL
    elif its["kind"] == Combining.SUM and its["unit"] and its["unit"] != its["standard_unit"]:
        left_out = LeftOut.UNIT
    counted = value
    if its["kind"] == Combining.SHARE:
        counted = sum((one for one, _out_of in known), Decimal(0))
    return ProjectValue(
        project,
        its["no"],
        its["unit"],
        value,
        counted,
        sum((out_of for _one, out_of in known), Decimal(0)),
        (way_to_target(its["kind"], value, its["baseline"], its["target"]) or 0) >= 1,
        left_out,
    )


def together(standard: StandardIndicator, groups: Iterable[list[ProjectValue]]) -> Together:
    return Together(standard.combining, [one for values in groups for one in values])

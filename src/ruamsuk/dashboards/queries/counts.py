"""The counting page: one place, one year, one list of issues, perhaps one network.

Everything is read from the stored summary of `projects` and from the records of `funds` and `plans`; as many
queries for a country as for a sub-district. The total is the sum of the lines of the next level, so that lines and
total cannot disagree; within the list, entries + not classified − overlap = total, for each figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import CHILD_KIND, AreaKind
from ruamsuk.areas.models import Area, span
from ruamsuk.areas.queries import children
from ruamsuk.core.kept import kept
from ruamsuk.dashboards.choices import FIGURES
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.limits import members
from ruamsuk.funds.models import Fund, FundKind, Network
from ruamsuk.issues.models import IssueList, ListEntry, Placement
from ruamsuk.plans.queries import planned_projects
from ruamsuk.projects.models import Project
from ruamsuk.projects.queries.tallies import counted_projects, of_projects, summed, tallies

Figures = dict[str, int]
FUND_LEVEL, PROJECT_LEVEL = "fund", "project"
CAPACITY_FIGURES: dict[str, str] = {
    Capacity.LEARNING_CENTRE: "funds_learning_centre",
    Capacity.EXPANSION: "funds_expansion",
}
# What stands under each level of the page.
LEVELS: dict[str, str | Promise] = {
    AreaKind.ZONE: _("Health zone"),
    AreaKind.PROVINCE: _("Province"),
    AreaKind.DISTRICT: _("District"),
    AreaKind.SUBDISTRICT: _("Sub-district"),
    FUND_LEVEL: _("Fund"),
    PROJECT_LEVEL: _("Project"),
}


def nothing() -> Figures:
    return dict.fromkeys(FIGURES, 0)


@dataclass
class Split:
    """Figures of one place: all together, and by entry of the list. The entry None is "not classified"."""

    total: Figures = field(default_factory=nothing)
    entries: dict[int | None, Figures] = field(default_factory=lambda: defaultdict(nothing))

    def add(self, figures: Mapping[str, int]) -> None:
        _add(self.total, figures)

    def add_to(self, entry: int | None, figures: Mapping[str, int]) -> None:
        _add(self.entries[entry], figures)

    def include(self, other: "Split") -> None:
        self.add(other.total)
        for entry, figures in other.entries.items():
            self.add_to(entry, figures)

    def of(self, entry: int | None) -> Figures:
        return self.entries[entry] if entry in self.entries else nothing()

    @property
    def overlap(self) -> Figures:
        """How much more the entries and "not classified" are together than the total."""
        return {
            name: sum(figures[name] for figures in self.entries.values()) - self.total[name]
            if spec.by_entry
            else 0
            for name, spec in FIGURES.items()
        }


def _add(figures: Figures, more: Mapping[str, int]) -> None:
    for name, value in more.items():
        figures[name] += value


@dataclass
class Line:
    """One place of the next level. Without area, fund and project: what lies in none of them."""

    area: Area | None = None
    fund: Fund | None = None
    project: Project | None = None
    split: Split = field(default_factory=Split)

    @property
    def is_rest(self) -> bool:
        return self.area is None and self.fund is None and self.project is None


@dataclass(frozen=True)
class Scope:
    """What is counted: an area (or only its own level), or a fund wherever its projects lie."""

    area: Area
    fiscal_year: int
    issue_list: IssueList | None
    network: Network | None = None
    fund: Fund | None = None
    here: bool = False  # what lies at the area's own level, in none of the areas below it

    @property
    def places(self) -> tuple[int, int]:
        low, high = self.area.place_range
        return (low, low) if self.here else (low, high)

    @property
    def below(self) -> str:
        """The level of the lines."""
        if self.fund:
            return PROJECT_LEVEL
        kind = AreaKind(self.area.kind)
        if self.here or kind not in CHILD_KIND or CHILD_KIND[kind] == AreaKind.VILLAGE:
            return FUND_LEVEL
        return CHILD_KIND[kind]

    def records(self, place: str, fund: str) -> Q:
        """A filter by paths to the place number and the fund."""
        found = Q()
        if self.fund:
            found &= Q(**{fund: self.fund})
        else:
            found &= Q(**{f"{place}__range": self.places})
        if self.network:
            found &= Q(**{f"{fund}__in": members(self.network).values("fund")})
        return found

    def group(self, place: str, fund: str) -> int | str:
        """What lines are summed by: a step of place numbers, or the column of the fund."""
        return fund if self.below in (FUND_LEVEL, PROJECT_LEVEL) else span(self.below)


@dataclass(frozen=True)
class Counts:
    scope: Scope
    entries: list[ListEntry]
    lines: list[Line]
    kinds: list[tuple[FundKind, int]]
    stated: list["Stated"]
    as_of: datetime

    @cached_property
    def whole(self) -> Split:
        found = Split()
        for line in self.lines:
            found.include(line.split)
        return found

    @property
    def totals(self) -> Figures:
        return self.whole.total

    @property
    def not_classified(self) -> Figures:
        return self.whole.of(None)

    @property
    def overlap(self) -> Figures:
        return self.whole.overlap


@dataclass(frozen=True)
class Stated:
    """A figure that a document states, beside what is counted."""

    record: StatedFigure
    computed: int
    overlap: int  # how often a project stands under a further issue
    not_classified: int

    @property
    def difference(self) -> int:
        return self.record.printed - self.computed


def counts(scope: Scope) -> Counts:
    """Everything that the page, the API and the downloads show, kept while no record changes."""
    found = kept(("counts", scope), lambda: _counted(scope))
    return replace(found, as_of=timezone.now())


def _counted(scope: Scope) -> Counts:
    """At most 10 queries."""
    entries = list(ListEntry.objects.filter(issue_list=scope.issue_list))
    splits: dict[int | None, Split] = defaultdict(Split)
    kinds = _funds_into(splits, scope)
    _planned_into(splits, scope)
    lines = _projects_of(splits, scope) if scope.fund else []
    if not scope.fund:
        _tallies_into(splits, scope)
        lines = _lines(splits, scope)
    found = Counts(scope, entries, lines, kinds, [], timezone.now())
    found.stated.extend(_stated(found))
    return found


def _funds_into(splits: dict[int | None, Split], scope: Scope) -> list[tuple[FundKind, int]]:
    """Open funds by group and part in the programme; returns the number of each kind."""
    rows: QuerySet[Any]
    if scope.network:
        rows, path = members(scope.network).filter(fund__closed_on__isnull=True), "fund__"
    else:
        rows, path = Fund.objects.open(), ""
    fund = "fund_id" if scope.network else "pk"
    if scope.fund:
        rows = rows.filter(**{fund: scope.fund.pk})
    else:
        rows = rows.filter(**{f"{path}place_no__range": scope.places})
    by = scope.group(f"{path}place_no", fund)
    found = rows.order_by().values("capacity", kind_of=F(f"{path}kind"), group=_cut(f"{path}place_no", by))
    by_kind: dict[int, int] = defaultdict(int)
    for row in found.annotate(n=Count("pk")):
        figures = {"funds": row["n"]}
        if name := CAPACITY_FIGURES.get(row["capacity"]):
            figures[name] = row["n"]
        splits[_named(row["group"], by)].add(figures)
        by_kind[row["kind_of"]] += row["n"]
    return [(kind, by_kind[kind.pk]) for kind in FundKind.objects.filter(pk__in=by_kind)]


def _planned_into(splits: dict[int | None, Split], scope: Scope) -> None:
    """A planned project has one issue, and an issue one place in the list: there is no overlap."""
    placed = dict(Placement.objects.filter(issue_list=scope.issue_list).values_list("issue_id", "entry_id"))
    by = scope.group("plan__place_no", "plan__fund_id")
    rows: QuerySet[Any, Any] = planned_projects(fiscal_year=scope.fiscal_year).filter(
        scope.records("plan__place_no", "plan__fund")
    )
    rows = rows.order_by().values(issue=F("plan__issue"), group=_cut("plan__place_no", by))
    for row in rows.annotate(n=Count("pk")):
        split = splits[_named(row["group"], by)]
        split.add({"planned": row["n"]})
        split.add_to(placed.get(row["issue"]), {"planned": row["n"]})


def _tallies_into(splits: dict[int | None, Split], scope: Scope) -> None:
    rows = tallies(fiscal_year=scope.fiscal_year, issue_list=scope.issue_list)
    for part in summed(rows.filter(scope.records("place_no", "fund")), scope.group("place_no", "fund_id")):
        split = splits[part.group]
        if part.is_total:
            split.add(part.figures)
        else:
            split.add_to(part.entry_id, part.figures)


def _cut(place: str, by: int | str) -> Any:
    return F(place) / by if isinstance(by, int) else F(by)


def _named(group: int | None, by: int | str) -> int | None:
    """A step of place numbers is named by its smallest one, as in `projects.queries.tallies.summed`."""
    return group * by if isinstance(by, int) and group is not None else group


def _lines(splits: dict[int | None, Split], scope: Scope) -> list[Line]:
    """The areas below, or the funds, in their order; last what lies in none of them."""
    lines: list[Line] = []
    if scope.below == FUND_LEVEL:
        for fund in Fund.objects.filter(pk__in=[key for key in splits if key]).order_by("sort_key", "pk"):
            lines.append(Line(fund=fund, split=splits.pop(fund.pk)))
    else:
        for area in children(scope.area):
            lines.append(Line(area=area, split=splits.pop(area.place_no, Split())))
    rest = Line()
    for split in splits.values():
        rest.split.include(split)
    if any(rest.split.total.values()):
        lines.append(rest)
    return lines


def _projects_of(splits: dict[int | None, Split], scope: Scope) -> list[Line]:
    """The projects of a fund's year; last what is no project (yet): plans, and proposals that did not become one.

    By entry the figures are kept together in that last line: the page shows them for the whole fund only.
    """
    where = scope.records("place_no", "fund")
    _tallies_into(splits, scope)
    rest = Line()
    for split in splits.values():
        rest.split.include(split)
    projects = counted_projects().filter(where, fiscal_year=scope.fiscal_year)
    figures_of = of_projects(projects)
    lines = []
    for project in projects.select_related("proposal").order_by("-budget_satang", "pk"):
        line = Line(project=project)
        proposal = project.proposal
        was_developed = proposal and proposal.first_submitted_at and proposal.place_no is not None
        line.split.add(figures_of[project.pk] | {"developed": int(bool(was_developed))})
        rest.split.add({name: -value for name, value in line.split.total.items()})
        lines.append(line)
    return [*lines, rest]


# Stated figures --------------------------------------------------------------------------------------------------


def _stated(found: Counts) -> Iterable[Stated]:
    """What documents state of the area and of each area below, within the same network and list."""
    scope = found.scope
    if scope.fund or scope.here:
        return
    splits = {line.area.pk: line.split for line in found.lines if line.area} | {scope.area.pk: found.whole}
    records = StatedFigure.objects.filter(
        Q(entry__isnull=True) | Q(entry__issue_list=scope.issue_list),
        home_area__in=splits,
        fiscal_year=scope.fiscal_year,
        network=scope.network,
    )
    for record in records.select_related("entry", "home_area").order_by("place_no", "figure", "pk"):
        yield beside(record, splits[record.home_area_id])


def beside(record: StatedFigure, split: Split) -> Stated:
    """A stated figure with what is counted of the same."""
    name = record.figure
    figures = split.of(record.entry_id) if record.entry_id else split.total
    overlap, missing = (0, 0) if record.entry_id else (split.overlap[name], split.of(None)[name])
    return Stated(record, figures[name], overlap, missing)


def scope_of(record: StatedFigure, issue_list: IssueList | None) -> Scope:
    """What a stated figure is about, as it would be counted."""
    if record.entry:
        issue_list = record.entry.issue_list
    return Scope(record.home_area, record.fiscal_year, issue_list, record.network)

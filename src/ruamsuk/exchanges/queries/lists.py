"""Projects here beside what another system holds of them: what is missing, what is there, what says something else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.models import Area
from ruamsuk.exchanges.choices import MOST, Achieved, Reads, Show
from ruamsuk.exchanges.models import EntryQuerySet, ExchangeColumn, ExchangeForm, OutsideEntry
from ruamsuk.exchanges.problems import ExchangeTooMany
from ruamsuk.exchanges.queries.cells import shown, shown_more
from ruamsuk.exchanges.queries.values import Values, is_same, values_of
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.choices import ProjectKind, ProjectStatus
from ruamsuk.projects.projects.models import ProjectQuerySet

# Where what is missing is mended; everything else on the page of the project.
_PAGES = {
    Reads.RESULT: "exchanges:result",
    Reads.REASON: "exchanges:result",
    Reads.SPENT: "projects:project-reports",
    Reads.PARTICIPANTS: "projects:project-reports",
}


def projects_here(user: Reader, area: Area, fiscal_year: int, fund: Fund | None = None) -> ProjectQuerySet:
    """Projects of the year whose funds lie in the area, where this person exchanges them."""
    rows = Project.objects.visible_to(user, EXCHANGE).filter(
        area.places.q("fund__place_no"), fund__isnull=False, fiscal_year=fiscal_year
    )
    rows = rows.exclude(status=ProjectStatus.ANNULLED).exclude(kind=ProjectKind.PROGRAMME)
    return rows.filter(fund=fund) if fund else rows


def entries_there(
    user: Reader, form: ExchangeForm, area: Area, fiscal_year: int, fund: Fund | None = None
) -> EntryQuerySet:
    rows = OutsideEntry.objects.visible_to(user, EXCHANGE).filter(
        area.places.q("fund__place_no"), form=form, fiscal_year=fiscal_year
    )
    return rows.filter(fund=fund) if fund else rows


@dataclass(frozen=True)
class Difference:
    """One column, here and there, in the words of a page."""

    column: ExchangeColumn
    here: str
    there: str
    is_same: bool


class Compared:
    """A project by the columns of a form, beside the entry of the other system, if there is one."""

    def __init__(
        self, project: Project, form: ExchangeForm, values: Values, entry: OutsideEntry | None
    ) -> None:
        self.project, self.form, self.values, self.entry = project, form, values, entry

    @cached_property
    def missing(self) -> list[ExchangeColumn]:
        return [
            column
            for name, column in self.form.fields.items()
            if column.must and self.values[name] is None and self._is_asked(name)
        ]

    def _is_asked(self, name: str) -> bool:
        """A reason is asked only where the project was not achieved."""
        return name != Reads.REASON or self.values[Reads.RESULT] == Achieved.NO

    @property
    def missing_links(self) -> list[tuple[str, str]]:
        """Heading, and where it is mended."""
        return [
            (one.heading, reverse(_PAGES.get(Reads(one.field), "projects:project"), args=[self.project.uid]))
            for one in self.missing
        ]

    @property
    def is_ready(self) -> bool:
        return not self.missing

    @cached_property
    def differing(self) -> list[str]:
        return differing(self.values, self.entry.values) if self.entry else []

    def fits(self, show: str) -> bool:
        match show:
            case Show.READY:
                return self.is_ready
            case Show.MISSING:
                return not self.is_ready
            case Show.HERE_ONLY:
                return self.entry is None
            case Show.DIFFERS:
                return bool(self.differing)
            case _:
                return True

    @cached_property
    def beside(self) -> list[Difference]:
        """Every column that holds something of the project, here and there; what differs comes first."""
        there = self.entry.values if self.entry else {}
        found = [
            _beside(column, self.values[name], there.get(name), name not in self.differing)
            for name, column in self.form.fields.items()
        ]
        return sorted(found, key=lambda one: one.is_same)


def said_there(form: ExchangeForm, entry: OutsideEntry) -> list[tuple[str, str]]:
    """Heading and value of what the other system said, then its other columns as they came."""
    rows = [
        (column.heading, shown(column, entry.values[name]))
        for name, column in form.fields.items()
        if name in entry.values
    ]
    return [*rows, *shown_more(entry.more)]


def _beside(column: ExchangeColumn, here: Any, there: Any, is_same: bool) -> Difference:
    return Difference(column, shown(column, here), shown(column, there), is_same)


def differing(here: Values, there: Values) -> list[str]:
    """Names of values that the other system said, and said otherwise. What its file left out is no difference."""
    both = (name for name in Reads.values if name in here and name in there)
    return [name for name in both if not is_same(here[name], there[name])]


def compared(projects: Sequence[Project], form: ExchangeForm) -> list[Compared]:
    values = values_of(projects)
    entries = {one.project_id: one for one in OutsideEntry.objects.filter(form=form, project__in=projects)}
    return [Compared(one, form, values[one.pk], entries.get(one.pk)) for one in projects]


def compare(rows: ProjectQuerySet, form: ExchangeForm) -> list[Compared]:
    """All of a list, in the order of funds and titles. Raises ExchangeTooMany."""
    if (n := rows.count()) > MOST:
        raise ExchangeTooMany(n=f"{n:,}", most=f"{MOST:,}")
    projects = list(rows.select_related("fund", "design").order_by("fund__code", "title", "pk"))
    return compared(projects, form)


def counted(found: Iterable[Compared]) -> dict[str, int]:
    """How many projects each choice of Show has."""
    counts = dict.fromkeys(Show.values, 0)
    for one in found:
        for show in Show:
            counts[show] += one.fits(show)
    return counts

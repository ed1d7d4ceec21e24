"""Counting proposals, projects and reports from the records, and reading the stored summary.

Definitions (they stand beside the figures on the counting page):
  developed         proposals ever submitted in the system
  approved          projects ever approved, finished and stopped included; project sets are no projects
  running           approved projects that run today
  budget            approved amounts of approved projects
  reports due       activities whose last day passed, of projects that owe reports
  reports sent      activity reports sent, checked or not;   accepted: taken by the funder
  reports late      activities whose report is not sent although its day passed
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import IssueList, Placement
from ruamsuk.projects.choices import ProjectKind, ProjectStatus
from ruamsuk.projects.models import DesignIssue, Project, Proposal
from ruamsuk.projects.models.report import ActivityReport
from ruamsuk.projects.models.tally import FIGURES, Tally
from ruamsuk.projects.queries.reports import reports_due, reports_late

Key = tuple[int, int | None, int | None]  # (place_no, list, entry)


@dataclass(frozen=True)
class Places:
    """Which entries of which lists an issue stands in, read once per recount."""

    lists: list[int]
    entries: Mapping[int, list[tuple[int, int]]]  # issue → (list, entry) pairs

    @classmethod
    def read(cls) -> "Places":
        entries = defaultdict(list)
        for issue, issue_list, entry in Placement.objects.values_list(
            "issue_id", "issue_list_id", "entry_id"
        ):
            entries[issue].append((issue_list, entry))
        return cls(list(IssueList.objects.values_list("pk", flat=True)), entries)

    def cells(self, place_no: int, issues: Iterable[int]) -> set[Key]:
        """All cells in which one record with these issues is counted: the total, and each list once an entry."""
        found: set[Key] = {(place_no, None, None)}
        by_list = defaultdict(set)
        for issue in issues:
            for issue_list, entry in self.entries.get(issue, ()):
                by_list[issue_list].add(entry)
        for issue_list in self.lists:
            found |= {(place_no, issue_list, entry) for entry in by_list[issue_list] or {None}}
        return found


def counted_projects() -> QuerySet[Project]:
    """Projects that figures count: all but project sets, which only hold others together."""
    return Project.objects.exclude(kind=ProjectKind.PROGRAMME)


def counted_proposals() -> QuerySet[Proposal]:
    """Proposals that count as developed; those without a place wait until they have one."""
    return Proposal.objects.filter(first_submitted_at__isnull=False, place_no__isnull=False)


def from_records(proposals: QuerySet[Proposal], projects: QuerySet[Project]) -> dict[Key, dict[str, int]]:
    """Figures of these records by cell, counted from the raw records in a handful of queries."""
    places = Places.read()
    cells: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    issues = _issues_of(Q(design__proposal__in=proposals) | Q(design__project__in=projects))
    for place, design in proposals.values_list("place_no", "design_id"):
        for cell in places.cells(place, issues[design]):
            cells[cell]["developed"] += 1
    due, late = (_by_project(rows) for rows in (reports_due(projects), reports_late(projects)))
    sent = _reports_by_project(projects)
    rows = projects.values_list("pk", "place_no", "design_id", "status", "budget_satang")
    for pk, place, design, status, budget in rows:
        counted = {
            "approved": 1,
            "running": int(status == ProjectStatus.RUNNING),
            "budget_satang": budget,
            "reports_due": due.get(pk, 0),
            "reports_late": late.get(pk, 0),
            "reports_sent": sent.get(pk, (0, 0))[0],
            "reports_accepted": sent.get(pk, (0, 0))[1],
        }
        for cell in places.cells(place, issues[design]):
            figures = cells[cell]
            for name, value in counted.items():
                figures[name] += value
    return cells


def _issues_of(which: Q) -> Mapping[int, list[int]]:
    found = defaultdict(list)
    for design, issue in DesignIssue.objects.filter(which).values_list("design_id", "issue_id"):
        found[design].append(issue)
    return found


def _by_project(activities: QuerySet) -> dict[int, int]:
    return dict(activities.order_by().values_list("design__project").annotate(n=Count("pk")))


def _reports_by_project(projects: QuerySet[Project]) -> dict[int, tuple[int, int]]:
    rows = (
        ActivityReport.objects.filter(project__in=projects)
        .sent()
        .order_by()
        .values_list("project_id")
        .annotate(sent=Count("pk"), accepted=Count("pk", filter=Q(accepted_at__isnull=False)))
    )
    return {project: (sent, accepted) for project, sent, accepted in rows}


def tallies(
    *,
    places: tuple[int, int],
    fiscal_year: int | None,
    funds: QuerySet[Fund] | None = None,
) -> QuerySet[Tally]:
    """Stored rows inside a range of places and a year; `funds` limits to a network."""
    rows = Tally.objects.filter(place_no__gte=places[0], place_no__lte=places[1])
    if fiscal_year is not None:
        rows = rows.filter(fiscal_year=fiscal_year)
    return rows if funds is None else rows.filter(fund__in=funds)


def totals(rows: QuerySet[Tally]) -> dict[str, int]:
    """The sums of the total rows."""
    summed = rows.filter(issue_list__isnull=True).aggregate(**{name: Sum(name) for name in FIGURES})
    return {name: value or 0 for name, value in summed.items()}


def by_entry(rows: QuerySet[Tally], issue_list: IssueList) -> dict[int | None, dict[str, int]]:
    """Entry → figures in one list; the key None is "not classified"."""
    summed = (
        rows.filter(issue_list=issue_list)
        .order_by()
        .values("entry_id")
        .annotate(**{f"sum_{name}": Sum(F(name)) for name in FIGURES})
    )
    return {row["entry_id"]: {name: row[f"sum_{name}"] for name in FIGURES} for row in summed}


def by_step(rows: QuerySet[Tally], step: int) -> dict[int, dict[str, int]]:
    """Totals by place, cut to steps of `step` place numbers: one row each zone, province, district or sub-district."""
    cut = F("place_no") / step
    summed = (
        rows.filter(issue_list__isnull=True)
        .order_by()
        .values(cut=cut)
        .annotate(**{f"sum_{name}": Sum(F(name)) for name in FIGURES})
    )
    return {row["cut"] * step: {name: row[f"sum_{name}"] for name in FIGURES} for row in summed}

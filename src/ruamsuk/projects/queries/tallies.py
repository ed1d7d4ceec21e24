"""Counting proposals, projects and reports from the records, and reading the stored summary.

What each figure counts is said in `projects.figures`, by which pages show it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from ruamsuk.core.calendar import day_text
from ruamsuk.counting.figures import Figure, Figures
from ruamsuk.counting.question import Question, Splits
from ruamsuk.issues.models import IssueList, Placement
from ruamsuk.projects.choices import SENT_STATES, Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.models import Activity, DesignIssue, Project, Proposal, SentIssue, SentProposal
from ruamsuk.projects.models.report import ActivityReport
from ruamsuk.projects.models.tally import Tally
from ruamsuk.projects.queries.reports import reports_due, reports_late, unreported

Key = tuple[int, int | None, int | None]  # (home area, list, entry)


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

    def cells(self, area: int, issues: Iterable[int]) -> set[Key]:
        """All cells in which one record with these issues is counted: the total, and each list once an entry."""
        found: set[Key] = {(area, None, None)}
        by_list = defaultdict(set)
        for issue in issues:
            for issue_list, entry in self.entries.get(issue, ()):
                by_list[issue_list].add(entry)
        for issue_list in self.lists:
            found |= {(area, issue_list, entry) for entry in by_list[issue_list]} or {
                (area, issue_list, None)
            }
        return found


@dataclass(frozen=True)
class Part:
    """What is recounted at once: a fund's year, or what belongs to no fund in one area and year."""

    fund_id: int | None
    fiscal_year: int
    area_id: int | None = None  # only without a fund

    @property
    def which(self) -> Q:
        """Its proposals, projects and stored rows."""
        where = Q(fund=self.fund_id) if self.fund_id else Q(fund__isnull=True, home_area=self.area_id)
        return where & Q(fiscal_year=self.fiscal_year)

    def counted(self) -> dict[Key, Figures]:
        return from_records(
            counted_proposals().filter(self.which),
            counted_as_sent().filter(self.which),
            counted_projects().filter(self.which),
        )

    def stored(self) -> dict[Key, Figures]:
        rows = Tally.objects.filter(self.which).values_list("home_area", "issue_list", "entry", *CODES)
        return {row[:3]: dict(zip(CODES, row[3:], strict=True)) for row in rows}


def parts() -> list[Part]:
    """All parts that hold a record or a stored row."""
    found: set[Part] = set()
    for rows in (counted_proposals(), counted_as_sent(), Project.objects.all(), Tally.objects.all()):
        keys = rows.order_by().values_list("fund", "fiscal_year", "home_area").distinct()
        found |= {Part(fund, year, None if fund else area) for fund, year, area in keys}
    return sorted(found, key=lambda part: (part.fund_id or 0, part.fiscal_year, part.area_id or 0))


def open_reports() -> dict[str, Any]:
    """What a project keeps of its open reports, as expressions on projects: column → value counted from the records."""
    own = Activity.objects.filter(design=OuterRef("design"), ends_on__isnull=False)
    returned = ActivityReport.objects.filter(project=OuterRef("pk")).returned().order_by().values("project")
    return {
        "oldest_unreported_on": Subquery(unreported(own).order_by("ends_on").values("ends_on")[:1]),
        "returned_reports": Coalesce(Subquery(returned.annotate(n=Count("pk")).values("n")), 0),
    }


def open_reports_differ(projects: QuerySet[Project]) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
    """(project, stored, counted) where what is kept of open reports is not what the records say."""
    names = list(open_reports())
    counted = {f"counted_{name}": value for name, value in open_reports().items()}
    rows = projects.order_by("pk").annotate(**counted).values_list("pk", *names, *counted)
    found = []
    for pk, *values in rows:
        stored, right = values[: len(names)], values[len(names) :]
        if stored != right:
            found.append((pk, dict(zip(names, stored, strict=True)), dict(zip(names, right, strict=True))))
    return found


def counted_projects() -> QuerySet[Project]:
    """Projects that figures count: neither project sets, which only hold others together, nor records imported from
    older systems, which were approved elsewhere (docs/adr/0030), nor approvals recorded by mistake (0024).
    """
    rows = Project.objects.exclude(kind=ProjectKind.PROGRAMME).exclude(origin=Origin.IMPORT)
    return rows.exclude(status=ProjectStatus.ANNULLED)


def counted_proposals() -> QuerySet[Proposal]:
    """Proposals that count as developed, but for those in correction (`counted_as_sent`)."""
    return Proposal.objects.standing().filter(place_no__isnull=False)


def counted_as_sent() -> QuerySet[SentProposal]:
    """Those in correction count as they were sent: a figure tells nothing of a draft."""
    return SentProposal.objects.filter(place_no__isnull=False)


def from_records(
    proposals: QuerySet[Proposal], sent: QuerySet[SentProposal], projects: QuerySet[Project]
) -> dict[Key, Figures]:
    """Figures of these records by cell, counted from the raw records in a handful of queries."""
    places = Places.read()
    cells: dict[Key, Figures] = defaultdict(lambda: dict.fromkeys(CODES, 0))
    issues = _issues_of(proposals, projects)
    issues_sent: Mapping[int, list[int]] = defaultdict(list)
    for pk, issue in SentIssue.objects.filter(sent__in=sent).values_list("sent", "issue"):
        issues_sent[pk].append(issue)
    developed = [
        *((area, issues[design]) for area, design in proposals.values_list("home_area_id", "design_id")),
        *((area, issues_sent[pk]) for area, pk in sent.values_list("home_area_id", "pk")),
    ]
    for area, under in developed:
        for cell in places.cells(area, under):
            cells[cell]["developed"] += 1
    counted = of_projects(projects)
    for pk, area, design in projects.values_list("pk", "home_area_id", "design_id"):
        for cell in places.cells(area, issues[design]):
            for name, value in counted[pk].items():
                cells[cell][name] += value
    return cells


def of_projects(projects: QuerySet[Project]) -> dict[int, Figures]:
    """Project → its own figures; `developed` is counted from proposals and not among them."""
    due, late = (_by_project(rows) for rows in (reports_due(projects), reports_late(projects)))
    sent = _reports_by_project(projects)
    return {
        pk: {
            "approved": 1,
            "running": int(status == ProjectStatus.RUNNING),
            "budget_satang": budget,
            "reports_due": due.get(pk, 0),
            "reports_late": late.get(pk, 0),
            "reports_sent": sent.get(pk, (0, 0))[0],
            "reports_accepted": sent.get(pk, (0, 0))[1],
        }
        for pk, status, budget in projects.values_list("pk", "status", "budget_satang")
    }


def _issues_of(*owners: QuerySet[Any]) -> Mapping[int, list[int]]:
    """Design → its issues. A query for each kind of owner: joined by OR, both databases would read the whole table."""
    found = defaultdict(list)
    for rows in owners:
        links = DesignIssue.objects.filter(design__in=rows.order_by().values("design"))
        for design, issue in links.values_list("design_id", "issue_id"):
            found[design].append(issue)
    return found


def _by_project(activities: QuerySet[Activity]) -> dict[int, int]:
    return dict(activities.order_by().values_list("design__project").annotate(n=Count("pk")))


def _reports_by_project(projects: QuerySet[Project]) -> dict[int, tuple[int, int]]:
    # The state is counted, not filtered: SQLite would walk all sent reports of the country by their state.
    rows = (
        ActivityReport.objects.filter(project__in=projects)
        .order_by()
        .values_list("project_id")
        .annotate(
            sent=Count("pk", filter=Q(state__in=SENT_STATES)),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        )
    )
    return {project: (sent, accepted) for project, sent, accepted in rows}


def add(question: Question, splits: Splits) -> None:
    """The stored sums: the totals, and those of the list that is asked for."""
    group = question.group("place_no", "fund_id")
    rows = Tally.objects.filter(
        Q(issue_list__isnull=True) | Q(issue_list=question.issue_list),
        question.records("place_no", "fund"),
        fiscal_year=question.fiscal_year,
    )
    found: QuerySet[Tally, Any] = (
        rows.order_by()
        .values("issue_list_id", "entry_id", group=group.expression)
        .annotate(**{f"sum_{code}": Sum(code) for code in CODES})
    )
    for row in found:
        split, figures = splits[group.named(row["group"])], {code: row[f"sum_{code}"] for code in CODES}
        if row["issue_list_id"] is None:
            split.add(figures)
        else:
            split.add_to(row["entry_id"], figures)


class ProjectLines:
    """The projects of a fund's year, the largest first (see counting.sources.Records)."""

    def of(self, question: Question) -> Iterable[tuple[Project, Figures]]:
        where = question.records("place_no", "fund")
        projects = counted_projects().filter(where, fiscal_year=question.fiscal_year)
        figures_of = of_projects(projects)
        for project in projects.select_related("proposal").order_by("-budget_satang", "pk"):
            proposal = project.proposal
            was_developed = proposal and proposal.first_submitted_at and proposal.place_no is not None
            yield project, figures_of[project.pk] | {"developed": int(bool(was_developed))}

    def title(self, record: Project) -> str:
        return record.title

    def sub(self, record: Project) -> str:
        parts = [record.code, record.get_status_display()]
        if record.approved_on:
            parts.insert(1, day_text(record.approved_on))
        return " · ".join(part for part in parts if part)

    def url(self, record: Project, figure: Figure | None) -> str:
        if figure and figure.code == "developed" and record.proposal:
            return reverse("projects:proposal", args=[record.proposal.uid])
        page = "projects:project-reports" if figure and figure.group == "reports" else "projects:project"
        return reverse(page, args=[record.uid])

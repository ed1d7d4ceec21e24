"""What proposals, projects and reports counted for on a past day, by what is known of them today (docs/adr/0082).

Each fact by its own day: the day of the first submission, of the approval, of the variation, of the last status, the
last day of the activity, the moments at which a report was sent, returned and accepted, the moment of the waiver. A
project whose day of approval is not known counts from the day when it was entered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ruamsuk.core.calendar import day_of, day_text
from ruamsuk.counting.figures import Figures
from ruamsuk.counting.question import Question, Splits
from ruamsuk.counting.sources import ALL, SEVERAL, Entry
from ruamsuk.funds.choices import Then
from ruamsuk.issues.models import Placement
from ruamsuk.projects.designs.models import DesignIssue
from ruamsuk.projects.projects.choices import ENDED, HALTED, ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.proposals.models import Proposal, SentIssue
from ruamsuk.projects.proposals.queries.counted import counted_as_sent, counted_proposals
from ruamsuk.projects.reports.choices import REPORT_DAYS, SENT_STATES, ReportState
from ruamsuk.projects.reports.models import ActivityReport, ReportStep
from ruamsuk.projects.reports.queries.due import reports_due
from ruamsuk.projects.variations.models import Variation

DEVELOPED = "developed"


@dataclass(frozen=True)
class Counting:
    """A record with what it counts for: `group` as lines are summed by, `entries` of the list that is asked for."""

    key: int  # of the project, or of the proposal
    group: Any
    entries: set[int | None]
    figures: Figures

    def stands_in(self, cell: Entry) -> bool:
        return cell == ALL or (len(self.entries) > 1 if cell == SEVERAL else cell in self.entries)


def approved_by(projects: QuerySet[Project], then: Then) -> QuerySet[Project]:
    unknown = Q(approved_on__isnull=True, created_at__lt=then.end)
    return projects.filter(Q(approved_on__lte=then.day) | unknown)


def of_projects_then(projects: QuerySet[Project], then: Then) -> dict[int, Figures]:
    """Project → its own figures, as `reports.queries.counted.of_projects` has them of today."""
    projects = approved_by(projects, then)
    budgets, reports = _varied(projects, then.day), _Reports(projects, then)
    due, waived, late = _activities(projects, then, reports)
    found = {}
    for pk, status, status_on, budget, approved in projects.order_by().values_list(
        "pk", "status", "status_on", "budget_satang", "approved_satang"
    ):
        has_ended = status in ENDED and (status_on is None or status_on <= then.day)
        varied, later = budgets.get(pk, (False, 0))
        found[pk] = {
            "approved": 1,
            "running": int(not has_ended and status != ProjectStatus.UNKNOWN),
            "finished": int(has_ended and status == ProjectStatus.FINISHED),
            "stopped": int(has_ended and status in HALTED),
            "varied": int(varied),
            "budget_satang": budget - later if varied or pk not in budgets else approved,
            "approved_satang": approved,
            "reports_due": due.get(pk, 0),
            "reports_waived": waived.get(pk, 0),
            "reports_late": late.get(pk, 0),
            "reports_sent": reports.sent.get(pk, 0),
            "reports_accepted": reports.accepted.get(pk, 0),
        }
    return found


def _varied(projects: QuerySet[Project], day: date) -> dict[int, tuple[bool, int]]:
    """Of projects that were ever varied: whether it was by that day, and how much later variations added."""
    rows = Variation.objects.standing().filter(project__in=projects.filter(varied_on__isnull=False))
    by_project: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for project, decided_on, closed_at, budget in rows.order_by("project", "no").values_list(
        "project", "decided_on", "closed_at", "budget_satang"
    ):
        if in_force := decided_on or (closed_at and day_of(closed_at)):
            by_project[project].append((in_force, budget))
    found = {}
    for project, variations in by_project.items():
        until = [budget for in_force, budget in variations if in_force <= day]
        found[project] = bool(until), variations[-1][1] - until[-1] if until else 0
    return found


class _Reports:
    """What stood sent and accepted at the end of the day: project → number.

    What is sent today and was sent by then stood so. Of what was sent again later, or is returned today, the steps up
    and down the ladder tell.
    """

    def __init__(self, projects: QuerySet[Project], then: Then) -> None:
        reports = ActivityReport.objects.filter(project__in=projects)
        by_then = Q(state__in=SENT_STATES, sent_at__lt=then.end)
        numbers = (
            reports.order_by()
            .values_list("project")
            .annotate(
                sent=Count("pk", filter=by_then),
                accepted=Count("pk", filter=by_then & Q(accepted_at__lt=then.end)),
            )
        )
        self.sent: dict[int, int] = {}
        self.accepted: dict[int, int] = {}
        for project, sent, accepted in numbers:
            self.sent[project], self.accepted[project] = sent, accepted
        self.activities: set[int] = set()  # reported then, by a report that is returned or was sent again
        moved = Q(report__state=ReportState.STARTED) | Q(report__sent_at__gte=then.end)
        steps = ReportStep.objects.filter(moved, report__project__in=projects, at__lt=then.end)
        last = {}
        for report, project, activity, state in steps.order_by("at", "pk").values_list(
            "report", "report__project", "report__activity", "to_state"
        ):
            last[report] = project, activity, state
        for project, activity, state in last.values():
            if state in SENT_STATES:
                self.sent[project] = self.sent.get(project, 0) + 1
                self.activities |= {activity} - {None}
            if state == ReportState.ACCEPTED:
                self.accepted[project] = self.accepted.get(project, 0) + 1


def _activities(
    projects: QuerySet[Project], then: Then, reports: _Reports
) -> tuple[Mapping[int, int], Mapping[int, int], Mapping[int, int]]:
    """Project → activities whose report was due, those of them that were waived, and those that were late."""
    found = reports_due(projects, then.day).order_by()
    due = dict(found.values_list("design__project").annotate(n=Count("pk")))
    sent = ActivityReport.objects.sent().filter(activity=OuterRef("pk"), sent_at__lt=then.end)
    waived: dict[int, int] = defaultdict(int)
    late: dict[int, int] = defaultdict(int)
    open_ones = found.filter(~Exists(sent)).values_list("pk", "design__project", "ends_on", "waiver__at")
    for activity, project, ends_on, waived_at in open_ones:
        if activity in reports.activities:
            continue
        if waived_at and waived_at < then.end:
            waived[project] += 1
        elif ends_on and ends_on < then.day - timedelta(days=REPORT_DAYS):
            late[project] += 1
    return due, waived, late


class ProjectsPast:
    """See counting.sources.Past. The records of a figure are projects, those of `developed` proposals."""

    figures = frozenset(
        "developed approved running finished stopped varied budget_satang approved_satang reports_due reports_waived "
        "reports_late reports_sent reports_accepted".split()
    )

    def add(self, question: Question, splits: Splits) -> None:
        group = question.group("place_no", "fund_id")
        for one in (*_projects(question), *_proposals(question)):
            split = splits[group.named(one.group)]
            split.add(one.figures)
            for entry in one.entries if question.issue_list else ():
                split.add_to(entry, one.figures)

    def behind(self, question: Question, code: str, cell: Entry) -> list[tuple[int, int]]:
        rows = _proposals(question) if code == DEVELOPED else _projects(question)
        found = [
            (one.key, one.figures[code]) for one in rows if one.figures.get(code) and one.stands_in(cell)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def since(self, question: Question, code: str, cell: Entry) -> tuple[list[int], list[int]]:
        assert question.then
        day, end, where = question.then.day, question.then.end, question.records("place_no", "fund")
        if code == DEVELOPED:
            sent = counted_proposals().filter(where, fiscal_year=question.fiscal_year)
            return _keys(question, sent.filter(first_submitted_at__gte=end), cell), []
        if code not in ("approved", "running", "budget_satang", "approved_satang"):
            return [], []
        rows = Project.objects.filter(where, fiscal_year=question.fiscal_year)
        came = counted_projects().filter(pk__in=rows.order_by().values("pk"), created_at__gte=end)
        there = rows.filter(created_at__lt=end, status_on__gt=day)
        went = there.filter(status=ProjectStatus.ANNULLED)
        if code == "running":
            came = came.filter(status=ProjectStatus.RUNNING)
            went = there.filter(status__in=(*ENDED, ProjectStatus.ANNULLED))
        return _keys(question, came, cell), _keys(question, went, cell)

    def fetch(self, code: str, keys: Iterable[int]) -> Mapping[int, Any]:
        if code == DEVELOPED:
            return Proposal.objects.select_related("fund", "sent").in_bulk(list(keys))
        return Project.objects.select_related("fund").in_bulk(list(keys))

    def title(self, record: Project | Proposal) -> str:
        return record.sent_title if isinstance(record, Proposal) else record.title

    def sub(self, record: Project | Proposal) -> str:
        day = record.approved_on if isinstance(record, Project) else None
        state = record.get_status_display() if isinstance(record, Project) else record.get_state_display()
        fund = record.fund.name if record.fund else ""
        return " · ".join(part for part in (fund, day_text(day) if day else "", state) if part)

    def url(self, code: str, record: Project | Proposal) -> str:
        if isinstance(record, Proposal):
            return reverse("projects:proposal", args=[record.uid])
        page = "projects:project-reports" if code.startswith("reports_") else "projects:project"
        return reverse(page, args=[record.uid])


def _projects(question: Question) -> Iterator[Counting]:
    rows = counted_projects().filter(question.records("place_no", "fund"), fiscal_year=question.fiscal_year)
    assert question.then
    figures = of_projects_then(rows, question.then)
    yield from _counting(question, approved_by(rows, question.then), figures)


def _proposals(question: Question) -> Iterator[Counting]:
    assert question.then
    where = Q(question.records("place_no", "fund"), fiscal_year=question.fiscal_year)
    rows = counted_proposals().filter(where, first_submitted_at__lt=question.then.end)
    yield from _counting(question, rows)
    sent = counted_as_sent().filter(where, proposal__first_submitted_at__lt=question.then.end)
    links = SentIssue.objects.filter(sent__in=sent.order_by().values("pk")).values_list("sent", "issue")
    issues = defaultdict(set)
    for key, issue in links:
        issues[key].add(issue)
    group, placed = question.group("place_no", "fund_id"), _placed(question)
    for key, where_in in sent.order_by().annotate(group=group.expression).values_list("pk", "group"):
        yield Counting(key, where_in, _entries(issues[key], placed), {DEVELOPED: 1})


def _counting(
    question: Question, rows: QuerySet[Any], figures: Mapping[int, Figures] | None = None
) -> Iterator[Counting]:
    """`figures`: by record; none: each counts once as developed."""
    placed, issues = _placed(question), defaultdict(set)
    links = DesignIssue.objects.filter(design__in=rows.order_by().values("design"))
    for design, issue in links.values_list("design_id", "issue_id"):
        issues[design].add(issue)
    group = question.group("place_no", "fund_id")
    keys = rows.order_by().annotate(group=group.expression).values_list("pk", "group", "design_id")
    for key, where, design in keys:
        its = figures[key] if figures is not None else {DEVELOPED: 1}
        yield Counting(key, where, _entries(issues[design], placed), its)


def _placed(question: Question) -> Mapping[int, set[int]]:
    found = defaultdict(set)
    for issue, entry in Placement.objects.filter(issue_list=question.issue_list).values_list(
        "issue_id", "entry_id"
    ):
        found[issue].add(entry)
    return found


def _entries(issues: Iterable[int], placed: Mapping[int, set[int]]) -> set[int | None]:
    found: set[int | None] = set()
    for issue in issues:
        found |= placed.get(issue, set())
    return found or {None}


def _keys(question: Question, rows: QuerySet[Any], cell: Entry) -> list[int]:
    return [one.key for one in _counting(question, rows) if one.stands_in(cell)]

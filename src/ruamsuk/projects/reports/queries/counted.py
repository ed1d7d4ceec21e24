"""What a project counts for, its reports among it, and what it keeps of its open reports."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from ruamsuk.core.calendar import day_text
from ruamsuk.counting.figures import Figure, Figures
from ruamsuk.counting.question import Question
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.designs.queries import issues_of, problems_by_kind
from ruamsuk.projects.projects.choices import HALTED, MoneyState, ProjectStatus
from ruamsuk.projects.projects.models import Project, ProjectPartner, ProjectQuerySet
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import SENT_STATES
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.due import reports_due, reports_late, reports_waived, unreported
from ruamsuk.projects.reports.queries.money import unreported_satang
from ruamsuk.projects.reports.queries.past import approved_by, of_projects_then
from ruamsuk.projects.tallies.tallied import WithFigures


def open_reports() -> dict[str, object]:
    """What a project keeps of its open reports, as expressions on projects: column → value counted from the records."""
    own = Activity.objects.filter(design=OuterRef("design"), ends_on__isnull=False)
    returned = ActivityReport.objects.filter(project=OuterRef("pk")).returned().order_by().values("project")
    return {
        "oldest_unreported_on": Subquery(unreported(own).order_by("ends_on").values("ends_on")[:1]),
        "returned_reports": Coalesce(Subquery(returned.annotate(n=Count("pk")).values("n")), 0),
    }


def open_reports_differ(
    projects: QuerySet[Project],
) -> list[tuple[int, dict[str, object], dict[str, object]]]:
    """(project, stored, counted) where what is kept of open reports is not what the records say."""
    kept = open_reports()
    names = list(kept)
    counted = {f"counted_{name}": value for name, value in kept.items()}
    rows = projects.order_by("pk").annotate(**counted).values_list("pk", *names, *counted)
    found = []
    for pk, *values in rows:
        stored, right = values[: len(names)], values[len(names) :]
        if stored != right:
            found.append((pk, dict(zip(names, stored, strict=True)), dict(zip(names, right, strict=True))))
    return found


def of_projects(projects: ProjectQuerySet) -> dict[int, Figures]:
    """Project → its own figures; `developed` is counted from proposals and not among them."""
    activities = (reports_due(projects), reports_waived(projects), reports_late(projects))
    due, waived, late = (_by_project(rows) for rows in activities)
    reports, problems = _reports_by_project(projects), problems_by_kind(projects)
    joint = _joint(projects)
    funded = set(projects.funded().values_list("pk", flat=True))
    return {
        pk: {
            "approved": 1,
            "running": int(status == ProjectStatus.RUNNING),
            "finished": int(status == ProjectStatus.FINISHED),
            "stopped": int(status in HALTED),
            "funded": int(pk in funded),
            **joint.get(pk, NOT_JOINT),
            "varied": int(varied_on is not None),
            "budget_satang": budget,
            "approved_satang": approved,
            "reports_due": due.get(pk, 0),
            "reports_waived": waived.get(pk, 0),
            "reports_late": late.get(pk, 0),
            **(sent := reports.get(pk, NO_REPORTS)),
            "unreported_satang": unreported_satang(status, budget, sent["spent_satang"]),
            **problems[design],
        }
        for pk, design, status, varied_on, budget, approved in projects.values_list(
            "pk", "design", "status", "varied_on", "budget_satang", "approved_satang"
        )
    }


NO_REPORTS: Figures = dict.fromkeys(("reports_sent", "reports_accepted", "participants", "spent_satang"), 0)
NOT_JOINT: Figures = dict.fromkeys(("joint", "joint_local", "joint_satang", "joint_received_satang"), 0)


def _joint(projects: QuerySet[Project]) -> dict[int, Figures]:
    """Of projects with confirmed partners."""
    rows = (
        ProjectPartner.objects.confirmed().filter(project__in=projects).order_by().values_list("project_id")
    )
    found = rows.annotate(
        local=Count("pk", filter=Q(kind=OrganizationKind.LOCAL_AUTHORITY)),
        money=Sum("amount_satang"),
        received=Coalesce(Sum("amount_satang", filter=Q(state=MoneyState.RECEIVED)), 0),
    )
    return {
        pk: {
            "joint": 1,
            "joint_local": int(local > 0),
            "joint_satang": money,
            "joint_received_satang": received,
        }
        for pk, local, money, received in found
    }


def figures_within(within: Q) -> WithFigures:
    """See tallies.tallied."""
    rows = counted_projects().filter(within)
    figures, issues = of_projects(rows), issues_of(rows)
    names = ("pk", "fund_id", "fiscal_year", "home_area_id", "design_id")
    for pk, fund, year, area, design in rows.values_list(*names):
        yield (fund, year, area), issues[design], figures[pk]


def _by_project(activities: QuerySet[Activity]) -> dict[int, int]:
    return dict(activities.order_by().values_list("design__project").annotate(n=Count("pk")))


def _reports_by_project(projects: QuerySet[Project]) -> dict[int, Figures]:
    """Of projects with a report: what the sent ones say."""
    # The state is counted, not filtered: SQLite would walk all sent reports of the country by their state.
    is_sent = Q(state__in=SENT_STATES)
    rows = (
        ActivityReport.objects.filter(project__in=projects)
        .order_by()
        .values_list("project_id")
        .annotate(
            sent=Count("pk", filter=is_sent),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            people=Coalesce(Sum("people", filter=is_sent), 0),
            spent=Coalesce(Sum("spent_satang", filter=is_sent), 0),
        )
    )
    return {project: dict(zip(NO_REPORTS, numbers, strict=True)) for project, *numbers in rows}


class ProjectLines:
    """The projects of a fund's year, the largest first (see counting.sources.Records); of a past day as corrected."""

    def of(self, question: Question) -> Iterable[tuple[Project, Figures]]:
        where, then = question.records("place_no", "fund"), question.then
        projects = counted_projects().filter(where, fiscal_year=question.fiscal_year)
        figures_of = of_projects_then(projects, then) if then else of_projects(projects)
        rows: QuerySet[Project] = approved_by(projects, then) if then else projects
        for project in rows.select_related("proposal").order_by("-budget_satang", "pk"):
            proposal = project.proposal
            sent = proposal.first_submitted_at if proposal and proposal.place_no is not None else None
            was_developed = sent and (then is None or sent < then.end)
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

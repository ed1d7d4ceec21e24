"""What was approved of a fund's year, what reports say was spent, and what is left of it, until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet, Sum

from ruamsuk.core.calendar import today
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.models import ActivityReport


@dataclass(frozen=True)
class YearMoney:
    """In satang. Payments are not recorded: `spent` is what sent reports say."""

    projects: int
    approved: int
    spent: int
    unreported: int  # of running projects: approved, and no sent report says that it was spent
    until: date | None  # the last day of the last of them
    over: int  # how many of them run although their last day passed
    over_unreported: int


def year_money(projects: QuerySet[Project]) -> YearMoney:
    running = projects.filter(status=ProjectStatus.RUNNING)
    over = running.filter(design__ends_on__lt=today())
    whole, late = _budget(projects), _budget(over)
    return YearMoney(
        projects=whole["n"],
        approved=whole["budget"],
        spent=_spent(projects),
        unreported=max(0, _budget(running)["budget"] - _spent(running)),
        until=running.aggregate(until=Max("design__ends_on"))["until"],
        over=late["n"],
        over_unreported=max(0, late["budget"] - _spent(over)),
    )


def _budget(projects: QuerySet[Project]) -> dict[str, int]:
    return projects.order_by().aggregate(n=Count("pk"), budget=Sum("budget_satang", default=0))


def _spent(projects: QuerySet[Project]) -> int:
    reports = ActivityReport.objects.sent().filter(project__in=projects.order_by())
    return reports.aggregate(spent=Sum("spent_satang", default=0))["spent"]

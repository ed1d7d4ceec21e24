"""What was approved of a fund's year, what reports say was spent, and what is left of it, until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

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
    unreported: int  # see `unreported_satang`
    until: date | None  # the last day of the last running project
    over: int  # how many of them run although their last day passed
    over_unreported: int


def year_money(projects: QuerySet[Project]) -> YearMoney:
    sent = ActivityReport.objects.sent().filter(project=OuterRef("pk")).order_by().values("project")
    spent = Coalesce(Subquery(sent.annotate(spent=Sum("spent_satang")).values("spent")), 0)
    columns = ("status", "design__ends_on", "budget_satang", "spent")
    rows = list(projects.order_by().annotate(spent=spent).values_list(*columns))
    running = [
        (ends_on, unreported_satang(status, budget, spent))
        for status, ends_on, budget, spent in rows
        if status == ProjectStatus.RUNNING
    ]
    over = [left for ends_on, left in running if ends_on and ends_on < today()]
    return YearMoney(
        projects=len(rows),
        approved=sum(row[2] for row in rows),
        spent=sum(row[3] for row in rows),
        unreported=sum(left for _ends_on, left in running),
        until=max((ends_on for ends_on, _left in running if ends_on), default=None),
        over=len(over),
        over_unreported=sum(over),
    )


def unreported_satang(status: str, budget: int, spent: int) -> int:
    """What a running project was given and no sent report says was spent.

    Asked of each project alone: one that spent more than its budget hides nothing of what another has left.
    """
    return max(0, budget - spent) if status == ProjectStatus.RUNNING else 0

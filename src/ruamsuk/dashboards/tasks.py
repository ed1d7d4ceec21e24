"""Counts that no act on a proposal, project or report changes: by the day, and by what lists of issues hold."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.core.calendar import today
from ruamsuk.jobs.work import job
from ruamsuk.plans.actions.counted import set_planned_right
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import REPORT_DAYS
from ruamsuk.projects.reports.queries.due import owing
from ruamsuk.projects.tallies.actions import count_again_by_pieces, recount_all
from ruamsuk.projects.tallies.queries import TallyPart

LOOK_BACK = timedelta(days=7)  # so that a machine that stood still for some days catches up


@job(_("Count the reports that are due and late today"), retries=3)
def count_due_reports() -> int:
    """Recounts the years of funds with an activity whose report became due or late in the last days."""
    found = {
        TallyPart.of(fund, year, area)
        for days in (1, REPORT_DAYS + 1)
        for fund, year, area in _changed(days).values_list("fund", "fiscal_year", "home_area").distinct()
        if year is not None
    }
    return count_again_by_pieces(found)


def _changed(days: int) -> QuerySet[Project]:
    """Projects with an activity that ended `days` ago, or up to a week earlier."""
    newest = today() - timedelta(days=days)
    return (
        counted_projects()
        .filter(
            owing(),
            design__activities__ends_on__gt=newest - LOOK_BACK,
            design__activities__ends_on__lte=newest,
        )
        .order_by()
    )


@job(_("Count everything again, since a list of issues has changed"), retries=3)
def count_everything() -> int:
    # Whoever asked for it until now is answered by this: each of an update's migrations asks for itself.
    _waiting().delete()
    set_planned_right(by=None)
    return recount_all()


def _waiting() -> QuerySet[DBTaskResult[..., object]]:
    return DBTaskResult.objects.filter(task_path=count_everything.module_path, status=TaskResultStatus.READY)


def lists_changed(**_signal: object) -> None:
    """An issue got another place in a list, or a list is new: queued once, however many places change together."""
    if not _waiting().exists():
        count_everything.enqueue()

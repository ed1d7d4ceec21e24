"""What agreed plans add to the figure of planned projects, kept by the day (docs/adr/0082)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.counting.actions import Added, note_counted, set_right
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries.counting import planned_by_cell, planned_projects


def note_planned(plans: Sequence[Plan], sign: int) -> None:
    """`sign`: 1 as they were agreed, −1 as they were opened again."""
    rows = planned_rows(plans)
    note_counted(
        (
            Added({"planned": sign * n}, plan.fiscal_year, plan.home_area_id, plan.fund_id, [plan.issue_id])
            for plan in plans
            if (n := rows.get(plan.pk))
        ),
        day=today(),
    )


def planned_rows(plans: Sequence[Plan]) -> dict[int, int]:
    rows = Plan.objects.filter(pk__in=[plan.pk for plan in plans]).order_by()
    return dict(rows.annotate(n=Count("planned_projects")).values_list("pk", "n"))


@action(_("set right what is kept of planned projects by the day"))
def set_planned_right(*, by: User | None, at: datetime = NOW) -> int:
    """What is kept by the day becomes what the plans say today, after a list of issues has changed.

    Plans are locked, so that none is agreed while they are counted. Returns how many cells differed.
    """
    list(Plan.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return set_right("planned", planned_by_cell(planned_projects()), day=today())

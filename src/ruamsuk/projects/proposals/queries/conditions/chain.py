"""From the objective to the activity and back."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Values
from ruamsuk.projects.designs.models import Activity, Objective
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition
from ruamsuk.projects.proposals.queries.whole import Whole


def objective_unserved(whole: Whole, values: Values) -> Iterator[Found]:
    """Of several objectives one has no activity. A single one is served by whatever is done."""
    if len(whole.objectives) < 2 or not whole.activities:
        return
    served = {one.pk for row in whole.activities for one in row.objectives.all()}
    for row in whole.objectives:
        if row.pk not in served:
            yield Found(_tick(whole.activities[0], row), {"x": called(row.text, row.no)})


def activity_for_nothing(whole: Whole, values: Values) -> Iterator[Found]:
    if len(whole.objectives) < 2:
        return
    for row in whole.activities:
        if not row.objectives.all():
            yield Found(_tick(row, whole.objectives[0]), {"x": called(row.name, row.no)})


def _tick(activity: Activity, objective: Objective) -> str:
    return f"serves.{activity.uid}~{objective.uid}.on"


CONDITIONS = {
    "objective-unserved": condition(label=_("An objective has no activity"), find=objective_unserved),
    "activity-for-nothing": condition(label=_("An activity serves no objective"), find=activity_for_nothing),
}

"""From the evidence to the problem, from the objective to the activity and back."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values
from ruamsuk.core.calendar import BE_OFFSET
from ruamsuk.core.text import is_hollow
from ruamsuk.projects.designs.models import Activity, Objective
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition
from ruamsuk.projects.proposals.queries.whole import Whole

_YEARS = re.compile(r"(?<!\d)(2[456]\d\d|20\d\d)(?!\d)")


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


def without_evidence(whole: Whole, values: Values) -> Iterator[Found]:
    for row in whole.situations:
        if row.size is not None and is_hollow(row.evidence, values["words"]):
            yield Found(f"situation.{row.uid}.evidence", {"x": called(row.text, row.no)})


def stale_evidence(whole: Whole, values: Values) -> Iterator[Found]:
    """By the newest year that the words name, in either era; no year: nothing is guessed."""
    this_year = whole.proposal.fiscal_year
    if this_year is None:  # of an older system
        return
    for row in whole.situations:
        years = [int(year) for year in _YEARS.findall(row.evidence)]
        newest = max((year if year > 2400 else year + BE_OFFSET for year in years), default=None)
        if newest is not None and this_year - newest > values["years"]:
            says = {"x": called(row.text, row.no), "year": str(newest), "n": str(values["years"])}
            yield Found(f"situation.{row.uid}.evidence", says)


CONDITIONS = {
    "objective-unserved": condition(label=_("An objective has no activity"), find=objective_unserved),
    "activity-for-nothing": condition(label=_("An activity serves no objective"), find=activity_for_nothing),
    "evidence-missing": condition(
        label=_("A figure of the situation does not say where it comes from"),
        parameters=(Parameter("words", _("Words that name no source"), Sort.WORDS, ()),),
        find=without_evidence,
        topic="evidence",
    ),
    "evidence-stale": condition(
        label=_("A figure of the situation is older than a number of years"),
        parameters=(Parameter("years", _("Older than so many years"), Sort.NUMBER, 3, least=1, most=20),),
        says=("x", "year", "n"),
        find=stale_evidence,
        topic="evidence",
    ),
}

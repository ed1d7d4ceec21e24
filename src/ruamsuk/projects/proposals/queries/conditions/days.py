"""Days against the fiscal year and against the project's own."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values
from ruamsuk.core.calendar import day_text, fiscal_year_days
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition
from ruamsuk.projects.proposals.queries.whole import Whole


def _outside(day: date | None, first: date, last: date) -> int:
    """Days by which it lies before the first or after the last."""
    return max((first - day).days, (day - last).days, 0) if day else 0


def project_outside_year(whole: Whole, values: Values) -> Iterator[Found]:
    year = whole.proposal.fiscal_year
    if year is None:  # of an older system
        return
    first, last = fiscal_year_days(year)
    for name in ("starts_on", "ends_on"):
        day = getattr(whole.design, name)
        if _outside(day, first, last) > values["days"]:
            says = {
                "x": day_text(day),
                "year": str(year),
                "first": day_text(first),
                "last": day_text(last),
            }
            yield Found(f"d.{name}", says)


def activity_outside_project(whole: Whole, values: Values) -> Iterator[Found]:
    first, last = whole.design.starts_on, whole.design.ends_on
    if first is None or last is None:
        return
    for row in whole.activities:
        for name in ("starts_on", "ends_on"):
            if _outside(getattr(row, name), first, last) > values["days"]:
                says = {"x": called(row.name, row.no), "first": day_text(first), "last": day_text(last)}
                yield Found(f"activity.{row.uid}.{name}", says)
                break


_DAYS = Parameter("days", _("By more than so many days"), Sort.NUMBER, 0, least=0, most=3_650)
CONDITIONS = {
    "project-outside-year": condition(
        label=_("The project begins or ends outside of its fiscal year"),
        parameters=(_DAYS,),
        says=("x", "year", "first", "last"),
        find=project_outside_year,
    ),
    "activity-outside-project": condition(
        label=_("An activity lies outside of the project's days"),
        parameters=(_DAYS,),
        says=("x", "first", "last"),
        find=activity_outside_project,
    ),
}

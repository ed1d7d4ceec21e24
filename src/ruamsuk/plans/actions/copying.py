"""Starting from the plan of an earlier year: the problems without their figures, the objectives, the measures."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.funds.models import Fund
from ruamsuk.plans.actions.locks import open_plan, open_year
from ruamsuk.plans.actions.plan import start_plan
from ruamsuk.plans.actions.rows import add_measure, add_objective, add_situation
from ruamsuk.plans.models import Plan
from ruamsuk.plans.problems import NothingToCopy


@action(_("took over an earlier year's plan"), on="plan")
def copy_plan_from_year(*, plan: Plan, from_year: int, by: User | None, at: datetime = NOW) -> Plan:
    """Adds what the same issue had in `from_year` and this plan has not yet; nothing is overwritten.

    Figures are left empty: this year's have to be measured. Last year's stand beside them on the page.
    """
    plan = open_plan(plan, at)
    source = (
        Plan.objects.filter(fund=plan.fund, issue=plan.issue, fiscal_year=from_year)
        .exclude(pk=plan.pk)
        .first()
    )
    if source is None:
        raise NothingToCopy(year=from_year)
    by_text = {row.text: row for row in plan.situations.all()}
    for old in source.situations.select_related("indicator"):
        if old.text not in by_text:
            by_text[old.text] = add_situation(
                plan=plan,
                indicator=old.indicator,
                text=old.text,
                unit=old.unit,
                agency=old.agency,
                by=by,
                at=at,
            )
    objectives = set(plan.objectives.values_list("text", flat=True))
    for goal in source.objectives.select_related("indicator", "situation"):
        if goal.text not in objectives:
            situation = by_text.get(goal.situation.text) if goal.situation else None
            add_objective(
                plan=plan,
                situation=situation,
                text=goal.text,
                indicator=goal.indicator,
                indicator_text=goal.indicator_text,
                unit=goal.unit,
                by=by,
                at=at,
            )
    measures = set(plan.measures.values_list("approach", flat=True))
    for way in source.measures.all():
        if way.approach not in measures:
            add_measure(plan=plan, approach=way.approach, method=way.method, by=by, at=at)
    return plan


@action(_("took over the plan of an earlier year"), on="fund")
def copy_year(
    *, fund: Fund, fiscal_year: int, from_year: int, by: User | None, at: datetime = NOW
) -> list[Plan]:
    """Starts every issue that `from_year` had and this year has not, each from its earlier plan."""
    open_year(fund, fiscal_year, at)
    here = Plan.objects.filter(fund=fund, fiscal_year=fiscal_year).values("issue")
    sources = (
        Plan.objects.filter(fund=fund, fiscal_year=from_year, issue__retired_on__isnull=True)
        .exclude(issue__in=here)
        .select_related("issue")
    )
    if not sources:
        raise NothingToCopy(year=from_year)
    started = []
    for source in sources:
        plan = start_plan(fund=fund, fiscal_year=fiscal_year, issue=source.issue, by=by, at=at)
        started.append(copy_plan_from_year(plan=plan, from_year=from_year, by=by, at=at))
    return started

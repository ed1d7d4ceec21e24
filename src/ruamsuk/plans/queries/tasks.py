"""What the writers of a fund's plan have to do."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Post
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.funds.models import Fund
from ruamsuk.plans.choices import (
    PLANNING_STARTS_IN_MONTH,
)
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries.checks import check_tasks_for
from ruamsuk.plans.queries.steps import done_percent, steps_of
from ruamsuk.plans.verbs import WRITE_PLAN


def tasks_for(user: Reader) -> list[Todo]:
    """For who writes the plan of a fund: years without a plan, plans without an objective, returned ones; for who
    checks: what waits for it.
    """
    posts = {
        grant.post.scope_id: grant.post
        for grant in grants_of(user)
        if grant.post.scope.kind == ScopeKind.FUND and grant.post.may(WRITE_PLAN)
    }
    found = check_tasks_for(user)
    if not posts:
        return found
    years = [current_fiscal_year()]
    if PLANNING_STARTS_IN_MONTH <= today().month < 10:
        years.append(years[0] + 1)
    funds = {fund.pk: fund for fund in Fund.objects.open().filter(scope__in=list(posts)).order_by("sort_key")}
    plans = list(Plan.objects.filter(fund__in=list(funds), fiscal_year__in=years).with_progress())
    for fund in funds.values():
        for year in years:
            own = [plan for plan in plans if plan.fund_id == fund.pk and plan.fiscal_year == year]
            found += _tasks_of_year(fund, year, own, posts[fund.scope_id])
    return found


def _tasks_of_year(fund: Fund, year: int, plans: list[Any], post: Post) -> list[Todo]:
    if not plans:
        return [
            Todo(
                icon="clipboard-list",
                title=_("No plan for fiscal year %(year)s yet") % {"year": year},
                detail=str(fund),
                url=f"{reverse('plans:fund-year', args=[fund.uid])}?year={year}",
                button=_("Start the plan"),
                group=TaskGroup.WRITING,
                post_id=post.pk,
            )
        ]
    return [
        _task_of_plan(fund, year, plan, post) for plan in plans if plan.is_draft and not plan.objectives_count
    ]


def _task_of_plan(fund: Fund, year: int, plan: Any, post: Post) -> Todo:
    """A plan of which nothing is written names its first step, in the place of a bare 0 %."""
    steps = steps_of(plan)
    percent = done_percent(steps)
    first = next(step for step in steps if not step.is_done)
    title = _("The plan “%(issue)s” has no objective") if percent else _("The plan “%(issue)s” is not begun")
    detail = _("%(fund)s, fiscal year %(year)s") % {"fund": fund, "year": year}
    if not percent:
        detail += " · " + _("First step: %(step)s") % {"step": first.missing}
    return Todo(
        icon="clipboard-list",
        title=title % {"issue": plan.issue.name},
        detail=detail,
        url=f"{reverse('plans:plan', args=[plan.uid])}#part-{first.key}",
        button=_("Go on writing") if percent else _("Begin writing"),
        group=TaskGroup.WRITING,
        percent=percent or None,
        post_id=post.pk,
    )

"""Whose own work a plan is, and what waits for the check."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.problems import Problem
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.funds.models import Fund
from ruamsuk.plans.choices import CheckState
from ruamsuk.plans.models import Plan, PlanCheck, PlanRow
from ruamsuk.plans.problems import PlanCheckedAlready, PlanNotAgreed
from ruamsuk.plans.verbs import CHECK_PLAN, WRITE_PLAN

# Whoever did anything else to a plan or a row of it has worked on it.
JUDGING = ("plans.check_plan", "plans.return_plan")
MOST_RETURNED = 5


def not_judged(plan: Plan, outcome: CheckState) -> Problem | None:
    """Why a plan as it stands is not brought to this outcome, whoever asks."""
    if plan.is_draft:
        return PlanNotAgreed()
    if plan.check_state == outcome:
        return PlanCheckedAlready(state=plan.get_check_state_display())
    return None


def is_own_plan(plan: Plan, user: User) -> bool:
    """Who holds a post at the fund today, but for mentors, or ever worked on the plan, as the trail says."""
    at_fund = [grant.post for grant in grants_of(user) if grant.post.scope_id == plan.fund.scope_id]
    if any(not post.may(CHECK_PLAN) for post in at_fund):
        return True
    subjects = Q(subject_kind=Plan._meta.label_lower, subject_id=plan.pk)
    for kind in PlanRow.__subclasses__():
        rows: Any = kind._default_manager.filter(plan=plan).values("pk")  # type: ignore[misc]
        subjects |= Q(subject_kind=kind._meta.label_lower, subject_id__in=rows)
    done = Operation.objects.filter(subjects, actor_id=user.pk, verb__startswith="plans.")
    return done.exclude(verb__in=JUDGING).exists()


def standing_check(plan: Plan) -> PlanCheck | None:
    """What the last check said, while it stands for the plan."""
    if plan.check_state == CheckState.WAITING:
        return None
    return plan.checks.select_related("checked_by").first()


def people_at(fund: Fund, can: Verb) -> list[User]:
    """Who may do this at the fund by a post there, for notices."""
    grants = Grant.objects.running().filter(post__scope=fund.scope_id, post__role__in=can.roles)
    return list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True))


def check_tasks_for(user: Reader) -> list[Todo]:
    """For who checks: how many plans wait. For who writes: those that were returned."""
    posts = [grant.post for grant in grants_of(user)]
    found: list[Todo] = []
    if any(post.may(WRITE_PLAN) for post in posts):
        found += _returned(user)
    if any(post.may(CHECK_PLAN) for post in posts):
        found += _waiting(user)
    return found


def _returned(user: Reader) -> list[Todo]:
    rows = Plan.objects.visible_to(user, WRITE_PLAN).filter(
        check_state=CheckState.RETURNED, fiscal_year__gte=current_fiscal_year()
    )
    rows = rows.filter(fund__scope__in=[grant.post.scope_id for grant in grants_of(user)])
    return [
        Todo(
            icon="arrow-back-up",
            title=_("The plan “%(issue)s” was returned for correction") % {"issue": plan.issue.name},
            detail=check.note[:160] if (check := standing_check(plan)) else "",
            url=reverse("plans:plan", args=[plan.uid]),
            button=_("Read the reasons"),
            group=TaskGroup.RETURNED,
        )
        for plan in rows.select_related("issue").order_by("pk")[:MOST_RETURNED]
    ]


def _waiting(user: Reader) -> list[Todo]:
    year = current_fiscal_year()
    rows = Plan.objects.agreed().visible_to(user, CHECK_PLAN).filter(fiscal_year=year)
    number = rows.filter(check_state=CheckState.WAITING).count()
    if not number:
        return []
    text = ngettext("%(n)d plan waits for the check", "%(n)d plans wait for the check", number)
    return [
        Todo(
            icon="clipboard-check",
            title=text % {"n": number},
            detail=_("Agreed by their funds, fiscal year %(year)s") % {"year": year},
            url=f"{reverse('plans:checks')}?year={year}&state=waiting",
            button=_("Open the list"),
            group=TaskGroup.WAITING,
        )
    ]

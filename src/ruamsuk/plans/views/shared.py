"""What several pages of plans answer with."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.problems import Problem
from ruamsuk.funds.models import Fund
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries import is_own_plan


def plan_url(plan: Plan, part: str = "") -> str:
    return reverse("plans:plan", args=[plan.uid]) + (f"#part-{part}" if part else "")


def year_url(fund: Fund, year: int, name: str = "fund-year") -> str:
    return f"{reverse(f'plans:{name}', args=[fund.uid])}?year={year}"


def may(user: Any, fund: Fund, can: Verb) -> bool:
    return Fund.objects.visible_to(user, can).filter(pk=fund.pk).exists()


def press(request: PageRequest, back: str, do: Callable[[], str | None]) -> HttpResponse:
    """Answers a form that is only a button: `do` acts and may say where to go on, else `back`.

    A refusal is told at the top of the page behind `back`, since the button has no field to stand beside.
    """
    try:
        return redirect(do() or back)
    except Problem as problem:
        messages.error(request, str(problem))
        return HttpResponseClientRedirect(back) if request.htmx else redirect(back)


def may_judge(user: Any, plan: Plan, can: Verb) -> bool:
    """Somebody else's plan, in the reader's area. The act behind the button asks again."""
    if not user.is_authenticated or not Plan.objects.visible_to(user, can).filter(pk=plan.pk).exists():
        return False
    return not is_own_plan(plan, user)

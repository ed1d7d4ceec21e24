"""One plan: the task list with its sections, its budget and words, agreeing, opening again, removing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.core.forms import show_problem
from ruamsuk.core.hubs import BECAME, tabs_of
from ruamsuk.core.problems import ChangedMeanwhile, Problem
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import plan_for
from ruamsuk.plans.choices import CRITERIA
from ruamsuk.plans.forms import AgreeForm, BudgetForm, DetailForm, ReopenForm
from ruamsuk.plans.models import Plan
from ruamsuk.plans.verbs import CHECK_PLAN, DECIDE, WRITE_PLAN, WRITE_PROPOSAL
from ruamsuk.plans.views.rows import meanwhile
from ruamsuk.plans.views.shared import may, may_judge, plan_url, press, year_url


@require_safe
def plan(request: PageRequest, uid: UUID) -> HttpResponse:
    found: Any = plan_for(request.user, uid, READ)
    may_write = found.is_draft and may(request.user, found.fund, WRITE_PLAN)
    steps = queries.steps_of(found)
    figures = queries.figures(request.user, found)
    planned, became = queries.with_answers(found), BECAME["planned_project"](request.user, found)
    for row in planned:
        row.became = became.get(row.pk)  # type: ignore[attr-defined]
    context = {
        "plan": found,
        "steps": steps,
        "percent": queries.done_percent(steps),
        "missing": queries.missing_for_agreement(found),
        "figures": figures,
        "without_objective": [figure for figure in figures if not figure.has_objective],
        "objectives": found.objectives.select_related("indicator", "situation"),
        "measures": found.measures.all(),
        "planned": planned,
        "over_budget": found.budget_satang is not None and found.planned_satang > found.budget_satang,
        "criteria": [(label, getattr(found.score, name)) for name, label in CRITERIA.items()]
        if hasattr(found, "score")
        else [],
        "may_write": may_write,
        "may_decide": may(request.user, found.fund, DECIDE),
        "tabs": tabs_of("plan", request.user, found),
        "presses": tabs_of("planned_project", request.user, found),
        "may_propose": set(
            found.planned_projects.visible_to(request.user, WRITE_PROPOSAL).values_list("pk", flat=True)
        ),
        "undo": _undo(request, found),
        "may_check": not found.is_draft and may_judge(request.user, found, CHECK_PLAN),
        "check": queries.standing_check(found) if found.checks.exists() else None,
        "is_inside": Plan.objects.visible_to(request.user, READ_DRAFT).filter(pk=found.pk).exists(),
    }
    if may_write:
        context["indicators"] = queries.indicators_to_add(found)
        context["more_measures"] = queries.measures_to_add(found)
        context["earlier_year"] = _earlier_year(found)
    return render(request, "plans/plan.html", context)


def _undo(request: PageRequest, plan: Plan) -> dict[str, object] | None:
    undo = request.session.get("plan_undo") if request.user.is_authenticated else None
    return undo if undo and undo["plan"] == str(plan.uid) else None


def _earlier_year(plan: Any) -> int | None:
    """The year that an empty plan could start from."""
    if plan.situations_count or plan.objectives_count:
        return None
    rows = Plan.objects.filter(fund=plan.fund, issue=plan.issue, fiscal_year__lt=plan.fiscal_year)
    last = rows.order_by("-fiscal_year").first()
    return last.fiscal_year if last else None


def change(request: PageRequest, uid: UUID, part: str) -> HttpResponse:
    """Budget or further words of the plan: `part` is "budget" or "detail"."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    kind, field, title = (
        (BudgetForm, "budget_satang", _("Budget of the plan"))
        if part == "budget"
        else (DetailForm, "detail", _("More about the situation"))
    )
    form = kind(request.POST or None, initial={field: getattr(plan, field), "seen": plan.version})
    saved_now = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_plan(plan=plan, seen=form.cleaned_data["seen"], by=request.user, **form.values())
        except ChangedMeanwhile as problem:
            saved_now = meanwhile(form, plan)
            show_problem(form, problem)
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect(plan_url(plan, part))
    context = {"plan": plan, "part": part, "form": form, "title": title, "saved_now": saved_now}
    return render(request, "plans/row_form.html", context, status=422 if form.errors else 200)


@require_POST
def copy(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, WRITE_PLAN)

    def do() -> None:
        actions.copy_plan_from_year(
            plan=plan, from_year=_earlier_year(plan) or plan.fiscal_year - 1, by=request.user
        )
        messages.success(request, _("Now fill in this year's figures and targets."))

    return press(request, plan_url(plan), do)


def agree(request: PageRequest, uid: UUID) -> HttpResponse:
    """What will be agreed, once more; then the day of the meeting."""
    plan = plan_for(request.user, uid, DECIDE)
    form = AgreeForm(request.POST or None, year=plan.fiscal_year)
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree_plan(plan=plan, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The plan is agreed. Everyone can read it now."))
            return redirect(plan_url(plan))
    steps = queries.steps_of(plan)
    context = {"plan": plan, "steps": steps, "form": form, "missing": queries.missing_for_agreement(plan)}
    return render(request, "plans/agree.html", context, status=422 if form.errors else 200)


def reopen(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, DECIDE)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_plan(plan=plan, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect(plan_url(plan))
    return render(
        request, "plans/reopen.html", {"plan": plan, "form": form}, status=422 if form.errors else 200
    )


def remove(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, WRITE_PLAN)
    if request.method == "POST":

        def do() -> str:
            name, fund, year = plan.issue.name, plan.fund, plan.fiscal_year
            actions.remove_plan(fund=fund, plan=plan, by=request.user)
            messages.success(request, _("“%(issue)s” was taken out of the plan.") % {"issue": name})
            return year_url(fund, year)

        return press(request, reverse("plans:plan", args=[uid]), do)
    return render(request, "plans/remove.html", {"plan": plan})

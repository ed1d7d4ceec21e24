"""A fund's year: its plans, adding issues, ranking, gaps, agreeing all, printing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.funds.models import FundYear
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import planning_fund_for
from ruamsuk.plans.choices import CRITERIA
from ruamsuk.plans.forms import AgreeForm, RankForm
from ruamsuk.plans.verbs import DECIDE, WRITE_PLAN
from ruamsuk.plans.views.shared import may, plan_url, press, year_url


@require_safe
def fund_year(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = planning_fund_for(request.user, uid, READ)
    year = request.focus.year
    lines = queries.year_lines(request.user, fund, year)
    gaps = queries.gaps(lines)
    years = queries.years_with_plan(request.user, fund)
    context = {
        "fund": fund,
        "year": year,
        "lines": lines,
        "gaps_count": len(gaps.without_project) + len(gaps.without_problem),
        "budget_satang": sum(line.plan.budget_satang or 0 for line in lines),
        "planned_count": sum(line.plan.planned_count for line in lines),
        "planned_satang": sum(line.plan.planned_satang for line in lines),
        "agreed_count": sum(not line.plan.is_draft for line in lines),
        "ready_count": _ready(lines),
        "earlier_year": next((y for y in years if y < year), None),
        "may_write": may(request.user, fund, WRITE_PLAN),
        "may_decide": may(request.user, fund, DECIDE),
    }
    return render(request, "plans/fund_year.html", context)


def _ready(lines: list[queries.YearLine]) -> int:
    return sum(line.plan.is_draft and not queries.missing_for_agreement(line.plan) for line in lines)


def add_issue(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = planning_fund_for(request.user, uid, WRITE_PLAN)
    year = request.focus.year
    choices = queries.issues_to_add(request.user, fund, year)
    if request.method == "POST":
        chosen = next((c for c in choices if c.issue.code == request.POST.get("issue")), None)
        if chosen is None:
            return redirect(year_url(fund, year))

        def do() -> str:
            plan = actions.start_plan(fund=fund, fiscal_year=year, issue=chosen.issue, by=request.user)
            return plan_url(plan)

        return press(request, year_url(fund, year), do)
    return render(request, "plans/add_issue.html", {"fund": fund, "year": year, "choices": choices})


@require_POST
def copy_year(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = planning_fund_for(request.user, uid, WRITE_PLAN)
    year = request.focus.year
    earlier = next((y for y in queries.years_with_plan(request.user, fund) if y < year), year - 1)

    def do() -> None:
        started = actions.copy_year(fund=fund, fiscal_year=year, from_year=earlier, by=request.user)
        told = ngettext("%(n)d issue was taken over.", "%(n)d issues were taken over.", len(started))
        messages.success(request, told % {"n": len(started)})
        messages.success(request, _("Now fill in this year's figures and targets."))

    return press(request, year_url(fund, year), do)


def ranking(request: PageRequest, uid: UUID) -> HttpResponse:
    """All issues of the year × the four criteria. Each row is saved for itself."""
    fund = planning_fund_for(request.user, uid, READ)
    year = request.focus.year
    may_write = may(request.user, fund, WRITE_PLAN)
    lines = queries.year_lines(request.user, fund, year)
    if request.method == "POST":
        planning_fund_for(request.user, uid, WRITE_PLAN)
    rows = [(line, _rank_form(request, line) if may_write and line.plan.is_draft else None) for line in lines]
    forms = [form for _line, form in rows if form]
    checked = [form.is_valid() for form in forms]  # every row, so that every row shows its error
    if request.method == "POST" and all(checked):
        changed: dict[Any, Any] = {
            line.plan: (form.cleaned_data["seen"], {name: form.cleaned_data[name] for name in CRITERIA})
            for line, form in rows
            if form and form.has_points_changed
        }
        back = year_url(fund, year, "ranking")

        def do() -> None:
            refused = actions.rank_issues(fund=fund, scores=changed, by=request.user) if changed else []
            if len(refused) < len(changed):
                messages.success(request, _("The ranking is saved."))
            for plan in refused:
                messages.error(
                    request,
                    _("Someone else scored “%(issue)s” meanwhile. Look at the numbers now, then change them.")
                    % {"issue": plan.issue.name},
                )

        return press(request, back, do)
    context = {
        "fund": fund,
        "year": year,
        "rows": rows,
        "forms": forms,
        "criteria": CRITERIA,
        "may_write": may_write,
    }
    return render(request, "plans/ranking.html", context, status=422 if any(f.errors for f in forms) else 200)


def _rank_form(request: PageRequest, line: queries.YearLine) -> RankForm:
    score = getattr(line.plan, "score", None)
    initial = {name: getattr(score, name) for name in CRITERIA} if score else {}
    initial["seen"] = score.version if score else 0
    return RankForm(request.POST or None, prefix=f"plan{line.plan.pk}", initial=initial)


@require_safe
def gaps(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = planning_fund_for(request.user, uid, READ)
    year = request.focus.year
    lines = queries.year_lines(request.user, fund, year)
    context = {"fund": fund, "year": year, "lines": lines, "gaps": queries.gaps(lines)}
    return render(request, "plans/gaps.html", context)


def agree_year(request: PageRequest, uid: UUID) -> HttpResponse:
    """Which plans will be agreed and which not; then the day of the meeting."""
    fund = planning_fund_for(request.user, uid, DECIDE)
    year = request.focus.year
    form = AgreeForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            agreed = actions.agree_year(fund=fund, fiscal_year=year, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            told = ngettext("%(n)d plan is agreed.", "%(n)d plans are agreed.", len(agreed)) % {
                "n": len(agreed)
            }
            messages.success(request, told)
            return redirect(year_url(fund, year))
    lines = queries.year_lines(request.user, fund, year)
    context = {
        "fund": fund,
        "year": year,
        "form": form,
        "ready": [
            line for line in lines if line.plan.is_draft and not queries.missing_for_agreement(line.plan)
        ],
        "not_ready": [
            (line, queries.missing_for_agreement(line.plan))
            for line in lines
            if line.plan.is_draft and queries.missing_for_agreement(line.plan)
        ],
    }
    return render(request, "plans/agree_year.html", context, status=422 if form.errors else 200)


@require_safe
def print_year(request: PageRequest, uid: UUID) -> HttpResponse:
    """แผนสุขภาพตำบล on paper: context, fund, the plan by issue."""
    fund = planning_fund_for(request.user, uid, READ)
    year = request.focus.year
    lines = queries.year_lines(request.user, fund, year)
    context = {
        "fund": fund,
        "shown_year": FundYear(fund=fund, fiscal_year=year),
        "year": year,
        "lines": lines,
        "parts": queries.parts_of(line.plan for line in lines),
        "budget_satang": sum(line.plan.budget_satang or 0 for line in lines),
    }
    return render(request, "plans/print_year.html", context)

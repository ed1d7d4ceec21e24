"""The check of agreed plans: the list, the act, the return, and what exactly was judged."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.core.views import no_longer
from ruamsuk.funds.filters import ListFilter
from ruamsuk.plans import actions, queries
from ruamsuk.plans.access import edition_for, plan_for
from ruamsuk.plans.choices import CheckState
from ruamsuk.plans.forms import CheckForm, ReturnForm
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries.checks import not_judged
from ruamsuk.plans.verbs import CHECK_PLAN
from ruamsuk.plans.views.shared import plan_url


@login_required
@require_safe
def checks(request: PageRequest) -> HttpResponse:
    """Agreed plans of the area and year by what the check said: the records behind "plans checked"."""
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET, request.user)
    rows = Plan.objects.agreed().filter(filters.places(area).q("place_no"), filters.funds(), fiscal_year=year)
    if filters.issue_list:
        under = Q(issue__in=filters.issues.values("issue"))
        rows = rows.filter(~under if filters.special else under)
    state = request.GET.get("state", "")
    if state in CheckState.values:
        rows = rows.filter(check_state=state)
    page: Page = Page(
        request,
        rows,
        order=("place_no", "fund", "issue"),
        ready=lambda found: found.select_related("fund", "issue"),
    )
    context = {
        "area": area,
        "year": year,
        "filters": filters,
        "state": state if state in CheckState.values else "",
        "states": CheckState.choices,
        "total": rows.count(),
        "page": page,
    }
    return render(request, "plans/checks.html", context)


@login_required
def check(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, CHECK_PLAN)
    form = CheckForm(request.POST or None, judged=plan.updated_at)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_plan(plan=plan, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Checked. The fund was told."))
            return redirect(plan_url(plan))
    if refused := not_judged(plan, CheckState.CHECKED):
        return no_longer(request, refused, plan_url(plan))
    return _act_page(request, plan, form, _("Check the plan"), _("It is in order"), "check")


@login_required
def return_to_fund(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, CHECK_PLAN)
    form = ReturnForm(request.POST or None, judged=plan.updated_at)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_plan(plan=plan, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Returned with your reasons. The fund was told."))
            return redirect(plan_url(plan))
    if refused := not_judged(plan, CheckState.RETURNED):
        return no_longer(request, refused, plan_url(plan))
    return _act_page(
        request, plan, form, _("Return for correction"), _("Return with this note"), "arrow-back-up"
    )


def _act_page(
    request: PageRequest, plan: Plan, form: CheckForm, title: str, button: str, icon: str
) -> HttpResponse:
    context = {"plan": plan, "form": form, "title": title, "button": button, "icon": icon}
    return render(request, "plans/check.html", context, status=422 if form.errors else 200)


@require_safe
def edition(request: PageRequest, uid: UUID) -> HttpResponse:
    """What an agreed plan said when it was checked or graded, and whether it still says so."""
    found = edition_for(request.user, uid)
    context = {
        "edition": found,
        "plan": found.plan,
        "parts": queries.lines_of(found),
        "has_changed": queries.has_changed(found.plan, found),
    }
    plan_for(request.user, found.plan.uid, READ)
    return render(request, "plans/edition.html", context)

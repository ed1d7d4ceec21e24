"""The development plan of a fund's local authority: rows to start from, brought in by who writes the fund's plan."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.core.searching import containing
from ruamsuk.funds.models import Fund
from ruamsuk.plans import actions
from ruamsuk.plans.access import development_row_for, planning_fund_for
from ruamsuk.plans.forms import DevelopmentForm
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.plans.verbs import WRITE_PLAN
from ruamsuk.plans.views.shared import may


@login_required
@require_http_methods(["GET", "POST"])
def development(request: PageRequest, uid: UUID) -> HttpResponse:
    if request.method == "POST":
        return _bring_in(request, planning_fund_for(request.user, uid, WRITE_PLAN))
    return _page(request, planning_fund_for(request.user, uid, READ), DevelopmentForm())


@limited("import", per_minute=6)
def _bring_in(request: PageRequest, fund: Fund) -> HttpResponse:
    form = DevelopmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, fund, form, status=422)
    found = form.cleaned_data["found"]
    name = form.cleaned_data["plan_name"]
    actions.bring_development_rows(fund=fund, plan_name=name, rows=found.rows, by=request.user)
    told = ngettext("%(n)d project was brought in.", "%(n)d projects were brought in.", len(found.rows))
    messages.success(request, told % {"n": len(found.rows)})
    if found.errors:
        told = _(
            "Rows with an error instead of a value were left out: %(cells)s. Mend the formulas, or empty the cells, "
            "and bring these rows in again."
        )
        messages.warning(request, told % {"cells": " · ".join(found.errors[:8])})
    if found.left_out:
        told = ngettext(
            "%(n)d line without a project was left out.",
            "%(n)d lines without a project were left out.",
            found.left_out,
        )
        messages.info(request, told % {"n": found.left_out})
    return redirect("plans:development", fund.uid)


def _page(request: PageRequest, fund: Fund, form: DevelopmentForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = DevelopmentRow.objects.visible_to(request.user, READ).standing().filter(fund=fund)
    context = {
        "fund": fund,
        "year": request.focus.year,
        "words": words,
        "page": Page(request, rows.filter(containing(words)), order=("plan_name", "pk"), size=20),
        "form": form if may(request.user, fund, WRITE_PLAN) else None,
    }
    return render(request, "plans/development.html", context, status=status)


@login_required
@require_POST
def remove_row(request: PageRequest, uid: UUID) -> HttpResponse:
    row = development_row_for(request.user, uid, WRITE_PLAN)
    actions.remove_development_row(row=row, by=request.user)
    return redirect("plans:development", row.fund.uid)

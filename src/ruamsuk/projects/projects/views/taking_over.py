"""A fund takes over its imported projects of a year: look first, then count, then perhaps take it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.funds.access import fund_for
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.projects.access import take_over_for
from ruamsuk.projects.projects.actions.taking_over import take_back
from ruamsuk.projects.projects.actions.taking_over import take_over as take
from ruamsuk.projects.projects.queries.taking_over import open_projects, standing


@login_required
@require_http_methods(["GET", "POST"])
def take_over(request: PageRequest, uid: UUID) -> HttpResponse:
    """The projects of the year in focus that would be counted, and the fund's figures before and after."""
    fund, year = fund_for(request.user, uid, DECIDE), request.focus.year
    if request.method == "POST":
        made = take(fund=fund, fiscal_year=year, by=request.user)
        n = made.projects.count()
        words = ngettext("%(n)s project is counted now.", "%(n)s projects are counted now.", n) % {"n": n}
        messages.success(request, words)
        return redirect(_address(fund.uid, made.fiscal_year))
    context = {
        "fund": fund,
        "year": year,
        "found": open_projects(fund, year),
        "standing": standing(fund, year),
    }
    return render(request, "projects/take_over.html", context)


@login_required
@require_POST
def take_over_back(request: PageRequest, uid: UUID) -> HttpResponse:
    found = take_over_for(request.user, uid, DECIDE)
    take_back(fund=found.fund, take=found, by=request.user)
    messages.success(request, _("They are not counted any more. The projects stay."))
    return redirect(_address(found.fund.uid, found.fiscal_year))


def _address(uid: UUID, year: int) -> str:
    return f"{reverse('projects:take-over', args=[uid])}?year={year}"

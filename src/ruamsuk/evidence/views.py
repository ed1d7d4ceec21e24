"""Official figures of the area in focus: read, entered, changed, removed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruamsuk.accounts.access import may, reach, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.core.searching import containing
from ruamsuk.evidence import actions
from ruamsuk.evidence.access import check_place, official_figure_for
from ruamsuk.evidence.columns import OFFICIAL_FIGURES
from ruamsuk.evidence.forms import FigureFilter, OfficialFigureForm, values_of
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.evidence.verbs import ENTER_FIGURES
from ruamsuk.exports.answers import listed


@login_required
@require_safe
def index(request: PageRequest) -> HttpResponse:
    area, form = request.focus.area, FigureFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    rows = OfficialFigure.objects.visible_to(request.user, READ).filter(area.places.q())
    rows = rows.filter(containing(words)).select_related("home_area__parent__parent", "indicator")
    page = Page(request, rows, order=("-measured_on", "-pk"))
    own = reach(request.user, ENTER_FIGURES)
    context = {
        "page": page,
        "area": area,
        "filters": form,
        "lines": [(row, own.covers(place_no=row.place_no)) for row in page],
        "may_enter": may(request.user, ENTER_FIGURES),
    }
    return listed(request, "evidence/index.html", context, OFFICIAL_FIGURES)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: PageRequest) -> HttpResponse:
    require(request.user, ENTER_FIGURES)
    form = OfficialFigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_place(request.user, form.cleaned_data["home_area"])
            actions.enter_official_figure(**form.cleaned_data, by=request.user)
            return redirect("evidence:index")
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, uid: UUID) -> HttpResponse:
    figure = official_figure_for(request.user, uid, ENTER_FIGURES)
    form = OfficialFigureForm(request.POST or None, initial=values_of(figure))
    if request.method == "POST" and form.is_valid():
        try:
            check_place(request.user, form.cleaned_data["home_area"])
            actions.change_official_figure(figure=figure, **form.cleaned_data, by=request.user)
            return redirect("evidence:index")
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, figure)


@login_required
@require_POST
def remove(request: PageRequest, uid: UUID) -> HttpResponse:
    figure = official_figure_for(request.user, uid, ENTER_FIGURES)
    actions.remove_official_figure(figure=figure, by=request.user)
    messages.success(request, _("The figure was removed. Plans and proposals keep what they took from it."))
    return redirect("evidence:index")


def _form(request: PageRequest, form: OfficialFigureForm, figure: OfficialFigure | None) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "evidence/form.html", {"figure": figure, "form": form}, status=status)

"""Sets of areas: the list, one set with its figures, and the form."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import may
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets import actions
from ruamsuk.area_sets.access import area_set_for, may_share, require_keeping
from ruamsuk.area_sets.forms import SetForm, values_of_set
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.area_sets.verbs import KEEP_AREA_SETS
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem


@require_GET
def index(request: PageRequest) -> HttpResponse:
    rows = AreaSet.objects.visible_to(request.user, READ).in_use().prefetch_related("areas")
    return render(
        request, "area_sets/index.html", {"sets": rows, "may_add": may(request.user, KEEP_AREA_SETS)}
    )


@require_GET
def area_set(request: PageRequest, uid: UUID) -> HttpResponse:
    found = area_set_for(request.user, uid, READ)
    context = {
        "set": found,
        "parts": found.parts,
        "inside": found.inside_others,
        "followed": [
            (area, [one for one in found.today if one.place_no == area.place_no])
            for area in found.chosen
            if area.closed_on
        ],
        "may_edit": not found.retired_at
        and AreaSet.objects.visible_to(request.user, KEEP_AREA_SETS).filter(pk=found.pk).exists(),
    }
    return render(request, "area_sets/area_set.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: PageRequest) -> HttpResponse:
    """`?areas=9011`: begun with an area that one is looking at."""
    require_keeping(request.user)
    typed = {"areas": request.GET.get("areas", "")[:300]}
    form = SetForm(request.POST or None, initial=typed, may_share=may_share(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_area_set(**form.cleaned_data, by=request.user)
            messages.success(
                request, _("The set is kept. Figures can be asked of it wherever counting asks where.")
            )
            return redirect("area_sets:area-set", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Keep a set of areas"), reverse("area_sets:index"))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, uid: UUID) -> HttpResponse:
    found = area_set_for(request.user, uid, KEEP_AREA_SETS)
    form = SetForm(request.POST or None, initial=values_of_set(found), may_share=may_share(request.user))
    back = reverse("area_sets:area-set", args=[uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_area_set(area_set=found, **form.cleaned_data, by=request.user)
            return redirect(back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Change the set of areas"), back, found.name)


def _form(request: PageRequest, form: SetForm, heading: str, back: str, sub: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "sub": sub, "back": back}
    return render(request, "area_sets/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def retire(request: PageRequest, uid: UUID) -> HttpResponse:
    found = area_set_for(request.user, uid, KEEP_AREA_SETS)
    actions.retire_area_set(area_set=found, by=request.user)
    messages.success(request, _("The set is no longer offered. Its address stays."))
    return redirect("area_sets:index")

"""Pages of areas: the tree, one area, the look-up of names and addresses, and changes by date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie

from ruamsuk.areas import actions, forms, queries
from ruamsuk.areas.access import area_for, may_decide_sight, may_edit
from ruamsuk.areas.choices import CHANGED_AT, CHILD_KIND, EDIT_AREAS, READ, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.core.forms import DayField, show_problem
from ruamsuk.core.hubs import tabs_of
from ruamsuk.core.problems import Problem


@require_GET
def area_list(request: HttpRequest) -> HttpResponse:
    """The look-up, and the tree from the country down."""
    form = forms.LookUpForm(request.GET if "q" in request.GET else None)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    country = Area.objects.filter(kind=AreaKind.COUNTRY).first()
    zones = list(queries.children(country)) if country is not None else []
    reading = queries.understand_address(typed) if typed else None
    return render(
        request,
        "areas/area_list.html",
        {
            "form": form,
            "typed": typed,
            "found": queries.search(typed, limit=50) if typed else [],
            "reading": reading,
            "has_reading": reading is not None
            and (reading.area or reading.contradictions or reading.candidates),
            "zones": zones,
            "counts": queries.counts_below(zones),
            "may_edit": country is not None and may_edit(request.user, country),
            "country": country,
        },
    )


@require_GET
def area(request: HttpRequest, pk: int) -> HttpResponse:
    area = area_for(request.user, pk, READ)
    day, unread_day = _on_day(request.GET.get("on", ""))
    below = list(queries.children(area))
    return render(
        request,
        "areas/area.html",
        {
            "area": area,
            "path": queries.path(area)[:-1],
            "below": below,
            "below_kind": _children_words(area),
            "counts": queries.counts_below(below),
            "closed_below": list(queries.children(area, closed=True))[:100],
            "history": queries.history(area),
            "successors": queries.successors(area),
            "named_alike": queries.named_alike(area),
            "predecessors": queries.predecessors(area),
            "populations": area.populations.order_by("-year"),
            "day": day,
            "unread_day": unread_day,
            "typed_day": request.GET.get("on", ""),
            "then": queries.as_it_was(area, day) if day else None,
            "may_edit": may_edit(request.user, area),
            "may_decide_sight": queries.is_held(area) and may_decide_sight(request.user, area),
            "changes": _changes_for(area),
            "tabs": tabs_of("area", request.user, area),
        },
    )


def _on_day(typed: str) -> tuple[date | None, str]:
    """The day that was asked for, or why what was typed is none."""
    try:
        return DayField(required=False).clean(typed), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def _children_words(area: Area) -> str:
    plural = {
        AreaKind.ZONE: _("Health zones"),
        AreaKind.PROVINCE: _("Provinces"),
        AreaKind.DISTRICT: _("Districts"),
        AreaKind.SUBDISTRICT: _("Sub-districts"),
        AreaKind.VILLAGE: _("Villages"),
    }
    below = CHILD_KIND.get(AreaKind(area.kind))
    return plural[below] if below else ""


@require_GET
@cache_control(private=True, max_age=60)
@vary_on_cookie
def pick(request: HttpRequest) -> JsonResponse:
    """What the picker offers: `?q=หาดให&kinds=district,subdistrict`. Public, as areas are."""
    kinds = [kind for kind in request.GET.get("kinds", "").split(",") if kind in AreaKind.values]
    typed = request.GET.get("q", "").strip()[:200]
    found = queries.search(typed, kinds=kinds) if typed else []
    why = ""
    if typed and not found:
        reading = queries.understand_address(typed)
        offered = (
            [reading.area, *reading.candidates] if reading.area or reading.candidates else [reading.agreed]
        )
        found = [one for one in offered if one and (not kinds or one.kind in kinds)]
        why = " ".join(reading.contradictions)
    answer = {
        "language": get_language(),
        "why": why,
        "results": [
            {
                "id": one.pk,
                "code": one.code,
                "kind": one.kind,
                "label": one.label,
                "above": queries.path_text(one),
                "path": queries.short_path(one),
            }
            for one in found
        ],
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


# Changes: a form, a page that says what will happen, then the action.


@dataclass(frozen=True)
class AreaChange:
    """One way of changing an area: its words, form, action, and the action's name for the area of the page."""

    title: str | Promise
    button: str | Promise
    icon: str
    form: type[forms.ChangeForm]
    act: Callable[..., object]
    subject: str | None
    asks: bool = True  # a page says first what will happen; what is mended by entering it again needs none
    moves: bool = False  # posts may come to see more or less, so the person decides about personal sight


CHANGES: dict[str, AreaChange] = {
    "open": AreaChange(
        gettext_lazy("Open a new area below"), gettext_lazy("Open the area"), "plus", forms.OpenForm,
        actions.open_area, "parent", moves=True,
    ),
    "villages": AreaChange(
        gettext_lazy("Add a list of villages"), gettext_lazy("Add"), "list", forms.VillageListForm,
        actions.add_villages, "subdistrict",
    ),
    "village": AreaChange(
        gettext_lazy("Add one village"), gettext_lazy("Add"), "plus", forms.VillageForm, actions.add_village,
        "subdistrict",
    ),
    "population": AreaChange(
        gettext_lazy("Enter the population of a year"), gettext_lazy("Save"), "users", forms.PopulationForm,
        actions.set_population, "area", asks=False,
    ),
    "rename": AreaChange(
        gettext_lazy("Rename"), gettext_lazy("Rename"), "edit", forms.RenameForm, actions.rename_area, "area"
    ),
    "recode": AreaChange(
        gettext_lazy("Give a new code"), gettext_lazy("Give the code"), "id", forms.RecodeForm,
        actions.recode_area, "area", moves=True,
    ),
    "move": AreaChange(
        gettext_lazy("Move elsewhere"), gettext_lazy("Move"), "arrow-right", forms.MoveForm,
        actions.move_area, "area", moves=True,
    ),
    "merge": AreaChange(
        gettext_lazy("Merge into another area"), gettext_lazy("Merge"), "link", forms.MergeForm,
        actions.merge_areas, None, moves=True,
    ),
    "split": AreaChange(
        gettext_lazy("Split"), gettext_lazy("Split"), "layout-grid", forms.SplitForm,
        actions.split_area, "area", moves=True,
    ),
    "close": AreaChange(
        gettext_lazy("Close this area"), gettext_lazy("Close the area"), "x", forms.CloseForm,
        actions.close_area, "area", moves=True,
    ),
}  # fmt: skip


def _changes_for(area: Area) -> list[tuple[str, AreaChange]]:
    return [(verb, change) for verb, change in CHANGES.items() if area.kind in CHANGED_AT[verb]]


@login_required
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The form of one change; sent once it shows what will happen, sent from there it does it."""
    area = area_for(request.user, pk, EDIT_AREAS)
    kind = CHANGES.get(verb)
    if kind is None or area.kind not in CHANGED_AT[verb]:
        raise Http404
    form = kind.form(request.POST or None, request.FILES or None, area=area, user=request.user)
    page = {"area": area, "path": queries.path(area), "verb": verb, "change": kind, "form": form}
    if request.method == "POST" and form.is_valid():
        if "back" in request.POST:
            return render(request, "areas/change.html", page)
        given = {**({kind.subject: area} if kind.subject else {}), **form.cleaned_data, "by": request.user}
        try:
            if kind.asks and "sure" not in request.POST:
                rehearse = actions.rehearse_change if kind.moves else actions.rehearse
                page |= {
                    "posts": rehearse(kind.act, **given),
                    "effects": queries.effects(*form.touched()),
                    "sight": forms.SightForm(),
                }
                return render(request, "areas/change_summary.html", page)
            kind.act(**given, **({"sight": forms.chosen_sight(request.POST)} if kind.moves else {}))
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(
                request, _("Saved: %(what)s, %(area)s.") % {"what": kind.title, "area": area.label}
            )
            return redirect("areas:area", pk=area.pk)
    return render(request, "areas/change.html", page, status=422 if form.errors else 200)


@login_required
def sight(request: HttpRequest, pk: int) -> HttpResponse:
    """Decided anew: does the personal data that a change of this area held back follow today's borders?"""
    area = area_for(request.user, pk, EDIT_AREAS)
    if request.method == "POST":
        actions.decide_sight(area=area, sight=forms.chosen_sight(request.POST), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("areas:area", pk=area.pk)
    posts = actions.rehearse_change(actions.decide_sight, area=area, by=request.user)
    page = {"area": area, "path": queries.path(area), "posts": posts, "sight": forms.SightForm()}
    return render(request, "areas/sight.html", page)

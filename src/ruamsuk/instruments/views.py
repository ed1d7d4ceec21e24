"""Instruments: the list, a version with all that belongs to it, and the pages on which a draft is written."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.access import may, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.instruments import actions
from ruamsuk.instruments.access import (
    PARTS,
    criterion_for,
    instrument_for,
    part_for,
    version_for,
    version_of,
)
from ruamsuk.instruments.forms import FORMS, NamedForm, NewInstrumentForm, SignForm, VersionForm
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level
from ruamsuk.instruments.queries.scoring import most_of
from ruamsuk.instruments.queries.versions import missing_in
from ruamsuk.issues.verbs import EDIT_CATALOGUE


@login_required
@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Every instrument with its versions; drafts for those who write them."""
    may_edit = may(request.user, EDIT_CATALOGUE)
    rows = [
        (instrument, [one for one in instrument.versions.all() if may_edit or not one.is_draft])
        for instrument in Instrument.objects.prefetch_related("versions")
    ]
    context = {"rows": [row for row in rows if row[1]], "may_edit": may_edit}
    return render(request, "instruments/index.html", context)


@login_required
def add(request: PageRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    form = NewInstrumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_instrument(by=request.user, **form.cleaned_data)
            return redirect("instruments:version", made.versions.get().uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add a rubric"), "", reverse("instruments:index"))


@login_required
def name(request: PageRequest, uid: UUID) -> HttpResponse:
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    form = NamedForm(request.POST or None, instrument=found)
    if request.method == "POST" and form.is_valid():
        actions.name_instrument(instrument=found, by=request.user, **form.cleaned_data)
        return redirect("instruments:index")
    return _form(
        request, form, _("Name of the rubric"), found.get_about_display(), reverse("instruments:index")
    )


@login_required
@require_POST
def retire(request: PageRequest, uid: UUID) -> HttpResponse:
    """Takes it out of use, or with `back` into use again."""
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)
    act = actions.restore_instrument if "back" in request.POST else actions.retire_instrument
    return _pressed(request, reverse("instruments:index"), lambda: act(instrument=found, by=request.user))


@login_required
@require_POST
def begin_version(request: PageRequest, uid: UUID) -> HttpResponse:
    found = instrument_for(request.user, uid, EDIT_CATALOGUE)

    def do() -> str:
        made = actions.begin_version(instrument=found, by=request.user)
        return reverse("instruments:version", args=[made.uid])

    return _pressed(request, reverse("instruments:index"), do)


@login_required
@require_safe
def version(request: PageRequest, uid: UUID) -> HttpResponse:
    """Criteria with their levels, the words for results, and how the result comes about."""
    found = version_for(request.user, uid, READ)
    may_edit = may(request.user, EDIT_CATALOGUE)
    criteria = list(found.criteria.all())
    context = {
        "version": found,
        "instrument": found.instrument,
        "criteria": criteria,
        "most": most_of(criteria),
        "bands": found.bands.all(),
        "missing": missing_in(found) if found.is_draft else [],
        "may_edit": may_edit,
        "may_write": may_edit and found.is_draft,
    }
    return render(request, "instruments/version.html", context)


@login_required
def version_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    form = VersionForm(request.POST or None, version=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_version(version=found, by=request.user, **form.cleaned_data)
            return redirect("instruments:version", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("How two answers are compared"), str(found.instrument), _version_url(found))


@login_required
@require_POST
def publish(request: PageRequest, uid: UUID) -> HttpResponse:
    return _act(request, uid, actions.publish_version, _("Published. It is answered from now on."))


@login_required
@require_POST
def take_back(request: PageRequest, uid: UUID) -> HttpResponse:
    return _act(request, uid, actions.take_version_back, _("It is being written again."))


@login_required
def sign(request: PageRequest, uid: UUID) -> HttpResponse:
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_version(version=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Confirmed for the programme."))
            return redirect("instruments:version", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Confirm it for the programme"), str(found.instrument), _version_url(found))


@login_required
@require_POST
def discard(request: PageRequest, uid: UUID) -> HttpResponse:
    found = version_for(request.user, uid, EDIT_CATALOGUE)

    def do() -> str:
        actions.discard_version(version=found, by=request.user)
        messages.success(request, _("The draft is gone."))
        return reverse("instruments:index")

    return _pressed(request, _version_url(found), do)


# Parts of a draft ----------------------------------------------------------------------------------------------


@login_required
def part_new(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    """A criterion or a word for results."""
    found = version_for(request.user, uid, EDIT_CATALOGUE)
    if kind not in ("criteria", "bands"):
        raise Http404
    return _new(request, found, PARTS[kind])


@login_required
def level_new(request: PageRequest, uid: UUID) -> HttpResponse:
    criterion = criterion_for(request.user, uid, EDIT_CATALOGUE)
    return _new(request, criterion.version, Level, criterion)


def _new(
    request: PageRequest, found: InstrumentVersion, kind: type[Any], criterion: Criterion | None = None
) -> HttpResponse:
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_part(
                version=found,
                kind=kind,
                criterion=criterion,
                by=request.user,
                **form.cleaned_data,
            )
            return redirect(_version_url(found))
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _HEADINGS[kind][0], str(criterion or found.instrument), _version_url(found))


@login_required
def part_edit(request: PageRequest, kind: str, uid: UUID) -> HttpResponse:
    part = part_for(request.user, kind, uid, EDIT_CATALOGUE)
    found = version_of(part)
    form = FORMS[type(part)](request.POST or None, part=part)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_part(part=part, by=request.user, **form.cleaned_data)
            return redirect(_version_url(found))
        except Problem as problem:
            show_problem(form, problem)
    return _form(
        request, form, _HEADINGS[type(part)][1], str(found.instrument), _version_url(found), part, kind
    )


@login_required
@require_POST
def part_remove(request: PageRequest, kind: str, uid: UUID) -> HttpResponse:
    part = part_for(request.user, kind, uid, EDIT_CATALOGUE)
    found = version_of(part)
    return _pressed(
        request,
        _version_url(found),
        lambda: actions.remove_part(version=found, part=part, by=request.user),
    )


_HEADINGS: dict[type[Any], tuple[Any, Any]] = {
    Criterion: (gettext_lazy("Add a criterion"), gettext_lazy("Change the criterion")),
    Level: (gettext_lazy("Add a level"), gettext_lazy("Change the level")),
    Band: (gettext_lazy("Add a word for results"), gettext_lazy("Change the word for results")),
}


# What several pages answer with --------------------------------------------------------------------------------


def _version_url(found: InstrumentVersion) -> str:
    return reverse("instruments:version", args=[found.uid])


def _act(request: PageRequest, uid: UUID, act: Callable[..., object], told: str) -> HttpResponse:
    found = version_for(request.user, uid, EDIT_CATALOGUE)

    def do() -> None:
        act(version=found, by=request.user)
        messages.success(request, told)

    return _pressed(request, _version_url(found), do)


def _pressed(request: PageRequest, back: str, do: Callable[[], object]) -> HttpResponse:
    """Answers a button: `do` acts and may say where to go on; a refusal is told at the top of the page behind it."""
    try:
        found = do()
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect(back)
    return redirect(found if isinstance(found, str) else back)


def _form(
    request: PageRequest,
    form: Any,
    heading: str,
    sub: str,
    back: str,
    part: Any = None,
    kind: str = "",
) -> HttpResponse:
    context = {"form": form, "heading": heading, "sub": sub, "back": back, "part": part, "kind": kind}
    return render(request, "instruments/form.html", context, status=422 if form.errors else 200)

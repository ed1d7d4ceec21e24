"""Adding, changing and removing the rows of a plan. The four kinds share these views."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Manager, Model
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import ChangedMeanwhile, Problem
from ruamsuk.evidence.queries.offers import offers
from ruamsuk.evidence.templatetags.figures import figure
from ruamsuk.plans import actions
from ruamsuk.plans.access import plan_for, row_for
from ruamsuk.plans.forms import MeasureForm, ObjectiveForm, PlannedProjectForm, SectionForm, situation_form
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, PlanRow, Situation
from ruamsuk.plans.queries import indicators_to_add, measures_to_add
from ruamsuk.plans.verbs import WRITE_PLAN
from ruamsuk.plans.views.shared import plan_url, press


@dataclass(frozen=True)
class RowPages:
    """A kind of row. `key` is its part of the page and the name of its argument in the actions."""

    key: str
    model: type[PlanRow]
    form: Callable[..., SectionForm]
    new_title: str | Promise
    change_title: str | Promise
    add: Callable[..., PlanRow]
    change: Callable[..., PlanRow]
    remove: Callable[..., Plan]
    part: str = ""

    @property
    def anchor(self) -> str:
        return self.part or self.key


KINDS = {
    kind.key: kind
    for kind in (
        RowPages(
            "situation",
            Situation,
            situation_form,
            _("A problem in your own words"),
            _("Size of the problem"),
            actions.add_situation,
            actions.change_situation,
            actions.remove_situation,
        ),
        RowPages(
            "objective",
            PlanObjective,
            ObjectiveForm,
            _("A new objective"),
            _("Objective and target"),
            actions.add_objective,
            actions.change_objective,
            actions.remove_objective,
        ),
        RowPages(
            "measure",
            PlanMeasure,
            MeasureForm,
            _("A new measure"),
            _("Approach and main methods"),
            actions.add_measure,
            actions.change_measure,
            actions.remove_measure,
        ),
        RowPages(
            "planned_project",
            PlannedProject,
            PlannedProjectForm,
            _("A project that should be done"),
            _("Project that should be done"),
            actions.add_planned_project,
            actions.change_planned_project,
            actions.remove_planned_project,
            part="project",
        ),
    )
}


# What planned projects answer: kind of row → the field of a planned project that names it.
ANSWERED = {"situation": "situations", "objective": "objectives"}


def add_row(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    plan = plan_for(request.user, uid, WRITE_PLAN)
    kind_ = KINDS[kind]
    form = kind_.form(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            kind_.add(plan=plan, by=request.user, **form.values())
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect(plan_url(plan, kind_.anchor))
    return _answer(request, plan, kind_, form, kind_.new_title)


def change_row(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    kind_ = KINDS[kind]
    row: Any = row_for(request.user, kind_.model, uid, WRITE_PLAN)
    form = kind_.form(
        request.POST or None, plan=row.plan, row=row, initial={**shown(row), "seen": row.version}
    )
    saved_now = None
    if request.method == "POST" and form.is_valid():
        try:
            kind_.change(**{kind: row}, seen=form.cleaned_data["seen"], by=request.user, **form.values())
        except ChangedMeanwhile as problem:
            saved_now = meanwhile(form, row)
            show_problem(form, problem)
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect(plan_url(row.plan, kind_.anchor))
    return _answer(request, row.plan, kind_, form, kind_.change_title, row=row, saved_now=saved_now)


def meanwhile(form: Any, row: Any) -> list[tuple[str, Any]]:
    """What stands in the record now, for each field; sending the form once more will overwrite it knowingly."""
    row.refresh_from_db()
    form.data = {**form.data.dict(), "seen": row.version}
    fresh = form.__class__(initial=shown(row), **_settled(row))
    saved = []
    for field in fresh.visible_fields():
        value = getattr(row, field.name)
        if isinstance(value, Manager):
            value = ", ".join(str(one) for one in value.all())
        else:
            value = value if isinstance(value, Model) else field.value()
        saved.append((field.label, value))
    return [(label, value) for label, value in saved if value not in (None, "")]


def shown(row: Any) -> dict[str, Any]:
    """What a form begins with; figures as people write them, 32.5 and not 32.50."""
    return {
        name: figure(value) if isinstance(value, Decimal) else value
        for name, value in model_to_dict(row).items()
    }


def _settled(row: Any) -> dict[str, Any]:
    """What the forms of rows are made with; the plan's own forms need nothing."""
    return {} if isinstance(row, Plan) else {"plan": row.plan, "row": row}


def _answer(
    request: PageRequest, plan: Plan, kind: RowPages, form: SectionForm, title: str | Promise, **more: object
) -> HttpResponse:
    row = more.get("row")
    sub = str(row) if isinstance(row, Situation) and row.indicator else ""
    offered = offers([row], plan.fund.home_area)[row.pk] if isinstance(row, Situation) else []
    context = {"plan": plan, "part": kind.anchor, "form": form, "title": title, "sub": sub, "offers": offered}
    context |= more
    return render(request, "plans/row_form.html", context, status=422 if form.errors else 200)


@require_POST
def remove_row(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    """Removes at once; the next page offers to put the row back."""
    kind_ = KINDS[kind]
    row: Any = row_for(request.user, kind_.model, uid, WRITE_PLAN)
    kept = {field.attname: field.value_to_string(row) for field in _kept_fields(kind_)}
    many = kind_.model._meta.many_to_many
    chosen = {field.name: [one.pk for one in getattr(row, field.name).all()] for field in many}
    answered_by = [one.pk for one in row.planned_projects.all()] if kind in ANSWERED else []
    empty = [field.attname for field in _kept_fields(kind_) if getattr(row, field.attname) is None]

    def do() -> None:
        kind_.remove(**{kind: row}, by=request.user)
        request.session["plan_undo"] = {
            "plan": str(row.plan.uid),
            "kind": kind,
            "name": str(row),
            "values": {name: value for name, value in kept.items() if name not in empty},
            "chosen": chosen,
            "answered_by": answered_by,
        }

    return press(request, plan_url(row.plan, kind_.anchor), do)


@require_POST
def put_back(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, WRITE_PLAN)
    undo = request.session.pop("plan_undo", None)
    if not undo or undo["plan"] != str(plan.uid):
        return redirect(plan_url(plan))
    kind = KINDS[undo["kind"]]

    def do() -> None:
        chosen = {
            field.name: list(
                field.related_model._default_manager.filter(
                    plan=plan, pk__in=undo.get("chosen", {}).get(field.name, [])
                )
            )
            for field in kind.model._meta.many_to_many
        }
        back = kind.add(plan=plan, by=request.user, **_restored(kind, undo["values"]), **chosen)
        for planned in plan.planned_projects.filter(pk__in=undo.get("answered_by", [])):
            name = ANSWERED[kind.key]
            answers: Any = {name: [*getattr(planned, name).all(), back]}
            actions.change_planned_project(planned_project=planned, by=request.user, **answers)

    return press(request, plan_url(plan, kind.anchor), do)


def _kept_fields(kind: RowPages) -> list[Any]:
    return [
        f for f in kind.model._meta.concrete_fields if f.name not in {"id", "uid", "no", "version", "plan"}
    ]


def _restored(kind: RowPages, values: dict[str, str]) -> dict[str, object]:
    """The stored texts as values again; what was linked and is gone meanwhile stays empty."""
    restored = {}
    for field in _kept_fields(kind):
        if field.attname in values:
            text = values[field.attname]
            restored[field.name] = (
                field.related_model.objects.filter(pk=text).first()
                if field.is_relation
                else field.to_python(text)
            )
    return restored


# One press --------------------------------------------------------------------------------------------------------


@require_POST
def pick_indicator(request: PageRequest, uid: UUID) -> HttpResponse:
    """A standard indicator becomes a situation; then its figure is asked for."""
    plan = plan_for(request.user, uid, WRITE_PLAN)
    indicator = indicators_to_add(plan).filter(code=request.POST.get("indicator", "")).first()
    if indicator is None:
        return redirect(plan_url(plan, "situation"))

    def do() -> str:
        row = actions.add_situation(plan=plan, indicator=indicator, by=request.user)
        return _form_url("situation", row)

    return press(request, plan_url(plan, "situation"), do)


@require_POST
def pick_objective(request: PageRequest, uid: UUID) -> HttpResponse:
    """The objective that a situation suggests; then its target is asked for. `uid` names the situation."""
    situation = row_for(request.user, Situation, uid, WRITE_PLAN)

    def do() -> str:
        row = actions.add_objective(plan=situation.plan, situation=situation, by=request.user)
        return _form_url("objective", row)

    return press(request, plan_url(situation.plan, "objective"), do)


@require_POST
def use_figure(request: PageRequest, uid: UUID) -> HttpResponse:
    """An official figure that is offered for a situation becomes its figure. `uid` names the situation."""
    situation = row_for(request.user, Situation, uid, WRITE_PLAN)

    def do() -> None:
        actions.use_official_figure(situation=situation, key=request.POST.get("figure", ""), by=request.user)

    return press(request, plan_url(situation.plan, "situation"), do)


@require_POST
def pick_measure(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = plan_for(request.user, uid, WRITE_PLAN)
    text = request.POST.get("measure", "")
    if text not in measures_to_add(plan):
        return redirect(plan_url(plan, "measure"))

    def do() -> None:
        actions.add_measure(plan=plan, approach=text, by=request.user)

    return press(request, plan_url(plan, "measure"), do)


def _form_url(kind: str, row: PlanRow) -> str:
    return reverse(f"plans:{kind.replace('_', '-')}", args=[row.uid])

"""The numbered rows of a plan: situations, objectives, measures, planned projects."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.text import in_record
from ruamsuk.evidence.problems import NotOffered
from ruamsuk.evidence.queries import check_coverage, check_size
from ruamsuk.evidence.queries.offers import offered
from ruamsuk.issues.models import Indicator, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.actions.locks import change, fresh, not_in_future, open_plan
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, PlanRow, Situation
from ruamsuk.plans.problems import (
    AlreadyInPlan,
    NothingWritten,
    NotOfThisPlan,
    RowHasProposal,
)


class SituationFields(TypedDict, total=False):
    indicator: Indicator | None
    text: str  # not needed with an indicator
    value: Decimal | None
    unit: str  # not needed with an indicator
    evidence_kind: str
    agency: str
    measured_on: date | None
    covered: int | None
    total: int | None


class ObjectiveFields(TypedDict, total=False):
    situation: Situation | None
    text: str
    indicator: Indicator | None
    indicator_text: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None


class MeasureFields(TypedDict, total=False):
    approach: str
    method: str


class PlannedProjectFields(TypedDict, total=False):
    title: str
    support_type: SupportType | None
    organization: Organization | None
    responsible: str
    budget_satang: int | None
    note: str
    # What it answers; nothing of both: nobody chose, and it stands for all of the plan (queries.known).
    situations: Collection[Situation]
    objectives: Collection[PlanObjective]


@action(_("added a situation"))
def add_situation(
    *, plan: Plan, by: User | None, at: datetime = NOW, **fields: Unpack[SituationFields]
) -> Situation:
    return _add(Situation(**fields), plan, at, _check_situation)


@action(_("changed a situation"), on="situation")
def change_situation(
    *,
    situation: Situation,
    seen: int | None = None,
    by: User | None,
    at: datetime = NOW,
    **fields: Unpack[SituationFields],
) -> Situation:
    """Objectives whose baseline was the old figure follow the new one."""
    plan = open_plan(situation.plan, at)
    row = fresh(situation)
    before = row.value
    _change(row, plan, seen, dict(fields), at, _check_situation)
    follows = (
        row.objectives.filter(baseline=before) if before is not None else row.objectives.filter(baseline=None)
    )
    follows.update(baseline=row.value, version=F("version") + 1)
    return row


@action(_("took over an official figure"), on="situation")
def use_official_figure(*, situation: Situation, key: str, by: User | None, at: datetime = NOW) -> Situation:
    """The figure with its evidence, of an offer that is made for this situation now (evidence.queries.offers)."""
    offer = offered(key, situation, situation.plan.fund.home_area)
    if offer is None:
        raise NotOffered
    fields: dict[str, Any] = dict(offer.fields)
    if offer.value is not None:
        fields |= {"covered": offer.covered, "total": offer.total, "value": offer.value}
        if situation.indicator is None and offer.unit:
            fields["unit"] = offer.unit
    return change_situation(situation=situation, by=by, at=at, **fields)


@action(_("removed a situation"))
def remove_situation(*, situation: Situation, by: User | None, at: datetime = NOW) -> Plan:
    return _remove(situation, at)


@action(_("added an objective"))
def add_objective(
    *, plan: Plan, by: User | None, at: datetime = NOW, **fields: Unpack[ObjectiveFields]
) -> PlanObjective:
    """What the situation already says (words, indicator, unit, baseline) need not be given again."""
    row = PlanObjective(**fields)
    if row.situation is not None:
        _take_over(row, row.situation)
    return _add(row, plan, at, _check_objective)


@action(_("changed an objective"), on="objective")
def change_objective(
    *,
    objective: PlanObjective,
    seen: int | None = None,
    by: User | None,
    at: datetime = NOW,
    **fields: Unpack[ObjectiveFields],
) -> PlanObjective:
    plan = open_plan(objective.plan, at)
    return _change(fresh(objective), plan, seen, dict(fields), at, _check_objective)


@action(_("removed an objective"))
def remove_objective(*, objective: PlanObjective, by: User | None, at: datetime = NOW) -> Plan:
    return _remove(objective, at)


@action(_("added an approach"))
def add_measure(
    *, plan: Plan, by: User | None, at: datetime = NOW, **fields: Unpack[MeasureFields]
) -> PlanMeasure:
    return _add(PlanMeasure(**fields), plan, at, _check_measure)


@action(_("changed an approach"), on="measure")
def change_measure(
    *,
    measure: PlanMeasure,
    seen: int | None = None,
    by: User | None,
    at: datetime = NOW,
    **fields: Unpack[MeasureFields],
) -> PlanMeasure:
    plan = open_plan(measure.plan, at)
    return _change(fresh(measure), plan, seen, dict(fields), at, _check_measure)


@action(_("removed an approach"))
def remove_measure(*, measure: PlanMeasure, by: User | None, at: datetime = NOW) -> Plan:
    return _remove(measure, at)


@action(_("added a planned project"))
def add_planned_project(
    *, plan: Plan, by: User | None, at: datetime = NOW, **fields: Unpack[PlannedProjectFields]
) -> PlannedProject:
    answers = _taken_out(fields, plan)
    row: PlannedProject = _add(PlannedProject(**fields), plan, at, _check_planned_project)
    return _answering(row, answers)


@action(_("changed a planned project"), on="planned_project")
def change_planned_project(
    *,
    planned_project: PlannedProject,
    seen: int | None = None,
    by: User | None,
    at: datetime = NOW,
    **fields: Unpack[PlannedProjectFields],
) -> PlannedProject:
    plan = open_plan(planned_project.plan, at)
    answers = _taken_out(fields, plan)
    row = _change(fresh(planned_project), plan, seen, dict(fields), at, _check_planned_project)
    return _answering(row, answers)


def _taken_out(fields: PlannedProjectFields, plan: Plan) -> dict[str, Collection[PlanRow]]:
    """Problems and objectives that are given, apart from the plain fields; refuses those of another plan."""
    answers: dict[str, Collection[PlanRow]] = {}
    if (situations := fields.pop("situations", None)) is not None:
        answers["situations"] = situations
    if (objectives := fields.pop("objectives", None)) is not None:
        answers["objectives"] = objectives
    for name, chosen in answers.items():
        for one in chosen:
            if one.plan.pk != plan.pk:
                raise NotOfThisPlan(name=str(one), field=name)
    return answers


def _answering(row: PlannedProject, answers: dict[str, Collection[PlanRow]]) -> PlannedProject:
    for name, chosen in answers.items():
        getattr(row, name).set(chosen)
    return row


@action(_("removed a planned project"))
def remove_planned_project(*, planned_project: PlannedProject, by: User | None, at: datetime = NOW) -> Plan:
    """Refused with RowHasProposal once a proposal was developed from it."""
    return _remove(planned_project, at)


# Shared by the four kinds --------------------------------------------------------------------------------------


def _add(row: Any, plan: Plan, at: datetime, check: Any) -> Any:
    plan = open_plan(plan, at)
    row.plan = plan
    last = type(row).objects.filter(plan=plan).order_by("-no").first()
    row.no = last.no + 1 if last else 1
    check(row, at)
    row.save()
    return row


def _change(row: Any, plan: Plan, seen: int | None, fields: dict[str, Any], at: datetime, check: Any) -> Any:
    change(row, seen, fields)
    row.plan = plan
    check(row, at)
    row.save()
    return row


def _remove(row: PlanRow, at: datetime) -> Plan:
    plan = open_plan(row.plan, at)
    row = fresh(row)
    rows = type(row).objects.filter(plan=plan)  # type: ignore[misc]
    try:
        row.delete()
    except ProtectedError:
        raise RowHasProposal(name=str(row)) from None
    for later in rows.filter(no__gt=row.no).order_by("no"):
        rows.filter(pk=later.pk).update(no=later.no - 1)
    return plan


# What a row must be --------------------------------------------------------------------------------------------


def _check_situation(row: Situation, at: datetime) -> None:
    if row.indicator is not None:
        _of_issue(row.plan, row.indicator)
        row.text, row.unit = row.indicator.name_th, row.indicator.unit_th
        others = Situation.objects.filter(plan=row.plan, indicator=row.indicator).exclude(pk=row.pk)
        if others.exists():
            raise AlreadyInPlan(name=row.indicator.name)
    row.text = _words(row.text, "text")
    check_size(row.value, row.unit, "value")
    check_coverage(row)
    not_in_future(row.measured_on, at, "measured_on")


def _check_objective(row: PlanObjective, at: datetime) -> None:
    if row.situation is not None and row.situation.plan_id != row.plan.pk:
        raise NotOfThisPlan(name=str(row.situation), field="situation")
    if row.indicator is not None:
        _of_issue(row.plan, row.indicator)
        row.indicator_text, row.unit = row.indicator.name_th, row.indicator.unit_th
    row.text = _words(row.text, "text")
    check_size(row.baseline, row.unit, "baseline")
    check_size(row.target, row.unit, "target")


def _check_measure(row: PlanMeasure, at: datetime) -> None:
    row.approach = _words(row.approach, "approach")


def _check_planned_project(row: PlannedProject, at: datetime) -> None:
    row.title = _words(row.title, "title")


def _take_over(row: PlanObjective, situation: Situation) -> None:
    if row.indicator is None and not row.indicator_text:
        row.indicator = situation.indicator
        row.indicator_text, row.unit = situation.text, situation.unit
    if row.baseline is None:
        row.baseline = situation.value
    if not row.text and situation.indicator:
        row.text = situation.indicator.suggested_objective_th
    if not row.text:
        row.text = (in_record(_("To solve the problem: %(problem)s")) % {"problem": situation.text})[:300]


def _of_issue(plan: Plan, indicator: Indicator) -> None:
    if indicator.issue_id != plan.issue_id:
        raise NotOfThisPlan(name=indicator.name, field="indicator")


def _words(text: str, field: str) -> str:
    if not (text := text.strip()):
        raise NothingWritten(field=field)
    return text

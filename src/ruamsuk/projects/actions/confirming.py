"""The second pair of eyes: a step that waits takes effect, or is declined."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.problems import WrongState
from ruamsuk.notices.kinds import register
from ruamsuk.projects.actions import correcting, deciding, projects
from ruamsuk.projects.actions.own_steps import close_step, tell_of_step
from ruamsuk.projects.actions.reports import ground, ladder
from ruamsuk.projects.choices import LADDER, OwnAct, OwnState
from ruamsuk.projects.models import ActivityReport, OwnStep, Project, Proposal
from ruamsuk.projects.models.report import ready_for
from ruamsuk.projects.problems import NotYoursToConfirm, ReasonMissing, StepClosed
from ruamsuk.projects.queries.own_steps import Subject, confirmers_of_step

CONFIRMED = register(
    "projects.step-confirmed", _("{name} confirmed your step on “{title}”."), icon="circle-check"
)
DECLINED = register("projects.step-declined", _("{name} declined your step on “{title}”."), icon="circle-x")
TAKEN_BACK = register(
    "projects.step-taken-back",
    _("{name} took the step on “{title}” back; nothing is to be confirmed."),
    icon="circle-x",
)


@action(_("confirmed the step of another person"))
def confirm_step(*, step: OwnStep, by: User, at: datetime = NOW) -> Subject:
    """What was entered takes effect now, by the same rules as if it were entered now; else it says what is wrong."""
    record, step = _lock(step)
    if not OwnStep.objects.to_confirm(by).filter(pk=step.pk).exists():
        raise NotYoursToConfirm(who=_names(step))
    _EFFECTS[OwnAct(step.act)](record, step, by, at)
    close_step(step, OwnState.CONFIRMED, by, at)
    tell_of_step([step.entered_by], CONFIRMED, step, by, at)
    return step.record


@action(_("declined the step of another person, or took the own one back"))
def decline_step(*, step: OwnStep, reason: str, by: User, at: datetime = NOW) -> Subject | OwnStep:
    """Nothing takes effect. The person who entered the step may take it back."""
    record, step = _lock(step)
    is_own = step.entered_by_id == by.pk
    if not is_own and not OwnStep.objects.to_confirm(by).filter(pk=step.pk).exists():
        raise NotYoursToConfirm(who=_names(step))
    if not reason.strip():
        raise ReasonMissing(field="reason")
    close_step(step, OwnState.TAKEN_BACK if is_own else OwnState.DECLINED, by, at, reason.strip())
    if is_own:
        tell_of_step(confirmers_of_step(step), TAKEN_BACK, step, by, at)
    else:
        tell_of_step([step.entered_by], DECLINED, step, by, at)
    return record if record.pk else step


def _lock(step: OwnStep) -> tuple[Subject, OwnStep]:
    """The record first, as every act on it does: of two who press at once the second finds the step closed."""
    record: Subject = step.record
    if isinstance(record, Proposal):
        record = deciding.lock(record)
    elif isinstance(record, ActivityReport):
        record = ground.lock(record)
    elif record.pk:
        projects.lock(record)
    OwnStep.objects.select_for_update().only("pk").get(pk=step.pk)  # first the lock, then what is joined
    rows = OwnStep.objects.select_related("entered_by", "closed_by", "fund__kind", "home_area", "project")
    step = rows.get(pk=step.pk)
    if not step.is_waiting:
        raise StepClosed(state=step.get_state_display(), name=step.closed_by.name if step.closed_by else "")
    return record, step


def _names(step: OwnStep) -> str:
    return ", ".join(user.name for user in confirmers_of_step(step)) or "–"


def _decide(proposal: Proposal, step: OwnStep, by: User, at: datetime) -> None:
    deciding.check_undecided(proposal)
    values = deciding.checked_decision(**step.typed_decision or {})
    deciding.record_decision(proposal, values, step.entered_by, by, at)


def _correct(proposal: Proposal, step: OwnStep, by: User, at: datetime) -> None:
    typed = step.typed_decision or {}
    reason = typed.pop("reason")
    values = deciding.checked_decision(**typed)
    correcting.record_correction(proposal, values, reason, step.entered_by, by, at)


def _accept(report: ActivityReport, step: OwnStep, by: User, at: datetime) -> None:
    rung = LADDER[-1]
    if not ActivityReport.objects.filter(reduce(or_, ready_for(rung)), pk=report.pk).exists():
        raise WrongState(state=report.get_state_display())
    ladder.take_step(report, rung, step.entered["note"], step.entered_by, by, at)


def _enter(entered: Project, step: OwnStep, by: User, at: datetime) -> None:
    step.project = projects.record_paper(step, by, at)
    step.save(update_fields=["project"])


def _fund(project: Project, step: OwnStep, by: User, at: datetime) -> None:
    projects.record_fundings(project, projects.fundings_as_entered(step))


_EFFECTS: dict[OwnAct, Callable[[Any, OwnStep, User, datetime], None]] = {
    OwnAct.DECISION: _decide,
    OwnAct.CORRECTION: _correct,
    OwnAct.ACCEPTANCE: _accept,
    OwnAct.PAPER: _enter,
    OwnAct.FUNDERS: _fund,
}

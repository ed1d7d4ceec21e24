"""The second pair of eyes: a step that waits takes effect, or is declined."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.notices.kinds import register
from ruamsuk.projects.own_steps.actions.taking import close_step, tell_of_step
from ruamsuk.projects.own_steps.choices import OwnState
from ruamsuk.projects.own_steps.effects import EFFECTS
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.problems import NotYoursToConfirm, StepClosed
from ruamsuk.projects.own_steps.queries import confirmers_of_step
from ruamsuk.projects.own_steps.works import Subject, work_of
from ruamsuk.projects.problems import ReasonMissing

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
    EFFECTS[step.act].take(record, step, by, at)
    close_step(step, OwnState.CONFIRMED, by, at)
    tell_of_step([step.entered_by], CONFIRMED, step, by, at)
    return step.record


@action(_("declined the step of another person, or took the own one back"), inside=True)
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
    record = step.record
    if record.pk:
        record = work_of(record).lock(record)
    OwnStep.objects.select_for_update().only("pk").get(pk=step.pk)  # first the lock, then what is joined
    rows = OwnStep.objects.select_related("entered_by", "closed_by", "fund__kind", "home_area", "project")
    step = rows.get(pk=step.pk)
    if not step.is_waiting:
        raise StepClosed(state=step.get_state_display(), name=step.closed_by.name if step.closed_by else "")
    return record, step


def _names(step: OwnStep) -> str:
    return ", ".join(user.name for user in confirmers_of_step(step)) or "–"

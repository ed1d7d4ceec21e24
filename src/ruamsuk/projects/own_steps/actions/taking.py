"""Noting a step that somebody takes on the own work, or holding it back until a second person confirms.

Called by the acts themselves (deciding, correcting, the ladder); what happens at the confirmation is `confirming`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.funds.models import Fund
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import NoticeKind, register
from ruamsuk.projects.own_steps.choices import OwnAct, OwnState
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.problems import NobodyToConfirm, StepWaits
from ruamsuk.projects.own_steps.queries import (
    confirmers_of_step,
    link_to,
    own_work,
    steps_of,
    waiting_step,
)
from ruamsuk.projects.own_steps.works import Subject
from ruamsuk.projects.problems import YearNotKnown

TO_CONFIRM = register(
    "projects.step-to-confirm",
    _("“{title}”: a step of {name} waits for your confirmation."),
    icon="users-group",
    asks=True,
)
ENDED = register(
    "projects.step-ended",
    _("“{title}” was returned or withdrawn before your step was confirmed."),
    icon="circle-x",
)


def take_own_step(
    act: OwnAct,
    record: Subject,
    entered: dict[str, Any],
    by: User | None,
    at: datetime,
    fund: Fund | None = None,
) -> OwnStep | None:
    """What the fund's kind asks for when this is the own work of `by`; None when there is nothing to ask.

    `fund`: where it is not the record's own whose money it is.

    A step that comes back waiting must not take effect: `entered` is kept for whoever confirms it.
    """
    if waits := waiting_step(record):
        raise StepWaits(name=waits.entered_by.name)
    if by is None or (own := own_work(record, act, by, fund)) is None:
        return None
    if not own.is_needed:
        return note_own_step(record=record, act=act, fund=own.fund, by=by, at=at)
    if not own.confirmers:
        raise NobodyToConfirm(fund=own.fund)
    step = _step(act, record, OwnState.WAITING, entered, own.fund, by, at)
    if record.pk is None:
        return hold_project_back(step=step, people=own.confirmers, by=by, at=at)
    return ask_for_confirmation(record=record, step=step, people=own.confirmers, by=by, at=at)


def note_if_own(act: OwnAct, record: Subject, by: User | None, at: datetime) -> OwnStep | None:
    """For steps that never wait: the mark alone."""
    if by is None or own_work(record, act, by) is None:
        return None
    return note_own_step(record=record, act=act, by=by, at=at)


@action(_("did so as the one who also wrote, sent or entered it"), on="record")
def note_own_step(
    *, record: Subject, act: OwnAct, by: User, at: datetime = NOW, fund: Fund | None = None
) -> OwnStep:
    step = _step(act, record, OwnState.STANDS, {}, fund, by, at)
    step.save()
    return step


@action(_("entered a step that waits for a second person"), on="record", inside=True)
def ask_for_confirmation(
    *, record: Subject, step: OwnStep, people: Iterable[User], by: User, at: datetime = NOW
) -> OwnStep:
    return _ask(step, people, by, at)


@action(_("entered a project from paper that waits for a second person"))
def hold_project_back(*, step: OwnStep, people: Iterable[User], by: User, at: datetime = NOW) -> OwnStep:
    """The trail is that of the step: there is no project yet."""
    return _ask(step, people, by, at)


def _ask(step: OwnStep, people: Iterable[User], by: User, at: datetime) -> OwnStep:
    step.save()
    tell_of_step(people, TO_CONFIRM, step, by, at)
    return step


def _step(
    act: OwnAct,
    record: Subject,
    state: OwnState,
    entered: dict[str, Any],
    fund: Fund | None,
    by: User,
    at: datetime,
) -> OwnStep:
    """Not stored yet."""
    fund = fund or record.fund
    home = record.home_area or (fund.home_area if fund else None)
    if record.fiscal_year is None:
        raise YearNotKnown(title=record.title)
    assert home is not None  # none is sent or entered without a place or a fund
    return OwnStep(
        act=act,
        **({link_to(record): record} if record.pk else {}),
        fund=fund,
        fiscal_year=record.fiscal_year,
        home_area=home,
        place_no=home.place_no,
        state=state,
        entered=entered,
        entered_by=by,
        entered_at=at,
    )


def end_waiting_step(record: Subject, by: User, at: datetime) -> None:
    """The record was returned or withdrawn: what waited has nothing left to take effect on."""
    step = steps_of(record).waiting().select_for_update(of=("self",)).first()
    if step:
        close_step(step, OwnState.ENDED, by, at)
        tell_of_step([step.entered_by, *confirmers_of_step(step)], ENDED, step, by, at)


def close_step(step: OwnStep, state: OwnState, by: User, at: datetime, reason: str = "") -> None:
    step.state, step.closed_by, step.closed_at, step.reason = state, by, at, reason
    step.save(update_fields=["state", "closed_by", "closed_at", "reason"])


def tell_of_step(people: Iterable[User], kind: NoticeKind, step: OwnStep, by: User, at: datetime) -> None:
    send(
        kind,
        to=people,
        url_name="projects:own-step",
        url_kwargs={"uid": step.uid},
        params={"title": step.record.title[:120], "name": by.name},
        by=by,
        at=at,
    )

"""Saving fields, merged with what was written on other screens meanwhile.

Each save raises the proposal's version and keeps the texts that it gave. A field that is not any more what the
writer's screen was drawn from keeps what stands; what was typed waits beside it, and the page asks which one is right
(core.merging says when, projects.actions.texts keeps them).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.merging import Fate, mark
from ruamsuk.core.problems import Problem
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.actions.designs import TOGETHER, check, line_amount, recount_budget
from ruamsuk.projects.actions.drafting.ground import OWNER, ROW_MODELS, locked, settle
from ruamsuk.projects.actions.texts import Change, Texts, check_seen, known_version
from ruamsuk.projects.choices import TextState
from ruamsuk.projects.models import (
    Activity,
    BudgetLine,
    Design,
    DesignIssue,
    Objective,
    Proposal,
    WrittenText,
)
from ruamsuk.projects.problems import RowGone


@dataclass
class Saved:
    proposal: Proposal
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone
    understood: list[str] = field(default_factory=list)  # paths whose text of an earlier save fits now
    version: int = 0  # the next `base_version` of a caller who names one


@action(_("wrote in the proposal"), on="proposal")
def save_fields(
    *,
    proposal: Proposal,
    changes: Iterable[Change],
    by: User,
    at: datetime = NOW,
    screen: str = "",
    base_version: int | None = None,
) -> Saved:
    """Saves what was typed on one screen; `screen` and `base_version` as in actions.texts.Texts."""
    return _write(locked(proposal), list(changes), screen, base_version, by, at)


def _write(
    proposal: Proposal, changes: list[Change], screen: str, base_version: int | None, by: User, at: datetime
) -> Saved:
    saved = Saved(proposal)
    proposal.version += 1
    things = _things(proposal, changes)
    texts = Texts(proposal, changes, screen=screen, base_version=base_version, by=by, at=at)
    was_unclean = set(proposal.unclean)
    written: dict[Any, list[Change]] = {}
    for change in changes:
        thing = things.get((change.kind, change.uid))
        if thing is None:
            saved.lost[change.path] = change.text
            texts.set_aside(change)
            continue
        stands = _standing(proposal, thing, change)
        met = texts.meets(change, stands)
        if met == Fate.CONFLICT:
            texts.wait(change)
            saved.conflicts.append(change.path)
            continue
        if met == Fate.WRITE:
            texts.write(change, stands)
        else:
            texts.leave(change, stands)
            if change.path not in was_unclean or change.typed != stands:
                continue  # what was kept as typed may fit now: a day after its other day
        if change.error:
            _keep_as_typed(saved, change, change.error)
        else:
            proposal.unclean.pop(change.path, None)
            _assign(proposal, thing, change)
            written.setdefault(thing, []).append(change)
    for thing, given in written.items():
        if isinstance(thing, Model):
            _store(saved, thing, given)
    texts.keep()
    if any(isinstance(thing, BudgetLine) for thing in written):
        recount_budget(proposal.design)
    saved.understood = sorted(was_unclean - set(proposal.unclean))
    saved.version = known_version(proposal, base_version)
    settle(proposal, at)
    return saved


def _keep_as_typed(saved: Saved, change: Change, error: str) -> None:
    saved.errors[change.path] = error
    saved.proposal.unclean[change.path] = change.text


def _store(saved: Saved, thing: Any, given: list[Change]) -> None:
    """Fields that do not fit together (a last day before the first) stay as typed, each with what is wrong."""
    try:
        check(thing)
    except Problem as problem:
        before = type(thing)._default_manager.get(pk=thing.pk)
        for change in given:
            if change.field in TOGETHER[type(thing)]:
                setattr(thing, change.field, getattr(before, change.field))
                _keep_as_typed(saved, change, str(problem))
    if isinstance(thing, BudgetLine):
        thing.amount_satang = line_amount(thing)
    if thing is not saved.proposal:
        thing.save()


@action(_("chose between two texts"), on="proposal")
def resolve_conflict(
    *,
    proposal: Proposal,
    waiting: WrittenText,
    change: Change,
    take_other: bool,
    seen: str | None = None,
    by: User,
    at: datetime = NOW,
) -> Proposal:
    """Ends the waiting of a text. `change`: that text as it is read; `seen`: the mark of the two texts that were seen
    (merging.both). Refused if one of them was changed meanwhile.
    """
    proposal = locked(proposal)
    waiting.refresh_from_db()
    if waiting.state != TextState.WAITING:
        return proposal
    stands = standing(proposal, [change]).get(change.path)
    check_seen(proposal, waiting, stands or "", seen)
    if take_other:
        if stands is None:
            raise RowGone
        _write(proposal, [change.drawn_from(mark(stands))], "", None, by, at)
    waiting.state = TextState.ASIDE
    waiting.save(update_fields=["state"])
    return settle(proposal, at)


def standing(proposal: Proposal, changes: list[Change]) -> dict[str, str]:
    """Path → what its field shows now; fields of lines that are gone are left out."""
    things = _things(proposal, changes)
    return {
        change.path: _standing(proposal, things[change.kind, change.uid], change)
        for change in changes
        if (change.kind, change.uid) in things
    }


def _standing(proposal: Proposal, thing: Any, change: Change) -> str:
    if change.path in proposal.unclean:
        return change.reread(proposal.unclean[change.path])
    return change.shown(getattr(thing, change.field))


def _things(proposal: Proposal, changes: list[Change]) -> dict[tuple[str, str], Any]:
    """(kind, uid) → the stored thing that a change is about; rows that are gone are left out."""
    found: dict[tuple[str, str], Any] = {("p", ""): proposal, ("d", ""): proposal.design}
    for kind, model in ROW_MODELS.items():
        uids = {c.uid for c in changes if c.kind == kind}
        if uids:
            owner = OWNER.get(kind, "design")
            rows = model.objects.filter(
                uid__in=uids, **{owner: proposal if owner == "proposal" else proposal.design}
            )
            found.update({(kind, str(row.uid)): row for row in rows})
    for change in changes:
        if change.kind == "issue":
            if issue := Issue.objects.filter(uid=change.uid).first():
                found["issue", change.uid] = _IssueTick(proposal.design, issue)
        elif change.kind == "serves":
            activity_uid, _tilde, objective_uid = change.uid.partition("~")
            activity = proposal.design.activities.filter(uid=activity_uid).first()
            objective = proposal.design.objectives.filter(uid=objective_uid).first()
            if activity and objective:
                found["serves", change.uid] = _ServesTick(activity, objective)
    return found


@dataclass(frozen=True)
class _IssueTick:
    design: Design
    issue: Issue

    @property
    def on(self) -> bool:
        return self.design.issue_links.filter(issue=self.issue).exists()

    def tick(self, on: bool) -> None:
        if on:
            DesignIssue.objects.get_or_create(design=self.design, issue=self.issue)
        else:
            self.design.issue_links.filter(issue=self.issue).delete()


@dataclass(frozen=True)
class _ServesTick:
    activity: Activity
    objective: Objective

    @property
    def on(self) -> bool:
        return self.activity.objectives.filter(pk=self.objective.pk).exists()

    def tick(self, on: bool) -> None:
        (self.activity.objectives.add if on else self.activity.objectives.remove)(self.objective)


def _assign(proposal: Proposal, thing: Any, change: Change) -> None:
    if isinstance(thing, _IssueTick | _ServesTick):
        thing.tick(change.value)
        return
    setattr(thing, change.field, change.value)
    if change.path == "p.home_area":
        proposal.place_no = change.value.place_no if change.value else None
    elif change.path == "p.fund" and change.value and not proposal.home_area_id:
        proposal.home_area, proposal.place_no = change.value.home_area, change.value.place_no
    elif change.path == "p.applicant_name":
        _link_organization(proposal, change.value)


def _link_organization(proposal: Proposal, name: str) -> None:
    """A typed name that is exactly an organisation of the fund's or the home area's district is linked to it."""
    proposal.organization = None
    if proposal.place_no:
        district = proposal.place_no // 10_000 * 10_000
        proposal.organization = Organization.objects.filter(
            name=name, place_no__gte=district, place_no__lt=district + 10_000, closed_on__isnull=True
        ).first()

"""Saving fields, merged with what others wrote meanwhile.

Each save raises the proposal's version and logs the fields that it changed. A save says on which version its
writer's screen stands; a field that someone else changed after that version, to something else, is not
overwritten: the standing text stays, the other is kept beside it, and the page asks which one is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.core.problems import Problem
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.actions.designs import TOGETHER, check, line_amount, recount_budget
from ruamsuk.projects.actions.drafting.ground import OWNER, ROW_MODELS, UNLOGGED, locked, settle
from ruamsuk.projects.actions.tallies import Counted, counted_in, recount_for
from ruamsuk.projects.models import (
    Activity,
    BudgetLine,
    Design,
    DesignIssue,
    DraftChange,
    DraftConflict,
    Objective,
    Proposal,
)
from ruamsuk.projects.problems import RowGone


class Change(Protocol):
    """As forms.draft.read_changes makes it."""

    path: str
    kind: str
    uid: str
    field: str
    text: str
    value: Any
    error: str


@dataclass
class Saved:
    proposal: Proposal
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone
    understood: list[str] = field(default_factory=list)  # paths whose text of an earlier save fits now


@action(_("wrote in the proposal"), on="proposal")
def save_fields(
    *, proposal: Proposal, base_version: int, changes: Iterable[Change], by: User, at: Any
) -> Saved:
    """Saves what one person typed; merges per field with what others saved since `base_version`."""
    proposal = locked(proposal)
    return _write(proposal, list(changes), base_version, by, at)


def _write(proposal: Proposal, changes: list[Change], base_version: int, by: User, at: Any) -> Saved:
    saved = Saved(proposal)
    before = counted_in(proposal)
    proposal.version += 1
    things = _things(proposal, changes)
    since = set(
        DraftChange.objects.filter(
            proposal=proposal, path__in=[c.path for c in changes], version__gt=base_version
        )
        .exclude(by=by)
        .values_list("path", flat=True)
    )
    was_unclean = set(proposal.unclean)
    written: dict[Any, list[Change]] = {}
    for change in changes:
        thing = things.get((change.kind, change.uid))
        if thing is None:
            saved.lost[change.path] = change.text
        elif change.error:
            _keep_as_typed(saved, change, change.error)
        elif not _differs(thing, change) and change.path not in was_unclean:
            continue
        elif change.path in since:
            proposal.unclean.pop(change.path, None)
            _keep_both(proposal, change, by, at)
            saved.conflicts.append(change.path)
        else:
            proposal.unclean.pop(change.path, None)
            _assign(proposal, thing, change)
            written.setdefault(thing, []).append(change)
    for thing, given in written.items():
        if isinstance(thing, Model):
            given[:] = _store(saved, thing, given)
    DraftChange.objects.bulk_create(
        DraftChange(
            proposal=proposal,
            version=proposal.version,
            path=change.path,
            text="" if change.kind in UNLOGGED else change.text,
            by=by,
            at=at,
        )
        for given in written.values()
        for change in given
    )
    if any(isinstance(thing, BudgetLine) for thing in written):
        recount_budget(proposal.design)
    saved.understood = sorted(was_unclean - set(proposal.unclean))
    settle(proposal, at)
    _recount_returned(proposal, before, changes)
    return saved


def _keep_as_typed(saved: Saved, change: Change, error: str) -> None:
    saved.errors[change.path] = error
    saved.proposal.unclean[change.path] = change.text


def _store(saved: Saved, thing: Any, given: list[Change]) -> list[Change]:
    """Saves a thing; returns the changes that stand.

    Fields that do not fit together (a last day before the first) stay as typed, each with what is wrong.
    """
    try:
        check(thing)
    except Problem as problem:
        before = type(thing)._default_manager.get(pk=thing.pk)
        for change in given:
            if change.field in TOGETHER[type(thing)]:
                setattr(thing, change.field, getattr(before, change.field))
                _keep_as_typed(saved, change, str(problem))
        given = [change for change in given if change.path not in saved.errors]
    if isinstance(thing, BudgetLine):
        thing.amount_satang = line_amount(thing)
    if thing is not saved.proposal:
        thing.save()
    return given


def _recount_returned(proposal: Proposal, before: Counted, changes: list[Change]) -> None:
    """A returned proposal stays counted as developed: under its issues, in its fund, year and area of now."""
    moving = ("p.fund", "p.fiscal_year", "p.home_area")
    if proposal.first_submitted_at and any(c.kind == "issue" or c.path in moving for c in changes):
        recount_for(proposal, before)


@action(_("chose between two texts"), on="proposal")
def resolve_conflict(
    *, proposal: Proposal, conflict: DraftConflict, change: Change | None, by: User, at: Any
) -> Proposal:
    """Ends a conflict. `change`: the other text, cleaned, when it shall stand; None: what stands is right."""
    proposal = locked(proposal)
    if change is not None and _write(proposal, [change], proposal.version, by, at).lost:
        raise RowGone
    DraftConflict.objects.filter(pk=conflict.pk).update(resolved_at=at)
    return proposal


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


def _differs(thing: Any, change: Change) -> bool:
    return getattr(thing, change.field) != _stored(change)


def _stored(change: Change) -> Any:
    """The value as its column keeps it: texts are never None, times and other money have their plain zero."""
    if change.value is None and change.field in ("times", "other_money_satang"):
        return 1 if change.field == "times" else 0
    return change.value


def _assign(proposal: Proposal, thing: Any, change: Change) -> None:
    if isinstance(thing, _IssueTick | _ServesTick):
        thing.tick(change.value)
        return
    setattr(thing, change.field, _stored(change))
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


def _keep_both(proposal: Proposal, change: Change, by: User, at: Any) -> None:
    DraftConflict.objects.update_or_create(
        proposal=proposal,
        path=change.path,
        other_by=by,
        resolved_at=None,
        defaults={"other_text": change.text, "at": at},
    )

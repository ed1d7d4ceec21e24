"""Writing a proposal together: start, save field by field, add and remove lines, merge what two people wrote.

Each save raises the proposal's version and logs the fields that it changed. A save says on which version its
writer's screen stands; a field that someone else changed after that version, to something else, is not
overwritten: the standing text stays, the other is kept beside it, and the page asks which one is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core import serializers
from django.db.models import Max, Model
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.comments.models import Thread
from ruamsuk.core.calendar import day_text
from ruamsuk.core.models import is_uuid
from ruamsuk.core.problems import Problem
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import PlannedProject
from ruamsuk.plans.models import Situation as PlanSituation
from ruamsuk.plans.queries import known_for_proposal
from ruamsuk.projects.actions.designs import (
    TOGETHER,
    check,
    copy_design,
    line_amount,
    recount_budget,
    renumber,
)
from ruamsuk.projects.actions.tallies import Counted, counted_in, recount_for
from ruamsuk.projects.choices import WRITABLE
from ruamsuk.projects.models import (
    Activity,
    Applicant,
    Author,
    BudgetLine,
    Design,
    DesignIssue,
    DraftChange,
    DraftConflict,
    Indicator,
    Objective,
    Proposal,
    Situation,
    TargetLine,
)
from ruamsuk.projects.problems import AlreadyAuthor, NotWritableNow, RowGone, RowInUse, WasSubmitted
from ruamsuk.projects.queries.completeness import completeness

ROW_MODELS: dict[str, Any] = {  # kind → model
    "situation": Situation,
    "objective": Objective,
    "indicator": Indicator,
    "target": TargetLine,
    "activity": Activity,
    "line": BudgetLine,
    "applicant": Applicant,
}
_OWNER = {"line": "activity__design", "applicant": "proposal"}  # the others hang on `design`
_UNLOGGED = ("applicant",)  # names and phones never enter the log of changes


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


@action(_("started a proposal"))
def start_proposal(
    *,
    fiscal_year: int,
    by: User,
    at: Any,
    title: str = "",
    planned_project: PlannedProject | None = None,
    source: Design | None = None,
    fund: Any = None,
    organization: Organization | None = None,
    measure: Measure | None = None,
) -> Proposal:
    """A new draft: empty, from a row of a plan (everything known filled in), with another design copied, or with a
    standard measure as its approach and first activity."""
    design = copy_design(source, without_days=True) if source else Design.objects.create()
    proposal = Proposal(
        fiscal_year=fiscal_year,
        title=title,
        fund=fund,
        organization=organization,
        design=design,
        thread=Thread.objects.create(),
        created_at=at,
        changed_at=at,
    )
    if organization:
        proposal.home_area, proposal.place_no = organization.home_area, organization.place_no
    if fund:
        proposal.home_area, proposal.place_no = fund.home_area, fund.place_no
    if planned_project:
        _fill_from_plan(proposal, planned_project)
    if measure:
        DesignIssue.objects.create(design=design, issue=measure.issue)
        Activity.objects.create(design=design, no=1, name=str(measure))
        design.approach = str(measure)
        design.save(update_fields=["approach"])
    proposal.save()
    Author.objects.create(proposal=proposal, user=by)
    return _settle(proposal, at)


def _fill_from_plan(proposal: Proposal, planned_project: PlannedProject) -> None:
    known = known_for_proposal(planned_project)
    design = proposal.design
    proposal.planned_project = planned_project
    proposal.title, proposal.fund, proposal.fiscal_year = known.title, known.fund, known.fiscal_year
    proposal.organization, proposal.applicant_name = known.organization, known.responsible
    proposal.home_area, proposal.place_no = known.fund.home_area, known.fund.place_no
    design.support_type = known.support_type
    design.approach = "\n".join(" – ".join(filter(None, (m.approach, m.method))) for m in known.measures)
    design.save()
    DesignIssue.objects.create(design=design, issue=known.issue)
    for no, row in enumerate(known.situations, 1):
        Situation.objects.create(
            design=design,
            no=no,
            indicator=row.indicator,
            text=str(row),
            size=row.value,
            unit=row.unit_name,
            evidence=_evidence(row),
        )
    for no, aim in enumerate(known.objectives, 1):
        objective = Objective.objects.create(design=design, no=no, text=aim.text)
        if aim.indicator or aim.indicator_text:
            Indicator.objects.create(
                design=design,
                objective=objective,
                no=no,
                standard=aim.indicator,
                text=aim.indicator_name,
                unit=aim.unit_name,
                baseline=aim.baseline,
                target=aim.target,
            )


def _evidence(row: PlanSituation) -> str:
    """Kind, agency, day and coverage of a plan's figure in one line of the form."""
    with translation.override("th"):  # it becomes text of the form, whatever language the page is in
        day = day_text(row.measured_on) if row.measured_on else ""
        parts = [row.get_evidence_kind_display(), row.agency, day]
    if row.covered is not None and row.total:
        parts.append(f"{row.covered:,}/{row.total:,}")
    return " · ".join(part for part in parts if part)[:300]


@action(_("wrote in the proposal"), on="proposal")
def save_fields(
    *, proposal: Proposal, base_version: int, changes: Iterable[Change], by: User, at: Any
) -> Saved:
    """Saves what one person typed; merges per field with what others saved since `base_version`."""
    proposal = _locked(proposal)
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
            text="" if change.kind in _UNLOGGED else change.text,
            by=by,
            at=at,
        )
        for given in written.values()
        for change in given
    )
    if any(isinstance(thing, BudgetLine) for thing in written):
        recount_budget(proposal.design)
    saved.understood = sorted(was_unclean - set(proposal.unclean))
    _settle(proposal, at)
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


@action(_("added a line"), on="proposal")
def add_row(
    *, proposal: Proposal, kind: str, by: User, at: Any, parent_uid: str = "", values: dict | None = None
) -> Any:
    """A new line of a kind of ROW_MODELS, below the objective (indicator) or activity (line) named by `parent_uid`."""
    proposal = _locked(proposal)
    design = proposal.design
    owner: dict[str, Any] = {"design": design}
    if kind == "applicant":
        owner = {"proposal": proposal}
    elif kind == "line":
        owner = {"activity": _row(proposal, "activity", parent_uid)}
    elif kind == "indicator":
        owner["objective"] = _row(proposal, "objective", parent_uid)
    model = ROW_MODELS[kind]
    siblings = model.objects.filter(**owner)
    number = (siblings.aggregate(last=Max("no"))["last"] or 0) + 1
    row = model.objects.create(no=number, **owner, **(values or {}))
    renumber(design)
    proposal.version += 1
    _settle(proposal, at)
    row.refresh_from_db()
    return row


@action(_("took over a standard indicator"), on="proposal")
def add_standard(*, proposal: Proposal, standard: StandardIndicator, by: User, at: Any) -> Proposal:
    """A standard indicator with the objective that the catalogue suggests, and its line in the situation."""
    proposal = _locked(proposal)
    design = proposal.design
    Situation.objects.create(
        design=design, no=999, indicator=standard, text=standard.name, unit=standard.unit_th
    )
    objective = Objective.objects.create(design=design, no=999, text=standard.suggested_objective_th)
    Indicator.objects.create(
        design=design,
        objective=objective,
        no=999,
        standard=standard,
        text=standard.name,
        unit=standard.unit_th,
    )
    renumber(design)
    proposal.version += 1
    return _settle(proposal, at)


@action(_("removed a line"), on="proposal")
def remove_row(*, proposal: Proposal, kind: str, uid: str, by: User, at: Any) -> Proposal:
    """Removes a line with what hangs below it; `restore_row` brings both back.

    An objective that an activity serves is refused by name.
    """
    proposal = _locked(proposal)
    row: Any = _row(proposal, kind, uid)
    if kind == "objective":
        users = proposal.design.activities.filter(objectives=row)
        if users:
            raise RowInUse(row=row, users=", ".join(str(a) for a in users))
    proposal.version += 1
    if kind not in _UNLOGGED:
        _keep_removed(proposal, kind, row, by, at)
    row.delete()
    _forget_unclean(proposal)
    renumber(proposal.design)
    recount_budget(proposal.design)
    return _settle(proposal, at)


@action(_("brought a line back"), on="proposal")
def restore_row(*, proposal: Proposal, removed: DraftChange, by: User, at: Any) -> Proposal:
    """Undoes `remove_row`: the same lines with the same ids. Pressing twice changes nothing."""
    proposal = _locked(proposal)
    for item in serializers.deserialize("json", removed.text):
        row: Any = item.object
        for parent in ("objective", "activity"):
            parent_id = getattr(row, f"{parent}_id", None)
            if parent_id and not ROW_MODELS[parent].objects.filter(pk=parent_id).exists():
                raise RowGone
        if not type(row)._default_manager.filter(pk=row.pk).exists():
            served = (item.m2m_data or {}).pop("objectives", ())
            item.save()
            if served:
                row.objectives.set(proposal.design.objectives.filter(pk__in=served))
    renumber(proposal.design)
    recount_budget(proposal.design)
    proposal.version += 1
    return _settle(proposal, at)


@action(_("chose between two texts"), on="proposal")
def resolve_conflict(
    *, proposal: Proposal, conflict: DraftConflict, change: Change | None, by: User, at: Any
) -> Proposal:
    """Ends a conflict. `change`: the other text, cleaned, when it shall stand; None: what stands is right."""
    proposal = _locked(proposal)
    if change is not None and _write(proposal, [change], proposal.version, by, at).lost:
        raise RowGone
    DraftConflict.objects.filter(pk=conflict.pk).update(resolved_at=at)
    return proposal


@action(_("added the copy of an ID card"), on="proposal")
def set_id_copy(*, proposal: Proposal, applicant: Applicant, upload: Upload, by: User, at: Any) -> Proposal:
    """One copy a person; a new one replaces the old, whose bytes go."""
    proposal = _locked(proposal)
    before = applicant.id_copy
    applicant.id_copy = receive_file(upload=upload, by=by, at=at)
    applicant.save(update_fields=["id_copy"])
    if before:
        discard_file(file=before, by=by, at=at)
    return proposal


@action(_("added an author"), on="proposal")
def add_author(*, proposal: Proposal, user: User, by: User, at: Any) -> Proposal:
    if proposal.authors.filter(user=user).exists():
        raise AlreadyAuthor(field="person", name=user.name)
    Author.objects.create(proposal=proposal, user=user)
    return proposal


@action(_("threw a draft away"), on="proposal")
def delete_draft(*, proposal: Proposal, by: User, at: Any) -> None:
    """Only drafts that were never submitted may go."""
    proposal = _locked(proposal)
    if proposal.first_submitted_at:
        raise WasSubmitted
    design, thread = proposal.design, proposal.thread
    proposal.delete()
    design.delete()
    thread.delete()


def _locked(proposal: Proposal) -> Proposal:
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("design", "fund__kind")
        .get(pk=proposal.pk)
    )
    if found.state not in WRITABLE:
        raise NotWritableNow(state=found.get_state_display())
    return found


def _settle(proposal: Proposal, at: Any) -> Proposal:
    """The end of every change: completeness and time are kept with the proposal."""
    proposal.percent = completeness(proposal).percent
    proposal.changed_at = at
    proposal.save()
    return proposal


def _things(proposal: Proposal, changes: list[Change]) -> dict[tuple[str, str], Any]:
    """(kind, uid) → the stored thing that a change is about; rows that are gone are left out."""
    found: dict[tuple[str, str], Any] = {("p", ""): proposal, ("d", ""): proposal.design}
    for kind, model in ROW_MODELS.items():
        uids = {c.uid for c in changes if c.kind == kind}
        if uids:
            owner = _OWNER.get(kind, "design")
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


def _row(proposal: Proposal, kind: str, uid: str) -> Any:
    owner = _OWNER.get(kind, "design")
    if not is_uuid(uid):
        raise RowGone
    row = (
        ROW_MODELS[kind]
        .objects.filter(uid=uid, **{owner: proposal if owner == "proposal" else proposal.design})
        .first()
    )
    if row is None:
        raise RowGone
    return row


def _keep_removed(proposal: Proposal, kind: str, row: Any, by: User, at: Any) -> None:
    below = {"objective": "indicators", "activity": "lines"}.get(kind)
    rows = [row, *(getattr(row, below).all() if below else [])]
    DraftChange.objects.create(
        proposal=proposal,
        version=proposal.version,
        path=f"removed.{kind}.{row.uid}",
        text=serializers.serialize("json", rows),
        by=by,
        at=at,
    )


def _forget_unclean(proposal: Proposal) -> None:
    """Texts that could not be understood go with the line they were typed into."""
    changes = []
    for path in proposal.unclean:
        kind, _dot, rest = path.partition(".")
        if kind in ROW_MODELS:
            changes.append((path, kind, rest.rpartition(".")[0]))
    for path, kind, uid in changes:
        if not ROW_MODELS[kind].objects.filter(uid=uid).exists():
            proposal.unclean.pop(path)

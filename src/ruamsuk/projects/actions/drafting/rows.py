"""Rows of a draft: added, taken over from a catalogue, removed and brought back; copies of ID cards."""

from datetime import datetime
from typing import Any

from django.core import serializers
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.models import is_uuid
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.actions.designs import recount_budget, renumber
from ruamsuk.projects.actions.drafting.ground import OWNER, ROW_MODELS, locked, settle
from ruamsuk.projects.actions.texts import end_waiting, row_of
from ruamsuk.projects.choices import REMOVED
from ruamsuk.projects.models import Applicant, Indicator, Objective, Proposal, Situation, WrittenText
from ruamsuk.projects.problems import RowGone, RowInUse


@action(_("added a line"), on="proposal")
def add_row(
    *,
    proposal: Proposal,
    kind: str,
    by: User,
    at: datetime = NOW,
    parent_uid: str = "",
    values: dict | None = None,
) -> Any:
    """A new line of a kind of ROW_MODELS, below the objective (indicator) or activity (line) named by `parent_uid`."""
    proposal = locked(proposal)
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
    settle(proposal, at)
    row.refresh_from_db()
    return row


@action(_("took over a standard indicator"), on="proposal")
def add_standard(
    *, proposal: Proposal, standard: StandardIndicator, by: User, at: datetime = NOW
) -> Proposal:
    """A standard indicator with the objective that the catalogue suggests, and its line in the situation."""
    proposal = locked(proposal)
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
    return settle(proposal, at)


@action(_("removed a line"), on="proposal")
def remove_row(*, proposal: Proposal, kind: str, uid: str, by: User, at: datetime = NOW) -> Proposal:
    """Removes a line with what hangs below it; `restore_row` brings both back.

    An objective that an activity serves is refused by name.
    """
    proposal = locked(proposal)
    row: Any = _row(proposal, kind, uid)
    if kind == "objective":
        users = proposal.design.activities.filter(objectives=row)
        if users:
            raise RowInUse(row=row, users=", ".join(str(a) for a in users))
    proposal.version += 1
    _keep_removed(proposal, kind, row, by, at)
    row.delete()
    _forget_unclean(proposal)
    renumber(proposal.design)
    recount_budget(proposal.design)
    return settle(proposal, at)


@action(_("brought a line back"), on="proposal")
def restore_row(*, proposal: Proposal, removed: WrittenText, by: User, at: datetime = NOW) -> Proposal:
    """Undoes `remove_row`: the same lines with the same ids. Pressing twice changes nothing."""
    proposal = locked(proposal)
    for item in serializers.deserialize("json", removed.text or "[]"):
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
    return settle(proposal, at)


@action(_("added the copy of an ID card"), on="proposal")
def set_id_copy(
    *, proposal: Proposal, applicant: Applicant, upload: Upload, by: User, at: datetime = NOW
) -> Proposal:
    """One copy a person; a new one replaces the old, whose bytes go."""
    proposal = locked(proposal)
    applicant = _row(
        proposal, "applicant", str(applicant.uid)
    )  # of two at once the second sees the first one's copy
    before = applicant.id_copy
    applicant.id_copy = receive_file(upload=upload, by=by, at=at)
    applicant.save(update_fields=["id_copy"])
    if before:
        discard_file(file=before, by=by, at=at)
    return proposal


def _row(proposal: Proposal, kind: str, uid: str) -> Any:
    owner = OWNER.get(kind, "design")
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


def _keep_removed(proposal: Proposal, kind: str, row: Any, by: User, at: datetime) -> None:
    below = {"objective": "indicators", "activity": "lines"}.get(kind)
    rows = [row, *(getattr(row, below).all() if below else [])]
    end_waiting(proposal, [str(one.uid) for one in rows])
    row_of(
        proposal,
        kind,
        str(row.uid),
        path=f"{REMOVED}{kind}.{row.uid}",
        text=serializers.serialize("json", rows),
        version=proposal.version,
        by=by,
        at=at,
    ).save()


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

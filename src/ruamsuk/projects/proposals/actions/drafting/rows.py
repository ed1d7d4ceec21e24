"""Rows of a draft: added, taken over from a catalogue, removed and brought back; copies of ID cards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.drafts.models import KeptText
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.designs.actions import add_standard_indicator
from ruamsuk.projects.proposals.actions.drafting.ground import WRITING
from ruamsuk.projects.proposals.models import Applicant, Proposal

Line = tuple[str, str, Mapping[str, object]]  # kind, uid of the line above or nothing, values


@action(_("added a line"), on="proposal", aside=True)
def add_row(*, proposal: Proposal, kind: str, by: User, at: datetime = NOW, **given: Any) -> Any:
    """A new line, below the objective (indicator) or activity (line) named by `parent_uid`; as Writing.add_row."""
    return WRITING.add_row(proposal, kind, at=at, **given)


@action(_("added several lines"), on="proposal", aside=True)
def add_rows(*, proposal: Proposal, given: Sequence[Line], by: User, at: datetime = NOW) -> list[Any]:
    """Many new lines at once, as Writing.add_rows."""
    return WRITING.add_rows(proposal, given, at=at)


@action(_("took over a standard indicator"), on="proposal", aside=True)
def add_standard(
    *, proposal: Proposal, standard: StandardIndicator, by: User, at: datetime = NOW
) -> Proposal:
    """A standard indicator with the objective that the catalogue suggests, and its line in the situation."""
    proposal = WRITING.lock(proposal)
    add_standard_indicator(proposal.design, standard)
    proposal.version += 1
    return WRITING.settle(proposal, at)


@action(_("removed a line"), on="proposal", aside=True)
def remove_row(*, proposal: Proposal, kind: str, uid: str, by: User, at: datetime = NOW) -> Proposal:
    """Removes a line with what hangs below it; `restore_row` brings both back.

    An objective that an activity serves is refused by name.
    """
    return WRITING.remove_row(proposal, kind, uid, by=by, at=at)


@action(_("brought a line back"), on="proposal", aside=True)
def restore_row(
    *, proposal: Proposal, kind: str, uid: str, removed: KeptText | None = None, by: User, at: datetime = NOW
) -> Proposal:
    """Undoes `remove_row`: the same lines with the same ids. Pressing twice changes nothing. `removed`: what was kept
    of the line, if not what was kept last.
    """
    return WRITING.restore_row(proposal, kind, uid, removed=removed, at=at)


@action(_("added the copy of an ID card"), on="proposal", aside=True)
def set_id_copy(
    *, proposal: Proposal, applicant: Applicant, upload: Upload, by: User, at: datetime = NOW
) -> Proposal:
    """One copy a person; a new one replaces the old, whose bytes go."""
    proposal = WRITING.lock(proposal)
    # Read again: of two at once the second sees the first one's copy.
    applicant = WRITING.row(proposal, "applicant", str(applicant.uid))
    before = applicant.id_copy
    applicant.id_copy = receive_file(upload=upload, by=by, at=at)
    applicant.save(update_fields=["id_copy"])
    if before:
        discard_file(file=before, by=by, at=at)
    return proposal

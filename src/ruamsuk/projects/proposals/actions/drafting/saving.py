"""Saving the fields of a proposal, and choosing between two texts (drafts.actions)."""

from datetime import datetime
from typing import Unpack

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.drafts.actions import Chosen, Saved, Typed
from ruamsuk.projects.proposals.actions.drafting.ground import WRITING
from ruamsuk.projects.proposals.models import Proposal


@action(_("wrote in the proposal"), on="proposal", aside=True)
def save_fields(
    *, proposal: Proposal, by: User, at: datetime = NOW, **written: Unpack[Typed]
) -> Saved[Proposal]:
    """`written`: as Writing.save takes it."""
    return WRITING.save(proposal, by=by, at=at, **written)


@action(_("chose between two texts"), on="proposal", aside=True)
def resolve_conflict(
    *, proposal: Proposal, by: User, at: datetime = NOW, **chosen: Unpack[Chosen]
) -> Proposal:
    """`chosen`: as Writing.choose takes it."""
    return WRITING.choose(proposal, by=by, at=at, **chosen)

"""Saving the fields of a report, and choosing between two texts (drafts.actions)."""

from datetime import datetime
from typing import Unpack

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.drafts.actions import Chosen, Saved, Typed
from ruamsuk.projects.reports.actions.ground import WRITING
from ruamsuk.projects.reports.models import ActivityReport


@action(_("wrote in the report"), on="report", aside=True)
def save_report(
    *, report: ActivityReport, by: User, at: datetime = NOW, **written: Unpack[Typed]
) -> Saved[ActivityReport]:
    """`written`: as Writing.save takes it."""
    return WRITING.save(report, by=by, at=at, **written)


@action(_("chose one of two texts in the report"), on="report", aside=True)
def settle_conflict(
    *, report: ActivityReport, by: User, at: datetime = NOW, **chosen: Unpack[Chosen]
) -> ActivityReport:
    """`chosen`: as Writing.choose takes it."""
    return WRITING.choose(report, by=by, at=at, **chosen)

"""New links for the people of a file whom no letter reaches."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import renew_invitation
from ruamsuk.accounts.models import Invitation, User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.imports.models import ImportBatch
from ruamsuk.workbooks.queries.reports import without_letter


@action(_("made new links for the people of a workbook"), on="batch")
def renew_links(*, batch: ImportBatch, by: User, at: datetime = NOW) -> list[Invitation]:
    """Each invitation with its `token`; links that were made before stop working."""
    rows = without_letter(batch).select_related("post__scope__area")
    return [renew_invitation(invitation=one, by=by, at=at) for one in rows]

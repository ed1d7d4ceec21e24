"""Imports from a page run in the background; the command runs them itself."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.jobs.work import job
from ruamsuk.transfer.actions.importing import run_batch
from ruamsuk.transfer.actions.undoing import undo_batch
from ruamsuk.transfer.choices import BatchState
from ruamsuk.transfer.models import ImportBatch


@job(_("Import records"), retries=3)
def run_import(batch_id: int) -> None:
    batch = ImportBatch.objects.select_related("by").get(pk=batch_id)
    if batch.state == BatchState.RUNNING:
        run_batch(batch)


@job(_("Take an import back"), retries=3)
def undo_import(batch_id: int, user_id: int) -> None:
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.UNDOING:
        undo_batch(batch, User.objects.get(pk=user_id))

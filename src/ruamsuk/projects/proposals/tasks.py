"""What waits after the checks have changed."""

from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ruamsuk.jobs.work import job
from ruamsuk.projects.proposals.actions.judging import judge_again
from ruamsuk.projects.proposals.models import Proposal

TOGETHER = 50  # proposals in one transaction


@job(_("Judge the proposals that are being written anew, since a check of sense has changed"), retries=3)
def judge_drafts() -> int:
    keys = list(Proposal.objects.writable().order_by("pk").values_list("pk", flat=True))
    pieces = (keys[first : first + TOGETHER] for first in range(0, len(keys), TOGETHER))
    return sum(judge_again(keys=piece, by=None) for piece in pieces)


def judge_again_soon() -> None:
    """Queued once, however many checks change together."""
    waiting = DBTaskResult.objects.filter(task_path=judge_drafts.module_path, status=TaskResultStatus.READY)
    if not waiting.exists() and Proposal.objects.writable().exists():
        judge_drafts.enqueue()

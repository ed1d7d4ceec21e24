"""Work of the schedule."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.jobs.work import job
from ruamsuk.papers.actions import let_paper_go
from ruamsuk.papers.models import KEPT, Paper


@job(_("Let papers go after a day"), retries=5)
def clear() -> int:
    """Returns how many."""
    over = list(Paper.objects.filter(at__lt=timezone.now() - KEPT))
    for paper in over:
        let_paper_go(paper=paper, by=None)
    return len(over)

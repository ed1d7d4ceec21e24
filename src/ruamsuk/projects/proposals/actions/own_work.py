"""What a proposal says of itself to the steps on the own work."""

from django.db.models import Q

from ruamsuk.issues.models import Issue
from ruamsuk.projects.designs.models import DesignIssue
from ruamsuk.projects.own_steps.works import Named, Work
from ruamsuk.projects.proposals.actions.sending import lock
from ruamsuk.projects.proposals.models import Author, SentIssue


def _under(issue: Issue) -> Q:
    """While it is in correction, as it was sent last."""
    designs = DesignIssue.objects.filter(issue=issue).values("design")
    sent = SentIssue.objects.filter(issue=issue).values("sent")
    return Q(proposal__sent__isnull=True, proposal__design__in=designs) | Q(proposal__sent__in=sent)


WORK = Work(
    link="proposal",
    also=("project__proposal_id",),
    lock=lock,
    under=_under,
    named=Named(Author.objects.all, record="proposal", person="user", did=False),
)

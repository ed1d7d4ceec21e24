"""Who is told of a proposal."""

from ruamsuk.accounts.models import User
from ruamsuk.projects.people import holders
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.verbs import SUBMIT_PROPOSAL


def writers_of(proposal: Proposal) -> list[User]:
    """Authors of a proposal, and whoever today holds a post of the applicant that submits."""
    authors = [author.user for author in proposal.authors.select_related("user") if author.user.is_active]
    if proposal.organization:
        authors += holders([proposal.organization.scope_id], SUBMIT_PROPOSAL)
    return list({user.pk: user for user in authors}.values())

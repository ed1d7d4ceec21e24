"""Who is told what: found through posts, so that a successor is told without anyone changing a list."""

from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.funds.models import Fund
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.verbs import SUBMIT_PROPOSAL, WRITE_REPORT


def officers_of(fund: Fund | None) -> list[User]:
    """Who decides and answers for a fund today."""
    return _holders([fund.scope_id], DECIDE) if fund else []


def writers_of(proposal: Proposal) -> list[User]:
    """Authors of a proposal, and whoever today holds a post of the applicant that submits."""
    authors = [author.user for author in proposal.authors.select_related("user") if author.user.is_active]
    if proposal.organization:
        authors += _holders([proposal.organization.scope_id], SUBMIT_PROPOSAL)
    return list({user.pk: user for user in authors}.values())


def reporters_of(project: Project) -> list[User]:
    scopes = [project.scope_id, *([project.organization.scope_id] if project.organization else [])]
    return _holders(scopes, WRITE_REPORT)


def _holders(scope_ids: list[int], can: Verb) -> list[User]:
    grants = Grant.objects.running().filter(
        post__scope_id__in=scope_ids, post__role__in=can.roles, user__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("user_id")))

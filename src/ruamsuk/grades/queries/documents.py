"""What is graded: whether it may be, whose work it is, what exactly it says, and whether that has changed."""

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.models import User
from ruamsuk.grades.models import Grade
from ruamsuk.instruments.choices import About
from ruamsuk.issues.models import Issue
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries import has_changed as plan_has_changed
from ruamsuk.plans.queries import is_own_plan
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.own_steps.queries import took_part
from ruamsuk.projects.proposals.models import Submission


def about_of(document: Plan | Proposal) -> About:
    return About.PLAN if isinstance(document, Plan) else About.PROPOSAL


def is_own(document: Plan | Proposal, user: User) -> bool:
    """Somebody grades no work of the own: who wrote or sent it, or holds a post where it comes from."""
    if isinstance(document, Plan):
        return is_own_plan(document, user)
    if user.pk in took_part(document):
        return True
    applicant = document.organization
    return applicant is not None and any(
        grant.post.scope_id == applicant.scope_id for grant in grants_of(user)
    )


def is_ready(document: Plan | Proposal) -> bool:
    """An agreed plan, or a proposal that was sent and is not being corrected."""
    if isinstance(document, Plan):
        return not document.is_draft
    return Proposal.objects.standing().filter(pk=document.pk).exists() and last_sent(document) is not None


def last_sent(proposal: Proposal) -> Submission | None:
    return proposal.submissions.order_by("-no").first()


def has_changed(grade: Grade) -> bool:
    """Does the document say something else than what was graded? A correction that was not sent is none yet."""
    if grade.plan and grade.edition:
        return plan_has_changed(grade.plan, grade.edition)
    assert grade.proposal is not None
    last = last_sent(grade.proposal)
    return last is not None and last.pk != grade.submission_id


def issues_of(document: Plan | Proposal) -> list[Issue]:
    return [document.issue] if isinstance(document, Plan) else list(document.design.issues.all())


def title_of(grade: Grade) -> str:
    """As it was sent last, where a proposal is being corrected."""
    if grade.plan:
        return grade.plan.issue.name
    assert grade.proposal is not None
    return grade.proposal.sent_title

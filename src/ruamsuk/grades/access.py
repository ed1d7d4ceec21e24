"""The gates of grades and of what is graded."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, require
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.grades.models import Grade
from ruamsuk.grades.verbs import COMPARE_GRADES, GRADE
from ruamsuk.plans.access import plan_for
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.proposals.access import proposal_for


def grade_for(user: Reader, uid: UUID, can: Verb = READ) -> Grade:
    return gate(Grade.objects.with_all(), user, can, uid=uid)


def graded_plan_for(user: Reader, uid: UUID) -> Plan:
    """A plan, for who may grade those of its fund."""
    return plan_for(user, uid, GRADE)


def graded_proposal_for(user: Reader, uid: UUID) -> Proposal:
    return proposal_for(user, uid, GRADE)


def require_comparison(user: Reader) -> None:
    require(user, COMPARE_GRADES)

"""What the page of a plan or proposal, and the page of its decision, says of its grades."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.documents import has_changed, is_own, is_ready
from ruamsuk.grades.queries.results import Line, grader_name, lines_of, percent_of
from ruamsuk.grades.verbs import GRADE
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal


@dataclass(frozen=True)
class Shown:
    grade: Grade
    percent: Decimal | None
    grader: str  # empty for those who do not see who graded
    low: list[Line]
    has_changed: bool


def shown(user: Reader, grade: Grade) -> Shown:
    low = [line for line in lines_of(grade) if line.is_low]
    return Shown(grade, percent_of(grade), grader_name(user, grade), low, has_changed(grade))


def told_of(user: Reader, document: Plan | Proposal) -> dict[str, Any] | None:
    """Standing grades for those inside, and the mentor's button; None: nothing to say to this reader."""
    if not isinstance(user, User):
        return None
    rows = Grade.objects.of(document).standing().visible_to(user).with_all().order_by("-given_at", "-pk")
    grades = [shown(user, grade) for grade in rows]
    own = Grade.objects.of(document).filter(grader=user, state=GradeState.DRAFT).first()
    may_grade = _may_grade(user, document)
    if not (grades or may_grade):
        return None
    kind = "plan" if isinstance(document, Plan) else "proposal"
    return {"grades": grades, "draft": own, "may_grade": may_grade, "kind": kind, "document": document}


def told_at_decision(user: Reader, proposal: Proposal) -> dict[str, Any] | None:
    """The same as advice, without a button, and unfolded."""
    told = told_of(user, proposal)
    return told | {"may_grade": False, "is_open": True} if told and told["grades"] else None


def _may_grade(user: User, document: Plan | Proposal) -> bool:
    reached: Any = type(document).objects.visible_to(user, GRADE)
    return reached.filter(pk=document.pk).exists() and is_ready(document) and not is_own(document, user)

"""The result of a grade, what it lacks, and how it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.grades.models import Grade, GradeAnswer
from ruamsuk.grades.verbs import COMPARE_GRADES
from ruamsuk.instruments.models import Criterion, InstrumentVersion, Level
from ruamsuk.instruments.queries.scoring import Score, score


def result_of(version: InstrumentVersion, answers: Iterable[GradeAnswer]) -> Score | None:
    """None while a level is missing."""
    return score(version, {one.criterion_id: one.level for one in answers if one.level})


def missing_in(version: InstrumentVersion, answers: Iterable[GradeAnswer]) -> list[tuple[str, str]]:
    """Field of the form and words; empty: it can be given."""
    by_criterion = {one.criterion_id: one for one in answers}
    found = []
    for criterion in version.criteria.all():
        answer = by_criterion.get(criterion.pk)
        if answer is None or answer.level is None:
            found.append((level_field(criterion), _("a level for “{name}”").format(name=criterion.name)))
        elif answer.level.is_low and not answer.reason.strip():
            said = _("a reason for the low level of “{name}”").format(name=criterion.name)
            found.append((reason_field(criterion), said))
    return found


def level_field(criterion: Criterion) -> str:
    return f"level_{criterion.no}"


def reason_field(criterion: Criterion) -> str:
    return f"reason_{criterion.no}"


@dataclass(frozen=True)
class Line:
    """One criterion of a grade."""

    criterion: Criterion
    level: Level | None
    reason: str

    @property
    def is_low(self) -> bool:
        return self.level is not None and self.level.is_low


def lines_of(grade: Grade) -> list[Line]:
    """All criteria of its version in their order, also those without a level yet."""
    answers = {one.criterion_id: one for one in grade.answers.select_related("level")}
    return [
        Line(criterion, answer.level if answer else None, answer.reason if answer else "")
        for criterion in grade.version.criteria.prefetch_related("levels")
        for answer in [answers.get(criterion.pk)]
    ]


def score_of(grade: Grade) -> Score | None:
    """Of a given one as it was stored; of a draft as far as it goes."""
    if grade.points is not None and grade.most:
        return Score(grade.points, grade.most, grade.band)
    return result_of(grade.version, grade.answers.select_related("level"))


def percent_of(grade: Grade) -> Decimal | None:
    found = score_of(grade)
    return found.percent if found else None


def sees_grader(user: Reader, grade: Grade) -> bool:
    """Who may see which mentor gave it: the mentor, and those who lay grades beside each other there."""
    if isinstance(user, User) and grade.grader_id == user.pk:
        return True
    return Grade.objects.visible_to(user, COMPARE_GRADES).filter(pk=grade.pk).exists()


def grader_name(user: Reader, grade: Grade) -> str:
    """Empty for those who do not see who graded."""
    return grade.grader.name if sees_grader(user, grade) else ""

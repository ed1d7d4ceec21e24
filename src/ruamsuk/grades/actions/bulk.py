"""Many grades at once, each described by plain values as it was given: for the demo, a measurement, an import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action, note_done
from ruamsuk.core.models import store
from ruamsuk.grades.actions.grading import begin_grade, give_grade
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade, GradeAnswer, GradeIssue
from ruamsuk.grades.queries.documents import issues_of, last_sent
from ruamsuk.instruments.actions import note_answered
from ruamsuk.instruments.models import Criterion, InstrumentVersion, Level
from ruamsuk.instruments.queries.scoring import score
from ruamsuk.plans.actions import freeze_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal


@dataclass(frozen=True)
class GivenGrade:
    document: Plan | Proposal
    grader: User
    levels: Mapping[Criterion, Level]  # every criterion of the version
    reasons: Mapping[Criterion, str]
    advice: str
    given_at: datetime


@action(_("entered many grades"))
def enter_grades(
    *, given: Sequence[GivenGrade], version: InstrumentVersion, by: User | None, at: datetime = NOW
) -> list[Grade]:
    """Of one version, one of each mentor and document that were not graded before, in the order in which they were
    given. Nobody is told.
    """
    note_answered(version, at)
    last = {(type(one.document), one.document.pk): number for number, one in enumerate(given)}
    frozen: dict[int, Any] = {}
    grades, answers, issues = [], [], []
    for number, one in enumerate(given):
        document: Any = one.document
        if isinstance(document, Plan):
            if document.pk not in frozen:
                frozen[document.pk] = freeze_plan(document, one.given_at)
            of: dict[str, Any] = {"plan": document, "edition": frozen[document.pk]}
        else:
            of = {"proposal": document, "submission": last_sent(document)}
        result = score(version, {criterion.pk: level for criterion, level in one.levels.items()})
        assert result is not None
        grade = Grade(
            **of,
            version=version,
            fund=document.fund,
            fiscal_year=document.fiscal_year,
            home_area_id=document.home_area_id,
            place_no=document.place_no,
            grader=one.grader,
            state=GradeState.GIVEN,
            advice=one.advice,
            points=result.points,
            most=result.most,
            band=result.band,
            begun_at=one.given_at,
            given_at=one.given_at,
            stands=True,
            is_last=last[type(document), document.pk] == number,
        )
        grades.append(grade)
        answers += [
            GradeAnswer(grade=grade, criterion=criterion, level=level, reason=one.reasons.get(criterion, ""))
            for criterion, level in one.levels.items()
        ]
        issues += [GradeIssue(grade=grade, issue=issue) for issue in issues_of(document)]
    store(grades, answers, issues)
    for grade, one in zip(grades, given, strict=True):
        acts: tuple[Callable[..., object], ...] = (begin_grade, give_grade)
        note_done([(act, grade, one.given_at) for act in acts], by=one.grader)
    return grades

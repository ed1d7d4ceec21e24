"""A mentor begins a grade, saves it, gives it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade, GradeAnswer, GradeIssue
from ruamsuk.grades.problems import (
    GradeIsGiven,
    GradeIsGone,
    GradeUnfinished,
    NoRubric,
    NotSentToGrade,
    OwnWorkGraded,
)
from ruamsuk.grades.queries.documents import about_of, is_own, is_ready, issues_of, last_sent
from ruamsuk.grades.queries.results import missing_in, result_of
from ruamsuk.instruments.actions import note_answered
from ruamsuk.instruments.models import Criterion, InstrumentVersion, Level
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import register
from ruamsuk.plans.actions import freeze_plan
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries import people_at
from ruamsuk.plans.verbs import WRITE_PLAN
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.people import officers_of
from ruamsuk.projects.proposals.queries.people import writers_of

GIVEN = register("grades.given", _("“{title}” was graded: read what to improve."), icon="clipboard-check")

Answers = Mapping[Criterion, tuple[Level | None, str]]


@action(_("began to grade"))
def begin_grade(
    *, document: Plan | Proposal, version: InstrumentVersion | None = None, by: User, at: datetime = NOW
) -> Grade:
    """The mentor's draft of the document as it stands now; the one that was begun already goes on, also one that came
    with a post that was handed over: from now on it is the successor's.

    `version`: of the rubrics in use; left out, the first that there is for such a document.
    """
    document = locked(document)
    if is_own(document, by):
        raise OwnWorkGraded
    if begun := Grade.objects.of(document).filter(grader=by, state=GradeState.DRAFT).first():
        return begun
    if not is_ready(document):
        raise NotSentToGrade
    if left := Grade.objects.of(document).left_to(by).order_by("-begun_at").first():
        left.grader = by
        left.save(update_fields=["grader", "updated_at"])
        return left
    chosen = version or InstrumentVersion.objects.answerable(about_of(document)).first()
    if chosen is None or chosen.instrument.about != about_of(document):
        raise NoRubric
    grade = Grade(version=note_answered(chosen, at), grader=by, begun_at=at)
    _freeze(grade, document, at)
    grade.save()
    _note_issues(grade, document)
    return grade


@action(_("went on grading"), on="grade", aside=True, inside=True)
def save_grade(*, grade: Grade, answers: Answers, advice: str, by: User, at: datetime = NOW) -> Grade:
    """What is chosen and written so far; nothing has to be whole."""
    grade = _draft(grade)
    stored = {answer.criterion_id: answer for answer in grade.answers.all()}
    for criterion, (level, reason) in answers.items():
        answer = stored.get(criterion.pk) or GradeAnswer(grade=grade, criterion=criterion)
        answer.level, answer.reason = level, reason.strip()
        answer.save()
    grade.advice = advice.strip()
    grade.save(update_fields=["advice", "updated_at"])
    return grade


@action(_("took up the newest text to grade"), on="grade", aside=True, inside=True)
def renew_grade(*, grade: Grade, by: User, at: datetime = NOW) -> Grade:
    """The draft is about the document as it stands now; what was chosen stays to be looked at again."""
    grade = _draft(grade)
    document = locked(grade.document)
    if not is_ready(document):
        raise NotSentToGrade
    _freeze(grade, document, at)
    grade.save()
    grade.issue_links.all().delete()
    _note_issues(grade, document)
    return grade


@action(_("gave a grade"), on="grade")
def give_grade(*, grade: Grade, by: User, at: datetime = NOW) -> Grade:
    """From now on it stays as it is. The mentor's earlier one of the document stands no longer, and stays readable."""
    grade = _draft(grade)
    document = grade.document
    if is_own(document, by):  # what was begun before a post was taken up
        raise OwnWorkGraded
    answers = list(grade.answers.select_related("criterion", "level"))
    if missing := missing_in(grade.version, answers):
        errors = [{"field": field, "message": words} for field, words in missing]
        raise GradeUnfinished(missing=", ".join(words for _field, words in missing), errors=errors)
    result = result_of(grade.version, answers)
    assert result is not None
    assert result.band is not None  # a published version has a word from 0 on
    Grade.objects.of(document).filter(grader=grade.grader_id).update(stands=False, is_last=False)
    Grade.objects.of(document).update(is_last=False)
    grade.state, grade.given_at, grade.stands, grade.is_last = GradeState.GIVEN, at, True, True
    grade.points, grade.most, grade.band = result.points, result.most, result.band
    grade.save()
    _tell(grade, document, by, at)
    return grade


@action(_("threw a grade away"), on="grade", aside=True, inside=True)
def discard_grade(*, grade: Grade, by: User, at: datetime = NOW) -> None:
    """A draft."""
    _draft(grade).delete()


def locked(document: Any) -> Any:
    """One after the other at a document: first the lock, then what is read of it."""
    model = type(document)
    model._default_manager.select_for_update().only("pk").get(pk=document.pk)
    rows = model._default_manager.select_related(
        "fund__scope", *(["issue"] if model is Plan else ["organization", "design"])
    )
    return rows.get(pk=document.pk)


def _draft(grade: Grade) -> Grade:
    locked(grade.document)
    found = Grade.objects.with_all().filter(pk=grade.pk).first()
    if found is None:
        raise GradeIsGone
    if not found.is_draft:
        raise GradeIsGiven
    return found


def _freeze(grade: Grade, document: Plan | Proposal, at: datetime) -> None:
    """What exactly is graded, and where it is counted."""
    if isinstance(document, Plan):
        grade.plan, grade.edition = document, freeze_plan(document, at)
    else:
        grade.proposal, grade.submission = document, last_sent(document)
    year, place = document.fiscal_year, document.place_no
    if document.fund is None or document.home_area_id is None or year is None or place is None:
        raise NotSentToGrade  # records of older systems that name no fund
    grade.fund, grade.fiscal_year = document.fund, year
    grade.home_area_id, grade.place_no = document.home_area_id, place


def _note_issues(grade: Grade, document: Plan | Proposal) -> None:
    GradeIssue.objects.bulk_create(GradeIssue(grade=grade, issue=issue) for issue in issues_of(document))


def _tell(grade: Grade, document: Plan | Proposal, by: User, at: datetime) -> None:
    if isinstance(document, Plan):
        people = people_at(document.fund, WRITE_PLAN)
        title: Any = {"th": document.issue.name_th, "en": document.issue.name_en or document.issue.name_th}
    else:
        people = [*writers_of(document), *officers_of(document.fund)]
        title = document.title[:120]
    send(
        GIVEN,
        to=people,
        url_name="grades:grade",
        url_kwargs={"uid": grade.uid},
        params={"title": title},
        by=by,
        at=at,
    )

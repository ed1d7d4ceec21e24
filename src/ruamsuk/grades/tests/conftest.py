"""Kho Hong's fund with an agreed plan and a sent proposal, the rubrics, and two mentors of Hat Yai."""

from types import SimpleNamespace

import pytest

from ruamsuk.core.calendar import today
from ruamsuk.grades.actions import begin_grade, give_grade, save_grade
from ruamsuk.grades.models import Grade
from ruamsuk.instruments.actions import load_catalogue
from ruamsuk.plans import actions as plans
from ruamsuk.projects.tests.conftest import load_submitted
from tests.kept import keep
from tests.world import area, person


def load() -> SimpleNamespace:
    found = load_submitted()
    load_catalogue(by=None)
    agree(found.plan)
    found.plan.refresh_from_db()
    found.wichai = found.mentor
    found.somsri = person("Somsri", "mentor", area("9011"))
    found.elsewhere = person("Aree", "mentor", area("9301"))
    found.coordinator = person("Anan", "coordinator", area("90"))
    found.central = person("Kanda", "central")
    return found


def agree(plan) -> None:
    plans.agree_plan(plan=plan, agreed_on=today(), note="1/2570", by=None)


keep("grading", load)


@pytest.fixture
def grading(kept_world):
    return kept_world("grading")


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["language"] = "en"


def answer(grade: Grade, *numbers: int, reason: str = "ยังไม่มีตัวเลข", advice: str = "") -> None:
    """Levels of the criteria in their order; each with a reason."""
    criteria = grade.version.criteria.all()
    answers = {
        criterion: (criterion.levels.get(number=number), reason)
        for criterion, number in zip(criteria, numbers, strict=False)
    }
    save_grade(grade=grade, answers=answers, advice=advice, by=grade.grader)


def graded(document, by, *numbers: int) -> Grade:
    grade = begin_grade(document=document, by=by)
    answer(grade, *numbers)
    return give_grade(grade=grade, by=by)

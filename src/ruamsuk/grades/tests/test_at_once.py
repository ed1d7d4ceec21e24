"""Two at the same moment: each grade is given and one is the last; a rubric is answered or taken back, never both."""

import pytest

from ruamsuk.grades.actions import begin_grade, give_grade
from ruamsuk.grades.models import Grade
from ruamsuk.grades.problems import NoRubric
from ruamsuk.grades.tests.conftest import answer
from ruamsuk.instruments.actions import take_version_back
from ruamsuk.instruments.models import InstrumentVersion
from ruamsuk.instruments.problems import VersionIsAnswered, VersionNotInUse
from ruamsuk.plans.actions import check_plan, return_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects.tests.test_twice import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_the_same_moment_one_is_the_last_and_nothing_is_lost(grading):
    mentors = [grading.wichai, grading.somsri]
    # Each begins on two screens.
    begun = at_once(4, lambda n: begin_grade(document=grading.plan, by=mentors[n % 2]))
    assert len({grade.pk for grade in begun}) == 2
    for grade in Grade.objects.all():
        answer(grade, 4, 3, 3, 3, 3)
    # Each gives on two screens: once it is given, the other screen is told.
    given = at_once(4, lambda n: give_grade(grade=begun[n], by=mentors[n % 2]))
    assert sorted(type(one).__name__ for one in given) == ["Grade", "Grade", "GradeIsGiven", "GradeIsGiven"]
    assert (Grade.objects.standing().count(), Grade.objects.counted().count()) == (2, 1)
    assert grading.plan.editions.count() == 1
    # While one grades, others check and return: each act stands for itself.
    acts = [
        lambda: check_plan(plan=grading.plan, by=grading.coordinator),
        lambda: return_plan(plan=grading.plan, note="แก้ตัวเลข", by=grading.central),
        lambda: begin_grade(document=grading.plan, by=grading.wichai),
    ]
    assert not [one for one in at_once(3, lambda n: acts[n]()) if isinstance(one, Exception)]
    assert (
        Plan.objects.get(pk=grading.plan.pk).check_state
        == grading.plan.checks.order_by("-pk").first().outcome
    )
    # The rubric for proposals is taken back in the moment of its first answer.
    version = InstrumentVersion.objects.get(instrument__about="proposal")
    acts = [
        lambda: begin_grade(document=grading.submitted, by=grading.wichai),
        lambda: take_version_back(version=version, by=None),
    ]
    answered, taken = at_once(2, lambda n: acts[n]())
    if isinstance(answered, Grade):
        assert isinstance(taken, VersionIsAnswered)
    else:
        assert isinstance(answered, VersionNotInUse | NoRubric)
        assert taken.is_draft

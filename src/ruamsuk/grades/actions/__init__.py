"""All changes of grades. Every action locks the document first, so that one grade of it is the last."""

from ruamsuk.grades.actions.bulk import GivenGrade, enter_grades
from ruamsuk.grades.actions.grading import begin_grade, discard_grade, give_grade, renew_grade, save_grade

__all__ = [
    "GivenGrade",
    "begin_grade",
    "discard_grade",
    "enter_grades",
    "give_grade",
    "renew_grade",
    "save_grade",
]

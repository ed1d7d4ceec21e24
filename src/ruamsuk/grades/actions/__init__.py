"""All changes of grades. Every action locks the document first, so that one grade of it is the last."""

from ruamsuk.grades.actions.grading import begin_grade, discard_grade, give_grade, renew_grade, save_grade

__all__ = ["begin_grade", "discard_grade", "give_grade", "renew_grade", "save_grade"]

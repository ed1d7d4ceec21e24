from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class OwnWorkGraded(Problem):
    code = "own-work-graded"
    status = 403
    title = _("This is your own work, so somebody else grades it.")
    remedy = _("You hold a post there, or you wrote or sent it. Ask another mentor of the area.")


class NotSentToGrade(Problem):
    code = "not-sent-to-grade"
    title = _("This was not sent yet, or is being corrected.")
    remedy = _("A plan is graded once it is agreed, a proposal once it is sent.")


class NoRubric(Problem):
    code = "no-rubric"
    title = _("There is no rubric in use for this.")
    remedy = _("An administrator publishes one under “Rubrics”.")


class GradeIsGiven(Problem):
    code = "grade-is-given"
    title = _("This grade was given, so it stays as it is.")
    remedy = _(
        "Grade the document again: the new grade takes the place of this one, and this one stays readable."
    )


class GradeUnfinished(Problem):
    code = "grade-unfinished"
    title = _("The grade cannot be given yet.")
    remedy = _("Still missing: {missing}.")


class GradeIsGone(Problem):
    code = "grade-is-gone"
    title = _("This grade was thrown away on another screen.")
    remedy = _("Open the document again and begin anew.")

"""What can be wrong with a plan."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class YearIsOver(Problem):
    code = "plan-year-is-over"
    title = _("The plan of fiscal year {year} is closed.")
    remedy = _(
        "Plans of fiscal year {first} and later can be written. Change the fiscal year at the top of the page."
    )


class YearTooFar(Problem):
    code = "plan-year-too-far"
    title = _("Fiscal year {year} is too far ahead.")
    remedy = _("Plans up to fiscal year {last} can be written. Check whether the year is right.")


class PlanExists(Problem):
    code = "plan-exists"
    title = _("{issue} already stands in the plan of fiscal year {year}.")
    remedy = _("Open it in the list of the year and go on writing there.")


class PlanIsAgreed(Problem):
    code = "plan-is-agreed"
    title = _("This plan was agreed on {day}, so it cannot be changed.")
    remedy = _("Open the plan again with a reason, change it, and have it agreed again.")


class PlanIsDraft(Problem):
    code = "plan-is-draft"
    title = _("This plan is being written already.")
    remedy = _("Go on writing. There is nothing to open again.")


class PlanUnfinished(Problem):
    code = "plan-unfinished"
    title = _("The plan cannot be agreed yet. Missing: {missing}.")
    remedy = _("Add what is missing, then agree the plan.")


class NothingToAgree(Problem):
    code = "no-plan-to-agree"
    title = _("No plan of fiscal year {year} is ready to be agreed.")
    remedy = _("A plan needs at least one problem and one objective. Add them first.")


class NothingToCopy(Problem):
    code = "no-plan-to-copy"
    title = _("There is no plan of fiscal year {year} to start from.")
    remedy = _("Choose another year, or add the issue and write it anew.")


class AlreadyInPlan(Problem):
    code = "already-in-plan"
    title = _("“{name}” already stands in this plan.")
    remedy = _("Change the row that is there.")


class RowHasProposal(Problem):
    code = "planned-project-has-proposal"
    title = _("“{name}” already has a proposal, so it stays in the plan.")
    remedy = _("Change its words or budget here, or withdraw the proposal first.")


class RowIsGone(Problem):
    code = "plan-row-is-gone"
    title = _("Someone else has just removed this row.")
    remedy = _("Open the plan again. If the row is needed, add it anew.")


class NotOfThisPlan(Problem):
    code = "not-of-this-plan"
    status = 422
    title = _("“{name}” does not belong to this plan.")
    remedy = _("Choose one from the list of this plan.")


class NothingWritten(Problem):
    code = "plan-row-without-text"
    status = 422
    title = _("A row needs words.")
    remedy = _("Write what it is about in a few words.")


class OwnPlan(Problem):
    code = "own-plan"
    status = 403
    title = _("This plan is your own work, so somebody else judges it.")
    remedy = _(
        "You hold a post at the fund, or you wrote or changed the plan. Ask another mentor or the coordinator."
    )


class PlanNotAgreed(Problem):
    code = "plan-not-agreed"
    title = _("The plan is still being written.")
    remedy = _("It can be judged once the fund's committee has agreed it.")


class PlanCheckedAlready(Problem):
    code = "plan-checked-already"
    title = _("This plan is “{state}” already.")
    remedy = _("Open the page again to see what was said.")


class NoDevelopmentRows(Problem):
    code = "no-development-rows"
    title = _("No project was found in it.")
    remedy = _(
        "Copy the table with its heading row, in which one column is called โครงการ, and paste it again; or send the "
        "Excel file."
    )

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class AlreadyDecided(Problem):
    code = "already-decided"
    title = _("This proposal was already decided: {outcome} on {day}, resolution {resolution}.")
    remedy = _("Nothing was changed. If the entry was wrong, open the proposal and correct the decision.")


class NothingCorrected(Problem):
    code = "nothing-corrected"
    status = 422
    title = _("The correction says the same as the decision that stands.")
    remedy = _("Change what was recorded wrongly, or leave the page without saving.")


class ApprovalInUse(Problem):
    code = "approval-in-use"
    title = _("The project that this approval made already has: {things}.")
    remedy = _(
        "If the committee did approve it and the work ends, stop the project with the reason in its status. If it "
        "was never approved, first remove its instalments, documents, variations that are not in force and reports "
        "that were not sent, and the projects below it. A report that was sent cannot be removed."
    )


class InstalmentsBindAmount(Problem):
    code = "instalments-bind-amount"
    status = 422
    title = _("The project has {count} instalments that add up to {budget} baht.")
    remedy = _(
        "Open the project's instalments and remove all, correct the amount here, then enter them again so that "
        "they add up to the new amount."
    )


class FundersBindAmount(Problem):
    code = "funders-bind-amount"
    status = 422
    title = _("The project has several funders; the fund's own part cannot take {difference} baht.")
    remedy = _("Open the project's funders, move enough money to the fund's own part, then correct here.")


class VariedBelowNothing(Problem):
    code = "varied-below-nothing"
    status = 422
    title = _(
        "After its variations the project has {varied} baht; with this correction nothing would be left."
    )
    remedy = _("Check the amount, or vary the project first.")


class DecisionInFuture(Problem):
    code = "decision-in-future"
    status = 422
    title = _("The day of the decision, {day}, lies in the future.")
    remedy = _("Type the day of the committee's meeting.")


class AmountMissing(Problem):
    code = "amount-missing"
    status = 422
    title = _("An approval needs an amount above 0 baht.")
    remedy = _("Type the amount that the committee approved.")


class InstalmentsDoNotAddUp(Problem):
    code = "instalments-do-not-add-up"
    status = 422
    title = _("The instalments add up to {sum} baht, the project's budget is {budget} baht.")
    remedy = _("Change the instalments so that nothing is missing: the difference is {difference} baht.")


class InstalmentsOverlap(Problem):
    code = "instalments-overlap"
    status = 422
    title = _("Instalment {no} starts on {day}, before the one before it has ended.")
    remedy = _("Let each instalment start after the one before it.")


class FundingDoesNotAddUp(Problem):
    code = "funding-does-not-add-up"
    status = 422
    title = _("The funders give {sum} baht together, the project's budget is {budget} baht.")
    remedy = _("Change the amounts or the budget so that both are the same.")


class FunderTwice(Problem):
    code = "funder-twice"
    status = 422
    title = _("“{giver}” stands in two lines.")
    remedy = _("Put its money into one line.")


class DesignAgreed(Problem):
    code = "design-agreed"
    title = _("What was agreed to of this project is changed by a variation: {what}.")
    remedy = _(
        "Open the project and press “Change what was approved”; what stands stays beside what shall be."
    )


class CodeTaken(Problem):
    code = "project-code-taken"
    status = 422
    title = _("Another project has the code {project_code}.")
    remedy = _("Leave the code empty to have the next free one made, or check the number on paper.")


class CodeUnreadable(Problem):
    code = "project-code-unreadable"
    status = 422
    title = _("“{typed}” is no project code that can be read.")
    remedy = _("Type it like 66-L4127-2-03 (year, fund, type, number), or leave it empty.")


class CircleOfParents(Problem):
    code = "circle-of-parents"
    status = 422
    title = _("A project cannot stand below itself.")
    remedy = _("Choose another project set above it.")


class FundsOneByOne(Problem):
    code = "funds-one-by-one"
    title = _("More money of {funds} would each have to be confirmed by another person of that fund.")
    remedy = _("Enter the larger share of one fund, have it confirmed, then enter the next.")


class EnteredGone(Problem):
    code = "entered-gone"
    title = _("What was entered names a fund, an organisation or a project that is no longer there.")
    remedy = _("Nothing took effect. Decline it with that reason; it can be entered again without it.")


class NothingToTakeOver(Problem):
    code = "nothing-to-take-over"
    title = _("No imported project of {fund} in the fiscal year {year} waits to be counted.")
    remedy = _("Look at the list again: they may be counted already, or have no fiscal year yet.")


class TakenBackAlready(Problem):
    code = "taken-back-already"
    title = _("These projects are not counted any more.")
    remedy = _("Open the list again to see what is counted.")


class PartnerTwice(Problem):
    code = "partner-twice"
    status = 422
    title = _("“{partner}” stands in the list twice.")
    remedy = _("Keep one line, with the money of both together.")

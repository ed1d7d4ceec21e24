from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ProposalIncomplete(Problem):
    code = "proposal-incomplete"
    status = 422
    title = _("The proposal is not complete yet: {count} things are missing.")
    remedy = _("Missing: {missing}. Open each one from the list, fill it in and send again.")


class NotWritableNow(Problem):
    code = "proposal-not-writable"
    title = _("This proposal is {state}, so its text cannot be changed now.")
    remedy = _("Ask the fund to return it for correction, or withdraw it first.")


class NotSentYet(Problem):
    code = "proposal-not-sent-yet"
    title = _("This proposal is {state}; its text is read by its authors, the fund, committee and mentor.")
    remedy = _("Read what was sent last: submission {submission}.")


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
        "was never approved, first remove its instalments, documents and reports that were not sent, and the "
        "projects below it. A report that was sent cannot be removed."
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


class NotSubmitted(Problem):
    code = "proposal-not-submitted"
    title = _("This proposal is {state}; only a submitted proposal can be decided.")
    remedy = _("Wait until it is submitted, or ask its authors to submit it.")


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


class ReasonMissing(Problem):
    code = "reason-missing"
    status = 422
    title = _("A reason is missing.")
    remedy = _("Write in one or two sentences why, so that the others know what to do.")


class LastDayBeforeFirst(Problem):
    code = "last-day-before-first"
    status = 422
    title = _("The last day, {last}, is before the first day, {first}.")
    remedy = _("Check both days.")


class LineTooLarge(Problem):
    code = "budget-line-too-large"
    status = 422
    title = _("Quantity × unit cost × times is larger than any fund's budget.")
    remedy = _("Check the number of zeros.")


class RowInUse(Problem):
    code = "row-in-use"
    title = _("“{row}” is used by: {users}.")
    remedy = _("Change those first, then remove it.")


class WasSubmitted(Problem):
    code = "was-submitted"
    title = _("A proposal that was submitted once is kept.")
    remedy = _("Withdraw it with a reason instead; it stays readable.")


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


class AlreadyAuthor(Problem):
    code = "already-author"
    status = 422
    title = _("{name} writes on this proposal already.")
    remedy = _("Choose another person.")


class InvitationAnswered(Problem):
    code = "author-invitation-over"
    title = _("This invitation to write is over: answered, taken back or too old.")
    remedy = _("Ask whoever invited you to send a new one.")


class ReportIncomplete(Problem):
    code = "report-incomplete"
    status = 422
    title = _("The report is not complete yet: {count} things are missing.")
    remedy = _("Missing: {missing}. Open each one from the list, fill it in and send again.")


class ReportFrozen(Problem):
    code = "report-frozen"
    title = _("This report is {state}, so its text cannot be changed now.")
    remedy = _("Ask who checks it to return it; then it can be corrected and sent again.")


class ReportYearClosed(Problem):
    code = "report-year-closed"
    title = _("Reports for the fiscal year {year} were taken until {day}.")
    remedy = _(
        "Ask the officer of the fund, or of the organisation that gives the money: they can still enter it."
    )


class ReportProjectStopped(Problem):
    code = "report-project-stopped"
    title = _("This project is {status}, so no report can be made on it.")
    remedy = _("If work went on, ask who runs the project to set its status to running first.")


class DayInFuture(Problem):
    code = "report-day-in-future"
    status = 422
    title = _("The activity's day, {day}, lies in the future.")
    remedy = _("Report after the activity has taken place, or correct the day.")


class NotYourStep(Problem):
    code = "not-your-step"
    title = _("This report is {state}; the next step is not yours yet.")
    remedy = _("Open the report again: the steps show who is next.")


class ReportWasSent(Problem):
    code = "report-was-sent"
    title = _("A report that was sent once is kept.")
    remedy = _("Correct its text and send it again.")


class PartGone(Problem):
    code = "report-part-gone"
    status = 404
    title = _("This line, photo or file is not in the report any more.")
    remedy = _("Open the report again to see what stands there now.")


class StepWaits(Problem):
    code = "step-waits"
    title = _("A step entered by {name} waits for confirmation, so nothing else can be entered now.")
    remedy = _("Confirm or decline that step first; {name} can also take it back.")


class NobodyToConfirm(Problem):
    code = "nobody-to-confirm"
    title = _("You alone stand behind this so far, and nobody of {fund} could confirm your step.")
    remedy = _(
        "Nothing was recorded. Let the coordinator of the area invite a second officer, or name the account of chair "
        "or secretary on the page of the committee; then enter it again."
    )


class FundsOneByOne(Problem):
    code = "funds-one-by-one"
    title = _("More money of {funds} would each have to be confirmed by another person of that fund.")
    remedy = _("Enter the larger share of one fund, have it confirmed, then enter the next.")


class EnteredGone(Problem):
    code = "entered-gone"
    title = _("What was entered names a fund, an organisation or a project that is no longer there.")
    remedy = _("Nothing took effect. Decline it with that reason; it can be entered again without it.")


class NotYoursToConfirm(Problem):
    code = "not-yours-to-confirm"
    status = 403
    title = _(
        "You cannot confirm this step: it needs a second person who neither wrote nor sent nor entered it."
    )
    remedy = _("Those who may: {who}.")


class StepClosed(Problem):
    code = "step-closed"
    title = _("This step no longer waits: {state} ({name}).")
    remedy = _("Nothing was changed. Open the record to see how it stands.")

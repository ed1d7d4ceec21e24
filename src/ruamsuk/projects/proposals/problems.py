from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ProposalIncomplete(Problem):
    code = "proposal-incomplete"
    status = 422
    title = _("The proposal cannot be sent yet. Missing or to be mended: {count}.")
    remedy = _("{missing}. Open each one from the list, mend it and send again.")


class NotWritableNow(Problem):
    code = "proposal-not-writable"
    title = _("This proposal is {state}, so its text cannot be changed now.")
    remedy = _("Ask the fund to return it for correction, or withdraw it first.")


class NotSentYet(Problem):
    code = "proposal-not-sent-yet"
    title = _("This proposal is {state}; its text is read by its authors, the fund, committee and mentor.")
    remedy = _("Read what was sent last: submission {submission}.")


class NotSubmitted(Problem):
    code = "proposal-not-submitted"
    title = _("This proposal is {state}; only a submitted proposal can be decided.")
    remedy = _("Wait until it is submitted, or ask its authors to submit it.")


class WasSubmitted(Problem):
    code = "was-submitted"
    title = _("A proposal that was submitted once is kept.")
    remedy = _("Withdraw it with a reason instead; it stays readable.")


class AlreadyAuthor(Problem):
    code = "already-author"
    status = 422
    title = _("{name} writes on this proposal already.")
    remedy = _("Choose another person.")


class InvitationAnswered(Problem):
    code = "author-invitation-over"
    title = _("This invitation to write is over: answered, taken back or too old.")
    remedy = _("Ask whoever invited you to send a new one.")

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class SeatsTaken(Problem):
    code = "seats-taken"
    status = 422
    title = _("All {seats} seats of “{position}” are taken.")
    remedy = _("End the membership of the person who left first, or choose another position.")


class AlreadyOnCommittee(Problem):
    code = "already-on-committee"
    status = 422
    title = _("{name} is on this committee already.")
    remedy = _("Check the name, or end the other seat first.")


class CommitteeHasEnded(Problem):
    code = "committee-has-ended"
    title = _("This series of the committee has ended.")
    remedy = _("Change the series that serves today. Earlier ones stay as they were.")


class MemberHasLeft(Problem):
    code = "member-has-left"
    title = _("{name} has left the committee already.")
    remedy = _("Open the page again to see the register of today.")


class CommitteeDays(Problem):
    code = "committee-days"
    status = 422
    title = _("The days do not fit: {earlier} must come before {later}.")
    remedy = _("Check both days.")


class NoCommitteeForThisKind(Problem):
    code = "no-committee-for-this-kind"
    status = 422
    title = _("A fund of this kind ({kind}) has no committee of its own.")
    remedy = _("Nothing needs to be recorded here.")

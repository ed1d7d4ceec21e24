from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


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

"""Forms of a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import BahtField, DayField, JudgingForm, OfYearForm, TextField
from ruamsuk.projects.proposals.choices import Outcome


class DecisionForm(JudgingForm, OfYearForm):
    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    decided_on = DayField(label=_("Day of the committee's meeting"), help_text=_("Like 15/11/2569"))
    resolution_no = TextField(label=_("Resolution number"), max_length=40, help_text=_("Like 2/2570"))
    amount_satang = BahtField(label=_("Amount approved (baht)"), required=False)
    conditions = TextField(
        label=_("Conditions, or the reason of a rejection"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if (
            data.get("outcome") == Outcome.APPROVED
            and not data.get("amount_satang")
            and "amount_satang" not in self.errors
        ):
            self.add_error("amount_satang", _("Type the amount that the committee approved."))
        return data


class CorrectionForm(DecisionForm):
    """A decision as it should have been recorded, and what was wrong."""

    reason = TextField(
        label=_("What was recorded wrongly, and how it was noticed"),
        help_text=_("Kept with the first entry, for everybody who reads the decision later."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

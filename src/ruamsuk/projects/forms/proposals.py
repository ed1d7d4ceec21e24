"""Forms of single acts on a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import BahtField, DayField, FiscalYearField
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadField
from ruamsuk.projects.choices import Outcome
from ruamsuk.projects.forms.draft import FundField


class StartForm(forms.Form):
    """A proposal from nothing; all that follows is written step by step."""

    title = forms.CharField(
        label=_("Name of the project or activity"),
        max_length=500,
        help_text=_("Short and easy to understand; say in which community. It can be changed later."),
    )
    fiscal_year = FiscalYearField(label=_("Fiscal year"))
    fund = FundField(
        label=_("Fund"),
        required=False,
        help_text=_("Code like L5166, or the full name. May stay empty until you know it."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What should be corrected"),
        help_text=_("Name the section and what you expect, so that nobody has to ask back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it should not take effect"),
        help_text=_("Read by the person who entered it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:  # who takes the own entry back writes for the trail, not to somebody
            self.fields["reason"].label = _("Why you take it back")
            self.fields["reason"].help_text = _("Kept on the record.")


class IdCopyForm(forms.Form):
    upload = UploadField(
        kind=FileKind.DOCUMENT,
        label=_("Copy of the ID card"),
        help_text=_(
            "A picture or a PDF. Cross out what is not needed, and write what it is for on the copy."
        ),
    )


class AuthorForm(forms.Form):
    person = forms.CharField(
        label=_("User name or e-mail of the person"),
        max_length=150,
        help_text=_(
            "People of your own fund or organisation can write at once. Others are invited and decide themselves; if "
            "nobody accepts, check the spelling or ask your fund's officer to invite the person to Ruamsuk first."
        ),
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    decided_on = DayField(label=_("Day of the committee's meeting"), help_text=_("Like 15/11/2569"))
    resolution_no = forms.CharField(label=_("Resolution number"), max_length=40, help_text=_("Like 2/2570"))
    amount_satang = BahtField(label=_("Amount approved (baht)"), required=False)
    conditions = forms.CharField(
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

    reason = forms.CharField(
        label=_("What was recorded wrongly, and how it was noticed"),
        help_text=_("Kept with the first entry, for everybody who reads the decision later."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

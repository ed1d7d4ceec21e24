"""Forms of single acts on a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import FiscalYearField, JudgingForm, LineArea, TextField
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadField
from ruamsuk.funds.forms import FundField


class StartForm(forms.Form):
    """A proposal from nothing; all that follows is written step by step."""

    title = TextField(
        label=_("Name of the project or activity"),
        max_length=500,
        widget=LineArea(),
        help_text=_("Short and easy to understand; say in which community. It can be changed later."),
    )
    fiscal_year = FiscalYearField(label=_("Fiscal year"))
    fund = FundField(
        label=_("Fund"),
        required=False,
        help_text=_(
            "Type three letters of its name, code or place, and choose. May stay empty until you know it."
        ),
    )


class NoteForm(JudgingForm):
    note = TextField(
        label=_("What should be corrected"),
        help_text=_("Name the section and what you expect, so that nobody has to ask back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class ReasonForm(forms.Form):
    reason = TextField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class IdCopyForm(forms.Form):
    upload = UploadField(
        kind=FileKind.DOCUMENT,
        label=_("Copy of the ID card"),
        help_text=_(
            "A picture or a PDF. Cross out what is not needed, and write what it is for on the copy."
        ),
    )


class AuthorForm(forms.Form):
    person = TextField(
        label=_("User name or e-mail of the person"),
        max_length=150,
        help_text=_(
            "People of your own fund or organisation can write at once. Others are invited and decide themselves; if "
            "nobody accepts, check the spelling or ask your fund's officer to invite the person to Ruamsuk first."
        ),
    )

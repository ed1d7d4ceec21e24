"""What the counting page is asked for, and the forms of stated figures."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.forms import DayField, NumberField, StandingForm, TextField, offer
from ruamsuk.core.money import SATANG
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.funds.choices import Then, Way
from ruamsuk.issues.models import IssueList, ListEntry

MOST = 10**12


def _figures(*, bases_only: bool = False) -> list[tuple[str, object]]:
    return [(code, one.label) for code, one in FIGURES.items() if one.is_basis or not bases_only]


class ThenForm(forms.Form):
    """As of which past day a question is asked, and how; without a day: today."""

    on = DayField(label=_("As of the day"), required=False)
    way = forms.ChoiceField(label=_("How"), choices=Way.choices, required=False)

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and day > today():
            raise ValidationError(
                _("%(day)s is yet to come. Figures can be asked for until today."),
                code="future",
                params={"day": day_text(day)},
            )
        return day

    @property
    def then(self) -> Then | None:
        """None also while what was typed cannot be read."""
        day = self.cleaned_data.get("on") if self.is_valid() else None
        return Then(day, Way(self.cleaned_data["way"] or Way.KNOWN)) if day else None


class NoteForm(forms.Form):
    figure = forms.ChoiceField(
        label=_("Which figure"),
        choices=_figures,
        initial="approved",
        help_text=_(
            "If it only says “projects”, choose what it seems to count: the others are shown beside it."
        ),
    )
    entry = forms.ModelChoiceField(
        label=_("Of which issue"),
        queryset=ListEntry.objects.none(),
        required=False,
        empty_label=_("all issues together"),
    )
    printed = NumberField(
        label=_("What the document says"),
        min_value=0,
        max_value=MOST,
        help_text=_("The number as it is printed, even if it looks wrong. Money in baht."),
    )
    source = TextField(
        label=_("Which document"),
        max_length=300,
        help_text=_("Name, day and page, so that others can look it up."),
    )
    source_url = forms.URLField(
        label=_("Its address on the web"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, issue_list: IssueList | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, entry=ListEntry.objects.filter(issue_list=issue_list))

    def clean(self) -> dict[str, object]:
        """`printed` becomes a whole number; money becomes satang."""
        values = self.cleaned_data
        typed = values.get("printed")
        if typed is not None and "figure" in values:
            number = typed * SATANG if FIGURES[values["figure"]].is_money else typed
            if number != int(number):
                self.add_error("printed", _("This figure is a whole number."))
            values["printed"] = int(number)
        return values


class ChoiceForm(StandingForm):
    choice = forms.ChoiceField(
        label=_("Which figure counts"), choices=FigureChoice.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Such as: the document counts projects under each of their issues."),
    )


class BasisForm(forms.Form):
    figure = forms.ChoiceField(label=_("What the document counts"), choices=lambda: _figures(bases_only=True))


class FreezeForm(forms.Form):
    name = TextField(
        label=_("Name of these figures"),
        max_length=200,
        help_text=_("Such as: Figures for the annual report 2569."),
    )
    reason = TextField(
        label=_("What it is frozen for"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In a sentence, for those who find the set cited."),
    )


class WithdrawForm(forms.Form):
    reason = TextField(label=_("Why it should no longer be cited"), widget=forms.Textarea(attrs={"rows": 2}))

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import AreaField
from ruamsuk.core.forms import DayField, NumberField, StandingForm, TextField, WholeField, offer
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.issues.models import Indicator

FIELDS = (
    "home_area", "indicator", "text", "unit", "value", "covered", "total", "measured_on", "agency", "source",
)  # fmt: skip
MOST_COUNTED = 100_000_000


class FigureFilter(forms.Form):
    q = TextField(label=_("Words of the figure"), max_length=100, required=False)


class OfficialFigureForm(StandingForm):
    home_area = AreaField(
        label=_("Area of the figure"),
        help_text=_(
            "Sub-district, district or province. It is offered to who writes a plan or proposal there."
        ),
    )
    indicator = forms.ModelChoiceField(
        label=_("Standard indicator"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=_("None of these"),
        to_field_name="code",
    )
    text = TextField(
        label=_("What the figure says, in your own words"),
        help_text=_(
            "Only when no standard indicator fits. It is offered where a problem has the same words."
        ),
        max_length=300,
        required=False,
    )
    unit = TextField(
        label=_("Unit"),
        help_text=_("For example percent, people, households."),
        max_length=40,
        required=False,
    )
    value = NumberField(label=_("Value of the figure"), max_digits=14, decimal_places=2)
    covered = WholeField(
        label=_("How many were counted?"), min_value=0, max_value=MOST_COUNTED, required=False
    )
    total = WholeField(
        label=_("Out of how many in all?"), min_value=0, max_value=MOST_COUNTED, required=False
    )
    measured_on = DayField(
        label=_("Day of the figure"), help_text=_("For example 30/9/2569. Any Thai way of writing will do.")
    )
    agency = TextField(
        label=_("Agency that gave the figure"),
        help_text=_("For example the health centre, the district health office or the local authority."),
        max_length=200,
    )
    source = TextField(
        label=_("Report or data set"),
        help_text=_("Where others can find it again."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, indicator=Indicator.objects.in_use())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("indicator") and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Choose a standard indicator, or write what the figure says."))
        return data


def values_of(figure: OfficialFigure) -> dict[str, object]:
    found = {field: getattr(figure, field) for field in FIELDS}
    if figure.indicator is not None:  # words and unit are its own
        found |= {"indicator": figure.indicator.code, "text": "", "unit": ""}
    return found

"""Forms of a variation: what shall be and why, its return, the decision on it."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import AreaField
from ruamsuk.core.forms import (
    BahtField,
    DayField,
    JudgingForm,
    OfYearForm,
    StandingForm,
    TextField,
    check_near,
)
from ruamsuk.drafts.forms import field_of
from ruamsuk.projects.projects.specs import OF_DESIGN
from ruamsuk.projects.variations.choices import VariationOutcome
from ruamsuk.projects.variations.models import Variation

OF_VARIATION = ("reason", "budget_satang", "home_area", "report_due_on")


class VariationForm(StandingForm):
    """What is not a row: why, money, place, days, and the texts of the design."""

    reason = TextField(
        label=_("Why it has to change"),
        help_text=_("Read by everybody once it is in force."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    budget_satang = BahtField(label=_("Amount of the project (baht)"))
    home_area = AreaField(label=_("Where it is counted"))
    report_due_on = DayField(label=_("Report due on"), required=False)

    def __init__(self, *args: Any, variation: Variation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._year = variation.project.fiscal_year
        self.initial = {**{name: getattr(variation, name) for name in OF_VARIATION}, **self.initial}
        for field in OF_DESIGN:
            self.fields[field.name] = deepcopy(field_of(field))
            self.fields[field.name].required = field.name in ("starts_on", "ends_on")
            self.initial.setdefault(field.name, getattr(variation.design, field.name))

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        check_near(self, self._year, "starts_on", "ends_on", "report_due_on")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first day. Check both."))
        return data

    def parts(self) -> dict[str, Any]:
        """As `write_variation` takes it."""
        values = dict(self.cleaned_data)
        return {"design": {field.name: values.pop(field.name) for field in OF_DESIGN}, **values}


class ReturnForm(JudgingForm):
    reason = TextField(
        label=_("What has to be mended"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class VariationDecisionForm(JudgingForm, OfYearForm):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=VariationOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = DayField(label=_("Day of the committee's meeting"), help_text=_("Like 15/11/2569"))
    resolution_no = TextField(label=_("Resolution number"), max_length=40, help_text=_("Like 2/2570"))
    words = TextField(
        label=_("Conditions, or the reason why it was not agreed to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def __init__(self, *args: Any, variation: Variation, **kwargs: Any) -> None:
        super().__init__(*args, year=variation.project.fiscal_year, **kwargs)
        if not variation.needs_committee:  # the fund records it by itself
            for name in ("decided_on", "resolution_no"):
                del self.fields[name]

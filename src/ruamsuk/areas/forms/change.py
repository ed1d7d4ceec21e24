"""What the forms of all changes have in common."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.choices import EDIT_AREAS
from ruamsuk.areas.forms.picker import CHOSEN
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.forms import DayField, chosen_words


class ChangeForm(forms.Form):
    """Base of the forms that change one area: who changes and which area are known."""

    area: Area
    is_multipart_form = False

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.prepare()

    def prepare(self) -> None:
        """Fits the fields to the area."""

    def touched(self) -> list[Area]:
        """Areas of one level with which the areas and records that lie in them change."""
        return [self.area]

    def outcome(self) -> list[str]:
        """What will happen, in sentences for the summary page."""
        return []

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was sent, to be carried along by the summary page."""
        assert isinstance(self.data, QueryDict)
        own = [(name, value) for name, values in self.data.lists() for value in values]
        return [(name, value) for name, value in own if name.removesuffix(CHOSEN) in self.fields]

    @property
    def summary(self) -> list[tuple[Any, str]]:
        """Label and typed value of every field that is filled, as the summary page shows them."""
        rows = []
        for field in self:
            value = self.cleaned_data.get(field.name, self.data.get(field.name))
            if isinstance(value, Area):
                text = short_path(value)
            elif isinstance(field.field, forms.MultipleChoiceField):
                text = ", ".join(one.label for one in self.touched()[1:])
            elif isinstance(value, date):
                text = day_text(value, long=True)
            elif isinstance(field.field, forms.ChoiceField):
                text = str(chosen_words(field.field, self.data.get(field.name)) or "")
            else:
                text = str(self.data.get(field.name, "")).strip()
            if text:
                rows.append((field.label, text))
        return rows

    def mine(self, picked: Area | None, field: str) -> None:
        """An area that the person may not change cannot take part in a change."""
        if (
            picked is not None
            and not Area.objects.visible_to(self.user, EDIT_AREAS).filter(pk=picked.pk).exists()
        ):
            self.add_error(
                field, _("You may not change %(area)s. Ask the central team.") % {"area": picked.label}
            )


def day_field() -> DayField:
    return DayField(
        label=gettext_lazy("From which day"),
        initial=today,
        help_text=gettext_lazy("The day of the announcement."),
    )


def counted_in(area: Area) -> str:
    return _("What lies in it is counted in %(area)s from now on.") % {"area": short_path(area)}

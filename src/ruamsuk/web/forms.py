"""What a person chooses: the place and year to look at, language, theme, letters."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.focus import Focus
from ruamsuk.areas.forms import AreaField
from ruamsuk.core.finding import FINDERS
from ruamsuk.core.forms import FiscalYearField

# Each language by its own name, so that everyone finds theirs.
LANGUAGES = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


class FocusForm(forms.Form):
    """The area and the fiscal year that lists and figures are about."""

    area = AreaField(label=_("Area"))
    year = FiscalYearField(label=_("Fiscal year"), widget=forms.Select)

    def __init__(self, data: Any = None, *, focus: Focus, initial: dict[str, Any]) -> None:
        super().__init__(data, auto_id="focus_%s", initial=initial)
        self.fields["year"].widget.choices = [(year, year) for year in focus.years]


class SearchForm(forms.Form):
    """What the search is narrowed to: one noun, one fiscal year. What is neither narrows nothing."""

    year = FiscalYearField(label=_("Fiscal year"), required=False, widget=forms.Select)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        nouns = sorted(FINDERS.items(), key=lambda one: one[1].order)
        choices = [("", _("All kinds")), *((name, finder.label) for name, finder in nouns)]
        self.fields["noun"] = forms.ChoiceField(label=_("Kind"), choices=choices, required=False)
        self.fields["year"].widget.choices = [("", _("All years")), *((year, year) for year in years)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def chosen(self) -> tuple[str, int | None]:
        self.is_valid()
        return self.cleaned_data.get("noun", ""), self.cleaned_data.get("year")


class SettingsForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=THEMES,
        widget=forms.RadioSelect,
        help_text=_("Dark is easier on the eyes in the evening; light is easier to read in the sun."),
    )
    wants_digest = forms.BooleanField(
        label=_("Send me one letter a day with what is new"),
        required=False,
        help_text=_("Notices always stand under the bell. The letter comes only on days with something new."),
    )

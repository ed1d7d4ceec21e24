"""Forms of instruments: its name, a version, and the parts of a version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm, TextField, WholeField
from ruamsuk.instruments.choices import About, Tier
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NamedForm(StandingForm):
    name_th = TextField(label=_("Name, in Thai"), max_length=160)
    name_en = TextField(label=_("Name, in English"), max_length=160, required=False)

    def __init__(self, *args: Any, instrument: Instrument | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if instrument:
            self.initial.update(name_th=instrument.name_th, name_en=instrument.name_en)


class NewInstrumentForm(NamedForm):
    about = forms.ChoiceField(
        label=_("What it is answered about"), choices=About.choices, widget=forms.RadioSelect
    )
    code = forms.SlugField(
        label=_("Code"), help_text=_("Small Latin letters and hyphens. It stays for ever."), max_length=60
    )
    field_order = ["about", "name_th", "name_en", "code"]


class VersionForm(StandingForm):
    differ_from = WholeField(
        label=_("From how many levels apart two answers are marked"),
        help_text=_("Two mentors who judged the same document are shown beside each other."),
        min_value=1,
        max_value=20,
    )

    def __init__(self, *args: Any, version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["differ_from"] = version.differ_from


class SignForm(forms.Form):
    note = TextField(
        label=_("On what it rests"),
        help_text=_("The letter, meeting or manual in which the programme agreed to it."),
        max_length=300,
    )


class PartForm(StandingForm):
    """A part of a version; `part` fills it with what stands."""

    def __init__(self, *args: Any, part: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part is not None:
            self.initial.update({name: getattr(part, name) for name in self.fields})


class CriterionForm(PartForm):
    name_th = TextField(label=_("Criterion, in Thai"), max_length=160)
    look_at_th = TextField(
        label=_("What to look at, in Thai"),
        help_text=_("Where it stands in the document, and what to ask oneself."),
        max_length=2000,
        required=False,
        widget=_lines(),
    )
    name_en = TextField(label=_("Criterion, in English"), max_length=160, required=False)
    look_at_en = TextField(
        label=_("What to look at, in English"), max_length=2000, required=False, widget=_lines()
    )
    weight = WholeField(
        label=_("Weight"),
        help_text=_("1 to 100. A criterion with weight 2 counts twice as much as one with weight 1."),
        min_value=1,
        max_value=100,
    )


class LevelForm(PartForm):
    number = WholeField(
        label=_("Points of the level"),
        help_text=_("0 to 100; the better, the higher."),
        min_value=0,
        max_value=100,
    )
    name_th = TextField(label=_("Name of the level, in Thai"), max_length=80)
    text_th = TextField(
        label=_("When it fits, in Thai"),
        help_text=_("So that two people who read it choose the same."),
        max_length=2000,
        widget=_lines(),
    )
    example_th = TextField(label=_("Example, in Thai"), max_length=2000, required=False, widget=_lines())
    is_low = forms.BooleanField(
        label=_("It is a low level: who chooses it has to give a reason"), required=False
    )
    name_en = TextField(label=_("Name of the level, in English"), max_length=80, required=False)
    text_en = TextField(label=_("When it fits, in English"), max_length=2000, required=False, widget=_lines())
    example_en = TextField(label=_("Example, in English"), max_length=2000, required=False, widget=_lines())


class BandForm(PartForm):
    from_percent = WholeField(
        label=_("From how many percent of the most points on"),
        help_text=_("One word begins at 0, so that every result has its word."),
        min_value=0,
        max_value=100,
    )
    name_th = TextField(label=_("Word for the result, in Thai"), max_length=80)
    name_en = TextField(label=_("Word for the result, in English"), max_length=80, required=False)
    tier = forms.ChoiceField(
        label=_("Counted as"),
        help_text=_("Figures over areas know these four steps, whatever words an instrument uses."),
        choices=Tier.choices,
    )


FORMS: dict[type[Any], type[PartForm]] = {Criterion: CriterionForm, Level: LevelForm, Band: BandForm}

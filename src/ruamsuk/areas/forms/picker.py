"""The area picker, and the box in which names and addresses are looked up."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path, understand_address
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import RecordsField, TextField
from ruamsuk.core.text import plain

CHOSEN = "_area"  # the hidden input beside the text holds the id of the area that was chosen from the list


class AreaInput(forms.TextInput):
    """A text input that static/areas/picker.js turns into a combobox. Without it, what is typed is understood."""

    template_name = "areas/picker.html"
    input_type = "text"

    def __init__(self, attrs: dict[str, object] | None = None, kinds: Sequence[str] = ()) -> None:
        super().__init__({"autocomplete": "off", "class": "form-control", **(attrs or {})})
        self.kinds = kinds

    class Media:
        js = (forms.Script("areas/picker.js", type="module"),)
        css: ClassVar = {"all": ["areas/areas.css"]}

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(name + CHOSEN, "")

    def value_omitted_from_data(self, data: Any, files: MultiValueDict, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        text, chosen = value if isinstance(value, tuple) else ("", "")
        context = super().get_context(name, text, attrs)
        context["widget"].update(
            chosen=chosen,
            chosen_name=name + CHOSEN,
            pick_url=reverse("areas:pick"),
            kinds=",".join(self.kinds),
        )
        return context


class NearAreaField(forms.ModelChoiceField[Area]):
    """One of a few areas, each called by the way to it."""

    def label_from_instance(self, obj: Area) -> str:
        return short_path(obj)


class NearAreasField(RecordsField):
    """Several of a few areas, alike."""

    def label_from_instance(self, obj: Area) -> str:
        return short_path(obj)


class AreaField(forms.Field):
    """One open area of some levels, chosen from the list or written by hand; cleans to an Area.

    `AreaField(kinds=["subdistrict"])`; initial value: an Area, its id, or nothing.
    """

    widget = AreaInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "kind": gettext_lazy("%(area)s is not what is asked here. Choose: %(kinds)s."),
        "gone": gettext_lazy("That area was closed meanwhile. Choose again."),
    }

    def __init__(self, *, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        self.kinds = [AreaKind(kind) for kind in kinds]
        kwargs.setdefault("widget", AreaInput(kinds=self.kinds))
        kwargs.setdefault(
            "help_text", gettext_lazy("Type the first letters, or a whole address, and choose.")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Area.objects.filter(pk=value).select_related(*UPWARDS).first()
        return (short_path(value), str(value.pk)) if isinstance(value, Area) else value

    def clean(self, value: object) -> Area | None:
        text, chosen = value if isinstance(value, tuple) else ("", "")
        ProhibitNullCharactersValidator()(text)
        text = text.strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        area = self._chosen(chosen) if chosen else self._understood(text)
        if self.kinds and area.kind not in self.kinds:
            raise ValidationError(
                self.error_messages["kind"],
                code="kind",
                params={"area": short_path(area), "kinds": ", ".join(str(kind.label) for kind in self.kinds)},
            )
        return area

    def _chosen(self, pk: str) -> Area:
        # Digits that fit the column; "²" is a digit too, but no decimal.
        is_id = pk.isdecimal() and len(pk) < 19
        found = Area.objects.open().filter(pk=pk).select_related(*UPWARDS).first() if is_id else None
        if found is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return found

    def _understood(self, text: str) -> Area:
        # Where an area is asked for, "Thailand" is the country; in an address it says no place (ADR 0071).
        the_country = Q(kind=AreaKind.COUNTRY) & (Q(search_th=plain(text)) | Q(search_en=plain(text)))
        itself = Area.objects.open().filter(Q(code=arabic(text).upper()) | the_country)
        if (found := itself.select_related(*UPWARDS).first()) is not None:
            return found
        reading = understand_address(text)
        area = reading.area
        fitting = [one for one in reading.candidates if not reading.contradictions and one.kind in self.kinds]
        if area is None and len(fitting) == 1:
            area = fitting[0]
        if area is None:
            raise ValidationError(reading.says, code="address")
        return area

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return (before or ("", ""))[-1] != (data or ("", ""))[-1]


class LookUpForm(forms.Form):
    """The box for a pasted address or a name."""

    q = TextField(label=gettext_lazy("Name, code, postal code or a whole address"), max_length=400)

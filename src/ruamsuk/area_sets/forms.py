"""The form of a set of areas: its areas are typed, one a line, or chosen from the list of names."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.forms import AreaField
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import StandingForm, TextField

MOST = 300  # areas of a set
# "เขต 1-6", "เขตสุขภาพที่ 1 ถึง 6", "Z1–Z6", "Health zones 1-6": several zones in one line.
ZONES = re.compile(
    r"(?:เขต(?:สุขภาพ)?(?:ที่)?|(?:health\s+)?zones?|z)\s*(\d{1,2})(?:\s*(?:-|–|—|ถึง|to)\s*(?:z)?(\d{1,2}))?",
    re.IGNORECASE,
)


class SetForm(StandingForm):
    name = TextField(label=gettext_lazy("Name of the set"), max_length=120)
    areas = TextField(
        label=gettext_lazy("Areas of the set"),
        help_text=gettext_lazy(
            "One a line: a name with what it lies in, or its code. Health zones also as “เขต 1-6”."
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
    )
    further = AreaField(label=gettext_lazy("One more area"), required=False)
    note = TextField(label=gettext_lazy("What the set is for"), max_length=300, required=False)
    is_shared = forms.BooleanField(
        label=gettext_lazy("Everybody sees the set and may count by it"), required=False
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_areas(self) -> list[Area]:
        return read_areas(self.cleaned_data["areas"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values.setdefault("is_shared", False)
        further = values.pop("further", None)
        areas = values.get("areas") or []
        values["areas"] = [*areas, further] if further and further not in areas else areas
        return values


def read_areas(text: str) -> list[Area]:
    """The open areas of some lines, each once; a line that names none is told."""
    found: dict[int, Area] = {}
    faults = []
    lines = [line for line in (line.strip() for line in text.splitlines()) if line]
    if len(lines) > MOST:
        raise ValidationError(_("A set has at most %(most)s areas.") % {"most": MOST})
    for line in lines:
        try:
            found |= {area.pk: area for area in _read_line(line)}
        except ValidationError as fault:
            faults.append(f"“{line[:60]}”: {fault.messages[0]}")
    if faults:
        raise ValidationError(faults)
    return list(found.values())


def _read_line(line: str) -> list[Area]:
    """A code comes first, and what follows it only says what it is; else zones by number, or a name as an address."""
    code = arabic(line).split()[0].strip(",").upper()
    by_code = Area.objects.open().filter(code=code).first()
    if by_code is not None:
        return [by_code]
    if numbers := zone_numbers(line):
        codes = [f"Z{number:02}" for number in numbers]
        zones = list(Area.objects.open().filter(code__in=codes).order_by("code"))
        if len(zones) == len(codes):
            return zones
    area = AreaField().clean((line, ""))
    return [area] if area else []


def zone_numbers(line: str) -> list[int]:
    """The numbers of the zones that a line names: "เขต 1-6" → 1, 2, 3, 4, 5, 6. Empty: it names none."""
    named = ZONES.fullmatch(arabic(line).strip())
    if named is None:
        return []
    first, last = int(named[1]), int(named[2] or named[1])
    return list(range(first, last + 1))


def values_of_set(area_set: AreaSet) -> dict[str, object]:
    lines = [f"{area.code} {short_path(area)}" for area in area_set.today]
    return {
        "name": area_set.name,
        "areas": "\n".join(lines),
        "note": area_set.note,
        "is_shared": area_set.is_shared,
    }

"""The area picker, and the forms of changing areas. Cleaned values carry the names of the action's arguments."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from zipfile import BadZipFile, ZipFile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from ruamsuk.areas.actions import NewArea, VillageRow
from ruamsuk.areas.choices import CHILD_KIND, CODE_LENGTH, EDIT_AREAS, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.problems import BadRows, UnreadableFile
from ruamsuk.areas.queries import children, path, short_path, understand_address
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core.calendar import arabic, day_text, today
from ruamsuk.core.forms import DayField, WholeField

CHOSEN = "_area"  # the hidden input beside the text holds the id of the area that was chosen from the list


class AreaInput(forms.TextInput):
    """A text input that static/areas/picker.js turns into a combobox. Without it, what is typed is understood."""

    template_name = "areas/picker.html"
    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None, kinds: Sequence[str] = ()) -> None:
        super().__init__({"autocomplete": "off", "class": "form-control", **(attrs or {})})
        self.kinds = kinds

    class Media:
        js = (forms.Script("areas/picker.js", type="module"),)
        css: ClassVar = {"all": ["areas/areas.css"]}

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(name + CHOSEN, "")

    def value_omitted_from_data(self, data: Any, files: MultiValueDict, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        text, chosen = value if isinstance(value, tuple) else ("", "")
        context = super().get_context(name, text, attrs)
        context["widget"].update(
            chosen=chosen,
            chosen_name=name + CHOSEN,
            pick_url=reverse("areas:pick"),
            kinds=",".join(self.kinds),
        )
        return context


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

    def clean(self, value: Any) -> Area | None:
        text, chosen = value if isinstance(value, tuple) else ("", "")
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
                params={"area": area.label, "kinds": ", ".join(str(kind.label) for kind in self.kinds)},
            )
        return area

    def _chosen(self, pk: str) -> Area:
        is_id = (
            pk.isdecimal() and len(pk) < 19
        )  # digits that fit the column; "²" is a digit too, but no decimal
        found = Area.objects.open().filter(pk=pk).select_related(*UPWARDS).first() if is_id else None
        if found is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return found

    def _understood(self, text: str) -> Area:
        by_code = Area.objects.open().filter(code=arabic(text).upper()).select_related(*UPWARDS).first()
        if by_code is not None:
            return by_code
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
        own = [(name, value) for name, values in self.data.lists() for value in values]  # type: ignore[attr-defined]
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
                text = str(dict(field.field.choices).get(self.data.get(field.name), ""))  # type: ignore[arg-type]
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


def _day() -> DayField:
    return DayField(
        label=gettext_lazy("From which day"),
        initial=today,
        help_text=gettext_lazy("The day of the announcement."),
    )


def _counted_in(area: Area) -> str:
    return _("What lies in it is counted in %(area)s from now on.") % {"area": short_path(area)}


def _names(form: ChangeForm) -> None:
    form.fields["name_th"].initial = form.area.name_th
    form.fields["name_en"].initial = form.area.name_en


class OpenForm(ChangeForm):
    code = forms.CharField(label=gettext_lazy("Official code"), max_length=10)
    name_th = forms.CharField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    on_day = _day()

    def prepare(self) -> None:
        kind = CHILD_KIND[AreaKind(self.area.kind)]
        if kind == AreaKind.ZONE:
            hint = _("Z and two digits, like Z14")
        else:
            hint = _("%(length)s digits that begin with %(prefix)s") % {
                "length": CODE_LENGTH[kind],
                "prefix": self.area.code if kind != AreaKind.PROVINCE else "10–99",
            }
        self.fields["code"].help_text = hint

    def touched(self) -> list[Area]:
        return []

    def outcome(self) -> list[str]:
        return [
            _("A new %(kind)s opens in %(area)s. What is recorded so far stays where it is.")
            % {"kind": CHILD_KIND[AreaKind(self.area.kind)].label, "area": self.area.label}
        ]


class CloseForm(ChangeForm):
    successor = AreaField(label=gettext_lazy("Which area takes its place?"), required=False)
    basis = forms.CharField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = _day()

    def prepare(self) -> None:
        self.fields["successor"] = AreaField(
            kinds=[self.area.kind], label=self.fields["successor"].label, required=False
        )

    def clean_successor(self) -> Area | None:
        self.mine(self.cleaned_data["successor"], "successor")
        return self.cleaned_data["successor"]

    def outcome(self) -> list[str]:
        closed = _("%(area)s is closed and stays readable in the register.") % {"area": self.area.label}
        successor = self.cleaned_data["successor"]
        return [closed, _counted_in(successor)] if successor else [closed]


class RenameForm(ChangeForm):
    name_th = forms.CharField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    on_day = _day()
    prepare = _names

    def outcome(self) -> list[str]:
        return [
            _("The new name is shown wherever the area is named. Nothing moves."),
            _("The old name stays in the history and is still understood in addresses."),
        ]


class RecodeForm(ChangeForm):
    code = forms.CharField(label=gettext_lazy("New official code"), max_length=10)
    on_day = _day()

    def prepare(self) -> None:
        self.fields["code"].initial = self.area.code

    def outcome(self) -> list[str]:
        return [_("The areas below get codes that begin with the new one. The records stay in this area.")]


class MergeForm(ChangeForm):
    """This area is closed, and others beside it if wanted; another takes their place."""

    into = AreaField(label=gettext_lazy("Into which area?"))
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Which others are merged into it on the same day?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.CharField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = _day()

    def prepare(self) -> None:
        self.fields["into"] = AreaField(kinds=[self.area.kind], label=self.fields["into"].label)
        mine = Area.objects.visible_to(self.user, EDIT_AREAS).values("pk")
        beside = children(path(self.area)[-2]).filter(pk__in=mine).exclude(pk=self.area.pk)
        self.beside = {str(one.pk): one for one in beside}
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.label} ({one.code})") for pk, one in self.beside.items()
        ]
        if not self.beside:
            del self.fields["others"]

    def clean_into(self) -> Area | None:
        self.mine(self.cleaned_data["into"], "into")
        return self.cleaned_data["into"]

    def touched(self) -> list[Area]:
        return self.cleaned_data["areas"]

    def clean(self) -> dict[str, Any]:
        # The page stands on an area that goes; the action is named after the one that stays.
        data = dict(self.cleaned_data)
        going = [self.area, *(self.beside[pk] for pk in data.pop("others", []))]
        if data.get("into") in going[1:]:
            self.add_error("others", _("%(area)s is the one that stays.") % {"area": data["into"].label})
        return {**data, "areas": going}

    def outcome(self) -> list[str]:
        names = ", ".join(one.label for one in self.touched())
        return [
            _("%(areas)s: closed, and readable in the register.") % {"areas": names},
            _counted_in(self.cleaned_data["into"]),
        ]


class MoveForm(ChangeForm):
    to = AreaField(label=gettext_lazy("To where?"))
    code = forms.CharField(
        label=gettext_lazy("New official code"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Empty: the digits of the new place in front of the old number."),
    )
    on_day = _day()

    def prepare(self) -> None:
        kinds = [up for up, down in CHILD_KIND.items() if down == self.area.kind]
        self.fields["to"] = AreaField(kinds=kinds, label=self.fields["to"].label)
        if self.area.kind == AreaKind.PROVINCE:
            del self.fields["code"]

    def clean_to(self) -> Area | None:
        self.mine(self.cleaned_data["to"], "to")
        return self.cleaned_data["to"]

    def outcome(self) -> list[str]:
        return [
            _("%(area)s moves to %(to)s with all that lies in it; there it is counted from now on.")
            % {"area": self.area.label, "to": self.cleaned_data["to"].label}
        ]


class SplitForm(ChangeForm):
    """New areas as lines of "code name"; each area below may go to one of them."""

    parts = forms.CharField(
        label=gettext_lazy("New areas"),
        help_text=gettext_lazy("One a line: the code, the Thai name and, after a comma, the English name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    keep = forms.TypedChoiceField(
        label=gettext_lazy("What becomes of the old area?"),
        choices=[("yes", gettext_lazy("It goes on with the rest")), ("no", gettext_lazy("It is closed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    rest_to = forms.CharField(
        label=gettext_lazy("Code of the new area where the records go"),
        max_length=8,
        required=False,
        help_text=gettext_lazy(
            "Only when the old area is closed: projects and funds cannot be divided by machine."
        ),
    )
    basis = forms.CharField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = _day()

    def prepare(self) -> None:
        self.below = list(children(self.area))
        for part in self.below:
            self.fields[f"part_{part.pk}"] = forms.CharField(
                label=_("Code of the new area for %(area)s") % {"area": part.label},
                max_length=8,
                required=False,
                help_text=_("Empty: it stays."),
            )

    def clean_parts(self) -> list[NewArea]:
        parts = []
        for line in self.cleaned_data["parts"].splitlines():
            if not line.strip():
                continue
            code, _space, names = line.strip().partition(" ")
            name_th, _comma, name_en = names.partition(",")
            if not arabic(code).isdigit() or not name_th.strip():
                raise ValidationError(
                    _("“%(line)s” is no code with a name. Write it like 901117 ทุ่งใหม่, Thung Mai.")
                    % {"line": line}
                )
            parts.append(NewArea(arabic(code), name_th.strip(), name_en.strip()))
        return parts

    def clean(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        going = {part.pk: arabic(data.pop(f"part_{part.pk}", "") or "") for part in self.below}
        data["rest_to"] = arabic(data.get("rest_to") or "")
        parts = data.get("parts", [])
        codes = {part.code for part in parts}
        for pk, code in going.items():
            if code and parts and code not in codes:
                self.add_error(f"part_{pk}", _("%(code)s is none of the new codes.") % {"code": code})
        data["parts"] = [
            NewArea(
                part.code,
                part.name_th,
                part.name_en,
                tuple(pk for pk, code in going.items() if code == part.code),
            )
            for part in parts
        ]
        return data

    def outcome(self) -> list[str]:
        parts, rest_to = self.cleaned_data["parts"], self.cleaned_data["rest_to"]
        told = [
            _("%(code)s %(name)s opens and takes %(count)s of the areas below, with their records.")
            % {"code": part.code, "name": part.name_th, "count": len(part.children)}
            for part in parts
        ]
        if self.cleaned_data["keep"]:
            return [*told, _("The records of %(area)s itself stay with it.") % {"area": self.area.label}]
        told.append(_("%(area)s is closed and stays readable in the register.") % {"area": self.area.label})
        heir = next((part for part in parts if part.code == rest_to), None)
        if heir is not None:
            told.append(
                _("Its records are counted in %(code)s %(name)s from now on.")
                % {"code": heir.code, "name": heir.name_th}
            )
        return told


class VillageForm(ChangeForm):
    moo = WholeField(label=gettext_lazy("Village number (Moo)"), min_value=1, max_value=99)
    name_th = forms.CharField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)

    def touched(self) -> list[Area]:
        return []

    def outcome(self) -> list[str]:
        return [_villages_added(1)]


class VillageListForm(ChangeForm):
    """Villages pasted as lines, or uploaded as an Excel file with the columns number and name."""

    rows = forms.CharField(
        label=gettext_lazy("Villages"),
        required=False,
        help_text=gettext_lazy(
            "One a line: the number (or the 8-digit code), the name and, after a comma, the English name. "
            "Rows copied from Excel may be pasted."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=gettext_lazy("or an Excel file"),
        required=False,
        help_text=gettext_lazy("Two columns, number and name; a third one may hold the English name."),
    )
    is_multipart_form = True

    def clean(self) -> dict[str, Any]:
        upload, text = self.cleaned_data.get("file"), self.cleaned_data.get("rows") or ""
        if not upload and not text.strip():
            raise ValidationError(_("Paste the list, or choose an Excel file."))
        lines = _sheet_rows(upload) if upload else [_cells(line) for line in text.splitlines()]
        return {"rows": village_rows(lines, self.area)}

    @property
    def sent(self) -> list[tuple[str, str]]:
        """As lines of text, also what came as a file."""
        rows = self.cleaned_data["rows"]
        return [("rows", "\n".join(f"{row.moo}\t{row.name_th}\t{row.name_en}" for row in rows))]

    @property
    def summary(self) -> list[tuple[Any, str]]:
        return [
            (_("Moo %(moo)s") % {"moo": row.moo}, f"{row.name_th} {row.name_en}".strip())
            for row in self.cleaned_data["rows"]
        ]

    def touched(self) -> list[Area]:
        return []

    def outcome(self) -> list[str]:
        there = {village.moo for village in children(self.area)}
        known = sum(row.moo in there for row in self.cleaned_data["rows"])
        told = [_villages_added(len(self.cleaned_data["rows"]) - known)]
        if known:
            told.append(
                ngettext(
                    "%(n)d village is there already and stays as it is.",
                    "%(n)d villages are there already and stay as they are.",
                    known,
                )
                % {"n": known}
            )
        return told


def _villages_added(count: int) -> str:
    return ngettext(
        "%(n)d village is added. What is recorded so far stays where it is.",
        "%(n)d villages are added. What is recorded so far stays where it is.",
        count,
    ) % {"n": count}


def _cells(line: str) -> list[str]:
    """A typed line "3 เหนือ, Nuea", or one that was copied from a sheet."""
    if "\t" in line:
        return line.split("\t")
    number, _space, names = line.strip().partition(" ")
    name, _comma, name_en = names.partition(",")
    return [number, name, name_en]


def _sheet_rows(upload: Any) -> Sequence[Sequence[Any]]:
    """Rows of the first sheet. A small file that unpacks to something huge is refused before it is opened."""
    limit = settings.UPLOAD_LIMIT_BYTES
    refusal = UnreadableFile(limit=limit // 1024 // 1024)
    if upload.size > limit or Path(upload.name).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        raise ValidationError(str(refusal))
    try:
        if Path(upload.name).suffix.lower() != ".xls":
            with ZipFile(upload) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > 20 * limit:
                    raise ValidationError(str(refusal))
        upload.seek(0)
        return CalamineWorkbook.from_filelike(upload).get_sheet_by_index(0).to_python()
    except (BadZipFile, CalamineError, PasswordError, ZipError, OSError, IndexError) as error:
        raise ValidationError(str(refusal)) from error


def village_rows(lines: Sequence[Sequence[Any]], subdistrict: Area) -> list[VillageRow]:
    """Rows of a list; every row that cannot be used is named, with what is wrong."""
    rows, faults = [], []
    for line, cells in enumerate(lines, 1):
        first, name, name_en = ([_cell(value) for value in cells] + ["", "", ""])[:3]
        if not first and not name:
            continue
        digits = arabic(first).removeprefix("ม.").removeprefix("หมู่ที่").removeprefix("หมู่").strip(" .")
        if line == 1 and not digits.isdigit():
            continue  # the heading
        if len(digits) == 8 and digits.startswith(subdistrict.code):
            digits = digits[6:]
        if not digits.isdigit() or not 1 <= int(digits) <= 99:
            faults.append(
                _("row %(line)s: “%(typed)s” is no village number.") % {"line": line, "typed": first}
            )
        elif not name:
            faults.append(_("row %(line)s: the name is missing.") % {"line": line})
        elif len(name) > 120:
            faults.append(_("row %(line)s: the name is longer than 120 letters.") % {"line": line})
        else:
            rows.append(VillageRow(line, int(digits), name, name_en[:120]))
    if faults:
        raise ValidationError(str(BadRows(rows=" ".join(faults))))
    if not rows:
        raise ValidationError(_("There is no village in the list. A row looks like: 1 บ้านเหนือ"))
    return rows


def _cell(value: Any) -> str:
    """Calamine gives whole numbers as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


class PopulationForm(ChangeForm):
    year = WholeField(label=gettext_lazy("Year (B.E.)"), min_value=2480)
    people = WholeField(label=gettext_lazy("People"), min_value=0, max_value=100_000_000)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who counted, like “Registration Office, December 2568”."),
    )

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > today().year + 543:
            raise ValidationError(_("%(year)s is still to come.") % {"year": year})
        return year


class LookUpForm(forms.Form):
    """The box for a pasted address or a name."""

    q = forms.CharField(label=gettext_lazy("Name, code, postal code or a whole address"), max_length=400)

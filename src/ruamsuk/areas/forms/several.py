"""Changes in which further areas take part: merging, moving, splitting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.actions import NewArea
from ruamsuk.areas.choices import CHILD_KIND, EDIT_AREAS, AreaKind
from ruamsuk.areas.forms.change import ChangeForm, counted_in, day_field
from ruamsuk.areas.forms.picker import AreaField
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import children, path
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import TextField, field_as


class MergeForm(ChangeForm):
    """This area is closed, and others beside it if wanted; another takes their place."""

    into = AreaField(label=gettext_lazy("Into which area?"))
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Which others are merged into it on the same day?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = TextField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = day_field()

    def prepare(self) -> None:
        self.fields["into"] = AreaField(kinds=[self.area.kind], label=self.fields["into"].label)
        mine = Area.objects.visible_to(self.user, EDIT_AREAS).values("pk")
        beside = children(path(self.area)[-2]).filter(pk__in=mine).exclude(pk=self.area.pk)
        self.beside = {str(one.pk): one for one in beside}
        field_as(self, "others", forms.MultipleChoiceField).choices = [
            (pk, f"{one.label} ({one.code})") for pk, one in self.beside.items()
        ]
        if not self.beside:
            del self.fields["others"]

    def clean_into(self) -> Area | None:
        self.mine(self.cleaned_data["into"], "into")
        return self.cleaned_data["into"]

    def touched(self) -> list[Area]:
        return self.cleaned_data["areas"]

    def clean(self) -> dict[str, object]:
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
            counted_in(self.cleaned_data["into"]),
        ]


class MoveForm(ChangeForm):
    to = AreaField(label=gettext_lazy("To where?"))
    code = TextField(
        label=gettext_lazy("New official code"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Empty: the digits of the new place in front of the old number."),
    )
    on_day = day_field()

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

    parts = TextField(
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
    rest_to = TextField(
        label=gettext_lazy("Code of the new area where the records go"),
        max_length=8,
        required=False,
        help_text=gettext_lazy(
            "Only when the old area is closed: projects and funds cannot be divided by machine."
        ),
    )
    basis = TextField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = day_field()

    def prepare(self) -> None:
        self.below = list(children(self.area))
        for part in self.below:
            self.fields[f"part_{part.pk}"] = TextField(
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

    def clean(self) -> dict[str, object]:
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

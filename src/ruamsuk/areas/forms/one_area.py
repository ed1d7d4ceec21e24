"""Opening, closing, renaming and recoding an area, and its population."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.choices import CHILD_KIND, CODE_LENGTH, AreaKind
from ruamsuk.areas.forms.change import ChangeForm, counted_in, day_field
from ruamsuk.areas.forms.picker import AreaField
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import today
from ruamsuk.core.forms import TextField, WholeField


class OpenForm(ChangeForm):
    code = TextField(label=gettext_lazy("Official code"), max_length=10)
    name_th = TextField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = TextField(label=gettext_lazy("English name"), max_length=120, required=False)
    on_day = day_field()

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
    basis = TextField(label=gettext_lazy("Announcement"), max_length=500, required=False)
    on_day = day_field()

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
        return [closed, counted_in(successor)] if successor else [closed]


def _names(form: ChangeForm) -> None:
    form.fields["name_th"].initial = form.area.name_th
    form.fields["name_en"].initial = form.area.name_en


class RenameForm(ChangeForm):
    name_th = TextField(label=gettext_lazy("Thai name, without the word for the level"), max_length=120)
    name_en = TextField(label=gettext_lazy("English name"), max_length=120, required=False)
    on_day = day_field()
    prepare = _names

    def outcome(self) -> list[str]:
        return [
            _("The new name is shown wherever the area is named. Nothing moves."),
            _("The old name stays in the history and is still understood in addresses."),
        ]


class RecodeForm(ChangeForm):
    code = TextField(label=gettext_lazy("New official code"), max_length=10)
    on_day = day_field()

    def prepare(self) -> None:
        self.fields["code"].initial = self.area.code

    def outcome(self) -> list[str]:
        return [_("The areas below get codes that begin with the new one. The records stay in this area.")]


class PopulationForm(ChangeForm):
    year = WholeField(label=gettext_lazy("Year (B.E.)"), min_value=2480)
    people = WholeField(label=gettext_lazy("People"), min_value=0, max_value=100_000_000)
    source = TextField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who counted, like “Registration Office, December 2568”."),
    )

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > today().year + 543:
            raise ValidationError(_("%(year)s is still to come.") % {"year": year})
        return year

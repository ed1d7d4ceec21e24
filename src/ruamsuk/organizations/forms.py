from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import AreaField, NearAreasField
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import StandingForm, TextField, offer
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.queries import subdistricts_near

FIELDS = ("name", "name_en", "kind", "la_size", "home_area", "phone", "email", "moi_code", "hospcode")


class OrganizationForm(StandingForm):
    name = TextField(label=_("Name of the organisation"), max_length=200)
    name_en = TextField(label=_("Name in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("choose")), *OrganizationKind.choices])
    la_size = forms.TypedChoiceField(
        label=_("Size of the local authority"),
        help_text=_("Only for local authorities."),
        choices=[("", _("not given")), *LaSize.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    home_area = AreaField(label=_("Place of its seat"))
    phone = TextField(
        label=_("Office phone"), help_text=_("Everybody can read it."), max_length=40, required=False
    )
    email = forms.EmailField(label=_("Office e-mail"), help_text=_("Everybody can read it."), required=False)
    moi_code = TextField(label=_("Code of the Ministry of Interior"), max_length=10, required=False)
    hospcode = TextField(label=_("Code of the Ministry of Public Health"), max_length=10, required=False)

    def clean_moi_code(self) -> str:
        return arabic(self.cleaned_data["moi_code"]).strip()

    def clean_hospcode(self) -> str:
        return arabic(self.cleaned_data["hospcode"]).strip()


class ServedAreasForm(StandingForm):
    """Sub-districts served: ticked among those nearby, and one from farther away at a time."""

    areas = NearAreasField(
        label=_("Sub-districts served"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other = AreaField(
        label=_("A sub-district of another district"),
        kinds=["subdistrict"],
        help_text=_("Leave it empty when all are in the list above."),
        required=False,
    )

    def __init__(self, *args: Any, home: Area, served: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["areas"] = served
        near = [area.pk for area in subdistricts_near(home, served)]
        near_ones = Area.objects.filter(pk__in=near).select_related("parent__parent")
        offer(self, areas=near_ones.order_by("sort_key"))

    def chosen(self) -> list[Area]:
        other = self.cleaned_data.get("other")
        return [*self.cleaned_data["areas"], *([other] if other else [])]


class OrganizationFilter(forms.Form):
    """Filters of the list; they stay in the address."""

    q = TextField(label=_("Name"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all kinds")), *OrganizationKind.choices], required=False
    )
    closed = forms.BooleanField(label=_("Closed ones only"), required=False)


def values_of(organization: Organization) -> dict[str, object]:
    return {field: getattr(organization, field) for field in FIELDS}

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import AreaField
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import FiscalYearField, NumberField, StandingForm, TextField, WholeField, offer
from ruamsuk.funds.choices import Capacity, SamePerson
from ruamsuk.funds.models import BankAccount, Fund, FundKind, Network


class FundForm(StandingForm):
    """The fund's form. The local authority is chosen before."""

    kind = forms.ModelChoiceField(label=_("Kind of fund"), queryset=FundKind.objects.none(), empty_label=None)
    code = TextField(
        label=_("Code of the fund"),
        help_text=_(
            "For a sub-district health fund: L and four digits, such as L5166; a few old ones have five."
        ),
        max_length=20,
    )
    name = TextField(label=_("Name of the fund"), max_length=200)
    capacity = forms.ChoiceField(
        label=_("Part in the programme"), choices=Capacity.choices, initial=Capacity.ORDINARY
    )
    home_area = AreaField(label=_("Place where the fund is counted"))
    founded_fy = FiscalYearField(label=_("Founded in fiscal year"), required=False)
    population = WholeField(
        label=_("Population"),
        help_text=_("People in the civil register on 1 April."),
        min_value=0,
        max_value=3_000_000,
        required=False,
    )
    villages_count = WholeField(
        label=_("Number of villages or communities"), min_value=0, max_value=999, required=False
    )
    latitude = NumberField(
        label=_("Latitude"), min_value=5, max_value=21, help_text=_("For example 7.0086"), required=False
    )
    longitude = NumberField(
        label=_("Longitude"), min_value=97, max_value=106, help_text=_("For example 100.4747"), required=False
    )
    address = TextField(label=_("Address of the office"), max_length=300, required=False)
    phone = TextField(
        label=_("Office phone"), help_text=_("Everybody can read it."), max_length=40, required=False
    )
    email = forms.EmailField(label=_("Office e-mail"), help_text=_("Everybody can read it."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, kind=FundKind.objects.filter(retired_on__isnull=True))

    def _as_float(self, field: str) -> float | None:
        value = self.cleaned_data[field]
        return None if value is None else float(value)

    def clean_latitude(self) -> float | None:
        return self._as_float("latitude")

    def clean_longitude(self) -> float | None:
        return self._as_float("longitude")


class KindForm(StandingForm):
    name_th = TextField(label=_("Name in Thai"), max_length=160)
    name_en = TextField(label=_("Name in English"), max_length=160)
    code_pattern = forms.CharField(
        label=_("Pattern of the codes"),
        help_text=_(
            r"Written by the administrator: \d stands for a digit, {4} for how many, | for “or”. "
            r"L\d{4} is the letter L and four digits."
        ),
        max_length=80,
    )
    code_example = TextField(label=_("Example of a code"), max_length=40)
    same_person = forms.ChoiceField(
        label=_("When one person writes or sends and also decides or accepts"),
        help_text=_(
            "Also when one person enters a project from paper, or gives the own project more money. Who confirms: "
            "another officer of the fund, or the chair or secretary of its committee."
        ),
        choices=SamePerson.choices,
        widget=forms.RadioSelect,
    )


class CloseForm(forms.Form):
    reason = TextField(label=_("Why is it closed?"), max_length=300)


class BankAccountForm(StandingForm):
    bank = TextField(label=_("Bank"), max_length=120)
    branch = TextField(label=_("Branch"), max_length=120, required=False)
    account_name = TextField(label=_("Account name"), max_length=200)
    number = TextField(
        label=_("Account number"), help_text=_("10 to 15 digits; hyphens do no harm."), max_length=30
    )
    purpose = TextField(
        label=_("What the account is for"), help_text=_("For example money of the fund, or long-term care."),
        max_length=120, required=False,
    )  # fmt: skip

    def clean_number(self) -> str:
        number = re.sub(r"[\s\-]", "", arabic(self.cleaned_data["number"]))
        if not re.fullmatch(r"\d{10,15}", number):
            raise ValidationError(_("An account number has 10 to 15 digits. Check it against the bank book."))
        return number


class NetworkForm(StandingForm):
    name = TextField(label=_("Name of the network"), max_length=200)
    name_en = TextField(label=_("Name in English"), max_length=200, required=False)
    description = TextField(
        label=_("What the network is for"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class MembershipForm(forms.Form):
    code = TextField(label=_("Code of the fund"), help_text=_("For example L5166"), max_length=40)
    capacity = forms.ChoiceField(label=_("Part in the network"), choices=Capacity.choices)


class FundFilter(forms.Form):
    """Filters of the list; they stay in the address."""

    q = TextField(label=_("Name or code"), required=False)
    kind = forms.ModelChoiceField(
        label=_("Kind of fund"), queryset=FundKind.objects.none(), to_field_name="code", required=False,
        empty_label=_("all kinds"),
    )  # fmt: skip
    capacity = forms.ChoiceField(
        label=_("Part in the programme"), choices=[("", _("all parts")), *Capacity.choices], required=False
    )
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.none(), to_field_name="uid", required=False,
        empty_label=_("all networks"),
    )  # fmt: skip

    closed = forms.BooleanField(label=_("Closed ones only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, kind=FundKind.objects.all())
        offer(self, network=Network.objects.all())


def values_of_fund(fund: Fund) -> dict[str, object]:
    return {field: getattr(fund, field) for field in FundForm.base_fields}


def values_of_account(account: BankAccount) -> dict[str, object]:
    return {field: getattr(account, field) for field in BankAccountForm.base_fields}


def values_of_network(network: Network) -> dict[str, object]:
    return {field: getattr(network, field) for field in NetworkForm.base_fields}


def values_of_kind(kind: FundKind) -> dict[str, object]:
    return {field: getattr(kind, field) for field in KindForm.base_fields}

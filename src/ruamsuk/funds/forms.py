import re
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.forms import AreaField
from ruamsuk.core.calendar import arabic
from ruamsuk.core.forms import FiscalYearField, NumberField, StandingForm, TextField, WholeField, offer
from ruamsuk.funds.choices import Capacity, SamePerson
from ruamsuk.funds.models import BankAccount, Fund, FundKind, Network
from ruamsuk.funds.queries import fund_meant, looked_up, pattern_of
from ruamsuk.issues.forms import CodeField


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
        # A fund keeps its kind, also one that is offered no more.
        offer(self, kind=FundKind.objects.filter(Q(retired_on__isnull=True) | Q(pk=self._own_kind())))

    def _own_kind(self) -> int | None:
        kind = self.initial.get("kind")
        return kind.pk if isinstance(kind, FundKind) else kind

    def _as_float(self, field: str) -> float | None:
        value = self.cleaned_data[field]
        return None if value is None else float(value)

    def clean_latitude(self) -> float | None:
        return self._as_float("latitude")

    def clean_longitude(self) -> float | None:
        return self._as_float("longitude")


class FundInput(forms.TextInput):
    """A text input that static/areas/picker.js turns into a combobox of funds. What is chosen is written out: the
    code and the name; so the text alone says it, also without the script.
    """

    template_name = "funds/picker.html"

    class Media:
        js = (forms.Script("areas/picker.js", type="module"),)
        css: ClassVar = {"all": ["areas/areas.css"]}

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "form-control", **(attrs or {})})

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        context["widget"]["pick_url"] = reverse("funds:pick")
        return context


class FundField(TextField):
    """A fund, chosen from the list or typed: its code, its full name; or part of its name or place, if only one fits.

    `guesses=False`: only what names it exactly is taken, as where a text is saved while somebody still types; what
    may be meant is offered.
    """

    widget = FundInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "fund": _("No fund “%(typed)s” is known. Type part of its name, its code like L5166, or its place."),
        "several": _("“%(typed)s” may be: %(funds)s. Type the code of the one that you mean."),
    }

    def __init__(self, *, guesses: bool = True, **kwargs: Any) -> None:
        self.guesses = guesses
        kwargs.setdefault(
            "help_text",
            _("Type three letters of its name, code or place, and choose; or its code like L5166."),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return f"{value.code} {value.name}" if isinstance(value, Fund) else value

    def clean(self, value: object) -> Fund | None:
        text = super().clean(value)
        if not text:
            return None
        if found := fund_meant(text):
            return found
        near = looked_up(text, 6)
        if len(near) == 1 and self.guesses:
            return near[0]
        if near:
            funds = " · ".join(f"{fund.code} {fund.name}" for fund in near[:5])
            more = " …" if len(near) > 5 else ""
            params = {"typed": text, "funds": funds + more}
            raise ValidationError(self.error_messages["several"], code="several", params=params)
        raise ValidationError(self.error_messages["fund"], code="fund", params={"typed": text})


LEVELS = [
    (kind.value, kind.label)
    for kind in (AreaKind.SUBDISTRICT, AreaKind.DISTRICT, AreaKind.PROVINCE, AreaKind.ZONE)
]


class KindForm(StandingForm):
    name_th = TextField(label=_("Name in Thai"), max_length=160)
    name_en = TextField(label=_("Name in English"), max_length=160)
    code_example = TextField(
        label=_("Example of a code"),
        help_text=_("For example SF9001. The pattern below is tried on it."),
        max_length=40,
    )
    code_pattern = forms.CharField(
        label=_("Pattern of the codes"),
        help_text=_(
            r"Leave it empty for the letters of the example and as many digits. Else \d stands for a digit, {4} for "
            r"how many, | for “or”: L\d{4} is the letter L and four digits."
        ),
        max_length=80,
        required=False,
    )
    home_kind = forms.ChoiceField(
        label=_("Each fund is counted in one"),
        choices=[("", _("place of any level")), *LEVELS],
        required=False,
    )
    needs_local_authority = forms.BooleanField(label=_("A local authority keeps it"), required=False)
    needs_committee = forms.BooleanField(label=_("It has a committee"), required=False)
    same_person = forms.ChoiceField(
        label=_("When one person writes or sends and also decides or accepts"),
        help_text=_(
            "Also when one person enters a project from paper, or gives the own project more money. Who confirms: "
            "another officer of the fund, or the chair or secretary of its committee."
        ),
        choices=SamePerson.choices,
        widget=forms.RadioSelect,
    )

    variation_share_percent = WholeField(
        label=_("Variation: percent of the budget that the fund may move by itself"),
        help_text=_(
            "Beyond this and the following limits the committee decides what changes of a running project."
        ),
        min_value=0,
        max_value=100,
    )
    variation_days = WholeField(
        label=_("Variation: days by which the fund may move a day by itself"), min_value=0, max_value=366
    )
    variation_amount = forms.BooleanField(
        label=_("Variation: the committee decides on any other amount"), required=False
    )
    variation_targets = forms.BooleanField(
        label=_("Variation: the committee decides on any other target or target group"), required=False
    )
    variation_place = forms.BooleanField(
        label=_("Variation: the committee decides on any other place"), required=False
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not cleaned.get("code_pattern") and cleaned.get("code_example"):
            cleaned["code_pattern"] = pattern_of(cleaned["code_example"])
        return cleaned


class NewKindForm(KindForm):
    code = CodeField(
        label=_("Code of the kind"),
        help_text=_(
            "Small Latin letters, digits and hyphens, for example district-health. It stays for ever."
        ),
        max_length=40,
    )
    field_order = ["name_th", "name_en", "code"]


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
    code = FundField(label=_("Fund"))
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
    limits = {f"variation_{name}": value for name, value in asdict(kind.variation_limits).items()}
    return limits | {name: getattr(kind, name) for name in KindForm.base_fields if name not in limits}

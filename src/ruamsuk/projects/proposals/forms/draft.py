"""Reading the fields of a proposal, and the form field of a fund."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import TextField
from ruamsuk.drafts.forms import Given, TypedField, form_field, read
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import fund_named
from ruamsuk.projects.proposals.specs import PROPOSAL, OfFund


class FundField(TextField):
    """A fund by its code or exact name, in any typed form."""

    default_error_messages = {
        "fund": _("No fund “%(typed)s” is known. Type its code like L5166, or its full name."),
    }

    def prepare_value(self, value: object) -> object:
        return f"{value.code} {value.name}" if isinstance(value, Fund) else value

    def clean(self, value: object) -> Fund | None:
        text = super().clean(value)
        if not text:
            return None
        fund = fund_named(text.split()[0]) or Fund.objects.filter(name=text).first()
        if fund is None:
            raise ValidationError(self.error_messages["fund"], code="fund", params={"typed": text})
        return fund


@form_field.register
def _fund(kind: OfFund, given: Given) -> forms.Field:
    return FundField(**given)


def read_changes(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    return read(PROPOSAL, texts, drawn)

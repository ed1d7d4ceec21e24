"""Reading the fields of a proposal."""

from collections.abc import Mapping

from django import forms

from ruamsuk.drafts.forms import Given, TypedField, form_field, read
from ruamsuk.funds.forms import FundField
from ruamsuk.projects.proposals.specs import PROPOSAL, OfFund


@form_field.register
def _fund(kind: OfFund, given: Given) -> forms.Field:
    return FundField(guesses=False, **given)


def read_changes(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    return read(PROPOSAL, texts, drawn)

"""Reading the fields of a proposal."""

from collections.abc import Mapping

from django import forms
from django.http import Http404

from ruamsuk.drafts.forms import Given, TypedField, form_field, plain_text, read
from ruamsuk.evidence.problems import NotOffered
from ruamsuk.evidence.queries.offers import offered
from ruamsuk.funds.forms import FundField
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.place import place_of_figures
from ruamsuk.projects.proposals.specs import PROPOSAL, SITUATION, OfFund


@form_field.register
def _fund(kind: OfFund, given: Given) -> forms.Field:
    return FundField(guesses=False, **given)


def read_changes(texts: dict[str, str], drawn: Mapping[str, str] | None = None) -> list[TypedField]:
    return read(PROPOSAL, texts, drawn)


def read_offer(proposal: Proposal, situation: str, key: str) -> list[TypedField]:
    """An official figure that is offered for a problem of the proposal, as if it were typed into the fields."""
    row = next((one for one in SITUATION.read(proposal) if str(one.uid) == situation), None)
    if row is None:
        raise Http404
    offer = offered(key, row, place_of_figures(proposal))
    if offer is None:
        raise NotOffered
    values: dict[str, object] = dict(offer.fields)
    if offer.value is not None:
        values |= {"covered": offer.covered, "total": offer.total, "size": offer.value}
        values |= {"unit": offer.unit} if offer.unit and not row.unit else {}
    return read_changes(
        {
            f"situation.{row.uid}.{name}": plain_text(field, value)
            for name, value in values.items()
            if (field := SITUATION.field(name)) is not None
        }
    )

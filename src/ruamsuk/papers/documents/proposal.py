"""กปท.7: a proposal with all its sections, to be signed, and the pages on which the committee decides."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.queries.tree import short_path
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.drafts.queries.reading import read
from ruamsuk.drafts.queries.snapshots import Item, layout_of, said, text_of
from ruamsuk.papers import layouts
from ruamsuk.papers.choices import PaperKind
from ruamsuk.papers.documents.base import Document, Told, Words
from ruamsuk.projects.proposals.access import applicants_for, may_do, proposal_to_read_for
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.snapshots import in_words, snapshot
from ruamsuk.projects.proposals.specs import PROPOSAL

# Part 3 of the form, written by hand when the project is over.
RESULTS = (
    _("What was done"),
    _("Results by the indicators: how many took part, what was reached"),
    _("Money spent, money left"),
    _("Problems and what was done about them"),
)


def tell(user: User, proposal: Proposal, _year: int | None) -> Told:
    layout, frozen = layout_of(PROPOSAL), in_words(snapshot(proposal))
    sections = read(layout, frozen)
    words = {f"proposal.{item['key']}": text_of(item, frozen.get(item["key"])) for item in _items()}
    fund = proposal.fund
    return Told(
        name=proposal.title or str(_("New proposal")),
        office=f"{fund.name} ({fund.code})" if fund else str(_("Not sent to a fund yet")),
        fiscal_year=proposal.fiscal_year,
        words={
            **words,
            "fund.name": fund.name if fund else "",
            "fund.code": fund.code if fund else "",
            "fund.address": short_path(fund.home_area) if fund else "",
            "law": layouts.law_of(proposal.fiscal_year),
        },
        context={
            "proposal": proposal,
            "all_sections": sections,
            "applicants": applicants_for(user, proposal),
            **decision_of(proposal),
            "result_headings": RESULTS,
        },
        shows=shows(user, proposal),
    )


def shows(user: User, proposal: Proposal) -> frozenset[str]:
    return frozenset({str(SEE_APPLICANTS)}) if may_do(user, proposal, SEE_APPLICANTS) else frozenset()


def _items() -> list[Item]:
    return [item for block in layout_of(PROPOSAL) for item in block["items"] if "items" not in item]


def words() -> dict[str, Words]:
    return {
        **{f"proposal.{item['key']}": said(item["label"]) for item in _items()},
        "fund.name": _("Name of the fund"),
        "fund.code": _("Code of the fund"),
        "fund.address": _("Sub-district, district and province of the fund"),
        "law": _("What the year's proposals are decided by"),
    }


PROPOSAL_FORM = Document(
    name="proposal",
    label=_("Proposal on form 7 of the fund"),
    hub="proposal",
    address="papers:proposal",
    thing_for=proposal_to_read_for,
    tell=tell,
    shows=shows,
    words=words,
    parts={
        "sections": (_("All sections of the proposal"), "papers/_sections.html"),
        "persons": (_("Persons of the group, for who may see them"), "papers/_persons.html"),
        "signatures": (_("Who applies: lines to sign on"), "papers/_signatures_applicant.html"),
        "decision": (_("The decision, or boxes to be ticked"), "papers/_decision.html"),
        "results": (_("Lines for the results to be written by hand"), "papers/_results.html"),
    },
    kinds=(PaperKind.PDF, PaperKind.DOCX),
)

"""What lists and figures go on saying of a proposal whose text becomes a draft again (docs/adr/0057)."""

from collections.abc import Iterable
from datetime import datetime

from ruamsuk.areas.models import places_read
from ruamsuk.core.models import store
from ruamsuk.projects.designs.models import DesignIssue
from ruamsuk.projects.proposals.models import Proposal, SentIssue, SentProposal


def keep_all_as_sent(proposals: Iterable[Proposal]) -> None:
    """Of many that are stored as returned or withdrawn, with what was sent: none of them is kept yet."""
    sent = [SentProposal(proposal=proposal, **_said(proposal, proposal.changed_at)) for proposal in proposals]
    with places_read(one.home_area_id for one in sent):
        store(sent)
    links = DesignIssue.objects.filter(design__proposal__in=[one.pk for one in sent]).order_by("pk")
    SentIssue.objects.bulk_create(
        [
            SentIssue(sent_id=key, issue_id=issue)
            for key, issue in links.values_list("design__proposal", "issue")
        ]
    )


def keep_as_sent(proposal: Proposal, at: datetime) -> None:
    """Of a proposal that was returned or withdrawn just now; what is in correction already keeps what it says."""
    sent, is_new = SentProposal.objects.get_or_create(proposal=proposal, defaults=_said(proposal, at))
    if is_new:
        links = proposal.design.issue_links.all()
        SentIssue.objects.bulk_create([SentIssue(sent=sent, issue_id=link.issue_id) for link in links])
    else:
        sent.state, sent.changed_at = proposal.state, at
        sent.save(update_fields=["state", "changed_at", "updated_at"])


def _said(proposal: Proposal, at: datetime) -> dict[str, object]:
    return {
        "state": proposal.state,
        "title": proposal.title,
        "fiscal_year": proposal.fiscal_year,
        "fund_id": proposal.fund_id,
        "organization_id": proposal.organization_id,
        "applicant_name": proposal.applicant_name,
        "home_area_id": proposal.home_area_id,
        "budget_satang": proposal.design.budget_satang,
        "changed_at": at,
    }


def forget_as_sent(proposal: Proposal) -> None:
    """Its text says the same to everybody now."""
    SentProposal.objects.filter(proposal=proposal).delete()

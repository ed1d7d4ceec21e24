"""What lists and figures go on saying of a proposal whose text becomes a draft again (docs/adr/0057)."""

from datetime import datetime

from ruamsuk.projects.proposals.models import Proposal, SentIssue, SentProposal


def keep_as_sent(proposal: Proposal, at: datetime) -> None:
    """Of a proposal that was returned or withdrawn just now; what is in correction already keeps what it says."""
    sent, is_new = SentProposal.objects.get_or_create(
        proposal=proposal,
        defaults={
            "state": proposal.state,
            "title": proposal.title,
            "fiscal_year": proposal.fiscal_year,
            "fund": proposal.fund,
            "organization": proposal.organization,
            "applicant_name": proposal.applicant_name,
            "home_area": proposal.home_area,
            "budget_satang": proposal.design.budget_satang,
            "changed_at": at,
        },
    )
    if is_new:
        links = proposal.design.issue_links.all()
        SentIssue.objects.bulk_create([SentIssue(sent=sent, issue_id=link.issue_id) for link in links])
    else:
        sent.state, sent.changed_at = proposal.state, at
        sent.save(update_fields=["state", "changed_at", "updated_at"])


def forget_as_sent(proposal: Proposal) -> None:
    """Its text says the same to everybody now."""
    SentProposal.objects.filter(proposal=proposal).delete()

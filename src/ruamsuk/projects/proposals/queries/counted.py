"""Proposals that count as developed."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from ruamsuk.projects.designs.queries import issues_of
from ruamsuk.projects.proposals.models import Proposal, SentIssue, SentProposal
from ruamsuk.projects.tallies.tallied import Tallied, WithFigures


def counted_proposals() -> QuerySet[Proposal]:
    """Proposals that count as developed, but for those in correction (`counted_as_sent`)."""
    return Proposal.objects.standing().filter(place_no__isnull=False)


def counted_as_sent() -> QuerySet[SentProposal]:
    """Those in correction count as they were sent: a figure tells nothing of a draft."""
    return SentProposal.objects.filter(place_no__isnull=False)


def _developed(within: Q) -> WithFigures:
    rows = counted_proposals().filter(within)
    issues = issues_of(rows)
    names = ("fund_id", "fiscal_year", "home_area_id", "design_id")
    for fund, year, area, design in rows.values_list(*names):
        yield (fund, year, area), issues[design], {"developed": 1}


def _developed_as_sent(within: Q) -> WithFigures:
    names = ("pk", "fund_id", "fiscal_year", "home_area_id")
    rows = {
        pk: (fund, year, area)
        for pk, fund, year, area in counted_as_sent().filter(within).values_list(*names)
    }
    issues = defaultdict(list)
    if rows:  # few funds have any in correction
        for pk, issue in SentIssue.objects.filter(sent__in=rows).values_list("sent", "issue"):
            issues[pk].append(issue)
    for pk, where in rows.items():
        yield where, issues[pk], {"developed": 1}


TALLIED = {
    "proposals": Tallied(counted_proposals, _developed),
    "proposals as sent": Tallied(counted_as_sent, _developed_as_sent),
}

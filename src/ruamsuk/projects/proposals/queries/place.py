"""Where official figures are looked for that are offered to who writes a proposal."""

from ruamsuk.areas.models import Area
from ruamsuk.projects.proposals.models import Proposal


def place_of_figures(proposal: Proposal) -> Area | None:
    """The place of the proposal, else that of the fund to which it goes."""
    if proposal.home_area is not None or proposal.fund is None:
        return proposal.home_area
    return proposal.fund.home_area

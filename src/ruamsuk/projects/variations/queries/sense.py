"""What makes no sense in a variation: what the checks of proposals remark on as it shall be, and not as it stands."""

from ruamsuk.drafts.queries.completeness import Placed
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.completeness import remarked
from ruamsuk.projects.proposals.queries.whole import Known, Whole
from ruamsuk.projects.variations.models import Variation


def new_remarks(variation: Variation) -> list[Placed]:
    """The worst first. What was approved with a remark is not asked again."""
    project, known = variation.project, Known()
    stands = {one.words for one in _of(project, project.design, project.budget_satang, known)}
    shall_be = _of(project, variation.design, variation.budget_satang, known)
    return [one for one in shall_be if one.words not in stands]


def _of(project: Project, design: Design, amount: int, known: Known) -> list[Placed]:
    as_proposal = Proposal(
        title=project.title, fiscal_year=project.fiscal_year, fund=project.fund, design=design
    )
    return remarked(Whole(as_proposal, known, amount))

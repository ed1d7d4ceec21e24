"""The other side of the checks of sense: of the 27 real records nearly none is stopped, and none is buried in remarks.

What a record leaves out is missing, which is another matter; a remark is made on what it says.
"""

import pytest

from ruamsuk.checks.choices import Level
from ruamsuk.funds.models import Fund
from ruamsuk.older_pages.tests.importing import country, loaded_country, real, told
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.proposals.queries.completeness import remarked
from ruamsuk.projects.proposals.queries.whole import Whole

__all__ = ["country", "loaded_country"]
pytestmark = pytest.mark.one_worker

MOST_STOPPED = 0.05
AT_ONCE = 5


def test_of_the_real_records_nearly_none_is_stopped(country):
    told(*real())
    Fund.objects.update(population=8_137)  # so that nothing is passed over for not being known
    proposals = list(Proposal.objects.select_related("design", "fund__kind"))
    projects = list(Project.objects.select_related("design", "fund__kind"))
    proposals += [
        Proposal(title=row.title, fiscal_year=row.fiscal_year or 2569, fund=row.fund, design=row.design)
        for row in projects
    ]
    assert len(proposals) == 25
    found = [remarked(Whole(proposal)) for proposal in proposals]
    stopped = [
        (proposal.title, one.words)
        for proposal, remarks in zip(proposals, found, strict=True)
        for one in remarks
        if one.remark.is_must
    ]
    assert len({title for title, _words in stopped}) <= MOST_STOPPED * len(real()), stopped
    assert max(map(len, found)) <= AT_ONCE
    assert any(found)  # they are looked at: a figure without its source is said
    assert Level.SHOULD in {one.remark.check.level for remarks in found for one in remarks}

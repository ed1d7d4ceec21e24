"""Proposals, projects and activity reports in the API."""

from ninja import Router

from ruamsuk.projects.chains import api as chains
from ruamsuk.projects.own_steps import api as own_steps
from ruamsuk.projects.projects.api import deciding, projects, taking_over
from ruamsuk.projects.proposals.api import proposals, ways, writing
from ruamsuk.projects.reports import api as reports
from ruamsuk.projects.variations import api as variations

router = Router()
for part in (
    proposals,
    writing,
    ways,
    deciding,
    projects,
    variations,
    taking_over,
    reports,
    own_steps,
    chains,
):
    router.add_router("", part.router)

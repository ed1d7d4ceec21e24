"""Proposals, projects and activity reports in the API."""

from ninja import Router

from ruamsuk.projects.api import own_steps, projects, proposals, reports

router = Router()
for part in (proposals, projects, reports, own_steps):
    router.add_router("", part.router)

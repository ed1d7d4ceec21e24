"""Proposals, projects and activity reports in the API."""

from ninja import Router

from ruamsuk.projects.api import projects, proposals, reports

router = Router()
for part in (proposals, projects, reports):
    router.add_router("", part.router)

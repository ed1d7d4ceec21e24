"""Yearly plans and their rows in the API."""

from ninja import Router

from ruamsuk.plans.api import development, plans, rows

router = Router()
for part in (plans, rows, development):
    router.add_router("", part.router)

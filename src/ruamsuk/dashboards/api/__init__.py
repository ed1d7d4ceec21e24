"""`GET /api/v1/counts`: public figures, readable without a token; and the figures that documents state."""

from ninja import Router

from ruamsuk.dashboards.api import counts, frozen, stated

router = Router()
for part in (counts, stated, frozen):
    router.add_router("", part.router)

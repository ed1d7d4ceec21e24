"""Catalogues in the API: issues and their lists, indicators, and the codes of the forms. Everybody reads them."""

from ninja import Router

from ruamsuk.issues.api import codes, issues, kits

router = Router()
for part in (issues, kits, codes):
    router.add_router("", part.router)

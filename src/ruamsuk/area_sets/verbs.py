"""What may be done with sets of areas."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

KEEP_AREA_SETS = Verb(
    "keep-area-sets",
    212,
    _("Keep sets of areas of one's own, for counting"),
    roles=[
        Role.ADMINISTRATOR,
        Role.CENTRAL,
        Role.COORDINATOR,
        Role.MENTOR,
        Role.FUND_OFFICER,
        Role.PROJECT_MANAGER,
        Role.FUNDER_OFFICER,
        Role.EXECUTIVE,
        Role.AUDITOR,
    ],
)
SHARE_AREA_SETS = Verb(
    "share-area-sets",
    214,
    _("Share sets of areas with everybody"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR],
)

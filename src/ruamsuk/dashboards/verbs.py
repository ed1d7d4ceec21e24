"""What may be done with figures."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

# Figures are public and so are their tables: no page asks for it.
EXPORT = Verb(
    "export",
    210,
    _("Export tables"),
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

FREEZE_FIGURES = Verb(
    "freeze-figures",
    216,
    _("Freeze figures under a name that can be cited"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR],
)

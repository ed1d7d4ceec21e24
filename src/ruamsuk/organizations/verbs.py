"""What may be done with organisations, and above with the funds that look after them."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

EDIT_FUND = Verb(
    "edit-fund",
    50,
    _("Change the facts about a fund"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR, Role.FUND_OFFICER],
)

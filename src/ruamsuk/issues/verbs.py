"""What may be done with issues, and with every other list that the whole network shares."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

EDIT_CATALOGUE = Verb(
    "edit-catalogue",
    230,
    _("Change lists: issues, indicators, kinds of funds"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL],
)

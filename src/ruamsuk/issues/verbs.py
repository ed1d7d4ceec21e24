"""What may be done with issues, and with every other list that the whole network shares."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

CONFIRM_MEASURE = Verb(
    "confirm-measure",
    235,
    _("Sign standard measures for the programme"),
    roles=[Role.ADMINISTRATOR],
)
EDIT_CATALOGUE = Verb(
    "edit-catalogue",
    230,
    _("Change lists: issues, indicators, kinds of funds"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL],
)

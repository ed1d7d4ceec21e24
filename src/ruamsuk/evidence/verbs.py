"""What may be done with official figures."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

ENTER_FIGURES = Verb(
    "enter-figures",
    55,
    _("Enter official figures of an area"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR],
)

"""What may be done with the workbook of a province. Each row of it asks for the verb of its own page besides."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

SET_UP = Verb(
    "set-up",
    215,
    _("Send the workbook of a province: organisations, funds, people"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR],
)

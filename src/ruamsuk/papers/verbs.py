"""What may be done with the layouts of papers."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

EDIT_LAYOUTS = Verb(
    "edit-layouts", 255, _("Change and sign the layouts of papers"), roles=[Role.ADMINISTRATOR]
)

"""What may be done with imports."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

IMPORT = Verb("import", 220, _("Import records"), roles=[Role.ADMINISTRATOR, Role.CENTRAL])

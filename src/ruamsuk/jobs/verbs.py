"""What may be done with the system itself."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

OPERATE = Verb("operate", 260, _("Look after the system: jobs, backups"), roles=[Role.ADMINISTRATOR])

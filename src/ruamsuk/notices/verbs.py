"""What may be read of what others did. (The trail lies below accounts, which knows the roles.)"""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

READ_TRAIL = Verb(
    "read-trail", 250, _("Read who did what and when"), roles=[Role.ADMINISTRATOR, Role.AUDITOR]
)

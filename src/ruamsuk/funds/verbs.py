"""What may be done with funds."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

SEE_BANK = Verb(
    "see-bank", 40, _("See bank accounts"), roles=[Role.FUND_OFFICER, Role.AUDITOR], is_personal=True
)

"""What may be done with what other systems hold about projects."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Side, Verb

EXCHANGE = Verb(
    "exchange",
    218,
    _("Exchange projects with the national system: files out and in, results, what differs"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR, Role.FUND_OFFICER],
    side=Side.EVERYDAY,  # of the fund that pays first: whoever pays along sends nothing for it
)

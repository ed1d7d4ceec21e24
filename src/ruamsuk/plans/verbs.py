"""What may be done with plans, and with the proposals that come of them."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Side, Verb

WRITE_PLAN = Verb(
    "write-plan", 60, _("Write the yearly plan"), roles=[Role.CENTRAL, Role.FUND_OFFICER, Role.DATA_ENTRY]
)
CHECK_PLAN = Verb(
    "check-plan",
    65,
    _("Check the agreed plans of funds, or return them with reasons"),
    roles=[Role.CENTRAL, Role.COORDINATOR, Role.MENTOR],
)
WRITE_PROPOSAL = Verb(
    "write-proposal",
    70,
    _("Write proposals"),
    roles=[Role.FUND_OFFICER, Role.DATA_ENTRY, Role.PROJECT_OWNER],
    side=Side.EVERYDAY,
)
DECIDE = Verb("decide", 110, _("Enter the committee's decision"), roles=[Role.FUND_OFFICER])

"""What may be done with proposals, projects and reports."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Side, Verb

SUBMIT_PROPOSAL = Verb(
    "submit-proposal",
    80,
    _("Submit proposals"),
    roles=[Role.FUND_OFFICER, Role.PROJECT_OWNER],
    side=Side.EVERYDAY,
)
COMMENT = Verb(
    "comment",
    90,
    _("Write comments on plans, proposals and reports"),
    roles=[
        Role.CENTRAL,
        Role.COORDINATOR,
        Role.MENTOR,
        Role.FUND_OFFICER,
        Role.COMMITTEE_MEMBER,
        Role.PROJECT_OWNER,
        Role.PROJECT_MANAGER,
        Role.FUNDER_OFFICER,
    ],
    side=Side.ALL,
)
RETURN_PROPOSAL = Verb(
    "return-proposal",
    100,
    _("Return a proposal for correction"),
    roles=[Role.CENTRAL, Role.MENTOR, Role.FUND_OFFICER],
)
RUN_PROJECT = Verb(
    "run-project",
    120,
    _("Run a project: details, plan, people, documents"),
    roles=[Role.CENTRAL, Role.FUND_OFFICER, Role.PROJECT_MANAGER],
    side=Side.EVERYDAY,
)
WRITE_VARIATION = Verb(
    "write-variation",
    125,
    _("Write what shall change of an approved project"),
    roles=[Role.CENTRAL, Role.FUND_OFFICER, Role.PROJECT_OWNER, Role.PROJECT_MANAGER],
    side=Side.EVERYDAY,
)
SET_MONEY = Verb(
    "set-money",
    130,
    _(
        "Set who pays a project, its instalments and its status, and decide on its variations, for who gives the money"
    ),
    roles=[Role.CENTRAL, Role.FUND_OFFICER, Role.PROJECT_MANAGER, Role.FUNDER_OFFICER],
)
WRITE_REPORT = Verb(
    "write-report",
    140,
    _("Write and send activity reports"),
    roles=[Role.FUND_OFFICER, Role.DATA_ENTRY, Role.PROJECT_OWNER, Role.PROJECT_MANAGER],
    side=Side.EVERYDAY,
)
# The steps of the ladder: mentor, project manager, funder.
CHECK_REPORT = Verb(
    "check-report", 150, _("Check reports as mentor"), roles=[Role.MENTOR], side=Side.EVERYDAY
)
CONFIRM_REPORT = Verb(
    "confirm-report",
    160,
    _("Check reports as project manager"),
    roles=[Role.CENTRAL, Role.PROJECT_MANAGER],
    side=Side.EVERYDAY,
)
ACCEPT_REPORT = Verb(
    "accept-report",
    170,
    _("Accept reports for who gives the money"),
    roles=[Role.FUND_OFFICER, Role.FUNDER_OFFICER],
)

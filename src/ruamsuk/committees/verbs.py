"""What may be done with committees, and which people only some may see."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Side, Verb

# Who applies, and who decides: names, phones, ID copies.
SEE_APPLICANTS = Verb(
    "see-applicants",
    30,
    _("See names, phone numbers and ID copies of applicants"),
    roles=[
        Role.CENTRAL,
        Role.MENTOR,
        Role.FUND_OFFICER,
        Role.COMMITTEE_MEMBER,
        Role.PROJECT_OWNER,
        Role.PROJECT_MANAGER,
        Role.FUNDER_OFFICER,
    ],
    side=Side.EVERYDAY,
    is_personal=True,
)
EDIT_COMMITTEE = Verb(
    "edit-committee",
    180,
    _("Keep the list of committee members"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.FUND_OFFICER],
)

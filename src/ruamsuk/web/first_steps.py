"""Where a person of each role starts when nothing waits: the empty home page says it and opens the door."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.web import menu


@dataclass(frozen=True)
class FirstStep:
    text: str | Promise
    button: str | Promise
    entry: menu.Entry


_SEE_FUNDS = FirstStep(
    _("See how far the funds of your area are: who has a plan, what is proposed, what is running."),
    _("Open the funds of my area"),
    menu.FUNDS,
)
_READ_PROPOSALS = FirstStep(
    _("Read the proposals that were sent, and write what you think of them before they are decided."),
    _("Read proposals"),
    menu.PROPOSALS,
)
_WRITE_PLAN = FirstStep(
    _("Begin with the fund's plan of the year: what the problems are, and what should be done about them."),
    _("Open the fund's plan"),
    menu.PLANS,
)
_SEE_PROJECTS = FirstStep(
    _("See the projects that are running and the reports that are due."),
    _("Open the projects"),
    menu.PROJECTS,
)

FIRST_STEPS: dict[str, FirstStep] = {
    Role.ADMINISTRATOR: FirstStep(
        _("Invite the people who work here and give each of them a role and an area."),
        _("Open people and roles"),
        menu.PEOPLE,
    ),
    Role.CENTRAL: _SEE_FUNDS,
    Role.COORDINATOR: _SEE_FUNDS,
    Role.MENTOR: FirstStep(
        _("Look at the funds in your care: which have a plan, and which need a hand."),
        _("Open my funds"),
        menu.FUNDS,
    ),
    Role.FUND_OFFICER: _WRITE_PLAN,
    Role.DATA_ENTRY: _WRITE_PLAN,
    Role.COMMITTEE_MEMBER: _READ_PROPOSALS,
    Role.PROJECT_OWNER: FirstStep(
        _("Write a proposal for what your community needs. It saves itself while you write."),
        _("Open my proposals"),
        menu.PROPOSALS,
    ),
    Role.PROJECT_MANAGER: _SEE_PROJECTS,
    Role.FUNDER_OFFICER: _READ_PROPOSALS,
    Role.EXECUTIVE: FirstStep(
        _("See on one page where the work of your area stands and where it is stuck."),
        _("Open the area overview"),
        menu.COUNTS,
    ),
    Role.AUDITOR: _SEE_PROJECTS,
}

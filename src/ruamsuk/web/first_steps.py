"""Where a person of each role starts when nothing waits, and what whoever sets the system up does first: the home page
says it and opens the door.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import COUNTRY, Reader, reach
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Grant, Invitation
from ruamsuk.accounts.verbs import INVITE
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.committees.models import Committee
from ruamsuk.funds.models import Fund
from ruamsuk.plans.models import Plan
from ruamsuk.web import menu
from ruamsuk.workbooks.verbs import SET_UP


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


@dataclass(frozen=True)
class SetUpStep:
    """One step from the empty system to a fund at work. `url`: where it is done; empty: it needs nobody here."""

    title: str | Promise
    detail: str | Promise
    button: str | Promise
    url: str
    is_done: bool
    is_next: bool = False


def set_up_steps(user: Reader) -> list[SetUpStep]:
    """For who answers for the whole country, until all of them are done; nothing for anybody else."""
    if not (reach(user, SET_UP).covers(place_no=COUNTRY) and reach(user, INVITE).covers(place_no=COUNTRY)):
        return []
    officers = Grant.objects.filter(post__role=Role.FUND_OFFICER)
    has_officer = officers.exists()
    done = [
        Area.objects.filter(kind=AreaKind.PROVINCE).exists(),
        Fund.objects.exists(),
        has_officer or Invitation.objects.filter(post__role=Role.FUND_OFFICER).exists(),
        has_officer,
        Committee.objects.exists(),
        Plan.objects.exists(),
    ]
    if all(done):
        return []
    words = [
        (
            _("The areas of the country are in the system"),
            _("Provinces, districts and sub-districts come with it."),
            "",
            "",
        ),
        (
            _("Bring in the organisations and funds of a province"),
            _("From one Excel workbook: download it, fill it in, send it, look at it, save it."),
            menu.SETTING_UP.label,
            menu.SETTING_UP.url,
        ),
        (
            _("Invite the officers of the funds"),
            _("With the same workbook, or one by one from the page “Who works here” of a fund."),
            _("Invite a person"),
            reverse("accounts:invite"),
        ),
        (
            _("The first officer comes in"),
            _("The link of the invitation is opened and a password is chosen. Links can be made anew."),
            _("Open the invitations"),
            reverse("accounts:invitations"),
        ),
        (
            _("Record the committee of a fund"),
            _("With the same workbook, or on the page of the fund."),
            _("Open the funds"),
            menu.FUNDS.url,
        ),
        (
            _("The first plan is begun"),
            _("The officer of a fund does it, on the page of plans."),
            _("Open the plans"),
            menu.PLANS.url,
        ),
    ]
    following = done.index(False)
    return [
        SetUpStep(*said, is_done, number == following)
        for number, (said, is_done) in enumerate(zip(words, done, strict=True))
    ]

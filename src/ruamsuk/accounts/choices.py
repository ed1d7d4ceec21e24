"""Roles are code: a Thai name, one sentence, and a set of verbs. Who holds a role, where and how long, is data."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """What a role may do inside its scope. One word a verb, used by gates, pages and the API alike."""

    READ = "read"  # submitted plans, proposals, projects, reports: their non-personal part
    READ_DRAFT = "read-draft"  # the same while they are written
    SEE_APPLICANTS = "see-applicants"  # names, phones and ID copies of who applies
    SEE_BANK = "see-bank"  # bank accounts
    EDIT_FUND = "edit-fund"
    WRITE_PLAN = "write-plan"
    WRITE_PROPOSAL = "write-proposal"
    SUBMIT_PROPOSAL = "submit-proposal"
    COMMENT = "comment"
    RETURN_PROPOSAL = "return-proposal"
    DECIDE = "decide"  # enter the committee's decision
    RUN_PROJECT = "run-project"  # details, plan, people, documents of a project
    SET_MONEY = "set-money"  # who pays a project, its instalments, whether it goes on
    WRITE_REPORT = "write-report"
    CHECK_REPORT = "check-report"  # mentor's step of the ladder
    CONFIRM_REPORT = "confirm-report"  # project manager's step
    ACCEPT_REPORT = "accept-report"  # funder's step
    EDIT_COMMITTEE = "edit-committee"
    INVITE = "invite"  # give roles inside one's scope
    HAND_OVER = "hand-over"
    EXPORT = "export"
    IMPORT = "import"
    EDIT_CATALOGUE = "edit-catalogue"  # issues, indicators, fund kinds
    EDIT_AREAS = "edit-areas"
    READ_TRAIL = "read-trail"
    OPERATE = "operate"  # jobs, backups, health of the system


# What the side that asks for money and does the work may do with what is its own. Every other verb follows the
# money: a post at the applicant's organisation, or in the project itself, does not reach it, so that nobody decides
# on the own application. A new verb follows the money until it is named here. Used through `access.Sides`.
OF_OWNERS = frozenset(
    {
        Can.READ,
        Can.READ_DRAFT,
        Can.SEE_APPLICANTS,
        Can.WRITE_PROPOSAL,
        Can.SUBMIT_PROPOSAL,
        Can.COMMENT,
        Can.RUN_PROJECT,
        Can.WRITE_REPORT,
        Can.CHECK_REPORT,
        Can.CONFIRM_REPORT,
    }
)

# Verbs that read the personal part of records. After a change of areas they stay with the area of before until a
# person lets them follow (areas.models.HeldSight); what is read by another verb says so where it asks (`reach_people`).
PERSONAL = frozenset({Can.SEE_APPLICANTS, Can.SEE_BANK})

# What each verb means to people who ask "may I?": the page of roles.
VERBS: dict[Can, str | Promise] = {
    Can.READ: _("Read what was submitted: plans, proposals, projects, reports"),
    Can.READ_DRAFT: _("Read what is still being written"),
    Can.SEE_APPLICANTS: _("See names, phone numbers and ID copies of applicants"),
    Can.SEE_BANK: _("See bank accounts"),
    Can.EDIT_FUND: _("Change the facts about a fund"),
    Can.WRITE_PLAN: _("Write the yearly plan"),
    Can.WRITE_PROPOSAL: _("Write proposals"),
    Can.SUBMIT_PROPOSAL: _("Submit proposals"),
    Can.COMMENT: _("Write comments on plans, proposals and reports"),
    Can.RETURN_PROPOSAL: _("Return a proposal for correction"),
    Can.DECIDE: _("Enter the committee's decision"),
    Can.RUN_PROJECT: _("Run a project: details, plan, people, documents"),
    Can.SET_MONEY: _("Set who pays a project, its instalments and its status, for who gives the money"),
    Can.WRITE_REPORT: _("Write and send activity reports"),
    Can.CHECK_REPORT: _("Check reports as mentor"),
    Can.CONFIRM_REPORT: _("Check reports as project manager"),
    Can.ACCEPT_REPORT: _("Accept reports for who gives the money"),
    Can.EDIT_COMMITTEE: _("Keep the list of committee members"),
    Can.INVITE: _("Invite people and give roles, inside one's own area"),
    Can.HAND_OVER: _("Hand a post over to a successor"),
    Can.EXPORT: _("Export tables"),
    Can.IMPORT: _("Import records"),
    Can.EDIT_CATALOGUE: _("Change lists: issues, indicators, kinds of funds"),
    Can.EDIT_AREAS: _("Change areas: names, codes, borders"),
    Can.READ_TRAIL: _("Read who did what and when"),
    Can.OPERATE: _("Look after the system: jobs, backups"),
}


@dataclass(frozen=True)
class Personal:
    """Said by a model that holds personal data (as `personal`): who reads it by place, and how it is counted."""

    words: str | Promise  # what is counted, like "proposals with applicants"
    cans: tuple[Can, ...]
    place: str  # path to the place number by which it is read
    counted: str = "pk"  # path to what is counted


class ScopeKind(models.TextChoices):
    AREA = "area", _("area")
    ORGANIZATION = "organization", _("organisation")
    FUND = "fund", _("fund")
    PROJECT = "project", _("project")


class TokenAccess(models.TextChoices):
    READ = "read", _("reads only")
    WRITE = "write", _("reads and writes")


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("System administrator")
    CENTRAL = "central", _("Central team")
    COORDINATOR = "coordinator", _("Coordinator")
    MENTOR = "mentor", _("Mentor")
    FUND_OFFICER = "fund-officer", _("Fund officer")
    DATA_ENTRY = "data-entry", _("Data-entry officer")
    COMMITTEE_MEMBER = "committee-member", _("Committee member")
    PROJECT_OWNER = "project-owner", _("Project owner")
    PROJECT_MANAGER = "project-manager", _("Project manager")
    FUNDER_OFFICER = "funder-officer", _("Funder's officer")
    EXECUTIVE = "executive", _("Executive")
    AUDITOR = "auditor", _("Auditor")


@dataclass(frozen=True)
class RoleSpec:
    sentence: str | Promise
    verbs: frozenset[Can]
    scopes: frozenset[ScopeKind]  # where the role may be held
    gives: frozenset[Role]  # roles that its holder may give to people, inside the holder's own scope


def _spec(sentence: str | Promise, verbs: str, scopes: str, gives: str = "") -> RoleSpec:
    return RoleSpec(
        sentence,
        frozenset(Can(verb) for verb in verbs.split()),
        frozenset(ScopeKind(kind) for kind in scopes.split()),
        frozenset(Role(role) for role in gives.split()),
    )


EVERY_ROLE = " ".join(Role.values)


ROLES: dict[str, RoleSpec] = {
    Role.ADMINISTRATOR: _spec(
        _("Keeps the system running, its areas, catalogues and accounts."),
        "read read-draft edit-fund edit-committee invite hand-over export import edit-catalogue edit-areas "
        "read-trail operate",
        "area",
        EVERY_ROLE,
    ),
    Role.CENTRAL: _spec(
        _("Answers for the whole network: funds, plans, projects and figures of every zone."),
        "read read-draft see-applicants edit-fund write-plan comment return-proposal run-project set-money "
        "confirm-report edit-committee invite hand-over export import edit-catalogue edit-areas",
        "area",
        EVERY_ROLE,
    ),
    Role.COORDINATOR: _spec(
        _("Keeps the work of a zone, province or district together and sees where it is stuck."),
        "read read-draft comment edit-fund invite hand-over export",
        "area",
        "mentor fund-officer data-entry committee-member project-owner project-manager executive",
    ),
    Role.MENTOR: _spec(
        _("Helps the funds of an area to plan and write, comments, and checks reports."),
        "read read-draft see-applicants comment return-proposal check-report export",
        "area fund project",
    ),
    Role.FUND_OFFICER: _spec(
        _("Keeps a fund: its plan, proposals, decisions, projects and reports."),
        "read read-draft see-applicants see-bank edit-fund write-plan write-proposal submit-proposal comment "
        "return-proposal decide run-project set-money write-report accept-report edit-committee invite hand-over "
        "export",
        "fund",
        "data-entry committee-member project-owner",
    ),
    Role.DATA_ENTRY: _spec(
        _("Types plans, proposals and reports of a fund or a project."),
        "read read-draft write-plan write-proposal write-report",
        "fund project",
    ),
    Role.COMMITTEE_MEMBER: _spec(
        _("Reads and comments proposals of a fund before they are decided."),
        "read read-draft see-applicants comment",
        "fund",
    ),
    Role.PROJECT_OWNER: _spec(
        _("Writes the proposals of an organisation, carries projects out and reports."),
        "read read-draft see-applicants write-proposal submit-proposal comment write-report hand-over",
        "organization project",
    ),
    Role.PROJECT_MANAGER: _spec(
        _("Manages a programme or project and checks the reports below it."),
        "read read-draft see-applicants comment run-project set-money write-report confirm-report invite hand-over "
        "export",
        "organization project",
        "data-entry project-owner",
    ),
    Role.FUNDER_OFFICER: _spec(
        _("Follows the projects that an organisation gives money to, and accepts their reports."),
        "read read-draft see-applicants comment set-money accept-report hand-over export",
        "organization",
    ),
    Role.EXECUTIVE: _spec(_("Reads one page: where it stands and where it is stuck."), "read export", "area"),
    Role.AUDITOR: _spec(
        _("Reads everything that was decided and who did what."),
        "read read-draft see-bank export read-trail",
        "area",
    ),
}


def roles_giving(role: str) -> list[str]:
    """Names of the roles that may give this role, and so hand its posts over."""
    return [str(Role(giver).label) for giver, spec in ROLES.items() if role in spec.gives]


def roles_with(can: Can) -> list[str]:
    """Names of the roles that may do this, for messages that say whom to ask."""
    return [str(Role(role).label) for role, spec in ROLES.items() if can in spec.verbs]

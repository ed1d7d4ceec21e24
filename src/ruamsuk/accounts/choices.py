"""Roles are code: a Thai name, one sentence, where they are held, and what they give. What they may do, verbs say.

Who holds a role, where and how long, is data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


def role_choices() -> Sequence[tuple[str, str | Promise]]:
    """A migration keeps this name, not the roles: a new role needs none."""
    return Role.choices


@dataclass(frozen=True)
class RoleSpec:
    sentence: str | Promise
    scopes: frozenset[ScopeKind]  # where the role may be held
    gives: frozenset[Role]  # roles that its holder may give to people, inside the holder's own scope


def _spec(sentence: str | Promise, *scopes: ScopeKind, gives: Iterable[Role] = ()) -> RoleSpec:
    return RoleSpec(sentence, frozenset(scopes), frozenset(gives))


ROLES: dict[str, RoleSpec] = {
    Role.ADMINISTRATOR: _spec(
        _("Keeps the system running, its areas, catalogues and accounts."), ScopeKind.AREA, gives=Role
    ),
    Role.CENTRAL: _spec(
        _("Answers for the whole network: funds, plans, projects and figures of every zone."),
        ScopeKind.AREA,
        gives=Role,
    ),
    Role.COORDINATOR: _spec(
        _("Keeps the work of a zone, province or district together and sees where it is stuck."),
        ScopeKind.AREA,
        gives=[
            Role.MENTOR,
            Role.FUND_OFFICER,
            Role.DATA_ENTRY,
            Role.COMMITTEE_MEMBER,
            Role.PROJECT_OWNER,
            Role.PROJECT_MANAGER,
            Role.FUNDER_OFFICER,
            Role.EXECUTIVE,
        ],
    ),
    Role.MENTOR: _spec(
        _("Helps the funds of an area to plan and write, comments, and checks reports."),
        ScopeKind.AREA,
        ScopeKind.FUND,
        ScopeKind.PROJECT,
    ),
    Role.FUND_OFFICER: _spec(
        _("Keeps a fund: its plan, proposals, decisions, projects and reports."),
        ScopeKind.FUND,
        gives=[Role.DATA_ENTRY, Role.COMMITTEE_MEMBER, Role.PROJECT_OWNER],
    ),
    Role.DATA_ENTRY: _spec(
        _("Types plans, proposals and reports of a fund or a project."), ScopeKind.FUND, ScopeKind.PROJECT
    ),
    Role.COMMITTEE_MEMBER: _spec(
        _("Reads and comments proposals of a fund before they are decided."), ScopeKind.FUND
    ),
    Role.PROJECT_OWNER: _spec(
        _("Writes the proposals of an organisation, carries projects out and reports."),
        ScopeKind.ORGANIZATION,
        ScopeKind.PROJECT,
    ),
    Role.PROJECT_MANAGER: _spec(
        _("Manages a programme or project and checks the reports below it."),
        ScopeKind.ORGANIZATION,
        ScopeKind.PROJECT,
        gives=[Role.DATA_ENTRY, Role.PROJECT_OWNER],
    ),
    Role.FUNDER_OFFICER: _spec(
        _("Follows the projects that an organisation gives money to, and accepts their reports."),
        ScopeKind.ORGANIZATION,
    ),
    Role.EXECUTIVE: _spec(_("Reads one page: where it stands and where it is stuck."), ScopeKind.AREA),
    Role.AUDITOR: _spec(_("Reads everything that was decided and who did what."), ScopeKind.AREA),
}


def roles_giving(role: str) -> list[str]:
    """Names of the roles that may give this role, and so hand its posts over."""
    return [str(Role(giver).label) for giver, spec in ROLES.items() if role in spec.gives]

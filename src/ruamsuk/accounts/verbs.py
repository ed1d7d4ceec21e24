"""What a verb is, which verbs the apps declare, and those of people and posts.

An app declares what may be done with its nouns in a `verbs.py` of its own, the lowest app that asks for the verb:

    DECIDE = Verb("decide", 110, _("Enter the committee's decision"), roles=[Role.FUND_OFFICER])

Gates, lists and menus ask for it by this name. What a role may do is what the verbs say.
"""

from collections.abc import Iterable
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.areas import choices as areas
from ruamsuk.core.registry import Registry


class Side(Enum):
    """From where a verb reaches a record that one side owns and another pays: the paths of `access.Sides`.

    A verb follows the money until its app says otherwise: a post at the applicant's organisation, or in the project
    itself, does not reach it, so that nobody decides on the own application (docs/adr/0042).
    """

    PAYERS = "payers"
    EVERYDAY = "everyday"  # what the side that asks for money and does the work may do with its own
    ALL = "all"  # reading and commenting


class Verb(str):
    """What somebody may do with records of a place: its code, as it is stored and sent, and what holds of it."""

    order: int  # its place among all verbs on the page of roles
    words: str | Promise  # what it means to people who ask "may I?"
    roles: frozenset[str]  # that hold it
    side: Side
    # Reads the personal part of records. After a change of areas it stays with the area of before until a person lets
    # it follow (areas.models.HeldSight); what is read by another verb says so where it asks (`reach_people`).
    is_personal: bool

    def __new__(
        cls,
        code: str,
        order: int,
        words: str | Promise,
        *,
        roles: Iterable[Role],
        side: Side = Side.PAYERS,
        is_personal: bool = False,
    ) -> "Verb":
        verb = super().__new__(cls, code)
        verb.order, verb.words, verb.roles = order, words, frozenset(str(role) for role in roles)
        verb.side, verb.is_personal = side, is_personal
        return verb

    @property
    def follows_money(self) -> bool:
        return self.side is Side.PAYERS


# By their codes; filled from every app's verbs.py by AccountsConfig.
DECLARED: Registry[Verb] = Registry("verbs")


def all_verbs() -> list[Verb]:
    """In the order of the page of roles."""
    return sorted(DECLARED.values(), key=lambda verb: verb.order)


def verbs_of(role: str) -> list[Verb]:
    """What a role may do, in the order of the page of roles."""
    return [verb for verb in all_verbs() if role in verb.roles]


def roles_with(can: Verb) -> list[str]:
    """Names of the roles that may do this, for messages that say whom to ask."""
    return [str(role.label) for role in Role if role in can.roles]


# Submitted plans, proposals, projects, reports: their non-personal part. Areas stand below and know it by its code.
READ = Verb(
    areas.READ,
    10,
    _("Read what was submitted: plans, proposals, projects, reports"),
    roles=Role,
    side=Side.ALL,
)
READ_DRAFT = Verb(
    "read-draft",
    20,
    _("Read what is still being written"),
    roles=set(Role) - {Role.EXECUTIVE},
    side=Side.ALL,
)
INVITE = Verb(
    "invite",
    190,
    _("Invite people and give roles, inside one's own area"),
    roles=[Role.ADMINISTRATOR, Role.CENTRAL, Role.COORDINATOR, Role.FUND_OFFICER, Role.PROJECT_MANAGER],
)
HAND_OVER = Verb(
    "hand-over",
    200,
    _("Hand a post over to a successor"),
    roles=[
        Role.ADMINISTRATOR,
        Role.CENTRAL,
        Role.COORDINATOR,
        Role.FUND_OFFICER,
        Role.PROJECT_OWNER,
        Role.PROJECT_MANAGER,
        Role.FUNDER_OFFICER,
    ],
)
EDIT_AREAS = Verb(
    areas.EDIT_AREAS, 240, _("Change areas: names, codes, borders"), roles=[Role.ADMINISTRATOR, Role.CENTRAL]
)

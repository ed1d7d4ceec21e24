"""The one rule behind every list and every gate: what a person's posts reach.

Each noun's QuerySet has `visible_to(user, can)`, built from `reach(user, can)`; each noun's app has a gate
`<noun>_for(user, uid, can)`, built from `gate(...)`. The two can never disagree because both are the same query.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind, roles_giving
from ruamsuk.accounts.models import (
    ApiToken,
    Grant,
    GrantQuerySet,
    Handover,
    HandoverQuerySet,
    Invitation,
    InvitationQuerySet,
    Post,
    Scope,
    User,
    UserQuerySet,
)
from ruamsuk.accounts.names import sign_in_name
from ruamsuk.accounts.places import is_closed, still_open
from ruamsuk.accounts.rule import (
    Paths,
    Reach,
    Reader,
    Sides,
    allowed,
    gate,
    gate_of,
    grants_of,
    left_scopes,
    may,
    opened,
    reach,
    reach_people,
    require,
)
from ruamsuk.accounts.verbs import HAND_OVER, INVITE, READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area
from ruamsuk.areas.ranges import place_no
from ruamsuk.core.searching import containing

__all__ = [
    "Paths",
    "Reach",
    "Reader",
    "Sides",
    "allowed",
    "gate",
    "grants_of",
    "left_scopes",
    "may",
    "opened",
    "reach",
    "reach_people",
    "require",
]

COUNTRY = place_no("")  # the whole country's place number


def may_sign_in(user: User) -> bool:
    """Active, and no invented person where real work is done."""
    return user.is_active and not (user.is_demo and settings.RUAMSUK_MODE == "production")


# The nouns of this app. (Their rule needs `reach`, which stands above the models: so functions, not QuerySet methods.)


def areas_served(user: Reader, can: Verb) -> QuerySet[Any]:
    """Keys of the areas that those funds serve where the person may do this."""
    return Scope.serves.through.objects.filter(scope_id__in=reach(user, can).scope_ids).values("area_id")


def _scopes_in(user: Reader, can: Verb, scope: str, reach: Callable[[Reader, Verb], Reach] = reach) -> Q:
    """A filter for scopes inside a reach; `scope` is the path to the scope, empty or ending in `__`.

    Who gives roles in a fund gives them, and sees who holds them, in the organisations of its sub-districts too.
    """
    found = reach(user, can).q(place=f"{scope}area__place_no", scopes=(f"{scope}id", f"{scope}within_id"))
    if can in (READ, INVITE) and reach(user, INVITE).scope_ids:
        served = {f"{scope}kind": ScopeKind.ORGANIZATION, f"{scope}area__in": areas_served(user, INVITE)}
        found |= Q(**served)
    return found


def visible_scopes(user: Reader, can: Verb) -> QuerySet[Scope]:
    return Scope.objects.filter(_scopes_in(user, can, "")).select_related("area")


def visible_posts(user: Reader, can: Verb) -> QuerySet[Post]:
    own = Q(pk__in=[grant.post_id for grant in grants_of(user) if grant.post.may(can)])
    return Post.objects.filter(_scopes_in(user, can, "scope__") | own).select_related(
        "scope__area__parent__parent"
    )


def visible_holders(user: Reader, post: Post) -> GrantQuerySet:
    """Who holds and held a post that this person may see; names of others only inside the own reach."""
    rows = Grant.objects.filter(post=post)
    if Scope.objects.filter(_scopes_in(user, READ, "", reach_people), pk=post.scope_id).exists():
        return rows
    return rows.filter(user=user) if isinstance(user, User) else rows.none()


def visible_people(user: Reader, can: Verb) -> UserQuerySet:
    """Oneself, and who holds or held a post inside one's reach; who holds none is seen by the country's team."""
    everybody: UserQuerySet = User.objects.all()
    if reach(user, can).covers(place_no=COUNTRY):
        return everybody
    own = Q(pk=user.pk) if can == READ else Q(pk__in=[])
    holders = Grant.objects.filter(_scopes_in(user, can, "post__scope__", reach_people)).values("user_id")
    return everybody.filter(own | Q(pk__in=holders))


def person_called(user: Reader, typed: str) -> User | None:
    """Whom a typed user name or e-mail means, among the people whom this person may see anyway.

    Every field that takes a person asks here. Of others it says nothing, whether they exist or not: they are invited
    and answer for themselves.
    """
    found = account_called(typed)
    return found if found and visible_people(user, READ).filter(pk=found.pk).exists() else None


def signs_in_as(user: Reader, typed: str) -> User | None:
    """Whose user name this is, for those who may see how that person signs in."""
    found = User.objects.filter(username=sign_in_name(typed)).first()
    return found if found and (found == user or may_manage(user, found)) else None


def account_called(typed: str) -> User | None:
    """The open account with this user name or e-mail, for writing to its owner; never to be shown to who typed it."""
    name = sign_in_name(typed)
    rows: UserQuerySet = User.objects.filter(is_active=True)
    return rows.filter(username=name).first() or rows.filter(email=name).first()


def visible_invitations(user: Reader, can: Verb) -> InvitationQuerySet:
    return Invitation.objects.filter(_scopes_in(user, can, "post__scope__", reach_people))


def visible_handovers(user: Reader, can: Verb) -> HandoverQuerySet:
    """Those of posts in one's reach, and for reading those that one gave or received."""
    inside = _scopes_in(user, can, "post__scope__", reach_people)
    if can == READ and user.is_authenticated:
        inside |= Q(giver=user) | Q(receiver=user)
    return Handover.objects.filter(inside).select_related(
        "post__scope__area__parent__parent", "giver", "receiver", "created_by"
    )


def scope_for(user: Reader, pk: int, can: Verb) -> Scope:
    return gate_of(visible_scopes, user, can, READ, {"pk": pk})


def post_for(user: Reader, uid: UUID, can: Verb) -> Post:
    return gate_of(visible_posts, user, can, READ, {"uid": uid})


def person_for(user: Reader, uid: UUID, can: Verb) -> User:
    return gate_of(visible_people, user, can, READ, {"uid": uid})


def invitation_for(user: Reader, uid: UUID, can: Verb) -> Invitation:
    return gate_of(visible_invitations, user, can, INVITE, {"uid": uid})


def handover_for(user: Reader, uid: UUID, can: Verb) -> Handover:
    return gate_of(visible_handovers, user, can, READ, {"uid": uid})


def reads_what_was_handed(user: Reader, handover: Handover) -> bool:
    """The note and the list of open work, which names drafts: for the two people, and who reads drafts there."""
    if user in (handover.giver, handover.receiver):
        return True
    return visible_scopes(user, READ_DRAFT).filter(pk=handover.post.scope_id).exists()


def grant_to_end_for(user: Reader, uid: UUID) -> Grant:
    """A grant that one holds oneself, or could give; anything else is as if it did not exist."""
    found = Grant.objects.filter(uid=uid).select_related("post__scope__area", "user").first()
    if found is None or not may_end(user, found):
        raise Http404
    return found


def api_token_for(user: Reader, uid: UUID) -> ApiToken:
    """One of one's own tokens."""
    found = ApiToken.objects.filter(user=user, uid=uid).first() if isinstance(user, User) else None
    if found is None:
        raise Http404
    return found


# Who may give what to whom.


def givable_roles(user: Reader, scope: Scope) -> list[Role]:
    """The roles that a person may give in a scope: those that fit it and that the person's own roles in a scope
    containing it give (RoleSpec.gives).
    """
    giving = [grant.post for grant in grants_of(user) if grant.post.spec.gives]
    gives = {role for post in giving if _contains(post.scope, scope) for role in post.spec.gives}
    return [role for role in Role if role in gives and scope.kind in ROLES[role].scopes]


def may_invite_to(user: Reader, scope: Scope) -> bool:
    """Asked by the page of a fund, an organisation or a project before it shows “Invite a person”."""
    if scope.kind == ScopeKind.AREA:
        return bool(givable_roles(user, scope)) and reach(user, INVITE).covers(place_no=scope.area.place_no)
    return bool(givable_roles(user, scope)) and visible_scopes(user, INVITE).filter(pk=scope.pk).exists()


def may_give(user: Reader, role: str, scope: Scope) -> bool:
    return role in givable_roles(user, scope)


def invites_at(user: Reader, scope: Scope) -> list[Role]:
    """The posts of a place that a person may fill now: none where it is closed."""
    return givable_roles(user, scope) if may_invite_to(user, scope) and not is_closed(scope) else []


def places_to_give_in(user: Reader, typed: str = "") -> QuerySet[Scope]:
    """The open funds, organisations and projects where one may give roles; `typed`: part of a name."""
    given = {role for grant in grants_of(user) for role in grant.post.spec.gives}
    kinds = {kind for role in given for kind in ROLES[role].scopes} - {ScopeKind.AREA}
    found = still_open(visible_scopes(user, INVITE).filter(kind__in=kinds))
    return found.filter(containing(typed)) if typed else found


@dataclass(frozen=True)
class Duty:
    """A post of a place: who holds it, who is invited to it, and whether the reader may fill it."""

    role: Role
    sentence: str | Promise
    holders: list[Grant]
    invited: list[Invitation]
    may_fill: bool
    filled_by: list[str]  # names of the roles whose holders give it


def place_for(user: Reader, pk: int) -> Scope:
    """A fund, an organisation, a project or an area as a place of people: for who may read their names there."""
    rows = Scope.objects.filter(_scopes_in(user, READ, "", reach_people)).select_related("area__parent")
    if (found := rows.filter(pk=pk).first()) is None:
        raise Http404
    return found


def area_place_for(user: Reader, area: Area) -> Scope:
    """The same for an area, which has no scope before its first post."""
    if not reach_people(user, READ).covers(place_no=area.place_no, home=area.pk):
        raise Http404
    found = Scope.objects.filter(kind=ScopeKind.AREA, area=area).select_related("area").first()
    return found or Scope(kind=ScopeKind.AREA, area=area, label=area.name_th)


def may_see_people_at(user: Reader, scope: int) -> bool:
    """For showing the link to a scope with this key; the page's gate is the same rule."""
    return Scope.objects.filter(_scopes_in(user, READ, "", reach_people), pk=scope).exists()


def may_see_people_in(user: Reader, area: Area) -> bool:
    return reach_people(user, READ).covers(place_no=area.place_no, home=area.pk)


def duties_at(user: Reader, scope: Scope) -> list[Duty]:
    """Every post that may be held at a place whose people the reader may see (`place_for`); those that the reader may
    fill stand first.
    """
    mine = invites_at(user, scope)
    held, asked = defaultdict(list), defaultdict(list)
    for grant in Grant.objects.running().filter(post__scope_id=scope.pk).select_related("user", "post"):
        held[grant.post.role].append(grant)
    waiting = visible_invitations(user, INVITE).waiting().filter(post__scope_id=scope.pk)
    for invitation in waiting.select_related("post").order_by("-created_at"):
        asked[invitation.post.role].append(invitation)
    duties = [
        Duty(
            role,
            ROLES[role].sentence,
            sorted(held[role], key=lambda grant: (grant.user.sort_key, grant.pk)),
            asked[role],
            role in mine,
            roles_giving(role),
        )
        for role in Role
        if scope.kind in ROLES[role].scopes
    ]
    return sorted(duties, key=lambda duty: not duty.may_fill)


def _contains(outer: Scope, inner: Scope) -> bool:
    if outer.kind == ScopeKind.AREA:
        return outer.area.places.covers(inner.area.place_no)
    if inner.kind == ScopeKind.ORGANIZATION and outer.serves.filter(pk=inner.area_id).exists():
        return True
    return outer.pk in (inner.pk, inner.within_id)


def may_end(user: Reader, grant: Grant) -> bool:
    return user.pk == grant.user_id or may_give(user, grant.post.role, grant.post.scope)


def may_hand_over(user: Reader, post: Post, giver: User) -> bool:
    """The holder, if the role is one that passes itself on; else who may give the role there."""
    if user.pk == giver.pk:
        return post.may(HAND_OVER)
    return may_give(user, post.role, post.scope)


def may_manage(user: Reader, person: User) -> bool:
    """May one close another's account or make a password link for it? Only who could give every post they hold."""
    if not user.is_authenticated or user.pk == person.pk:
        return False
    posts = [g.post for g in person.grants.unended().select_related("post__scope__area")]
    if not posts:
        return reach(user, INVITE).covers(place_no=COUNTRY)
    return all(may_give(user, post.role, post.scope) for post in posts)

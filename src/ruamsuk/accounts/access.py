"""The one rule behind every list and every gate: what a person's posts reach.

Each noun's QuerySet has `visible_to(user, can)`, built from `reach(user, can)`; each noun's app has a gate
`<noun>_for(user, uid, can)`, built from `gate(...)`. The two can never disagree because both are the same query.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from ruamsuk.accounts.choices import ROLES, Can, Role, ScopeKind, roles_with
from ruamsuk.accounts.models import (
    ApiToken,
    Grant,
    Handover,
    HandoverQuerySet,
    Invitation,
    InvitationQuerySet,
    Post,
    Scope,
    User,
    UserQuerySet,
)
from ruamsuk.areas.models import Area
from ruamsuk.core.problems import NotAllowed

Reader = User | AnonymousUser


@dataclass
class Reach:
    """Where a person may do one thing: ranges of `place_no`, and single scopes."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    scope_ids: set[int] = field(default_factory=set)

    def q(self, *, place: str | None = None, scopes: tuple[str, ...] = ()) -> Q:
        """A filter on a noun whose place number is the field `place` and which hangs on scopes by these fields.

        With no reach at all the filter matches nothing.
        """
        condition = Q(pk__in=[])
        if place:
            for low, high in self.ranges:
                condition |= Q(**{f"{place}__gte": low, f"{place}__lte": high})
        if self.scope_ids:
            for path in scopes:
                condition |= Q(**{f"{path}__in": self.scope_ids})
        return condition

    def covers(self, *, place_no: int | None = None, scope_ids: tuple[int | None, ...] = ()) -> bool:
        """The same rule for values that are no stored record yet."""
        if place_no is not None and any(low <= place_no <= high for low, high in self.ranges):
            return True
        return any(scope_id in self.scope_ids for scope_id in scope_ids)

    def __bool__(self) -> bool:
        return bool(self.ranges or self.scope_ids)


def grants_of(user: Reader) -> list[Grant]:
    """The grants that run today; read once per request (they hang on the user object)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_running_grants"):
        user._running_grants = list(
            Grant.objects.running()
            .filter(user=user)
            .select_related("post__scope__area")
            .order_by("starts_on", "pk")
        )
    return user._running_grants


def reach(user: Reader, can: Can) -> Reach:
    found = Reach()
    for grant in grants_of(user):
        if can in grant.post.spec.verbs:
            scope = grant.post.scope
            if scope.kind == ScopeKind.AREA:
                found.ranges.append(scope.area.place_range)
            else:
                found.scope_ids.add(scope.pk)
    return found


def may_sign_in(user: User) -> bool:
    """Active, and no invented person where real work is done."""
    return user.is_active and not (user.is_demo and settings.RUAMSUK_MODE == "production")


def may(user: Reader, can: Can) -> bool:
    """May the person do this anywhere at all? For menus; never instead of a gate."""
    return bool(reach(user, can))


def require(user: Reader, can: Can) -> Reach:
    """For pages without a single object (catalogues, operations): the reach, or a refusal that says whom to ask."""
    found = reach(user, can)
    if not found:
        raise NotAllowed(who=", ".join(roles_with(can)))
    return found


M = TypeVar("M", bound=Model)


def gate(rows: QuerySet[M], user: Reader, can: Can, *, see: Can = Can.READ, **which: Any) -> M:
    """The one object that `which` names, if the person may do `can` with it.

    Not visible → 404 (as if it did not exist); visible but not allowed → NotAllowed (403) naming who may.
    `rows` is the noun's full QuerySet with `visible_to(user, can)`.
    """
    return _gate(rows.visible_to, user, can, see, which)  # type: ignore[attr-defined]


def _gate(
    visible: Callable[[Reader, Can], QuerySet[M]], user: Reader, can: Can, see: Can, which: dict[str, Any]
) -> M:
    found = visible(user, can).filter(**which).first()
    if found is not None:
        return found
    if can != see and visible(user, see).filter(**which).exists():
        raise NotAllowed(who=", ".join(roles_with(can)))
    raise Http404


# The nouns of this app. (Their rule needs `reach`, which stands above the models: so functions, not QuerySet methods.)


def _scopes_in(found: Reach, scope: str) -> Q:
    """A filter for scopes inside a reach; `scope` is the path to the scope, empty or ending in `__`."""
    return found.q(place=f"{scope}area__place_no", scopes=(f"{scope}id", f"{scope}within_id"))


def visible_scopes(user: Reader, can: Can) -> QuerySet[Scope]:
    return Scope.objects.filter(_scopes_in(reach(user, can), "")).select_related("area")


def visible_posts(user: Reader, can: Can) -> QuerySet[Post]:
    own = Q(pk__in=[grant.post_id for grant in grants_of(user) if can in grant.post.spec.verbs])
    return Post.objects.filter(_scopes_in(reach(user, can), "scope__") | own).select_related("scope__area")


def visible_people(user: Reader, can: Can) -> UserQuerySet:
    """Oneself, and who holds or held a post inside one's reach; who holds none is seen by the country's team."""
    found = reach(user, can)
    if found.covers(place_no=Area.country().place_no):
        return User.objects.all()
    own = Q(pk=user.pk) if can == Can.READ else Q(pk__in=[])
    return User.objects.filter(own | Q(pk__in=_holders(found)))


def _holders(found: Reach) -> QuerySet[Grant, Any]:
    return Grant.objects.filter(_scopes_in(found, "post__scope__")).values("user_id")


def visible_invitations(user: Reader, can: Can) -> InvitationQuerySet:
    return Invitation.objects.filter(_scopes_in(reach(user, can), "post__scope__"))


def visible_handovers(user: Reader, can: Can) -> HandoverQuerySet:
    """Those of posts in one's reach, and for reading those that one gave or received."""
    inside = _scopes_in(reach(user, can), "post__scope__")
    if can == Can.READ and user.is_authenticated:
        inside |= Q(giver=user) | Q(receiver=user)
    return Handover.objects.filter(inside).select_related("post__scope__area", "giver", "receiver", "created_by")


def scope_for(user: Reader, pk: int, can: Can) -> Scope:
    return _gate(visible_scopes, user, can, Can.READ, {"pk": pk})


def post_for(user: Reader, uid: UUID, can: Can) -> Post:
    return _gate(visible_posts, user, can, Can.READ, {"uid": uid})


def person_for(user: Reader, uid: UUID, can: Can) -> User:
    return _gate(visible_people, user, can, Can.READ, {"uid": uid})


def invitation_for(user: Reader, uid: UUID, can: Can) -> Invitation:
    return _gate(visible_invitations, user, can, Can.INVITE, {"uid": uid})


def handover_for(user: Reader, uid: UUID, can: Can) -> Handover:
    return _gate(visible_handovers, user, can, Can.READ, {"uid": uid})


def grant_to_end_for(user: Reader, uid: UUID) -> Grant:
    """A grant that one holds oneself, or could give; anything else is as if it did not exist."""
    found = Grant.objects.filter(uid=uid).select_related("post__scope__area", "user").first()
    if found is None or not may_end(user, found):
        raise Http404
    return found


def api_token_for(user: Reader, uid: UUID) -> ApiToken:
    """One of one's own tokens."""
    found = ApiToken.objects.filter(user_id=user.pk, uid=uid).first()
    if found is None:
        raise Http404
    return found


# Who may give what to whom.


def givable_roles(user: Reader, scope: Scope) -> list[Role]:
    """The roles that a person may give in a scope: those that fit it and whose every verb the person holds in a
    scope that contains it. Administrators and the central team give any role inside their area.
    """
    here = [g.post for g in grants_of(user) if _contains(g.post.scope, scope)]
    verbs = {verb for post in here for verb in post.spec.verbs}
    if Can.INVITE not in verbs:
        return []
    any_role = any(post.role in (Role.ADMINISTRATOR, Role.CENTRAL) for post in here)
    return [
        Role(role)
        for role, spec in ROLES.items()
        if scope.kind in spec.scopes and (any_role or spec.verbs <= verbs)
    ]


def may_give(user: Reader, role: str, scope: Scope) -> bool:
    return role in givable_roles(user, scope)


def _contains(outer: Scope, inner: Scope) -> bool:
    if outer.kind == ScopeKind.AREA:
        low, high = outer.area.place_range
        return low <= inner.area.place_no <= high
    return outer.pk in (inner.pk, inner.within_id)


def may_end(user: Reader, grant: Grant) -> bool:
    return user.pk == grant.user_id or may_give(user, grant.post.role, grant.post.scope)


def may_hand_over(user: Reader, post: Post, giver: User) -> bool:
    """The holder, if the role is one that passes itself on; else who may give the role there."""
    if user.pk == giver.pk:
        return Can.HAND_OVER in post.spec.verbs
    return may_give(user, post.role, post.scope)


def may_manage(user: Reader, person: User) -> bool:
    """May one close another's account or make a password link for it? Only who could give every post they hold."""
    if not user.is_authenticated or user.pk == person.pk:
        return False
    posts = [g.post for g in person.grants.unended().select_related("post__scope__area")]
    if not posts:
        return reach(user, Can.INVITE).covers(place_no=Area.country().place_no)
    return all(may_give(user, post.role, post.scope) for post in posts)

"""The rule itself: what a person's posts reach, and the gate built from it. Used through `accounts.access`.

(A module of its own because `User.reach` and `User.gate` hand it to the apps below accounts.)
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from ruamsuk.accounts.choices import OF_OWNERS, Can, ScopeKind, roles_with
from ruamsuk.accounts.models import Grant, User
from ruamsuk.areas.models import lies_in
from ruamsuk.core.problems import NotAllowed

Reader = User | AnonymousUser


@dataclass
class Reach:
    """Where a person may do one thing: ranges of `place_no`, and single scopes."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    scopes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by their kind

    @property
    def scope_ids(self) -> set[int]:
        return set().union(*self.scopes.values())

    def q(self, *, place: str | None = None, scopes: tuple[str, ...] = ()) -> Q:
        """A filter on a noun whose place number is the field `place` and which hangs on scopes by these fields.

        With no reach at all the filter matches nothing; over the whole country it matches everything.
        """
        choices: list[Q] = []
        if place:
            for places in self.ranges:
                choices.append(lies_in(places, place))
        if scope_ids := self.scope_ids:
            for path in scopes:
                choices.append(Q(**{f"{path}__in": scope_ids}))
        return reduce(or_, choices, Q()) if choices else Q(pk__in=[])

    def covers(self, *, place_no: int | None = None, scope_ids: tuple[int | None, ...] = ()) -> bool:
        """The same rule for values that are no stored record yet."""
        if place_no is not None and any(low <= place_no <= high for low, high in self.ranges):
            return True
        return not self.scope_ids.isdisjoint(scope_ids)

    def __bool__(self) -> bool:
        return bool(self.ranges or self.scopes)


Paths = Mapping[ScopeKind, tuple[str, ...]]  # from a noun to scopes of a kind


@dataclass(frozen=True)
class Sides:
    """From which posts a noun with an owner and a payer is reached.

    Verbs of `choices.OF_OWNERS` are reached from both sides; all others from the payers alone. `everyday`: the owner
    and who pays first; `payers`: everybody who pays, who for the rest only reads and comments.
    """

    everyday: Paths
    payers: Paths

    def paths(self, can: Can) -> Paths:
        if can not in OF_OWNERS:
            return self.payers
        if can not in (Can.READ, Can.READ_DRAFT, Can.COMMENT):
            return self.everyday
        kinds = {*self.everyday, *self.payers}
        both = {kind: (*self.everyday.get(kind, ()), *self.payers.get(kind, ())) for kind in kinds}
        return {kind: tuple(dict.fromkeys(paths)) for kind, paths in both.items()}

    def fields(self, can: Can) -> tuple[str, ...]:
        """The same for `Reach.q`, where a scope's key alone tells its kind."""
        return tuple(path for paths in self.paths(can).values() for path in paths)


def grants_of(user: Reader) -> list[Grant]:
    """The grants that run today; read once per request (they hang on the user object)."""
    if not isinstance(user, User):
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
                found.scopes[scope.kind].add(scope.pk)
    return found


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
    return gate_of(rows.visible_to, user, can, see, which)  # type: ignore[attr-defined]


def gate_of(
    visible: Callable[[Reader, Can], QuerySet[M]], user: Reader, can: Can, see: Can, which: dict[str, Any]
) -> M:
    """`gate` for a noun whose rule is the function `visible(user, can)`."""
    found = visible(user, can).filter(**which).first()
    if found is not None:
        return found
    if can != see and visible(user, see).filter(**which).exists():
        raise NotAllowed(who=", ".join(roles_with(can)))
    raise Http404

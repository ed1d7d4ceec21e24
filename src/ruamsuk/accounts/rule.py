"""The rule itself: what a person's posts reach, and the gate built from it. Used through `accounts.access`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet, Value
from django.http import Http404

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Grant, Post, User
from ruamsuk.accounts.nouns import Closed
from ruamsuk.accounts.verbs import READ, Side, Verb, roles_with
from ruamsuk.areas.models import HeldSight
from ruamsuk.areas.ranges import Places
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.core.registry import Registry

Reader = User | AnonymousUser
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class HeldPlaces:
    """The places of a post whose personal sight did not follow every change of areas (areas.models.HeldSight)."""

    places: Places
    area: int
    post: UUID

    def homes(self, *, sees: bool) -> QuerySet[HeldSight]:
        return HeldSight.objects.homes(reader=self.area, post=self.post, sees=sees)

    def q(self, place: str) -> Q:
        home = home_path(place)
        hidden, kept = (Q(**{f"{home}__in": self.homes(sees=sees)}) for sees in (False, True))
        return self.places.q(place) & ~hidden | kept

    def covers(self, place_no: int, home: int) -> bool:
        inside = self.places.covers(place_no)
        return inside != self.homes(sees=not inside).filter(home=home).exists()


def home_path(place: str) -> str:
    """Beside every `place_no` stands the area that it is of: `home_area`, or the area itself."""
    owner, _, _field = place.rpartition("place_no")
    return owner.removesuffix("__") if owner.endswith("area__") else f"{owner}home_area"


@dataclass
class Reach:
    """Where a person may do one thing: places, single scopes, and of closed nouns single records."""

    places: list[Places] = field(default_factory=list)  # of each post at an area
    held: list[HeldPlaces] = field(default_factory=list)  # places too, only ever of personal sight
    scopes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by their kind
    records: set[UUID] = field(default_factory=set)  # by their uid; never by posts

    @property
    def scope_ids(self) -> set[int]:
        return set().union(*self.scopes.values())

    def q(self, *, place: str | None = None, scopes: tuple[str, ...] = ()) -> Q:
        """A filter on a noun whose place number is the field `place` and which hangs on scopes by these fields.

        With no reach at all the filter matches nothing; over the whole country it matches everything.
        """
        choices: list[Q] = []
        if place:
            for places in self.places:
                choices.append(places.q(place))
            for held in self.held:
                choices.append(held.q(place))
        if scope_ids := self.scope_ids:
            for path in scopes:
                choices.append(Q(**{f"{path}__in": scope_ids}))
        if self.records:
            choices.append(Q(uid__in=self.records))
        return reduce(or_, choices, Q()) if choices else Q(pk__in=[])

    def covers(
        self,
        *,
        place_no: int | None = None,
        home: int | None = None,
        scope_ids: tuple[int | None, ...] = (),
    ) -> bool:
        """The same rule for values that are no stored record yet; `home`: key of the area that `place_no` is of.

        A personal thing without `home` is not reached by what is held.
        """
        if place_no is not None and any(places.covers(place_no) for places in self.places):
            return True
        if place_no is not None and home is not None and any(h.covers(place_no, home) for h in self.held):
            return True
        return not self.scope_ids.isdisjoint(scope_ids)

    def __bool__(self) -> bool:
        return bool(self.places or self.held or self.scopes or self.records)


Paths = Mapping[ScopeKind, tuple[str, ...]]  # from a noun to scopes of a kind


@dataclass(frozen=True)
class Sides:
    """From which posts a noun with an owner and a payer is reached.

    A verb says from which (`verbs.Side`); one that follows the money from the payers alone. `everyday`: the owner and
    who pays first; `payers`: everybody who pays, who for the rest only reads and comments.
    """

    everyday: Paths
    payers: Paths

    def paths(self, can: Verb) -> Paths:
        if can.follows_money:
            return self.payers
        if can.side is Side.EVERYDAY:
            return self.everyday
        kinds = {*self.everyday, *self.payers}
        both = {kind: (*self.everyday.get(kind, ()), *self.payers.get(kind, ())) for kind in kinds}
        return {kind: tuple(dict.fromkeys(paths)) for kind, paths in both.items()}

    def fields(self, can: Verb) -> tuple[str, ...]:
        """The same for `Reach.q`, where a scope's key alone tells its kind."""
        return tuple(path for paths in self.paths(can).values() for path in paths)


def grants_of(user: Reader) -> list[Grant]:
    """The grants that run today; read once per request (they hang on the user object)."""
    if not isinstance(user, User):
        return []
    if not hasattr(user, "_running_grants"):
        _read_grants(user)
    return user._running_grants


def left_scopes(user: User) -> frozenset[int]:
    """Keys of the scopes where a post of the person's is over; read with the grants that run."""
    if not hasattr(user, "_left_scopes"):
        _read_grants(user)
    return user._left_scopes


def _read_grants(user: User) -> None:
    grants = list(
        Grant.objects.filter(user=user).select_related("post__scope__area").order_by("starts_on", "pk")
    )
    day = today()
    user._running_grants = [grant for grant in grants if grant.is_running_on(day)]
    user._left_scopes = frozenset(grant.post.scope_id for grant in grants if not grant.is_unended_on(day))


def held_areas(user: Reader) -> Collection[int]:
    """Areas of the person's posts whose personal sight is held; asked when personal data is, once per request."""
    if not isinstance(user, User):
        return ()
    if not hasattr(user, "_held_areas"):
        areas = [g.post.scope.area_id for g in grants_of(user) if g.post.scope.kind == ScopeKind.AREA]
        user._held_areas = held_among(areas) if areas else frozenset()
    return user._held_areas


def held_among(areas: Collection[int]) -> frozenset[int]:
    """Keys of the areas whose personal sight is held."""
    return frozenset(HeldSight.objects.filter(reader__in=areas).values_list("reader", flat=True))


def reach(user: Reader, can: Verb) -> Reach:
    held = held_areas(user) if can.is_personal else ()
    return reach_of((grant.post for grant in grants_of(user)), can, held)


def reach_people(user: Reader, can: Verb) -> Reach:
    """`reach` for names of people that are read by a verb which is not personal by itself."""
    return reach_of((grant.post for grant in grants_of(user)), can, held_areas(user))


def reach_of(posts: Iterable[Post], can: Verb, held: Collection[int]) -> Reach:
    """What posts reach together. `held`: where people are read, the areas whose personal sight is held."""
    reached = Reach()
    for post in posts:
        if post.role not in can.roles:
            continue
        scope = post.scope
        if scope.kind != ScopeKind.AREA:
            reached.scopes[scope.kind].add(scope.pk)
        elif scope.area_id in held:
            reached.held.append(HeldPlaces(scope.area.places, scope.area_id, post.uid))
        else:
            reached.places.append(scope.area.places)
    return reached


# Why somebody reaches what is closed, by name. An open noun asks `reach`; a closed one (nouns.Closed) only the sources
# that it names. An app above adds its own from its `AppConfig.ready`.
SOURCES: Registry[Callable[[Reader, Verb], Reach]] = Registry("sources of reach")
SOURCES.add("post", reach)


def _openings(closed: Closed, user: Reader, can: Verb) -> Iterator[tuple[str, Q]]:
    for name in closed.sources:
        yield name, SOURCES[name](user, can).q(place=closed.place, scopes=closed.scopes)


def opened(rows: QuerySet[M], user: Reader, can: Verb) -> QuerySet[M]:
    """`visible_to` of a closed noun."""
    closed: Closed = rows.model.closed  # type: ignore[attr-defined]
    return rows.filter(reduce(or_, (found for _name, found in _openings(closed, user, can)), Q(pk__in=[])))


def may(user: Reader, can: Verb) -> bool:
    """May the person do this anywhere at all? For menus; never instead of a gate."""
    return any(grant.post.may(can) for grant in grants_of(user))


def allowed(
    rows: QuerySet[M], user: Reader, key: int, cans: Iterable[Verb], alike: Callable[[Verb], Hashable]
) -> set[Verb]:
    """Those of the verbs that a person may do with a record: which buttons its page shows, asked in one query.

    The rule is asked once for verbs of the same posts that are `alike` for the noun. The view behind a button asks its
    gate again.
    """
    groups: dict[Hashable, list[Verb]] = defaultdict(list)
    for can in cans:
        posts = tuple(grant.post_id for grant in grants_of(user) if grant.post.may(can))
        groups[posts, can.is_personal, alike(can)].append(can)
    same = list(groups.values())
    first, *others = (
        rows.visible_to(user, verbs[0])  # type: ignore[attr-defined]
        .filter(pk=key)
        .order_by()
        .values_list(Value(number), flat=True)
        for number, verbs in enumerate(same)
    )
    return {verb for number in first.union(*others, all=True) for verb in same[number]}


def require(user: Reader, can: Verb) -> Reach:
    """For pages without a single object (catalogues, operations): the reach, or a refusal that says whom to ask."""
    found = reach(user, can)
    if not found:
        raise NotAllowed(who=", ".join(roles_with(can)))
    return found


def gate(rows: QuerySet[M], user: Reader, can: Verb, *, see: Verb = READ, **which: object) -> M:
    """The one object that `which` names, if the person may do `can` with it.

    Not visible → 404 (as if it did not exist); visible but not allowed → NotAllowed (403) naming who may.
    `rows` is the noun's full QuerySet with `visible_to(user, can)`. What a closed noun gives away is recorded.
    """
    visible_to: Callable[[Reader, Verb], QuerySet[M]] = rows.visible_to  # type: ignore[attr-defined]
    closed: Closed | None = getattr(rows.model, "closed", None)
    if closed:
        return _gate_of_closed(closed, visible_to, user, can, see, which)
    return gate_of(visible_to, user, can, see, which)


def gate_of(
    visible: Callable[[Reader, Verb], QuerySet[M]],
    user: Reader,
    can: Verb,
    see: Verb,
    which: dict[str, object],
) -> M:
    """`gate` for a noun whose rule is the function `visible(user, can)`."""
    found = _only(visible(user, can).filter(**which))
    if found is not None:
        return found
    if can != see and visible(user, see).filter(**which).exists():
        raise NotAllowed(who=", ".join(roles_with(can)))
    raise Http404


def _only(rows: QuerySet[M]) -> M | None:
    """The row, if there is one; `first` would put the only one in order, which is dearer than finding it."""
    return next(iter(rows.order_by()[:1]), None)


def _gate_of_closed(
    closed: Closed,
    visible: Callable[[Reader, Verb], QuerySet[M]],
    user: Reader,
    can: Verb,
    see: Verb,
    which: dict[str, object],
) -> M:
    for source, opening in _openings(closed, user, can):
        if found := _only(visible(user, can).filter(opening, **which)):
            closed.record(user, found, can, source)
            return found
    seen = visible(user, see).filter(**which)
    if can != see and any(seen.filter(opening).exists() for _source, opening in _openings(closed, user, see)):
        raise NotAllowed(who=", ".join(roles_with(can)))
    raise Http404

"""What areas ask the app above that knows posts: who may change an area, and whose sight a change widens.

Areas know which posts' areas came to contain which records' areas (`Shift`). What posts there are, what each reaches,
and what personal data, only accounts and the apps above it know; accounts registers itself here (docs/adr/0044).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

Pair = tuple[int, int]  # keys of two areas: of the post that reads, and of the record that is read


@dataclass(frozen=True)
class Sight:
    """The decision of the person who changes areas about the posts whose reach grows or shrinks by it."""

    follows: bool = False  # personal sight follows the new borders; else it stays as it was
    differing: frozenset[str] = frozenset()  # uids of posts for which the opposite holds


STAYS = Sight()
FOLLOWS = Sight(follows=True)


@dataclass(frozen=True)
class Shift:
    """Which areas came to contain which others by a change, and which ceased to."""

    gained: frozenset[Pair]
    lost: frozenset[Pair]

    @property
    def readers(self) -> set[int]:
        return {reader for reader, _home in self.gained | self.lost}

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


@dataclass(frozen=True)
class SeenByPost:
    """What personal data one post reaches: the name of the noun → how many."""

    uid: str
    post: str  # role and place, in words
    holders: str
    seen: Mapping[str, int]


class Reached(Protocol):
    """Where a person may do something; as accounts.access.Reach."""

    def q(self, *, place: str) -> Q: ...

    def covers(self, *, place_no: int) -> bool: ...


class Watcher(Protocol):
    def reach(self, user: Any, can: Any) -> Reached: ...

    def gate(self, rows: QuerySet[M], user: Any, can: Any, **which: Any) -> M: ...

    def posts_at(self, areas: Collection[int]) -> Mapping[str, int]:
        """The uid of every post held at these areas → its area."""

    def survey(self, areas: Collection[int]) -> list[SeenByPost]:
        """What each post at these areas that somebody holds reaches at this moment."""


_watchers: list[Watcher] = []  # one, once the apps are ready


def register(watcher: Watcher) -> None:
    _watchers[:] = [watcher]


def reach(user: object, can: str) -> Reached:
    return _watchers[0].reach(user, can)


def gate(rows: QuerySet[M], user: object, can: str, **which: object) -> M:
    return _watchers[0].gate(rows, user, can, **which)


def posts_at(areas: Collection[int]) -> Mapping[str, int]:
    return _watchers[0].posts_at(areas)


def survey(areas: Collection[int]) -> list[SeenByPost]:
    return _watchers[0].survey(areas)

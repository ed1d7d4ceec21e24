"""Whether personal sight follows a change of areas, and who is asked: the app above that knows posts.

Areas know which posts' areas came to contain which records' areas (`Shift`). What posts there are, and what personal
data each reaches, only accounts and the apps above it know; accounts registers itself here (docs/adr/0044).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

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


class Watcher(Protocol):
    def posts_at(self, areas: Collection[int]) -> Mapping[str, int]:
        """The uid of every post held at these areas → its area."""

    def survey(self, areas: Collection[int]) -> list[SeenByPost]:
        """What each post at these areas that somebody holds reaches at this moment."""


_watchers: list[Watcher] = []


def register(watcher: Watcher) -> None:
    if watcher not in _watchers:
        _watchers.append(watcher)


def posts_at(areas: Collection[int]) -> dict[str, int]:
    return {uid: area for watcher in _watchers for uid, area in watcher.posts_at(areas).items()}


def survey(areas: Collection[int]) -> list[SeenByPost]:
    return [line for watcher in _watchers for line in watcher.survey(areas)]

"""Answers that are kept while nothing in the database changes.

    found = kept(("counts", area.pk, year), lambda: counted(area, year))

Each process keeps its newest answers in memory and, before it gives one again, asks the database whether anything
was committed since (docs/adr/0005). So a kept answer is never older than the records. Inside a transaction nothing
is kept: its own changes are visible there before they are committed.

Much is committed that no answer is made of. A `judge` is asked then whether the answer is still right (docs/adr/0067).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

MOST = 256  # answers in one process; the one not asked for the longest time goes first

T = TypeVar("T")


class Judge(Protocol):
    """Says whether what was committed since a mark leaves an answer as it is."""

    def mark(self) -> object: ...

    def still(self, mark: Any) -> Any | None:
        """The mark of now, if the answer made at `mark` is right; else None."""


@dataclass(frozen=True)
class Answer:
    given: Any
    state: object  # of the database when it was right last
    mark: object


_answers: OrderedDict[Hashable, Answer] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T], judge: Judge | None = None) -> T:
    """What `make` answers, or answered before in the same state of the database. Nobody may change the answer."""
    if connection.in_atomic_block:
        return make()
    state = _state()
    with _lock:
        known = _answers.get(key)
    mark = None
    if known is not None and known.state != state and judge:
        mark = judge.still(known.mark)
        known = Answer(known.given, state, mark) if mark is not None else None
    if known is not None and known.state == state:
        _keep(key, known)
        answer: T = known.given
        return answer
    mark = judge.mark() if judge else None
    answer = make()
    if _state() != state:  # something was committed while it was made
        mark = judge.still(mark) if judge else None
        if mark is None:
            return answer
    _keep(key, Answer(answer, state, mark))
    return answer


def _keep(key: Hashable, answer: Answer) -> None:
    with _lock:
        _answers[key] = answer
        _answers.move_to_end(key)
        while len(_answers) > MOST:
            _answers.popitem(last=False)


def forget() -> None:
    with _lock:
        _answers.clear()


def _state() -> object:
    """Differs after every commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Which transactions are finished. Readers take no number, so reading leaves it as it is.
            cursor.execute("SELECT current_database() || pg_current_snapshot()")
            return cursor.fetchone()
    # SQLite tells a connection what others committed. This one belongs to the process and writes nothing, so that
    # for all threads every commit is another's.
    with _lock, _watching(connection.settings_dict["NAME"]).cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return cursor.fetchone()


@cache
def _watching(_database: str) -> BaseDatabaseWrapper:
    found = connection.copy()
    found.inc_thread_sharing()
    return found

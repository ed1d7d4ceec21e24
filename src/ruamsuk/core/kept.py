"""Answers that are kept while nothing in the database changes.

    found = kept(("counts", area.pk, year), lambda: counted(area, year))

Each process keeps its newest answers in memory and, before it gives one again, asks the database whether anything
was committed since (docs/adr/0005). So a kept answer is never older than the records. Inside a transaction nothing
is kept: its own changes are visible there before they are committed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

MOST = 256  # answers in one process; the one not asked for the longest time goes first

T = TypeVar("T")
_answers: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` answers, or answered before in the same state of the database. Nobody may change the answer."""
    if connection.in_atomic_block:
        return make()
    state = _state()
    with _lock:
        known = _answers.get(key)
        if known is not None and known[0] == state:
            _answers.move_to_end(key)
            answer: T = known[1]
            return answer
    answer = make()
    if _state() == state:  # nothing was committed while it was made
        with _lock:
            _answers[key] = (state, answer)
            _answers.move_to_end(key)
            while len(_answers) > MOST:
                _answers.popitem(last=False)
    return answer


def forget() -> None:
    with _lock:
        _answers.clear()


def _state() -> Any:
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

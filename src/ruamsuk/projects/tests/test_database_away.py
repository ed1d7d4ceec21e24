"""PostgreSQL is started again while a page or an answer is being made: whatever it had come to, it is told as 503.

Libraries catch what happens inside them: pydantic while it reads the values of an answer, Django's `{% if %}` while it
compares. An answer made of what was caught is wrong in silence, or a fault of ours that is none.
"""

import itertools
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from tests.api_caller import Caller

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="a file is never away; tests/test_frozen.py fails it"
    ),
]


def cut() -> None:
    """The server ends our connection, as it does when it is started again."""
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def answers_when_cut(ask) -> list[int]:
    """The status of the answer when the connection ends before the first query of `ask`, the second, and so on."""
    whole = ask()
    assert whole.status_code == 200, whole.content[:500]
    found: list[int] = []
    with cut_before(len(found)) as cuts:
        status = ask().status_code
    while cuts:
        found.append(status)
        connection.close()  # as the end of a request does with a broken one; Django's test client leaves it
        with cut_before(len(found)) as cuts:
            status = ask().status_code
    return found


@contextmanager
def cut_before(number: int) -> Iterator[list[str]]:
    """Yields the statement at which the connection was ended, once it was."""
    queries, cuts = itertools.count(), []

    def away(execute, sql, *how):
        if next(queries) == number:
            cuts.append(sql)
            cut()
        return execute(sql, *how)

    with connection.execute_wrapper(away):
        yield cuts


def test_a_page_made_while_the_database_went_away_is_told_so(kho_hong, submitted, client):
    client.raise_request_exception = False
    client.force_login(kho_hong.officer)
    found = answers_when_cut(lambda: client.get(f"/proposals/{submitted.uid}/"))
    assert set(found) == {503}, found
    assert len(found) > 20


def test_an_answer_of_the_api_made_while_the_database_went_away_is_told_so(kho_hong, submitted):
    caller = Caller(kho_hong.officer)
    found = answers_when_cut(lambda: caller.get(f"/proposals/{submitted.uid}"))
    assert set(found) == {503}, found
    assert len(found) > 10

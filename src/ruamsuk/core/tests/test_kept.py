"""Answers are kept while nothing changes, and never longer."""

from threading import Thread

import pytest
from django.db import connection, transaction

from ruamsuk.accounts.models import User
from ruamsuk.core.kept import _state, forget, kept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """`people()` is the number of users, kept; `people.asked` how often the database was asked for it."""

    def number() -> int:
        def ask() -> int:
            number.asked += 1
            return User.objects.count()

        return kept("people", ask)

    number.asked = 0
    yield number
    forget()


def elsewhere(work) -> None:
    """Runs in another thread, on a connection of its own."""

    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def undisturbed(people, do):
    """What `do()` gives while nobody commits: on PostgreSQL every commit of the cluster is a change, and other tests
    run in it."""
    for _try in range(200):
        forget()
        people.asked = 0
        before = _state()
        given = do()
        if _state() == before:
            return given
    pytest.fail("somebody committed in each of 200 tries")


def test_an_answer_is_given_again_while_nothing_changes(people):
    User.objects.create(username="one")
    assert undisturbed(people, lambda: [people(), people(), people(), people.asked]) == [1, 1, 1, 1]


def test_other_threads_get_the_kept_answer(people):
    def heard() -> list[int]:
        answers = [people()]
        elsewhere(lambda: answers.append(people()))
        return [*answers, people.asked]

    assert undisturbed(people, heard) == [0, 0, 1]


def test_a_change_of_ones_own_is_seen_at_once(people):
    assert people() == 0
    User.objects.create(username="one")
    assert people() == 1


def test_a_change_of_somebody_else_is_seen_at_once(people):
    assert people() == 0
    elsewhere(lambda: User.objects.create(username="one"))
    assert people() == 1


def test_inside_a_transaction_its_own_changes_are_seen(people):
    assert people() == 0
    with transaction.atomic():
        User.objects.create(username="one")
        assert people() == 1
        transaction.set_rollback(True)
    assert people() == 0


def test_what_changed_while_it_was_counted_is_counted_again(people):
    def slowly() -> int:
        number = User.objects.count()
        elsewhere(lambda: User.objects.create(username="meanwhile"))
        return number

    assert kept("slow", slowly) == 0
    assert kept("slow", User.objects.count) == 1

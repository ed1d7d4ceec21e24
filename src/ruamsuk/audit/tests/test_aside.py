"""Kept answers outlive acts that stand aside, whatever else is committed, and no other act."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from ruamsuk.audit.actions import action, seal
from ruamsuk.audit.aside import Acts
from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import ASIDE, VERBS
from ruamsuk.core.kept import forget, kept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acts():
    """`acts.aside()` and `acts.other()`; `acts.asked()` says how often the answer was made until now."""
    made = []

    class Made:
        @staticmethod
        @action("made up, aside", aside=True)
        def aside(*, by, at):
            return None

        @staticmethod
        @action("made up")
        def other(*, by, at):
            return None

        @staticmethod
        def asked():
            kept("made up", lambda: made.append(1), Acts())
            return len(made)

    def once(function):
        return lambda: function(by=None)

    Made.aside, Made.other = once(Made.aside), once(Made.other)
    yield Made
    forget()
    for name in ("aside", "other"):
        VERBS.pop(f"audit.{name}", None), ASIDE.discard(f"audit.{name}")


def elsewhere(work):
    def run():
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_an_answer_outlives_acts_that_stand_aside_and_the_sealing_of_the_trail(acts):
    assert acts.asked() == 1
    for _again in range(3):
        acts.aside()
        elsewhere(acts.aside).join()
        assert acts.asked() == 1
        seal()
        assert acts.asked() == 1


def test_any_other_act_ends_it_sealed_or_not(acts):
    assert acts.asked() == 1
    acts.other()
    assert acts.asked() == 2
    assert acts.asked() == 2
    elsewhere(acts.other).join()
    seal()
    acts.aside()
    assert acts.asked() == 3
    seal()
    assert acts.asked() == 3


def test_an_act_that_began_earlier_and_is_committed_later_ends_it_too(acts):
    """On PostgreSQL; on SQLite one writes at a time."""
    began, go_on = Event(), Event()

    def slowly():
        with transaction.atomic():
            acts.other()
            began.set()
            go_on.wait(10)

    if connection.vendor == "sqlite":
        go_on.set()
    slow = elsewhere(slowly)
    assert began.wait(10)
    if connection.vendor == "postgresql":
        acts.other()
        seal()
        assert acts.asked() == 1
        newest = Operation.objects.latest("pk").pk
        go_on.set()
        slow.join()
        assert Operation.objects.filter(pk__lt=newest, verb="audit.other", seal_no=None).exists()
        assert acts.asked() == 2
    slow.join()
    assert acts.asked() == acts.asked()


def test_a_backup_that_was_restored_ends_it(acts):
    acts.other()
    seal()
    assert acts.asked() == 1
    Operation.objects.filter(
        seal_no__isnull=False
    ).delete()  # as of before; what is written then gets those numbers
    elsewhere(acts.aside).join()
    seal()
    assert acts.asked() == 2

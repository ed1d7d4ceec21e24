"""The sealed trail: a change, a gap or a swap in it is found; it holds no personal value."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from ruamsuk.accounts.models import User
from ruamsuk.audit import trail
from ruamsuk.audit.actions import action, envelope, note_done, seal
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import faults, history_of, touched, verb_text
from ruamsuk.core.registry import Registry
from tests.world import operation


@pytest.fixture
def sealed(db):
    """Six operations, sealed in two rounds."""
    for _round in range(2):
        for number in range(3):
            operation(f"tests.act_{number}", subject_id=number)
        assert seal() == 3
    return list(Operation.objects.order_by("seal_no"))


def test_a_whole_chain_has_no_fault(sealed, capsys):
    assert [row.seal_no for row in sealed] == [1, 2, 3, 4, 5, 6]
    assert list(faults()) == []
    call_command("verify-audit")


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "tests.other"},
        {"actor_id": 7},
        {"subject_id": 99},
        {"recorded_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_an_edited_row_is_found(sealed, change):
    Operation.objects.filter(pk=sealed[2].pk).update(**change)
    assert [(f.operation_id, f.kind) for f in faults()] == [(sealed[2].pk, "edited")]
    with pytest.raises(CommandError):
        call_command("verify-audit")


@pytest.mark.parametrize("gone", [0, 3])
def test_a_removed_row_is_found(sealed, gone):
    sealed[gone].delete()
    assert next(faults()).kind == "gap"


def test_a_swapped_pair_is_found(sealed):
    one, two = sealed[1], sealed[2]
    Operation.objects.filter(pk=one.pk).update(seal_no=None)
    Operation.objects.filter(pk=two.pk).update(seal_no=2, seal=one.seal)
    Operation.objects.filter(pk=one.pk).update(seal_no=3, seal=two.seal)
    assert {f.operation_id for f in faults()} == {one.pk, two.pk}


def test_a_row_that_nobody_sealed_is_found_after_two_minutes(sealed):
    long_ago = timezone.now() - timedelta(minutes=3)
    row = operation(recorded_at=long_ago)
    assert [(f.operation_id, f.kind) for f in faults()] == [(row.pk, "unsealed")]
    seal()
    assert list(faults()) == []


def test_rows_written_in_bulk_have_the_operations_of_their_actions(person):
    users = [person("Malee"), person("Somsri")]
    long_ago = timezone.now() - timedelta(days=1000)

    @action("wrote many")
    def write_many(*, by, at):
        note_done((add_note, user, long_ago) for user in users)

    @action("added a note", on="user")
    def add_note(*, user, by, at):
        pass

    with envelope(origin=Channel.DEMO):
        write_many(by=None)
    whole = Operation.objects.get(verb="audit.write_many")
    for user in users:
        row = history_of(user).get(verb="audit.add_note")
        assert (row.recorded_at, row.origin, row.batch) == (long_ago, "demo", whole.op_id)
    assert seal() == Operation.objects.count()
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    start, failed = Barrier(4), []

    def work():
        try:
            start.wait()
            for _turn in range(5):
                operation()
                seal()
        except Exception as problem:  # a thread's failure would be lost
            failed.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=work) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Operation.objects.filter(seal_no__isnull=False).count() == 20
    assert list(faults()) == []


def test_what_was_done_before_its_app_had_another_name_is_found_told_and_counts_as_touched(
    db, monkeypatch, person
):
    """Sealed rows keep the name of their day."""
    monkeypatch.setattr(trail, "RENAMED_APPS", Registry("new names of apps"))
    malee, dao = person("Malee"), person("Dao")
    old = operation("people.rename", subject_kind="people.user", subject_id=malee.pk)
    assert not history_of(malee).filter(pk=old.pk).exists()
    assert touched(User, [malee.pk, dao.pk], outside=uuid4()) == set()
    monkeypatch.setitem(trail.VERBS, "accounts.rename", "gave a new name")
    assert verb_text(old.verb) == "people.rename"

    trail.RENAMED_APPS.add("people", "accounts")
    assert list(history_of(malee)) == [old]
    assert touched(User, [malee.pk, dao.pk], outside=uuid4()) == {malee.pk}
    assert verb_text(old.verb) == "gave a new name"
    assert seal() > 0
    assert list(faults()) == []

"""Whoever may write to the database, but does not know the secret, changes nothing in the trail unseen.

Each way of tampering is planted with plain SQL at twelve places of a trail of fifty rows, and each is found. The
count is printed at the end (`-rP`, or `-s`).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ruamsuk.audit import heads
from ruamsuk.audit.actions import note_answer, seal
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import FAULTS, WAIT_FOR_ANSWER, faults
from ruamsuk.audit.trail import Seal, plain_seal
from tests.world import kept_heads, operation

pytestmark = pytest.mark.one_worker

TABLE = Operation._meta.db_table
SEALED, ROUNDS = 48, 4
# Seal numbers: first of all, of a round, middles, near the end.
PLACES = [1, 2, 3, 7, 12, 13, 20, 24, 25, 36, 37, 47]


def sql(statement: str, *values: Any) -> None:
    """As somebody at the database types it."""
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("TRAIL", TABLE), [_stored(value) for value in values])


def _stored(value: Any) -> Any:
    if isinstance(value, UUID) and connection.vendor == "sqlite":
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if hasattr(value, "hour") else value


@pytest.fixture(scope="module")
def sealed_rows(kept_for_module) -> Iterator[None]:
    """Forty-eight rows of four sealings, calls that were answered among them."""
    with kept_for_module():
        for _round in range(ROUNDS):
            for number in range(SEALED // ROUNDS):
                row = operation(
                    f"tests.act_{number}",
                    actor_id=number,
                    subject_kind="tests.thing",
                    subject_id=number,
                    origin="page",
                    batch=uuid4(),
                    fingerprint=f"{number:064}",
                )
                note_answer(row, f"/things/{number}/")
            seal()
        yield


@pytest.fixture
def trail(sealed_rows, db) -> list[Operation]:
    """The sealed rows, and two behind them that are not sealed."""
    operation("tests.not_sealed")
    operation("tests.not_sealed_either")
    assert list(faults()) == []
    return list(Operation.objects.order_by("seal_no").filter(seal_no__isnull=False))


def set_to(column: str, value: Any) -> Callable[[Operation], None]:
    def plant(row: Operation) -> None:
        now = value(row) if callable(value) else value
        sql(f"UPDATE TRAIL SET {column} = %s WHERE id = %s", now, row.pk)

    return plant


def of_another(name: str) -> Callable[[Operation], Any]:
    """The value that the next row has, or the one before the last."""
    return lambda row: getattr(Operation.objects.get(seal_no=row.seal_no % SEALED + 1), name)


def insert(**values: Any) -> None:
    row = {
        "op_id": uuid4(), "verb": "tests.forged", "actor_id": 1, "subject_kind": "", "subject_id": None,
        "recorded_at": timezone.now(), "origin": "page", "batch": None, "fingerprint": "", "answer": "",
        "answered_at": None, "code": None, "seal_no": None, "seal": "",
    }  # fmt: skip
    row |= values
    marks = ", ".join(["%s"] * len(row))
    sql(f"INSERT INTO TRAIL ({', '.join(row)}) VALUES ({marks})", *row.values())


def content(row: Operation) -> dict[str, Any]:
    names = [f.attname for f in Operation._meta.concrete_fields if f.attname != "id"]
    return {name: getattr(row, name) for name in names}


def shift(first: int, by: int) -> None:
    """Numbers from the first one on, by way of numbers that nobody has."""
    sql("UPDATE TRAIL SET seal_no = -seal_no WHERE seal_no >= %s", first)
    sql("UPDATE TRAIL SET seal_no = -seal_no + %s WHERE seal_no < 0", by)


def hash_again(first: int, *, anew: bool = False) -> None:
    """What anybody can do who has read this program: seals without a key, over rows without codes."""
    before = Operation.objects.filter(seal_no=first - 1).first()
    previous = before.seal if before else ""
    for row in Operation.objects.filter(seal_no__gte=first).order_by("seal_no"):
        previous = row.seal = plain_seal(row, previous)
        if anew:
            sql("UPDATE TRAIL SET code = NULL WHERE id = %s", row.pk)
        sql("UPDATE TRAIL SET seal = %s WHERE id = %s", row.seal, row.pk)


def worker_goes_on() -> None:
    operation("tests.afterwards")
    seal()


# Ways of tampering: each takes the row at one place --------------------------------------------------------------


def delete_it(row: Operation) -> None:
    sql("DELETE FROM TRAIL WHERE id = %s", row.pk)


def delete_up_to_it(row: Operation) -> None:
    sql("DELETE FROM TRAIL WHERE seal_no <= %s", row.seal_no)


def cut_from_it(row: Operation) -> None:
    sql("DELETE FROM TRAIL WHERE seal_no >= %s", row.seal_no)


def cut_from_it_and_go_on(row: Operation) -> None:
    cut_from_it(row)
    worker_goes_on()


def cut_from_it_and_grow_beyond_it(row: Operation) -> None:
    cut_from_it(row)
    for _number in range(SEALED):
        operation("tests.instead")
    worker_goes_on()


def delete_all(row: Operation) -> None:
    sql("DELETE FROM TRAIL")


def delete_all_and_begin_anew(row: Operation) -> None:
    sql("DELETE FROM TRAIL")
    for _number in range(row.seal_no or 0):
        operation("tests.instead")
    worker_goes_on()


def delete_it_and_close_the_gap(row: Operation) -> None:
    delete_it(row)
    shift(row.seal_no or 0, -1)


def delete_it_close_the_gap_and_hash_again(row: Operation) -> None:
    delete_it_and_close_the_gap(row)
    hash_again(row.seal_no or 0)


def renumber_from_it(row: Operation) -> None:
    shift(row.seal_no or 0, 1)


def swap_it_with_the_next(row: Operation) -> None:
    one, two = row.seal_no, (row.seal_no or 0) + 1
    sql("UPDATE TRAIL SET seal_no = -1 WHERE seal_no = %s", one)
    sql("UPDATE TRAIL SET seal_no = %s WHERE seal_no = %s", one, two)
    sql("UPDATE TRAIL SET seal_no = %s WHERE seal_no = -1", two)


def swap_it_with_its_seal(row: Operation) -> None:
    other = Operation.objects.get(seal_no=(row.seal_no or 0) + 1)
    swap_it_with_the_next(row)
    sql("UPDATE TRAIL SET seal = %s WHERE id = %s", other.seal, row.pk)
    sql("UPDATE TRAIL SET seal = %s WHERE id = %s", row.seal, other.pk)


def insert_unsealed(row: Operation) -> None:
    insert(recorded_at=row.recorded_at)


def insert_unsealed_and_let_the_worker_seal(row: Operation) -> None:
    insert(recorded_at=row.recorded_at)
    worker_goes_on()
    assert not Operation.objects.filter(verb="tests.forged", seal_no__isnull=False).exists()
    assert Operation.objects.get(verb="tests.afterwards").seal_no == SEALED + 3


def insert_with_the_code_of_it(row: Operation) -> None:
    insert(code=row.code)
    worker_goes_on()


def insert_sealed_at_the_end(row: Operation) -> None:
    insert(code=row.code, seal_no=SEALED + 1, seal=row.seal)
    worker_goes_on()


def insert_sealed_in_its_place(row: Operation) -> None:
    renumber_from_it(row)
    insert(seal_no=row.seal_no, seal=row.seal, code=row.code)
    hash_again(row.seal_no or 0)


def insert_a_duplicate(row: Operation) -> None:
    insert(**{**content(row), "op_id": uuid4(), "seal_no": None, "seal": ""})
    worker_goes_on()


def insert_a_duplicate_with_its_id(row: Operation) -> None:
    insert(**{**content(row), "seal_no": None, "seal": ""})


def put_anothers_content_into_it(row: Operation) -> None:
    other = content(Operation.objects.get(seal_no=(row.seal_no or 0) % SEALED + 1))
    for column in ("verb", "actor_id", "subject_id", "recorded_at", "batch", "fingerprint", "answer", "code"):
        sql(f"UPDATE TRAIL SET {column} = %s WHERE id = %s", other[column], row.pk)


def edit_it_and_hash_again(row: Operation) -> None:
    sql("UPDATE TRAIL SET actor_id = 99 WHERE id = %s", row.pk)
    hash_again(row.seal_no or 0)


def edit_it_and_make_everything_old(row: Operation) -> None:
    sql("UPDATE TRAIL SET actor_id = 99 WHERE id = %s", row.pk)
    hash_again(1, anew=True)


def edit_it_and_make_everything_behind_it_old(row: Operation) -> None:
    sql("UPDATE TRAIL SET actor_id = 99 WHERE id = %s", row.pk)
    hash_again(row.seal_no or 0, anew=True)


def unseal_it(row: Operation) -> None:
    sql("UPDATE TRAIL SET seal_no = NULL, seal = '' WHERE id = %s", row.pk)
    worker_goes_on()


def unseal_the_end_from_it(row: Operation) -> None:
    """The worker seals the same rows again, but one is missing."""
    sql("UPDATE TRAIL SET seal_no = NULL, seal = '' WHERE seal_no > %s", row.seal_no)
    delete_it(row)
    worker_goes_on()


def edit_a_row_that_is_not_sealed(row: Operation) -> None:
    sql("UPDATE TRAIL SET subject_id = %s WHERE verb = 'tests.not_sealed'", row.subject_id)
    worker_goes_on()


def answer_a_row_that_is_not_sealed(row: Operation) -> None:
    sql("UPDATE TRAIL SET answer = %s WHERE verb = 'tests.not_sealed'", row.answer)
    worker_goes_on()


def cut_off_the_heads(row: Operation) -> None:
    lines = heads.path().read_bytes().splitlines(keepends=True)
    heads.path().write_bytes(b"".join(lines[: (row.seal_no or 0) % (len(lines) - 1)]))


def cut_off_the_heads_and_go_on(row: Operation) -> None:
    cut_off_the_heads(row)
    worker_goes_on()


def take_the_heads_away(row: Operation) -> None:
    heads.path().unlink()
    if (row.seal_no or 0) % 2:
        worker_goes_on()


def edit_a_head(row: Operation) -> None:
    lines = heads.path().read_text().splitlines()
    number = (row.seal_no or 0) % len(lines)
    lines[number] = json.dumps({**json.loads(lines[number]), "seal": row.seal[::-1]})
    heads.path().write_text("\n".join(lines) + "\n")


def take_a_head_out(row: Operation) -> None:
    lines = heads.path().read_text().splitlines(keepends=True)
    del lines[(row.seal_no or 0) % (len(lines) - 1)]
    heads.path().write_text("".join(lines))


NEW_VALUES: dict[str, Any] = {
    "op_id": lambda row: uuid4(),
    "verb": "tests.other",
    "actor_id": 99,
    "subject_kind": "tests.other",
    "subject_id": 99,
    "recorded_at": lambda row: row.recorded_at - timedelta(seconds=1),
    "origin": "api",
    "batch": None,
    "fingerprint": "f" * 64,
    "answer": "/elsewhere/",
    "answered_at": lambda row: row.answered_at + timedelta(seconds=1),
    "code": of_another("code"),
    "seal": of_another("seal"),
    "seal_no": lambda row: SEALED + 100 + row.seal_no,
}
WAYS: dict[str, Callable[[Operation], None]] = {
    **{f"{column} is another": set_to(column, value) for column, value in NEW_VALUES.items()},
    "answer is taken away": set_to("answer", ""),
    "actor is taken away": set_to("actor_id", None),
    "code is taken away": set_to("code", None),
    "code is empty": set_to("code", ""),
    "seal is empty": set_to("seal", ""),
    **{
        way.__name__.replace("_", " "): way
        for way in (
            delete_it, delete_up_to_it, cut_from_it, cut_from_it_and_go_on, cut_from_it_and_grow_beyond_it, delete_all,
            delete_all_and_begin_anew, delete_it_and_close_the_gap, delete_it_close_the_gap_and_hash_again,
            renumber_from_it, swap_it_with_the_next, swap_it_with_its_seal, insert_unsealed,
            insert_unsealed_and_let_the_worker_seal, insert_with_the_code_of_it, insert_sealed_at_the_end,
            insert_sealed_in_its_place, insert_a_duplicate, insert_a_duplicate_with_its_id,
            put_anothers_content_into_it, edit_it_and_hash_again, edit_it_and_make_everything_old,
            edit_it_and_make_everything_behind_it_old, unseal_it, unseal_the_end_from_it,
            edit_a_row_that_is_not_sealed, answer_a_row_that_is_not_sealed, cut_off_the_heads,
            cut_off_the_heads_and_go_on, take_the_heads_away, edit_a_head, take_a_head_out,
        )
    },
}  # fmt: skip

found_of: dict[str, int] = {}


@pytest.fixture(scope="module", autouse=True)
def counts_are_printed() -> Iterator[None]:
    yield
    tried, found = len(found_of) * len(PLACES), sum(found_of.values())
    print(f"\ntampering: {len(found_of)} ways x {len(PLACES)} rows, {found} of {tried} found")  # noqa: T201


@contextmanager
def undone() -> Iterator[None]:
    with kept_heads(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS)
def test_tampering_is_found(trail, way):
    missed = []
    found_of[way] = 0
    for no in PLACES:
        with undone():
            try:
                with transaction.atomic():
                    WAYS[way](trail[no - 1])
                is_found = any(faults())
            except IntegrityError:  # the database itself refuses it
                is_found = True
        found_of[way] += is_found
        missed += [] if is_found else [no]
    assert not missed
    assert list(faults()) == []  # everything was undone, and nothing is found where nothing is


def test_every_column_is_edited_by_a_way():
    columns = {f.column for f in Operation._meta.concrete_fields if not f.primary_key}
    assert columns == NEW_VALUES.keys()


def test_rows_and_heads_cut_at_the_same_link_are_found_with_a_letter(trail):
    """Who may write to the database and to the data folder: what left the machine tells."""
    letter = f"{SEALED}:{trail[-1].seal}"
    call_command("verify-audit", "--head", letter)
    sql("DELETE FROM TRAIL WHERE seal_no > 36")
    lines = heads.path().read_bytes().splitlines(keepends=True)
    heads.path().write_bytes(b"".join(lines[:-2]))
    call_command("verify-audit")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify-audit", "--head", letter)
    with pytest.raises(CommandError, match="NO:SEAL"):
        call_command("verify-audit", "--head", "48")


def test_a_row_written_with_an_earlier_secret_stays_right_while_the_settings_name_it(trail, settings):
    settings.SECRET_KEY = "another"
    kinds = {fault.kind for fault in faults()}
    assert kinds == {"other-key"}
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    assert list(faults()) == []
    worker_goes_on()
    assert list(faults()) == []
    settings.SECRET_KEY_FALLBACKS = []
    assert {fault.kind for fault in faults()} == {"other-key"}


def test_forged_rows_do_not_keep_the_others_from_their_seal(trail, monkeypatch):
    monkeypatch.setattr("ruamsuk.audit.actions.MOST_SEALED", 2)
    for _number in range(5):
        insert()
    row = operation("tests.after_the_forged")
    while seal():
        pass
    row.refresh_from_db()
    assert row.seal_no == SEALED + 3


def test_an_answer_that_comes_before_the_seal_is_covered_and_one_that_comes_after_is_left_out(trail):
    row = operation(origin="page", fingerprint="f")
    assert seal() == 2  # the two of before: this one waits for its answer
    note_answer(row, "/things/")
    assert seal() == 1
    late = operation(origin="page", fingerprint="f", recorded_at=timezone.now() - WAIT_FOR_ANSWER)
    assert seal() == 1
    note_answer(late, "/late/")
    late.refresh_from_db()
    assert late.answer == ""
    assert list(faults()) == []


def test_a_line_of_the_heads_that_was_torn_by_a_power_cut_is_no_fault(trail):
    whole = heads.path().read_bytes()
    heads.path().write_bytes(whole + whole[:40])
    assert list(faults()) == []
    worker_goes_on()
    assert list(faults()) == []


def test_a_sealing_that_was_killed_before_its_commit_is_no_fault(trail):
    with transaction.atomic():
        seal()
        transaction.set_rollback(True)
    lines = heads.path().read_bytes().splitlines(keepends=True)
    assert json.loads(lines[-1])["kind"] == heads.HEAD
    heads.path().write_bytes(b"".join(lines[:-1]))  # only what was about to be done had been noted
    assert list(faults()) == []
    worker_goes_on()
    assert list(faults()) == []


def test_a_long_file_of_heads_is_thinned_out_and_keeps_what_proves(trail, monkeypatch):
    monkeypatch.setattr(heads, "LONG", 60_000)
    row = trail[20]
    heads.write(heads.HEAD, Seal(21, row.seal[::-1]))  # as if another row had been here when it was noted
    sizes = []
    for _number in range(150):
        worker_goes_on()
        sizes.append(heads.path().stat().st_size)
    assert max(sizes) < 130_000
    assert sizes != sorted(sizes), "it was shortened"
    assert {str(fault).split(",")[0] for fault in faults()} == {"cut: link 21"}
    cut_from_it(trail[30])
    assert any("cut: link 4" in str(fault) or "cut: link 2" in str(fault) for fault in faults())


# What was written before there were codes -------------------------------------------------------------------------


@pytest.fixture
def old_trail(db) -> list[Operation]:
    """Twelve rows without codes, of which the last two were not sealed when the new version was installed."""
    sql("DELETE FROM TRAIL")
    heads.path().unlink(missing_ok=True)
    for number in range(12):
        Operation.objects.create(
            verb=f"tests.act_{number}", recorded_at=timezone.now(), origin="page", actor_id=1
        )
    for no, row in enumerate(Operation.objects.order_by("pk")[:10], 1):
        sql("UPDATE TRAIL SET seal_no = %s WHERE id = %s", no, row.pk)
    hash_again(1)
    import_module("ruamsuk.audit.migrations.0002_codes").anchor(apps, None)
    assert list(faults()) == []
    worker_goes_on()
    assert list(faults()) == []
    return list(Operation.objects.order_by("seal_no"))


def test_old_rows_are_anchored_when_the_new_version_is_installed(old_trail):
    assert [row.verb for row in old_trail[-2:]] == ["audit.begin_codes", "tests.afterwards"]
    assert [row.seal_no for row in old_trail] == list(range(1, 15))


@pytest.mark.parametrize("no", [1, 5, 12])
@pytest.mark.parametrize("way", [edit_it_and_hash_again, delete_it_close_the_gap_and_hash_again, delete_it])
def test_an_old_row_cannot_be_changed_together_with_the_seals_behind_it(old_trail, way, no):
    way(old_trail[no - 1])
    assert any(faults())


def test_an_old_trail_that_nothing_signs_is_told(old_trail):
    sql("DELETE FROM TRAIL WHERE seal_no > 12")
    heads.path().unlink()
    assert {fault.kind for fault in faults()} == {"unanchored", "heads-lost"}


def test_the_version_before_finds_its_own_seals_again(old_trail):
    import_module("ruamsuk.audit.migrations.0002_codes").seal_as_before(apps, None)
    previous = ""
    for row in Operation.objects.order_by("seal_no"):
        assert row.seal == plain_seal(row, previous)
        previous = row.seal


def test_every_kind_of_fault_is_found_in_this_file_and_says_what_to_do(trail, settings):
    """A new kind needs a test: it stands here with a way that leads to it."""
    waiting = {"recorded_at": timezone.now() - timedelta(minutes=3)}
    ways: dict[str, Callable[[Operation], object]] = {
        "gap": delete_it,
        "edited": set_to("actor_id", 99),
        "forged": insert_unsealed,
        "unsealed": lambda row: operation(**waiting),
        "unanchored": edit_it_and_make_everything_old,
        "other-key": lambda row: setattr(settings, "SECRET_KEY", "another"),
        "cut": cut_from_it,
        "heads-lost": cut_off_the_heads,
        "heads-edited": edit_a_head,
    }
    assert ways.keys() == FAULTS.keys()
    for kind, way in ways.items():
        with undone():
            way(trail[20])
            said = [str(fault) for fault in faults() if fault.kind == kind]
        settings.SECRET_KEY = "only-for-tests"
        assert said, kind
        assert said[0].endswith(FAULTS[kind])

"""A backup is whole at one moment, or says what is missing; killed at any point, it and a restore leave nothing behind.

The kills are real: `ruamsuk backup` and `ruamsuk restore` run as processes of their own on a data folder of their own.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.models import User
from ruamsuk.audit import heads
from ruamsuk.core import disk
from ruamsuk.files import actions as file_actions
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder, place, root
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.jobs import backups, hold
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.problems import BackupNotWhole, BackupRuns, IncompleteBackup, NoRoom
from ruamsuk.jobs.tasks import back_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data")]
MOST_SECONDS = 60


def receive(content, kind, name):
    return file_actions.receive_file(upload=take(sent(name, content), kind), by=None)


@pytest.fixture
def some_files(queue):
    """A document, a photo that is ready, one whose original still waits to go, one being prepared, one refused."""
    whole = photo(size=(1500, 1500))
    letter = receive(pdf(), FileKind.DOCUMENT, "letter.pdf")
    file_actions.check_document.call(letter.pk)
    ready, half, raw, refused = (
        receive(content, FileKind.PHOTO, "a.jpg")
        for content in (photo(), photo(), photo(), whole[: len(whole) // 2])
    )
    for file in (ready, half, refused):
        file_actions.prepare_photo.call(file.pk)
    file_actions.drop_original.call(ready.pk)
    DBTaskResult.objects.exclude(args_kwargs__args=[raw.pk]).delete()
    return {"ready": ready, "half": half, "raw": raw, "refused": refused}


def hashes():
    return {
        path.relative_to(root()).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root().rglob("*")
        if path.is_file()
    }


def manifest_of(file):
    with tarfile.open(file) as archive:
        return json.loads(archive.extractfile(backups.MANIFEST).read())


def left_over(data):
    """Whatever lies in the data folder that is neither a file, a backup, the lock nor the heads of the trail."""
    kept = {data / "backup.lock", data / "backups", data / "files", data / "trail", heads.path()}
    kept |= set((data / "backups").glob("*.tar.gz"))
    return [
        path
        for path in data.rglob("*")
        if path not in kept
        and data / "files" not in path.parents
        and not path.name.startswith("live.sqlite3")
    ]


# Whole ---------------------------------------------------------------------------------------------------------


def test_a_restore_into_nothing_gives_the_same_rows_and_the_same_bytes_of_every_file(
    some_files, data, work, tmp_path
):
    before, rows = hashes(), backups._count_rows()
    backup = Path(shutil.copy(backups.make(), tmp_path))
    StoredFile.objects.all().delete()
    DBTaskResult.objects.all().delete()
    shutil.rmtree(data)
    backups.restore(backup)
    after = backups._count_rows()
    assert hashes() == before
    assert {name for name in rows if rows[name] != after[name]} == {"audit_operation"}  # the restore itself
    work()
    states = set(StoredFile.objects.exclude(pk=some_files["refused"].pk).values_list("state", flat=True))
    assert states == {FileState.READY}  # what was being prepared is prepared
    assert not place(some_files["raw"].uid, Variant.ORIGINAL).exists()


def test_photos_prepared_while_a_backup_is_packed_are_whole_in_it(some_files, work, monkeypatch, tmp_path):
    """The worker goes on between the copy of the database and the packing of the files."""
    raw = some_files["raw"]
    dump = backups._engine().dump

    class Engine(type(backups._engine())):
        def dump(self, to):
            copied = dump(to)
            work()
            assert StoredFile.objects.get(pk=raw.pk).state == FileState.READY
            receive(pdf(b"\n"), FileKind.DOCUMENT, "too late.pdf")
            return copied

    with monkeypatch.context() as patch:
        patch.setattr(backups, "_engine", Engine)
        backup = backups.make()
    assert manifest_of(backup)["missing"] == {}
    backups.restore(backup)
    assert StoredFile.objects.get(pk=raw.pk).state == FileState.RECEIVED
    assert not StoredFile.objects.filter(name="too late.pdf").exists()
    work(skip_waits=True)
    work(skip_waits=True)
    assert StoredFile.objects.get(pk=raw.pk).state == FileState.READY


def is_gone(path):
    path.unlink()


def has_other_bytes(path):
    path.write_bytes(b"x" * path.stat().st_size)


def cannot_be_read(path):
    path.unlink()
    path.symlink_to("/proc/self/mem")


@pytest.mark.parametrize("spoil", [is_gone, has_other_bytes, cannot_be_read])
@pytest.mark.parametrize("which", ["document", "being prepared", "ready"])
def test_a_backup_that_misses_bytes_of_a_row_names_them_and_fails(spoil, which, some_files, data):
    if (spoil, which) == (has_other_bytes, "ready"):
        pytest.skip("no row knows the hash of a prepared size")
    whole = backups.make()
    letter = StoredFile.objects.get(kind=FileKind.DOCUMENT)
    path = {
        "document": place(letter.uid, Variant.ORIGINAL),
        "being prepared": place(some_files["raw"].uid, Variant.ORIGINAL),
        "ready": place(some_files["ready"].uid, Variant.THUMBNAIL),
    }[which]
    spoil(path)
    with pytest.raises(IncompleteBackup) as raised:
        backups.make()
    made = raised.value.params["file"]
    assert made.name.startswith("incomplete-")
    assert list(manifest_of(made)["missing"]) == [f"files/{path.relative_to(root()).as_posix()}"]
    with pytest.raises(CommandError, match="1"):
        call_command("backup", keep=1)
    assert whole.exists()  # never given up for one that is not
    with pytest.raises(BackupNotWhole):
        backups.restore(made) if made.exists() else backups.restore(next(made.parent.glob("incomplete-*")))
    backups.restore(next(made.parent.glob("incomplete-*")), incomplete=True)
    backups.restore(whole)
    assert backups.make()


def test_the_nightly_backup_that_is_not_whole_needs_attention(some_files, work):
    place(StoredFile.objects.get(kind=FileKind.DOCUMENT).uid, Variant.ORIGINAL).unlink()
    back_up.enqueue()
    for _ in range(4):
        work(skip_waits=True)
    assert "1" in FailedJob.objects.open().get().reason


def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(some_files, data, tmp_path):
    (tmp_path / "a-file").write_bytes(b"")
    with pytest.raises(NoRoom):
        backups.make(to=tmp_path / "a-file" / "below")
    with pytest.raises(CommandError):
        call_command("backup", to=tmp_path / "a-file")
    assert left_over(data) == []


def test_two_backups_do_not_run_at_once(data, monkeypatch):
    monkeypatch.setattr(hold.holding.__wrapped__, "__kwdefaults__", {"wait": 0.1})
    with hold.holding(), pytest.raises(BackupRuns):
        backups.make()
    assert backups.make()


# Killed --------------------------------------------------------------------------------------------------------

SLOW = """
import sys, time
import django
django.setup()
from ruamsuk.jobs import backups
from django.core.management import call_command
point, reached, goes_on, *command = sys.argv[1:]

def stopping(name, owner):
    todo = getattr(owner, name)
    def run(*args, **kwargs):
        result = None
        if not point.endswith("after"):
            open(reached, "w").close(); time.sleep(60)
        result = todo(*args, **kwargs)
        open(reached, "w").close(); time.sleep(60)
        return result
    setattr(owner, name, run)

owner, name = point.removesuffix(".after").rsplit(":", 1)
if not goes_on:
    stopping(name, {"backups": backups, "engine": type(backups._engine())}[owner])
call_command(*command)
"""


@pytest.fixture
def killed(data, tmp_path):
    """`killed("backups:_pack", "backup")`: the command runs as a process and is killed at that point with -9."""

    def run(point, *command, until=None):
        """Killed where the point is reached, or later, when `until()` is true."""
        reached = tmp_path / "reached"
        reached.unlink(missing_ok=True)
        database = connection.settings_dict["NAME"]
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW, point, str(reached), "go on" if until else "", *command],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "ruamsuk.jobs.tests.killed_settings",
                "PYTEST_XDIST_WORKER": "killed",  # no temporary folder of its own, which nobody would delete
                "RUAMSUK_TEST_DATA": str(data),
                "RUAMSUK_TEST_DATABASE": str(database),
            },
        )
        try:
            end = time.monotonic() + MOST_SECONDS
            while not (until() if until else reached.exists()):
                assert process.poll() is None, "it ended before the point was reached"
                assert time.monotonic() < end
                time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

    return run


def test_a_backup_that_was_killed_blocks_nothing_and_is_cleared_by_the_next(some_files, killed, data, work):
    for point in ("backups:_pack", "engine:dump.after", "backups:_pack.after"):
        killed(point, "backup")
        assert list((data / "backups").glob("*.tar.gz")) == []  # a half one is never taken for a backup
        assert left_over(data)
    work()
    assert not place(some_files["raw"].uid, Variant.ORIGINAL).exists()  # deleting goes on
    backups.make()
    assert left_over(data) == []


def test_what_a_killed_backup_left_is_cleared_when_the_worker_starts(some_files, killed, data, no_schedule):
    killed("backups:_pack.after", "backup")
    old = data / "backups" / "ruamsuk-20261127-020000-000000.tar.part"
    old.write_bytes(b"of an older version")
    (data / "backups" / "tmpabcd1234").mkdir()
    (data / "backups" / "tmpabcd1234" / "database").write_bytes(b"of an older version")
    call_command("worker", once=True)
    assert left_over(data) == []


@pytest.mark.parametrize(
    ("point", "is_restored"),
    [
        ("backups:_check_fits", False),
        ("engine:load", False),
        ("engine:load.after", True),
        ("backups:_swap_files.after", True),
        ("engine:forget_mark.after", True),
    ],
)
def test_a_restore_that_was_killed_is_undone_or_finished_by_the_next_start(
    point, is_restored, some_files, killed, data, capsys, person
):
    before = hashes()
    person("Malee")
    backup = backups.make()
    User.objects.filter(name="Malee").update(name="Changed")
    changed = receive(pdf(b"\n"), FileKind.DOCUMENT, "later.pdf")
    after = hashes()
    connection.close()
    killed(point, "restore", str(backup), "--yes")
    if point == "engine:load.after":
        kept = receive(photo(), FileKind.PHOTO, "meanwhile.jpg")  # somebody had not stopped the web server
        with pytest.raises(hold.DeletionWaits), hold.deleting():
            pass
        before |= {name: h for name, h in hashes().items() if kept.uid.hex in name}
    call_command("restore", finish=True)
    assert "interrupted" in capsys.readouterr().out
    assert User.objects.filter(name="Malee").exists() == is_restored
    assert folder(changed.uid).exists() != is_restored
    assert hashes() == (before if is_restored else after)
    assert left_over(data) == []
    with hold.deleting():
        pass
    backups.restore(backup)
    assert User.objects.filter(name="Malee").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is replaced by the restore itself")
def test_a_restore_killed_while_its_tool_goes_on_waits_for_what_becomes_of_it(
    some_files, killed, data, person
):
    backup = backups.make()
    person("Later")
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE datname = current_database() AND NOT granted"
    )

    def psql_waits():
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            return cursor.fetchone()[0]

    with transaction.atomic():
        User.objects.count()  # held up by this reader
        killed("engine:load", "restore", str(backup), "--yes", until=psql_waits)
    # Waits for the tool, which ends well or, without its starter, undoes everything.
    found = backups.recover()
    assert User.objects.filter(name="Later").exists() == (found == backups.Recovered.UNTOUCHED)
    assert left_over(data) == []


def test_half_written_files_are_never_seen_under_their_name(data):
    target = data / "file"
    with pytest.raises(TypeError), disk.written(target) as out:
        out.write("no bytes")
    assert left_over(data) == []
    os.symlink("/dev/full", data / "file.part")
    target.write_bytes(b"old")
    with pytest.raises(OSError, match="space"), disk.written(target) as out:
        out.write(b"new")
    assert target.read_bytes() == b"old"

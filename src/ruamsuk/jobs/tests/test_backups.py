"""A backup brings everything back, or is refused before anything is touched."""

import gzip
import json
import os
import tarfile
import zlib
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ruamsuk.accounts.models import User
from ruamsuk.audit import heads
from ruamsuk.audit.actions import seal
from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import Seal
from ruamsuk.jobs import backups
from ruamsuk.jobs.problems import DamagedBackup, NewerBackup, NotABackup, OtherEngine
from tests.world import operation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(data):
    """The folder of uploaded files."""
    folder = data / "files" / "ab"
    folder.mkdir()
    (folder / "photo").write_bytes(b"\xff\xd8 a photo")
    return folder


def everything(folder):
    """What a person would miss: users and files."""
    names = sorted(User.objects.values_list("name", flat=True))
    return names, {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest_of(file):
    with tarfile.open(file) as archive:
        return json.loads(archive.extractfile(backups.MANIFEST).read())


def changed_manifest(file, **changes):
    """The same backup with another manifest."""
    out = file.with_name("changed.tar.gz")
    with tarfile.open(file, "r:gz") as source, tarfile.open(out, "w:gz") as target:
        for entry in source:
            content = source.extractfile(entry).read()
            if entry.name == backups.MANIFEST:
                content = json.dumps({**json.loads(content), **changes}).encode()
                entry.size = len(content)
            target.addfile(entry, BytesIO(content))
    return out


def test_a_restore_brings_back_rows_and_files_and_can_be_undone(files, person):
    person("Malee")
    before = everything(files)
    backup = backups.make()
    User.objects.filter(name="Malee").update(name="Changed")
    person("Later")
    (files / "photo").unlink()
    (files / "later").write_bytes(b"later")
    after = everything(files)
    assert after != before
    aside = backups.restore(backup)
    assert everything(files) == before
    assert Operation.objects.filter(verb="jobs.record_restore").exists()
    backups.restore(aside)
    assert everything(files) == after


def test_the_restored_database_goes_on_working(files, person):
    person("Malee")
    backups.restore(backups.make())
    person("Somsri")
    assert User.objects.count() == 2


def with_a_flipped_byte(packed, at):
    """The first at or behind `at` that matters: some bytes of a packed row of zeros may be another and say the same."""
    for here in range(at, len(packed)):
        bad = bytes([*packed[:here], packed[here] ^ 0xFF, *packed[here + 1 :]])
        try:
            if gzip.decompress(bad) == gzip.decompress(packed):
                continue
        except (EOFError, zlib.error, gzip.BadGzipFile):
            pass
        return bad
    raise AssertionError("none matters")


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.97])
def test_one_flipped_byte_is_refused_and_nothing_is_touched(files, person, where):
    person("Malee")
    (files / "noise").write_bytes(os.urandom(200_000))
    backup = backups.make()
    good = backup.read_bytes()
    bad = with_a_flipped_byte(good, int(len(good) * where))
    person("Later")
    before = everything(files)
    backup.write_bytes(bad)
    with pytest.raises((DamagedBackup, NotABackup)):
        backups.restore(backup)
    assert everything(files) == before
    backup.write_bytes(good)
    backups.restore(backup)
    assert everything(files) != before


def test_a_file_slipped_into_a_backup_is_refused(files, person):
    backup = backups.make()
    hashes = manifest_of(backup)["sha256"]
    with pytest.raises(DamagedBackup):
        backups.restore(
            changed_manifest(backup, sha256={k: v for k, v in hashes.items() if "photo" not in k})
        )
    backups.restore(changed_manifest(backup, sha256=hashes))


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_touched(files, person):
    person("Malee")
    backup = backups.make()
    migrations = manifest_of(backup)["migrations"]
    person("Later")
    before = everything(files)
    with pytest.raises(NewerBackup, match="9999_from_the_future"):
        backups.restore(changed_manifest(backup, migrations=[*migrations, "accounts.9999_from_the_future"]))
    assert everything(files) == before
    backups.restore(changed_manifest(backup, migrations=migrations))
    assert everything(files) != before


def test_a_backup_of_the_other_database_is_refused(files):
    backup = backups.make()
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    with pytest.raises(OtherEngine):
        backups.restore(changed_manifest(backup, engine=other))
    backups.restore(changed_manifest(backup, engine=connection.vendor))


def test_a_file_that_is_no_backup_is_refused(files, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("not a backup")
    with pytest.raises(NotABackup):
        backups.restore(letter)
    with pytest.raises(NotABackup):
        backups.restore(tmp_path / "nothing-here")


def test_the_manifest_names_version_migrations_rows_and_hashes(files, person):
    person("Malee")
    manifest = manifest_of(backups.make())
    assert manifest["rows"]["accounts_user"] == 1
    assert "accounts.0001_initial" in manifest["migrations"]
    assert manifest["version"]
    assert manifest["sha256"].keys() == {"database", "files/ab/photo"}


@pytest.fixture
def trail(files):
    """Six sealed operations; returns the backup that was made then."""
    for number in range(6):
        operation(f"tests.act_{number}")
    assert seal() == 6
    return backups.make()


def test_a_backup_keeps_the_last_seal(trail):
    last = Operation.objects.get(seal_no=6)
    assert backups.seal_of(trail) == Seal(6, last.seal)
    assert manifest_of(trail)["trail"] == {"no": 6, "seal": last.seal}


def test_rows_cut_off_the_end_of_the_trail_are_found_with_a_backup(trail, capsys):
    operation("tests.later")
    seal()
    call_command("verify-audit", since=trail)
    Operation.objects.filter(seal_no__gte=5).delete()
    heads.path().unlink()
    with pytest.raises(CommandError, match="1 faults"):  # that the heads are gone, not that rows are
        call_command("verify-audit")
    assert "heads-lost" in capsys.readouterr().out
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify-audit", since=trail)
    assert "seal 6 of ruamsuk-" in capsys.readouterr().out


def test_a_restore_is_told_apart_from_rows_that_were_cut_off(trail, capsys):
    for _number in range(3):
        operation("tests.later")
    seal()
    backups.restore(trail)
    call_command("verify-audit")
    told = capsys.readouterr().out
    assert f"the backup {trail.name} brought the trail back to link 6; before it had reached link 9" in told
    assert "The trail is whole." in told
    seal()
    call_command("verify-audit")
    Operation.objects.filter(seal_no__gt=5).delete()
    with pytest.raises(CommandError):
        call_command("verify-audit")
    assert "cut: link 6" in capsys.readouterr().out


def test_a_backup_that_is_put_in_place_without_the_restore_counts_as_rows_cut_off(trail, capsys):
    operation("tests.later")
    seal()
    Operation.objects.filter(seal_no=7).delete()  # what an older copy of the database looks like
    with pytest.raises(CommandError):
        call_command("verify-audit")
    assert "cut: link 7" in capsys.readouterr().out


def test_rows_put_in_the_place_of_those_cut_off_are_found_with_a_backup(trail):
    Operation.objects.filter(seal_no__gte=5).delete()
    heads.path().unlink()
    for _number in range(3):
        operation("tests.other")
    seal()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify-audit")
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify-audit", since=trail)


def test_a_backup_without_a_seal_proves_nothing_and_says_so(files, trail, tmp_path):
    with pytest.raises(CommandError, match="names no seal"):
        call_command("verify-audit", since=changed_manifest(trail, trail=None))
    with pytest.raises(CommandError):
        call_command("verify-audit", since=tmp_path / "nothing-here")
    letter = tmp_path / "letter.txt"
    letter.write_text("not a backup")
    with pytest.raises(CommandError):
        call_command("verify-audit", since=letter)
    call_command("verify-audit", since=changed_manifest(trail))


def test_only_the_newest_backups_are_kept_and_those_made_before_a_restore_stay(files):
    aside = backups.make(prefix=backups.ASIDE_PREFIX)
    made = [backups.make(keep=2) for _ in range(4)]
    assert [path.exists() for path in made] == [False, False, True, True]
    assert aside.exists()


def test_a_backup_can_be_read_by_its_owner_only(files):
    assert backups.make().stat().st_mode & 0o077 == 0


def test_the_commands_say_where_the_backup_is_and_ask_before_restoring(
    files, person, capsys, monkeypatch, tmp_path
):
    person("Malee")
    call_command("backup", to=tmp_path / "there", keep=3)
    backup = capsys.readouterr().out.strip()
    person("Later")
    monkeypatch.setattr("builtins.input", lambda: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", backup)
    assert User.objects.count() == 2
    call_command("restore", backup, yes=True)
    assert User.objects.count() == 1
    assert "ruamsuk restore" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("restore", tmp_path / "nothing-here", yes=True)

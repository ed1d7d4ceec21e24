"""Backup and restore: database and uploaded files in one `.tar.gz`, with a manifest of SHA-256 hashes.

    database        the SQLite file, or pg_dump's custom format
    files/…         the uploaded files
    manifest.json   version, engine, migrations, rows of each table, last seal of the trail, the hash of everything
                    above, and what is missing

A backup may be made while the system runs, and is whole at one moment: the database is copied as it stands, files are
only ever added under new names, and none is deleted meanwhile (`hold`). Then the bytes that each copied row needs are
looked for among those packed. What is missing makes the backup an incomplete one, which says so and does not succeed.

A restore unpacks and checks everything before it touches anything, makes a backup of the present state, and then
replaces first the database (in one transaction), then the folder of files. Killed between the two it is finished by
`recover`, which every start and every restore calls; killed before, it has changed nothing.

Half-done work lies in folders of its own, which are cleared when their process is gone: it is never taken for a backup.
"""

import gzip
import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from enum import Enum
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.audit import heads
from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import Seal
from ruamsuk.core import disk, progress
from ruamsuk.core.calendar import BANGKOK
from ruamsuk.core.registry import Registry
from ruamsuk.jobs import hold
from ruamsuk.jobs.actions import record_restore
from ruamsuk.jobs.problems import (
    BackupNotWhole,
    DamagedBackup,
    DamagedDatabase,
    IncompleteBackup,
    NewerBackup,
    NoRoom,
    NotABackup,
    OtherEngine,
    RestoreDiffers,
    ToolFailed,
)

FORMAT = 1
PREFIX, ASIDE_PREFIX, INCOMPLETE_PREFIX = "ruamsuk-", "before-restore-", "incomplete-"
ENDING = ".tar.gz"
MAKING = ".making-"  # folders of backups that are being made
DATABASE, MANIFEST, FILES = "database", "manifest.json", "files"
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)

Rows = dict[str, int]
Missing = dict[str, str]  # name → why
TRAIL = Operation._meta.db_table
LAST_SEAL = f"SELECT seal_no, seal FROM {TRAIL} WHERE seal_no IS NOT NULL ORDER BY seal_no DESC LIMIT 1"


@dataclass(frozen=True)
class Needed:
    """Bytes that belong to a row: their name in the folder of files, and their hash where the row knows it."""

    name: str
    sha256: str | None = None


# The app that keeps files says which bytes the rows of its table need, read with a cursor of the copied database.
NEEDED: Registry[Callable[[object], Iterable[Needed]]] = Registry("tables with files")


@dataclass(frozen=True)
class Copied:
    """What the database held at the moment of its copy."""

    rows: Rows  # of each table
    seal: Seal | None  # the last of the trail
    needed: list[Needed]  # bytes of files that its rows name


class Recovered(Enum):
    """What was found of a restore that had been cut short."""

    NOTHING = "nothing"
    UNTOUCHED = "untouched"  # it had not replaced anything yet: cleared
    FINISHED = "finished"


def make(*, to: Path | None = None, keep: int | None = None, prefix: str = PREFIX) -> Path:
    """Writes a backup and returns its path; with `keep`, deletes all but the newest ones of that folder.

    Raises IncompleteBackup when bytes of a row could not be packed; what could be is kept under another name.
    """
    with hold.holding():
        target, missing = _make(to or settings.DATA_DIR / "backups", prefix)
    if keep is not None:
        for kind in (PREFIX, INCOMPLETE_PREFIX):  # a whole one is never given up for one that is not
            for old in _oldest_first(target.parent.glob(f"{kind}*{ENDING}"), target)[:-keep]:
                old.unlink()
    if missing:
        raise IncompleteBackup(count=len(missing), names=_some(missing), file=target)
    return target


def restore(file: Path, *, incomplete: bool = False) -> Path:
    """Replaces database and files by those of a backup; returns the backup of what was there before.

    Raises a Problem, and has changed nothing then, when the file is damaged, newer or of the other engine, or when
    files are missing in it and that was not asked for.
    """
    disk.make_folder(settings.DATA_DIR)
    with hold.holding():
        _recover()
        try:
            return _restore(file, incomplete)
        finally:
            if not hold.journal().exists():  # nothing is replaced, or everything
                shutil.rmtree(_restoring(), ignore_errors=True)


def recover() -> Recovered:
    """Finishes a restore that was killed in the middle, and clears what killed backups and restores left behind."""
    with hold.holding(wait=2):
        _clear(settings.DATA_DIR / "backups")
        return _recover()


def _clear(folder: Path) -> None:
    """What killed backups left; also of the time when it lay beside the backups themselves."""
    disk.clear(folder, MAKING)
    for kind in (PREFIX, ASIDE_PREFIX):
        for part in folder.glob(f"{kind}*.tar.part"):
            part.unlink()
    for work in folder.glob("tmp????????"):
        if {path.name for path in work.iterdir()} <= {DATABASE, f"{DATABASE}-journal"}:
            shutil.rmtree(work, ignore_errors=True)


# Making ------------------------------------------------------------------------------------------------------


def _make(folder: Path, prefix: str) -> tuple[Path, Missing]:
    try:
        disk.make_folder(folder)
        _clear(folder)
        with disk.workplace(folder, MAKING) as work:
            copy, packed = work / DATABASE, work / "packed"
            copied = _engine().dump(copy)
            with disk.written(packed, mode=0o600) as out:
                missing = _pack(out, copy, _manifest(copied), copied.needed)
            kind = INCOMPLETE_PREFIX if missing and prefix == PREFIX else prefix
            target = folder / f"{kind}{timezone.now().astimezone(BANGKOK):%Y%m%d-%H%M%S-%f}{ENDING}"
            packed.rename(target)
            disk.sync(folder)
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):  # a part that is not even found by the check
            raise DamagedDatabase(detail=error) from error
        raise NoRoom(detail=error, folder=folder) from error
    except OSError as error:
        raise NoRoom(detail=error.strerror or error, folder=folder) from error
    return target, missing


def _oldest_first(found: Iterable[Path], newest: Path) -> list[Path]:
    """By the moment in the name. One that is later than what was made just now is from before a clock was set back, and
    counts as the oldest: by its name alone it would outlive every new one."""
    return sorted(found, key=lambda file: (_moment(file) <= _moment(newest), file.name))


def _moment(file: Path) -> str:
    return file.name.partition("-")[2]


def _some(missing: Missing) -> str:
    names = sorted(missing)
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


# Restoring ---------------------------------------------------------------------------------------------------


def _restoring() -> Path:
    return settings.DATA_DIR / hold.RESTORING


def _restore(file: Path, incomplete: bool) -> Path:
    _restoring().mkdir(mode=0o700)
    staged = _restoring() / "new"
    try:
        manifest = _unpack(file, staged)
    except OSError as error:
        raise NoRoom(detail=error.strerror or error, folder=settings.DATA_DIR) from error
    if (missing := manifest.get("missing")) and not incomplete:
        raise BackupNotWhole(name=file.name, count=len(missing), names=_some(missing))
    _check_fits(manifest)
    aside, _missing = _make(settings.DATA_DIR / "backups", ASIDE_PREFIX)
    os.sync()  # what was unpacked is on disk before anything is replaced by it
    journal = {
        "mark": secrets.randbelow(2**31 - 1) + 1,
        "aside": str(aside),
        "rows": manifest["rows"],
        "trail": manifest.get("trail"),
        "backup": file.name,
    }
    with disk.written(hold.journal()) as out:
        out.write(json.dumps(journal).encode())
    connection.close()
    try:
        _engine().load(staged / DATABASE, journal["mark"])
    except BaseException:
        if _engine().mark() != journal["mark"]:
            hold.journal().unlink()
        raise
    _finish(journal)
    return aside


def _finish(journal: dict[str, Any]) -> None:
    """The database is replaced; now the files, in steps of which each may be done again."""
    _swap_files(_restoring() / "new" / FILES, _restoring() / "old")
    heads.note_restore(_seal_in(journal) or Seal(0, ""), backup=journal["backup"])
    found = _count_rows()
    wrong = [table for table, count in journal["rows"].items() if found.get(table) != count]
    _engine().forget_mark()
    hold.journal().unlink()
    shutil.rmtree(_restoring(), ignore_errors=True)
    if wrong:
        raise RestoreDiffers(tables=", ".join(sorted(wrong)), aside=journal["aside"])
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):  # a backup of this version needs nothing
        call_command("migrate", interactive=False, verbosity=0)
    record_restore(by=None)


def _recover() -> Recovered:
    if not _restoring().exists():
        return Recovered.NOTHING
    journal = json.loads(hold.journal().read_bytes()) if hold.journal().exists() else None
    if journal and _engine().mark() == journal["mark"]:
        # Rows may have been written since: only a restore that nobody worked on has the counts of its backup.
        _finish({**journal, "rows": {}})
        return Recovered.FINISHED
    staged, old = _restoring() / "new", _restoring() / "old"
    was_done = old.exists() or ((staged / DATABASE).exists() and not (staged / FILES).exists())
    shutil.rmtree(_restoring())
    return Recovered.FINISHED if was_done else Recovered.UNTOUCHED


# The archive -------------------------------------------------------------------------------------------------


def seal_of(file: Path) -> Seal | None:
    """The last seal of the trail when that backup was made; None where nothing was sealed or it was not kept yet."""
    with _opened(file) as archive:
        texts = [source.read() for e in archive if e.name == MANIFEST and (source := archive.extractfile(e))]
    return _seal_in(_read_manifest(file, b"".join(texts)))


def _seal_in(manifest: dict[str, Any]) -> Seal | None:
    trail = manifest.get("trail")
    return Seal(**trail) if trail else None


def _manifest(copied: Copied) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": version("ruamsuk"),
        "engine": connection.vendor,
        "made_at": timezone.now().isoformat(),
        "migrations": sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        "rows": copied.rows,
        "trail": asdict(copied.seal) if copied.seal else None,
        "sha256": {},
        "missing": {},  # what could not be packed, and why
    }


def _pack(out: BinaryIO, copy: Path, manifest: dict[str, Any], needed: list[Needed]) -> Missing:
    """Packs the copy and all files; returns, and writes down, what could not be packed."""
    missing: Missing = manifest["missing"]
    hashes: dict[str, str] = manifest["sha256"]
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as archive:
        hashes[DATABASE] = _add(archive, copy, DATABASE)
        for number, path in enumerate(_all_files(missing), 1):
            progress.reached(_("files"), number)
            name = _name_of(path)
            try:
                content = path.read_bytes()
            except FileNotFoundError:  # an upload that came to nothing; what a row needs is asked for below
                continue
            except OSError as error:
                missing[name] = error.strerror or str(error)
                continue
            hashes[name] = _add_content(archive, content, name)
        for wanted in needed:
            name = f"{FILES}/{wanted.name}"
            if name not in hashes:
                missing.setdefault(name, "not in storage")
            elif wanted.sha256 not in {None, hashes[name]}:
                missing[name] = "not what was received"
        _add_content(archive, json.dumps(manifest, indent=1, sort_keys=True).encode(), MANIFEST)
    return missing


def _all_files(unread: Missing) -> Iterator[Path]:
    """Every file in storage but those that are being written just now; a folder that cannot be read is noted."""

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            unread[_name_of(Path(error.filename))] = error.strerror or str(error)

    for folder, below, names in os.walk(_files_folder(), onerror=note):
        below.sort()
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(disk.PART))


def _name_of(path: Path) -> str:
    return f"{FILES}/{path.relative_to(_files_folder()).as_posix()}"


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Adds a file under a name; returns the hash of exactly the bytes that went in."""
    with path.open("rb") as source:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(source.fileno()).st_size
        hashing = _Hashing(source)
        archive.addfile(entry, hashing)  # needs read() only
        return hashing.hash.hexdigest()


def _add_content(archive: tarfile.TarFile, content: bytes, name: str) -> str:
    """The same for what was read before: a disk that fails in the middle of a file leaves the archive whole."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


class _Hashing:
    """A reader that hashes what is read through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.hash.update(data)
        return data


def _unpack(file: Path, to: Path) -> dict[str, Any]:
    """Unpacks into `to` and returns the manifest, once every file has the hash that it names."""
    (to / FILES).mkdir(parents=True)
    found: dict[str, str] = {}
    text = b""
    with _opened(file) as archive:
        for entry in archive:
            source = archive.extractfile(entry)
            if source is None or not _is_ours(entry.name):
                raise DamagedBackup(name=file.name, detail=entry.name)
            if entry.name == MANIFEST:
                text = source.read()
                continue
            target = to / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            hashing = _Hashing(source)
            with target.open("wb") as out:
                shutil.copyfileobj(hashing, out, 1024 * 1024)
            found[entry.name] = hashing.hash.hexdigest()
        while archive.fileobj and archive.fileobj.read(1024 * 1024):
            pass  # to the end, where the sum of the whole stands
    manifest = _read_manifest(file, text)
    for name in sorted(found.keys() | manifest["sha256"].keys()):
        if found.get(name) != manifest["sha256"].get(name):
            raise DamagedBackup(name=file.name, detail=name)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """The archive to read from; a file that is none or that is broken raises a Problem."""
    try:
        archive = tarfile.open(file, "r:gz")  # noqa: SIM115  # closed below; not being one is told apart
    except (FileNotFoundError, IsADirectoryError, *BROKEN):
        raise NotABackup(name=file.name) from None
    try:
        with archive:
            yield archive
    except BROKEN as error:
        raise DamagedBackup(name=file.name, detail=error) from None


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in {DATABASE, MANIFEST} or (parts[0] == FILES and len(parts) > 1 and ".." not in parts)


def _read_manifest(file: Path, text: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(text)
    except ValueError:
        raise DamagedBackup(name=file.name, detail=MANIFEST) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotABackup(name=file.name)
    return manifest


def _check_fits(manifest: dict[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest["migrations"]) - known):
        raise NewerBackup(version=manifest["version"], unknown=", ".join(unknown))
    if manifest["engine"] != connection.vendor:
        raise OtherEngine(theirs=manifest["engine"], ours=connection.vendor)


def _files_folder() -> Path:
    return Path(cast(FileSystemStorage, default_storage).location)


def _swap_files(new: Path, old: Path) -> None:
    """Puts the new folder in the place of the present one. Called again after a kill it goes on from there.

    Files that came in since the database was replaced belong to its rows: those are taken back from the old folders.
    """
    folder = _files_folder()
    if new.exists():
        old.mkdir(exist_ok=True)
        if folder.exists():
            folder.rename(old / str(len(list(old.iterdir()))))  # deleted with the working folder
        disk.make_folder(folder.parent)
        new.rename(folder)
        disk.sync(folder.parent)
    with connection.cursor() as cursor:
        needed = _copied(_count_rows(), cursor).needed
    for bytes_of in needed:
        target = folder / bytes_of.name
        if not target.exists():
            for found in old.glob(f"*/{bytes_of.name}"):
                disk.make_folder(target.parent)
                found.rename(target)
                disk.sync(target.parent)


# The two databases -------------------------------------------------------------------------------------------


class Engine(Protocol):
    def dump(self, to: Path) -> Copied:
        """Copies the database as it stands at one moment; returns what it held at that moment."""

    def load(self, source: Path, mark: int) -> None:
        """Replaces all content and leaves a mark in it, or raises and has done neither."""

    def mark(self) -> int:
        """The mark of a restore whose files are not in their place yet; 0 when there is none."""

    def forget_mark(self) -> None: ...


def _engine() -> Engine:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _count_rows() -> Rows:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
        return counts


def _copied(rows: Rows, cursor: Any) -> Copied:
    """What the copy holds, read with a cursor of it. A database that was never set up has no such tables."""
    seal = None
    if TRAIL in rows:
        cursor.execute(LAST_SEAL)
        seal = Seal(*row) if (row := cursor.fetchone()) else None
    needed = [bytes_of for table, ask in NEEDED.items() if table in rows for bytes_of in ask(cursor)]
    return Copied(rows, seal, needed)


class Sqlite:
    """SQLite's online backup, in both directions: other processes keep their connections and see the new content."""

    def dump(self, to: Path) -> Copied:
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            if (said := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise DamagedDatabase(detail=said.splitlines()[-1][:200])
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            tables = copy.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            )
            rows = {
                name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in tables.fetchall()
            }
            return _copied(rows, copy.cursor())

    def load(self, source: Path, mark: int) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.execute(f"PRAGMA user_version={mark}")
            copy.backup(connection.connection)

    def mark(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA user_version")
            return cursor.fetchone()[0]

    def forget_mark(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA user_version=0")


class Postgres:
    """pg_dump at an exported snapshot; restored by psql in one transaction."""

    MARK = "restored-without-files"
    LOCK = 2_570_049  # held while psql replaces everything, which it goes on doing when the restore is killed

    def dump(self, to: Path) -> Copied:
        with self._snapshot() as name:
            self._run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={name}",
                f"--file={to}",
            )
            with connection.cursor() as cursor:
                return _copied(_count_rows(), cursor)

    def load(self, source: Path, mark: int) -> None:
        script = source.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        empty = (
            f"SELECT pg_advisory_xact_lock({self.LOCK}); SET lock_timeout = '30s'; "
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        )
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            f"--command={empty}", f"--file={script}", f"--command={self._marking(mark)}",
        )  # fmt: skip

    def mark(self) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.LOCK])
            cursor.execute("SELECT obj_description(to_regnamespace('public'), 'pg_namespace')")
            word, _, number = (cursor.fetchone()[0] or "").partition(" ")
            return int(number) if word == self.MARK else 0

    def forget_mark(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON SCHEMA public IS NULL")

    def _marking(self, mark: int) -> str:
        return f"COMMENT ON SCHEMA public IS '{self.MARK} {mark}'"

    @contextmanager
    def _snapshot(self) -> Iterator[str]:
        """The dump and the counts see the same moment."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]

    def _run(self, tool: str, *arguments: str) -> None:
        values = connection.get_connection_params()
        names = {
            "PGHOST": "host",
            "PGPORT": "port",
            "PGUSER": "user",
            "PGPASSWORD": "password",
            "PGDATABASE": "dbname",
        }
        address = {name: str(values[key]) for name, key in names.items() if values.get(key)}
        done = subprocess.run(
            [_tool(tool), *arguments],
            env={**os.environ, **address},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ToolFailed(tool=tool, detail=done.stderr.strip()[-500:])


def _tool(name: str) -> str:
    """The newest one installed: pg_dump must not be older than the server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise ToolFailed(tool=name, detail="apt-get install postgresql-client")
    return path

"""Backup and restore: database and uploaded files in one `.tar.gz`, with a manifest of SHA-256 hashes.

    database        the SQLite file, or pg_dump's custom format
    files/…         the uploaded files
    manifest.json   version, engine, migrations, rows of each table, last seal of the trail, and the hash of
                    everything above

A backup may be made while the system runs: the database is copied as it stands at one moment, and files are only
ever added under new names or deleted. A restore unpacks and checks everything before it touches anything, makes a
backup of the present state, and then replaces first the database (in one transaction), then the folder of files.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.audit import heads
from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import Seal
from ruamsuk.core import progress
from ruamsuk.core.calendar import BANGKOK
from ruamsuk.jobs.actions import record_restore
from ruamsuk.jobs.problems import (
    DamagedBackup,
    NewerBackup,
    NotABackup,
    OtherEngine,
    RestoreDiffers,
    ToolFailed,
)

FORMAT = 1
PREFIX, ASIDE_PREFIX = "ruamsuk-", "before-restore-"
DATABASE, MANIFEST, FILES = "database", "manifest.json", "files"
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)

Rows = dict[str, int]
TRAIL = Operation._meta.db_table
LAST_SEAL = f"SELECT seal_no, seal FROM {TRAIL} WHERE seal_no IS NOT NULL ORDER BY seal_no DESC LIMIT 1"


@dataclass(frozen=True)
class Copied:
    """What the database held at the moment of its copy."""

    rows: Rows  # of each table
    seal: Seal | None  # the last of the trail


def make(*, to: Path | None = None, keep: int | None = None, prefix: str = PREFIX) -> Path:
    """Writes a backup and returns its path; with `keep`, deletes all but the newest ones of that folder."""
    folder = to or settings.DATA_DIR / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{prefix}{timezone.now().astimezone(BANGKOK):%Y%m%d-%H%M%S-%f}.tar.gz"
    part = target.with_suffix(".part")
    try:
        with tempfile.TemporaryDirectory(dir=folder) as work:
            copy = Path(work, DATABASE)
            manifest = _manifest(_engine().dump(copy))
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                _pack(out, copy, manifest)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if keep is not None:
        for old in sorted(folder.glob(f"{PREFIX}*.tar.gz"))[:-keep]:
            old.unlink()
    return target


def restore(file: Path) -> Path:
    """Replaces database and files by those of a backup; returns the backup of what was there before.

    Raises a Problem, and has changed nothing then, when the file is damaged, newer or of the other engine.
    """
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as work:
        staged = Path(work, "new")
        manifest = _unpack(file, staged)
        _check_fits(manifest)
        aside = make(prefix=ASIDE_PREFIX)
        connection.close()
        _engine().load(staged / DATABASE)
        _swap_files(staged / FILES, Path(work, "old"))
        heads.note_restore(_seal_in(manifest) or Seal(0, ""), backup=file.name)
        found = _count_rows()
        if wrong := [table for table, count in manifest["rows"].items() if found.get(table) != count]:
            raise RestoreDiffers(tables=", ".join(sorted(wrong)), aside=aside)
        call_command("migrate", interactive=False, verbosity=0)
        record_restore(by=None)
    return aside


# The archive -------------------------------------------------------------------------------------------------


def seal_of(file: Path) -> Seal | None:
    """The last seal of the trail when that backup was made; None where nothing was sealed or it was not kept yet."""
    with _opened(file) as archive:
        texts = [source.read() for e in archive if e.name == MANIFEST and (source := archive.extractfile(e))]
    return _seal_in(_read_manifest(file, b"".join(texts)))


def _seal_in(manifest: dict[str, Any]) -> Seal | None:
    trail = manifest.get("trail")
    return Seal(**trail) if trail else None


def _manifest(copied: Copied) -> dict[str, Any]:
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
    }


def _pack(out: BinaryIO, copy: Path, manifest: dict[str, Any]) -> None:
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as archive:
        manifest["sha256"][DATABASE] = _add(archive, copy, DATABASE)
        for number, path in enumerate(sorted(_files_folder().rglob("*")), 1):
            progress.reached(_("files"), number)
            name = f"{FILES}/{path.relative_to(_files_folder()).as_posix()}"
            try:
                if path.is_file():
                    manifest["sha256"][name] = _add(archive, path, name)
            except FileNotFoundError:  # discarded while the backup was being made
                continue
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Adds a file under a name; returns the hash of exactly the bytes that went in."""
    with path.open("rb") as source:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(source.fileno()).st_size
        hashing = _Hashing(source)
        archive.addfile(entry, hashing)  # type: ignore[arg-type]  # needs read() only
        return hashing.hash.hexdigest()


class _Hashing:
    """A reader that hashes what is read through it."""

    def __init__(self, source: BinaryIO) -> None:
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
            hashing = _Hashing(source)  # type: ignore[arg-type]
            with target.open("wb") as out:
                shutil.copyfileobj(hashing, out, 1024 * 1024)
            found[entry.name] = hashing.hash.hexdigest()
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
    return Path(default_storage.location)  # type: ignore[attr-defined]


def _swap_files(new: Path, old: Path) -> None:
    folder = _files_folder()
    if folder.exists():
        folder.rename(old)  # deleted with the working folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    new.rename(folder)


# The two databases -------------------------------------------------------------------------------------------


class Engine(Protocol):
    def dump(self, to: Path) -> Copied:
        """Copies the database as it stands at one moment; returns what it held at that moment."""

    def load(self, source: Path) -> None:
        """Replaces all content, or raises and has replaced nothing."""


def _engine() -> Engine:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _count_rows() -> Rows:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
        return counts


def _seal(row: tuple[int, str] | None) -> Seal | None:
    return Seal(*row) if row else None


class Sqlite:
    """SQLite's online backup, in both directions: other processes keep their connections and see the new content."""

    def dump(self, to: Path) -> Copied:
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            tables = copy.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            )
            rows = {
                name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in tables.fetchall()
            }
            return Copied(rows, _seal(copy.execute(LAST_SEAL).fetchone()) if TRAIL in rows else None)

    def load(self, source: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)


class Postgres:
    """pg_dump at an exported snapshot; restored by psql in one transaction."""

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
            rows = _count_rows()
            with connection.cursor() as cursor:
                if TRAIL not in rows:
                    return Copied(rows, None)
                cursor.execute(LAST_SEAL)
                return Copied(rows, _seal(cursor.fetchone()))

    def load(self, source: Path) -> None:
        script = source.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        empty = "SET lock_timeout = '30s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            f"--command={empty}", f"--file={script}",
        )  # fmt: skip

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

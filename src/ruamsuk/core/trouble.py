"""The one place that turns what stops a command into words: database, disk, settings, a refusal of the system.

`ruamsuk` (every command) and bin/serve ask `stop_for`, requests ask `problem_of`; what is not known here is a fault of
the program and keeps its traceback, because then the lines of code are what helps.
"""

import errno
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from ruamsuk.core.problems import (
    DatabaseAway,
    DatabaseDamaged,
    Problem,
    SameMoment,
    ServerBusy,
    StorageClosed,
    StorageFull,
)
from ruamsuk.core.stop import CLOSED, FULL, Stop, disk_full, stop_of_disk

SRC = Path(__file__).resolve().parents[1]


def stop_for(error: BaseException) -> Stop | None:
    """The words for an error that a person at the terminal can mend; None for a fault of the program."""
    if isinstance(error, Stop):
        return error
    if isinstance(error, Problem):
        with translation.override("th"):
            thai, mend = error.title_text, error.remedy_text
        with translation.override("en"):
            return Stop(thai, error.title_text, f"{mend} · {error.remedy_text}")
    if isinstance(error, DatabaseError):
        cause = error.__cause__
        return _stop_of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _stop_of_postgres(error)
    return stop_of_disk(error) if isinstance(error, OSError) else None


# How the databases name what is no fault of the program: SQLite by words, PostgreSQL by the beginning of a code.
SQLITE: dict[str, type[Problem]] = {
    "SQLITE_BUSY": ServerBusy,
    "SQLITE_LOCKED": ServerBusy,
    "SQLITE_FULL": StorageFull,
    "SQLITE_READONLY": StorageClosed,
    "SQLITE_CANTOPEN": StorageClosed,
    "SQLITE_PERM": StorageClosed,
    "SQLITE_IOERR": StorageClosed,
    "SQLITE_CORRUPT": DatabaseDamaged,
    "SQLITE_NOTADB": DatabaseDamaged,
}
POSTGRES: dict[str, type[Problem]] = {
    "40": ServerBusy,  # two that waited for each other
    "55P03": ServerBusy,
    "57014": ServerBusy,
    "23505": SameMoment,  # SQLite lets one write after the other: there the rules of the actions are met first
    "53100": StorageFull,
    "25006": StorageClosed,
    "58030": StorageClosed,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
    "08": DatabaseAway,
    "28": DatabaseAway,
    "3D": DatabaseAway,
    "53": DatabaseAway,
    "57P": DatabaseAway,
}


def problem_of(error: BaseException | None) -> Problem | None:
    """What a request is answered when disk or database fail under it; None for a fault of the program."""
    if isinstance(error, (DatabaseError, InterfaceError)):
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error):
            return _named(SQLITE, getattr(cause, "sqlite_errorname", "") or "")
        state = getattr(cause, "sqlstate", None)
        if state is None and isinstance(error, (OperationalError, InterfaceError)):
            return DatabaseAway()  # the driver's own word: no connection, or one that broke
        return _named(POSTGRES, state or "")
    if isinstance(error, OSError):
        if error.errno in FULL:
            return StorageFull()
        return StorageClosed() if error.errno in {*CLOSED, errno.EIO} else None
    return None


def _named(known: dict[str, type[Problem]], name: str) -> Problem | None:
    return next((kind() for beginning, kind in known.items() if name.startswith(beginning)), None)


def refuse_newer_database() -> None:
    """A database that a newer version has changed is not touched by this one."""
    applied = MigrationRecorder(connection).applied_migrations()
    unknown = sorted(
        f"{app}.{name}"
        for app, name in applied
        if (SRC / app / "migrations").is_dir() and not (SRC / app / "migrations" / f"{name}.py").exists()
    )
    if unknown:
        raise Stop(
            f"ฐานข้อมูลเป็นของรุ่นที่ใหม่กว่าโปรแกรมนี้ ({', '.join(unknown[:5])}) จึงไม่แตะต้อง",
            f"The database belongs to a newer version of the program ({', '.join(unknown[:5])}); it is left alone.",
            "ติดตั้งรุ่นใหม่ หรือกู้คืนข้อมูลสำรองของรุ่นนี้ · "
            "install the newer version, or: ruamsuk restore FILE with a backup of this version",
        )


def _stop_of_sqlite(error: sqlite3.Error) -> Stop | None:
    file = settings.DATABASES["default"]["NAME"]
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith("SQLITE_FULL"):
        return disk_full(file)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Stop(
            f"โปรแกรมอื่นกำลังใช้ฐานข้อมูล {file} อยู่",
            f"Another program holds the database {file}.",
            "รอให้โปรแกรมนั้นเสร็จหรือปิด แล้วสั่งซ้ำ · wait until it is done or stop it, then run the same command again",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return Stop(
            f"ไฟล์ {file} เสียหรือไม่ใช่ฐานข้อมูล",
            f"The file {file} is damaged or is no database.",
            "ย้ายไฟล์นี้ออก แล้วกู้คืนข้อมูลสำรองล่าสุดด้วย ruamsuk restore FILE · "
            "move it away, then bring the newest backup back: ruamsuk restore FILE",
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return Stop(
            f"เปิดหรือเขียนฐานข้อมูล {file} ไม่ได้ ไม่มีสิทธิ์หรือเป็นที่อ่านได้อย่างเดียว",
            f"The database {file} cannot be opened or written: no permission, or a read-only disk.",
            f"ให้ผู้ใช้ที่เปิดระบบเป็นเจ้าของโฟลเดอร์และไฟล์ · give folder and file to the user who starts the system "
            f"(chown -R USER {Path(str(file)).parent})",
        )
    if name.startswith("SQLITE_IOERR"):
        return Stop(
            f"อ่านหรือเขียนฐานข้อมูล {file} ไม่ได้ ดิสก์อาจเต็มหรือเสีย",
            f"The database {file} cannot be read or written; the disk may be full or broken.",
            "ดูที่ว่างด้วย df -h แล้วสั่งซ้ำ · see df -h, then run the same command again",
        )
    return _unprepared() if text.startswith("no such table") else None


def _stop_of_postgres(error: DatabaseError) -> Stop | None:
    state = getattr(error.__cause__, "sqlstate", None)
    text = str(error)
    where, user, name = _place()
    if state == "42P01":  # a table is not there
        return _unprepared()
    if state == "53100":
        return disk_full(f"PostgreSQL {where}")
    if state == "25006":
        return Stop(
            f"ฐานข้อมูล {name} ที่ {where} อ่านได้อย่างเดียว",
            f"The database {name} at {where} can only be read.",
            "ใช้เครื่องหลักใน DATABASE_URL · name the main server in DATABASE_URL",
        )
    if state is not None and not state.startswith(("08", "28", "3D", "53", "57P")):
        return None
    if state is None and "connect" not in text and "resolve" not in text:
        return None
    mend = "ตรวจ DATABASE_URL ใน .env · check DATABASE_URL in .env"
    if 'database "' in text and "does not exist" in text:
        return Stop(
            f"ไม่มีฐานข้อมูลชื่อ {name} ที่ {where}",
            f"There is no database {name} at {where}.",
            f"sudo -u postgres createdb --owner {user} --encoding UTF8 --locale C.UTF-8 --template template0 {name}",
        )
    if any(sign in text for sign in ("authentication failed", "no password", "pg_hba", 'role "')):
        return Stop(
            f"ฐานข้อมูลที่ {where} ไม่รับผู้ใช้ {user} ชื่อหรือรหัสผ่านไม่ถูก",
            f"The database at {where} refuses the user {user}: wrong name or wrong password.",
            f"{mend} (user:password@host/name)",
        )
    return Stop(
        f"ต่อฐานข้อมูลที่ {where} ไม่ได้",
        f"The database at {where} cannot be reached: {_first_line(text)}",
        f"เปิด PostgreSQL (sudo systemctl start postgresql) · start PostgreSQL; {mend}",
    )


def _place() -> tuple[str, str, str]:
    """Host with port, user and name of the database; never its password."""
    given: Any = settings.DATABASES["default"]
    port = f":{given['PORT']}" if given.get("PORT") else ""
    return f"{given.get('HOST') or 'localhost'}{port}", str(given.get("USER", "")), str(given.get("NAME", ""))


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0][:200]


def _unprepared() -> Stop:
    return Stop(
        "ฐานข้อมูลยังไม่พร้อม ตารางยังไม่ครบ",
        "The database is not prepared: tables are missing.",
        "bin/serve --prepare",
    )

"""Database, translations, static files and data, made ready in one process. Run by bin/serve inside .venv."""

import hashlib
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import django
from _setup import ROOT, Stop, step

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")


def main(*, empty: bool) -> None:
    from ruamsuk.core import trouble  # reads the settings, which tell what is wrong with them
    from ruamsuk.core.first_tables import make_first_tables

    django.setup()
    from django.conf import settings

    owned = settings.DATA_DIR / "database"
    if empty:
        refuse_foreign_data(settings, owned)
    trouble.refuse_newer_database()
    if (settings.DATA_DIR / "restoring").exists():
        one("กู้คืนข้อมูลที่ค้างอยู่ให้เสร็จ", "finishing a restore that was interrupted", "restore", finish=True)
    unapplied = pending_migrations()
    marker = settings.DATA_DIR / "prepared"
    state = fingerprint(settings)
    if not unapplied and marker.exists() and marker.read_text() == state:
        return
    owned.write_text(place_of(settings))
    if not has_tables():
        one("ฐานข้อมูล", "database", "migrate", act=make_first_tables)
    elif unapplied:
        # Also when a file was lost long ago: what changes now is the database.
        one("สำรองข้อมูลก่อนปรับฐานข้อมูล", "backup before the database changes", "backup", incomplete=True)
        one("ฐานข้อมูล", "database", "migrate", stdout=Applied(), verbosity=1, interactive=False)
    one("ไฟล์คงที่", "static files", "collectstatic", interactive=False)
    one("จังหวัด อำเภอ ตำบล", "geography", "geography")
    one("แผนงานและตัวชี้วัด", "catalogues", "catalogues")
    if settings.RUAMSUK_MODE == "demo" and not has_people():
        one("ข้อมูลสาธิต ใช้เวลาราวหนึ่งนาที", "demo network, about a minute", "demo")
    marker.write_text(fingerprint(settings))


def one(thai: str, english: str, command: str, act: Callable[[], None] | None = None, **options) -> None:
    """A step, told while it goes: the command, or what leads to the same sooner."""
    from django.core.management import call_command

    from ruamsuk.core import progress
    from ruamsuk.core.trouble import stop_for

    with step(thai, english), progress.told(sys.stdout), open(os.devnull, "w") as nowhere:
        try:
            if act:
                act()
            else:
                call_command(command, **{"stdout": nowhere, "verbosity": 0, **options})
        except Exception as error:  # the outermost place: whatever it was, a person reads what to do
            raise stop_for(error) or Stop(
                f"ขั้นตอน “{thai}” ไม่สำเร็จ ข้อมูลเดิมยังอยู่ครบ",
                f"The step “{english}” failed. Nothing that was stored is lost.",
                f".venv/bin/ruamsuk {command}  (แสดงสาเหตุ · shows the cause)",
                details=f"{type(error).__name__}: {error}",
            ) from error


class Applied:
    """What `migrate` writes, told as progress: one line for each change of the database."""

    count = 0

    def write(self, text: str) -> None:
        from ruamsuk.core import progress

        if name := re.match(r"\s*Applying (\S+?)\.\.\.", text):
            self.count += 1
            progress.reached(name[1], self.count)

    def flush(self) -> None:
        pass


def refuse_foreign_data(settings, owned) -> None:
    """--empty makes a system of its own: a database that holds anything must be the one it made before."""
    if owned.exists() and owned.read_text() == place_of(settings):
        return
    file = settings.DATABASES["default"]["NAME"]
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        foreign = has_tables()
    elif Path(file).is_relative_to(settings.DATA_DIR) or not Path(file).exists():
        foreign = False
    else:  # our own connection would change the file before it has been looked at
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as looking:
            foreign = bool(looking.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if not foreign:
        return
    raise Stop(
        f"ฐานข้อมูลที่ DATABASE_URL ชี้ไปมีข้อมูลอื่นอยู่แล้ว ({place_of(settings)}) --empty จึงไม่แตะต้อง",
        f"The database of DATABASE_URL holds other data ({place_of(settings)}); --empty leaves it alone.",
        "ใช้ฐานข้อมูลว่างใน DATABASE_URL หรือเปิดข้อมูลเดิมด้วย RUAMSUK_MODE=production bin/serve · "
        "name an empty database in DATABASE_URL, or open this one: RUAMSUK_MODE=production bin/serve",
    )


def place_of(settings) -> str:
    """Which database it is, without its password."""
    given = settings.DATABASES["default"]
    parts = (given["ENGINE"].rsplit(".", 1)[-1], given.get("HOST"), given.get("PORT"), given["NAME"])
    return " ".join(str(part) for part in parts if part)


def pending_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_tables() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())


def has_people() -> bool:
    from ruamsuk.accounts.models import User

    return User.objects.exists()


def fingerprint(settings) -> str:
    """Changes when the code, its data or the database that was prepared is another one."""
    content = hashlib.sha256(repr((settings.DATABASES["default"]["NAME"], settings.RUAMSUK_MODE)).encode())
    source = ROOT / "src/ruamsuk"
    made = source / "core/static/vendor"
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".mo"} and made not in path.parents:
            status = path.stat()
            content.update(f"{path}{status.st_size}{status.st_mtime_ns}".encode())
    content.update((ROOT / "package-lock.json").read_bytes())
    return content.hexdigest()


if __name__ == "__main__":
    try:
        main(empty="--empty" in sys.argv[1:])
    except Exception as error:
        from ruamsuk.core.trouble import stop_for

        problem = stop_for(error)
        if problem is None:
            raise
        problem.show()
        sys.exit(1)

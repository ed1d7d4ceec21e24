"""Database, translations, static files and data, made ready in one process. Run by bin/serve inside .venv."""

import hashlib
import os
import sys

import django
from _setup import ROOT, Stop, step

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")


def main() -> None:
    django.setup()
    from django.conf import settings  # needs the setup above

    if (settings.DATA_DIR / "restoring").exists():
        one("กู้คืนข้อมูลที่ค้างอยู่ให้เสร็จ", "finishing a restore that was interrupted", "restore", finish=True)
    unapplied = pending_migrations()
    marker = settings.DATA_DIR / "prepared"
    state = fingerprint(settings)
    if not unapplied and marker.exists() and marker.read_text() == state:
        return
    if unapplied and has_tables():
        # Also when a file was lost long ago: what changes now is the database.
        one("สำรองข้อมูลก่อนปรับฐานข้อมูล", "backup before the database changes", "backup", incomplete=True)
    if unapplied:
        one("ฐานข้อมูล", "database", "migrate", interactive=False)
    one("คำแปล", "translations", "compilecatalogues")
    one("ไฟล์คงที่", "static files", "collectstatic", interactive=False)
    one("จังหวัด อำเภอ ตำบล", "geography", "geography")
    one("แผนงานและตัวชี้วัด", "catalogues", "catalogues")
    if settings.RUAMSUK_MODE == "demo" and not has_people():
        one("ข้อมูลสาธิต ใช้เวลาราวหนึ่งนาที", "demo network, about a minute", "demo")
    marker.write_text(fingerprint(settings))


def one(thai: str, english: str, command: str, **options) -> None:
    from django.core.management import call_command

    with step(thai, english), open(os.devnull, "w") as nowhere:
        try:
            call_command(command, stdout=nowhere, **{"verbosity": 0, **options})
        except Exception as error:  # the outermost place: whatever it was, a person reads what to do
            raise Stop(
                f"ขั้นตอน “{thai}” ไม่สำเร็จ ข้อมูลเดิมยังอยู่ครบ",
                f"The step “{english}” failed. Nothing that was stored is lost.",
                f".venv/bin/ruamsuk {command}  (แสดงสาเหตุ · shows the cause)",
                details=f"{type(error).__name__}: {error}",
            ) from error


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
        main()
    except Stop as problem:
        problem.show()
        sys.exit(1)

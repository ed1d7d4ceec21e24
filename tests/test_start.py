"""What stops a start is told in two lines, Thai and English, with what to do; never with a traceback.

Each case is the real thing in a process of its own: a folder that is closed, a file that is no database, a server
that is not there or refuses. A fault of the program keeps its traceback.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.guards.house import ROOT

RUAMSUK = [str(ROOT / ".venv/bin/python"), "-m", "ruamsuk"]
PREPARE = [str(ROOT / ".venv/bin/python"), "bin/_prepare.py"]
SERVE = [sys.executable, "bin/_serve.py", "--prepare"]


@pytest.fixture
def run(tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run([…], NAME="value")`: the command as a person gives it, with a data folder of its own."""

    def go(
        command: list[str], *, user: int | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        ours = {
            k: v for k, v in os.environ.items() if not k.startswith(("RUAMSUK_", "DJANGO_", "DATABASE_URL"))
        }
        ours |= {
            "RUAMSUK_MODE": "demo", "RUAMSUK_SECRET_KEY": "only-for-tests", "RUAMSUK_DATA_DIR": str(tmp_path),
            "DATABASE_URL": "", "RUAMSUK_EMAIL_URL": "console:", "RUAMSUK_EMAIL_FROM": "",
            "RUAMSUK_BASE_URL": "http://127.0.0.1:8000",
        }  # fmt: skip
        return subprocess.run(
            command, cwd=ROOT, env=ours | settings, capture_output=True, text=True, timeout=120
        )

    return go


def told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It ended with 1, two lines and a remedy, and no traceback."""
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said, said
    thai, english = said.split("✗ ", 1)[1].splitlines()[:2]
    assert any("ก" <= letter <= "๙" for letter in thai), said
    assert english.strip().isascii() or english.strip()[0].isascii(), said
    assert "ทำอย่างไร · What to do:" in said
    for word in words:
        assert word in said, said


def sqlite(folder: Path, *statements: str) -> Path:
    file = folder / "ruamsuk.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)
    return file


# Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUAMSUK_EMAIL_URL", "smtp+ssl://user:secret-word@mail.example.org"),
        ("RUAMSUK_EMAIL_URL", "mail.example.org"),
        ("RUAMSUK_EMAIL_URL", "smtp://mail.example.org"),  # no sender can be made of 127.0.0.1
        ("RUAMSUK_EMAIL_FROM", "nobody"),
        ("RUAMSUK_UPLOAD_LIMIT_MB", "many"),
        ("RUAMSUK_MODE", "holiday"),
        ("RUAMSUK_BASE_URL", "ruamsuk.example.org"),
        ("DATABASE_URL", "mysql://user:secret-word@host/name"),
        ("DATABASE_URL", "postgres://user:secret/word@host/name"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(run, name, value):
    done = run([*RUAMSUK, "check-data"], **{name: value})
    told(done, "RUAMSUK_EMAIL_FROM" if value == "smtp://mail.example.org" else name, ".env")
    assert "secret-word" not in done.stdout + done.stderr


def test_the_set_up_tells_a_wrong_setting_too(run):
    told(run(PREPARE, RUAMSUK_EMAIL_URL="nonsense"), "RUAMSUK_EMAIL_URL")


def test_a_missing_secret_is_told(run):
    told(run([*RUAMSUK, "check-data"], RUAMSUK_SECRET_KEY=""), "RUAMSUK_SECRET_KEY", "bin/serve")


# SQLite and the data folder


@pytest.mark.parametrize(
    "command", [[*RUAMSUK, "check-data"], [*RUAMSUK, "migrate"], PREPARE], ids=lambda c: c[-1]
)
def test_a_file_that_is_no_database_is_told(run, command, tmp_path):
    (tmp_path / "ruamsuk.sqlite3").write_text("this is no database. " * 100)
    told(run(command), "is damaged or is no database", "ruamsuk restore")


def test_a_database_that_another_program_holds_is_told(run, tmp_path):
    file = sqlite(tmp_path, "CREATE TABLE a (b)")
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        told(run([*RUAMSUK, "migrate"], DATABASE_URL=f"sqlite:///{file}?timeout=1"), "Another program holds")


def test_a_database_of_a_newer_version_is_left_alone(run, tmp_path):
    file = sqlite(
        tmp_path,
        "CREATE TABLE django_migrations (id integer primary key, app text, name text, applied datetime)",
        "INSERT INTO django_migrations VALUES (1, 'funds', '0999_of_tomorrow', '2026-01-01 00:00:00')",
    )
    before = file.read_bytes()
    for command in ([*RUAMSUK, "migrate"], [*RUAMSUK, "worker", "--once"], PREPARE):
        told(run(command), "funds.0999_of_tomorrow", "newer version")
    assert file.read_bytes()[100:] == before[100:]


def test_a_database_that_was_never_prepared_is_told(run):
    told(run([*RUAMSUK, "first-admin"]), "bin/serve --prepare")


def test_a_file_in_the_place_of_the_data_folder_is_told(run, tmp_path):
    (tmp_path / "file").write_text("")
    told(run([*RUAMSUK, "check-data"], RUAMSUK_DATA_DIR=str(tmp_path / "file")), "RUAMSUK_DATA_DIR")
    told(run(SERVE, RUAMSUK_DATA_DIR=str(tmp_path / "file/below")), "RUAMSUK_DATA_DIR")


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """A disk of its own at this folder."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told(run, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "size=256k"):
        told(run([*RUAMSUK, "migrate"], RUAMSUK_DATA_DIR=str(disk)), "df -h")
        told(run(PREPARE, RUAMSUK_DATA_DIR=str(disk)), "df -h")


def test_a_data_folder_that_can_only_be_read_is_told(run, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "ro,size=256k"):
        told(run([*RUAMSUK, "migrate"], RUAMSUK_DATA_DIR=str(disk)), "chown")
        told(run([*RUAMSUK, "migrate"], RUAMSUK_DATA_DIR=str(disk / "new")), "RUAMSUK_DATA_DIR")
        told(run(SERVE, RUAMSUK_DATA_DIR=str(disk)), "cannot be opened or written")


# PostgreSQL


@pytest.mark.parametrize("command", [[*RUAMSUK, "check-data"], PREPARE], ids=lambda c: c[-1])
def test_a_database_server_that_is_not_there_is_told(run, command):
    told(
        run(command, DATABASE_URL="postgres://u:secret-word@127.0.0.1:1/ruamsuk"),
        "127.0.0.1:1",
        "start PostgreSQL",
    )


def test_a_host_without_a_name_is_told(run):
    told(
        run([*RUAMSUK, "check-data"], DATABASE_URL="postgres://u:p@no-such-host.invalid/ruamsuk"),
        "no-such-host",
    )


@pytest.fixture
def server(django_db_setup) -> str:
    """Host and port of the PostgreSQL of this test run, for an address."""
    if connection.vendor != "postgresql":
        pytest.skip("needs the run on PostgreSQL")
    given = connection.settings_dict
    return str(given["HOST"]).replace("/", "%2F") + (f":{given['PORT']}" if given["PORT"] else "")


def test_a_user_whom_the_server_refuses_is_told(run, server):
    done = run([*RUAMSUK, "check-data"], DATABASE_URL=f"postgres://nobody-here:secret-word@{server}/postgres")
    told(done, "refuses the user nobody-here", "DATABASE_URL")
    assert "secret-word" not in done.stdout + done.stderr


def test_a_database_that_the_server_does_not_have_is_told_with_the_command_that_makes_it(run, server):
    user = connection.settings_dict["USER"]
    done = run([*RUAMSUK, "check-data"], DATABASE_URL=f"postgres://{user}@{server}/no_such_database")
    told(done, "There is no database no_such_database", "createdb --owner")


@pytest.mark.django_db(transaction=True)
def test_empty_leaves_a_database_with_other_data_alone(run, server, area):
    area("901104")
    user, name = connection.settings_dict["USER"], connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        before = connection.introspection.table_names(cursor)
    done = run(
        [*PREPARE, "--empty"], DATABASE_URL=f"postgres://{user}@{server}/{name}", RUAMSUK_MODE="production"
    )
    told(done, "holds other data", "RUAMSUK_MODE=production bin/serve")
    with connection.cursor() as cursor:
        assert connection.introspection.table_names(cursor) == before


def test_empty_leaves_a_file_with_other_data_alone(run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    file = sqlite(tmp_path / "elsewhere", "CREATE TABLE theirs (b)")
    before = file.read_bytes()
    mine = tmp_path / "mine"
    done = run([*PREPARE, "--empty"], DATABASE_URL=f"sqlite:///{file}", RUAMSUK_DATA_DIR=str(mine))
    told(done, "holds other data")
    assert file.read_bytes() == before


# What is no trouble of the person keeps its traceback


def test_a_fault_of_the_program_keeps_its_traceback():
    code = (
        "import sys; sys.argv = ['ruamsuk', 'problems', '--no-such']; import ruamsuk.__main__ as m; "
        "m._run = lambda arguments: 1 / 0; m.main()"
    )
    done = subprocess.run([RUAMSUK[0], "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" in done.stderr


def test_commands_that_need_no_database_do_without(run):
    done = run([*RUAMSUK, "problems"], DATABASE_URL="postgres://u:p@127.0.0.1:1/ruamsuk")
    assert done.returncode == 0
    assert "unknown-host" in done.stdout


# What is loaded


LOADED = """
import pkgutil, sys
import django
django.setup()
import ruamsuk.config.urls, ruamsuk.config.wsgi, ruamsuk.jobs.worker
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
get_resolver().reverse_dict
for name, app in get_commands().items():
    if app.startswith("ruamsuk.") and not name.startswith("demo"):
        load_command_class(app, name)
print("loaded:", *sorted(name for name in sys.modules if name.startswith("ruamsuk.demo")))
"""


def test_a_production_installation_never_loads_the_demo(run):
    """Not for pages, worker and commands; the demo's own commands refuse there (demo/tests/test_demo_refusals.py)."""
    program = [RUAMSUK[0], "-c", LOADED]
    place = {"DJANGO_SETTINGS_MODULE": "ruamsuk.config.settings", "PYTHONPATH": str(ROOT / "src")}
    assert run(program, RUAMSUK_MODE="production", **place).stdout == "loaded:\n"
    assert "ruamsuk.demo" in run(program, RUAMSUK_MODE="demo", **place).stdout

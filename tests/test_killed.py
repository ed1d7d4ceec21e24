"""The short form of `bin/bench --kills`: whatever is killed, every acknowledged write is there exactly once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from uuid import uuid4

import pytest
from django.db import connection

from benchmarks.__main__ import killed
from tests.guards.house import ROOT

pytestmark = pytest.mark.one_worker  # takes long: begins first
KILLS, WRITES = 6, 100
FILE = "ruamsuk.sqlite3"


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Address of a database of the test's own, which has the tables and no row; empty: SQLite in the data folder."""
    given = connection.settings_dict
    with django_db_blocker.unblock():
        connection.close()  # a database that is copied has no visitor
        if connection.vendor == "sqlite":
            with (
                closing(sqlite3.connect(given["NAME"])) as own,
                closing(sqlite3.connect(tmp_path / FILE)) as copy,
            ):
                own.backup(copy)
            yield ""
            return
        name = f"killed_{uuid4().hex[:8]}"
        with connection._nodb_cursor() as server:
            server.execute(f'CREATE DATABASE {name} TEMPLATE "{given["NAME"]}"')
        yield f"postgres://{given['USER']}@{given['HOST'].replace('/', '%2F')}/{name}"
        with connection._nodb_cursor() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_acknowledged_is_there_once_after_kills_of_everything(database, tmp_path):
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", str(KILLS), "--writes", str(WRITES)]
    environment = killed(str(tmp_path), database)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert f"{KILLS} kills" in said
    assert "0 lost, 0 twice" in said

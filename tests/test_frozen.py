"""Disk full, read-only, locked, damaged, gone: a request is answered 503 in words, nothing is half-written, and once
the cause has gone the same call goes through, once.

What happens is the real thing: the database itself refuses, with its own error.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, connections

from ruamsuk.audit.models import Operation
from ruamsuk.core import kept
from ruamsuk.jobs import backups
from ruamsuk.jobs.problems import DamagedDatabase
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from tests.api_caller import Caller, answered, refused
from tests.test_hostile_requests import errors, in_words  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)
IS_SQLITE = connection.vendor == "sqlite"
MOST_THAT_FIT = 100  # writes into the pages that a full database has already


def school(number: int) -> dict[str, str]:
    return {"name": f"School {number} " * 15, "kind": "school", "home_area": "901104"}


@pytest.fixture
def boss(person, area):
    area("901104")
    return person("Boss", "administrator")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def full():
    """The database may not grow by a page."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("CREATE TABLE filler (b)")  # what is free inside the file is used up, too
        cursor.execute("PRAGMA freelist_count")
        size = 4096 * (cursor.fetchone()[0] + 1)
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    yield
    run("PRAGMA max_page_count=1073741823", "DROP TABLE filler")


@contextmanager
def read_only():
    if IS_SQLITE:
        run("PRAGMA query_only=1")
        yield
        run("PRAGMA query_only=0")
    else:
        run("SET default_transaction_read_only=on")
        yield
        run("SET default_transaction_read_only=off")


@contextmanager
def held_by_another():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            if IS_SQLITE:
                cursor.execute("BEGIN IMMEDIATE")
                run("PRAGMA busy_timeout=50")
            else:
                cursor.execute("BEGIN")
                cursor.execute(f"LOCK TABLE {Organization._meta.db_table}")
                run("SET lock_timeout=50")
            yield
            cursor.execute("ROLLBACK")
            run("PRAGMA busy_timeout=20000" if IS_SQLITE else "SET lock_timeout=0")
    finally:
        other.close()


@contextmanager
def restarted():
    """The server ends our connection, as it does when it is started again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    yield
    connection.close()  # as the end of a request does with a broken one; Django's test client leaves it


CASES: dict[str, tuple[Callable[[], AbstractContextManager[None]], str]] = {
    "read-only": (read_only, "storage-closed"),
    "locked": (held_by_another, "server-busy"),
    **({"full": (full, "storage-full")} if IS_SQLITE else {"restarted": (restarted, "database-away")}),
}


@pytest.mark.parametrize("what", CASES)
def test_a_write_that_finds_the_database_closed_is_told_so_and_goes_through_afterwards(what, boss):
    happens, code = CASES[what]
    caller, operations = Caller(boss), Operation.objects.count()
    with happens():
        for number in range(MOST_THAT_FIT):
            key = str(uuid4())
            answer = caller.post("/organizations", school(number), Idempotency_Key=key)
            if answer.status_code != 201:
                break
        refused(answer, 503, code)
        assert int(answer["Retry-After"]) > 0
    assert (Organization.objects.count(), Operation.objects.count()) == (number, operations + number)
    for _turn in range(2):
        answered(caller.post("/organizations", school(number), Idempotency_Key=key), 201)
    assert Organization.objects.count() == number + 1


@pytest.mark.parametrize("what", CASES)
def test_a_person_is_told_in_both_languages(what, boss, client, errors):  # noqa: F811
    happens, code = CASES[what]
    client.force_login(boss)
    client.raise_request_exception = False
    with happens():
        for number in range(MOST_THAT_FIT):
            answer = client.post("/organizations/add/", school(number))
            if answer.status_code != 302:
                break
    assert answer.status_code == 503
    said = in_words(answer, "/organizations/add/")
    assert "ส่งอีกครั้ง" in said
    assert "send it once more" in said
    assert int(answer["Retry-After"]) > 0
    assert Organization.objects.count() == number
    needs_somebody = code not in {"server-busy", "database-away"}
    assert [event for event, _route in errors()] == (["unavailable"] if needs_somebody else [])
    assert client.post("/organizations/add/", school(number)).status_code == 302


@pytest.fixture
def damaged(tmp_path) -> Callable[[str], AbstractContextManager[Path]]:
    """`with damaged("funds_network"):` the database is one whose page of that table holds rubbish."""

    @contextmanager
    def make(table: str):
        file = tmp_path / "damaged.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            (page,) = copy.execute("SELECT rootpage FROM sqlite_master WHERE name=?", [table]).fetchone()
            (size,) = copy.execute("PRAGMA page_size").fetchone()
        with file.open("r+b") as content:
            content.seek((page - 1) * size)
            content.write(b"\xa5" * size)
        whole = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = str(file)
        try:
            yield file
        finally:
            connections["default"].close()
            connection.settings_dict["NAME"] = whole
            kept.forget()

    return make


SQLITE_PAGE = pytest.mark.skipif(not IS_SQLITE, reason="a page of SQLite; pg_dump reads every page and fails")


@SQLITE_PAGE
def test_a_damaged_page_is_told_in_words_and_logged_once_with_where_to_read_what_to_do(
    boss,
    client,
    damaged,
    errors,  # noqa: F811
    caplog,
):
    client.force_login(boss)
    client.raise_request_exception = False
    assert client.post("/organizations/add/", school(1)).status_code == 302
    with damaged(Organization._meta.db_table):
        answer = client.get("/organizations/")
        assert answer.status_code == 503
        said = in_words(answer, "/organizations/")
        assert "recovery.md" in said
        assert "แจ้งผู้ดูแลระบบ" in said
        assert [event for event, _route in errors()] == ["unavailable"]
        assert any("docs/howto/recovery.md" in str(line.msg) for line in caplog.records)
        refused(Caller().get("/organizations"), 503, "database-damaged")
        assert client.get("/funds/").status_code == 200  # what is whole can be read
    assert client.get("/organizations/").status_code == 200


@SQLITE_PAGE
@pytest.mark.parametrize("table", ["organizations_organization", "audit_operation", "django_session"])
def test_a_damaged_database_is_never_backed_up_and_the_last_whole_backup_brings_all_back(
    table, boss, damaged, settings, tmp_path
):
    settings.DATA_DIR = tmp_path / "data"
    add_organization(
        name="Club of elders", kind="community", home_area=boss.grants.get().post.scope.area, by=boss
    )
    whole = backups.make(keep=1)
    with damaged(table) as file:
        for _night in range(3):
            with pytest.raises(DamagedDatabase) as raised:
                backups.make(keep=1)
        assert "recovery.md" in raised.value.remedy_text
        with pytest.raises(DamagedDatabase):
            backups.restore(whole)  # what is there now could not be saved first
        assert list((settings.DATA_DIR / "backups").iterdir()) == [whole]
        connection.close()
        file.rename(tmp_path / "moved away")  # as docs/howto/recovery.md says
        backups.restore(whole)
        assert Organization.objects.get().name == "Club of elders"
        assert backups.make()

"""What every test of every app can use. The settings of the tests are in tests/settings.py."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.runner import pytest_runtest_protocol as run_test
from django.utils import timezone, translation
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import world
from tests.kept import KeptWorld, world_of

KEPT = pytest.StashKey[KeptWorld]()
TOLD = pytest.StashKey[list[tuple[dict[str, Any], set[str]]]]()
# How long a draw took says how busy the machine is.
hypothesis.settings.register_profile("suite", suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")
gc.set_threshold(20_000, 10, 10)  # the tests make many short-lived objects


def with_room(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return run_test(item, nextitem)


# Python keeps its frames in pieces of 16 KB and gives each back as soon as it is left: a loop that stands at the end of
# one asks the system for memory at every call, ten thousand times a second (a fifth of the suite's time). A frame that
# says it is large gets a piece of 1 MB, in whose other half all frames of the test find room.
with_room.__code__ = with_room.__code__.replace(co_stacksize=70_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return with_room(item, nextitem)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what says the same on a second database (CONTRIBUTING.md, Tests)",
    )


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> "TogetherByModule":
    return TogetherByModule(config, log)


class TogetherByModule(LoadScopeScheduling):
    """The tests of a module marked `one_worker` go to one worker, every other test to whichever is free.

    pytest-xdist's own `loadgroup` does this by the names of tests, which pytest no longer lets it change.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if is_for_one_worker(path) else nodeid


@cache
def is_for_one_worker(path: str) -> bool:
    # Read, not loaded: who distributes tests collects none.
    return "pytest.mark.one_worker" in Path(__file__).parent.joinpath(path).read_text()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "kept_for_module" in item.fixturenames and not item.get_closest_marker("one_worker"):
            raise pytest.UsageError(
                f"{item.nodeid}: each worker would load its world; mark the module one_worker"
            )
    # What stays together takes long, so it begins first: at the end no worker waits for another one. Tests of a module
    # that begin with the same world follow each other.
    modules = {(item.path, is_undone(item)): None for item in items}
    order = {module: number for number, module in enumerate(modules)}
    items.sort(
        key=lambda item: (
            item.get_closest_marker("one_worker") is None,
            order[item.path, is_undone(item)],
            world_of(item.fixturenames) if is_undone(item) else "",
        )
    )
    if config.getoption("--second-database"):
        asked = list(first_values(item for item in items if not says_the_same(item)))
        config.hook.pytest_deselected(items=list(set(items) - set(asked)))
        items[:] = asked


def says_the_same(item: pytest.Item) -> bool:
    return has_reason(item, "one_database") or not asks_database(item)


def first_values(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Of a test that is marked `one_value` the first alone."""
    begun: set[str] = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name not in begun:
            yield item
        if has_reason(item, "one_value"):
            begun.add(name)


def has_reason(item: pytest.Item, name: str) -> bool:
    marker = item.get_closest_marker(name)
    if marker and not marker.args:
        raise pytest.UsageError(f"{item.nodeid}: {name} wants the reason, in words")
    return bool(marker)


def asks_database(item: pytest.Item) -> bool:
    return bool(
        item.get_closest_marker("django_db")
        or {"db", "transactional_db", "django_db_setup"}.intersection(item.fixturenames)
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests, as if its tables had come of the migrations (see tests/settings.py)."""
    from django.db import connection

    from ruamsuk.core.first_tables import note_as_migrated

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        note_as_migrated(editor)


# Written after every migration, and the same ever after.
STAY = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def emptied_row_by_row() -> Iterator[None]:
    """After a test whose commits stay, the few rows that there are are deleted.

    TRUNCATE of PostgreSQL makes new files for each of a hundred tables, which takes half a second. As long takes what
    Django would do next: to ask each model for its kind and permissions, as after a migration. These rows stay instead.
    """
    from django.core.management.commands import flush  # settings are ready only now
    from django.db import connection

    begin = ["SET CONSTRAINTS ALL DEFERRED"] if connection.vendor == "postgresql" else []

    def deletes(ours: Any, style: Any, tables: list[str], **_asked: Any) -> list[str]:
        names = [ours.quote_name(table) for table in tables if table not in STAY]
        return [*begin, *(f"DELETE FROM {name}" for name in names)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "sql_flush", deletes)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_asked: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def columns_compared_cheaply() -> Iterator[None]:
    """A column is the one of its table and field: Django binds the signature of its class for each one that it asks.

    It asks for every column of every question that is in an order, a twentieth of the suite's time.
    """
    from django.db.models.expressions import Col  # settings are ready only now

    def identity(column: Col) -> tuple[Any, ...]:
        return Col, column.alias, column.target, column.output_field

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Col, "identity", property(identity))
        yield


@pytest.fixture(autouse=True)
def heads_of_the_test():
    """The rows of a test are undone after it; so is what it noted about them beside the database."""
    with world.kept_heads():
        yield


def pytest_terminal_summary(terminalreporter) -> None:
    """How many cells of the matrix were asked (tests/matrix) and broken writes sent, and how many were wrong."""
    counts: dict[str, int] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, number in report.user_properties:
                if name == "broken writes":
                    terminalreporter.line(number)
                if name.startswith("matrix "):
                    counts[name] = counts.get(name, 0) + number
    if counts:
        terminalreporter.line(f"matrix: {counts['matrix cells']:,} cells, {counts['matrix wrong']:,} wrong")


@pytest.fixture
def second_database(pytestconfig) -> bool:
    """Whether a sweep has asked everything on another database already: then it asks each thing once."""
    return pytestconfig.getoption("--second-database")


@pytest.fixture(autouse=True)
def in_thai():
    """A test begins in the system's language, whatever the request of another one has asked for."""
    translation.deactivate()


@pytest.fixture
def area(db):
    """`area("9011")` makes an area of the small world with everything above it; see tests/world.py."""
    return world.area


@pytest.fixture
def person(db):
    """`person("Malee", "coordinator", area("90"))` makes a user who holds that role there; see tests/world.py."""
    return world.person


@pytest.fixture
def thailand(db):
    """All zones, provinces, districts and sub-districts. Takes seconds: for tests of geography only."""
    from django.core.management import call_command

    call_command("geography", verbosity=0)


@pytest.fixture(scope="module")
def kept_for_module(django_db_setup, django_db_blocker):
    """`with kept_for_module(): load(); yield` in a fixture of module scope loads once for a module's tests.

    What the tests change is undone after each, what was loaded after the last.
    """
    from django.db import transaction

    @contextmanager
    def keep() -> Iterator[None]:
        with django_db_blocker.unblock(), world.kept_heads(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return keep


@pytest.fixture(scope="session")
def kept_worlds(request, django_db_setup, django_db_blocker) -> Iterator[KeptWorld]:
    request.config.stash[KEPT] = kept = KeptWorld(django_db_blocker)
    yield kept
    kept.turn_to(())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.stash[TOLD] = [(one, set(one)) for one in registries()]
    kept = item.config.stash.get(KEPT, None)  # from the first test on that asked for one
    if kept and asks_database(item):
        kept.turn_to(item.fixturenames if is_undone(item) else ())


@cache
def registries() -> list[dict[str, Any]]:
    from django.conf import settings

    from ruamsuk.core.registry import Registry  # settings are ready only now

    import_module(settings.ROOT_URLCONF)  # what the pages tell them no test has told
    return [one for one in gc.get_objects() if type(one) is Registry]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """What a test told a registry is taken back with it: the next test in this process would meet it."""
    yield
    before = item.stash.get(TOLD, [])
    left = {name for one, names in before for name in one.keys() ^ names}
    for one, names in before:
        for name in one.keys() - names:
            del one[name]
    assert not left, f"it leaves registries changed: {', '.join(sorted(left))}"


def is_undone(item: pytest.Item) -> bool:
    """The test runs inside of a transaction of its own, and in no world that its module keeps."""
    marker = item.get_closest_marker("django_db")
    others = {"transactional_db", "live_server", "kept_for_module"}
    return not (others.intersection(item.fixturenames) or (marker and marker.kwargs.get("transaction")))


@pytest.fixture
def kept_world(kept_worlds, db) -> Callable[[str], Any]:
    """`kept_world("kho_hong")` in the fixture of this name; see tests/kept.py."""
    return kept_worlds.copy


@pytest.fixture
def catalogues(kept_world) -> None:
    """The catalogues as every installation has them, below the country."""
    kept_world("catalogues")


@pytest.fixture
def jobs_wait(settings):
    """`with jobs_wait(): …`: jobs stay in the queue, as while the worker has other work."""

    @contextmanager
    def wait() -> Iterator[None]:
        before = settings.TASKS
        backend = {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": settings.QUEUES}
        settings.TASKS = {"default": backend}
        yield
        settings.TASKS = before

    return wait


@pytest.fixture
def time_stands(monkeypatch) -> None:
    """No minute ends between two answers that a test compares: pages say when things were done."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def one_minute(settings, monkeypatch):
    """Tries are counted in a minute that does not end by itself: `one_minute[0] += 60` begins the next."""
    from django.core.cache import cache  # settings are ready only now

    settings.RATE_LIMITS = True
    moment = [1_000_000.0]
    monkeypatch.setattr("ruamsuk.core.limits.time", lambda: moment[0])
    yield moment
    cache.clear()

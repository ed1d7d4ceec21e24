"""Every dump of the demo that was laid down goes forward to the newest migrations with nothing lost.

On the second database (`--second-database`): the oldest, which goes the whole way, and the newest, which holds most.
"""

import lzma
import shutil
from copy import copy
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models import Field, Q
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import misplaced_areas, misplaced_records
from ruamsuk.audit import heads
from ruamsuk.audit.queries import last_link
from ruamsuk.audit.trail import Seal
from ruamsuk.core.first_tables import make_first_tables
from ruamsuk.dashboards.tasks import count_everything
from ruamsuk.projects.proposals.tasks import judge_drafts
from ruamsuk.funds.models import FundKind, Network
from ruamsuk.imports.background import run_import
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.imports.problems import ImportNotReady
from ruamsuk.jobs.models import Schedule
from ruamsuk.jobs.queries import label_of, problem_of
from ruamsuk.jobs.tests.conftest import queue  # noqa: F401
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.drafts.models import PersonalText, Text
from ruamsuk.projects.models import ActivityReport, Author
from tests.killing import by_itself
from tests.migrations import dumps, tables
from tests.world import kept_heads

STORE = ("ImportBatch", "ImportedRecord", "ImportLine")
DUMPS = sorted(dumps.FOLDER.glob("*.jsonl.xz"), key=dumps.made_at)


pytestmark = pytest.mark.one_worker  # what goes forward is made once


def pytest_generate_tests(metafunc):
    if "file" in metafunc.fixturenames:
        files = asked(metafunc.config)
        metafunc.parametrize("file", files, ids=[file.name.removesuffix(".jsonl.xz") for file in files])


def asked(config):
    return [DUMPS[0], DUMPS[-1]] if config.getoption("--second-database") else DUMPS


class Databases:
    """Databases beside the tests' own, and the one that is asked."""

    def __init__(self, folder):
        self.own, self.folder = connection.settings_dict["NAME"], folder

    def turn_to(self, name):
        connection.close()
        connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()

    def make(self, name, copied_from=None):
        """A database without a table, or with all that another one holds; returns how it is named."""
        self.turn_to(self.own)
        if connection.vendor == "postgresql":
            made = f"{self.own}_{name}"
            _ask_server(f'CREATE DATABASE "{made}" TEMPLATE "{copied_from or "template0"}"')
            return made
        made = str(self.folder / f"{name}.sqlite3")
        if copied_from:
            shutil.copyfile(copied_from, made)
        return made

    def drop(self, name):
        self.turn_to(self.own)
        if connection.vendor == "postgresql":
            _ask_server(f'DROP DATABASE "{name}"')
        else:
            for path in self.folder.glob(f"{Path(name).name}*"):
                path.unlink()


def _ask_server(statement):
    with connection._nodb_cursor() as cursor:  # the server, whatever database the tests stand in
        cursor.execute(statement)


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), kept_heads():
        yield Databases(tmp_path_factory.mktemp("dumps"))


@pytest.fixture(scope="module")
def on_the_way(databases, pytestconfig):
    """What `Way` made, whose databases go at the end."""
    way = Way(databases, asked(pytestconfig))
    yield way
    for name in [way.at_the_oldest, way.without_rows, *way.forward.values()]:
        databases.drop(name)


def cloned(field, clone=Field.clone):
    """The field of a state belongs to no model yet: a copy is what its own words would make again, and made sooner."""
    return clone(field) if field.remote_field else copy(field)


class Way:
    """Dumps on their way to the newest migrations, together, and a database without a row.

    Most of the time of a migration is spent on what the models are after each of its steps, which is the same for
    every database: it is worked out once, and each dump joins where it stands. What no demo holds is planted on the way
    of the oldest one; the newest goes the rest by the command.

    `at_the_oldest`: database without a row at the migrations of the oldest dump; `without_rows`: at the newest.
    `forward`: dump → database that holds it, at the newest. `planted`: what the functions of `PLANTED` returned.
    `newest`: the last migration of each app.
    """

    def __init__(self, databases, files):
        self.databases = databases
        self.forward, self.planted = {}, {}
        self.without_rows = databases.make("without_rows")
        databases.turn_to(self.without_rows)
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        state = executor.migrate([], plan=[])
        for file in DUMPS:
            state = self.go(state, dumps.migrations_of(file))
            if file in files:
                self.forward[file] = databases.make(
                    f"forward_{len(self.forward)}", copied_from=self.without_rows
                )
                databases.turn_to(self.forward[file])
                dumps.load(file, state.apps)
            if file == DUMPS[0]:
                self.at_the_oldest = databases.make("at_the_oldest", copied_from=self.without_rows)
            if file.name in PLANTED:
                state.__dict__.pop("apps")  # models that were kept up to date do not all know each other
                databases.turn_to(self.forward[DUMPS[0]])
                self.planted |= {plant: plant(state.apps.get_model) for plant in PLANTED[file.name]}
        self.newest = executor.loader.graph.leaf_nodes()
        self.go(state, self.newest, but=DUMPS[-1])
        databases.turn_to(self.forward[DUMPS[-1]])
        call_command("migrate", verbosity=0)
        connection.close()

    def go(self, state, targets, but=None):
        """Brings the databases, which stand at the same migrations, to others; returns what the models are then.

        That each row refers to rows that are there is asked once, at the end of the way (`check_whole`): SQLite would
        look through the whole database after each migration.
        """
        names = [self.without_rows, *(name for file, name in self.forward.items() if file != but)]
        self.databases.turn_to(names[0])
        executor = MigrationExecutor(connection)
        state.__dict__.pop("apps", None)  # a model holds all that stood beside it when it was made: gigabytes
        patch = pytest.MonkeyPatch()
        patch.setattr(Field, "clone", cloned)
        for migration, _backwards in executor.migration_plan(targets):
            steps = []
            for operation in migration.operations:
                state.apps  # rendered once, from here on kept up to date
                before, state = state, state.clone()
                operation.state_forwards(migration.app_label, state)
                steps.append((operation, before, state))
            for name in names:
                self.databases.turn_to(name)
                connection.check_constraints = lambda *_tables: None
                with connection.schema_editor(atomic=migration.atomic) as editor:
                    for operation, before, after in steps:
                        operation.database_forwards(migration.app_label, editor, before, after)
                        before.is_delayed = False  # rendered anew where it had to be: not again for the next one
                executor.record_migration(migration)
                del connection.check_constraints
        patch.undo()
        connection.close()
        return state


@pytest.fixture
def empty_database(databases, on_the_way):
    """At the migrations of the oldest dump."""
    yield from _copy(databases, on_the_way.at_the_oldest)


@pytest.fixture
def gone_forward(databases, on_the_way, file):
    """The dump that the test names, at the newest migrations."""
    yield from _copy(databases, on_the_way.forward[file])


def _copy(databases, name):
    made = databases.make("dump", copied_from=name)
    databases.turn_to(made)
    with kept_heads():
        yield
    databases.drop(made)


# What is planted on the way of the oldest dump, to be looked at where it ends ------------------------------------


@pytest.fixture
def at_the_end(databases, on_the_way):
    """A copy of the database in which the oldest dump went forward."""
    yield from _copy(databases, on_the_way.forward[DUMPS[0]])


@pytest.fixture
def planted(on_the_way):
    """`planted(plant)`: what this function of `PLANTED` returned."""
    return on_the_way.planted.__getitem__


def as_migrated():
    """The models as the database has them now."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state(list(loader.applied_migrations)).apps


def organization_of_a_zone(old):
    """areas 0003: before, a zone was a range of place numbers that began with its own."""
    areas, organizations = old("areas", "Area").objects, old("organizations", "Organization").objects
    zone = areas.get(code="Z11", kind="zone")
    at_zone = organizations.order_by("pk").first().pk
    organizations.filter(pk=at_zone).update(home_area=zone, place_no=zone.place_no)
    widths = {"country": 10**10, "zone": 10**8, "province": 10**6}
    return at_zone, records_inside(old, lambda _pk, kind, low: Q(place_no__gte=low, place_no__lt=low + widths[kind]))


def records_inside(get_model, where):
    """Noun and area (country, zones, provinces) → the records in it. `where` makes a condition of pk, kind, place_no."""
    nouns = ["funds.Fund", "organizations.Organization", "plans.Plan", "projects.Proposal", "projects.Project"]
    nouns += ["projects.ActivityReport", "projects.Tally", "areas.Area"]
    shown = get_model("areas", "Area").objects.filter(kind__in=("country", "zone", "province"))
    return {
        (noun, pk): set(get_model(*noun.split(".")).objects.filter(where(pk, kind, low)).values_list("pk", flat=True))
        for noun in nouns
        for pk, kind, low in shown.values_list("pk", "kind", "place_no")
    }


def imported_by_an_author(old):
    """transfer 0003: the author of an imported proposal was its importer, and somebody else; returns it
    and that one."""
    record = old("transfer", "ImportedRecord").objects.filter(noun="proposal", owns_noun=True).latest("pk")
    importer, writer = old("accounts", "User").objects.order_by("pk")[:2]
    old("transfer", "ImportBatch").objects.filter(pk=record.batch_id).update(by=importer)
    authors = old("projects", "Author").objects
    authors.filter(proposal=record.noun_id).delete()
    for user in (importer, writer):
        authors.create(proposal_id=record.noun_id, user_id=user.pk)
    return record.noun_id, writer.pk


def texts_that_wait(old):
    """projects 0006: two texts of a proposal and of a report wait, one of them about a person."""
    at = timezone.now()
    user, proposal = old("accounts", "User").objects.first(), old("projects", "Proposal").objects.first()
    phone = f"applicant.{uuid4()}.phone"
    old("projects", "DraftChange").objects.create(proposal=proposal, version=1, path=phone, by=user, at=at)
    for path in ("p.title", phone):
        old("projects", "DraftConflict").objects.create(
            proposal=proposal, path=path, other_text="the other", other_by=user, at=at
        )
    reports = old("projects", "ActivityReport").objects.exclude(state="accepted")
    report, waiting = reports.first(), {"r.output": {"text": "the other", "by": user.pk}}
    reports.filter(pk=report.pk).update(marks={"r.done": [3, user.pk]}, conflicts=waiting)
    return SimpleNamespace(phone=phone, report=report.pk)


def import_in_the_middle(old):
    """imports 0001-0003: rows, jobs in every state and the schedule of the app `transfer`; returns the batch that runs
    and what the store held before it."""
    now = timezone.now()
    batches, jobs = old("transfer", "ImportBatch").objects, old("django_tasks_database", "DBTaskResult").objects
    store = {name: list(old("transfer", name).objects.order_by("pk").values()) for name in STORE}
    batch = batches.create(file_name="a.json", sha256="0", at=now, state="running")
    content = {"source": "https://old.example.org/eval/1", "kind": "แบบประเมิน"}
    old("transfer", "ImportLine").objects.create(batch=batch, no=1, source=content["source"], content=content)
    jobs.all().delete()
    for status in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"):
        jobs.create(
            task_path="ruamsuk.transfer.background.run_import", args_kwargs={"args": [batch.pk], "kwargs": {}},
            exception_class_path="ruamsuk.transfer.problems.ImportNotReady", traceback="", priority=0,
            queue_name="default", backend_name="default", run_after=now, status=status,
        )  # fmt: skip
    work = {"name": "transfer.look-after", "every_seconds": 60, "next_run_at": now, "last_error": "as it was"}
    old("jobs", "Schedule").objects.create(**work)
    old("contenttypes", "ContentType").objects.get_or_create(app_label="transfer", model="importbatch")
    return batch.pk, store


# What is planted in the oldest dump when it stands at the migrations of this one.
PLANTED = {
    "2026-11-main-job.jsonl.xz": [organization_of_a_zone, imported_by_an_author, texts_that_wait],
    "2026-11-one-engine.jsonl.xz": [import_in_the_middle],
}


def test_who_imported_a_proposal_wrote_nothing_of_it(at_the_end, planted):
    assert dict(dumps.migrations_of(DUMPS[0]))["transfer"] < "0003"
    proposal, writer = planted(imported_by_an_author)
    assert list(Author.objects.filter(proposal=proposal).values_list("user", flat=True)) == [writer]


def test_a_dump_goes_forward_to_the_newest_migrations(file, gone_forward, monkeypatch, settings):
    settings.SECRET_KEY_FALLBACKS = [dumps.SECRET]
    check_whole(dumps.made_at(file), file.name, monkeypatch)


def check_whole(made_at, name, monkeypatch):
    """References, counts, sums and the sealed trail agree with the records, and new rows can be made."""
    connection.check_constraints()
    last = last_link()
    heads.note_restore(Seal(last.seal_no, last.seal), backup=name)
    monkeypatch.setattr(timezone, "now", lambda: made_at)  # what is due was counted on that day
    if DBTaskResult.objects.filter(task_path=count_everything.module_path, status="READY").exists():
        count_everything.func()  # a rule of counting became another: the worker counts everything again
    call_command("check-data")
    call_command("verify-audit")
    assert figures_of_zone_10() == {
        "funds_learning_centre": 22, "funds_expansion": 10, "developed": 335, "approved": 153,
    }  # fmt: skip
    assert ImportedRecord.objects.filter(importer="records").count() == 27  # others came with the exchange
    # New rows get keys that no row of the dump has.
    add_organization(name="A", kind=OrganizationKind.OTHER, home_area=Area.country(), by=None)


def test_areas_hold_the_same_records_after_the_zone_left_place_no(at_the_end, planted):
    here, inside = planted(organization_of_a_zone)
    after = records_inside(apps.get_model, lambda pk, _kind, _low: Area.objects.get(pk=pk).places.q())
    assert after == inside
    holding = {area for (noun, area), found in after.items() if noun.startswith("org") and here in found}
    assert holding == {Area.country().pk, Area.objects.get(code="Z11", kind="zone").pk}
    assert misplaced_areas() + misplaced_records() == []


def but_what_was_guessed(row: dict) -> dict:
    """A year and a status that no source told are not known any more (older_pages 0001)."""
    if not isinstance(row.get("applied"), dict):
        return row
    return row | {"applied": {k: v for k, v in row["applied"].items() if k not in ("fiscal_year", "status")}}


def test_an_import_in_the_middle_goes_on_where_the_store_has_moved(at_the_end, planted, queue):
    batch, store = planted(import_in_the_middle)
    for name, rows in store.items():
        model = apps.get_model("imports", name)
        after = list(model.objects.filter(pk__lte=rows[-1]["id"]).order_by("pk").values(*rows[0]))
        assert [but_what_was_guessed(row) for row in after] == [but_what_was_guessed(row) for row in rows]
    assert set(ImportBatch.objects.values_list("importer", flat=True)) == {"records"}
    assert set(ImportedRecord.objects.values_list("importer", flat=True)) == {"records"}
    assert Schedule.objects.get(name="imports.look-after").last_error == "as it was"
    assert not ContentType.objects.filter(app_label="transfer").exists()
    # Beside those that follow from other migrations.
    following = (count_everything.module_path, judge_drafts.module_path)
    jobs = DBTaskResult.objects.exclude(task_path__in=following)
    assert {label_of(job) for job in jobs} == {str(run_import.func.label)}
    assert {problem_of(job) for job in jobs} == {ImportNotReady}

    DBTaskResult.objects.exclude(status="READY").delete()
    by_itself("imports.look-after")
    ended = ImportBatch.objects.get(pk=batch)
    assert (ended.state, ended.lines.get().outcome) == ("done", "kept")


def figures_of_zone_10():
    """The figures that the report of the zone prints, as the system tells them."""
    query = f"area=Z10&fiscal_year=2566&network={Network.objects.get().uid}"
    totals = Client().get(f"/api/v1/counts?{query}").json()["totals"]
    return {
        name: totals[name] for name in ("funds_learning_centre", "funds_expansion", "developed", "approved")
    }


def test_a_dump_that_no_longer_fits_its_migrations_is_refused(empty_database, tmp_path):
    with lzma.open(DUMPS[0], "rt", encoding="utf-8") as lines:
        header = next(lines)
        columns = [line for line in lines if line.startswith('["funds.FundKind"')]
    file = tmp_path / "one-table.jsonl.xz"
    file.write_bytes(lzma.compress("".join([header, *columns[:-1]]).encode()))
    with pytest.raises(ValueError, match=r"funds\.FundKind: .* do not fit"):
        dumps.load(file, as_migrated())
    file.write_bytes(lzma.compress("".join([header, *columns]).encode()))
    dumps.load(file, as_migrated())
    assert FundKind.objects.count() == 3


def test_texts_of_before_every_text_was_kept_go_forward(at_the_end, planted):
    waited = planted(texts_that_wait)
    kept = Text.objects.exclude(state="stood").values_list("path", "text", "state")
    assert sorted(kept) == [("p.title", "the other", "waiting"), ("r.output", "the other", "waiting")]
    log = ActivityReport.objects.get(pk=waited.report).log
    assert Text.objects.get(log=log, path="r.done").version == 3
    of_persons = PersonalText.objects.order_by("pk").values_list("path", "text", "state")
    assert list(of_persons) == [(waited.phone, None, "stood"), (waited.phone, "the other", "waiting")]
    assert not Text.objects.filter(path__startswith="applicant.").exists()


def test_what_is_made_at_once_is_what_the_migrations_make(databases, on_the_way):
    """The first tables of an installation (core.first_tables) and those of the tests (tests/settings.py)."""
    databases.turn_to(on_the_way.without_rows)
    migrated = tables.tables()
    assert not [model for model in ours() if model._base_manager.exists()]
    at_once = databases.make("at_once")
    databases.turn_to(at_once)
    make_first_tables()
    made = tables.tables()
    assert not MigrationExecutor(connection).migration_plan(on_the_way.newest)
    assert not [model for model in ours() if model._base_manager.exists()]
    databases.drop(at_once)
    of_tests = tables.tables()
    assert made.keys() == of_tests.keys() == migrated.keys()
    for model in ours():
        table = model._meta.db_table
        assert made[table] == migrated[table] == of_tests[table]


def ours():
    """What libraries say of their own tables differs by the road taken."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model.__module__.startswith("ruamsuk.")]

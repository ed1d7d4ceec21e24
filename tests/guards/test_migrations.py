"""Migrations only go forward: what has landed stays as it landed, for databases in the field have run it."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.guards.allowed import NOT_UNDONE
from tests.migrations import dumps


def test_landed_migrations_are_never_edited():
    assert dumps.landed(), "no dump was laid down"
    assert dumps.edited(dumps.landed(), dumps.present()) == [], "docs/howto/release.md"


def test_an_edited_and_a_removed_migration_are_noticed_and_a_new_one_is_not():
    landed = {"a/0001.py": "1", "b/0001.py": "2"}
    assert dumps.edited(landed, landed | {"b/0002.py": "3"}) == []
    assert dumps.edited(landed, {"a/0001.py": "9"}) == ["a/0001.py", "b/0001.py"]


def test_every_step_says_how_it_is_undone():
    disk = MigrationLoader(connection, load=False)
    disk.load_disk()
    steps = [
        (str(migration), operation)
        for migration in disk.disk_migrations.values()
        if type(migration).__module__.startswith("ruamsuk.")
        for operation in migration.operations
    ]
    assert len(steps) > 100
    ends = {name for name, step in steps if not step.reversible}
    assert ends == NOT_UNDONE.keys(), "docs/howto/release.md"

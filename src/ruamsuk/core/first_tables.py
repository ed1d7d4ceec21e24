"""The tables of a system that has none yet: made of the models at once (docs/adr/0098).

The migrations, one after the other, lead an empty database to the same tables and leave no row in them, which
tests/migrations holds; on the way Django works out what all models are after each of several hundred steps.
"""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def make_first_tables() -> None:
    """All of them or, where it is stopped, none. The database must be empty."""
    # SQLite takes tables inside of a transaction only where it was told before that rows are not looked at.
    with connection.constraint_checks_disabled(), transaction.atomic():
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
            call_command("createcachetable", verbosity=0)  # it has no model
            note_as_migrated(editor)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def note_as_migrated(editor: BaseDatabaseSchemaEditor) -> None:
    """All migrations count as applied, and what they do in SQL is done: the models do not tell it."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    migrations = MigrationLoader(None).disk_migrations
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in migrations)
    unasked = ProjectState()
    for (app, _name), migration in migrations.items():
        for operation in migration.operations:
            if isinstance(operation, RunSQL):
                operation.database_forwards(app, editor, unasked, unasked)

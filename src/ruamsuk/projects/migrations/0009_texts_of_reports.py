"""The texts of reports stand in the log of each report (docs/adr/0060)."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "path, text, state, version, screen, by_id, at"


def forwards(apps, schema_editor):
    report, log = apps.get_model("projects", "ActivityReport"), apps.get_model("drafts", "Log")
    written = report.objects.filter(changes__isnull=False).order_by("pk").distinct()
    keys = list(written.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = [report(pk=key) for key in keys[start : start + 500]]
        for row, made in zip(some, log.objects.bulk_create([log() for _ in some]), strict=True):
            row.log = made
        report.objects.bulk_update(some, ["log"])
        schema_editor.execute(
            f"INSERT INTO drafts_text (log_id, {COLUMNS}) "
            "SELECT r.log_id, c.path, c.text, c.state, c.version, c.screen, c.by_id, c.at FROM projects_draftchange c "
            "JOIN projects_activityreport r ON r.id = c.report_id WHERE r.id BETWEEN %s AND %s ORDER BY c.id",
            [some[0].pk, some[-1].pk],
        )
    apps.get_model("projects", "DraftChange").objects.filter(report__isnull=False).delete()
    _check_now(schema_editor)


def backwards(apps, schema_editor):
    schema_editor.execute(
        f"INSERT INTO projects_draftchange (report_id, {COLUMNS}) "
        "SELECT r.id, c.path, c.text, c.state, c.version, c.screen, c.by_id, c.at FROM drafts_text c "
        "JOIN projects_activityreport r ON r.log_id = c.log_id ORDER BY c.id"
    )
    report = apps.get_model("projects", "ActivityReport")
    logs = list(report.objects.filter(log__isnull=False).values_list("log", flat=True))
    report.objects.filter(log__isnull=False).update(log=None)
    for start in range(0, len(logs), 500):
        apps.get_model("drafts", "Text").objects.filter(log__in=logs[start : start + 500]).delete()
        apps.get_model("drafts", "Log").objects.filter(pk__in=logs[start : start + 500]).delete()
    _check_now(schema_editor)


def _check_now(schema_editor):
    """PostgreSQL alters no table whose rows still wait for the checks of the transaction's end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [("drafts", "0001_initial"), ("projects", "0008_as_sent")]

    operations = [
        migrations.AddField(
            model_name="activityreport",
            name="log",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="drafts.log",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]

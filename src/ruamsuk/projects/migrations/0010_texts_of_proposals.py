"""The texts of proposals stand in the log of each proposal, and a submission knows the words of its time (docs/adr/0060)."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "path, text, state, version, screen, by_id, at"
TABLES = (  # of before, of today, columns that one alone has
    ("projects_draftchange", "drafts_text", "", ""),
    ("projects_applicantchange", "drafts_personaltext", "applicant", "person"),
)


def forwards(apps, schema_editor):
    proposal, log = apps.get_model("projects", "Proposal"), apps.get_model("drafts", "Log")
    keys = sorted(
        {
            key
            for name in ("DraftChange", "ApplicantChange")
            for key in apps.get_model("projects", name).objects.order_by().values_list("proposal", flat=True).distinct()
        }
    )
    for start in range(0, len(keys), 500):
        some = [proposal(pk=key) for key in keys[start : start + 500]]
        for row, made in zip(some, log.objects.bulk_create([log() for _ in some]), strict=True):
            row.log = made
        proposal.objects.bulk_update(some, ["log"])
        for before, today, own, named in TABLES:
            schema_editor.execute(
                f"INSERT INTO {today} (log_id, {COLUMNS}{named and ', ' + named}) "
                "SELECT p.log_id, c.path, c.text, c.state, c.version, c.screen, c.by_id, c.at"
                f"{own and ', c.' + own} FROM {before} c "
                "JOIN projects_proposal p ON p.id = c.proposal_id WHERE p.id BETWEEN %s AND %s ORDER BY c.id",
                [some[0].pk, some[-1].pk],
            )
    _check_now(schema_editor)


def backwards(apps, schema_editor):
    for before, today, own, named in TABLES:
        schema_editor.execute(
            f"INSERT INTO {before} (proposal_id, {COLUMNS}{own and ', ' + own}) "
            "SELECT p.id, c.path, c.text, c.state, c.version, c.screen, c.by_id, c.at"
            f"{named and ', c.' + named} FROM {today} c JOIN projects_proposal p ON p.log_id = c.log_id ORDER BY c.id"
        )
    proposal = apps.get_model("projects", "Proposal")
    logs = list(proposal.objects.filter(log__isnull=False).values_list("log", flat=True))
    proposal.objects.filter(log__isnull=False).update(log=None)
    for start in range(0, len(logs), 500):
        for name in ("Text", "PersonalText"):
            apps.get_model("drafts", name).objects.filter(log__in=logs[start : start + 500]).delete()
        apps.get_model("drafts", "Log").objects.filter(pk__in=logs[start : start + 500]).delete()
    _check_now(schema_editor)


def _check_now(schema_editor):
    """PostgreSQL alters no table whose rows still wait for the checks of the transaction's end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [("projects", "0009_texts_of_reports")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="log",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="drafts.log",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="layout",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="drafts.layout"
            ),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.DeleteModel(name="ApplicantChange"),
        migrations.DeleteModel(name="DraftChange"),
    ]

"""Every text of a proposal or a report is kept in one log; those about applicants in their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forwards(apps, schema_editor):
    change, conflict = apps.get_model("projects", "DraftChange"), apps.get_model("projects", "DraftConflict")
    of_persons, report = apps.get_model("projects", "ApplicantChange"), apps.get_model("projects", "ActivityReport")
    # What was said of applicants so far was only that they changed.
    of_persons.objects.bulk_create(
        (
            of_persons(
                proposal_id=row.proposal_id, applicant=row.path.split(".")[1], path=row.path, text=None,
                version=row.version, by_id=row.by_id, at=row.at,
            )
            for row in change.objects.filter(path__startswith="applicant.").order_by("pk").iterator()
        ),
        batch_size=500,
    )
    change.objects.filter(path__startswith="applicant.").delete()
    for row in conflict.objects.order_by("pk").select_related("proposal").iterator():
        kept = {
            "proposal_id": row.proposal_id, "path": row.path, "text": row.other_text, "by_id": row.other_by_id,
            "at": row.at, "version": row.proposal.version, "state": "aside" if row.resolved_at else "waiting",
        }
        if row.path.startswith("applicant."):
            of_persons.objects.create(applicant=row.path.split(".")[1], **kept)
        else:
            change.objects.create(**kept)
    written = report.objects.exclude(state="accepted").exclude(marks={}, conflicts={})
    for row in written.only("marks", "conflicts", "changed_at", "version").order_by("pk").iterator():
        made = [
            change(report_id=row.pk, path=path, text=None, version=version, by_id=by, at=row.changed_at)
            for path, (version, by) in row.marks.items()
        ]
        made += [
            change(
                report_id=row.pk, path=path, text=found["text"], version=row.version, by_id=found["by"],
                at=row.changed_at, state="waiting",
            )
            for path, found in row.conflicts.items()
        ]
        change.objects.bulk_create(made)
    _check_now(schema_editor)


def _check_now(schema_editor):
    """PostgreSQL alters no table whose rows still wait for the checks of the transaction's end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def backwards(apps, schema_editor):
    change, conflict = apps.get_model("projects", "DraftChange"), apps.get_model("projects", "DraftConflict")
    of_persons, report = apps.get_model("projects", "ApplicantChange"), apps.get_model("projects", "ActivityReport")
    for row in of_persons.objects.exclude(path__startswith="removed.").order_by("pk").iterator():
        if row.state == "stood":
            change.objects.create(
                proposal_id=row.proposal_id, path=row.path, text="", version=row.version, by_id=row.by_id, at=row.at
            )
    for model in (change, of_persons):
        for row in model.objects.filter(proposal__isnull=False, by__isnull=False, state="waiting").order_by("pk"):
            conflict.objects.update_or_create(
                proposal_id=row.proposal_id, path=row.path, other_by_id=row.by_id, resolved_at=None,
                defaults={"other_text": row.text, "at": row.at},
            )
    kept = {}
    for row in change.objects.filter(report__isnull=False, by__isnull=False).order_by("pk").iterator():
        marks, conflicts = kept.setdefault(row.report_id, ({}, {}))
        if row.state == "waiting":
            conflicts[row.path] = {"text": row.text, "by": row.by_id}
        elif row.state == "stood":
            marks[row.path] = [row.version, row.by_id]
    for pk, (marks, conflicts) in kept.items():
        report.objects.filter(pk=pk).update(marks=marks, conflicts=conflicts)
    change.objects.filter(proposal__isnull=True).delete()
    change.objects.exclude(state="stood").delete()
    change.objects.filter(text__isnull=True).update(text="")
    _check_now(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("projects", "0005_author_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicantChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=120)),
                ("text", models.TextField(null=True)),
                ("state", models.CharField(choices=[('stood', 'Stood'), ('waiting', 'Waiting'), ('aside', 'Aside')], default='stood', max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("screen", models.CharField(blank=True, max_length=36)),
                ("at", models.DateTimeField()),
                ("applicant", models.UUIDField(db_index=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applicant_changes",
                        to="projects.proposal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["proposal", "path", "-version"], name="projects_ap_proposa_e9c391_idx")
                ],
            },
        ),
        migrations.AddField(
            model_name="draftchange",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="projects.activityreport",
            ),
        ),
        migrations.AddField(
            model_name="draftchange", name="screen", field=models.CharField(blank=True, max_length=36)
        ),
        migrations.AddField(
            model_name="draftchange",
            name="state",
            field=models.CharField(choices=[('stood', 'Stood'), ('waiting', 'Waiting'), ('aside', 'Aside')], default='stood', max_length=8),
        ),
        migrations.AlterField(
            model_name="draftchange",
            name="proposal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="projects.proposal",
            ),
        ),
        migrations.AlterField(model_name="draftchange", name="text", field=models.TextField(null=True)),
        migrations.AddIndex(
            model_name="draftchange",
            index=models.Index(fields=["report", "path", "-version"], name="projects_dr_report__f1c469_idx"),
        ),
        migrations.AddConstraint(
            model_name="draftchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposal__isnull", False), ("report__isnull", True)),
                    models.Q(("proposal__isnull", True), ("report__isnull", False)),
                    _connector="OR",
                ),
                name="draft_change_of_one_document",
            ),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField(model_name="activityreport", name="conflicts"),
        migrations.RemoveField(model_name="activityreport", name="marks"),
        migrations.DeleteModel(name="DraftConflict"),
    ]

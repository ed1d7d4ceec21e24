"""What a project keeps of its open reports, filled in from its activities and reports."""

from django.db import migrations, models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

SENT_STATES = ("sent", "mentor-checked", "manager-checked", "accepted")


def fill(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ANALYZE")  # after a restore it knows nothing of its tables and would read them whole
    model = {name: apps.get_model("projects", name) for name in ("Project", "Activity", "ActivityReport")}
    reports = model["ActivityReport"].objects
    sent = reports.filter(activity=OuterRef("pk"), state__in=SENT_STATES)
    open_ones = model["Activity"].objects.filter(~Exists(sent), design=OuterRef("design"), ends_on__isnull=False)
    returned = reports.filter(project=OuterRef("pk"), state="started").exclude(state_note="")
    returned = returned.order_by().values("project").annotate(n=Count("pk")).values("n")
    model["Project"].objects.update(
        oldest_unreported_on=Subquery(open_ones.order_by("ends_on").values("ends_on")[:1]),
        returned_reports=Coalesce(Subquery(returned), 0),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0002_decisions_corrected'),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='oldest_unreported_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='project',
            name='returned_reports',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='activityreport',
            index=models.Index(fields=['state', 'sent_at', 'id'], name='projects_ac_state_153ae6_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['fiscal_year', 'oldest_unreported_on'], name='projects_pr_fiscal__afc535_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['fund', 'oldest_unreported_on'], name='projects_pr_fund_id_735ecf_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['organization', 'oldest_unreported_on'], name='projects_pr_organiz_7ae129_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['fund', 'returned_reports'], name='projects_pr_fund_id_2a7e76_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['organization', 'returned_reports'], name='projects_pr_organiz_9f2819_idx'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['organization', 'state'], name='projects_pr_organiz_5b2512_idx'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]

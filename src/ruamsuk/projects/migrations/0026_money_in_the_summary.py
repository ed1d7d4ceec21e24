from django.db import migrations, models
from django.utils import timezone


def count_again(apps, schema_editor):
    """Two figures more: the worker counts everything."""
    if apps.get_model("projects", "Project").objects.exists():
        apps.get_model("django_tasks_database", "DBTaskResult").objects.create(
            task_path="ruamsuk.dashboards.tasks.count_everything", args_kwargs={"args": [], "kwargs": {}},
            exception_class_path="", traceback="", priority=0, queue_name="default", backend_name="default",
            run_after=timezone.now(), status="READY",
        )


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0003_letters'),
        ('projects', '0025_sums_beside_the_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='tally',
            name='spent_satang',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='tally',
            name='unreported_satang',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterModelOptions(
            name='funding',
            options={'ordering': ['pk']},
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]

from django.db import migrations
from django.utils import timezone


def count_again(apps, schema_editor):
    """Planned projects are kept by the day from now on: the worker lays the ground."""
    if apps.get_model("plans", "Plan").objects.exists():
        apps.get_model("django_tasks_database", "DBTaskResult").objects.create(
            task_path="ruamsuk.dashboards.tasks.count_everything", args_kwargs={"args": [], "kwargs": {}},
            exception_class_path="", traceback="", priority=0, queue_name="default", backend_name="default",
            run_after=timezone.now(), status="READY",
        )


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0005_checked"),
        ("counting", "0003_known_since"),
        ("jobs", "0003_letters"),
    ]

    operations = [
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]

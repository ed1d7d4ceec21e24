"""What other tables name by the path or the label of what has moved here: jobs, the schedule, Django's own lists.

The trail keeps its names: its rows are sealed (audit.trail.RENAMED_APPS).
"""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace


def renamer(before, now):
    def rename(apps, schema_editor):
        jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects
        for column in ("task_path", "exception_class_path"):
            rows = jobs.filter(**{f"{column}__startswith": f"ruamsuk.{before}."})
            rows.update(**{column: Replace(F(column), Value(f"ruamsuk.{before}."), Value(f"ruamsuk.{now}."))})
        schedule = apps.get_model("jobs", "Schedule").objects
        schedule.filter(name=f"{before}.look-after").update(name=f"{now}.look-after")
        apps.get_model("contenttypes", "ContentType").objects.filter(app_label=before).update(app_label=now)

    return rename


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_own_names"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("jobs", "0003_letters"),
    ]
    operations = [migrations.RunPython(renamer("transfer", "imports"), renamer("imports", "transfer"))]

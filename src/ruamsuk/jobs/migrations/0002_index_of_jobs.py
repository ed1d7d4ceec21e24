from django.db import migrations

# The clock asks every two seconds what has failed or is running, the page what was done lately. The library's own
# index knows only what is waiting. Its table, our index: hence by hand.
CREATE = "CREATE INDEX jobs_by_status ON django_tasks_database_dbtaskresult (status, finished_at)"


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]
    operations = [migrations.RunSQL(CREATE, "DROP INDEX jobs_by_status")]

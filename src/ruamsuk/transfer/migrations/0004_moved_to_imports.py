"""The tables stay: they are those of the app `imports` now, which does this one's work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("transfer", "0003_nobody_wrote_what_was_imported"),
        ("imports", "0001_from_transfer"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("ImportLine"),
                migrations.DeleteModel("ImportedRecord"),
                migrations.DeleteModel("ImportBatch"),
            ],
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """Documents wait for the worker, too, and a refused file keeps the reason."""

    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="storedfile", name="document_is_ready_at_once"),
        migrations.AddField(
            model_name="storedfile",
            name="why",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="state",
            field=models.CharField(
                choices=[("received", "being checked"), ("ready", "ready"), ("refused", "refused")], max_length=8
            ),
        ),
    ]

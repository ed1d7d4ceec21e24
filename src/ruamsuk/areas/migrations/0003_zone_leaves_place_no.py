"""A zone is the set of its provinces; where a province lies no longer depends on its zone."""

from django.db import migrations, models

from ruamsuk.areas.migrations._zones import areas_leave


class Migration(migrations.Migration):

    dependencies = [("areas", "0002_held_sight")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="province_codes",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunPython(areas_leave),
    ]

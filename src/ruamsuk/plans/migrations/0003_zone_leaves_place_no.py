"""Where a province lies no longer depends on its zone."""

from django.db import migrations

from ruamsuk.areas.migrations._zones import records_follow


class Migration(migrations.Migration):

    dependencies = [
        ("areas", "0003_zone_leaves_place_no"),
        ("plans", "0002_updated_at"),
    ]

    operations = [migrations.RunPython(records_follow("plans.Plan"), migrations.RunPython.noop)]

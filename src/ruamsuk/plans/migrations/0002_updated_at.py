"""Records know when they were last changed; those that stand get it from the trail."""

from django.db import migrations, models

from ruamsuk.audit.filling import last_changed


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_codes'),
        ('areas', '0002_held_sight'),
        ('funds', '0003_updated_at'),
        ('issues', '0001_initial'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.RunPython(last_changed("plans", "plan"), migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['updated_at', 'id'], name='plans_plan_updated_d96bde_idx'),
        ),
    ]

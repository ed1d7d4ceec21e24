"""Records know when they were last changed; those that stand get it from the trail."""

from django.db import migrations, models

from ruamsuk.audit.filling import last_changed


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_codes'),
        ('accounts', '0002_roles_in_code'),
        ('areas', '0002_held_sight'),
        ('funds', '0002_same_person'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='fund',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.RunPython(last_changed("funds", "fund"), migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='fund',
            index=models.Index(fields=['updated_at', 'id'], name='funds_fund_updated_dbad21_idx'),
        ),
    ]

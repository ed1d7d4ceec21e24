"""Records know when they were last changed; those that stand get it from the trail."""

from django.db import migrations, models

from ruamsuk.audit.filling import last_changed


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_codes'),
        ('accounts', '0002_roles_in_code'),
        ('areas', '0002_held_sight'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.RunPython(last_changed("organizations", "organization"), migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['updated_at', 'id'], name='organizatio_updated_59a0f7_idx'),
        ),
    ]

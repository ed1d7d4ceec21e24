"""Records know when they were last changed; those that stand get it from the trail."""

from django.conf import settings
from django.db import migrations, models

from ruamsuk.audit.filling import last_changed


def as_sent(apps, schema_editor):
    """What outsiders are shown changed when it was returned or withdrawn."""
    apps.get_model("projects", "SentProposal").objects.update(updated_at=models.F("changed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_codes'),
        ('accounts', '0002_roles_in_code'),
        ('areas', '0002_held_sight'),
        ('comments', '0001_initial'),
        ('drafts', '0001_initial'),
        ('funds', '0003_updated_at'),
        ('organizations', '0002_updated_at'),
        ('plans', '0002_updated_at'),
        ('projects', '0011_below_another'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='activityreport',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name='project',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name='sentproposal',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.RunPython(last_changed("projects", "activityreport", "project", "proposal"), migrations.RunPython.noop),
        migrations.RunPython(as_sent, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='activityreport',
            index=models.Index(fields=['updated_at', 'id'], name='projects_ac_updated_230605_idx'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['updated_at', 'id'], name='projects_pr_updated_8fb9d7_idx'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['updated_at', 'id'], name='projects_pr_updated_be0461_idx'),
        ),
        migrations.AddIndex(
            model_name='sentproposal',
            index=models.Index(fields=['updated_at', 'proposal'], name='projects_se_updated_d40b2f_idx'),
        ),
    ]

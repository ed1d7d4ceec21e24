from django.conf import settings
from django.db import migrations

from ruamsuk.core.searching import FoldField, WordsIndex, refold


def fold_what_stands(apps, schema_editor):
    for name in ("activityreport", "project", "proposal", "sentproposal",):
        refold(apps.get_model("projects", name))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_folded'),
        ('areas', '0003_zone_leaves_place_no'),
        ('comments', '0001_initial'),
        ('drafts', '0001_initial'),
        ('funds', '0005_folded'),
        ('organizations', '0004_folded'),
        ('plans', '0003_zone_leaves_place_no'),
        ('projects', '0018_checks_of_sense'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='activityreport',
            name='folded',
            field=FoldField(default='', editable=False, of=('title',)),
        ),
        migrations.AddField(
            model_name='project',
            name='folded',
            field=FoldField(default='', editable=False, of=('title',)),
        ),
        migrations.AddField(
            model_name='proposal',
            name='folded',
            field=FoldField(default='', editable=False, of=('title',)),
        ),
        migrations.AddField(
            model_name='sentproposal',
            name='folded',
            field=FoldField(default='', editable=False, of=('title',)),
        ),
        migrations.RunPython(fold_what_stands, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='activityreport',
            index=WordsIndex(fields=['folded'], name='words_of_reports', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='project',
            index=WordsIndex(fields=['folded'], name='words_of_projects', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=WordsIndex(fields=['folded'], name='words_of_proposals', opclasses=['gin_trgm_ops']),
        ),
    ]

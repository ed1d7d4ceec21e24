from django.db import migrations

from ruamsuk.core.searching import FoldField, WordsIndex, refold


def fold_what_stands(apps, schema_editor):
    for name in ("organization",):
        refold(apps.get_model("organizations", name))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_folded'),
        ('areas', '0003_zone_leaves_place_no'),
        ('organizations', '0003_zone_leaves_place_no'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='folded',
            field=FoldField(default='', editable=False, of=('name', 'name_en')),
        ),
        migrations.RunPython(fold_what_stands, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='organization',
            index=WordsIndex(fields=['folded'], name='words_of_organizations', opclasses=['gin_trgm_ops']),
        ),
    ]

from django.db import migrations

from ruamsuk.core.searching import FoldField, WordsIndex, refold


def fold_what_stands(apps, schema_editor):
    for name in ("scope", "user",):
        refold(apps.get_model("accounts", name))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_roles_in_code'),
    ]

    operations = [
        migrations.AddField(
            model_name='scope',
            name='folded',
            field=FoldField(default='', editable=False, of=('label',)),
        ),
        migrations.AddField(
            model_name='user',
            name='folded',
            field=FoldField(default='', editable=False, of=('name',)),
        ),
        migrations.RunPython(fold_what_stands, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='user',
            index=WordsIndex(fields=['folded'], name='words_of_users', opclasses=['gin_trgm_ops']),
        ),
    ]

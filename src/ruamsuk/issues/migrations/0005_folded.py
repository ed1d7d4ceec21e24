from django.db import migrations

from ruamsuk.core.searching import FoldField, refold


def fold_what_stands(apps, schema_editor):
    for name in ("indicator",):
        refold(apps.get_model("issues", name))


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0004_group_shares'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='folded',
            field=FoldField(default='', editable=False, of=('name_th', 'name_en')),
        ),
        migrations.RunPython(fold_what_stands, migrations.RunPython.noop),
    ]

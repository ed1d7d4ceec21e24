from django.db import migrations

from ruamsuk.core.searching import FoldField, refold


def fold_what_stands(apps, schema_editor):
    for name in ("fund",):
        refold(apps.get_model("funds", name))


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0004_zone_leaves_place_no'),
    ]

    operations = [
        migrations.AddField(
            model_name='fund',
            name='folded',
            field=FoldField(default='', editable=False, of=('name',)),
        ),
        migrations.RunPython(fold_what_stands, migrations.RunPython.noop),
    ]

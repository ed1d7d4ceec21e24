"""Tables and indexes are called as their app; each file and record says which importer it came by."""

from django.db import migrations, models

BEFORE = "records"  # there was one importer


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_from_transfer"),
        ("transfer", "0004_moved_to_imports"),
    ]
    operations = [
        # While the table has its old name: PostgreSQL's second index of a unique text is found by the table's name.
        migrations.AlterField("importedrecord", "source", models.CharField(max_length=500)),
        migrations.AlterModelTable("importbatch", None),
        migrations.AlterModelTable("importedrecord", None),
        migrations.AlterModelTable("importline", None),
        migrations.RenameIndex("importbatch", "imports_imp_at_3d9d79_idx", "transfer_im_at_14212a_idx"),
        migrations.RenameIndex("importline", "imports_imp_batch_i_1590aa_idx", "transfer_im_batch_i_19c996_idx"),
        migrations.AddField(
            "importbatch", "importer", models.CharField(default=BEFORE, max_length=20), preserve_default=False
        ),
        migrations.AddField(
            "importedrecord", "importer", models.CharField(default=BEFORE, max_length=20), preserve_default=False
        ),
        migrations.AddConstraint(
            "importedrecord",
            models.UniqueConstraint(
                fields=("importer", "source"), name="one_record_per_importer_and_source"
            ),
        ),
        migrations.AlterField("importedrecord", "kind", models.CharField(max_length=20)),
        migrations.AlterField("importedrecord", "noun", models.CharField(blank=True, max_length=20)),
        migrations.AlterField("importline", "kind", models.CharField(default="unknown", max_length=20)),
    ]

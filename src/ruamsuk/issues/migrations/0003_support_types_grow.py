from django.db import migrations, models


class Migration(migrations.Migration):
    """Kinds of support are added beside the five of today."""

    dependencies = [("issues", "0002_expense_groups")]

    operations = [
        migrations.RemoveConstraint(model_name="supporttype", name="support_type_is_one_of_five"),
        migrations.AddConstraint(
            model_name="supporttype",
            constraint=models.CheckConstraint(
                condition=models.Q(code__gte=1, code__lte=99), name="support_type_has_a_short_code"
            ),
        ),
    ]

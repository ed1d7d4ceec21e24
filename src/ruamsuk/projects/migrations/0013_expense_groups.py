import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0002_expense_groups"), ("projects", "0012_updated_at")]

    operations = [
        migrations.AlterModelOptions(name="spendingline", options={"ordering": ["group_id"]}),
        migrations.RemoveConstraint(model_name="spendingline", name="spending_group_is_one_of_six"),
        migrations.AlterField(
            model_name="spendingline",
            name="group",
            field=models.ForeignKey(
                db_column="group",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="issues.expensegroup",
            ),
        ),
    ]

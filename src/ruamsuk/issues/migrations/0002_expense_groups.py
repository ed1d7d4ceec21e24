import django.db.models.deletion
from django.db import migrations, models

# What the code held until here, by their numbers in every report of what was spent.
GROUPS = {
    1: ("ค่าตอบแทน", "Compensation"),
    2: ("ค่าจ้าง", "Hired work"),
    3: ("ค่าใช้สอย", "Operating costs"),
    4: ("ค่าวัสดุ", "Materials"),
    5: ("ค่าสาธารณูปโภค", "Utilities"),
    6: ("อื่น ๆ", "Other"),
}


def move_groups(apps, schema_editor):
    """A system that has its catalogues gets these rows; a new one reads them with the other catalogues."""
    if apps.get_model("issues", "ExpenseCategory").objects.exists():
        group = apps.get_model("issues", "ExpenseGroup")
        group.objects.bulk_create(group(code=code, name_th=th, name_en=en) for code, (th, en) in GROUPS.items())


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ExpenseGroup",
            fields=[
                ("valid_from_fy", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("valid_until_fy", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("retired_on", models.DateField(blank=True, null=True)),
                ("edited_by_person", models.BooleanField(default=False)),
                ("code", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("name_th", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
            ],
            options={"ordering": ["code"], "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="expensegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from_fy__isnull", True),
                    ("valid_until_fy__isnull", True),
                    ("valid_until_fy__gte", models.F("valid_from_fy")),
                    _connector="OR",
                ),
                name="issues_expensegroup_years_in_order",
            ),
        ),
        migrations.RunPython(move_groups, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="expensecategory", options={"ordering": ["group_id", "sort_no", "code"]}
        ),
        migrations.RemoveConstraint(
            model_name="expensecategory", name="expense_category_group_is_one_of_six"
        ),
        migrations.AlterField(
            model_name="expensecategory",
            name="group",
            field=models.ForeignKey(
                db_column="group",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="categories",
                to="issues.expensegroup",
            ),
        ),
    ]

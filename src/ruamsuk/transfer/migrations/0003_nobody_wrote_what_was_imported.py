"""Who imported proposals was made their author, and stayed it beyond the post: nobody is, until the fund says who."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def forwards(apps, schema_editor):
    author = apps.get_model("projects", "Author")
    brought = apps.get_model("transfer", "ImportedRecord").objects.filter(
        noun="proposal", owns_noun=True, noun_id=OuterRef("proposal_id")
    )
    importer = Subquery(brought.values("batch__by")[:1])
    keys = list(author.objects.annotate(importer=importer).filter(importer=F("user_id")).values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        author.objects.filter(pk__in=keys[start : start + 500]).delete()


class Migration(migrations.Migration):
    dependencies = [("transfer", "0002_stopped_imports"), ("projects", "0008_as_sent")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

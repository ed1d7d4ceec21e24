"""Where a province lies no longer depends on its zone."""

from django.db import migrations

from ruamsuk.areas.migrations._zones import records_follow


class Migration(migrations.Migration):

    dependencies = [
        ("areas", "0003_zone_leaves_place_no"),
        ("projects", "0013_expense_groups"),
    ]

    operations = [migrations.RunPython(records_follow("projects.OwnStep", "projects.Proposal", "projects.SentProposal", "projects.Project", "projects.ActivityReport", "projects.Tally"), migrations.RunPython.noop)]

"""What must always be true of the stored records, for `ruamsuk check-data`: each fault is one line of text."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ruamsuk.areas.queries import misplaced
from ruamsuk.audit.queries import faults
from ruamsuk.issues.models import Placement
from ruamsuk.projects.models import ActivityReport, Design, ParticipantLine, Project, SpendingLine
from ruamsuk.projects.models.design import BudgetLine
from ruamsuk.projects.models.project import Funding, Instalment
from ruamsuk.projects.queries.tallies import Part, open_reports_differ, parts


class Check(StrEnum):
    COUNTS = "counts"  # stored counts against the records
    PLACES = "places"  # where areas and records lie
    SUMS = "sums"  # of money and people
    LISTS = "lists"  # places of issues in lists
    TRAIL = "trail"  # the sealed trail


def differing_parts() -> Iterator[tuple[Part, list[str]]]:
    """Parts of the stored summary that are not what the records say, with each difference."""
    for part in parts():
        counted, stored = part.counted(), part.stored()
        lines = [
            f"fund {part.fund_id} area {key[0]} year {part.fiscal_year} list {key[1]} entry {key[2]} {name}: "
            f"stored {stored.get(key, {}).get(name, 0)}, counted {counted.get(key, {}).get(name, 0)}"
            for key in sorted(counted.keys() | stored.keys(), key=str)
            for name in (counted.get(key) or stored[key])
            if stored.get(key, {}).get(name, 0) != counted.get(key, {}).get(name, 0)
        ]
        lines += [
            f"project {pk} {name}: stored {stored[name]}, counted {right[name]}"
            for pk, stored, right in open_reports_differ(Project.objects.filter(part.which))
            for name in right
            if stored[name] != right[name]
        ]
        if lines:
            yield part, lines


def other_faults() -> Iterator[tuple[Check, str]]:
    for line in misplaced():
        yield Check.PLACES, line
    for line in _sums():
        yield Check.SUMS, line
    for pk in Placement.objects.exclude(issue_list=F("entry__issue_list")).values_list("pk", flat=True):
        yield Check.LISTS, f"placement {pk}: its entry stands in another list"
    for fault in faults():
        yield Check.TRAIL, str(fault)


def _sums() -> Iterator[str]:
    """Sums that are kept beside their parts. Funders and instalments must add up once there are any."""
    kept: list[tuple[QuerySet[Any], str, Any, str, str, bool]] = [
        (Design.objects.all(), "budget_satang", BudgetLine, "activity__design", "amount_satang", True),
        (Project.objects.all(), "budget_satang", Funding, "project", "amount_satang", False),
        (Project.objects.all(), "budget_satang", Instalment, "project", "amount_satang", False),
        (ActivityReport.objects.all(), "spent_satang", SpendingLine, "report", "amount_satang", True),
        (ActivityReport.objects.all(), "people", ParticipantLine.objects.kept(), "report", "people", True),
    ]
    for wholes, column, lines, path, amount, always in kept:
        rows = lines if isinstance(lines, QuerySet) else lines.objects.all()
        added = (
            rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(s=Sum(amount)).values("s")
        )
        summed: Any = Subquery(added, output_field=BigIntegerField())
        found = wholes.annotate(parts=Coalesce(summed, 0) if always else summed)
        wrong = found.filter(~Q(parts=F(column)), parts__isnull=False)
        kind = rows.model._meta.model_name
        for pk, stored, parts_sum in wrong.values_list("pk", column, "parts")[:100]:
            yield f"{wholes.model._meta.model_name} {pk} {column}: {stored}, its {kind} rows add up to {parts_sum}"

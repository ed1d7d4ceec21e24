"""What must always be true of the stored records, for `ruamsuk check-data`.

Each check has a name and says what to do about a difference; each difference names its record. A check without a test
that plants its difference fails the suite (`tests/test_planted.py`).
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ruamsuk.areas.queries import misplaced_areas, misplaced_records
from ruamsuk.audit.queries import faults
from ruamsuk.core.searching import Searched, folded_otherwise
from ruamsuk.counting.contributed import differing, noted_otherwise
from ruamsuk.counting.models import KnownSince
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.results import result_of
from ruamsuk.issues.models import Placement
from ruamsuk.plans.queries.counting import planned_by_cell, planned_projects
from ruamsuk.projects.designs.models import BudgetLine
from ruamsuk.projects.models import (
    ActivityReport,
    Design,
    ParticipantLine,
    Project,
    Proposal,
    SpendingLine,
)
from ruamsuk.projects.projects.models import Funding, Instalment
from ruamsuk.projects.proposals.choices import REWRITTEN
from ruamsuk.projects.proposals.models import Submission
from ruamsuk.projects.proposals.queries.snapshots import digest
from ruamsuk.projects.reports.queries.counted import open_reports_differ
from ruamsuk.projects.reports.queries.participants import participant_sums, stored_sums
from ruamsuk.projects.reports.queries.together import KEPT, measured_by, stored_measured
from ruamsuk.projects.tallies.queries import TallyPart, counted, parts, stored, within

LOOKED_AT_ONCE = 50  # parts of the summary
# Name of a check → what to do about what it found.
COUNT_AGAIN = "the worker counts again, or run: ruamsuk check-data --mend"
ENTER_AGAIN = "open it and save its lines again, or compare with a backup of before"
REMEDIES = {
    "counts.summary": COUNT_AGAIN,
    "counts.open-reports": COUNT_AGAIN,
    "counts.participants": COUNT_AGAIN,
    "counts.indicators": COUNT_AGAIN,
    "counts.kept": "run: ruamsuk check-data --mend",
    "counts.planned": "run: ruamsuk check-data --mend",
    "grades.result": "the levels that were given are right: set points, most points and word of the grade by them",
    "search.words": "run: ruamsuk check-data --mend",
    "places.areas": "run: ruamsuk rescope",
    "places.records": "run: ruamsuk rescope; where the area is None, open the record and choose its area",
    "sums.budget-of-design": ENTER_AGAIN,
    "sums.funding": ENTER_AGAIN,
    "sums.instalments": ENTER_AGAIN,
    "sums.spending": ENTER_AGAIN,
    "sums.people": ENTER_AGAIN,
    "lists.entry": "place the issue in the list again, on the page of the issue",
    "frozen.submission": "what was sent was changed since: bring that record back from a backup of before",
    "frozen.as-sent": "compare with what was sent, on the proposal's page, and with a backup of before",
    "trail": "run: ruamsuk verify-audit",
}


@dataclass(frozen=True)
class Difference:
    check: str
    text: str  # names the record, what is stored and what is right

    def __str__(self) -> str:
        return f"{self.check}: {self.text} - {REMEDIES[self.check]}"


def differing_parts() -> Iterator[tuple[TallyPart, list[Difference]]]:
    """Parts of the stored summary that are not what the records say, with each difference."""
    everything = parts()
    for at in range(0, len(everything), LOOKED_AT_ONCE):
        yield from _differing(everything[at : at + LOOKED_AT_ONCE])


def _differing(parts: Sequence[TallyPart]) -> Iterator[tuple[TallyPart, list[Difference]]]:
    found: dict[TallyPart, list[Difference]] = {part: [] for part in parts}
    summary, rows = counted(parts), stored(parts)
    for part in parts:
        said, kept = summary[part], rows[part]
        found[part] += [
            Difference(
                "counts.summary",
                f"fund {part.fund_id} area {key[0]} year {part.fiscal_year} list {key[1]} entry {key[2]} {name}: "
                f"stored {kept.get(key, {}).get(name, 0)}, counted {said.get(key, {}).get(name, 0)}",
            )
            for key in sorted(said.keys() | kept.keys(), key=str)
            for name in (said.get(key) or kept[key])
            if kept.get(key, {}).get(name, 0) != said.get(key, {}).get(name, 0)
        ]
    by_project = [*_differing_of_projects(within(parts))]
    projects = Project.objects.filter(pk__in={pk for pk, _difference in by_project})
    names = ("pk", "fund", "fiscal_year", "home_area")
    part_of = {pk: TallyPart.of(*where) for pk, *where in projects.values_list(*names)}
    for pk, difference in by_project:
        found[part_of[pk]].append(difference)
    right, is_kept = Counter(participant_sums(within(parts)).items()), Counter(stored_sums(within(parts)))
    for is_too_many, sums in ((True, is_kept - right), (False, right - is_kept)):
        for (fund, year, area, sector, organization, name), people in sums:
            text = (
                f"fund {fund} area {area} year {year} sector {sector or None} organisation {organization} "
                f"{name!r}: {people} people {'stored, not counted' if is_too_many else 'counted, not stored'}"
            )
            found[TallyPart.of(fund, year, area)].append(Difference("counts.participants", text))
    yield from ((part, differences) for part, differences in found.items() if differences)


def _differing_of_projects(inside: Q) -> Iterator[tuple[int, Difference]]:
    """(project, what is kept of its open reports and its indicators otherwise than its records say)."""
    for pk, kept, right in open_reports_differ(Project.objects.filter(inside)):
        for name in right:
            if kept[name] != right[name]:
                text = f"project {pk} {name}: stored {kept[name]}, counted {right[name]}"
                yield pk, Difference("counts.open-reports", text)
    measured, values = measured_by(inside), stored_measured(inside)
    for key in sorted(measured.keys() | values.keys()):
        if measured.get(key) != values.get(key):
            text = f"indicator {key} of a project: stored {_value(values, key)}, measured {_value(measured, key)}"
            yield (measured.get(key) or values[key])[0], Difference("counts.indicators", text)


def _value(measured: Mapping[int, tuple[Any, ...]], key: int) -> str:
    return str(measured[key][KEPT.index("value")]) if key in measured else "nothing"


def differing_sums() -> Iterator[tuple[tuple[object, ...], Difference]]:
    """Kept sums that are not what was contributed to them."""
    for cell, kept, right in differing():
        figure, year, fund, area, issue_list, entry = cell
        place = f"fund {fund} area {area} year {year} list {issue_list} entry {entry}"
        yield cell, Difference("counts.kept", f"{figure} {place}: kept {kept}, contributed {right}")


def differing_planned() -> list[Difference]:
    """Planned projects as they are kept by the day, where that began already, that are not what agreed plans say."""
    if not KnownSince.objects.filter(figure="planned").exists():
        return []
    found = []
    for cell, noted, right in noted_otherwise("planned", planned_by_cell(planned_projects())):
        year, fund, area, issue_list, entry = cell
        place = f"fund {fund} area {area} year {year} list {issue_list} entry {entry}"
        found.append(Difference("counts.planned", f"{place}: kept {noted}, counted {right}"))
    return found


def differing_words() -> Iterator[tuple[type[models.Model], Difference]]:
    """Rows that a search box does not find by what they say."""
    for model in apps.get_models():
        if issubclass(model, Searched):
            for row in itertools.chain.from_iterable(folded_otherwise(model)):
                yield (
                    model,
                    Difference("search.words", f"{model._meta.model_name} {row.pk}: not found by its words"),
                )


def other_differences() -> Iterator[Difference]:
    for text in misplaced_areas():
        yield Difference("places.areas", text)
    for text in misplaced_records():
        yield Difference("places.records", text)
    yield from _sums()
    for pk in Placement.objects.exclude(issue_list=F("entry__issue_list")).values_list("pk", flat=True):
        yield Difference("lists.entry", f"placement {pk}: its entry stands in another list")
    for sent in Submission.objects.order_by("pk").iterator(500):
        if sent.sha256 != digest(sent.snapshot):
            yield Difference(
                "frozen.submission",
                f"submission {sent.pk} of proposal {sent.proposal_id}: not what its hash says",
            )
    yield from _as_sent()
    yield from _grades()
    for fault in faults():
        yield Difference("trail", str(fault))


def _as_sent() -> Iterator[Difference]:
    """What readers from outside are shown of proposals in correction is what was sent last."""
    lost = Proposal.objects.filter(state__in=REWRITTEN, sent__isnull=True)
    left = Proposal.objects.exclude(state__in=REWRITTEN).filter(sent__isnull=False)
    for rows, text in (
        (lost, "in correction, without what was sent"),
        (left, "has what was sent, not in correction"),
    ):
        for pk in rows.values_list("pk", flat=True):
            yield Difference("frozen.as-sent", f"proposal {pk}: {text}")
    later = Submission.objects.filter(proposal=OuterRef("proposal"), no__gt=OuterRef("no"))
    last = Submission.objects.filter(~Exists(later), proposal__sent__isnull=False).order_by("pk")
    for one in last.select_related("proposal__sent").iterator(500):
        shown = one.proposal.sent
        if shown.state != one.proposal.state:
            yield Difference("frozen.as-sent", f"proposal {one.proposal_id}: state {shown.state}")
        for name in ("title", "fiscal_year", "budget_satang"):
            if getattr(shown, name) != one.snapshot[name]:
                text = f"{name} {getattr(shown, name)}, sent was {one.snapshot[name]}"
                yield Difference("frozen.as-sent", f"proposal {one.proposal_id}: {text}")


def _grades() -> Iterator[Difference]:
    """Results of given grades that do not follow from their levels."""
    given = Grade.objects.filter(state=GradeState.GIVEN).select_related("version").order_by("pk")
    given = given.prefetch_related("answers__level", "version__criteria__levels", "version__bands")
    for grade in given.iterator(500):
        right = result_of(grade.version, grade.answers.all())
        stored = grade.points, grade.most, grade.band_id
        counted = right and (right.points, right.most, right.band.pk if right.band else None)
        if stored != counted:
            yield Difference("grades.result", f"grade {grade.pk}: stored {stored}, by its levels {counted}")


def _sums() -> Iterator[Difference]:
    """Sums that are kept beside their parts. Funders and instalments must add up once there are any."""
    amount, budget, people = "amount_satang", "budget_satang", ParticipantLine.objects.present()
    kept: list[tuple[str, QuerySet[Any], str, Any, str, str, bool]] = [
        ("budget-of-design", Design.objects.all(), budget, BudgetLine, "activity__design", amount, True),
        ("funding", Project.objects.all(), budget, Funding, "project", amount, False),
        ("instalments", Project.objects.all(), budget, Instalment, "project", amount, False),
        ("spending", ActivityReport.objects.all(), "spent_satang", SpendingLine, "report", amount, True),
        ("people", ActivityReport.objects.all(), "people", people, "report", "people", True),
    ]
    for name, wholes, column, lines, path, added_up, always in kept:
        rows = lines if isinstance(lines, QuerySet) else lines.objects.all()
        of_whole = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
        added = of_whole.annotate(s=Sum(added_up)).values("s")
        summed: object = Subquery(added, output_field=BigIntegerField())
        found = wholes.annotate(parts=Coalesce(summed, 0) if always else summed)
        wrong = found.filter(~Q(parts=F(column)), parts__isnull=False)
        kind = rows.model._meta.model_name
        for pk, kept_sum, parts_sum in wrong.values_list("pk", column, "parts")[:100]:
            text = f"{wholes.model._meta.model_name} {pk} {column}: {kept_sum}, its {kind} rows add up to {parts_sum}"
            yield Difference(f"sums.{name}", text)

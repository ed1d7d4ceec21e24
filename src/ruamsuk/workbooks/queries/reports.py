"""What happens to the rows of a workbook, for people: by sheet, with reasons, old beside new."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ruamsuk.accounts.models import Invitation
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS, short_path
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.models import ImportBatch, ImportLine
from ruamsuk.workbooks.choices import COUNTED, NOT_READ, OUTCOMES, WHY, Noun
from ruamsuk.workbooks.queries.known import LISTS, code_of
from ruamsuk.workbooks.specs import NOTE, SHEETS, Column


@dataclass
class Figures:
    """How many rows of a sheet come to which end, in the order of COUNTED."""

    sheet: str
    label: str
    counts: list[tuple[LineResult, str, int]]


def figures(batch: ImportBatch) -> list[Figures]:
    found: dict[str, dict[LineResult, int]] = defaultdict(lambda: defaultdict(int))
    rows = batch.lines.order_by().values("kind", "outcome", "expected").annotate(n=Count("pk"))
    for row in rows:
        outcome = row["outcome"]
        if outcome == LineResult.WAITING:
            outcome = row["expected"] or outcome
        found[row["kind"]][LineResult(outcome)] += row["n"]
    order = [*SHEETS, NOT_READ]
    return [
        Figures(
            kind, kind_in_words(kind), [(one, str(OUTCOMES[one]), found[kind][one]) for one in _told(found)]
        )
        for kind in sorted(found, key=order.index)
    ]


def _told(found: dict[str, dict[LineResult, int]]) -> list[LineResult]:
    """Those that are always told, and the others where there are any."""
    return [one for one in LineResult if one in COUNTED or any(counts.get(one) for counts in found.values())]


def totals(found: list[Figures]) -> list[tuple[LineResult, str, int]]:
    """The same over all sheets."""
    sums: dict[LineResult, int] = defaultdict(int)
    for one in found:
        for outcome, _label, number in one.counts:
            sums[outcome] += number
    return [(outcome, str(OUTCOMES[outcome]), sums[outcome]) for outcome in sums]


def kind_in_words(kind: str) -> str:
    return SHEETS[kind].label if kind in SHEETS else _("Not read")


def lines_of(batch: ImportBatch, sheet: str = "", outcome: str = "") -> QuerySet[ImportLine]:
    rows = batch.lines.select_related("record").defer("content", "record__content", "record__applied")
    if sheet in SHEETS or sheet == NOT_READ:
        rows = rows.filter(kind=sheet)
    if outcome in LineResult.values:
        rows = rows.filter(Q(outcome=outcome) | Q(outcome=LineResult.WAITING, expected=outcome))
    return rows


def report_of(line: ImportLine) -> dict[str, Any]:
    """What is known of the row; of one that is the same as before, what was known then."""
    report = line.report
    if "understood" not in report and line.record is not None:
        report = {**line.record.report, **report, "errors": []}
    return report


def column_of(line: ImportLine, name: str) -> Column | None:
    if name == NOTE.name:
        return NOTE
    return SHEETS[line.kind].column(name) if line.kind in SHEETS else None


def told(entry: dict[str, Any]) -> str:
    return str(WHY[entry["why"]]).format(**entry.get("params", {}))


def reasons(line: ImportLine) -> list[tuple[str, str]]:
    """Column and sentence: why the row is refused, or what of it is left."""
    report = report_of(line)
    return [_reason(line, entry) for entry in [*report.get("errors", []), *report.get("not_placed", [])]]


def mended(line: ImportLine) -> list[tuple[str, str]]:
    return [_reason(line, entry) for entry in report_of(line).get("mended", [])]


def _reason(line: ImportLine, entry: dict[str, Any]) -> tuple[str, str]:
    column = column_of(line, entry["field"])
    return (column.label if column else "", told(entry))


def in_a_line(line: ImportLine) -> str:
    """The first reason, and how many more there are; of a change, what changes."""
    said = [f"{column}: {text}" if column else text for column, text in reasons(line)]
    said += [f"{label}: {before} → {after}" for label, before, after in changes(line)]
    if len(said) > 1:
        return _("%(first)s (and %(more)d more)") % {"first": said[0], "more": len(said) - 1}
    return said[0] if said else ""


def changes(line: ImportLine) -> list[tuple[str, str, str]]:
    """Column, what stood there, what stands there after the import."""
    found = []
    for one in report_of(line).get("changed", []):
        column = column_of(line, one["field"])
        label = column.label if column else _("Place") if one["field"] == "home_area" else one["field"]
        found.append((label, one["from"], one["to"]))
    return found


def understood(line: ImportLine) -> list[tuple[str, str]]:
    """Column and value; what is kept as a code is told in the reader's language."""
    found = []
    for name, value in report_of(line).get("understood", {}).items():
        column = column_of(line, name)
        found.append((column.label if column else name, _in_words(column, name, value)))
    return found


def _in_words(column: Column | None, name: str, value: str) -> str:
    if name == "place":
        area = Area.objects.open().filter(code=value).select_related(*UPWARDS).first()
        return short_path(area) if area else value
    choices = LISTS[column.lists]() if column is not None and column.lists else []
    return next((one.label for one in choices if code_of(one.value) == value), value)


def cells_of(line: ImportLine) -> dict[str, str]:
    content = line.content if line.content is not None or line.record is None else line.record.content
    return content if isinstance(content, dict) else {}


def given(line: ImportLine) -> list[tuple[str, str]]:
    """The row as it was sent, column by column."""
    return [
        (column.label, text)
        for name, text in cells_of(line).items()
        if (column := column_of(line, name)) is not None
    ]


def in_order(batch: ImportBatch) -> Iterator[ImportLine]:
    """All rows by their position, a few hundred in memory at a time."""
    rows, last = batch.lines.select_related("record"), 0
    while piece := list(rows.filter(no__gt=last).order_by("no")[:500]):
        yield from piece
        last = piece[-1].no


def without_letter(batch: ImportBatch) -> QuerySet[Invitation]:
    """Invitations of the file whose link no letter brings: they are handed over."""
    keys = batch.records.filter(noun=Noun.INVITATION).values("noun_id")
    return Invitation.objects.waiting().filter(pk__in=keys, email="").order_by("pk")


def phones(batch: ImportBatch) -> dict[int, str]:
    """By the key of the invitation, as the file says."""
    rows = batch.records.filter(noun=Noun.INVITATION).values_list("noun_id", "content")
    return {key: content.get("phone", "") for key, content in rows if key}


def machine(line: ImportLine) -> dict[str, Any]:
    """One row for programs."""
    report, record = report_of(line), line.record
    return {
        "no": line.no,
        "sheet": line.kind,
        "row": report.get("row", 0),
        "title": line.title,
        "outcome": line.shown.value,
        "noun": (record.noun or None) if record else None,
        "uid": str(record.noun_uid) if record and record.noun_uid else None,
        "changes": [
            {"column": one["field"], "from": one["from"], "to": one["to"]}
            for one in report.get("changed", [])
        ],
        "reasons": [
            {"column": one["field"], "code": one["why"], "words": told(one)}
            for one in [*report.get("errors", []), *report.get("not_placed", [])]
        ],
    }

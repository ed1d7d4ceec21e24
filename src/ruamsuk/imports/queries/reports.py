"""The report of an import, for machines and for people."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ruamsuk.core.text import visible
from ruamsuk.imports.choices import COUNTED, UNKNOWN, WHY, BatchState, LineResult
from ruamsuk.imports.importers import IMPORTERS, Importer, Words
from ruamsuk.imports.models import ImportBatch, ImportLine

SHOWN = 2_000  # letters of a value on a page; the report as JSON has it whole

TO_CONFIRM = "to-confirm"  # beside the outcomes, a list of its own
InWords = Callable[[str, object], str | None]


def importer_of(batch: ImportBatch) -> Importer:
    return IMPORTERS[batch.importer]


def told(importer: Importer, entry: dict[str, Any]) -> str:
    """Why something was mended or not placed, in the reader's language."""
    code = entry["why"]
    words = importer.why[code] if code in importer.why else WHY[code]
    return str(words).format(**entry.get("params", {}))


def kind_in_words(importer: Importer, line: ImportLine) -> Words:
    return importer.kinds.get(line.kind) or (_("something else") if line.kind == UNKNOWN else line.kind)


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many lines of a file came to which end; before the import, what is foreseen."""
    found = dict.fromkeys(COUNTED, 0)
    rows = batch.lines.order_by().values("outcome", "expected").annotate(n=Count("pk"))
    for row in rows:
        outcome = row["outcome"]
        if outcome == LineResult.WAITING:
            outcome = row["expected"] or outcome
        found[LineResult(outcome)] = found.get(LineResult(outcome), 0) + row["n"]
    return {outcome.value: number for outcome, number in found.items()}


def counted(batch: ImportBatch) -> list[tuple[LineResult, int]]:
    """The same for people: outcomes in their order."""
    found = counts(batch)
    return [
        (outcome, found.get(outcome, 0)) for outcome in LineResult if found.get(outcome) or outcome in COUNTED
    ]


def to_confirm(batch: ImportBatch) -> int:
    """How many lines stand, or are going to stand, where a person has to confirm it."""
    return batch.lines.filter(report__to_confirm=True).count()


def progress(batch: ImportBatch) -> tuple[int, int]:
    """How many records of an import, or of taking one back, are done, and of how many."""
    if batch.state == BatchState.UNDOING:
        done = batch.lines.filter(outcome=LineResult.UNDONE).count()
        return done, done + batch.records.count()
    whole = batch.lines.count()
    return whole - batch.lines.filter(outcome=LineResult.WAITING).count(), whole


def lines_of(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportLine]:
    rows = batch.lines.select_related("record").defer("content", "record__content", "record__applied")
    if outcome == TO_CONFIRM:
        return rows.filter(report__to_confirm=True)
    if outcome not in LineResult.values:
        return rows
    return rows.filter(Q(outcome=outcome) | Q(outcome=LineResult.WAITING, expected=outcome))


def report_of(line: ImportLine) -> dict[str, Any]:
    """What was read of the line; of one that is the same as before, what was read then."""
    report = line.report
    if "understood" not in report and line.record is not None:
        report = {**line.record.report, "errors": []}
    return {name: report.get(name, {} if name == "understood" else []) for name in _NAMES}


_NAMES = ("understood", "mended", "not_placed", "errors")


def machine(importer: Importer, line: ImportLine) -> dict[str, Any]:
    """One record of the machine-readable report."""
    report, record = report_of(line), line.record
    return {
        "no": line.no,
        "source": line.source,
        "kind": line.kind,
        "outcome": line.shown.value,
        "noun": (record.noun or None) if record else None,
        "uid": str(record.noun_uid) if record and record.noun_uid else None,
        "understood": report["understood"],
        "mended": [
            {
                "field": one["field"],
                "from": one["from"],
                "to": one["to"],
                "code": one["why"],
                "why": told(importer, one),
            }
            for one in report["mended"]
        ],
        "not_placed": [
            {"field": one["field"], "value": one["value"], "code": one["why"], "why": told(importer, one)}
            for one in report["not_placed"]
        ],
        "errors": [{"code": one["why"], "why": told(importer, one)} for one in report["errors"]],
    }


def in_order(rows: QuerySet[ImportLine]) -> Iterator[ImportLine]:
    """Lines by their position, a few hundred in memory at a time."""
    last = 0
    while piece := list(rows.filter(no__gt=last).order_by("no")[:200]):
        yield from piece
        last = piece[-1].no


def summary(batch: ImportBatch) -> dict[str, object]:
    found = counts(batch)
    return {
        "file": batch.file_name,
        "sha256": batch.sha256,
        "batch": str(batch.uid),
        "records": sum(found.values()),
        **{outcome.value: found.get(outcome.value, 0) for outcome in COUNTED},
    }


def whole(batch: ImportBatch) -> dict[str, object]:
    importer = importer_of(batch)
    rows = [machine(importer, line) for line in in_order(lines_of(batch))]
    return {"summary": summary(batch), "records": rows}


def in_words(batch: ImportBatch) -> Iterator[str]:
    """The report for people, line by line."""
    importer = importer_of(batch)
    in_words = importer.in_words()
    for line in in_order(lines_of(batch)):
        yield from line_in_words(importer, line, in_words)
    yield ""
    yield summary_in_words(batch)


def summary_in_words(batch: ImportBatch) -> str:
    parts = [f"{outcome.label} {number:,}" for outcome, number in counted(batch)]
    return _("%(file)s: %(counts)s") % {"file": batch.file_name, "counts": " · ".join(parts)}


def line_in_words(importer: Importer, line: ImportLine, in_words: InWords) -> Iterator[str]:
    report = report_of(line)
    noun = importer.noun_of(line.record)
    what = noun.label if noun else kind_in_words(importer, line)
    yield f"{line.no}. [{line.shown.label}] {what}: {line.title or '–'}"
    if line.source:
        yield f"   {line.source}"
    if understood := understood_in_words(importer, report["understood"], in_words):
        yield "   " + _("Understood:") + " " + " · ".join(f"{name} {value}" for name, value in understood)
    for one in report["mended"]:
        field = field_in_words(importer, one)
        yield "   " + _("Mended:") + f" {field}: {mended_in_words(importer, one)}"
    for one in report["not_placed"]:
        field = field_in_words(importer, one)
        yield "   " + _("Not placed:") + f" {field}: {left_in_words(importer, one)}"
    for one in report["errors"]:
        yield "   " + told(importer, one)


def understood_in_words(
    importer: Importer, understood: dict[str, Any], in_words: InWords
) -> list[tuple[str, str]]:
    return [
        (str(importer.parts.get(name, name)), in_words(name, value) or _as_words(value))
        for name, value in understood.items()
        if value not in ("", [])
    ]


def _as_words(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one not in (None, ""))
    if isinstance(value, list):
        return "; ".join(_as_words(one) for one in value)
    return str(value)


def field_in_words(importer: Importer, entry: dict[str, Any]) -> str:
    """Fields of the source keep their name; ours are told in the reader's language."""
    return str(importer.parts.get(entry["field"], entry["field"]))


def mended_in_words(importer: Importer, entry: dict[str, Any]) -> str:
    before, after = _as_words(entry["from"]), _as_words(entry["to"])
    change = f"“{before}” → “{after}” · " if before != after and before else ""
    return f"{change}{told(importer, entry)}"


def left_in_words(importer: Importer, entry: dict[str, Any]) -> str:
    text = _as_words(entry["value"])
    text = text if len(text) <= 200 else f"{text[:200]}…"
    value = f"“{text}” · " if text else ""
    return f"{value}{told(importer, entry)}"


def given_in_words(line: ImportLine) -> list[tuple[str, str]]:
    """The record field by field, persons masked; of a very long one as much as tells what it is."""
    content = line.record.content if line.content is None and line.record is not None else line.content
    if isinstance(content, dict):
        return [(_told(name, SHOWN // 10), _told(_as_words(value))) for name, value in content.items()]
    return [("", _told(_as_words(content)))]


def _told(text: str, most: int = SHOWN) -> str:
    return Truncator(visible(text)).chars(most)


def shown_entries(importer: Importer, entries: Iterable[dict[str, Any]]) -> list[tuple[str, bool, str]]:
    """(field, whether it is a word of ours, sentence) for a page, of things mended or not placed."""
    return [
        (
            field_in_words(importer, one),
            one["field"] in importer.parts,
            mended_in_words(importer, one) if "to" in one else left_in_words(importer, one),
        )
        for one in entries
    ]

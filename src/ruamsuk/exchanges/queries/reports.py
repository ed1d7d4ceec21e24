"""What happens to the rows of a file, for people and for programs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ruamsuk.exchanges.choices import COUNTED, NAME, OUTCOMES
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.exchanges.queries.cells import shown, shown_more
from ruamsuk.exchanges.queries.values import values_of
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportBatch, ImportLine
from ruamsuk.imports.queries.reports import counts, told
from ruamsuk.projects.models import Project

DIFFERS = "differs"  # beside the outcomes, a list of its own
ALONE = "alone"


def totals(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """Outcome, its words and how many rows; those that are always told, and the others where there are any."""
    found = counts(batch)
    rows = [
        (one.value, str(OUTCOMES[one]), found.get(one.value, 0))
        for one in LineResult
        if one in COUNTED or found.get(one.value)
    ]
    return [
        *rows,
        (DIFFERS, _("says something else than here"), differing_rows(batch).count()),
        (ALONE, _("not here"), alone_rows(batch).count()),
    ]


def differing_rows(batch: ImportBatch) -> QuerySet[ImportLine]:
    return batch.lines.filter(report__differs__0__isnull=False)


def alone_rows(batch: ImportBatch) -> QuerySet[ImportLine]:
    return batch.lines.filter(report__project="")


def rows_of(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportLine]:
    rows = batch.lines.all()
    if outcome == DIFFERS:
        rows = differing_rows(batch)
    elif outcome == ALONE:
        rows = alone_rows(batch)
    elif outcome in LineResult.values:
        rows = rows.filter(outcome=outcome) | rows.filter(outcome=LineResult.WAITING, expected=outcome)
    return rows.select_related("record")


def form_of(batch: ImportBatch) -> ExchangeForm | None:
    """By which its rows were read."""
    line = batch.lines.select_related("record").order_by("no").first()
    content = _content(line) if line else None
    return ExchangeForm.objects.whole().filter(pk=content["form"]).first() if content else None


def unknown_of(batch: ImportBatch) -> list[str]:
    """Headings of the file that the form does not have: kept as they came."""
    found: dict[str, None] = {}
    for report in batch.lines.values_list("report", flat=True)[:50]:
        found |= dict.fromkeys(report.get("unknown", []))
    return list(found)


def _content(line: ImportLine) -> dict[str, Any] | None:
    content = line.content if line.content is not None or line.record is None else line.record.content
    return content if isinstance(content, dict) else None


def heading_of(form: ExchangeForm, name: str) -> str:
    column = form.fields.get(name)
    return column.heading if column else name


def reasons(form: ExchangeForm, line: ImportLine) -> list[tuple[str, str]]:
    """Heading and sentence: why a row is refused."""
    faults = line.report.get("errors", [])
    return [(heading_of(form, one["field"]), told(IMPORTERS[NAME], one)) for one in faults]


def changes(form: ExchangeForm, line: ImportLine) -> list[tuple[str, str, str]]:
    """Heading, what the other system said before, what it says now."""
    found = []
    for one in line.report.get("changed", []):
        column = form.fields.get(one["field"])
        if column is None:
            found.append((one["field"], str(one["from"]), str(one["to"])))
            continue
        found.append((column.heading, shown(column, one["from"]), shown(column, one["to"])))
    return found


def differences(form: ExchangeForm, line: ImportLine) -> list[str]:
    """Headings of what is otherwise here."""
    return [heading_of(form, name) for name in line.report.get("differs", [])]


def beside(form: ExchangeForm, line: ImportLine) -> list[tuple[str, str, str]]:
    """Heading, what is known here today, what the row says: of each value that differed."""
    uid, content = line.report.get("project"), _content(line)
    names = [name for name in line.report.get("differs", []) if name in form.fields]
    project = Project.objects.filter(uid=uid).first() if uid and names else None
    if project is None or content is None:
        return []
    here = values_of([project])[project.pk]
    return [
        (
            form.fields[name].heading,
            shown(form.fields[name], here[name]),
            shown(form.fields[name], content["values"].get(name)),
        )
        for name in names
    ]


def in_a_line(form: ExchangeForm, line: ImportLine) -> str:
    """What is to be known of a row, on one line."""
    said = [f"{heading}: {text}" if heading else text for heading, text in reasons(form, line)]
    said += [f"{heading}: {before} → {after}" for heading, before, after in changes(form, line)]
    if headings := differences(form, line):
        said.append(_("Different here: %(columns)s") % {"columns": ", ".join(headings)})
    if line.report.get("project") == "" and not said:
        said.append(_("Not here: it goes to the list “typed there, not here”."))
    return " · ".join(said)


def given(form: ExchangeForm, line: ImportLine) -> list[tuple[str, str]]:
    """What was understood of a row, column by column; then what the form does not know, as it came."""
    content = _content(line) or {"values": {}, "more": {}}
    values = content["values"]
    found = [
        (column.heading, shown(column, values[name]))
        for name, column in form.fields.items()
        if name in values
    ]
    return [*found, *shown_more(content["more"])]


def machine(form: ExchangeForm, line: ImportLine) -> dict[str, Any]:
    """One row for programs."""
    return {
        "no": line.no,
        "sheet": line.report.get("sheet", ""),
        "row": line.report.get("row", 0),
        "title": line.title,
        "outcome": line.shown.value,
        "project": line.report.get("project") or None,
        "reasons": [
            {"column": heading, "code": one["why"], "words": text}
            for one, (heading, text) in zip(line.report.get("errors", []), reasons(form, line), strict=True)
        ],
        "changes": [
            {"column": heading, "from": before, "to": after} for heading, before, after in changes(form, line)
        ],
        "differs": differences(form, line),
        "unknown": line.report.get("unknown", []),
    }

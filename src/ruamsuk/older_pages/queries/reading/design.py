"""What the design of a project says: its issues, situations and the codes of the forms."""

from typing import Any

from ruamsuk.issues.queries import plain_issue
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.reading.fields import MAX_TITLE, Fields
from ruamsuk.projects.projects.codes import ReadCode


def read_issues(fields: Fields) -> None:
    said = fields.all_values(Part.ISSUES)
    if not said:
        return
    found: list[int] = []
    for name, text in said:
        # Lines part names, and `all_values` makes one of them; what the collector remarked is off by then.
        raw = texts.lines_of(fields.content[name])
        parts = texts.split_names(raw if "\n" in raw else text, lambda one: _issue(fields, one) is not None)
        for part in parts:
            issue = _issue(fields, part)
            if issue is None:
                fields.reading.leave(name, part, "issue-unknown")
            elif issue not in found:
                found.append(issue)
        if len(parts) > 1:
            fields.reading.mend(name, text, " | ".join(parts), "several", count=len(parts))
    fields.reading.values["issues"] = sorted(found)
    fields.reading.understood["issues"] = [fields.known.issue_codes[pk] for pk in found]


def _issue(fields: Fields, text: str) -> int | None:
    return fields.known.issues.get(plain_issue(text))


def read_situations(fields: Fields) -> None:
    name, given = fields.raw(Part.SITUATIONS)
    if not given:
        return
    rows: list[list[object]] = []
    for line in given if isinstance(given, list) else texts.lines_of(given).splitlines():
        if row := _situation(fields, name, line):
            rows.append(row)
    fields.reading.values["situations"] = rows
    fields.reading.understood["situations"] = [f"{text}: {size}" if size else text for text, size in rows]


def _situation(fields: Fields, name: str, line: Any) -> list[object] | None:
    """[text, size as text or None]."""
    text, _bar, typed = texts.as_text(line).rpartition("|")
    text, typed = (text.strip(), typed.strip()) if _bar else (typed.strip(), "")
    size = None
    if texts.is_cut(typed):
        fields.reading.leave(name, line, "cut")
    elif typed and not texts.is_marker(typed):
        size = texts.read_size(typed)
        if size is None:
            fields.reading.leave(name, line, "size-unreadable")
        elif texts.has_thai_digits(typed):
            fields.reading.mend(name, typed, str(size), "thai-digits")
    if not text:
        return None
    return [fields.short(name, text, MAX_TITLE), None if size is None else str(size)]


def read_types(fields: Fields, code: ReadCode | None) -> None:
    name, text = fields.value(Part.SUPPORT_TYPE)
    number = texts.read_support_type(text) if text else None
    if text and number is None:
        fields.reading.leave(name, text, "type-unknown")
    number = number or (code.support_type if code else None)
    if number and number in fields.known.support_types:
        fields.reading.values["support_type_id"] = fields.known.support_types[number]
        fields.reading.understood["support_type"] = number
    name, text = fields.value(Part.APPLICANT_KIND)
    if text:
        kind = texts.read_applicant_kind(text)
        if kind is None:
            fields.reading.leave(name, text, "type-unknown")
        else:
            fields.reading.values["applicant_kind"] = fields.reading.understood["applicant_kind"] = kind

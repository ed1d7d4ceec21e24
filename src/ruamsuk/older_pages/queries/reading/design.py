"""What the design of a project says: its issues, situations and the codes of the forms."""

from ruamsuk.issues.queries import plain_issue
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.reading.fields import MAX_TITLE, Fields
from ruamsuk.projects.projects.codes import ReadCode


def read_issues(fields: Fields) -> None:
    name, text = fields.value(texts.ISSUES)
    if not text:
        return
    found: list[int] = []
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    whole = fields.known.issues.get(plain_issue(text))
    if whole is not None:
        parts = [text]  # an issue whose own name has a comma: เด็ก เยาวชน ครอบครัว
    for part in parts:
        issue = fields.known.issues.get(plain_issue(part))
        if issue is None:
            fields.reading.leave(name, part, "issue-unknown")
        elif issue not in found:
            found.append(issue)
    if len(parts) > 1:
        fields.reading.mend(name, text, " | ".join(parts), "several", count=len(parts))
    fields.reading.values["issues"] = sorted(found)
    fields.reading.understood["issues"] = [fields.known.issue_codes[pk] for pk in found]


def read_situations(fields: Fields) -> None:
    given = fields.content.get(texts.SITUATIONS)
    if not given:
        return
    rows: list[list[object]] = []
    for line in given if isinstance(given, list) else [given]:
        text, _bar, typed = texts.as_text(line).rpartition("|")
        text, typed = (text.strip(), typed.strip()) if _bar else (typed.strip(), "")
        size = None
        if texts.is_cut(typed):
            fields.reading.leave(texts.SITUATIONS, line, "cut")
        elif typed and not texts.is_marker(typed):
            size = texts.read_size(typed)
            if size is None:
                fields.reading.leave(texts.SITUATIONS, line, "size-unreadable")
            elif texts.has_thai_digits(typed):
                fields.reading.mend(texts.SITUATIONS, typed, str(size), "thai-digits")
        if text:
            rows.append(
                [fields.short(texts.SITUATIONS, text, MAX_TITLE), None if size is None else str(size)]
            )
    fields.reading.values["situations"] = rows
    fields.reading.understood["situations"] = [f"{text}: {size}" if size else text for text, size in rows]


def read_types(fields: Fields, code: ReadCode | None) -> None:
    name, text = fields.value(texts.SUPPORT_TYPE)
    number = texts.read_support_type(text) if text else None
    if text and number is None:
        fields.reading.leave(name, text, "type-unknown")
    number = number or (code.support_type if code else None)
    if number and number in fields.known.support_types:
        fields.reading.values["support_type_id"] = fields.known.support_types[number]
        fields.reading.understood["support_type"] = number
    name, text = fields.value(texts.APPLICANT_KIND)
    if text:
        kind = texts.read_applicant_kind(text)
        if kind is None:
            fields.reading.leave(name, text, "type-unknown")
        else:
            fields.reading.values["applicant_kind"] = fields.reading.understood["applicant_kind"] = kind

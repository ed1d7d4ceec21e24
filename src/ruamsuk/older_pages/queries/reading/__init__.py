"""Reading one record of an older system: what it says, what had to be mended, what could not be placed.

`read` writes nothing. Reasons are codes of `choices.WHY` with parameters, so that a report can be told in either
language. Rules of placing: docs/adr/0030.
"""

from typing import Any

from ruamsuk.areas.queries import short_path
from ruamsuk.older_pages.choices import Noun, PageKind, Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.reading.design import read_issues, read_situations, read_types
from ruamsuk.older_pages.queries.reading.fields import Fields
from ruamsuk.older_pages.queries.reading.heading import (
    read_applicant,
    read_code_of,
    read_day_field,
    read_days,
    read_title,
    read_year,
)
from ruamsuk.older_pages.queries.reading.placing import home_of
from ruamsuk.older_pages.queries.reading.projects import read_project
from ruamsuk.older_pages.queries.reading.record import Reading
from ruamsuk.older_pages.queries.reading.tables import read_table

OF_PROJECTS = {
    Part.AGREEMENT, Part.APPROVED, Part.REPORT_DUE, Part.BUDGET, Part.SET, Part.INSTALMENTS, Part.STATUS,
    Part.PARTNERS,
}  # fmt: skip
WITHOUT_FIELD = (Part.NOTE, Part.PERSONS, Part.PHONES, Part.POPULATION)
# What is kept whole, and why.
KEPT_WHOLE = {
    PageKind.EVALUATION: "no-noun",
    PageKind.STATISTICS: "figures-page",
    PageKind.DIAGRAM: "diagram-page",
    PageKind.SUM: "line-of-sums",
    PageKind.UNKNOWN: "kind-unknown",
}


def read(
    source: str, kind: PageKind, content: dict[str, Any], masked: list[dict[str, str]], known: Known
) -> Reading:
    """`content`: a record without persons; `masked`: what was taken out of it."""
    reading = Reading(source.strip(), kind, texts.key_of(source))
    for one in masked:
        reading.mend(one["field"], texts.MASK, texts.MASK, one["why"])
    fields = Fields(content, reading, known)
    if kind == PageKind.FUND_TABLE:
        read_table(content, fields.peek(Part.KIND)[1], reading, known)
    elif kind in KEPT_WHOLE:
        name, text = fields.peek(Part.KIND)
        reading.leave(name, text, KEPT_WHOLE[kind])
        if kind == PageKind.SUM:  # perhaps a project, whose title stands under a name that is not known
            _leave_unknown(fields)
    elif not _names_something(fields):
        reading.leave(Part.TITLE.value, "", "no-project-named")
        _leave_unknown(fields)
    else:
        _read_noun(fields)
    return reading


def _names_something(fields: Fields) -> bool:
    """A title or a code; the printed form of a fund has neither."""
    wanted = [Part.TITLE, Part.CODE, *([Part.FUND] if fields.reading.kind == PageKind.PRINT else [])]
    return any(fields.peek(part)[1] for part in wanted)


def _read_noun(fields: Fields) -> None:
    """A proposal or a project, field by field."""
    reading = fields.reading
    reading.noun = Noun.PROJECT if fields.is_project else Noun.PROPOSAL
    title = read_title(fields)
    code = read_code_of(fields)
    days = read_days(fields)
    approved = read_day_field(fields, Part.APPROVED, "approved_on") if fields.is_project else None
    home = home_of(fields, title, code)
    reading.values["home_area_id"] = home.pk
    reading.understood["home_area"] = {"name": short_path(home), "code": home.code}
    read_year(fields, title, code, days, approved)
    read_applicant(fields)
    read_issues(fields)
    read_situations(fields)
    read_types(fields, code)
    if fields.is_project:
        read_project(fields, days)
    _leave_rest(fields)
    _leave_unknown(fields)


def _leave_unknown(fields: Fields) -> None:
    for name, value in sorted(fields.content.items()):
        if texts.as_text(value) and not fields.known.labels.known(name):
            fields.reading.leave(name, value, "label-unknown")


def _leave_rest(fields: Fields) -> None:
    """What the record says beyond the fields that were read: kept in it, and said."""
    for name, value in sorted(fields.content.items()):
        part = fields.known.labels.part_of(name)
        if not texts.as_text(value):
            continue
        if part in WITHOUT_FIELD or (not fields.is_project and part in OF_PROJECTS):
            fields.reading.leave(name, value, "no-place-for-it")

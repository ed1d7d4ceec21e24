"""Reading one record of an older system: what it says, what had to be mended, what could not be placed.

`read` writes nothing. Reasons are codes of `choices.WHY` with parameters, so that a report can be told in either
language. Rules of placing: docs/adr/0030.
"""

from typing import Any

from ruamsuk.areas.queries import short_path
from ruamsuk.older_pages.choices import Noun, PageKind
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.reading.design import read_issues, read_situations, read_types
from ruamsuk.older_pages.queries.reading.fields import Fields
from ruamsuk.older_pages.queries.reading.heading import (
    read_applicant,
    read_code_of,
    read_days,
    read_title,
    read_year,
)
from ruamsuk.older_pages.queries.reading.placing import home_of
from ruamsuk.older_pages.queries.reading.projects import read_project
from ruamsuk.older_pages.queries.reading.record import Reading
from ruamsuk.older_pages.queries.reading.tables import read_table

OF_PROJECTS = {texts.AGREEMENT, texts.APPROVED, texts.REPORT_DUE, texts.BUDGET, texts.SET, texts.INSTALMENTS}


def read(content: dict[str, Any], masked: list[dict[str, str]], known: Known) -> Reading:
    """`content`: a record without persons, with source and kind; `masked`: what was taken out of it."""
    source = content["source"].strip()
    reading = Reading(source, texts.kind_of(content["kind"]), texts.key_of(source))
    for one in masked:
        reading.mend(one["field"], texts.MASK, texts.MASK, one["why"])
    if reading.kind == PageKind.FUND_TABLE:
        read_table(content, reading, known)
    elif reading.kind in (PageKind.EVALUATION, PageKind.UNKNOWN):
        why = "no-noun" if reading.kind == PageKind.EVALUATION else "kind-unknown"
        reading.leave("kind", content["kind"], why)
    else:
        _read_noun(Fields(content, reading, known))
    return reading


def _read_noun(fields: Fields) -> None:
    """A proposal or a project, field by field."""
    reading = fields.reading
    reading.noun = Noun.PROJECT if fields.is_project else Noun.PROPOSAL
    title = read_title(fields)
    code = read_code_of(fields)
    days = read_days(fields)
    home = home_of(fields, title, code)
    reading.values["home_area_id"] = home.pk
    reading.understood["home_area"] = {"name": short_path(home), "code": home.code}
    read_year(fields, title, code, days)
    read_applicant(fields)
    read_issues(fields)
    read_situations(fields)
    read_types(fields, code)
    if fields.is_project:
        read_project(fields, days)
    _leave_rest(fields)


def _leave_rest(fields: Fields) -> None:
    """What the record says beyond the fields that were read: kept in it, and said."""
    for key, value in fields.content.items():
        unread = key not in texts.READ_KEYS or (not fields.is_project and key in OF_PROJECTS)
        if unread and texts.as_text(value):
            fields.reading.leave(key, value, "no-place-for-it")

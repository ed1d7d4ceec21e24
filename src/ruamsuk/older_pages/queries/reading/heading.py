"""What proposals and projects both begin with: title, code, days, fiscal year, who applies.

A day or year that the record does not tell is not known, and stays so. What a year was derived from is kept with it.
"""

from dataclasses import dataclass
from datetime import date

from ruamsuk.core.calendar import (
    FIRST_FISCAL_YEAR,
    YEARS_AHEAD,
    current_fiscal_year,
    fiscal_year,
    fiscal_years,
)
from ruamsuk.funds.queries import normal_code
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.days import read_day, read_period
from ruamsuk.older_pages.queries.reading.fields import MAX_NAME, MAX_TITLE, Fields
from ruamsuk.projects.projects.codes import ReadCode, read_code


def read_title(fields: Fields) -> str:
    name, title = fields.value(Part.TITLE)
    if not title:
        _fund_name, fund = fields.peek(Part.FUND)
        _kind_name, kind = fields.peek(Part.KIND)
        _code_name, code = fields.peek(Part.CODE)
        title = " ".join(part for part in (kind or str(fields.reading.kind.label), fund or code) if part)
        fields.reading.leave(name, "", "title-missing")
    title = fields.short(name, title, MAX_TITLE)
    fields.reading.values["title"] = fields.reading.understood["title"] = title
    return title


def read_code_of(fields: Fields) -> ReadCode | None:
    name, typed = fields.value(Part.CODE)
    if not typed:
        return None
    fields.reading.code_field = name
    fields.reading.values["typed_code"] = fields.reading.understood["typed_code"] = typed[:80]
    code = read_code(typed)
    if code is None and texts.is_fund_code(typed):
        del fields.reading.values["typed_code"], fields.reading.understood["typed_code"]
        fields.reading.mend(name, typed, normal_code(typed), "code-is-funds")
        return None
    if code is None or len(code.code) > 40:
        fields.reading.leave(name, typed, "code-unreadable")
        return None
    if code.code != typed:
        fields.reading.mend(name, typed, code.code, "code-normalised")
    fields.reading.values["code"] = fields.reading.understood["code"] = code.code
    return code


def read_days(fields: Fields) -> tuple[date | None, date | None]:
    """First and last day: of the period, or of a field each."""
    name, _text = fields.value(Part.PERIOD)
    given = fields.content.get(name)
    text = texts.span_of(given) if _text and isinstance(given, list | dict) else _text
    start = end = None
    if text and (period := read_period(text)) is None:
        start = read_day(text.strip(" -–—")).day
        fields.reading.leave(name, text, "period-one-day" if start else "period-unreadable")
    elif text and period:
        start, end = (fields.day(name, text, one) for one in period)
    start = start or _day_of(fields, Part.STARTS)
    end = end or _day_of(fields, Part.ENDS)
    if start and end and end < start:
        fields.reading.leave(name, text, "days-reversed")
        return None, None
    return fields.keep_day("starts_on", start), fields.keep_day("ends_on", end)


def _day_of(fields: Fields, part: Part) -> date | None:
    name, text = fields.value(part)
    return fields.day(name, text, read_day(text)) if text else None


def read_day_field(fields: Fields, part: Part, own: str) -> date | None:
    return fields.keep_day(own, _day_of(fields, part))


@dataclass(frozen=True)
class Hint:
    """A fiscal year that something of the record tells. `why`: the code of what told it, kept with the record."""

    year: int
    why: str


def read_year(
    fields: Fields,
    title: str,
    code: ReadCode | None,
    days: tuple[date | None, date | None],
    approved: date | None,
) -> None:
    """The year that the record says, else the clearest that it lets know; not known where nothing tells."""
    reading = fields.reading
    name, said = _said_year(fields)
    hints = [*([Hint(said, "")] if said else []), *_hints(fields, title, code, days, approved)]
    if not hints:
        if not any(one["field"] == name for one in reading.not_placed):
            reading.leave("fiscal_year", "", "year-unknown")
        return
    first = hints[0]
    reading.values["fiscal_year"] = reading.understood["fiscal_year"] = first.year
    if first.why:
        reading.mend("fiscal_year", "", str(first.year), first.why)
    of_days = next((one.year for one in hints[1:] if one.why == "year-from-days"), None)
    if first.why == "year-from-code" and of_days not in (None, first.year):
        reading.mend("fiscal_year", str(of_days), str(first.year), "code-beats-days", year=first.year)
    of_code = next((one.year for one in hints if one.why == "year-from-code"), None)
    if not first.why and of_code not in (None, first.year):
        reading.leave("fiscal_year", of_code, "year-otherwise", year=of_code)


def _said_year(fields: Fields) -> tuple[str, int | None]:
    name, text = fields.value(Part.FISCAL_YEAR)
    if not text:
        return name, None
    bare = texts.without_year_word(text)
    found = fiscal_years(bare)
    if len(found) == 1:
        if text != str(found[0]):
            fields.reading.mend(name, text, str(found[0]), "year-normalised")
        return name, found[0]
    fields.reading.leave(name, text, "year-unreadable")
    return name, None


def _hints(
    fields: Fields,
    title: str,
    code: ReadCode | None,
    days: tuple[date | None, date | None],
    approved: date | None,
) -> list[Hint]:
    of_title = texts.years_in_title(title)
    if len(of_title) > 1:
        fields.reading.leave("title", title, "year-several", years=", ".join(map(str, of_title)))
    of_period = texts.years_in_title(fields.peek(Part.PERIOD)[1]) if days == (None, None) else []
    found = [
        (code.fiscal_year if code else None, "year-from-code"),
        (of_title[0] if len(of_title) == 1 else None, "year-from-title"),
        (fiscal_year(days[0]) if days[0] else None, "year-from-days"),
        (of_period[0] if len(of_period) == 1 else None, "year-from-period"),
        (fiscal_year(approved) if approved else None, "year-from-approval"),
        (fiscal_year(days[1]) if days[1] else None, "year-from-last-day"),
        (_year_of_number(code.code) if code and code.foreign else None, "year-from-number"),
    ]
    hints = []
    for year, why in found:
        if year is None:
            continue
        if FIRST_FISCAL_YEAR <= year <= current_fiscal_year() + YEARS_AHEAD:
            hints.append(Hint(year, why))
        else:
            fields.reading.leave("fiscal_year", year, "year-impossible", year=year)
    return hints


def _year_of_number(code: str) -> int | None:
    """Numbers of another funder begin with the year: 58-03912, 63001740012."""
    found = fiscal_years(code[:2])
    return found[0] if len(found) == 1 else None


def read_applicant(fields: Fields) -> None:
    name, text = fields.value(Part.APPLICANT)
    if fields.is_project and not text:
        name, text = fields.value(Part.UNIT)
    if text:
        own = "owner_name" if fields.is_project else "applicant_name"
        fields.reading.values[own] = fields.short(name, text, MAX_NAME)
        fields.reading.understood[own] = text

"""What proposals and projects both begin with: title, code, days, fiscal year, who applies."""

from datetime import date

from ruamsuk.core.calendar import current_fiscal_year, fiscal_year
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.reading.fields import MAX_NAME, MAX_TITLE, Fields
from ruamsuk.projects.projects.codes import ReadCode, read_code


def read_title(fields: Fields) -> str:
    name, title = fields.value(*texts.TITLE)
    if not title:
        _fund_name, fund = fields.peek(*texts.FUND)
        title = " ".join(part for part in (fields.content["kind"].strip(), fund) if part)
        fields.reading.leave(name, "", "title-missing")
    title = fields.short(name, title, MAX_TITLE)
    fields.reading.values["title"] = fields.reading.understood["title"] = title
    return title


def read_code_of(fields: Fields) -> ReadCode | None:
    name, typed = fields.value(texts.CODE)
    if not typed:
        return None
    fields.reading.values["typed_code"] = fields.reading.understood["typed_code"] = typed[:80]
    code = read_code(typed)
    if code is None or len(code.code) > 40:
        fields.reading.leave(name, typed, "code-unreadable")
        return None
    if code.code != typed:
        fields.reading.mend(name, typed, code.code, "code-normalised")
    fields.reading.values["code"] = fields.reading.understood["code"] = code.code
    return code


def read_days(fields: Fields) -> tuple[date | None, date | None]:
    name, text = fields.value(texts.PERIOD)
    if not text:
        return None, None
    period = texts.read_period(text)
    if period is None:
        fields.reading.leave(name, text, "period-unreadable")
        return None, None
    start, end = (fields.day(name, text, one) for one in period)
    if start and end and end < start:
        fields.reading.leave(name, text, "days-reversed")
        return None, None
    return fields.keep_day("starts_on", start), fields.keep_day("ends_on", end)


def read_year(
    fields: Fields, title: str, code: ReadCode | None, days: tuple[date | None, date | None]
) -> None:
    reading = fields.reading
    of_days = fiscal_year(days[0]) if days[0] else None
    of_code = code.fiscal_year if code else None
    year = of_code or texts.year_in_title(title) or of_days
    if year is not None and not 2540 <= year <= current_fiscal_year() + 20:
        reading.leave("fiscal_year", year, "year-impossible", year=year)
        year = of_days
    if year is None:
        year = current_fiscal_year()
        reading.leave("fiscal_year", "", "year-unknown", year=year)
    else:
        reading.understood["fiscal_year"] = year
        if of_code and of_days and of_code != of_days:
            reading.mend("fiscal_year", str(of_days), str(year), "code-beats-days", year=year)
    reading.values["fiscal_year"] = year


def read_applicant(fields: Fields) -> None:
    name, text = fields.value(*texts.APPLICANT)
    if fields.is_project and not text:
        name, text = fields.value(texts.UNIT)
    if text:
        own = "owner_name" if fields.is_project else "applicant_name"
        fields.reading.values[own] = fields.short(name, text, MAX_NAME)
        fields.reading.understood[own] = text

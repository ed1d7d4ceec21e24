"""What only a project has: agreement, money, instalments, the set that it stands in, status."""

import itertools
from datetime import date
from typing import Any

from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.money import baht_text
from ruamsuk.older_pages.choices import Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.days import read_period
from ruamsuk.older_pages.queries.reading.fields import MAX_TITLE, Fields
from ruamsuk.older_pages.queries.reading.heading import read_day_field
from ruamsuk.projects.projects.choices import ProjectStatus

NEEDS_REASON = (ProjectStatus.STOPPED, ProjectStatus.SUSPENDED)


def read_project(fields: Fields, days: tuple[date | None, date | None]) -> None:
    reading = fields.reading
    name, text = fields.value(Part.AGREEMENT)
    if text:
        reading.values["agreement_no"] = fields.short(name, text, 40)
        reading.understood["agreement_no"] = text
    read_day_field(fields, Part.REPORT_DUE, "report_due_on")
    budget = _budget(fields)
    _instalments(fields, budget)
    _partners(fields)
    _name, reading.set_title = fields.value(Part.SET)
    reading.set_title = reading.set_title[:MAX_TITLE]
    if reading.set_title:
        reading.understood["parent"] = reading.set_title
    _status(fields, days[1])


def _budget(fields: Fields) -> int | None:
    name, text = fields.value(Part.BUDGET)
    if not text:
        fields.reading.leave(name, "", "no-budget")
        return None
    amount = texts.read_amount(text)
    if amount.satang is None:
        fields.reading.leave(name, text, amount.why)
        return None
    fields.mends(name, text, baht_text(amount.satang).replace(",", ""), amount.mends)
    fields.reading.values["budget_satang"] = amount.satang
    fields.reading.understood["budget"] = baht_text(amount.satang).replace(",", "")
    return amount.satang


def _instalments(fields: Fields, budget: int | None) -> None:
    name, given = fields.raw(Part.INSTALMENTS)
    if not isinstance(given, list) or not given:
        if given:
            fields.reading.leave(name, given, "instalment-unreadable")
        return
    rows: list[list[Any]] = []
    for line in given:
        row = _instalment(fields, name, texts.as_text(line))
        if row is None:
            fields.reading.leave(name, line, "instalment-unreadable")
            return
        rows.append(row)
    total = sum(row[4] for row in rows)
    if total != budget:
        fields.reading.leave(
            name,
            given,
            "instalments-sum",
            sum=baht_text(total),
            budget=baht_text(budget or 0),
        )
        return
    if any(after[0] <= before[1] for before, after in itertools.pairwise(rows)):
        fields.reading.leave(name, given, "instalments-order")
        return
    fields.reading.values["instalments"] = rows
    fields.reading.understood["instalments"] = [baht_text(row[4]).replace(",", "") for row in rows]


def _instalment(fields: Fields, name: str, line: str) -> list[Any] | None:
    """[first day, last day, report from, report until, satang]; days in ISO."""
    parts = texts.read_instalment(line)
    period = read_period(parts[1]) if parts else None
    amount = texts.read_amount(parts[3]) if parts else None
    if parts is None or period is None or amount is None or amount.satang is None:
        return None
    report = read_period(parts[2]) if parts[2] else None
    start, end = (one.day for one in period)
    if start is None or end is None or end < start:
        return None
    for one in (*period, *(report or ())):
        fields.mends(name, line, one.day, one.mends)
    window = [one.day.isoformat() if one.day else None for one in report] if report else [None, None]
    return [start.isoformat(), end.isoformat(), *window, amount.satang]


def _partners(fields: Fields) -> None:
    """Each line as it is written: what one names is said by the register, or by a person later (docs/adr/0095)."""
    lines = [
        line.strip()
        for name, _text in fields.all_values(Part.PARTNERS)
        for line in texts.lines_of(fields.content[name]).splitlines()
    ]
    if found := list(dict.fromkeys(line for line in lines if line)):
        fields.reading.values["partners"] = fields.reading.understood["partners"] = found


def _status(fields: Fields, end: date | None) -> None:
    """As the record says it, else as its kind or its days tell; else it is not known."""
    reading = fields.reading
    name, text = fields.value(Part.STATUS)
    status = texts.read_status(text) if text else None
    if status is not None:
        reading.values["status_reason"] = text if status in NEEDS_REASON else ""
    else:
        if text:
            reading.leave(name, text, "status-unreadable")
        status = _status_told(fields, end)
    if status == ProjectStatus.UNKNOWN and not text:
        reading.leave("status", "", "status-unknown")
    reading.values["status"] = reading.understood["status"] = status.value


def _status_told(fields: Fields, end: date | None) -> ProjectStatus:
    _kind_name, kind = fields.peek(Part.KIND)
    if "finalreport" in fields.reading.source or texts.FINAL.search(kind):
        fields.reading.mend("status", "", ProjectStatus.FINISHED.value, "status-from-report")
        return ProjectStatus.FINISHED
    if end is None:
        return ProjectStatus.UNKNOWN
    status = ProjectStatus.FINISHED if end < today() else ProjectStatus.RUNNING
    why = "status-from-days" if status == ProjectStatus.FINISHED else "status-from-days-to-come"
    fields.reading.mend("status", "", status.value, why, day=day_text(end))
    return status

"""What only a project has: agreement, money, instalments, the set that it stands in, status."""

import itertools
from datetime import date
from typing import Any

from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.money import baht_text
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.reading.fields import MAX_TITLE, Fields
from ruamsuk.projects.projects.choices import ProjectStatus


def read_project(fields: Fields, days: tuple[date | None, date | None]) -> None:
    reading = fields.reading
    name, text = fields.value(texts.AGREEMENT)
    if text:
        reading.values["agreement_no"] = fields.short(name, text, 40)
        reading.understood["agreement_no"] = text
    for key, own in ((texts.APPROVED, "approved_on"), (texts.REPORT_DUE, "report_due_on")):
        name, text = fields.value(key)
        if text:
            fields.keep_day(own, fields.day(name, text, texts.read_day(text)))
    budget = _budget(fields)
    _instalments(fields, budget)
    _name, reading.set_title = fields.value(texts.SET)
    reading.set_title = reading.set_title[:MAX_TITLE]
    if reading.set_title:
        reading.understood["parent"] = reading.set_title
    _status(fields, days[1])


def _budget(fields: Fields) -> int | None:
    name, text = fields.value(texts.BUDGET)
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
    given = fields.content.get(texts.INSTALMENTS)
    if not isinstance(given, list) or not given:
        if given:
            fields.reading.leave(texts.INSTALMENTS, given, "instalment-unreadable")
        return
    rows: list[list[Any]] = []
    for line in given:
        row = _instalment(fields, texts.as_text(line))
        if row is None:
            fields.reading.leave(texts.INSTALMENTS, line, "instalment-unreadable")
            return
        rows.append(row)
    total = sum(row[4] for row in rows)
    if total != budget:
        fields.reading.leave(
            texts.INSTALMENTS,
            given,
            "instalments-sum",
            sum=baht_text(total),
            budget=baht_text(budget or 0),
        )
        return
    if any(after[0] <= before[1] for before, after in itertools.pairwise(rows)):
        fields.reading.leave(texts.INSTALMENTS, given, "instalments-order")
        return
    fields.reading.values["instalments"] = rows
    fields.reading.understood["instalments"] = [baht_text(row[4]).replace(",", "") for row in rows]


def _instalment(fields: Fields, line: str) -> list[Any] | None:
    """[first day, last day, report from, report until, satang]; days in ISO."""
    parts = texts.read_instalment(line)
    period = texts.read_period(parts[1]) if parts else None
    amount = texts.read_amount(parts[3]) if parts else None
    if parts is None or period is None or amount is None or amount.satang is None:
        return None
    report = texts.read_period(parts[2]) if parts[2] else None
    start, end = (one.day for one in period)
    if start is None or end is None or end < start:
        return None
    for one in (*period, *(report or ())):
        fields.mends(texts.INSTALMENTS, line, one.day, one.mends)
    window = [one.day.isoformat() if one.day else None for one in report] if report else [None, None]
    return [start.isoformat(), end.isoformat(), *window, amount.satang]


def _status(fields: Fields, end: date | None) -> None:
    status = ProjectStatus.RUNNING
    if "finalreport" in fields.reading.source:
        status = ProjectStatus.FINISHED
        fields.reading.mend("status", "", status.value, "status-from-report")
    elif end and end < today():
        status = ProjectStatus.FINISHED
        fields.reading.mend("status", "", status.value, "status-from-days", day=day_text(end))
    fields.reading.values["status"] = fields.reading.understood["status"] = status.value

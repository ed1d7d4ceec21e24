"""Saving the fields of a report, merged with what others wrote meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.core.calendar import day_text, parse_day
from ruamsuk.issues.choices import ExpenseGroup
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.actions.drafting import Change
from ruamsuk.projects.actions.reports.ground import PARTS, settle, writable
from ruamsuk.projects.models import (
    ActivityReport,
    Indicator,
    IndicatorResult,
    Objective,
    ParticipantLine,
    SpendingLine,
)


@dataclass
class SavedReport:
    report: ActivityReport
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone


@action(_("wrote in the report"), on="report")
def save_report(
    *, report: ActivityReport, base_version: int, changes: Iterable[Change], by: User, at: Any
) -> SavedReport:
    """Saves what one person typed. A field that someone else changed after `base_version` keeps its text; the other
    text stands beside it until a person chooses (`settle_conflict`).
    """
    report = writable(report)
    saved = SavedReport(report)
    changes = list(changes)
    things = _things(report, changes)
    report.version += 1
    touched: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        key = (change.kind, change.uid)
        thing = things.get(key)
        if thing is None:
            saved.lost[change.path] = change.text
        elif change.error:
            saved.errors[change.path] = change.error
            report.unclean[change.path] = change.text
        elif not _differs(report, thing, change):
            report.unclean.pop(change.path, None)
        elif _is_second_text(report, change, base_version, by):
            report.conflicts[change.path] = {"text": change.text, "by": by.pk}
            saved.conflicts.append(change.path)
        else:
            report.unclean.pop(change.path, None)
            report.marks[change.path] = [report.version, by.pk]
            _write(report, thing, change)
            touched.setdefault(key, set()).add(change.field)
    for key, names in touched.items():
        _save_thing(things[key], names)
    _order_days(report, saved)
    settle(report, at)
    return saved


def _is_second_text(report: ActivityReport, change: Change, base_version: int, by: User) -> bool:
    waiting = report.conflicts.get(change.path)
    if waiting:
        return waiting["by"] == by.pk
    version, who = report.marks.get(change.path, (0, None))
    return version > base_version and who != by.pk


def _things(report: ActivityReport, changes: list[Change]) -> dict[tuple[str, str], Any]:
    """What each change is about: the report, an objective, an indicator, a line. What is gone is left out."""
    kinds = {change.kind for change in changes}
    design = report.project.design
    found: dict[tuple[str, str], Any] = {("r", ""): report}
    if "obj" in kinds:
        found |= {("obj", str(row.uid)): row for row in design.objectives.all()}
    if "ind" in kinds:
        found |= {("ind", str(row.uid)): row for row in design.indicators.all()}
    if "result" in kinds:
        known = {row.indicator_id: row for row in report.results.all()}
        for row in design.indicators.all():
            result = known.get(row.pk) or IndicatorResult(report=report, indicator=row)
            found["result", str(row.uid)] = result
    if "spend" in kinds:
        lines = {line.group: line for line in report.spending.all()}
        for group in ExpenseGroup:
            found["spend", str(group.value)] = lines.get(group) or SpendingLine(report=report, group=group)
    for kind in kinds & set(PARTS):
        rows = PARTS[kind].objects.kept().filter(report=report)  # type: ignore[attr-defined]
        found |= {(kind, str(row.uid)): row for row in rows}
    return found


def _differs(report: ActivityReport, thing: Any, change: Change) -> bool:
    if change.kind in ("obj", "ind"):
        return _ticked(report, change.kind).filter(pk=thing.pk).exists() != change.value
    if change.field == "amount_satang":
        return thing.amount_satang != (change.value or 0)
    return getattr(thing, change.field) != change.value


def _ticked(report: ActivityReport, kind: str) -> Any:
    return report.objectives if kind == "obj" else report.indicators


def _write(report: ActivityReport, thing: Any, change: Change) -> None:
    if change.kind in ("obj", "ind"):
        rows = _ticked(report, change.kind)
        rows.add(thing) if change.value else rows.remove(thing)
    elif change.field == "amount_satang":
        thing.amount_satang = change.value or 0
    else:
        setattr(thing, change.field, change.value)
    if change.path == "r.reported_for":
        report.organization = Organization.objects.filter(name=change.value).first()


def _save_thing(thing: Any, changed: set[str]) -> None:
    if isinstance(thing, ActivityReport | Objective | Indicator):
        return
    if isinstance(thing, ParticipantLine):
        if thing.men is not None or thing.women is not None:
            thing.people = (thing.men or 0) + (thing.women or 0)
        elif "people" not in changed and changed & {"men", "women"}:
            thing.people = None
    is_empty = (isinstance(thing, SpendingLine) and not thing.amount_satang and not thing.note) or (
        isinstance(thing, IndicatorResult) and thing.value is None and not thing.note
    )
    if not is_empty:
        thing.save()
    elif thing.pk:
        thing.delete()


def _order_days(report: ActivityReport, saved: SavedReport) -> None:
    """A last day before the first one is kept as typed, beside its field, until one of them is mended."""
    typed = report.unclean.get("r.until_on")
    if typed and "r.until_on" not in saved.errors:
        report.until_on = parse_day(typed) or report.until_on
    if report.until_on and (report.held_on is None or report.until_on < report.held_on):
        report.unclean["r.until_on"] = day_text(report.until_on)
        if report.held_on:
            saved.errors["r.until_on"] = str(_("The last day lies before the first."))
        report.until_on = None
    elif report.until_on:
        report.unclean.pop("r.until_on", None)


@action(_("chose one of two texts in the report"), on="report")
def settle_conflict(
    *, report: ActivityReport, path: str, change: Change | None, by: User, at: Any
) -> ActivityReport:
    """`change`: the other text, cleaned; None keeps what stands."""
    report = writable(report)
    if report.conflicts.pop(path, None) is not None and change is not None and not change.error:
        thing = _things(report, [change]).get((change.kind, change.uid))
        if thing is not None:
            report.version += 1
            report.marks[path] = [report.version, by.pk]
            _write(report, thing, change)
            _save_thing(thing, {change.field})
            _order_days(report, SavedReport(report))
    return settle(report, at)

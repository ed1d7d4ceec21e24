"""Saving the fields of a report, merged with what was written on other screens meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, parse_day
from ruamsuk.core.merging import Fate, mark
from ruamsuk.issues.choices import ExpenseGroup
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.actions.reports.ground import PARTS, settle, writable
from ruamsuk.projects.actions.texts import Change, Texts, check_seen, known_version
from ruamsuk.projects.choices import TextState
from ruamsuk.projects.models import (
    ActivityReport,
    Indicator,
    IndicatorResult,
    Objective,
    ParticipantLine,
    SpendingLine,
    WrittenText,
)
from ruamsuk.projects.problems import PartGone


@dataclass
class SavedReport:
    report: ActivityReport
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone
    version: int = 0  # the next `base_version` of a caller who names one


@action(_("wrote in the report"), on="report")
def save_report(
    *,
    report: ActivityReport,
    changes: Iterable[Change],
    by: User,
    at: datetime = NOW,
    screen: str = "",
    base_version: int | None = None,
) -> SavedReport:
    """Saves what was typed on one screen; `screen` and `base_version` as in actions.texts.Texts. A field that is not
    any more what the screen was drawn from keeps what stands; what was typed waits beside it (`resolve_conflict`).
    """
    return _save(writable(report), list(changes), screen, base_version, by, at)


def _save(
    report: ActivityReport,
    changes: list[Change],
    screen: str,
    base_version: int | None,
    by: User,
    at: datetime,
) -> SavedReport:
    saved = SavedReport(report)
    things = _things(report, changes)
    report.version += 1
    texts = Texts(report, changes, screen=screen, base_version=base_version, by=by, at=at)
    touched: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        key = (change.kind, change.uid)
        thing = things.get(key)
        if thing is None:
            saved.lost[change.path] = change.text
            texts.set_aside(change)
            continue
        stands = _standing(report, thing, change)
        met = texts.meets(change, stands)
        if met == Fate.CONFLICT:
            texts.wait(change)
            saved.conflicts.append(change.path)
            continue
        if met == Fate.WRITE:
            texts.write(change, stands)
        else:
            texts.leave(change, stands)
            if change.path not in report.unclean or change.typed != stands:
                continue  # what was kept as typed may fit now: a last day after its first
        if change.error:
            saved.errors[change.path] = change.error
            report.unclean[change.path] = change.text
        else:
            report.unclean.pop(change.path, None)
            _write(report, thing, change)
            touched.setdefault(key, set()).add(change.field)
    for key, names in touched.items():
        _save_thing(things[key], names)
    texts.keep()
    _order_days(report, saved)
    saved.version = known_version(report, base_version)
    settle(report, at)
    return saved


def standing(report: ActivityReport, changes: list[Change]) -> dict[str, str]:
    """Path → what its field shows now; fields of lines that are gone are left out."""
    things = _things(report, changes)
    return {
        change.path: _standing(report, things[change.kind, change.uid], change)
        for change in changes
        if (change.kind, change.uid) in things
    }


def _standing(report: ActivityReport, thing: Any, change: Change) -> str:
    if change.path in report.unclean:
        return change.reread(report.unclean[change.path])
    if change.kind in ("obj", "ind"):
        return change.shown(_ticked(report, change.kind).filter(pk=thing.pk).exists())
    return change.shown(getattr(thing, change.field))


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


def _ticked(report: ActivityReport, kind: str) -> Any:
    return report.objectives if kind == "obj" else report.indicators


def _write(report: ActivityReport, thing: Any, change: Change) -> None:
    if change.kind in ("obj", "ind"):
        rows = _ticked(report, change.kind)
        rows.add(thing) if change.value else rows.remove(thing)
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
    *,
    report: ActivityReport,
    waiting: WrittenText,
    change: Change,
    take_other: bool,
    seen: str | None = None,
    by: User,
    at: datetime = NOW,
) -> ActivityReport:
    """Ends the waiting of a text; as drafting.resolve_conflict."""
    report = writable(report)
    waiting.refresh_from_db()
    if waiting.state != TextState.WAITING:
        return report
    stands = standing(report, [change]).get(change.path)
    check_seen(report, waiting, stands or "", seen)
    if take_other:
        if stands is None:
            raise PartGone
        _save(report, [change.drawn_from(mark(stands))], "", None, by, at)
    waiting.state = TextState.ASIDE
    waiting.save(update_fields=["state"])
    return settle(report, at)

"""Rows of a file become entries of the other system; taken back, entries are as they were."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from ruamsuk.accounts.models import User
from ruamsuk.exchanges.actions.entries import note_entries
from ruamsuk.exchanges.models import OutsideEntry
from ruamsuk.exchanges.problems import ExchangeFormRetired
from ruamsuk.exchanges.queries.planning import Step, steps
from ruamsuk.exchanges.queries.reports import form_of
from ruamsuk.imports.choices import BatchState, LineResult
from ruamsuk.imports.importers import Piece
from ruamsuk.imports.models import ImportBatch, ImportLine

ENTRY = "entry"  # the noun of this importer


def write(piece: Piece) -> None:
    found = steps(piece.incoming, piece.known)
    new, changed = [], []
    for step in found:
        if step.outcome == LineResult.CREATED:
            step.entry = _made(step, piece.at)
            new.append(step.entry)
        elif step.outcome == LineResult.UPDATED and step.entry is not None:
            _keep_before(step)
            _take(step.entry, step, piece.at)
            changed.append(step.entry)
    if new or changed:
        note_entries(new=new, changed=changed, by=piece.by, at=piece.at)
    for step in found:
        if step.outcome == LineResult.FAILED or step.entry is None:
            piece.leave(step.one, step.outcome, step.report)
            continue
        is_new = step.outcome == LineResult.CREATED
        record = piece.keep(step.one, step.outcome, _told(step))
        record.noun, record.noun_id, record.noun_uid = ENTRY, step.entry.pk, step.entry.uid
        record.owns_noun = record.owns_noun or is_new
        if step.project is None:
            record.sha256 = ""  # sent again, it is looked whether the project was typed here meanwhile


def _made(step: Step, at: datetime) -> OutsideEntry:
    entry = OutsideEntry(form_id=step.form, fund=step.fund, fiscal_year=step.values["fiscal_year"])
    _take(entry, step, at)
    return entry


def _take(entry: OutsideEntry, step: Step, at: datetime) -> None:
    entry.project, entry.title = step.project, step.values["title"][:500]
    entry.values = {**entry.values, **step.values}  # what the file has no column for stays
    entry.more, entry.said_at = step.more, at


def _keep_before(step: Step) -> None:
    """What the entry said until now, for an undo; in the line, since `report` is of the row as it stood."""
    entry = step.entry
    assert entry is not None
    step.one.line.report = {
        **step.one.line.report,
        **step.report,
        "before": {
            "project": entry.project_id,
            "title": entry.title,
            "values": entry.values,
            "more": entry.more,
            "said_at": entry.said_at.isoformat(),
        },
    }


def _told(step: Step) -> dict[str, object]:
    """Of a change the line tells already what it was."""
    return step.report if step.outcome != LineResult.UPDATED else {"differs": step.differs}


def check_start(batch: ImportBatch) -> None:
    """The form may have been taken out of use while the file waited."""
    form = form_of(batch)
    if form is not None and form.retired_at is not None:
        raise ExchangeFormRetired(name=form.name)


def hinders(batch: ImportBatch) -> list[str]:
    """Entries that this file brought or changed and that later files changed: these are taken back first."""
    ours = batch.lines.filter(outcome__in=(LineResult.CREATED, LineResult.UPDATED), record__noun=ENTRY)
    later = ImportLine.objects.filter(
        Q(batch__finished_at__isnull=True) | Q(batch__finished_at__gt=batch.finished_at or batch.at),
        record__in=ours.values("record"),
        outcome=LineResult.UPDATED,
    ).exclude(batch=batch)
    return sorted({line.title for line in later.exclude(batch__state=BatchState.UNDONE)})


def give_back(lines: Sequence[ImportLine], by: User | None, at: datetime) -> None:
    """Entries say again what they said before these lines, unless a later file said something else since."""
    changed = []
    for line in lines:
        before, record = line.report.get("before"), line.record
        if before is None or record is None:
            continue
        entry = OutsideEntry.objects.filter(pk=record.noun_id or 0).first()
        if entry is None:
            continue
        if any(entry.values.get(one["field"]) != one["to"] for one in line.report["changed"]):
            continue
        entry.title, entry.values, entry.more = before["title"], before["values"], before["more"]
        if not entry.is_said and "project" in before:
            entry.project_id = before["project"]
        entry.said_at = datetime.fromisoformat(before["said_at"])
        changed.append(entry)
        record.sha256 = ""  # sent again, the row is looked at anew
        record.save(update_fields=["sha256"])
    if changed:
        note_entries(new=[], changed=changed, by=by, at=at)

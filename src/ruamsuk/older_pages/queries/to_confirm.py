"""Imported records whose place is not certain, for who may set it, until somebody saved them (ADR 0071)."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.audit.queries import touched
from ruamsuk.core.todo import Todo
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.imports.queries.reports import told
from ruamsuk.older_pages.choices import DOUBTS, NAME, OF_FUND, Noun
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.verbs import RUN_PROJECT

MOST = 5  # the others follow as these are done

# What a record became, those of them of which a person may set the place, and where that is done.
PLACED: list[tuple[Noun, Callable[[Reader], QuerySet[Any]], str]] = [
    (Noun.PROJECT, lambda user: Project.objects.visible_to(user, RUN_PROJECT), "projects:project-edit"),
    (Noun.PROPOSAL, lambda user: Proposal.objects.visible_to(user, WRITE_PROPOSAL), "projects:proposal"),
]


def tasks_for(user: Reader) -> list[Todo]:
    """The place of an imported record is confirmed, the oldest first."""
    doubtful = ImportedRecord.objects.filter(importer=NAME, to_confirm=True, noun_id__isnull=False)
    if not doubtful.exists():  # nearly always, and soon asked
        return []
    found: list[Todo] = []
    for noun, settable_by, address in PLACED:
        rows = doubtful.filter(noun=noun)
        mine = settable_by(user).filter(pk__in=rows.values("noun_id"))
        titles = dict(mine.values_list("pk", "title"))
        records = list(rows.filter(noun_id__in=titles).select_related("batch").order_by("pk"))
        done = {
            key
            for batch in {record.batch for record in records}
            for key in touched(mine.model, titles, outside=batch.uid)
        }
        found += [
            Todo(
                icon="map-pin",
                title=_what(record).format(title=titles[record.noun_id]),
                detail=" ".join(_reasons(record)),
                url=reverse(address, args=[record.noun_uid]),
                button=_("Set the fund, or keep it open, and save")
                if _is_of_fund(record)
                else _("Set or keep the place, and save"),
            )
            for record in records
            if record.noun_id and record.noun_id not in done
        ]
    return found[:MOST]


def _what(record: ImportedRecord) -> str:
    return _("Confirm the fund of “{title}”") if _is_of_fund(record) else _("Confirm the place of “{title}”")


def _is_of_fund(record: ImportedRecord) -> bool:
    return any(entry["why"] in OF_FUND for entry in record.report.get("not_placed", []))


def _reasons(record: ImportedRecord) -> list[str]:
    entries = record.report.get("not_placed", [])
    return [told(IMPORTERS[NAME], entry) for entry in entries if entry["why"] in DOUBTS]

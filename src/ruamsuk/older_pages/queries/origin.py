"""What the older system said of a proposal or project, for its page."""

from typing import Any

from django.urls import reverse

from ruamsuk.accounts.access import COUNTRY, Reader, reach
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportedRecord, ImportLine
from ruamsuk.imports.queries.reports import shown_entries
from ruamsuk.imports.verbs import IMPORT
from ruamsuk.older_pages.choices import NAME, Noun
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.choices import Origin

DERIVED = ("year-from", "status-from", "whole-")  # beginnings of the codes of what was derived


def told_of(user: Reader, thing: Project | Proposal) -> dict[str, Any] | None:
    """Of each record that it came with: its source, what was derived, what could not be placed. None: there is none.

    What could not be placed is free text of elsewhere: for who is signed in. The line of the file is for who imports.
    """
    noun = Noun.PROJECT if isinstance(thing, Project) else Noun.PROPOSAL
    if not (thing.origin == Origin.IMPORT if isinstance(thing, Project) else thing.origin_note):
        return None
    records = ImportedRecord.objects.filter(importer=NAME, noun=noun, noun_id=thing.pk).order_by("pk")
    found = list(records.defer("content", "applied"))
    return {"records": [_told(user, one) for one in found]} if found else None


def _told(user: Reader, record: ImportedRecord) -> dict[str, Any]:
    importer, report = IMPORTERS[NAME], record.report
    derived = [one for one in report.get("mended", []) if one["why"].startswith(DERIVED)]
    line = None
    if reach(user, IMPORT).covers(place_no=COUNTRY):
        line = ImportLine.objects.filter(record=record).order_by("-pk").select_related("batch").first()
    return {
        "source": record.source,
        "is_link": record.source.startswith(("https://", "http://")),
        "derived": shown_entries(importer, derived),
        "not_placed": shown_entries(importer, report.get("not_placed", [])) if user.is_authenticated else [],
        "line": line,
        "line_url": reverse("imports:line", args=[line.batch.uid, line.no]) if line else "",
    }

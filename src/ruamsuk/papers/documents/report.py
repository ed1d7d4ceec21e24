"""An activity report with its photos."""

import base64
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.queries.tree import short_path
from ruamsuk.drafts.queries.reading import read
from ruamsuk.drafts.queries.snapshots import Item, layout_of, said, snapshot, text_of
from ruamsuk.files.choices import Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import content
from ruamsuk.papers.documents.base import Document, Told, Words
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.access import may_see_writers, photos_for, report_for
from ruamsuk.projects.reports.models import ActivityReport, ReportPhoto
from ruamsuk.projects.reports.queries.ladder import marked_steps
from ruamsuk.projects.reports.specs import REPORT

# More photos than these stand in the size of 480 points: 150 to the inch at half the width of the paper.
FEW = 8
WRITERS = "writers"  # the gate of who wrote and checked a report


@dataclass(frozen=True)
class Picture:
    """A photo that is brought along; its bytes are read when it is drawn."""

    caption: str
    file: StoredFile
    variant: Variant

    @property
    def source(self) -> str:
        """Empty where its bytes are missing: the paper says so, and holds all others."""
        found = content(self.file.uid, self.variant)
        return "data:image/jpeg;base64," + base64.b64encode(found).decode() if found else ""


def tell(user: User, report: ActivityReport, _year: int | None) -> Told:
    project = report.project
    frozen = snapshot(REPORT, report)
    return Told(
        name=report.title or str(_("Activity report")),
        office=office_of(project),
        fiscal_year=project.fiscal_year,
        words={
            **{f"report.{item['key']}": text_of(item, frozen.get(item["key"])) for item in _items()},
            "report.reporter": report.reporter or "–",
            "report.area": short_path(report.home_area),
            "project.title": project.title,
            "project.code": project.code,
        },
        context=contents(user, report),
        shows=shows(user, report),
    )


def contents(user: User, report: ActivityReport) -> dict[str, Any]:
    """All that stands in a report. Who wrote and checked it is named to those inside alone."""
    sections = dict(
        zip(
            (one.key for one in REPORT.sections),
            read(layout_of(REPORT), snapshot(REPORT, report)),
            strict=True,
        )
    )
    photos = _photos(user, report)
    variant = Variant.STANDARD if len(photos) <= FEW else Variant.THUMBNAIL
    steps = marked_steps(report) if may_see_writers(user, report) else []
    return {
        "report": report,
        "text_sections": [one for one in sections.values() if one.values],
        "results": report.results.select_related("indicator"),
        "participants": report.participants.present().select_related("group", "organization"),
        "spending": report.spending.select_related("group"),
        "pictures": [Picture(photo.caption, given, variant) for photo, given in photos],
        "files": report.files.present().select_related("file"),
        "steps": steps,
    }


def _photos(user: User, report: ActivityReport) -> list[tuple[ReportPhoto, StoredFile]]:
    """With what this reader sees of each: those outside get it without what is covered."""
    found = photos_for(user, report)
    return [(photo, given) for photo in found if (given := photo.given) and given.is_ready]


def shows(user: User, report: ActivityReport) -> frozenset[str]:
    """The photos, too: what was covered since stands in no paper that was made before."""
    shown = {f"photo {given.uid}" for _photo, given in _photos(user, report)}
    return frozenset(shown | ({WRITERS} if may_see_writers(user, report) else set()))


def office_of(project: Project) -> str:
    fund = project.fund
    return f"{fund.name} ({fund.code})" if fund else str(project.organization or project.owner_name)


def _items() -> list[Item]:
    return [item for block in layout_of(REPORT) for item in block["items"]]


def words() -> dict[str, Words]:
    return {
        **{f"report.{item['key']}": said(item["label"]) for item in _items()},
        "report.reporter": _("Who reports"),
        "report.area": _("Where it took place"),
        "project.title": _("Name of the project"),
        "project.code": _("Code of the project"),
    }


REPORT_PAPER = Document(
    name="report",
    label=_("Activity report with photos"),
    hub="report",
    address="papers:report",
    thing_for=report_for,
    tell=tell,
    shows=shows,
    words=words,
    parts={
        "texts": (_("All texts of the report"), "papers/_report_texts.html"),
        "tables": (_("Indicators, who took part, spending"), "papers/_report_tables.html"),
        "photos": (_("Photos with their captions"), "papers/_report_photos.html"),
        "checks": (_("Who checked it, for who may see that"), "papers/_report_checks.html"),
        "signatures": (_("Who reports: lines to sign on"), "papers/_signatures_report.html"),
    },
)

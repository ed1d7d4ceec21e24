"""The answer of a page that is a list: the page, or all its rows as a file.

    return listed(request, "projects/projects.html", context, PROJECTS)

The address of the file is that of the page and `take=xlsx` or `take=csv`: the same gate, the same filters.
"""

import tempfile
from itertools import islice
from typing import IO, Any, cast

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.areas.queries import placed_label
from ruamsuk.core.calendar import moment_text, today
from ruamsuk.core.downloads import TYPES, kept_as
from ruamsuk.core.limits import spend
from ruamsuk.core.paging import Page
from ruamsuk.exports import sheets
from ruamsuk.exports.actions import note_export
from ruamsuk.exports.choices import Kind
from ruamsuk.exports.problems import ListTooLong
from ruamsuk.exports.tables import Table

TAKE = "take"
MOST = 100_000  # rows of a file
TOGETHER = 1_000  # rows that are read at a time


def listed(request: PageRequest, template: str, context: dict[str, Any], table: Table) -> HttpResponse:
    """`context["page"]`: the rows."""
    kind = request.GET.get(TAKE, "")
    if kind in Kind.values:
        return _file(request, context["page"], table, kind)
    return render(request, template, context)


def _file(request: PageRequest, page: Page, table: Table, kind: str) -> HttpResponse:
    spend(request, "export", per_minute=20)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer, by then it is sent
    try:
        rows = _write(request, file, page, table, kind)
    except BaseException:
        file.close()
        raise
    if request.user.is_authenticated:  # what visitors take is public, and no act of anybody
        note_export(address=address_of(request), kind=kind, rows=rows, by=request.user)
    file.seek(0)
    name = f"ruamsuk-{resolve(request.path).url_name}-{today().isoformat()}.{kind}"
    return kept_as(cast(HttpResponse, FileResponse(file, content_type=TYPES[kind])), name)


def _write(request: PageRequest, file: IO[bytes], page: Page, table: Table, kind: str) -> int:
    def rows() -> Any:
        for number, row in enumerate(_ready(page, table)):
            if number == MOST:
                raise ListTooLong(most=f"{MOST:,}")
            yield row

    if kind == Kind.CSV:
        return sheets.write_csv(file, table, rows())
    about = [
        (str(table.title), ""),
        (_("Area"), placed_label(request.focus.area)),
        (_("Fiscal year"), str(request.focus.year)),
        (_("Taken away"), moment_text(timezone.now())),
        (_("Address of the list"), settings.BASE_URL + address_of(request)),
    ]
    return sheets.write_xlsx(file, table, rows(), about)


def _ready(page: Page, table: Table) -> Any:
    found = page.walk(TOGETHER)
    while rows := list(islice(found, TOGETHER)):
        prefetch_related_objects(rows, *table.needs)
        yield from table.lines(rows) if table.lines else rows


def address_of(request: PageRequest) -> str:
    """Of the list itself, with its area and year, so that it shows the same to another person and on another day."""
    asked = request.GET.copy()
    for name in (TAKE, "after", "before"):
        asked.pop(name, None)
    asked.setdefault("area", request.focus.area.code)
    asked.setdefault("year", str(request.focus.year))
    return f"{request.path}?{asked.urlencode()}"

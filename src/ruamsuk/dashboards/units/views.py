"""How many funds and areas have some of a figure, and how many have none; each number opens its list."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.counting.question import FUND_LEVEL
from ruamsuk.counting.units import UNITS, Has, UnitQuestion, units_in
from ruamsuk.dashboards import sheets
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.units.coverage import WORDS, AskedCoverage, asked_coverage, by_line
from ruamsuk.dashboards.units.coverage import by_unit as of_each_line
from ruamsuk.dashboards.units.tables import SHOWN, Asked, asked_of, by_figure, by_unit
from ruamsuk.dashboards.views import asking, question_asked
from ruamsuk.funds.filters import ListFilter, query
from ruamsuk.issues.queries import lists


def _asked(request: PageRequest) -> Asked:
    filters = ListFilter.read(request.GET, request.user)
    if filters.special:  # "not classified" and "several" are told by no unit alone
        raise Http404
    unit, figure, has = (request.GET.get(name, "") for name in ("unit", "figure", "has"))
    question = question_asked(request, lists())
    return asked_of(question, unit or FUND_LEVEL, figure, has or Has.SOME, filters.entry)


@require_GET
def units(request: PageRequest) -> HttpResponse:
    asked = _asked(request)
    question = asked.units.question
    page = Page(request, asked.rows(), order=("sort_key", "pk")) if asked.figure else None
    table = by_figure(asked)
    context = asking(request, question, asked.entry) | {
        "asked": asked,
        "unit": UNITS[question.unit],
        "tabs": [
            (UNITS[unit], asked.address(unit=unit, figure="", has=""), unit == question.unit)
            for unit in units_in(question.area)
        ],
        "table": replace(table, rows=[row for row in table.rows if row.cells[0].value]),
        "nowhere": replace(table, rows=[row for row in table.rows if not row.cells[0].value]),
        "unrecorded": len(asked.units.unrecorded),
        "unrecorded_url": asked.address(figure="approved", has=Has.UNKNOWN) + "#list",
        "page": page,
        "lines": [(asked.line(one), _counts_url(question, one)) for one in page] if page else [],
        "total": len(asked.keys) if page else 0,
        "heading": _heading(asked),
        "downloads": [
            (name, asked.address("dashboards:units-download", [kind]))
            for kind, name in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
    }
    return render(request, "dashboards/units.html", context)


def _heading(asked: Asked) -> str:
    """The list below, in words: "Projects approved: have none"."""
    if asked.figure is None:
        return ""
    if asked.has == Has.UNKNOWN:
        return _("Nothing is recorded of this year")
    words = {Has.SOME: _("Have some"), Has.NONE: _("Have none")}
    entry = f" · {asked.entry}" if asked.entry else ""
    return f"{asked.figure.label}{entry}: {words[asked.has]}"


def _counts_url(question: UnitQuestion, one: Any) -> str:
    place = {"fund": one.uid} if question.unit == FUND_LEVEL else {"area": one.code}
    network = question.network.uid if question.network else ""
    return Links(question).page().partition("?")[0] + query(
        {**place, "year": question.fiscal_year, "network": network}
    )


@require_GET
@limited("export", per_minute=20)
def units_download(request: PageRequest, kind: str) -> HttpResponse:
    """The funds or areas that are asked for, each with all its figures."""
    asked = _asked(request)
    question = asked.units.question
    name = f"{question.area.code}-{question.fiscal_year}-{question.unit}"
    return sheets.file_of(kind, name, question, [by_unit(asked)])


# All lines of a list? ----------------------------------------------------------------------------------------------


def _asked_coverage(request: PageRequest) -> AskedCoverage:
    unit, figure, covers = (request.GET.get(name, "") for name in ("unit", "figure", "covers"))
    question = question_asked(request, lists())
    return asked_coverage(question, unit or FUND_LEVEL, figure or "approved", covers)


@require_GET
def coverage(request: PageRequest) -> HttpResponse:
    asked = _asked_coverage(request)
    question = asked.coverage.units.question
    page = Page(request, asked.rows(), order=("sort_key", "pk"))
    context = asking(request, question) | {
        "asked": asked,
        "unit": UNITS[question.unit],
        "tabs": [
            (UNITS[unit], asked.address(unit=unit, covers=""), unit == question.unit)
            for unit in units_in(question.area)
        ],
        "tiles": [
            (words, len(asked.coverage.keys_that(covers)), asked.address(covers=covers) + "#list")
            for covers, words in WORDS.items()
        ],
        "together": len(asked.coverage.together),
        "missing": [entry for entry in asked.entries if entry.pk not in asked.coverage.together],
        "table": by_line(asked),
        "page": page,
        "lines": [(asked.line(one), _counts_url(question, one)) for one in page],
        "total": len(asked.keys),
        "heading": WORDS[asked.covers] if asked.covers else UNITS[question.unit],
        "figures": SHOWN,
        "lists": lists(),
        "downloads": [
            (name, asked.address("dashboards:coverage-download", [kind]))
            for kind, name in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
    }
    return render(request, "dashboards/coverage.html", context)


@require_GET
@limited("export", per_minute=20)
def coverage_download(request: PageRequest, kind: str) -> HttpResponse:
    """The funds or areas that are asked for, each with its figure for each line of the list."""
    asked = _asked_coverage(request)
    question = asked.coverage.units.question
    name = f"{question.area.code}-{question.fiscal_year}-{question.unit}-coverage"
    return sheets.file_of(kind, name, question, [of_each_line(asked)])

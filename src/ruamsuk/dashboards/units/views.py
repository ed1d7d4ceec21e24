"""How many funds and areas have some of a figure, and how many have none; each number opens its list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.queries import path
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.counting.question import FUND_LEVEL, Question
from ruamsuk.counting.units import UNITS, Has, UnitQuestion, units_in
from ruamsuk.dashboards import sheets
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.tables import Table
from ruamsuk.dashboards.units.coverage import WORDS, AskedCoverage, asked_coverage, by_line
from ruamsuk.dashboards.units.coverage import by_unit as of_each_line
from ruamsuk.dashboards.units.tables import SHOWN, Asked, asked_of, by_figure, by_unit
from ruamsuk.dashboards.views import question_asked
from ruamsuk.funds.filters import ListFilter, query
from ruamsuk.funds.models import Network
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
    list_asked = asked.entry.issue_list if asked.entry else lists().first()
    context = {
        "asked": asked,
        "question": question,
        "place": question.name,
        "crumbs": [(area.label, Links(question).up(area.code)) for area in path(question.area)],
        "unit": UNITS[question.unit],
        "tabs": [
            (UNITS[unit], asked.address(unit=unit, figure="", has=""), unit == question.unit)
            for unit in units_in(question.area)
        ],
        "table": by_figure(asked),
        "unrecorded": len(asked.units.unrecorded),
        "unrecorded_url": asked.address(figure="approved", has=Has.UNKNOWN) + "#list",
        "page": page,
        "lines": [(asked.line(one), _counts_url(question, one)) for one in page] if page else [],
        "total": len(asked.keys) if page else 0,
        "heading": _heading(asked),
        "years": request.focus.years,
        "sets": AreaSet.objects.visible_to(request.user, READ).in_use(),
        "networks": Network.objects.all(),
        "entries": list_asked.entries.all() if list_asked else [],
        "list": list_asked,
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


@dataclass(frozen=True)
class _Sheet:
    question: Question
    as_of: datetime


@require_GET
@limited("export", per_minute=20)
def units_download(request: PageRequest, kind: str) -> HttpResponse:
    """The funds or areas that are asked for, each with all its figures."""
    asked = _asked(request)
    question = asked.units.question
    return _file(
        kind, f"{question.area.code}-{question.fiscal_year}-{question.unit}", question, by_unit(asked)
    )


def _file(kind: str, name: str, question: Question, table: Table) -> HttpResponse:
    if kind == "csv":
        answer = HttpResponse(sheets.csv_text(table), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        answer = HttpResponse(
            sheets.xlsx(_Sheet(question, timezone.now()), [table]),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="ruamsuk-{name}.{kind}"'
    return answer


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
    context = {
        "asked": asked,
        "question": question,
        "place": question.name,
        "crumbs": [(area.label, Links(question).up(area.code)) for area in path(question.area)],
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
        "years": request.focus.years,
        "lists": lists(),
        "sets": AreaSet.objects.visible_to(request.user, READ).in_use(),
        "networks": Network.objects.all(),
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
    return _file(kind, name, question, of_each_line(asked))

"""What a figure consists of, by part and by place; each number opens its list."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.limits import limited
from ruamsuk.counting.breakdowns import BREAKDOWNS
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards import sheets
from ruamsuk.dashboards.breakdowns.tables import MOST_PARTS, Asked, asked_of, by_part, by_place
from ruamsuk.dashboards.views import asking, question_asked
from ruamsuk.funds.filters import ListFilter
from ruamsuk.issues.queries import lists


def _asked(request: PageRequest, code: str) -> Asked:
    filters = ListFilter.read(request.GET, request.user)
    if filters.special:  # "not classified" and "several" are told of the whole figure alone
        raise Http404
    question, figure = question_asked(request, lists()), request.GET.get("figure", "")
    return asked_of(code, question, figure, filters.entry, has_account=request.user.is_authenticated)


@require_GET
def breakdown(request: PageRequest, code: str) -> HttpResponse:
    asked = _asked(request, code)
    found, question = asked.found, asked.found.question
    context = asking(request, question, found.entry) | {
        "asked": asked,
        "breakdown": found.breakdown,
        "action": asked.address().partition("?")[0],
        "tabs": [
            (one.label, replace(asked, code=name).address(figure=""), name == code)
            for name, one in BREAKDOWNS.items()
        ],
        "parts": by_part(asked, most=MOST_PARTS),
        "has_some": bool(found.parts),
        "pools": found.breakdown.is_of_people and not request.user.is_authenticated,
        "places": by_place(asked),
        "figures": [
            (FIGURES[one].short, asked.address(figure=one) + "#places", one == asked.figure)
            for one in found.breakdown.figures
        ]
        if len(found.breakdown.figures) > 1
        else [],
        "counts_url": asked.links.page(),
        "downloads": [
            (name, asked.address("dashboards:breakdown-download", [kind]))
            for kind, name in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
    }
    return render(request, "dashboards/breakdown.html", context)


@require_GET
@limited("export", per_minute=20)
def breakdown_download(request: PageRequest, code: str, kind: str) -> HttpResponse:
    """Every part; as xlsx also each place of the next level."""
    asked = _asked(request, code)
    question, places = asked.found.question, by_place(asked)
    place = question.fund.code if question.fund else question.area.code
    tables = ([places] if places else []) + [by_part(asked)]
    return sheets.file_of(kind, f"{place}-{question.fiscal_year}-{code}", question, tables)

"""What standard indicators stand at over an area or a fund, and the projects behind it."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.paging import Page
from ruamsuk.counting.question import LEVELS, Question
from ruamsuk.dashboards.indicators.words import headline, is_side_by_side, lines, reached, said, why_not
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.dashboards.queries.indicators import measured, measured_of
from ruamsuk.dashboards.tables import label_of
from ruamsuk.dashboards.views import asking, question_asked
from ruamsuk.funds.filters import ListFilter, query
from ruamsuk.issues.models import Indicator, ListEntry
from ruamsuk.issues.queries import lists
from ruamsuk.projects.reports.queries.together import measuring


def _asked(request: PageRequest) -> tuple[Question, ListEntry | None]:
    filters = ListFilter.read(request.GET, request.user)
    if filters.special:  # an indicator belongs to an issue
        raise Http404
    return question_asked(request, lists()), filters.entry


def _address(
    question: Question,
    entry: ListEntry | None,
    name: str = "dashboards:indicators",
    args: Iterable[object] = (),
    **changed: object,
) -> str:
    shown: dict[str, object] = {
        "area": "" if question.fund else question.area.code,
        "set": question.area_set.uid if question.area_set else "",
        "fund": question.fund.uid if question.fund else "",
        "here": question.here,
        "year": question.fiscal_year,
        "network": question.network.uid if question.network else "",
        "list": entry.issue_list.code if entry else "",
        "entry": entry.code if entry else "",
    }
    return reverse(name, args=[*args]) + query(shown | changed)


@require_GET
def indicators(request: PageRequest) -> HttpResponse:
    """Every standard indicator of which a project gives a value."""
    question, entry = _asked(request)
    context = asking(request, question, entry) | {
        "rows": [
            {
                "indicator": one.indicator,
                "url": _address(question, entry, "dashboards:indicator", [one.indicator.uid]),
                "whole": one.whole,
                "said": said(one.whole, one.indicator),
                "reached": reached(one.whole),
                "why_not": why_not(one.whole),
            }
            for one in measured(question, entry)
        ],
        "counts_url": Links(question).page(),
    }
    return render(request, "dashboards/indicators.html", context)


@require_GET
def indicator(request: PageRequest, uid: UUID) -> HttpResponse:
    """One of them: together, by place, and each project."""
    question, entry = _asked(request)
    found = measured_of(
        question, get_object_or_404(Indicator.objects.select_related("issue"), uid=uid), entry
    )
    own = found.indicator
    page = Page(
        request, measuring(question, entry, own).select_related("fund", "organization"), order=("-pk",)
    )
    name = ("dashboards:indicator", [uid])
    places = [
        {
            "label": label_of(line, counts(question)),
            "url": _address(question, entry, *name, area=line.area.code, here="")
            if line.area
            else _address(question, entry, *name, fund=line.fund.uid, area="")
            if line.fund
            else "",
            "whole": whole,
            "said": said(whole, own),
            "reached": reached(whole),
        }
        for line, whole in found.lines
    ]
    number, note = headline(found.whole, own)
    context = asking(request, question, entry) | {
        "indicator": own,
        "whole": found.whole,
        "said": said(found.whole, own),
        "number": number,
        "note": note,
        "reached": reached(found.whole),
        "why_not": why_not(found.whole),
        "is_side_by_side": is_side_by_side(own),
        "level": LEVELS[question.below],
        "places": places,
        "page": page,
        "lines": lines(page, found.of_project, own),
        "all_url": _address(question, entry),
    }
    return render(request, "dashboards/indicator.html", context)

"""The counting page, its files, and the figures that documents state."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ruamsuk.accounts.access import reach
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets.access import area_set_for
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import path
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core import downloads
from ruamsuk.core.calendar import day_text
from ruamsuk.core.forms import show_problem
from ruamsuk.core.limits import limited
from ruamsuk.core.problems import BadInput, Problem
from ruamsuk.counting.breakdowns import BREAKDOWNS
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.question import Question
from ruamsuk.counting.sources import ALL, Entry
from ruamsuk.dashboards import actions, sheets, tables
from ruamsuk.dashboards.access import may_freeze, may_note, require_noting, stated_figure_for
from ruamsuk.dashboards.forms import BasisForm, ChoiceForm, NoteForm, ThenForm
from ruamsuk.dashboards.links import BY_ISSUE, Links
from ruamsuk.dashboards.problems import NoBasis
from ruamsuk.dashboards.queries import behind as queries
from ruamsuk.dashboards.queries.counts import Counts, bases, beside, counts, question_of
from ruamsuk.dashboards.sentences import sentences
from ruamsuk.dashboards.shown import crossed, figures_shown, table_of
from ruamsuk.funds.choices import Way
from ruamsuk.funds.filters import NONE, SEVERAL, ListFilter, query
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import IssueList, ListEntry
from ruamsuk.issues.queries import lists
from ruamsuk.organizations.verbs import EDIT_FUND
from ruamsuk.projects.own_steps import queries as own_steps
from ruamsuk.projects.own_steps.access import looks_on


def question_asked(request: PageRequest, known: Iterable[IssueList], *, says_day: bool = False) -> Question:
    """From the address: area and year in focus, `network`, `list` (else the first one known), `fund`, `here`, `set`;
    `on` and `way`, as of which day.

    `says_day`: the page has a box for the day, and says there why it cannot be read. Any other refuses it: figures of
    today would be taken for those of that day.
    """
    then = ThenForm(request.GET)
    if not says_day and not then.is_valid():
        raise BadInput(detail=" ".join(str(text) for texts in then.errors.values() for text in texts))
    filters = ListFilter.read(request.GET, request.user)
    code = request.GET.get("list", "") or request.GET.get("issue_list", "")  # as the API calls it
    issue_list = get_object_or_404(IssueList, code=code) if code else next(iter(known), None)
    area_set = filters.area_set if not filters.fund else None
    home = filters.fund.home_area_id if filters.fund else request.focus.area.pk
    if area_set and not _meets(area_set, request):
        home = Area.country().pk
    return Question(
        area=Area.objects.select_related(*UPWARDS).get(pk=home),
        fiscal_year=request.focus.year,
        issue_list=issue_list,
        network=filters.network,
        fund=filters.fund,
        here=filters.here and not filters.fund,
        area_set=area_set,
        then=then.then,
    )


def _meets(area_set: AreaSet, request: PageRequest) -> bool:
    """Whether the area in the address has something in common with the set: else the whole set is looked at."""
    return bool(request.GET.get("area") and request.focus.area.places.within(area_set.places).ranges)


def _links(request: PageRequest, question: Question) -> Links:
    """With the figure that is crossed with issues, or the table by issue; with neither, all figures by place."""
    if request.GET.get("show") == BY_ISSUE and question.issue_list:
        return Links(question, show=BY_ISSUE)
    typed = request.GET.get("figure", "")
    return Links(question, typed if typed in crossed() and not question.fund else "")


def asking(request: PageRequest, question: Question, entry: ListEntry | None = None) -> dict[str, Any]:
    """What the head of a page about a question shows, and what its form offers. `entry`: the chosen line of a list."""
    issue_list = entry.issue_list if entry else lists().first()
    return {
        "question": question,
        "place": question.name,
        "crumbs": [(area.label, Links(question).up(area.code)) for area in path(question.area)],
        "years": request.focus.years,
        "sets": AreaSet.objects.visible_to(request.user, READ).in_use(),
        "networks": Network.objects.all(),
        "entries": issue_list.entries.all() if issue_list else [],
        "entry": entry,
        "list": issue_list,
    }


@require_GET
@vary_on_headers("HX-Request")  # "back" must not find the table alone
def page(request: PageRequest) -> HttpResponse:
    known = list(lists())
    question = question_asked(request, known, says_day=True)
    then, then_form, links = question.then, ThenForm(request.GET), _links(request, question)
    if links.show and request.htmx:
        return render(request, "dashboards/_by_issue.html", {"table": table_of(counts(question), links)})
    found, figures = figures_shown(question, links)
    context = {
        "question": question,
        "found": found,
        "place": question.name,
        "crumbs": _crumbs(question, links),
        "sentences": [] if then else sentences(found),
        **past_of(found, links),
        "then_form": then_form,
        "on_typed": day_text(question.then.day) if question.then else request.GET.get("on", "")[:40],
        "ways": Way.choices,
        "as_of": found.as_of,
        "figures": figures,
        "own_steps": None if then else _own_steps(request, question),
        "kinds": [] if then else [(kind, number, links.funds_of(kind.code)) for kind, number in found.kinds],
        # `asked`: its form was sent just now, and the next choice is made from this one.
        "is_asked": bool(
            "asked" in request.GET
            or question.then
            or then_form.errors
            or question.issue_list not in (None, *known[:1])
        ),
        "stated": [stated for stated in found.stated if stated.record.home_area_id == question.area.pk],
        "years": request.focus.years,
        "lists": known,
        "networks": Network.objects.all(),
        "sets": AreaSet.objects.visible_to(request.user, READ).in_use(),
        "carried": _carried(question, links),
        "whole_url": links.page(network=""),
        "note_url": _note_url(links),
        "units_url": "" if then else links.units(),
        "breakdowns": []
        if then
        else [(one.label, links.breakdown(code)) for code, one in BREAKDOWNS.items()],
        "indicators_url": "" if then else links.indicators(),
        "coverage_url": "" if then else links.coverage(),
        "downloads": [("xlsx", "Excel", links.download("xlsx")), ("csv", "CSV", links.download("csv"))],
        "may_note": not (question.fund or question.here or question.area_set)
        and may_note(request.user, question.area),
        "freeze_url": links.freeze() if may_freeze(request.user, question.area.place_no) else "",
    }
    if context.get("all_not_known"):  # of a day of which nothing is known there is nothing to keep
        context["freeze_url"] = ""
    status = 200 if then_form.is_valid() else 422
    return render(request, "dashboards/counts.html", context, status=status)


def past_of(found: Counts, links: Links) -> dict[str, object]:
    """What a page says of a past day: which way it is asked, the other way, and from when on figures are known."""
    then = found.question.then
    if then is None:
        return {"then": None}
    other = Way.KNOWN if then.is_corrected else Way.CORRECTED
    since = [day for day in found.not_known.values() if day]
    return {
        "then": then,
        "then_day": day_text(then.day, long=True),
        "other_way_url": links.page(way=other.value),
        "today_url": links.today().page(),
        "not_known": [FIGURES[code].label for code in found.not_known],
        "all_not_known": len(found.not_known) == len(FIGURES),
        "known_since": day_text(max(since), long=True) if since else "",
    }


@require_GET
def definitions(request: PageRequest) -> HttpResponse:
    """What is counted, and how: figures of one definition together."""
    found: dict[str, list[str]] = {}
    for figure in FIGURES.values():
        found.setdefault(str(figure.definition), []).append(str(figure.label))
    return render(request, "dashboards/definitions.html", {"definitions": list(found.items())})


@require_GET
def behind(request: PageRequest) -> HttpResponse:
    """What stands behind a figure of a past day (docs/adr/0082)."""
    question, code = question_asked(request, lists(), says_day=True), request.GET.get("figure", "")
    if not code or not ThenForm(request.GET).is_valid():
        return page(request)
    if code not in FIGURES:
        raise Http404
    if question.then is None:
        return redirect(Links(question).records(code))
    entry, cell = _cell(request, question)
    found = queries.behind(
        question, code, cell, with_records=FIGURES[code].is_public or request.user.is_authenticated
    )
    links = Links(question)
    context = {
        "question": question,
        "place": question.name,
        "entry": entry,
        "found": found,
        "links": links,
        "today_url": links.today().records(code, None, ALL if cell == ALL else entry),
        **past_of(counts(question), links),
        "then_text": "" if found.then is None else tables.text_of(found.then, found.figure.is_money),
        "now_text": tables.text_of(found.today, found.figure.is_money),
        "changes": [
            (change, tables.signed(change.n, found.figure.is_money))
            for change in found.changes[: queries.MOST]
        ],
        "changed_text": tables.signed(found.changed, found.figure.is_money),
        "further_changes": max(0, len(found.changes) - queries.MOST),
        "others_text": tables.signed(found.of_others, found.figure.is_money) if found.of_others else "",
        "must_sign_in": not found.figure.is_public and not request.user.is_authenticated,
    }
    return render(request, "dashboards/behind.html", context)


def _cell(request: PageRequest, question: Question) -> tuple[ListEntry | str | None, Entry]:
    """The entry of the list that the address names, and its key."""
    typed = request.GET.get("entry", "")
    if not typed or question.issue_list is None:
        return ALL, ALL
    if typed in (NONE, SEVERAL):
        return (None, None) if typed == NONE else (SEVERAL, SEVERAL)
    entry = get_object_or_404(ListEntry, issue_list=question.issue_list, code=typed)
    return entry, entry.pk


@require_GET
def of_set(request: PageRequest, uid: UUID) -> HttpResponse:
    """The figures of a set of areas, from its page."""
    found = area_set_for(request.user, uid, READ)
    return redirect(reverse("dashboards:counts") + query({"area": COUNTRY_CODE, "set": found.uid}))


def _carried(question: Question, links: Links) -> list[tuple[str, object]]:
    """What the form of year, list and network carries along."""
    place: list[tuple[str, object]] = (
        [("fund", question.fund.uid)] if question.fund else [("area", question.area.code)]
    )
    if question.here:
        place.append(("here", "1"))
    shown = {"figure": links.figure, "show": links.show}
    return [*place, *((name, value) for name, value in shown.items() if value)]


def _note_url(links: Links) -> str:
    page = links.page()
    return reverse("dashboards:stated-new") + page[page.index("?") :]


def _crumbs(question: Question, links: Links) -> list[tuple[str, str]]:
    found = [(area.label, links.up(area.code)) for area in path(question.area)]
    if question.area_set:
        found[0] = (str(question.area_set), found[0][1])
    if question.fund:
        return [*found, (question.fund.name, "")]
    if question.here:
        return [*found, (_("Directly at this level"), "")]
    return [*found[:-1], (found[-1][0], "")]


def _own_steps(request: PageRequest, question: Question) -> dict[str, object] | None:
    """How often one person did both sides, for those who look on (docs/adr/0043)."""
    if not looks_on(request.user):
        return None
    filters = ListFilter(
        params=request.GET,
        network=question.network,
        fund=question.fund,
        here=question.here,
        area_set=question.area_set,
    )
    inside = filters.places(question.area).q() if not question.fund else Q()
    number = own_steps.counted(request.user, Q(fiscal_year=question.fiscal_year) & filters.funds() & inside)
    return {"value": number, "url": Links(question).own_steps()}


@require_GET
@limited("export", per_minute=20)
def download(request: PageRequest, kind: str) -> HttpResponse:
    """The page's tables as a file: xlsx (all of them) or csv (the figures by place)."""
    question = question_asked(request, lists(), says_day=True)
    if not ThenForm(request.GET).is_valid():
        return page(request)
    found, links = counts(question), Links(question)
    level = tables.by_level(found, links, every_figure=True)
    place = question.fund.code if question.fund else question.area.code
    if question.area_set:
        place = f"set-{place}"
    past = f"-{question.then.day.isoformat()}-{question.then.way}" if question.then else ""
    name = f"ruamsuk-{place}-{question.fiscal_year}{past}.{kind}"
    if kind == "csv":
        content: bytes | str = sheets.csv_text(level)
    elif kind == "xlsx":
        parts = [level]
        if found.entries:
            parts.append(tables.by_entry(found, links, every_figure=True))
            if not question.fund:
                parts += [tables.crossed(found, links, figure) for figure in crossed()]
        if question.then:
            now = counts(replace(question, then=None))
            today_s = tables.by_level(now, links.today(), every_figure=True)
            parts.append(replace(today_s, title=_("Today: %(title)s") % {"title": today_s.title}))
        content = sheets.xlsx(found, parts)
    else:
        raise Http404
    return downloads.download(content, name)


@login_required
@require_http_methods(["GET", "POST"])
def stated_new(request: PageRequest) -> HttpResponse:
    """Note what a document says of the area, year, network and list that are being looked at."""
    question = question_asked(request, lists())
    require_noting(request.user, question.area)
    form = NoteForm(request.POST or None, issue_list=question.issue_list)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.note_figure(
                area=question.area,
                fiscal_year=question.fiscal_year,
                network=question.network,
                by=request.user,
                **form.cleaned_data,
            )
            messages.success(request, _("The figure of the document is noted beside what is counted."))
            return redirect("dashboards:stated", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {"question": question, "form": form, "links": Links(question)}
    return render(request, "dashboards/stated_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def stated(request: PageRequest, uid: UUID) -> HttpResponse:
    """One figure of a document beside what is counted: the difference, its possible reasons, and the choice."""
    record = stated_figure_for(request.user, uid, READ if request.method == "GET" else EDIT_FUND)
    question = question_of(record, lists().first())
    split = counts(question).whole
    found = beside(record, split)
    form = ChoiceForm(request.POST or None, initial={"choice": record.choice, "reason": record.choice_reason})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_figure(stated=record, by=request.user, **form.cleaned_data)
            messages.success(request, _("The choice is kept with its reason."))
            return redirect("dashboards:stated", uid)
        except Problem as problem:
            show_problem(form, problem)
    links = Links(question)
    context = {
        "record": record,
        "stated": found,
        "question": question,
        "computed_text": tables.text_of(found.computed, record.is_money),
        "difference_text": tables.text_of(abs(found.difference), record.is_money),
        "overlap_text": tables.text_of(found.overlap, record.is_money),
        "missing_text": tables.text_of(found.not_classified, record.is_money),
        "records_url": links.records(record.figure, None, record.entry if record.entry else "all"),
        "overlap_url": links.overlapping(record.figure),
        "missing_url": links.records(record.figure, None, None),
        "counts_url": links.page(),
        "form": form if _may_choose(request, record) else None,
        "bases": [
            (one, tables.text_of(one.computed, False), tables.text_of(abs(one.difference), False))
            for one in bases(record, split)
        ],
    }
    return render(request, "dashboards/stated.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def stated_basis(request: PageRequest, uid: UUID) -> HttpResponse:
    """What a document counted that only says "projects"."""
    record = stated_figure_for(request.user, uid, EDIT_FUND)
    form = BasisForm(request.POST)
    if not form.is_valid():
        raise NoBasis(figure=request.POST.get("figure", "")[:40])
    actions.choose_basis(stated=record, figure=form.cleaned_data["figure"], by=request.user)
    messages.success(request, _("The figure of the document is now compared with that number."))
    return redirect("dashboards:stated", uid)


def _may_choose(request: PageRequest, record: Any) -> bool:
    return reach(request.user, EDIT_FUND).covers(place_no=record.place_no)

"""The pages of frozen sets: figures kept under a name, to be cited and asked anew."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.core import downloads
from ruamsuk.core.calendar import day_text, moment_text, today
from ruamsuk.core.forms import show_problem
from ruamsuk.core.limits import limited
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.core.views import no_longer
from ruamsuk.dashboards import actions, sheets, tables
from ruamsuk.dashboards.access import frozen_set_for, may_freeze, post_that_freezes
from ruamsuk.dashboards.forms import FreezeForm, ThenForm, WithdrawForm
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.models import FrozenSet
from ruamsuk.dashboards.problems import FrozenSetWithdrawn
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.dashboards.queries.frozen import anew, question_of_set, said, words
from ruamsuk.dashboards.verbs import FREEZE_FIGURES
from ruamsuk.dashboards.views import past_of, question_asked
from ruamsuk.funds.choices import Then, Way
from ruamsuk.issues.queries import lists


@require_GET
def frozen_sets(request: PageRequest) -> HttpResponse:
    """What was frozen, the newest first."""
    rows = FrozenSet.objects.visible_to(request.user, READ).defer("values")
    rows = rows.select_related("fund", *(f"home_area__{above}" for above in UPWARDS))
    context = {
        "page": Page(request, rows, order=("-frozen_at", "-pk")),
        "may_freeze": may_freeze(request.user, request.focus.area.place_no),
    }
    return render(request, "dashboards/frozen_sets.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def freeze(request: PageRequest) -> HttpResponse:
    """Freeze the answer that is being looked at; without a past day: that of today, as it is known now."""
    question, then_form = question_asked(request, lists(), says_day=True), ThenForm(request.GET)
    post = post_that_freezes(request.user, question.area)
    question = replace(question, then=question.then or Then(today()))
    form = FreezeForm(request.POST or None)
    can_be = then_form.is_valid()
    if request.method == "POST" and can_be and form.is_valid():
        try:
            made = actions.freeze_figures(
                found=counts(question), post=words(lambda: post), by=request.user, **form.cleaned_data
            )
            messages.success(request, _("The figures are frozen. The address of this page can be cited."))
            return redirect("dashboards:frozen", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    links = Links(question)
    context = {
        "question": question,
        "form": form,
        "then_form": then_form,
        "links": links,
        **past_of(counts(question), links),
    }
    return render(
        request, "dashboards/frozen_new.html", context, status=422 if form.errors or not can_be else 200
    )


@require_GET
def frozen_set(request: PageRequest, uid: UUID) -> HttpResponse:
    """What was frozen, and beside it the same question asked anew: of the same day, and of today."""
    record = frozen_set_for(request.user, uid, READ)
    question, again = question_of_set(record), anew(record)
    links = Links(question)
    context = {
        "record": record,
        "place": said(record.values["place"]),
        "network": said(record.values["network"]) if record.values["network"] else "",
        "issue_list": said(record.values["issue_list"]) if record.values["issue_list"] else "",
        "post": said(record.post),
        "day": day_text(record.day, long=True),
        "is_corrected": record.way == Way.CORRECTED,
        "address": _address(record),
        "again": again,
        "rows": [_row(one) for one in again.figures if one.frozen is not None],
        "not_known": [one.label for one in again.figures if one.frozen is None],
        "tables": _tables(record),
        "counts_url": links.page(),
        "today_url": links.today().page(),
        "downloads": [
            (name, reverse("dashboards:frozen-download", args=[uid, kind]))
            for kind, name in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
        "may_withdraw": not record.withdrawn_at and may_freeze(request.user, record.place_no),
    }
    return render(request, "dashboards/frozen.html", context)


def _row(one):
    def text(number):
        return _("not known") if number is None else tables.text_of(number, one.is_money)

    return {
        "label": one.label,
        "frozen": text(one.frozen),
        "again": text(one.again),
        "today": text(one.today),
        "is_same": one.is_same,
        "difference": tables.signed(one.difference, one.is_money) if one.difference else "–",
    }


def _tables(record: FrozenSet) -> list[tables.Table]:
    """The lines of a set as they were frozen: by place, and by issue."""
    values = record.values
    found = []
    for kind, title, first in (
        ("places", _("By place, as frozen"), said(values["level"])),
        ("issues", _("By issue, as frozen"), _("Issue")),
    ):
        if not values[kind]:
            continue
        shown = [
            at for at, one in enumerate(values["figures"]) if any(row["numbers"][at] for row in values[kind])
        ]
        rows = [
            tables.Row(said(row["label"]), [_cell(values, at, row["numbers"][at]) for at in shown])
            for row in values[kind]
            if any(row["numbers"])
        ]
        rows.append(
            tables.Row(
                _("Total"),
                [_cell(values, at, values["figures"][at]["number"]) for at in shown],
                is_total=True,
            )
        )
        found.append(tables.Table(title, first, rows))
    return found


def _cell(values, at: int, number: int | None) -> tables.Cell:
    figure = values["figures"][at]
    return tables.Cell(said(figure["label"]), number, is_money=figure["is_money"])


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: PageRequest, uid: UUID) -> HttpResponse:
    record = frozen_set_for(request.user, uid, FREEZE_FIGURES)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_frozen(frozen=record, by=request.user, **form.cleaned_data)
            messages.success(request, _("The set is withdrawn. It stays readable, with your reason."))
            return redirect("dashboards:frozen", uid)
        except Problem as problem:
            show_problem(form, problem)
    if not form.is_bound and record.withdrawn_at:
        return no_longer(request, FrozenSetWithdrawn(), "dashboards:frozen", uid)
    context = {"record": record, "form": form}
    return render(request, "dashboards/frozen_withdraw.html", context, status=422 if form.errors else 200)


@require_GET
@limited("export", per_minute=20)
def download(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    """The stored numbers as a file: xlsx (by place, by issue, compared) or csv (by place)."""
    record = frozen_set_for(request.user, uid, READ)
    parts = _tables(record)
    if kind == "csv":
        content: bytes | str = sheets.csv_text(parts[0])
    elif kind == "xlsx":
        definitions = [(said(one["label"]), said(one["definition"])) for one in record.values["figures"]]
        content = sheets.book([*parts, _compared(record)], _about(record), definitions)
    else:
        raise Http404
    return downloads.download(content, f"ruamsuk-frozen-{record.day.isoformat()}-{uid}.{kind}")


def _compared(record: FrozenSet) -> tables.Table:
    def cell(head, number, one):
        return tables.Cell(head, number, is_money=one.is_money)

    rows = [
        tables.Row(
            one.label,
            [
                cell(_("Frozen"), one.frozen, one),
                cell(_("Asked anew"), one.again, one),
                cell(_("Today"), one.today, one),
                cell(_("Since then"), one.difference, one),
            ],
        )
        for one in anew(record).figures
    ]
    return tables.Table(_("Frozen, and asked anew"), _("What is counted"), rows)


def _about(record: FrozenSet) -> list[tuple[str, str]]:
    values = record.values
    found = [
        (_("Name of these figures"), record.name),
        (_("Area"), said(values["place"])),
        (_("Fiscal year"), str(record.fiscal_year)),
        (_("List of issues"), said(values["issue_list"]) if values["issue_list"] else ""),
        (_("As of the day"), day_text(record.day)),
        (_("How"), record.get_way_display()),
        (_("Frozen"), f"{moment_text(record.frozen_at)}, {said(record.post)}"),
        (_("What it is frozen for"), record.reason),
        (_("Address to cite"), _address(record)),
    ]
    if values["network"]:
        found.insert(2, (_("Network"), said(values["network"])))
    if record.withdrawn_at:
        found.append((_("Withdrawn"), record.withdrawn_because))
    return found


def _address(record: FrozenSet) -> str:
    return settings.BASE_URL + reverse("dashboards:frozen", args=[record.uid])

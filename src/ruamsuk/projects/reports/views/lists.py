"""Lists of reports: what waits, what is late, of an area, a fund, a project."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ruamsuk.accounts.access import may
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ, READ_DRAFT
from ruamsuk.core.calendar import today
from ruamsuk.core.paging import Page
from ruamsuk.exports.answers import listed
from ruamsuk.funds.access import fund_for
from ruamsuk.projects.designs.filters import ListFilter, are_few
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.own_steps.access import looks_on
from ruamsuk.projects.projects.access import may_run, project_for
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import LADDER, REPORT_DAYS, ReportState
from ruamsuk.projects.reports.columns import EXPECTED, REPORTS
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.queries.contents import indicator_progress, lines_of
from ruamsuk.projects.reports.queries.due import (
    late_in,
    late_projects,
    owes,
    report_counts,
    reports_due,
    reports_late,
    unreported,
    unreported_before,
)
from ruamsuk.projects.reports.queries.ladder import returned_to, waiting_for, with_card
from ruamsuk.projects.reports.queries.lists import activities_within, reports_within
from ruamsuk.projects.reports.queries.money import year_money
from ruamsuk.projects.verbs import SET_MONEY, WRITE_REPORT


@require_safe
def reports(request: PageRequest) -> HttpResponse:
    """Reports of the area and year in focus; for those who check, what waits for them; for all, what is late."""
    filters = ListFilter.read(request.GET, request.user)
    if filters.figure:
        return _counted_reports(request, filters)
    user = request.user
    checks = any(may(user, rung.can) for rung in LADDER)
    writes = may(user, WRITE_REPORT)
    show = request.GET.get("show", "")
    offered = {"waiting": checks, "returned": writes, "due": writes, "late": True, "all": True}
    page = None
    if not offered.get(show):
        page = _page_of_waiting(request) if checks else None
        show = "waiting" if page else "all"
    inside = request.focus.area.places.q() & Q(fiscal_year=request.focus.year)
    context = {"show": show, "offered": [name for name, on in offered.items() if on], "days": REPORT_DAYS}
    context |= {"looks_on": looks_on(user), "counts": None}
    if show in ("late", "due"):
        if show == "late":
            found = reports_late(Project.objects.filter(inside & late_projects()))
        else:
            open_ones = unreported_before(today())
            projects = Project.objects.visible_to(user, WRITE_REPORT, among=open_ones)
            found = unreported(reports_due(projects))
        context |= {
            "page": Page(request, found, order=("ends_on",), ready=late_in),
            "is_to_write": show == "due",
        }
        return listed(request, "projects/reports.html", context, EXPECTED)
    state = request.GET.get("state", "")
    if show == "waiting":
        page = page or _page_of_waiting(request)
    elif show == "returned":
        page = Page(request, returned_to(user), order=("changed_at",), ready=with_card)
    else:
        rows = ActivityReport.objects.visible_to(user).filter(inside)
        if are_few(request.focus.area):
            context["counts"] = dict(rows.order_by().values_list("state").annotate(Count("pk")))
        rows = rows.filter(state=state) if state in ReportState.values else rows
        page = Page(request, rows, order=("-pk",), ready=with_card)
    context |= {
        "page": page,
        "state": state,
        "states": ReportState.choices,
    }
    return listed(request, "projects/reports.html", context, REPORTS)


def _page_of_waiting(request: PageRequest) -> Page:
    return Page(request, waiting_for(request.user), order=("sent_at",), ready=with_card)


def _counted_reports(request: PageRequest, filters: ListFilter) -> HttpResponse:
    """The records behind a figure of the counting page: reports, or activities whose report is due or late."""
    focus = (request.focus.area, request.focus.year)
    context: dict[str, object] = {"filters": filters, "offered": ["all"]}
    is_of_activities = filters.figure in ("reports_due", "reports_waived", "reports_late")
    if is_of_activities:
        rows: Any = activities_within(filters, *focus)
        context |= {"show": filters.figure.removeprefix("reports_")}
        context["page"] = Page(request, rows, order=("ends_on",), ready=late_in)
    else:
        rows = reports_within(filters, *focus)
        context |= {"show": "counted", "page": Page(request, rows, order=("-pk",), ready=with_card)}
    table = EXPECTED if is_of_activities else REPORTS
    return listed(request, "projects/reports.html", context | {"total": rows.count()}, table)


@require_safe
def fund_reports(request: PageRequest, uid: UUID) -> HttpResponse:
    fund = fund_for(request.user, uid, READ)
    of_fund = Q(fund=fund, fiscal_year=request.focus.year)
    projects = Project.objects.filter(of_fund)
    rows = ActivityReport.objects.visible_to(request.user, among=of_fund)
    late = reports_late(projects.filter(late_projects())).order_by("ends_on", "pk")
    # Mostly none, and then there is nothing to be made ready.
    keys = list(late.values_list("pk", flat=True)[:20])
    context = {
        "fund": fund,
        "counts": report_counts(projects),
        "money": year_money(counted_projects().filter(of_fund)),
        "late": late_in(Activity.objects.filter(pk__in=keys)).order_by("ends_on", "pk") if keys else [],
        "page": Page(request, rows, order=("-pk",), ready=with_card),
    }
    return listed(request, "projects/report_fund.html", context, REPORTS)


def _newest(request: PageRequest, reports: QuerySet[ActivityReport], called: str = "") -> Page:
    rows = reports.select_related("organization")
    return Page(request, rows, order=("-held_on", "-pk"), called=called, is_short=True)


@require_safe
def activity_reports(request: PageRequest, uid: UUID, activity: UUID) -> HttpResponse:
    """All reports of one activity of a project."""
    project = project_for(request.user, uid)
    found = get_object_or_404(project.design.activities, uid=activity)
    reports = ActivityReport.objects.visible_to(request.user, among=Q(pk=project.pk)).filter(activity=found)
    context = {"project": project, "activity": found, "page": _newest(request, reports)}
    return render(request, "projects/report_activity.html", context)


@require_safe
def project_reports(request: PageRequest, uid: UUID) -> HttpResponse:
    """The activities of a project with the state of their reports, and how far its indicators are."""
    project = project_for(request.user, uid)
    reports = ActivityReport.objects.visible_to(request.user, among=Q(pk=project.pk))
    activities = project.design.activities.select_related("waiver")
    page = Page(request, activities, order=("starts_on", "no"), size=30, is_short=True)
    others = reports.filter(project=project, activity=None)
    context = {
        "project": project,
        "page": page,
        "lines": lines_of(project, page.rows, reports),
        "others": _newest(request, others, called="others"),
        "progress": indicator_progress(project),
        "may_write": may_run(request.user, project, WRITE_REPORT),
        "may_waive": may_run(request.user, project, SET_MONEY),
        "sees_people": may_run(request.user, project, READ_DRAFT),
        "owes": owes(project),
    }
    return render(request, "projects/report_project.html", context)

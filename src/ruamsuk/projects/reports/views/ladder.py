"""The way of a report up the ladder and back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem, WrongState
from ruamsuk.core.views import no_longer
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import OwnWork, own_work
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.access import report_for, report_to_return_for
from ruamsuk.projects.reports.choices import LADDER, OWN_ACT_OF, ReportState
from ruamsuk.projects.reports.forms import ReturnForm, StepForm
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.reports.problems import NotYourStep, ReportFrozen
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.verbs import CHECK_REPORT, WRITE_REPORT


def _posted(request: PageRequest) -> QueryDict | None:
    """What binds a form; a form without any field that must be filled may come empty."""
    return request.POST if request.method == "POST" else None


@login_required
def report_send(request: PageRequest, uid: UUID) -> HttpResponse:
    """A last look at what is sent, then the press."""
    report = report_for(request.user, uid, WRITE_REPORT)
    form = Form(_posted(request))
    if form.is_valid():
        try:
            actions.send_report(report=report, by=request.user)
            messages.success(request, _("The report was sent."))
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    if not form.is_bound and not report.is_writable:
        return no_longer(request, ReportFrozen(state=report.get_state_display()), "projects:report", uid)
    context = {"report": report, "form": form, "written": missing_in(report)}
    return render(request, "projects/report_send.html", context, status=422 if form.errors else 200)


@login_required
def report_step(request: PageRequest, uid: UUID, to: str) -> HttpResponse:
    """Passes the report on to the state `to`; the mentor writes advice with it."""
    rung = next((rung for rung in LADDER if rung.state == to), None)
    if rung is None:
        raise Http404
    report = report_for(request.user, uid, rung.can)
    form = StepForm(_posted(request), judged=report.updated_at, initial={"advice": report.advice})
    is_mentor = rung.can == CHECK_REPORT
    if not is_mentor:
        del form.fields["advice"]
    if rung is LADDER[-1]:
        form.fields["note"].label = _("Note")  # nobody comes after
    if form.is_valid():
        try:
            done = actions.step_report(report=report, rung=rung, by=request.user, **form.cleaned_data)
            if isinstance(done, OwnStep):
                told = _("Entered. It takes effect once a second person confirms it; they were told.")
            else:
                told = _("The report was passed on.") if rung.skippable else _("The report was accepted.")
            messages.success(request, told)
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    if not ActivityReport.objects.filter(pk=report.pk).can_step(request.user, rung).exists():
        ladder = ReportState.values
        why = WrongState if ladder.index(report.state) >= ladder.index(rung.state) else NotYourStep
        return no_longer(request, why(state=report.get_state_display()), "projects:report", uid)
    own = own_work(report, OWN_ACT_OF[rung.state], request.user)
    return _act_page(request, report, form, str(rung.button), str(rung.who), own)


@login_required
def report_return(request: PageRequest, uid: UUID) -> HttpResponse:
    try:
        report = report_to_return_for(request.user, uid)
    except WrongState as done:
        return no_longer(request, done, "projects:report", uid)
    form = ReturnForm(_posted(request), judged=report.updated_at)
    if form.is_valid():
        try:
            actions.return_report(report=report, by=request.user, **form.cleaned_data)
            messages.success(request, _("The report was returned for correction."))
            return redirect("projects:report", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _act_page(request, report, form, _("Return for correction"), "")


def _act_page(
    request: PageRequest,
    report: ActivityReport,
    form: Form,
    button: str,
    who: str,
    own: OwnWork | None = None,
) -> HttpResponse:
    context = {"report": report, "form": form, "button": button, "who": who, "own": own}
    return render(request, "projects/report_act.html", context, status=422 if form.errors else 200)

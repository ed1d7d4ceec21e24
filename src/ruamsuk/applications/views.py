"""The public page of a fund's link, and the officer's pages of links and applications."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.accounts.views import show_once
from ruamsuk.applications import actions
from ruamsuk.applications.access import application_for, inviting_fund_for, link_for, open_link_for
from ruamsuk.applications.choices import KEPT_DAYS, SENT_PER_MINUTE, ApplicationState
from ruamsuk.applications.forms import AcceptForm, ApplyForm, DeclineForm
from ruamsuk.applications.links import apply_address, typed_address
from ruamsuk.applications.models import Application, ApplicationLink
from ruamsuk.applications.problems import ApplicationAnswered
from ruamsuk.applications.queries import account_behind, code_of, link_of, numbers_of, takes_applications
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.core.downloads import download
from ruamsuk.core.forms import show_problem
from ruamsuk.core.limits import spend
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.core.qr import picture as picture_of
from ruamsuk.core.views import no_longer

# The public page


@never_cache
def apply(request: PageRequest, code: str) -> HttpResponse:
    """Who has the number of a poster may send; nothing of what others sent is shown, nor whether somebody is known."""
    link = open_link_for(code)
    form = ApplyForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            spend(request, "application", per_minute=SENT_PER_MINUTE)
            made = actions.send_application(link=link, by=_sender(request), **form.cleaned_data)
        except Problem as problem:  # beside what was typed, so that it can be sent later
            show_problem(form, problem)
            status = problem.status
        else:
            return redirect("applications:sent", link.code, made.uid)
    context = {"fund": link.fund, "form": form, "kept_days": KEPT_DAYS}
    return render(request, "applications/apply.html", context, status=status)


def _sender(request: PageRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


@never_cache
@require_safe
def sent(request: PageRequest, code: str, uid: UUID) -> HttpResponse:
    """For whoever has just sent it: its number and what happens next, and nothing that it says."""
    rows = ApplicationLink.objects.select_related("fund").filter(code=code_of(code))
    fund = get_object_or_404(rows).fund
    application = get_object_or_404(Application.objects.filter(fund=fund), uid=uid)
    context = {"fund": fund, "reference": str(application), "kept_days": KEPT_DAYS}
    return render(request, "applications/sent.html", context)


# The fund's link


@login_required
@never_cache
@require_safe
def fund_link(request: PageRequest, uid: UUID) -> HttpResponse:
    """The poster's number with its acts, and what was sent by it; what is inside is read by who answers alone."""
    fund = inviting_fund_for(request.user, uid)
    link = link_of(fund)
    mine = Application.objects.visible_to(request.user, ANSWER_APPLICATION).filter(fund=fund)
    numbers = numbers_of(fund)
    context = {
        "fund": fund,
        "link": link,
        "takes": link is not None and takes_applications(link),
        "waiting": Page(request, mine.waiting(), order=("sent_at", "pk"), called="waiting"),
        "answered": Page(
            request,
            mine.exclude(state=ApplicationState.WAITING).select_related("answered_by"),
            order=("-sent_at", "-pk"),
        ),
        "numbers": [(label, numbers[state]) for state, label in ApplicationState.choices],
        "kept_days": KEPT_DAYS,
        **(_addresses(link) if link else {}),
    }
    return render(request, "applications/fund.html", context)


def _addresses(link: ApplicationLink) -> dict[str, str]:
    return {"address": apply_address(link.code), "typed": typed_address(link.code)}


@login_required
@require_safe
def poster(request: PageRequest, uid: UUID) -> HttpResponse:
    """A sheet of A4 in Thai, whatever language the officer reads in."""
    link = link_for(request.user, uid)
    context = {"fund": link.fund, "link": link, **_addresses(link)}
    return render(request, "applications/poster.html", context)


@login_required
@require_safe
def picture(request: PageRequest, uid: UUID) -> HttpResponse:
    link = link_for(request.user, uid)
    return download(picture_of(apply_address(link.code)), f"{link.fund.code}-{link.code}.png")


@login_required
@require_POST
def open_link(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.open_link(fund=inviting_fund_for(request.user, uid), by=request.user)
    messages.success(request, _("The link is open. Print the poster and put it up."))
    return redirect("applications:fund", uid)


@login_required
@require_POST
def close_link(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.close_link(link=link_for(request.user, uid), by=request.user)
    messages.success(request, _("The link is closed. Posters say so until you open it again."))
    return redirect("applications:fund", uid)


@login_required
@require_POST
def renew_link(request: PageRequest, uid: UUID) -> HttpResponse:
    actions.renew_link(link=link_for(request.user, uid), by=request.user)
    messages.success(request, _("The fund has a new number. Take the old posters down."))
    return redirect("applications:fund", uid)


# Applications


@login_required
@never_cache
@require_safe
def applications(request: PageRequest) -> HttpResponse:
    """Those that wait, of all funds that the person answers for."""
    require(request.user, ANSWER_APPLICATION)
    rows = Application.objects.visible_to(request.user, ANSWER_APPLICATION).waiting().select_related("fund")
    page = Page(request, rows, order=("sent_at", "pk"))
    return render(request, "applications/applications.html", {"page": page})


@login_required
@never_cache
@require_safe
def application(request: PageRequest, uid: UUID) -> HttpResponse:
    found = application_for(request.user, uid)
    has_account, account = account_behind(request.user, found)
    context = {
        "application": found,
        "has_account": has_account,
        "account": account,
        "kept_days": KEPT_DAYS,
    }
    return render(request, "applications/application.html", context)


@login_required
@never_cache
def accept(request: PageRequest, uid: UUID) -> HttpResponse:
    found = application_for(request.user, uid)
    if not found.is_waiting:
        return _answered(request, found)
    form = AcceptForm(request.POST or None, user=cast(User, request.user), application=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.accept_application(application=found, by=request.user, **form.cleaned_data)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Accepted. The draft is there."))
            if made.invitation:
                return show_once(request, made.invitation.token, "accounts:invitation", made.invitation.uid)
            return redirect("applications:application", uid)
    return _act(request, found, form, "applications/accept.html")


@login_required
@never_cache
def decline(request: PageRequest, uid: UUID) -> HttpResponse:
    found = application_for(request.user, uid)
    if not found.is_waiting:
        return _answered(request, found)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline_application(application=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Declined, with your reason."))
        return redirect("applications:application", uid)
    return _act(request, found, form, "applications/decline.html")


def _answered(request: PageRequest, found: Application) -> HttpResponse:
    answered = ApplicationAnswered(state=found.get_state_display())
    return no_longer(request, answered, "applications:application", found.uid)


def _act(request: PageRequest, found: Application, form: AcceptForm | DeclineForm, page: str) -> HttpResponse:
    context = {"application": found, "form": form}
    return render(request, page, context, status=422 if form.errors else 200)

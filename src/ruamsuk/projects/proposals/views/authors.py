"""Pages of who writes a proposal together: the authors, and the answer of somebody who was invited."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.limits import spend
from ruamsuk.core.problems import Problem
from ruamsuk.projects.proposals.access import author_invitation_for, proposal_for
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.choices import INVITATIONS_PER_MINUTE, NAMES_AUTHORS
from ruamsuk.projects.proposals.forms.proposals import AuthorForm


@login_required
@never_cache
def proposal_authors(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, NAMES_AUTHORS)
    form = AuthorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            spend(request, "author", per_minute=INVITATIONS_PER_MINUTE)
            author = drafting.add_author(proposal=proposal, by=request.user, **form.cleaned_data)
            if author:
                messages.success(
                    request, _("{name} can write on this proposal now.").format(name=author.name)
                )
            else:
                messages.success(request, _("An invitation was sent. It counts when the person accepts it."))
            return redirect("projects:proposal-authors", proposal.uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {
        "proposal": proposal,
        "form": form,
        "authors": proposal.authors.select_related("user"),
        "invitations": proposal.author_invitations.not_revoked().order_by("-created_at"),
    }
    return render(request, "projects/proposal_authors.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def author_invitation_revoke(request: PageRequest, uid: UUID, invitation: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, NAMES_AUTHORS)
    found = get_object_or_404(proposal.author_invitations.not_revoked(), uid=invitation)
    drafting.revoke_author_invitation(invitation=found, by=request.user)
    messages.success(request, _("The invitation was taken back."))
    return redirect("projects:proposal-authors", proposal.uid)


@login_required
@never_cache
def author_invitation(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who invites, and for which fund; nothing of the draft."""
    invitation = author_invitation_for(request.user, uid)
    accept = "accept" in request.POST
    if accept or "decline" in request.POST:
        drafting.answer_author_invitation(invitation=invitation, accept=accept, by=request.user)
        if accept:
            messages.success(request, _("You can write on this proposal now."))
            return redirect("projects:proposal", invitation.proposal.uid)
        messages.success(request, _("You declined. Nothing was told to whoever invited you."))
        return redirect("projects:proposals")
    return render(request, "projects/author_invitation.html", {"invitation": invitation})

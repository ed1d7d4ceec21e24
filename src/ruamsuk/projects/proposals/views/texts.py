"""Earlier texts of a proposal or a report: who wrote what, when; one press brings a text back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.drafts import views as drafts
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.proposals.access import may_do, proposal_for
from ruamsuk.projects.proposals.actions import drafting


@login_required
@require_safe
@never_cache  # persons of the applicant: nothing is left on a shared computer
def proposal_texts(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, READ_DRAFT)
    sees_persons = may_do(request.user, proposal, SEE_APPLICANTS)
    context = drafts.earlier_page(request, drafting.WRITING, proposal, personal=sees_persons) | {
        "may_write": proposal.is_writable and may_do(request.user, proposal, WRITE_PROPOSAL),
        "name": "proposal",
        "title": proposal.title or _("New proposal"),
    }
    return render(request, "projects/earlier_texts.html", context)


@login_required
@require_POST
def proposal_text_back(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = proposal_for(request.user, uid, WRITE_PROPOSAL)
    sees_persons = may_do(request.user, proposal, SEE_APPLICANTS)
    text = drafts.wanted_back(request, drafting.WRITING, proposal, personal=sees_persons)
    saved = None
    if text.change is None:
        drafting.restore_row(proposal=proposal, removed=text.row, by=request.user)
    else:
        typed = drafts.retyped(request, text)
        saved = drafting.save_fields(proposal=proposal, changes=typed, by=request.user)
    drafts.tell_brought_back(request, saved)
    return redirect("projects:proposal-texts", uid)

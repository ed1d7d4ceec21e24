"""A project as it is read: at a glance, what was approved of it, its money."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from ruamsuk.accounts.access import may, may_invite_to, may_see_people_at
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import Scope
from ruamsuk.accounts.verbs import INVITE, READ_DRAFT
from ruamsuk.audit.queries import history_of
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.evidence.queries import Limits
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.designs.models import WITH_CATEGORY
from ruamsuk.projects.designs.queries import with_doubts
from ruamsuk.projects.own_steps.queries import ready, waits_on
from ruamsuk.projects.projects.access import all_that_may, may_run, project_for
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import is_agreed, open_variation, since_approval
from ruamsuk.projects.projects.queries.paper import paper_mark
from ruamsuk.projects.proposals.access import may_do
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.specs import SECTIONS, D
from ruamsuk.projects.trail import readable_history
from ruamsuk.projects.verbs import RUN_PROJECT, SET_MONEY


@require_safe
def project(request: PageRequest, uid: UUID) -> HttpResponse:
    """What stands above the reports, and what they tell of it (core.hubs)."""
    project = project_for(request.user, uid)
    waits = waits_on(ready(project), request.user)
    allowed = all_that_may(request.user, project, (RUN_PROJECT, SET_MONEY, SEE_APPLICANTS))
    context = {
        "project": project,
        "design": project.design,
        "may_run": RUN_PROJECT in allowed,
        "may_set_money": SET_MONEY in allowed,
        "may_invite": may(request.user, INVITE) and _may_invite(request, project),
        "may_see_people": may_see_people_at(request.user, project.scope_id),
        "may_copy": request.user.is_authenticated,
        **(decision_of(project.proposal) if project.proposal else {}),
        "people": project.people.all() if SEE_APPLICANTS in allowed else (),
        "documents": project.documents.prefetch_related("file"),
        "own_paper": paper_mark(project),
        "open_variation": open_variation(project, request.user),
        "waits": waits if waits.step and may_run(request.user, project, READ_DRAFT) else None,
        # Mostly none, and then there is nothing to be joined.
        "children": project.children.prefetch_related("home_area__parent__parent", "organization", "fund")[
            :200
        ],
        # Who did what is no public reading.
        "history": readable_history(history_of(project)) if request.user.is_authenticated else (),
    }
    answer = render(request, "projects/project.html", context)
    if context["people"]:
        add_never_cache_headers(answer)  # nothing of them is left on a shared computer
    return answer


def _may_invite(request: PageRequest, project: Project) -> bool:
    return may_invite_to(request.user, Scope.objects.select_related("area").get(pk=project.scope_id))


@require_safe
def project_details(request: PageRequest, uid: UUID) -> HttpResponse:
    """The nine sections as they were approved and varied, with everything that is known beside them."""
    project = ready(project_for(request.user, uid))
    design = project.design
    runs = may_run(request.user, project, RUN_PROJECT)
    context = {
        "project": project,
        "is_agreed": runs and is_agreed(project),
        "may_run": runs,
        "first_changes": since_approval(project),
        "design": design,
        "sections": {section.key: section for section in SECTIONS},
        "texts": D.to_read(design),
        "issues": design.issues.all(),
        "situations": with_doubts(design.situations.all(), Limits.of(project.fiscal_year)),
        "objectives": design.objectives.prefetch_related("indicators", "situations"),
        "targets": design.targets.select_related("group"),
        "activities": design.activities.order_by("starts_on", "no").prefetch_related(
            "objectives", WITH_CATEGORY
        ),
        "own_paper": paper_mark(project),
        "further_areas": project.further_areas.select_related("parent__parent"),
    }
    return render(request, "projects/project_details.html", context)


@require_safe
def project_money(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who gives how much, in which instalments, and the decision behind it."""
    project = project_for(request.user, uid)
    allowed = all_that_may(request.user, project, (RUN_PROJECT, SET_MONEY))
    context = {
        "project": project,
        "may_run": RUN_PROJECT in allowed,
        "may_set_money": SET_MONEY in allowed,
        "fundings": project.fundings.prefetch_related("fund", "organization"),
        "partners": project.partners.select_related("organization"),
        "instalments": project.instalments.all(),
        **(decision_of(project.proposal) if project.proposal else {}),
        "may_correct": project.proposal and may_do(request.user, project.proposal, DECIDE),
    }
    return render(request, "projects/project_money.html", context)

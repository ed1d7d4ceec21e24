"""What became of the projects that a plan asks for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.core.hubs import Became
from ruamsuk.plans.models import Plan
from ruamsuk.projects.proposals.models import Proposal


def became(user: Reader, plan: Plan) -> dict[int, Became]:
    """Key of a planned project → its proposal, or the project that came of it; of several the first."""
    rows = Proposal.objects.visible_to(user).filter(planned_project__plan=plan).not_ended()
    return {
        row.planned_project_id: _told(row)
        for row in rows.select_related("project").order_by("-pk")
        if row.planned_project_id
    }


def _told(proposal: Proposal) -> Became:
    project = getattr(proposal, "project", None)
    if project:
        url = reverse("projects:project", args=[project.uid])
        return Became(project.get_status_display(), project.tone, _("Open the project"), url)
    url = reverse("projects:proposal", args=[proposal.uid])
    return Became(proposal.get_state_display(), proposal.tone, _("Open the proposal"), url)

"""What a proposal was begun from: it keeps it, and shows it to whoever reads it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.plans.models import PlannedProject
from ruamsuk.projects.proposals.models import Proposal


@dataclass(frozen=True)
class Begun:
    """`kind`: a word for programs; `said`: what sort of thing it is, in words; `url`: its page, if it has one."""

    kind: str
    said: str
    title: str
    url: str
    is_to_confirm: bool = False  # a standard measure that no administrator signed


def begun_from(proposal: Proposal, reader: Reader) -> Begun | None:
    """None: from nothing, from the design of no project, or from a row of a plan that the reader may not read."""
    if measure := proposal.measure:
        url = reverse("issues:measure", args=[measure.code])
        is_open = measure.confirmed_on is None
        return Begun("standard-measure", _("a standard measure"), str(measure), url, is_open)
    if row := proposal.development_row:
        said = _("{plan} of {office}").format(plan=row.plan_name, office=row.fund.organization.name)
        url = reverse("plans:development", args=[row.fund.uid])
        return Begun("development-plan", said, row.title, url)
    if planned := proposal.planned_project:
        if not PlannedProject.objects.visible_to(reader, READ).filter(pk=planned.pk).exists():
            return None
        url = reverse("plans:plan", args=[planned.plan.uid])
        return Begun("planned-project", _("the fund's yearly plan"), planned.title, url)
    copied = proposal.design.copied_from
    project = getattr(copied, "project", None) if copied else None
    if project is None:
        return None
    of = " ".join(
        filter(None, (project.fund.name if project.fund else project.owner, str(project.fiscal_year or "")))
    )
    said = _("a project of {owner}").format(owner=of) if of else _("a project")
    return Begun("project", said, project.title, reverse("projects:project", args=[project.uid]))

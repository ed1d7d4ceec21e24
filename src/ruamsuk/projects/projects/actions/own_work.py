"""What a project says of itself to the steps on the own work, and what its acts do once they are confirmed."""

from datetime import datetime

from django.db.models import Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.issues.models import Issue
from ruamsuk.projects.designs.models import DesignIssue
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.effects import Effect
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.works import Named, Work
from ruamsuk.projects.projects.actions import correcting, deciding, projects
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.paper import entered_lines, funders_entered
from ruamsuk.projects.proposals.models import Proposal


def _locked(project: Project) -> Project:
    projects.lock(project)
    return project


def _under(issue: Issue) -> Q:
    return Q(project__design__in=DesignIssue.objects.filter(issue=issue).values("design"))


def _entered_from_paper() -> QuerySet[OwnStep]:
    return OwnStep.objects.filter(act=OwnAct.PAPER)


WORK = Work(
    link="project",
    lock=_locked,
    under=_under,
    named=Named(_entered_from_paper, record="project", person="entered_by", did=True),
    made_from=lambda project: project.proposal,
)


def _decide(proposal: Proposal, step: OwnStep, by: User, at: datetime) -> None:
    deciding.check_undecided(proposal)
    values = deciding.checked_decision(**step.typed_decision or {})
    deciding.record_decision(proposal, values, step.entered_by, by, at)


def _correct(proposal: Proposal, step: OwnStep, by: User, at: datetime) -> None:
    typed = step.typed_decision or {}
    reason = typed.pop("reason")
    values = deciding.checked_decision(**typed)
    correcting.record_correction(proposal, values, reason, step.entered_by, by, at)


def _enter(entered: Project, step: OwnStep, by: User, at: datetime) -> None:
    step.project = projects.record_paper(step, by, at)
    step.save(update_fields=["project"])


def _fund(project: Project, step: OwnStep, by: User, at: datetime) -> None:
    projects.record_fundings(project, projects.fundings_as_entered(step))


EFFECTS = {
    OwnAct.DECISION: Effect(_decide),
    OwnAct.CORRECTION: Effect(_correct),
    OwnAct.PAPER: Effect(_enter, entered_lines),
    OwnAct.FUNDERS: Effect(_fund, funders_entered),
}

"""What a report says of itself to the steps on the own work, and what its acceptance does once it is confirmed."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from ruamsuk.accounts.models import User
from ruamsuk.core.problems import WrongState
from ruamsuk.issues.models import Issue
from ruamsuk.projects.designs.models import DesignIssue
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.effects import Effect
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.works import Work
from ruamsuk.projects.reports.actions.ground import lock
from ruamsuk.projects.reports.actions.ladder import take_step
from ruamsuk.projects.reports.choices import LADDER
from ruamsuk.projects.reports.models import ActivityReport, ready_for


def _under(issue: Issue) -> Q:
    return Q(report__project__design__in=DesignIssue.objects.filter(issue=issue).values("design"))


WORK = Work(link="report", lock=lock, under=_under)


def _accept(report: ActivityReport, step: OwnStep, by: User, at: datetime) -> None:
    rung = LADDER[-1]
    if not ActivityReport.objects.filter(reduce(or_, ready_for(rung)), pk=report.pk).exists():
        raise WrongState(state=report.get_state_display())
    take_step(report, rung, step.entered["note"], step.entered_by, by, at)


EFFECTS = {OwnAct.ACCEPTANCE: Effect(_accept)}

"""Many plans at once, each described by plain values as it stands: for a measurement, an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import places_read
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.models import store
from ruamsuk.funds.models import Fund
from ruamsuk.plans.actions.counted import note_planned
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, Situation

Values = Mapping[str, object]  # fields of a model


@dataclass(frozen=True)
class GivenPlan:
    """`objectives`: each with the place of the situation that it answers, from 0."""

    fund: Fund
    values: Values
    situations: Sequence[Values] = ()
    objectives: Sequence[tuple[int, Values]] = ()
    measures: Sequence[Values] = ()
    planned_projects: Sequence[Values] = ()


@action(_("entered many plans"))
def enter_plans(*, given: Sequence[GivenPlan], by: User | None, at: datetime = NOW) -> list[Plan]:
    """In the order given."""
    plans, situations, objectives, measures, planned = [], [], [], [], []
    for one in given:
        plan = Plan(**{"created_at": at, **one.values}, fund=one.fund, home_area_id=one.fund.home_area_id)
        own = [Situation(plan=plan, no=no, **row) for no, row in enumerate(one.situations, 1)]
        objectives += [
            PlanObjective(plan=plan, no=no, situation=own[place], **row)
            for no, (place, row) in enumerate(one.objectives, 1)
        ]
        measures += [PlanMeasure(plan=plan, no=no, **row) for no, row in enumerate(one.measures, 1)]
        planned += [PlannedProject(plan=plan, no=no, **row) for no, row in enumerate(one.planned_projects, 1)]
        situations += own
        plans.append(plan)
    with places_read(plan.home_area_id for plan in plans):
        store(plans)
    store(situations, objectives, measures, planned)
    note_planned([plan for plan in plans if not plan.is_draft], 1)
    return plans

"""The figures of a plan with their doubts and their past, and what the catalogue offers beside them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.evidence.choices import is_percent
from ruamsuk.evidence.queries import Limits, doubts
from ruamsuk.evidence.queries.offers import Offer, offers
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Indicator, Measure
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import Plan, PlanObjective, Situation


@dataclass(frozen=True)
class Point:
    """What a figure was in one year, and what had been aimed at."""

    fiscal_year: int
    value: Decimal | None
    target: Decimal | None
    evidence: str


@dataclass(frozen=True)
class SituationFigure:
    """A situation with everything that is said beside it."""

    row: Situation
    doubts: list[str]
    history: list[Point]  # earlier years, newest first
    target: Decimal | None  # of this year's objective for it
    has_objective: bool
    offers: list[Offer]  # official figures that it may take

    @property
    def last(self) -> Point | None:
        return self.history[0] if self.history else None

    @property
    def is_percent(self) -> bool:
        return is_percent(self.row.unit)

    @property
    def since_last(self) -> Decimal | None:
        """How the figure moved since the year before."""
        if self.last is None or self.last.value is None or self.row.value is None:
            return None
        return self.row.value - self.last.value

    @property
    def is_better(self) -> bool | None:
        """Did it move the way the indicator should? None: unknown or unchanged."""
        if not self.since_last or self.row.indicator is None:
            return None
        return (self.since_last > 0) == (self.row.indicator.direction == "up")

    @property
    def to_target(self) -> Decimal | None:
        return None if self.target is None or self.row.value is None else self.target - self.row.value


def figures(user: Reader, plan: Plan) -> list[SituationFigure]:
    """The situations of a plan, each with its doubts, its earlier years and this year's target."""
    rows, limits = list(plan.situations.select_related("indicator")), Limits.of(plan.fiscal_year)
    earlier = Plan.objects.visible_to(user, READ).filter(
        fund=plan.fund_id, issue=plan.issue_id, fiscal_year__lt=plan.fiscal_year
    )
    offered = offers(rows, plan.fund.home_area)
    targets: dict[tuple[int, object], Decimal | None] = {}
    aimed_at = set()
    for goal in PlanObjective.objects.filter(Q(plan=plan) | Q(plan__in=earlier)).select_related(
        "plan", "situation"
    ):
        key = _thread(goal.indicator_id, goal.situation.text if goal.situation else goal.indicator_text)
        if goal.target is not None:
            targets[goal.plan.fiscal_year, key] = goal.target
        if goal.plan_id == plan.pk:
            aimed_at.add(key)
    past: dict[object, list[Point]] = defaultdict(list)
    for old in (
        Situation.objects.filter(plan__in=earlier, value__isnull=False)
        .select_related("plan")
        .order_by("-plan__fiscal_year")
    ):
        key, year = _thread(old.indicator_id, old.text), old.plan.fiscal_year
        past[key].append(Point(year, old.value, targets.get((year, key)), old.get_evidence_kind_display()))
    return [
        SituationFigure(
            row,
            doubts(row, limits) if row.value is not None else [],
            past[key],
            targets.get((plan.fiscal_year, key)),
            key in aimed_at or row.pk in {goal.situation_id for goal in plan.objectives.all()},
            offered[row.pk],
        )
        for row in rows
        for key in [_thread(row.indicator_id, row.text)]
    ]


def _thread(indicator_id: int | None, text: str) -> object:
    """What makes figures of several years the same: the standard indicator, else the same words."""
    return indicator_id or text.strip()


def indicators_to_add(plan: Plan) -> QuerySet[Indicator]:
    """Standard indicators of the issue that do not stand in the plan yet."""
    return (
        Indicator.objects.in_use()
        .valid_in(plan.fiscal_year)
        .filter(issue=plan.issue_id)
        .exclude(pk__in=plan.situations.filter(indicator__isnull=False).values("indicator"))
    )


def measures_to_add(plan: Plan) -> list[str]:
    """Standard ways of working on the issue, and those that its indicators suggest, not in the plan yet."""
    taken = set(plan.measures.values_list("approach", flat=True))
    standard = [
        str(m) for m in Measure.objects.in_use().valid_in(plan.fiscal_year).filter(issue=plan.issue_id)
    ]
    suggested = plan.situations.exclude(indicator__suggested_measure_th="").values_list(
        "indicator__suggested_measure_th", flat=True
    )
    offered = dict.fromkeys([*standard, *(text for text in suggested if text)])
    return [text for text in offered if text not in taken]


def organizations_near(fund: Fund) -> QuerySet[Organization]:
    """Organisations of the fund's district: who may carry a planned project out."""
    return Organization.objects.open().in_area(fund.home_area.parent or fund.home_area).order_by("sort_key")

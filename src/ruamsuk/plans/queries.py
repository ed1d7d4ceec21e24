"""Reading plans: how far each is, what is doubtful, how figures moved, what is missing between problem and project."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import Can, ScopeKind
from ruamsuk.accounts.models import Post
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.todo import Todo
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Indicator, Issue, Measure, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.choices import (
    CRITERIA,
    LOW_COVERAGE_PERCENT,
    PLANNING_STARTS_IN_MONTH,
    EvidenceKind,
    PlanState,
    is_percent,
)
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, Situation

# How far a plan is ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One part of a plan in the order of the form. `key` is also the anchor of its section."""

    key: str
    label: str | Promise
    is_done: bool
    missing: str | Promise  # what to do, while it is not done


def steps_of(plan: Plan) -> list[Step]:
    """`plan` comes from `with_progress()`."""
    p: Any = plan
    return [
        Step(
            "situation",
            gettext_lazy("Situation"),
            p.situations_count > 0 and p.figures_count == p.situations_count,
            gettext_lazy("Fill in the figures")
            if p.situations_count
            else gettext_lazy("Choose the problems"),
        ),
        Step(
            "objective",
            gettext_lazy("Objectives"),
            p.objectives_count > 0 and p.targets_count == p.objectives_count,
            gettext_lazy("Set the targets") if p.objectives_count else gettext_lazy("Say what shall change"),
        ),
        Step("measure", gettext_lazy("Measures"), p.measures_count > 0, gettext_lazy("Say how")),
        Step("budget", gettext_lazy("Budget"), bool(p.budget_satang), gettext_lazy("Set the budget")),
        Step(
            "project", gettext_lazy("Projects to be done"), p.planned_count > 0, gettext_lazy("Add a project")
        ),
        Step(
            "ranking", gettext_lazy("Priority"), hasattr(p, "score"), gettext_lazy("Score the four criteria")
        ),
    ]


def done_percent(steps: Sequence[Step]) -> int:
    return round(100 * sum(step.is_done for step in steps) / len(steps))


def missing_for_agreement(plan: Plan) -> list[str]:
    """A plan without a problem or without an aim cannot be agreed. `plan` comes from `with_progress()`."""
    p: Any = plan
    return [
        label
        for count, label in ((p.situations_count, _("a problem")), (p.objectives_count, _("an objective")))
        if not count
    ]


# One fund's year --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class YearLine:
    """A plan in the list of a fund's year. `rank` counts from 1; equal sums share a rank; None: not scored."""

    plan: Any  # Plan with_progress
    rank: int | None
    steps: list[Step]

    @property
    def percent(self) -> int:
        return done_percent(self.steps)

    @property
    def points(self) -> list[tuple[str | Promise, int | None]]:
        score = getattr(self.plan, "score", None)
        return [(label, getattr(score, name, None)) for name, label in CRITERIA.items()]

    @property
    def missing(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]


def year_lines(user: Reader, fund: Fund, fiscal_year: int) -> list[YearLine]:
    """The plans of a fund's year that the reader may see, by rank; those without a score stand last."""
    plans = list(
        Plan.objects.visible_to(user, Can.READ).filter(fund=fund, fiscal_year=fiscal_year).with_progress()
    )
    totals = sorted((p.score.total for p in plans if hasattr(p, "score")), reverse=True)
    lines = [
        YearLine(p, totals.index(p.score.total) + 1 if hasattr(p, "score") else None, steps_of(p))
        for p in plans
    ]
    return sorted(
        lines, key=lambda line: (line.rank or len(plans) + 1, line.plan.issue.sort_no, line.plan.pk)
    )


def years_with_plan(user: Reader, fund: Fund) -> list[int]:
    rows = Plan.objects.visible_to(user, Can.READ).filter(fund=fund).order_by("-fiscal_year")
    return list(rows.values_list("fiscal_year", flat=True).distinct())


@dataclass(frozen=True)
class Choice:
    """An issue that may be added. `earlier_year`: the fund planned it then; `neighbours`: funds of the district."""

    issue: Issue
    earlier_year: int | None
    neighbours: int


def issues_to_add(user: Reader, fund: Fund, fiscal_year: int) -> list[Choice]:
    """Issues of the catalogue that the fund's year does not have: the fund's own of earlier years first, then those
    that neighbours plan most."""
    here = Plan.objects.filter(fund=fund, fiscal_year=fiscal_year).values("issue")
    earlier = dict(
        Plan.objects.filter(fund=fund, fiscal_year__lt=fiscal_year)
        .order_by("fiscal_year")
        .values_list("issue_id", "fiscal_year")
    )
    district = fund.home_area.parent or fund.home_area
    low, high = district.place_range
    neighbours = dict(
        Plan.objects.visible_to(user, Can.READ)
        .filter(fiscal_year=fiscal_year, place_no__range=(low, high))
        .exclude(fund=fund)
        .order_by()
        .values_list("issue_id")
        .annotate(Count("fund", distinct=True))
    )
    issues = Issue.objects.in_use().valid_in(fiscal_year).exclude(pk__in=here)
    choices = [Choice(issue, earlier.get(issue.pk), neighbours.get(issue.pk, 0)) for issue in issues]
    return sorted(choices, key=lambda c: (c.earlier_year is None, -c.neighbours))


@dataclass(frozen=True)
class Gaps:
    """Where problem and project do not meet, in one fund's year."""

    without_project: list[YearLine]  # problems are named, no project is planned
    without_problem: list[PlannedProject]  # projects are planned, no problem is named
    not_ranked: list[YearLine]

    def __bool__(self) -> bool:
        return bool(self.without_project or self.without_problem or self.not_ranked)


def gaps(lines: Iterable[YearLine]) -> Gaps:
    lines = list(lines)
    bare = [line.plan for line in lines if not line.plan.situations_count]
    return Gaps(
        without_project=[
            line for line in lines if line.plan.situations_count and not line.plan.planned_count
        ],
        without_problem=list(PlannedProject.objects.filter(plan__in=bare).select_related("plan__issue")),
        not_ranked=[line for line in lines if line.rank is None],
    )


@dataclass(frozen=True)
class Parts:
    """The rows of one plan, for paper."""

    situations: list[Situation]
    objectives: list[PlanObjective]
    measures: list[PlanMeasure]
    planned_projects: list[PlannedProject]


def parts_of(plans: Iterable[Plan]) -> list[tuple[Plan, Parts]]:
    """All rows of several plans in four queries."""
    plans = list(plans)
    kinds: list[tuple[type[Any], tuple[str, ...]]] = [
        (Situation, ("indicator",)),
        (PlanObjective, ("indicator",)),
        (PlanMeasure, ()),
        (PlannedProject, ("support_type", "organization")),
    ]
    rows: list[dict[int, list[Any]]] = []
    for kind, related in kinds:
        by_plan: dict[int, list[Any]] = defaultdict(list)
        for row in kind.objects.filter(plan__in=plans).select_related(*related or ("plan",)).order_by("no"):
            by_plan[row.plan_id].append(row)
        rows.append(by_plan)
    return [(plan, Parts(*(by_plan[plan.pk] for by_plan in rows))) for plan in plans]


# Situations and their past ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """What a figure was in one year, and what had been aimed at."""

    fiscal_year: int
    value: Decimal | None
    target: Decimal | None
    evidence: str


@dataclass(frozen=True)
class Figure:
    """A situation with everything that is said beside it."""

    row: Situation
    doubts: list[str]
    history: list[Point]  # earlier years, newest first
    target: Decimal | None  # of this year's objective for it
    has_objective: bool

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


def doubts(row: Situation) -> list[str]:
    """What makes a figure weak. It is kept; the reader should know."""
    if row.value is None:
        return []
    found = []
    coverage = row.coverage
    if row.evidence_kind == EvidenceKind.SURVEY and coverage is not None and coverage < LOW_COVERAGE_PERCENT:
        found.append(
            _(
                "Only %(covered)s of %(total)s were counted (%(percent)d%%): it may not speak for the whole area."
            )
            % {"covered": f"{row.covered:,}", "total": f"{row.total:,}", "percent": int(coverage)}
        )
    if not row.evidence_kind:
        found.append(_("It is not said where the figure comes from."))
    elif not row.agency:
        found.append(_("The agency that gave the figure is not named."))
    if row.measured_on is None:
        found.append(_("The day of the figure is not given."))
    return found


def figures(user: Reader, plan: Plan) -> list[Figure]:
    """The situations of a plan, each with its doubts, its earlier years and this year's target."""
    rows = list(plan.situations.select_related("indicator"))
    earlier = Plan.objects.visible_to(user, Can.READ).filter(
        fund=plan.fund_id, issue=plan.issue_id, fiscal_year__lt=plan.fiscal_year
    )
    targets: dict[tuple[int, Any], Decimal | None] = {}
    aimed_at = set()
    for goal in PlanObjective.objects.filter(Q(plan=plan) | Q(plan__in=earlier)).select_related(
        "plan", "situation"
    ):
        key = _thread(goal.indicator_id, goal.situation.text if goal.situation else goal.indicator_text)
        if goal.target is not None:
            targets[goal.plan.fiscal_year, key] = goal.target
        if goal.plan_id == plan.pk:
            aimed_at.add(key)
    past: dict[Any, list[Point]] = defaultdict(list)
    for old in (
        Situation.objects.filter(plan__in=earlier, value__isnull=False)
        .select_related("plan")
        .order_by("-plan__fiscal_year")
    ):
        key, year = _thread(old.indicator_id, old.text), old.plan.fiscal_year
        past[key].append(Point(year, old.value, targets.get((year, key)), old.get_evidence_kind_display()))
    return [
        Figure(
            row,
            doubts(row),
            past[key],
            targets.get((plan.fiscal_year, key)),
            key in aimed_at or row.pk in {goal.situation_id for goal in plan.objectives.all()},
        )
        for row in rows
        for key in [_thread(row.indicator_id, row.text)]
    ]


def _thread(indicator_id: int | None, text: str) -> Any:
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


# Over areas -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FundLine:
    """A fund in the list of an area: what of its plans the reader may see."""

    fund: Fund
    plans: int = 0
    agreed: int = 0
    budget_satang: int = 0
    planned: int = 0

    @property
    def is_agreed(self) -> bool:
        return bool(self.plans) and self.plans == self.agreed


FILTERS = ("none", "draft", "agreed")  # no plan yet; some plan still a draft; all agreed


def funds_by_plan(user: Reader, area: Area, fiscal_year: int, which: str = "") -> QuerySet[Fund]:
    """Open funds of an area, only those whose plan is `which` (one of FILTERS; anything else: all)."""
    rows = Fund.objects.visible_to(user, Can.READ).open().in_area(area)
    plans = Plan.objects.visible_to(user, Can.READ).filter(fund=OuterRef("pk"), fiscal_year=fiscal_year)
    if which == "none":
        return rows.filter(~Exists(plans))
    if which == "draft":
        return rows.filter(Exists(plans.drafts()))
    if which == "agreed":
        return rows.filter(Exists(plans), ~Exists(plans.drafts()))
    return rows


def fund_lines(user: Reader, funds: Iterable[Fund], fiscal_year: int) -> list[FundLine]:
    funds = list(funds)
    ids = [fund.pk for fund in funds]
    sums = _sums(Plan.objects.visible_to(user, Can.READ).filter(fund__in=ids, fiscal_year=fiscal_year))
    planned = dict(
        PlannedProject.objects.visible_to(user, Can.READ)
        .filter(plan__fund__in=ids, plan__fiscal_year=fiscal_year)
        .order_by()
        .values_list("plan__fund")
        .annotate(Count("pk"))
    )
    return [FundLine(fund, planned=planned.get(fund.pk, 0), **sums.get(fund.pk, {})) for fund in funds]


@dataclass(frozen=True)
class AreaTotals:
    funds: int
    without_plan: int
    agreed: int  # funds whose plans are all agreed
    planned: int  # of agreed plans

    @property
    def tone(self) -> str:
        return "warn" if self.without_plan else ""


def area_totals(user: Reader, area: Area, fiscal_year: int) -> AreaTotals:
    places = area.place_range
    return AreaTotals(
        funds=funds_by_plan(user, area, fiscal_year).count(),
        without_plan=funds_by_plan(user, area, fiscal_year, "none").count(),
        agreed=funds_by_plan(user, area, fiscal_year, "agreed").count(),
        planned=planned_projects(fiscal_year=fiscal_year, places=places).count(),
    )


def planned_issues(area: Area, fiscal_year: int) -> QuerySet[Issue]:
    """Issues under which the area plans projects in a year."""
    rows = planned_projects(fiscal_year=fiscal_year, places=area.place_range)
    return Issue.objects.filter(pk__in=rows.order_by().values("plan__issue"))


def _sums(plans: QuerySet[Plan]) -> dict[int, dict[str, int]]:
    rows = (
        plans.order_by()
        .values("fund")
        .annotate(
            plans=Count("pk"),
            agreed=Count("pk", filter=Q(state=PlanState.AGREED)),
            budget=Sum("budget_satang"),
        )
    )
    return {
        row["fund"]: {"plans": row["plans"], "agreed": row["agreed"], "budget_satang": row["budget"] or 0}
        for row in rows
    }


# Counting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    planned: int
    budget_satang: int
    by_issue: dict[int, int]  # issue id → planned projects; each planned project has one issue


def planned_projects(
    *,
    fiscal_year: int | None = None,
    places: tuple[int, int] | None = None,
    fund_ids: Iterable[int] | None = None,
) -> QuerySet[PlannedProject]:
    """Rows of agreed plans: what "planned" means in every count. `places`: first and last place_no, inclusive."""
    rows = PlannedProject.objects.filter(plan__state=PlanState.AGREED)
    if fiscal_year is not None:
        rows = rows.filter(plan__fiscal_year=fiscal_year)
    if places is not None:
        rows = rows.filter(plan__place_no__range=places)
    if fund_ids is not None:
        rows = rows.filter(plan__fund__in=fund_ids)
    return rows


def counts(
    *,
    fiscal_year: int | None = None,
    places: tuple[int, int] | None = None,
    fund_ids: Iterable[int] | None = None,
) -> Counts:
    """Planned projects and their budget, as many queries for a country as for a fund."""
    rows = planned_projects(fiscal_year=fiscal_year, places=places, fund_ids=fund_ids).order_by()
    lines = list(rows.values("plan__issue").annotate(n=Count("pk"), budget=Sum("budget_satang")))
    return Counts(
        planned=sum(line["n"] for line in lines),
        budget_satang=sum(line["budget"] or 0 for line in lines),
        by_issue={line["plan__issue"]: line["n"] for line in lines},
    )


# For those above --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """Everything that a planned project already says about its proposal."""

    planned_project: PlannedProject
    title: str
    fund: Fund
    fiscal_year: int
    issue: Issue
    situations: list[Situation]
    objectives: list[PlanObjective]
    measures: list[PlanMeasure]
    support_type: SupportType | None
    organization: Organization | None
    responsible: str
    budget_satang: int | None
    note: str


def known_for_proposal(planned_project: PlannedProject) -> Known:
    plan = planned_project.plan
    return Known(
        planned_project=planned_project,
        title=planned_project.title,
        fund=plan.fund,
        fiscal_year=plan.fiscal_year,
        issue=plan.issue,
        situations=list(plan.situations.select_related("indicator")),
        objectives=list(plan.objectives.select_related("indicator", "situation")),
        measures=list(plan.measures.all()),
        support_type=planned_project.support_type,
        organization=planned_project.organization,
        responsible=planned_project.responsible,
        budget_satang=planned_project.budget_satang,
        note=planned_project.note,
    )


def tasks_for(user: Reader) -> list[Todo]:
    """For who writes the plan of a fund: years without a plan, and plans without an objective."""
    posts = {
        grant.post.scope_id: grant.post
        for grant in grants_of(user)
        if grant.post.scope.kind == ScopeKind.FUND and Can.WRITE_PLAN in grant.post.spec.verbs
    }
    if not posts:
        return []
    years = [current_fiscal_year()]
    if PLANNING_STARTS_IN_MONTH <= today().month < 10:
        years.append(years[0] + 1)
    funds = {fund.pk: fund for fund in Fund.objects.open().filter(scope__in=list(posts)).order_by("sort_key")}
    plans = list(Plan.objects.filter(fund__in=list(funds), fiscal_year__in=years).with_progress())
    found = []
    for fund in funds.values():
        for year in years:
            own = [plan for plan in plans if plan.fund_id == fund.pk and plan.fiscal_year == year]
            found += _tasks_of_year(fund, year, own, posts[fund.scope_id])
    return found


def _tasks_of_year(fund: Fund, year: int, plans: list[Any], post: Post) -> list[Todo]:
    if not plans:
        return [
            Todo(
                icon="clipboard-list",
                title=_("No plan for fiscal year %(year)s yet") % {"year": year},
                detail=str(fund),
                url=f"{reverse('plans:fund-year', args=[fund.uid])}?year={year}",
                button=_("Start the plan"),
                post_id=post.pk,
            )
        ]
    return [
        Todo(
            icon="clipboard-list",
            title=_("The plan “%(issue)s” has no objective") % {"issue": plan.issue.name},
            detail=_("%(fund)s, fiscal year %(year)s") % {"fund": fund, "year": year},
            url=reverse("plans:plan", args=[plan.uid]) + "#part-objective",
            button=_("Go on writing"),
            percent=done_percent(steps_of(plan)),
            post_id=post.pk,
        )
        for plan in plans
        if plan.is_draft and not plan.objectives_count
    ]

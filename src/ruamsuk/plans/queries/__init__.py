"""Reading plans: how far each is, what is doubtful, how figures moved, what is missing between problem and project."""

from ruamsuk.plans.queries.areas import (
    FILTERS,
    AreaTotals,
    FundLine,
    area_totals,
    fund_lines,
    funds_by_plan,
    planned_issues,
)
from ruamsuk.plans.queries.checks import check_tasks_for, is_own_plan, people_at, standing_check
from ruamsuk.plans.queries.counting import PlannedCounts, counts, planned_projects
from ruamsuk.plans.queries.editions import has_changed, lines_of
from ruamsuk.plans.queries.known import Answers, Known, answers_of, known_for_proposal, with_answers
from ruamsuk.plans.queries.situations import (
    Point,
    SituationFigure,
    figures,
    indicators_to_add,
    measures_to_add,
    organizations_near,
)
from ruamsuk.plans.queries.steps import (
    Step,
    done_percent,
    missing_for_agreement,
    steps_of,
    unmet_for_agreement,
)
from ruamsuk.plans.queries.tasks import tasks_for
from ruamsuk.plans.queries.year import (
    Gaps,
    IssueToAdd,
    Parts,
    YearLine,
    gaps,
    issues_to_add,
    parts_of,
    year_lines,
    years_with_plan,
)

__all__ = [
    "FILTERS",
    "Answers",
    "AreaTotals",
    "FundLine",
    "Gaps",
    "IssueToAdd",
    "Known",
    "Parts",
    "PlannedCounts",
    "Point",
    "SituationFigure",
    "Step",
    "YearLine",
    "answers_of",
    "area_totals",
    "check_tasks_for",
    "counts",
    "done_percent",
    "figures",
    "fund_lines",
    "funds_by_plan",
    "gaps",
    "has_changed",
    "indicators_to_add",
    "is_own_plan",
    "issues_to_add",
    "known_for_proposal",
    "lines_of",
    "measures_to_add",
    "missing_for_agreement",
    "organizations_near",
    "parts_of",
    "people_at",
    "planned_issues",
    "planned_projects",
    "standing_check",
    "steps_of",
    "tasks_for",
    "unmet_for_agreement",
    "with_answers",
    "year_lines",
    "years_with_plan",
]

"""Many designs at once, each described by plain values: for an import, the demo, the rows of a measurement.

Fields are named as the models name them; what follows from them (numbers, amounts, sums) is not given but made here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ruamsuk.core.models import store, uuid7
from ruamsuk.projects.designs.actions.one import check, line_amount
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    DesignIssue,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)

Values = Mapping[str, Any]  # fields of a model
Serves = Activity.objectives.through
Answers = Objective.situations.through


@dataclass(frozen=True)
class GivenAim:
    text: str
    indicators: Sequence[Values] = ()
    answers: Sequence[int] = ()  # places of its problems among the situations, from 0
    from_plan: UUID | None = None  # of which row of a plan it is
    uid: UUID = field(default_factory=uuid7)


@dataclass(frozen=True)
class GivenActivity:
    values: Values
    serves: Sequence[int] = ()  # places of its objectives among the aims, from 0
    lines: Sequence[Values] = ()


@dataclass(frozen=True)
class GivenDesign:
    values: Values = field(default_factory=dict)
    issues: Collection[int] = ()  # their keys
    situations: Sequence[Values] = ()
    aims: Sequence[GivenAim] = ()
    targets: Sequence[Values] = ()
    activities: Sequence[GivenActivity] = ()


@dataclass(frozen=True)
class StoredDesign:
    design: Design
    objectives: list[Objective]
    indicators: list[Indicator]
    activities: list[Activity]


@dataclass(frozen=True)
class GivenChange:
    """Of a record that was entered so: other plain fields of it and of its design. `issues`, `situations` and what the
    record itself has in such rows take the place of what stands, where they are given.
    """

    values: Values = field(default_factory=dict)
    design: Values = field(default_factory=dict)


def store_designs(given: Iterable[GivenDesign]) -> list[StoredDesign]:
    """In the order given, with one statement a table. Refuses days in the wrong order, and more than all money."""
    rows = _Rows()
    made = [rows.take(one) for one in given]
    rows.save()
    return made


def change_designs(changed: Iterable[tuple[Design, Values]]) -> None:
    """As GivenChange says."""
    designs: list[Design] = []
    names: set[str] = set()
    rows = _Rows()
    for design, values in changed:
        plain = {name: value for name, value in values.items() if name not in ("issues", "situations")}
        for name, value in plain.items():
            setattr(design, name, value)
        if plain:
            check(design)
            designs.append(design)
            names |= plain.keys()
        if "issues" in values:
            design.issue_links.all().delete()
            rows.take_issues(design, values["issues"])
        if "situations" in values:
            design.situations.all().delete()
            rows.take_situations(design, values["situations"])
    if designs:
        Design.objects.bulk_update(designs, sorted(name.removesuffix("_id") for name in names))
    rows.save()


class _Rows:
    """Rows of all designs, each table's together. Rows may name others that have no key yet."""

    def __init__(self) -> None:
        self.designs: list[Design] = []
        self.issues: list[DesignIssue] = []
        self.situations: list[Situation] = []
        self.objectives: list[Objective] = []
        self.indicators: list[Indicator] = []
        self.targets: list[TargetLine] = []
        self.activities: list[Activity] = []
        self.serves: list[Any] = []
        self.answers: list[Any] = []
        self.lines: list[BudgetLine] = []

    def save(self) -> None:
        store(self.designs, self.issues, self.situations, self.objectives, self.indicators, self.targets)
        store(self.answers, self.activities, self.serves, self.lines)

    def take(self, given: GivenDesign) -> StoredDesign:
        design = Design(**given.values)
        check(design)
        self.designs.append(design)
        self.take_issues(design, given.issues)
        problems = self.take_situations(design, given.situations)
        made = StoredDesign(design, [], [], [])
        for no, aim in enumerate(given.aims, 1):
            objective = Objective(design=design, no=no, text=aim.text, from_plan=aim.from_plan, uid=aim.uid)
            made.objectives.append(objective)
            self.answers += [Answers(objective=objective, situation=problems[place]) for place in aim.answers]
            for values in aim.indicators:
                number = len(made.indicators) + 1
                made.indicators.append(Indicator(design=design, objective=objective, no=number, **values))
        self.targets += [TargetLine(design=design, no=no, **row) for no, row in enumerate(given.targets, 1)]
        made.activities.extend(
            self._take_activity(made, no, activity) for no, activity in enumerate(given.activities, 1)
        )
        design.budget_satang = sum(activity.budget_satang for activity in made.activities)
        self.objectives += made.objectives
        self.indicators += made.indicators
        self.activities += made.activities
        return made

    def take_issues(self, design: Design, issues: Iterable[int]) -> None:
        self.issues += [DesignIssue(design=design, issue_id=issue) for issue in dict.fromkeys(issues)]

    def take_situations(self, design: Design, situations: Iterable[Values]) -> list[Situation]:
        taken = [Situation(design=design, no=no, **row) for no, row in enumerate(situations, 1)]
        for row in taken:
            check(row)
        self.situations += taken
        return taken

    def _take_activity(self, made: StoredDesign, no: int, given: GivenActivity) -> Activity:
        activity = Activity(design=made.design, no=no, **given.values)
        check(activity)
        self.serves += [Serves(activity=activity, objective=made.objectives[place]) for place in given.serves]
        for number, values in enumerate(given.lines, 1):
            line = BudgetLine(activity=activity, no=number, **values)
            check(line)
            line.amount_satang = line_amount(line)
            activity.budget_satang += line.amount_satang
            self.lines.append(line)
        return activity

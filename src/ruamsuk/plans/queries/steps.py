"""How far a plan is, and what is missing before it can be agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.plans.models import Plan


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
            gettext_lazy("Set the targets")
            if p.objectives_count
            else gettext_lazy("Describe the intended change"),
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


def unmet_for_agreement(plan: Plan) -> dict[str, str]:
    """A plan without a problem or without an aim cannot be agreed: the part that is empty, and what is missing.

    `plan` comes from `with_progress()`.
    """
    p: Any = plan
    wanted = (
        ("situations", p.situations_count, _("a problem")),
        ("objectives", p.objectives_count, _("an objective")),
    )
    return {part: label for part, count, label in wanted if not count}


def missing_for_agreement(plan: Plan) -> list[str]:
    return list(unmet_for_agreement(plan).values())

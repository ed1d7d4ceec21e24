"""What acts that waited do once a second person confirms them: the rooms above say it (filled while the app starts)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ruamsuk.accounts.models import User
from ruamsuk.core.registry import Registry
from ruamsuk.projects.own_steps.models import OwnStep


@dataclass(frozen=True)
class Effect:
    take: Callable[[Any, OwnStep, User, datetime], None]  # on this record, by whom, when
    lines: Callable[[OwnStep], list[tuple[str, str]]] = lambda step: []  # what was entered, as people read it


EFFECTS: Registry[Effect] = Registry("effects of own steps")  # by the act (choices.OwnAct)


def lines_of(step: OwnStep) -> list[tuple[str, str]]:
    effect = EFFECTS.get(step.act)
    return effect.lines(step) if effect else []

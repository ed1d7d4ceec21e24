"""What the checks find in a noun: remarks, the worst first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ruamsuk.checks.choices import LEVELS, Level
from ruamsuk.checks.kinds import Found, filled
from ruamsuk.checks.models import Check


@dataclass(frozen=True)
class Remark:
    """A check that holds somewhere: what is wrong and what to do, in the language of the page."""

    check: Check
    found: Found

    @property
    def path(self) -> str:
        return self.found.path

    @property
    def section(self) -> str:
        return self.found.section

    @property
    def weight(self) -> int:
        return self.check.weight

    @property
    def level(self) -> Level:
        return Level(self.check.level)

    @property
    def level_name(self) -> str:
        return str(self.level.label)

    @property
    def tone(self) -> str:
        return self.check.tone

    @property
    def is_must(self) -> bool:
        return self.check.level == Level.MUST

    @property
    def text(self) -> str:
        return filled(self.check.text, self.found.says)

    @property
    def remedy(self) -> str:
        return filled(self.check.remedy, self.found.says)

    @property
    def rank(self) -> tuple[int, int, int]:
        return (LEVELS.index(self.check.level), -self.check.weight, self.check.sort_no)


def checks_in_use() -> list[Check]:
    """All that are looked for, of every noun."""
    return list(Check.objects.in_use())


def remarks(noun: str, subject: Any, checks: Iterable[Check], fiscal_year: int | None) -> list[Remark]:
    """What `checks` find in a subject, which is what the conditions of that noun read. Of several checks on one topic
    the worst stands at each field; what is said in the same words of two fields is said once.
    """
    worst: dict[tuple[str, str], Remark] = {}
    for check in checks:
        condition = check.looked_for
        if condition is None or condition.about != noun or not check.holds_in(fiscal_year):
            continue
        for found in condition.find(subject, condition.values(check.parameters)):
            remark = Remark(check, found)
            key = (condition.topic or check.condition, found.path)
            if key not in worst or remark.rank < worst[key].rank:
                worst[key] = remark
    said: dict[object, Remark] = {}
    for remark in sorted(worst.values(), key=lambda remark: remark.rank):
        said.setdefault((remark.check.pk, *sorted(remark.found.says.items())), remark)
    return list(said.values())

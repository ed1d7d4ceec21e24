"""What a figure consists of: projects with partners by the kind of the partner, participants by sector.

An app declares a `Breakdown` of figures that it counts; it is asked the same question as they are. The wholes are the
figures themselves, so that page, file and API of a breakdown agree with those of the counts. Why: docs/adr/0095.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise

from ruamsuk.core.few import is_few
from ruamsuk.core.registry import Registry
from ruamsuk.counting.figures import Figures
from ruamsuk.counting.queries import Counted, FigureLine
from ruamsuk.counting.question import RECORD_LEVEL, Group, Question, Split
from ruamsuk.issues.models import ListEntry

UNSAID = "none"  # the part of which nobody has said what it is

# By group, as lines are summed by (a place number, the key of a fund) → by part → figures.
ByGroup = Mapping[int | None, Mapping[str, Figures]]


@dataclass(frozen=True)
class Breakdown:
    label: str | Promise
    head: str | Promise  # of the column of parts
    definition: str | Promise
    figures: tuple[str, ...]  # codes of what is broken down; places are shown by the first
    # Of several kinds of partners a project stands under each: its parts are more than the whole.
    overlaps: tuple[str, ...]
    asked: str  # the name by which the address of the list behind a figure asks for a part
    count: Callable[[Question, ListEntry | None], ByGroup]  # under an entry, or of any issue
    # These parts in words; those of a closed list in its order.
    named: Callable[[Collection[str]], Mapping[str, str | Promise]]
    is_of_people: bool = False  # readers without an account are told of no part that is fewer than five
    is_open: bool = False  # parts are records and names without end: they have no table of places


BREAKDOWNS: Registry[Breakdown] = Registry("breakdowns of figures")  # in the order of pages


@dataclass(frozen=True)
class BrokenDown:
    breakdown: Breakdown
    counted: Counted
    entry: ListEntry | None  # of the question's list: only what stands under it
    by_group: ByGroup = field(repr=False)

    @property
    def question(self) -> Question:
        return self.counted.question

    @cached_property
    def parts(self) -> dict[str, Figures]:
        return _together(self.by_group.values(), self.breakdown)

    @cached_property
    def order(self) -> list[str]:
        """The parts: a closed list as it is, of an open one the largest first, at the end what nobody said."""
        if not self.breakdown.is_open:
            return list(self.breakdown.named(self.parts))
        figure = self.breakdown.figures[0]
        return sorted(self.parts, key=lambda part: (part == UNSAID, -self.parts[part][figure], part))

    @property
    def whole(self) -> Figures:
        return self._of(self.counted.whole)

    def overlap(self, figures: Mapping[str, Figures], whole: Figures, code: str) -> int:
        """How much more the parts are together than the whole; what does not overlap adds up to it."""
        return sum(part[code] for part in figures.values()) - whole[code]

    @property
    def lines(self) -> list[tuple[FigureLine, dict[str, Figures], Figures]]:
        """Each place of the next level with its parts and the whole; none of a fund, whose records are in the list."""
        if self.question.below == RECORD_LEVEL:
            return []
        left = dict(self.by_group)
        found = []
        for line in self.counted.lines:
            if line.is_rest:
                parts = _together(left.values(), self.breakdown)
            else:
                key = line.fund.pk if line.fund else line.area.place_no if line.area else None
                parts = dict(left.pop(key, {}))
            found.append((line, parts, self._of(line.split)))
        return found

    def _of(self, split: Split) -> Figures:
        return split.of(self.entry.pk) if self.entry else split.total


def by_group(group: Group, rows: Iterable[tuple[object, str, Figures]]) -> ByGroup:
    """Sums of (group as the database gives it, part, figures)."""
    found: dict[int | None, dict[str, Figures]] = defaultdict(dict)
    for key, part, figures in rows:
        parts = found[group.named(key)]
        before = parts.get(part, {})
        parts[part] = {code: before.get(code, 0) + value for code, value in figures.items()}
    return found


def pooled(by_group: ByGroup, code: str) -> ByGroup:
    """The same sums without parts of few people: they are put to what nobody said, with the next smallest until that
    is not few either. So nothing of them can be reckoned from the wholes beside.
    """
    return {key: _pooled(parts, code) for key, parts in by_group.items()}


def _pooled(parts: Mapping[str, Figures], code: str) -> dict[str, Figures]:
    said = {part: figures[code] for part, figures in parts.items() if part != UNSAID}
    rest = parts.get(UNSAID, {}).get(code, 0)
    for part in sorted(said, key=lambda one: (said[one], one)):
        if not (is_few(said[part]) or is_few(rest)):
            break
        rest += said.pop(part)
    told = {part: {code: value} for part, value in said.items()}
    return told | {UNSAID: {code: rest}} if rest else told


def _together(many: Iterable[Mapping[str, Figures]], breakdown: Breakdown) -> dict[str, Figures]:
    found: dict[str, Figures] = defaultdict(lambda: dict.fromkeys(breakdown.figures, 0))
    for parts in many:
        for part, figures in parts.items():
            for code, value in figures.items():
                found[part][code] += value
    return dict(found)

"""All of a proposal, read once, for what is asked of it as a whole: completeness and the conditions of checks."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Population
from ruamsuk.checks.models import Check
from ruamsuk.checks.queries import checks_in_use
from ruamsuk.core.text import letters, plain
from ruamsuk.drafts.queries.hints import Hint
from ruamsuk.drafts.specs import Field, Part, Rows
from ruamsuk.evidence.choices import is_percent
from ruamsuk.issues.models import Measure, MeasureActivity, TargetGroup
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.specs import (
    ACTIVITY,
    INDICATOR,
    LINE,
    OBJECTIVE,
    PROPOSAL,
    SITUATION,
    TARGET,
    D,
    P,
)

_NAMES = re.compile("และ|[()/]")  # between several names of one group
_NAME = 4  # letters that a name has at least
_GROUP = plain("กลุ่ม")
# An honest answer where nothing is asked for.
NOTHING = frozenset(map(letters, ("ไม่มี", "ยังไม่มี", "ไม่ทราบ", "none", "n/a")))
# How people begin with the groups of the catalogue, beside their names there.
_SAID_OTHERWISE = {
    "หญิงตั้งครรภ์": "หญิงมีครรภ์ สตรีตั้งครรภ์ สตรีมีครรภ์ มารดาตั้งครรภ์ แม่ตั้งครรภ์ ตั้งครรภ์ หญิงท้อง คนท้อง แม่ท้อง",
    "เด็กเล็ก": "เด็กแรกเกิด ทารก เด็กปฐมวัย เด็กอ่อน",
    "ผู้สูงอายุ": "ผู้สูงวัย คนแก่ คนชรา ผู้เฒ่า",
    "คนพิการ": "ผู้พิการ",
    "ผู้ป่วยโรคเรื้อรัง": "ผู้ป่วยติดเตียง ผู้ป่วยติดบ้าน ผู้ป่วยเบาหวาน ผู้ป่วยความดัน",
}


class Known:
    """What proposals are judged by: the checks, people of areas, standard measures. Read when it is asked for first;
    one for many proposals that are judged together.
    """

    def __init__(self) -> None:
        self._people: dict[int, int | None] = {}

    @cached_property
    def checks(self) -> list[Check]:
        return checks_in_use()

    @cached_property
    def measures(self) -> set[str]:
        """Texts of all standard measures, and of the activities of their kits, as core.text.plain makes them."""
        texts = Measure.objects.values_list("text_th", "text_en")
        own = MeasureActivity.objects.values_list("name_th", "detail_th")
        return {plain(text) for both in texts for text in both if text} | {
            plain(" ".join(one)) for one in own
        }

    @cached_property
    def shares(self) -> list[tuple[str, int]]:
        """Names of groups, one by one and as core.text.plain makes them, and of how many in a hundred each may be."""
        groups = TargetGroup.objects.in_use().exclude(most_percent=None)
        named = [
            (name, most)
            for names, most in groups.values_list("name_th", "most_percent")
            for name in _NAMES.split(names)
            if len(letters(name)) >= _NAME
        ]
        otherwise = [(word, most) for name, most in named for word in _SAID_OTHERWISE.get(name, "").split()]
        return [(plain(name), most) for name, most in named + otherwise]

    def people_of(self, area: int) -> int | None:
        """Registered people of an area by its newest count."""
        if area not in self._people:
            newest = Population.objects.filter(area=area).order_by("-year").values_list("people", flat=True)
            self._people[area] = newest.first()
        return self._people[area]


# Beside what is asked for, these long texts are looked at, too.
MAY_STAY_EMPTY = ("d.approach", "d.remark", "activity.detail", "activity.resources", "activity.partners")
ASKED = (
    "p.title p.applicant_name d.rationale d.expected_results situation.text objective.text indicator.text "
    "target.detail activity.name activity.output activity.outcome"
).split()


def _label(part: Part, thing: Any, field: Field) -> str:
    label = str(field.short or field.label)
    return f"{part.label} {getattr(thing, 'no', '')} · {label}" if isinstance(part, Rows) else label


@dataclass(frozen=True)
class Box:
    """A text that somebody wrote, and where."""

    part: Part
    thing: Any
    field: Field
    text: str

    @cached_property
    def path(self) -> str:
        is_row = isinstance(self.part, Rows)
        return f"{self.part.kind}.{self.thing.uid}.{self.field.name}" if is_row else self.kind

    @cached_property
    def kind(self) -> str:
        """The same for the boxes of one name in all rows."""
        return f"{self.part.kind}.{self.field.name}"

    @property
    def label(self) -> str:
        return _label(self.part, self.thing, self.field)

    @property
    def is_asked(self) -> bool:
        """Else it may stay empty, or hold a dash."""
        return self.kind in ASKED and not getattr(self.thing, "group_id", None)

    @cached_property
    def letters(self) -> str:
        return letters(self.text)


@dataclass(frozen=True)
class Hinted:
    """A field with what the project that it was begun from said in it."""

    part: Part
    thing: Any
    field: Field
    path: str
    hint: Hint

    @property
    def value(self) -> object:
        return getattr(self.thing, self.field.name)

    @property
    def label(self) -> str:
        return _label(self.part, self.thing, self.field)


@dataclass
class Whole:
    proposal: Proposal
    known: Known = field(default_factory=Known)
    amount_satang: int | None = None  # that the lines should come to; None: it is what they come to

    @classmethod
    def of_page(
        cls,
        proposal: Proposal,
        *,
        situations: list[Situation],
        objectives: list[Objective],
        targets: list[TargetLine],
        activities: list[Activity],
    ) -> "Whole":
        """Of rows that a page has read to show them: objectives with their indicators (and the standard of each),
        activities with their objectives and lines.
        """
        whole = cls(proposal)
        whole.situations, whole.objectives, whole.targets, whole.activities = (
            situations,
            objectives,
            targets,
            activities,
        )
        whole.indicators = [one for row in objectives for one in row.indicators.all()]
        whole._lines = {row.pk: list(row.lines.all()) for row in activities}
        return whole

    @property
    def design(self) -> Design:
        return self.proposal.design

    @cached_property
    def situations(self) -> list[Situation]:
        return SITUATION.read(self.proposal, along=("indicator",))

    @cached_property
    def objectives(self) -> list[Objective]:
        return OBJECTIVE.read(self.proposal)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return INDICATOR.read(self.proposal, along=("standard",))

    @cached_property
    def targets(self) -> list[TargetLine]:
        return TARGET.read(self.proposal, along=("group",))

    @cached_property
    def activities(self) -> list[Activity]:
        return ACTIVITY.read(self.proposal, many=("objectives",))

    @cached_property
    def _lines(self) -> dict[int, list[BudgetLine]]:
        below: dict[int, list[BudgetLine]] = defaultdict(list)
        for line in LINE.read(self.proposal):
            below[line.activity_id].append(line)
        return below

    def lines_of(self, activity: Activity) -> list[BudgetLine]:
        return self._lines.get(activity.pk, [])

    @property
    def lines(self) -> list[BudgetLine]:
        """In the order in which they are written."""
        return [line for activity in self.activities for line in self.lines_of(activity)]

    # What it is measured by; None: not known, and nothing is guessed -----------------------------------------

    @cached_property
    def population(self) -> int | None:
        """People who live where the fund works."""
        fund = self.proposal.fund
        if fund is None:
            return None
        return fund.population or self.known.people_of(fund.home_area_id) or None

    def income_satang(self, baht_per_person: int) -> int | None:
        """The fund's money of a year, where it follows from the number of people: of sub-district funds."""
        fund = self.proposal.fund
        if fund is None or fund.kind.home_kind != AreaKind.SUBDISTRICT or self.population is None:
            return None
        return self.population * baht_per_person * 100

    def share_of(self, row: TargetLine) -> int | None:
        """Of how many in a hundred people a target group may be at most: by its group, and by how its words begin."""
        detail = plain(row.detail).removeprefix(_GROUP)
        known = [most for name, most in self.known.shares if detail.startswith(name)] if detail else []
        if row.group and row.group.most_percent:
            known.append(row.group.most_percent)
        return min(known, default=None)

    @cached_property
    def people(self) -> int:
        """In all target groups together; somebody may stand in two of them."""
        return sum(row.people or 0 for row in self.targets)

    @property
    def hinted(self) -> Iterator[Hinted]:
        """Fields that were begun from a project with what it said; of lines that are gone nothing is left."""
        if not self.proposal.hints:
            return
        lines = (self.situations, self.objectives, self.indicators, self.targets, self.activities, self.lines)
        things = {str(row.uid): row for rows in lines for row in rows}
        for path, hint in self.proposal.hints.items():
            if found := PROPOSAL.find(path):
                part, uid, field = found
                thing = things.get(uid) if uid else part.owner_of(self.proposal)
                if thing is not None:
                    yield Hinted(part, thing, field, path, hint)

    @cached_property
    def boxes(self) -> list[Box]:
        """Those that somebody wrote in, of the texts that are looked at."""
        things: list[tuple[Part, Any]] = [(P, self.proposal), (D, self.design)]
        of_rows: tuple[tuple[Part, Sequence[Any]], ...] = (
            (SITUATION, self.situations),
            (OBJECTIVE, self.objectives),
            (INDICATOR, self.indicators),
            (TARGET, self.targets),
            (ACTIVITY, self.activities),
        )
        for part, rows in of_rows:
            things += [(part, row) for row in rows]
        found = (
            Box(part, thing, field, getattr(thing, field.name).strip())
            for part, thing in things
            for field in part.texts
        )
        return [box for box in found if box.text and (box.kind in ASKED or box.kind in MAY_STAY_EMPTY)]


def numbers(whole: Whole) -> Iterator[tuple[str, Situation | Indicator, Decimal | None]]:
    """Path, row and value of each figure of the situation and of the indicators."""
    for row in whole.situations:
        yield f"situation.{row.uid}.size", row, row.size
    for one in whole.indicators:
        yield f"indicator.{one.uid}.baseline", one, one.baseline
        yield f"indicator.{one.uid}.target", one, one.target


def unit_of(row: Situation | Indicator) -> str:
    """Its unit in words; that of the standard indicator where it was left empty."""
    if unit := row.unit.strip():
        return unit
    standard = row.indicator if isinstance(row, Situation) else row.standard
    return standard.unit_th if standard else ""


_SHARES = ("ร้อยละ", "อัตราร้อยละ", "เปอร์เซ็นต์", "percent", "%")


def is_share(row: Situation | Indicator) -> bool:
    """Whether its figure is of a hundred: by its unit, or by how its words begin where it has none."""
    if unit := unit_of(row).lower():
        return is_percent(unit) or any(word in unit for word in _SHARES)
    return row.text.strip().lower().startswith(_SHARES)

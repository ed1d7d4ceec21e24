"""Figures that cannot be: shares above the whole, numbers that fill a box, more people than there are; and where a
target does not fit today's value.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values, percent
from ruamsuk.issues.choices import Direction
from ruamsuk.projects.designs.models import Indicator, Situation
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition, number
from ruamsuk.projects.proposals.queries.whole import Whole, is_share, numbers, unit_of

HOMES = ("ครัวเรือน", "หลังคาเรือน", "household", "หลัง")
PEOPLE = ("คน", "ราย", "person", "people", *HOMES)
RATES = ("ต่อแสน", "ต่อหมื่น", "ต่อพัน", "per 100,000", "per 1,000", "คนต่อ", "ครั้ง", "บาท", "วัน")
UP = ("เพื่อเพิ่ม", "เพิ่ม", "to raise", "to increase", "raise", "increase")
DOWN = ("เพื่อลด", "ลด", "to lower", "to reduce", "lower", "reduce")


def outside_percent(whole: Whole, values: Values) -> Iterator[Found]:
    for path, row, value in numbers(whole):
        if value is not None and is_share(row) and not 0 <= value <= values["percent"]:
            yield _found(path, row, value)


def huge(whole: Whole, values: Values) -> Iterator[Found]:
    for path, row, value in numbers(whole):
        if value is not None and abs(value) >= values["most"]:
            yield _found(path, row, value)


def filling(whole: Whole, values: Values) -> Iterator[Found]:
    """99,999 and 11,111,111: one digit over and over, in figures, quantities and prices."""
    for path, row, value in numbers(whole):
        if value is not None and _is_one_digit(int(value), values["digits"]):
            yield _found(path, row, value)
    for line in whole.lines:
        typed = {"quantity": int(line.quantity or 0), "unit_cost_satang": (line.unit_cost_satang or 0) // 100}
        for name, many in typed.items():
            if _is_one_digit(many, values["digits"]):
                says = {"x": line.detail.strip() or line.label, "n": number(many)}
                yield Found(f"line.{line.uid}.{name}", says)


def _is_one_digit(value: int, digits: int) -> bool:
    text = str(abs(value))
    return len(text) >= digits and len(set(text)) == 1


def is_people(unit: str, text: str) -> bool:
    """Whether a unit counts persons or homes, each once."""
    unit = unit.strip().lower()
    if any(word in unit for word in RATES) or any(word in text.lower() for word in RATES[:5]):
        return False
    return unit.endswith(PEOPLE)


def above_population(whole: Whole, values: Values) -> Iterator[Found]:
    if whole.population is None:
        return
    most = whole.population * values["percent"] / 100
    for path, row, value in numbers(whole):
        if value is not None and is_people(unit_of(row), row.text) and value > most:
            yield _found(path, row, value, number(whole.population))
    for line in whole.lines:
        if line.quantity is not None and is_people(line.unit, "") and line.quantity > most:
            says = {"x": line.label, "n": number(line.quantity), "limit": number(whole.population)}
            yield Found(f"line.{line.uid}.quantity", says)


def against_standard(whole: Whole, values: Values) -> Iterator[Found]:
    """A standard indicator says which way is better."""
    for row in whole.indicators:
        if row.standard and _goes_wrong(row, row.standard.direction):
            yield _of_target(row)


def against_words(whole: Whole, values: Values) -> Iterator[Found]:
    """The objective begins with "to raise" or "to lower", and its indicator is no standard one that knows better."""
    texts = {row.pk: row.text.strip().lower() for row in whole.objectives}
    for row in whole.indicators:
        text = texts.get(row.objective_id, "")
        wanted = Direction.UP if text.startswith(UP) else Direction.DOWN if text.startswith(DOWN) else ""
        if wanted and not row.standard and _goes_wrong(row, wanted):
            yield _of_target(row)


def as_today(whole: Whole, values: Values) -> Iterator[Found]:
    for row in whole.indicators:
        if row.baseline is not None and row.baseline == row.target:
            yield _of_target(row)


def _goes_wrong(row: Indicator, direction: str) -> bool:
    if row.baseline is None or row.target is None:
        return False
    return row.target < row.baseline if direction == Direction.UP else row.target > row.baseline


def _of_target(row: Indicator) -> Found:
    says = {"x": called(row.text, row.no), "n": number(row.target), "limit": number(row.baseline)}
    return Found(f"indicator.{row.uid}.target", says)


def _found(path: str, row: Situation | Indicator, value: Decimal, limit: str = "") -> Found:
    return Found(path, {"x": called(row.text, row.no), "n": number(value), "limit": limit})


CONDITIONS = {
    "percent-outside": condition(
        label=_("A percentage is below 0 or above the most that it can be"),
        parameters=(percent(100, _("At most, percent")),),
        says=("x", "n"),
        find=outside_percent,
        topic="number",
    ),
    "number-huge": condition(
        label=_("A figure is so large that it cannot be meant"),
        parameters=(Parameter("most", _("From this number on"), Sort.NUMBER, 100_000_000),),
        says=("x", "n"),
        find=huge,
        topic="number",
    ),
    "number-filling": condition(
        label=_("A figure is one digit over and over"),
        parameters=(Parameter("digits", _("From so many digits on"), Sort.NUMBER, 5, 3, 12),),
        says=("x", "n"),
        find=filling,
        topic="number",
    ),
    "number-above-population": condition(
        label=_("A figure counts more people or homes than a share of those who live there"),
        parameters=(percent(100, _("Percent of the population")),),
        says=("x", "n", "limit"),
        find=above_population,
        topic="number",
    ),
    "target-against-standard": condition(
        label=_("The target of a standard indicator is worse than today's value"),
        says=("x", "n", "limit"),
        find=against_standard,
        topic="target",
    ),
    "target-against-words": condition(
        label=_("The target moves against what the objective says: to raise, to lower"),
        says=("x", "n", "limit"),
        find=against_words,
        topic="target",
    ),
    "target-as-today": condition(
        label=_("The target is today's value"),
        says=("x", "n", "limit"),
        find=as_today,
        topic="target",
    ),
}

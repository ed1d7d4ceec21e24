"""Money: a line, an activity and the whole against the fund's year, a line against the whole, all of it by person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values, percent
from ruamsuk.projects.designs.models import BudgetLine
from ruamsuk.projects.proposals.queries.conditions.ground import baht, called, condition, number
from ruamsuk.projects.proposals.queries.conditions.numbers import is_people
from ruamsuk.projects.proposals.queries.whole import Whole

TOTAL = "add.line"  # where the whole budget is mended
BUDGET = "8"  # the section of it


def line_above_income(whole: Whole, values: Values) -> Iterator[Found]:
    income = whole.income_satang(values["baht_per_person"])
    for line in whole.lines if income is not None else ():
        if line.amount_satang * 100 > (income or 0) * values["percent"]:
            yield _of_line(line, baht(income or 0))


def activity_above_income(whole: Whole, values: Values) -> Iterator[Found]:
    income = whole.income_satang(values["baht_per_person"])
    for row in whole.activities if income is not None else ():
        money = sum(line.amount_satang for line in whole.lines_of(row))
        if money * 100 > (income or 0) * values["percent"]:
            says = {"x": called(row.name, row.no), "n": baht(money), "limit": baht(income or 0)}
            yield Found(f"add.line.{row.uid}", says, section=BUDGET)


def all_above_income(whole: Whole, values: Values) -> Iterator[Found]:
    income = whole.income_satang(values["baht_per_person"])
    total = whole.design.budget_satang
    if income is not None and total * 100 > income * values["percent"]:
        yield Found(TOTAL, {"n": baht(total), "limit": baht(income)}, section=BUDGET)


def line_above_share(whole: Whole, values: Values) -> Iterator[Found]:
    """Of several lines one is nearly everything."""
    total = whole.design.budget_satang
    if len(whole.lines) < 2 or total < values["from_baht"] * 100:
        return
    for line in whole.lines:
        if line.amount_satang * 100 > total * values["percent"]:
            yield _of_line(line, number(line.amount_satang * 100 // total))


def lines_against_amount(whole: Whole, values: Values) -> Iterator[Found]:
    """Of a variation, which says both."""
    total, amount = whole.design.budget_satang, whole.amount_satang
    if amount is not None and whole.lines and total != amount:
        yield Found(TOTAL, {"n": baht(total), "limit": baht(amount)}, section=BUDGET)


def money_per_person(whole: Whole, values: Values) -> Iterator[Found]:
    if whole.people and whole.design.budget_satang > whole.people * values["baht"] * 100:
        each = whole.design.budget_satang // whole.people
        says = {"n": baht(each), "limit": number(values["baht"]), "people": number(whole.people)}
        yield Found(TOTAL, says, section=BUDGET)


def line_above_groups(whole: Whole, values: Values) -> Iterator[Found]:
    """Meals for more persons than the project reaches."""
    for line in whole.lines if whole.people else ():
        if line.quantity is None or not is_people(line.unit, ""):
            continue
        if line.quantity > whole.people * values["percent"] / 100:
            says = {"x": line.label, "n": number(line.quantity), "limit": number(whole.people)}
            yield Found(f"line.{line.uid}.quantity", says)


def _of_line(line: BudgetLine, limit: str) -> Found:
    says = {"x": line.detail.strip() or line.label, "n": baht(line.amount_satang), "limit": limit}
    return Found(f"line.{line.uid}.unit_cost_satang", says)


# ปี 2562 and since: 45 baht for each registered person, from the National Health Security Office alone. What the local
# authority adds (30 to 60 of a hundred) and what was left of the year before is what the percentages leave room for.
_PER_PERSON = Parameter(
    "baht_per_person", _("The fund's money of a year: baht for each person"), Sort.BAHT, 45, most=10_000
)
_OF_INCOME = _("Percent of the fund's money of a year")
CONDITIONS = {
    "line-above-income": condition(
        label=_("One line of the budget is more than a share of the fund's money of a year"),
        parameters=(percent(100, _OF_INCOME), _PER_PERSON),
        says=("x", "n", "limit"),
        find=line_above_income,
        topic="line",
    ),
    "line-above-share": condition(
        label=_("One line of the budget is more than a share of the whole budget"),
        parameters=(
            percent(60, _("Percent of the budget")),
            Parameter("from_baht", _("Only budgets of so many baht or more"), Sort.BAHT, 50_000, least=0),
        ),
        says=("x", "n", "limit"),
        find=line_above_share,
        topic="line",
    ),
    "lines-against-amount": condition(
        label=_("The lines of the budget come to another sum than the amount of the project"),
        says=("n", "limit"),
        find=lines_against_amount,
    ),
    "line-above-groups": condition(
        label=_("A line of the budget counts more persons than the target groups have"),
        parameters=(percent(200, _("Percent of the people in the target groups")),),
        says=("x", "n", "limit"),
        find=line_above_groups,
        topic="number",
    ),
    "activity-above-income": condition(
        label=_("One activity costs more than a share of the fund's money of a year"),
        parameters=(percent(60, _OF_INCOME), _PER_PERSON),
        says=("x", "n", "limit"),
        find=activity_above_income,
    ),
    "budget-above-income": condition(
        label=_("The budget is more than a share of the fund's money of a year"),
        parameters=(percent(100, _OF_INCOME), _PER_PERSON),
        says=("n", "limit"),
        find=all_above_income,
    ),
    "money-per-person": condition(
        label=_("The budget for each person in the target groups is more than an amount"),
        parameters=(Parameter("baht", _("More than so many baht for each person"), Sort.BAHT, 3_000),),
        says=("n", "limit", "people"),
        find=money_per_person,
    ),
}

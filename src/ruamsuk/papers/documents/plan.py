"""แผนสุขภาพตำบล: the plans of a fund's year as a booklet."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.queries.tree import short_path
from ruamsuk.core.money import baht_text
from ruamsuk.funds.models import Fund
from ruamsuk.papers.documents.base import Document, Told, Words
from ruamsuk.plans import queries
from ruamsuk.plans.access import planning_fund_for
from ruamsuk.plans.models import Plan


def tell(user: User, fund: Fund, year: int | None) -> Told:
    assert year, "a plan is of a year"
    lines = queries.year_lines(user, fund, year)
    budget = sum(line.plan.budget_satang or 0 for line in lines)
    return Told(
        name=f"{_('Sub-district health plan')} {year} {fund.name}",
        office=f"{fund.name} ({fund.code})",
        fiscal_year=year,
        words=of_year(fund, year) | {"budget": baht_text(budget)},
        context={
            "fund": fund,
            "budget_satang": budget,
            "year": year,
            "lines": lines,
            "parts": queries.parts_of(line.plan for line in lines),
        },
        shows=shows(user, fund),
    )


def shows(user: User, fund: Fund) -> frozenset[str]:
    """A plan that is not agreed is read inside of its scope alone."""
    rows = Plan.objects.visible_to(user, READ).filter(fund=fund)
    return frozenset(str(uid) for uid in rows.values_list("uid", flat=True))


def of_year(fund: Fund, year: int) -> dict[str, str]:
    """What every paper of a fund's year fills in; WORDS_OF_YEAR says what it is called."""
    return {
        "fund.name": fund.name,
        "fund.code": fund.code,
        "fund.address": short_path(fund.home_area),
        "year": str(year),
    }


WORDS_OF_YEAR: dict[str, Words] = {
    "fund.name": _("Name of the fund"),
    "fund.code": _("Code of the fund"),
    "fund.address": _("Sub-district, district and province of the fund"),
    "year": _("Fiscal year"),
}


def words() -> dict[str, Words]:
    return WORDS_OF_YEAR | {"budget": _("Budget of the plans (baht)")}


BOOKLET = Document(
    name="plan",
    label=_("Sub-district health plan"),
    hub="plan_year",
    address="papers:plan",
    thing_for=lambda user, uid: planning_fund_for(user, uid, READ),
    tell=tell,
    shows=shows,
    words=words,
    parts={
        "area": (_("The area and the fund"), "plans/_paper_area.html"),
        "ranking": (_("Issues of the year by priority"), "papers/_plan_ranking.html"),
        "issues": (_("The plan by issue"), "plans/_paper_issues.html"),
        "signatures": (_("Secretary and chair: lines to sign on"), "plans/_paper_signs.html"),
    },
    is_of_year=True,
)

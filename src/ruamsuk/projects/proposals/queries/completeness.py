"""What a proposal still misses, in words, with the place where to mend it.

Unfinished proposals are the first complaint of those who read them, so the list is shown while writing and is the
gate of submitting. What is asked for by one field stands in specs; here is what several have to say together.
"""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.queries import area_of_today
from ruamsuk.core.calendar import day_text
from ruamsuk.drafts.queries.completeness import Asked, Checks, Completeness, counted
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.designs.models import Activity, BudgetLine, Design, Indicator
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.specs import (
    ACTIVITY,
    APPLICANT,
    INDICATOR,
    LINE,
    OBJECTIVE,
    PROPOSAL,
    SITUATION,
    TARGET,
    D,
    P,
)

PERSONS_OF_A_GROUP = 5  # ชื่อกลุ่มคน (5 คน) on the form; a fund kind's rules may say another number
PERCENT_WORDS = ("ร้อยละ", "percent", "%")
ASKED = Asked(PROPOSAL)


def completeness(proposal: Proposal) -> Completeness:
    """All checks of one proposal. Reads each table of its design once."""
    return counted(_checks(proposal))


def _checks(proposal: Proposal) -> Checks:
    design = proposal.design
    yield from _name(proposal, design)
    yield ASKED.unless(
        design.issue_links.exists(), "issues", _("an issue that the project answers to"), section="2"
    )
    yield from ASKED.rows(SITUATION, SITUATION.read(proposal))
    yield from _of_design(design, "3")
    yield from _aims(proposal)
    yield from _people(proposal)
    yield from _of_design(design, "6")
    yield from _work(proposal, design)
    yield from _of_design(design, "9")
    yield from ASKED.rest(proposal)


def _of_design(design: Design, section: str) -> Checks:
    return ASKED.fields(D, design, "d", section=section)


def _name(proposal: Proposal, design: Design) -> Checks:
    yield ASKED.unless(len(proposal.title.strip()) >= 5, "p.title", _("the project's name"))
    yield from ASKED.fields(P, proposal, "p")
    if proposal.fiscal_year is None:
        yield ASKED.unless(False, "p.fiscal_year", _("the fiscal year"))
    if proposal.fund and proposal.fund.closed_on:
        text = _("another fund: {fund} was closed").format(fund=proposal.fund.name)
        yield ASKED.unless(False, "p.fund", text)
    yield ASKED.unless(proposal.applicant, "p.applicant_name", _("the organisation or group that applies"))
    if proposal.home_area and proposal.home_area.closed_on:
        today = area_of_today(proposal.home_area)
        text = (
            _("the area of today: {old} was closed, its place was taken by {new}")
            if today
            else _("another area: {old} was closed")
        )
        text = text.format(old=proposal.home_area.label, new=today.label if today else "")
        yield ASKED.unless(False, "p.home_area", text)
    yield from _of_design(design, "1")
    if design.applicant_kind == ApplicantKind.PEOPLE:
        wanted = PERSONS_OF_A_GROUP
        if proposal.fund:
            wanted = proposal.fund.kind.rules.get("group_persons", wanted)
        named = sum(bool(row.name) for row in APPLICANT.read(proposal))
        text = _("names of {n} persons of the group ({have} so far)").format(n=wanted, have=named)
        yield ASKED.unless(named >= wanted, "add.applicant", text, section="1")


def _aims(proposal: Proposal) -> Checks:
    indicators = INDICATOR.read(proposal, along=("standard",))
    objectives = OBJECTIVE.read(proposal)
    yield from ASKED.rows(OBJECTIVE, objectives)
    for row in objectives:
        text = _("an indicator for {x}").format(x=OBJECTIVE.named(row))
        has_one = any(one.objective_id == row.pk for one in indicators)
        yield ASKED.unless(has_one, f"add.indicator.{row.uid}", text, section="4")
    yield from ASKED.rows(INDICATOR, indicators)
    for one in indicators:
        yield from _reasonable(one, INDICATOR.named(one), f"indicator.{one.uid}.target")


def _reasonable(row: Indicator, name: str, path: str) -> Checks:
    if row.baseline is None or row.target is None:
        return
    if any(word in row.unit.lower() or word in row.text for word in PERCENT_WORDS):
        inside = 0 <= row.target <= 100 and 0 <= row.baseline <= 100
        yield ASKED.unless(inside, path, _("{x}: a percentage lies between 0 and 100").format(x=name))
    if row.standard:
        better = row.target > row.baseline if row.standard.direction == "up" else row.target < row.baseline
        text = _("{x}: the target is not better than today's value").format(x=name)
        yield ASKED.unless(better, path, text, required=False)


def _people(proposal: Proposal) -> Checks:
    targets = TARGET.read(proposal, along=("group",))
    yield from ASKED.rows(TARGET, targets)
    for row in targets:
        name = row.group.name if row.group else (row.detail or _("line {no}").format(no=row.no))
        yield ASKED.unless(row.group_id or row.detail, f"target.{row.uid}.group", _("which group it is"))
        yield ASKED.unless(row.people, f"target.{row.uid}.people", _("how many people: {x}").format(x=name))
    population = proposal.fund.population if proposal.fund else None
    total = sum(row.people or 0 for row in targets)
    if population and targets:
        text = _("{n} people in the target groups, but only {all} live there").format(n=total, all=population)
        yield ASKED.unless(total <= population, f"target.{targets[0].uid}.people", text, required=False)


def _work(proposal: Proposal, design: Design) -> Checks:
    activities = ACTIVITY.read(proposal)
    yield from ASKED.rows(ACTIVITY, activities)
    below: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in LINE.read(proposal):
        below[line.activity_id].append(line)
    for row in activities:
        yield from _of_activity(design, row, below[row.pk])
    lines = [line for row in activities for line in below[row.pk]]
    yield from ASKED.rows(LINE, lines)
    for line in lines:
        known = line.quantity is not None and line.unit_cost_satang is not None
        yield ASKED.unless(known, f"line.{line.uid}.quantity", _("quantity and unit cost of a budget line"))
    yield ASKED.unless(design.budget_satang > 0, "add.line", _("the budget"), section="8")


def _of_activity(design: Design, row: Activity, lines: list[BudgetLine]) -> Checks:
    name, path = ACTIVITY.named(row), f"activity.{row.uid}.starts_on"
    yield ASKED.unless(row.starts_on and row.ends_on, path, _("the days of “{x}”").format(x=name))
    if row.starts_on and row.ends_on and design.starts_on and design.ends_on:
        text = _("“{x}” lies outside the project's days ({first} – {last})").format(
            x=name, first=day_text(design.starts_on), last=day_text(design.ends_on)
        )
        inside = design.starts_on <= row.starts_on and row.ends_on <= design.ends_on
        yield ASKED.unless(inside, path, text, required=False)
    money = lines or row.other_money_satang
    yield ASKED.unless(money, f"add.line.{row.uid}", _("the budget of “{x}”").format(x=name), section="8")


STEP_HELP = {
    "name": gettext_lazy("What it is called, who applies, where it happens."),
    "aims": gettext_lazy("What is wrong today, and what should be true in a year."),
    "people": gettext_lazy("Who takes part, and when."),
    "work": gettext_lazy("What is done, what comes out of it, what it costs."),
    "review": gettext_lazy("Read it once more, then send it."),
}

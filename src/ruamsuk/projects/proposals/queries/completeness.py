"""What a proposal still misses and what in it makes no sense, in words, with the place where to mend it.

Unfinished proposals are the first complaint of those who read them, so the list is shown while writing and is the
gate of submitting. What is asked for by one field stands in specs; here is what several have to say together. What is
there and makes no sense is found by the checks (ruamsuk.checks), which are data.
"""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.queries import area_of_today
from ruamsuk.checks.queries import remarks
from ruamsuk.core.text import is_hollow
from ruamsuk.drafts.queries.completeness import Asked, Checks, Completeness, Placed, counted
from ruamsuk.drafts.queries.hints import in_brackets, left
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.designs.models import Activity, BudgetLine, Design
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.conditions.ground import NOUN
from ruamsuk.projects.proposals.queries.whole import Known, Whole
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
ASKED = Asked(PROPOSAL)


def completeness(proposal: Proposal, known: Known | None = None) -> Completeness:
    """All that is asked of one proposal, and all remarks. Reads each table of its design once. `known`: what many
    proposals are judged by together.
    """
    return judged(Whole(proposal, known or Known()))


def judged(whole: Whole) -> Completeness:
    return counted(_checks(whole), remarked(whole))


def remarked(whole: Whole) -> list[Placed]:
    """The remarks alone, the worst first: for who reads what was sent, and cannot fill in what is missing."""
    return ASKED.placed(remarks(NOUN, whole, whole.known.checks, whole.proposal.fiscal_year))


def _checks(whole: Whole) -> Checks:
    points = list(_asked(whole))
    yield from points
    yield from _hints(whole, {one.path for one in points})


def _hints(whole: Whole, asked: Collection[str]) -> Checks:
    """What is left of the project that it was begun from: pieces of a text stop it from being sent. A field that stayed
    empty is asked for anyway, or may stay empty and is only named.
    """
    for box in whole.hinted:
        pieces = left(box.hint, box.value)
        if isinstance(box.hint, list):
            text = _("your own words for {pieces} ({x})").format(pieces=in_brackets(pieces), x=box.label)
            yield ASKED.unless(not pieces, box.path, text)
        elif box.path not in asked:
            text = _("{x}, instead of that of the source").format(x=box.label)
            yield ASKED.unless(not pieces, box.path, text, required=False)


def hints_left(proposal: Proposal) -> dict[str, list[str]]:
    """Path → what is not replaced yet of the project that it was begun from."""
    found = {box.path: left(box.hint, box.value) for box in Whole(proposal).hinted}
    return {path: pieces for path, pieces in found.items() if pieces}


def _asked(whole: Whole) -> Checks:
    proposal, design = whole.proposal, whole.design
    yield from _name(proposal, design)
    yield ASKED.unless(
        design.issue_links.exists(), "issues", _("an issue that the project answers to"), section="2"
    )
    yield from ASKED.rows(SITUATION, whole.situations)
    yield from _of_design(design, "3")
    yield from _aims(whole)
    yield from _people(whole)
    yield from _of_design(design, "6")
    yield from _work(whole)
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
        named = sum(not is_hollow(row.name) for row in APPLICANT.read(proposal))
        text = _("names of persons of the group: {n} ({have} so far)").format(n=wanted, have=named)
        yield ASKED.unless(named >= wanted, "add.applicant", text, section="1")


def _aims(whole: Whole) -> Checks:
    yield from ASKED.rows(OBJECTIVE, whole.objectives)
    for row in whole.objectives:
        text = _("an indicator for {x}").format(x=OBJECTIVE.named(row))
        has_one = any(one.objective_id == row.pk for one in whole.indicators)
        yield ASKED.unless(has_one, f"add.indicator.{row.uid}", text, section="4")
    yield from ASKED.rows(INDICATOR, whole.indicators)


def _people(whole: Whole) -> Checks:
    yield from ASKED.rows(TARGET, whole.targets)
    for row in whole.targets:
        name = row.group.name if row.group else (row.detail or _("line {no}").format(no=row.no))
        yield ASKED.unless(row.group_id or row.detail, f"target.{row.uid}.group", _("which group it is"))
        yield ASKED.unless(row.people, f"target.{row.uid}.people", _("how many people: {x}").format(x=name))


def _work(whole: Whole) -> Checks:
    yield from ASKED.rows(ACTIVITY, whole.activities)
    for row in whole.activities:
        yield from _of_activity(row, whole.lines_of(row))
    yield from ASKED.rows(LINE, whole.lines)
    for line in whole.lines:
        known = line.quantity is not None and line.unit_cost_satang is not None
        yield ASKED.unless(known, f"line.{line.uid}.quantity", _("quantity and unit cost of a budget line"))
    yield ASKED.unless(whole.design.budget_satang > 0, "add.line", _("the budget"), section="8")


def _of_activity(row: Activity, lines: Iterable[BudgetLine]) -> Checks:
    name, path = ACTIVITY.named(row), f"activity.{row.uid}.starts_on"
    yield ASKED.unless(row.starts_on and row.ends_on, path, _("the days of “{x}”").format(x=name))
    money = lines or row.other_money_satang
    yield ASKED.unless(money, f"add.line.{row.uid}", _("the budget of “{x}”").format(x=name), section="8")


STEP_HELP = {
    "name": gettext_lazy("What it is called, who applies, where it happens."),
    "aims": gettext_lazy("What is wrong today, and what should be true in a year."),
    "people": gettext_lazy("Who takes part, and when."),
    "work": gettext_lazy("What is done, what comes out of it, what it costs."),
    "review": gettext_lazy("Read it once more, then send it."),
}

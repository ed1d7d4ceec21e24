"""What a proposal still misses, in words, with the place where to mend it.

Unfinished proposals are the first complaint of those who read them, so the list is shown while writing and is the
gate of submitting. `required` items stop a submission; the others ask the author to look again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.queries import area_of_today
from ruamsuk.core.calendar import day_text
from ruamsuk.projects.choices import SECTIONS, ApplicantKind
from ruamsuk.projects.models import Activity, Design, Indicator, Proposal
from ruamsuk.projects.queries.texts import waiting_paths

PERSONS_OF_A_GROUP = 5  # ชื่อกลุ่มคน (5 คน) on the form; a fund kind's rules may say another number
PERCENT_WORDS = ("ร้อยละ", "percent", "%")


@dataclass(frozen=True)
class Missing:
    section: int  # number of the form's section, 1–9
    path: str  # field to open, as in forms.draft
    text: str | Promise
    required: bool = True

    @property
    def step(self) -> str:
        return SECTIONS[self.section - 1].step


@dataclass(frozen=True)
class Completeness:
    missing: list[Missing]
    checks: int

    @property
    def required(self) -> list[Missing]:
        return [m for m in self.missing if m.required]

    @property
    def percent(self) -> int:
        """Share of the checks that are met; 100 only when nothing required is missing."""
        share = round(100 * (self.checks - len(self.missing)) / self.checks)
        return min(share, 99) if self.required else share

    def in_step(self, step: str) -> list[Missing]:
        return [m for m in self.missing if m.step == step]


def completeness(proposal: Proposal) -> Completeness:
    """All checks of one proposal. Reads each table of its design once."""
    found = list(_checks(proposal))
    return Completeness([item for item in found if item is not None], len(found))


def _checks(proposal: Proposal) -> Iterator[Missing | None]:
    """One entry a check: the Missing, or None when it is met."""
    design = proposal.design
    yield from _name(proposal, design)
    yield _unless(design.issue_links.exists(), 2, "issues", _("an issue that the project answers to"))
    situations = list(design.situations.all())
    yield _unless(situations, 3, "add.situation", _("the situation: a problem and its size"))
    for row in situations:
        label = row.text or _("line {no}").format(no=row.no)
        yield _unless(
            row.size is not None, 3, f"situation.{row.uid}.size", _("the size of “{x}”").format(x=label)
        )
    yield _unless(design.rationale.strip(), 3, "d.rationale", _("why the project is needed"))
    indicators = list(design.indicators.select_related("standard"))
    yield from _aims(design, indicators)
    yield from _people(proposal, design)
    yield from _time(design)
    activities = list(design.activities.prefetch_related("lines"))
    yield from _work(design, activities)
    yield _unless(design.expected_results.strip(), 9, "d.expected_results", _("the expected results"))
    for path in proposal.unclean:
        yield Missing(_section_of(path), path, _("one entry that cannot be read yet"))
    for path in waiting_paths(proposal):
        yield Missing(_section_of(path), path, _("a choice between two texts"))


def _unless(met: object, section: int, path: str, text: str, *, required: bool = True) -> Missing | None:
    return None if met else Missing(section, path, text, required)


def _name(proposal: Proposal, design: Design) -> Iterator[Missing | None]:
    yield _unless(len(proposal.title.strip()) >= 5, 1, "p.title", _("the project's name"))
    yield _unless(proposal.fund_id, 1, "p.fund", _("the fund that it is sent to"))
    if proposal.fund and proposal.fund.closed_on:
        text = _("another fund: {fund} was closed").format(fund=proposal.fund.name)
        yield Missing(1, "p.fund", text)
    yield _unless(proposal.applicant, 1, "p.applicant_name", _("the organisation or group that applies"))
    yield _unless(design.applicant_kind, 1, "d.applicant_kind", _("what kind of organisation applies"))
    yield _unless(proposal.home_area_id, 1, "p.home_area", _("the sub-district where it takes place"))
    if proposal.home_area and proposal.home_area.closed_on:
        today = area_of_today(proposal.home_area)
        text = (
            _("the area of today: {old} was closed, its place was taken by {new}")
            if today
            else _("another area: {old} was closed")
        )
        yield Missing(
            1, "p.home_area", text.format(old=proposal.home_area.label, new=today.label if today else "")
        )
    yield _unless(design.support_type_id, 1, "d.support_type", _("the type of support"))
    if design.applicant_kind == ApplicantKind.PEOPLE:
        wanted = PERSONS_OF_A_GROUP
        if proposal.fund:
            wanted = proposal.fund.kind.rules.get("group_persons", wanted)
        named = proposal.applicants.exclude(name="").count()
        text = _("names of {n} persons of the group ({have} so far)").format(n=wanted, have=named)
        yield _unless(named >= wanted, 1, "add.applicant", text)


def _aims(design: Design, indicators: list[Indicator]) -> Iterator[Missing | None]:
    objectives = list(design.objectives.all())
    yield _unless(objectives, 4, "add.objective", _("an objective"))
    for row in objectives:
        name = _("objective {no}").format(no=row.no)
        yield _unless(row.text.strip(), 4, f"objective.{row.uid}.text", _("the text of {x}").format(x=name))
        has_one = any(i.objective_id == row.pk for i in indicators)
        yield _unless(has_one, 4, f"add.indicator.{row.uid}", _("an indicator for {x}").format(x=name))
    for mark in indicators:
        name, here = _("indicator {no}").format(no=mark.no), f"indicator.{mark.uid}"
        yield _unless(mark.text.strip(), 4, f"{here}.text", _("the text of {x}").format(x=name))
        yield _unless(
            mark.baseline is not None, 4, f"{here}.baseline", _("today's value of {x}").format(x=name)
        )
        yield _unless(mark.target is not None, 4, f"{here}.target", _("the target of {x}").format(x=name))
        yield from _reasonable(mark, name, here)


def _reasonable(row: Indicator, name: str, here: str) -> Iterator[Missing | None]:
    if row.baseline is None or row.target is None:
        return
    if any(word in row.unit.lower() or word in row.text for word in PERCENT_WORDS):
        inside = 0 <= row.target <= 100 and 0 <= row.baseline <= 100
        yield _unless(
            inside, 4, f"{here}.target", _("{x}: a percentage lies between 0 and 100").format(x=name)
        )
    if row.standard:
        better = row.target > row.baseline if row.standard.direction == "up" else row.target < row.baseline
        text = _("{x}: the target is not better than today's value").format(x=name)
        yield _unless(better, 4, f"{here}.target", text, required=False)


def _people(proposal: Proposal, design: Design) -> Iterator[Missing | None]:
    targets = list(design.targets.select_related("group"))
    yield _unless(targets, 5, "add.target", _("a target group"))
    for row in targets:
        name = row.group.name if row.group else (row.detail or _("line {no}").format(no=row.no))
        yield _unless(row.group_id or row.detail, 5, f"target.{row.uid}.group", _("which group it is"))
        yield _unless(row.people, 5, f"target.{row.uid}.people", _("how many people: {x}").format(x=name))
    population = proposal.fund.population if proposal.fund else None
    total = sum(row.people or 0 for row in targets)
    if population and targets:
        text = _("{n} people in the target groups, but only {all} live there").format(n=total, all=population)
        yield _unless(total <= population, 5, f"target.{targets[0].uid}.people", text, required=False)


def _time(design: Design) -> Iterator[Missing | None]:
    yield _unless(design.starts_on, 6, "d.starts_on", _("the first day"))
    yield _unless(design.ends_on, 6, "d.ends_on", _("the last day"))


def _work(design: Design, activities: list[Activity]) -> Iterator[Missing | None]:
    yield _unless(activities, 7, "add.activity", _("an activity"))
    lines = [line for row in activities for line in row.lines.all()]
    for row in activities:
        name, here = row.name or _("activity {no}").format(no=row.no), f"activity.{row.uid}"
        yield _unless(row.name.strip(), 7, f"{here}.name", _("the name of activity {no}").format(no=row.no))
        yield _unless(
            row.starts_on and row.ends_on, 7, f"{here}.starts_on", _("the days of “{x}”").format(x=name)
        )
        if row.starts_on and row.ends_on and design.starts_on and design.ends_on:
            text = _("“{x}” lies outside the project's days ({first} – {last})").format(
                x=name, first=day_text(design.starts_on), last=day_text(design.ends_on)
            )
            inside = design.starts_on <= row.starts_on and row.ends_on <= design.ends_on
            yield _unless(inside, 7, f"{here}.starts_on", text, required=False)
        yield _unless(row.output.strip(), 7, f"{here}.output", _("the output of “{x}”").format(x=name))
        yield _unless(row.outcome.strip(), 7, f"{here}.outcome", _("the outcome of “{x}”").format(x=name))
        money = row.lines.all() or row.other_money_satang
        yield _unless(money, 8, f"add.line.{row.uid}", _("the budget of “{x}”").format(x=name))
    for line in lines:
        here = f"line.{line.uid}"
        known = line.quantity is not None and line.unit_cost_satang is not None
        yield _unless(known, 8, f"{here}.quantity", _("quantity and unit cost of a budget line"))
        yield _unless(line.category_id, 8, f"{here}.category", _("the kind of expense of a budget line"))
    yield _unless(design.budget_satang > 0, 8, "add.line", _("the budget"))


_SECTION_OF_KIND = {
    "p": 1,
    "situation": 3,
    "objective": 4,
    "indicator": 4,
    "target": 5,
    "activity": 7,
    "line": 8,
}
_SECTION_OF_FIELD = {
    "d.rationale": 3,
    "d.starts_on": 6,
    "d.ends_on": 6,
    "d.expected_results": 9,
    "d.approach": 7,
}


def _section_of(path: str) -> int:
    return _SECTION_OF_FIELD.get(path) or _SECTION_OF_KIND.get(path.split(".")[0], 1)


STEP_HELP = {
    "name": gettext_lazy("What it is called, who applies, where it happens."),
    "aims": gettext_lazy("What is wrong today, and what should be true in a year."),
    "people": gettext_lazy("Who takes part, and when."),
    "work": gettext_lazy("What is done, what comes out of it, what it costs."),
    "review": gettext_lazy("Read it once more, then send it."),
}

"""Designs of projects from the banks of sentences: sketched once, drawn as often as needed.

A `Sketch` holds everything random about a project as plain values. `draw` describes one design from it, so that a
proposal and the project made from it carry the same design, as after an approval.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from ruamsuk.core.calendar import BE_OFFSET
from ruamsuk.demo.words import Chooser, issue_words, read
from ruamsuk.funds.models import Fund
from ruamsuk.issues.choices import Direction
from ruamsuk.issues.models import ExpenseCategory, Issue, SupportType, TargetGroup
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.designs.actions import GivenActivity, GivenAim, GivenDesign
from ruamsuk.projects.designs.choices import ApplicantKind

BUDGET = (8_000, 90_000)  # baht: what a fund pays for one project


class Catalogue:
    """Catalogue rows by their codes, read once."""

    @cached_property
    def issues(self) -> dict[str, Issue]:
        return {row.code: row for row in Issue.objects.all()}

    @cached_property
    def indicators(self) -> dict[str, StandardIndicator]:
        return {row.code: row for row in StandardIndicator.objects.all()}

    @cached_property
    def groups(self) -> dict[str, TargetGroup]:
        return {row.code: row for row in TargetGroup.objects.all()}

    @cached_property
    def categories(self) -> dict[str, ExpenseCategory]:
        return {row.code: row for row in ExpenseCategory.objects.all()}

    @cached_property
    def support_types(self) -> dict[int, SupportType]:
        return {row.code: row for row in SupportType.objects.all()}


@dataclass
class BudgetRow:
    category: str
    detail: str
    quantity: int
    unit: str
    unit_cost_satang: int
    times: int = 1

    @property
    def amount_satang(self) -> int:
        return self.quantity * self.unit_cost_satang * self.times


@dataclass
class Work:
    """An activity. `done` and `effect` are what its report will say."""

    name: str
    detail: str
    output: str
    outcome: str
    done: str
    effect: str
    starts_on: date
    ends_on: date
    partners: str
    resources: str
    lines: list[BudgetRow]

    @property
    def amount_satang(self) -> int:
        return sum(line.amount_satang for line in self.lines)


@dataclass
class Aim:
    text: str
    indicator: StandardIndicator | None
    indicator_text: str
    unit: str
    baseline: Decimal
    target: Decimal

    @property
    def reached(self) -> Decimal:
        """A value a little short of the target, for a finished project."""
        return (self.baseline + (self.target - self.baseline) * Decimal("0.9")).quantize(Decimal(1))


@dataclass
class Sketch:
    fiscal_year: int
    fund: Fund
    title: str
    issues: list[str]
    applicant: str
    applicant_kind: int
    support_type: int
    setting: str
    rationale: str
    approach: str
    results: str
    problem: str
    size: Decimal
    evidence: dict[str, Any]  # fields of the problem
    aims: list[Aim]
    people: list[tuple[str, str, int]]  # group, words, number
    works: list[Work]
    starts_on: date
    ends_on: date
    persons: list[str] = field(default_factory=list)

    @property
    def budget_satang(self) -> int:
        return sum(work.amount_satang for work in self.works)

    @property
    def people_count(self) -> int:
        return sum(number for _group, _words, number in self.people)


class Sketcher:
    """Makes sketches that differ from each other, always the same ones."""

    def __init__(self, rng: Chooser, catalogue: Catalogue) -> None:
        self.rng, self.catalogue = rng, catalogue
        self.used: dict[object, int] = {}
        self.titles: set[tuple[int, str]] = set()

    def sketch(
        self, fund: Fund, villages: str, issues: list[str], fiscal_year: int, starts_on: date
    ) -> Sketch:
        words, phrases = issue_words(issues[0]), read("phrases")
        place = self._place(fund, villages, words, issues[0])
        applicant = self._applicant(issues[0], place)
        place["applicant"] = applicant["name"].format(**place)
        fits = words["fits"][place["theme"]]
        people = self._people(words["groups"][fits["group"] - 1])
        total = sum(number for _g, _w, number in people)
        place |= {"people": total, "half": total // 2, "tenth": max(5, total // 10)}
        aims = self._aims(words, fits, phrases["words"])
        works = self._works(words, fits, place, starts_on, total)
        indicator = aims[0]
        return Sketch(
            fiscal_year=fiscal_year,
            fund=fund,
            title=place["title"],
            issues=issues,
            applicant=place["applicant"],
            applicant_kind=applicant["kind"],
            support_type=applicant["support"],
            setting=applicant["setting"].format(**place),
            rationale=self._rationale(words, fits, phrases["words"], place),
            approach=self.rng.fresh(phrases["words"]["approaches"], self.used, "approach"),
            results="\n".join(f"{n}. {work.outcome}" for n, work in enumerate(works[1:], 1)),
            problem=indicator.indicator_text,
            size=indicator.baseline,
            evidence=self._evidence(phrases["words"], place, fiscal_year),
            aims=aims,
            people=people,
            works=works,
            starts_on=starts_on,
            ends_on=works[-1].ends_on,
            persons=self.persons() if applicant["kind"] == ApplicantKind.PEOPLE else [],
        )

    def _place(self, fund: Fund, villages: str, words: dict[str, Any], issue: str) -> dict[str, Any]:
        """Village, moo, title and its number; a title is never used twice in one fund."""
        names = _villages(villages)
        while True:
            place = {
                "tambon": fund.home_area.name_th,
                "village": self.rng.choice(names),
                "moo": self.rng.randint(1, 9),
            }
            theme = self.rng.fresh(range(len(words["titles"])), self.used, ("title", issue))
            title = words["titles"][theme].format(**place)
            if (fund.pk, title) not in self.titles:
                self.titles.add((fund.pk, title))
                return {**place, "title": title, "theme": theme}

    def _applicant(self, issue: str, place: dict[str, Any]) -> dict[str, Any]:
        """One that fits the issue; a title that names a school belongs to the school, and so on."""
        fitting = [a for a in read("phrases")["applicants"] if issue in a.get("issues", [issue])]
        title = place["title"]
        for word, name in read("phrases")["words"]["title_owner"]:
            if word in title:
                return next(a for a in fitting if a["name"].startswith(name))
        only_named = tuple(read("phrases")["words"]["only_named"])
        return self.rng.choice([a for a in fitting if not a["name"].startswith(only_named)])

    def _people(self, group: list[str]) -> list[tuple[str, str, int]]:
        code, words = group
        return [(code, words, self.rng.randrange(30, 85, 5))]

    def _aims(self, words: dict[str, Any], fits: dict[str, Any], phrases: dict[str, Any]) -> list[Aim]:
        ranges = {code: numbers for code, *numbers in words["indicators"]}
        standard = self.catalogue.indicators[self.rng.choice(fits["indicators"])]
        low, high, factor = ranges[standard.code]
        baseline = Decimal(self.rng.randint(low, high))
        target = (baseline * Decimal(str(factor))).quantize(Decimal(1))
        if target == baseline:
            target += 1 if standard.direction == Direction.UP else -1
        knows = Decimal(self.rng.randrange(20, 45, 5))
        second, measured_by = self.rng.fresh(phrases["seconds"], self.used, "second")
        return [
            Aim(
                standard.suggested_objective_th,
                standard,
                standard.name_th,
                standard.unit_th,
                baseline,
                max(target, Decimal(0)),
            ),
            Aim(
                second,
                None,
                measured_by,
                phrases["percent"],
                knows,
                knows + 40,
            ),
        ]

    def _works(
        self, words: dict[str, Any], fits: dict[str, Any], place: dict[str, Any], starts_on: date, total: int
    ) -> list[Work]:
        """A start, two pieces of work and an end, one after the other, at a cost that a fund would pay."""
        phrases = read("phrases")
        start = self.rng.fresh(phrases["openings"]["activities"], self.used, "opening")
        end = self.rng.fresh(phrases["closings"]["activities"], self.used, "closing")
        main = [words["activities"][number - 1] for number in self.rng.sample(fits["activities"], 2)]
        while True:
            day, works = starts_on, []
            for texts, lines, days in (
                (start, phrases["openings"]["lines"], 1),
                (main[0], phrases["main"]["lines"], self.rng.randint(1, 3)),
                (main[1], phrases["main"]["lines"], self.rng.randint(2, 60)),
                (end, phrases["closings"]["lines"], self.rng.randint(1, 20)),
            ):
                is_main = texts in main
                name, detail, output, outcome, done, effect = (text.format(**place) for text in texts)
                works.append(
                    Work(
                        name=name,
                        detail=detail,
                        output=output,
                        outcome=outcome,
                        done=done,
                        effect=effect,
                        starts_on=day,
                        ends_on=day + timedelta(days=days - 1),
                        partners=self.rng.choice(phrases["words"]["partners"]),
                        resources=self.rng.choice(phrases["words"]["resources"]),
                        lines=self._lines(lines, words, total if is_main else max(15, total // 3), is_main),
                    )
                )
                day = works[-1].ends_on + timedelta(days=self.rng.randint(7, 24))
            if BUDGET[0] * 100 <= sum(work.amount_satang for work in works) <= BUDGET[1] * 100:
                return works

    def _lines(
        self, templates: list[list[Any]], words: dict[str, Any], people: int, is_main: bool
    ) -> list[BudgetRow]:
        lines = []
        for category, detail, unit, low, high in templates:
            cost = self.rng.randrange(low, high + 1, 5) * 100
            if category == "101":
                lines.append(BudgetRow(category, detail, self.rng.randint(3, 6), unit, cost, 1))
            elif category in ("201", "303"):
                lines.append(BudgetRow(category, detail, self.rng.randint(1, 2), unit, cost))
            else:
                lines.append(BudgetRow(category, detail, people, unit, cost, self.rng.choice([1, 1, 2])))
        if is_main:
            name, unit, low, high = self.rng.choice(words["materials"])
            count = max(1, min(people // 2, 4_000 // high))
            lines.append(BudgetRow("499", name, count, unit, self.rng.randrange(low, high + 1, 5) * 100))
        return lines

    def _rationale(
        self, words: dict[str, Any], fits: dict[str, Any], phrases: dict[str, Any], place: dict[str, Any]
    ) -> str:
        return self.rng.choice(phrases["rationales"]).format(
            cause=words["causes"][self.rng.choice(fits["causes"]) - 1].format(**place),
            why=self.rng.fresh(phrases["why"], self.used, "why").format(**place),
            how=self.rng.fresh(phrases["how"], self.used, "how").format(**place),
        )

    def _evidence(self, phrases: dict[str, Any], place: dict[str, Any], fiscal_year: int) -> dict[str, Any]:
        """Mostly surveys and statistics of the year before; here and there somebody only guessed."""
        all_there = self.rng.randrange(180, 620, 5)
        covered = int(all_there * self.rng.uniform(0.45, 0.95))
        chosen = self.rng.choice(phrases["evidence"])
        last = date(fiscal_year - 1 - BE_OFFSET, 9, 30)
        if all_there % 9 == 0:
            return {"evidence_kind": "estimate", "agency": phrases["estimate"].format(**place)}
        return {
            "evidence_kind": chosen["kind"],
            "agency": chosen["agency"].format(**place),
            "measured_on": last if chosen["kind"] == "official" else last - timedelta(days=covered % 90),
            "covered": covered,
            "total": all_there,
            "evidence": chosen["says"].format(**place),
        }

    def persons(self) -> list[str]:
        """Five invented people of a group."""
        names = read("phrases")["people"]
        first = self.rng.sample(names["first"].split(), 5)
        last = self.rng.sample(names["last"].split(), 5)
        return [f"{a} {b} {names['mark']}" for a, b in zip(first, last, strict=True)]


def _villages(key: str) -> list[str]:
    return read("phrases")["villages"][key].split()


def draw(sketch: Sketch, catalogue: Catalogue) -> GivenDesign:
    """The whole design, as it is given to be stored."""
    first = sketch.aims[0]
    return GivenDesign(
        values={
            "support_type": catalogue.support_types[sketch.support_type],
            "applicant_kind": sketch.applicant_kind,
            "setting": sketch.setting,
            "rationale": sketch.rationale,
            "starts_on": sketch.starts_on,
            "ends_on": sketch.ends_on,
            "approach": sketch.approach,
            "expected_results": sketch.results,
        },
        issues=[catalogue.issues[code].pk for code in sketch.issues],
        situations=[
            {
                "indicator": first.indicator,
                "text": sketch.problem,
                "size": sketch.size,
                "unit": first.unit,
                **sketch.evidence,
            }
        ],
        aims=[
            GivenAim(aim.text, [_indicator(aim)], answers=[] if no else [0])
            for no, aim in enumerate(sketch.aims)
        ],
        targets=[
            {"group": catalogue.groups[group], "detail": words, "people": number}
            for group, words, number in sketch.people
        ],
        activities=[_activity(work, no, sketch, catalogue) for no, work in enumerate(sketch.works, 1)],
    )


def _indicator(aim: Aim) -> dict[str, object]:
    return {
        "standard": aim.indicator,
        "text": aim.indicator_text,
        "unit": aim.unit,
        "baseline": aim.baseline,
        "target": aim.target,
    }


def _activity(work: Work, no: int, sketch: Sketch, catalogue: Catalogue) -> GivenActivity:
    names = "name starts_on ends_on detail output outcome resources partners".split()
    return GivenActivity(
        values={name: getattr(work, name) for name in names},
        serves=range(len(sketch.aims)) if no in (2, 3) else [0],
        lines=[
            {
                "category": catalogue.categories[line.category],
                "detail": line.detail,
                "quantity": Decimal(line.quantity),
                "unit": line.unit,
                "unit_cost_satang": line.unit_cost_satang,
                "times": line.times,
            }
            for line in work.lines
        ],
    )

"""The year that the reports speak of: proposals, decisions, projects and their reports, entered as they stand.

Everything is described first and then given to the doors of `projects` for many records. The operations by which it
would have come about are noted too, so that each record has its history.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.audit.actions import note_done
from ruamsuk.core import progress
from ruamsuk.core.calendar import BANGKOK, day_of, fiscal_year_days
from ruamsuk.demo.designs import Catalogue, Sketch, Sketcher, Work, draw
from ruamsuk.demo.network import Group
from ruamsuk.demo.words import Chooser, read
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.plans.actions import add_objective, add_planned_project, add_situation, agree_plan, start_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects import models as noun
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions import projects as managing
from ruamsuk.projects.projects.actions.bulk import EnteredProject, GivenProject, enter_projects
from ruamsuk.projects.projects.actions.projects import InstalmentTerms
from ruamsuk.projects.projects.choices import Origin, ProjectStatus
from ruamsuk.projects.projects.codes import make_code
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.actions.bulk import OUTCOMES, GivenProposal, enter_proposals
from ruamsuk.projects.proposals.choices import Outcome, ProposalState
from ruamsuk.projects.reports import actions as reporting
from ruamsuk.projects.reports.actions.bulk import GivenReport, enter_reports, waive_reports
from ruamsuk.projects.reports.choices import Quality, ReportState

TWO_ISSUES = 0.12  # share of projects with a second issue, where the report gives no list by plan
SECOND_REPORT = 0.35
IN_TWO_PARTS = 4_500_000  # satang: from here on a project is paid in two instalments
SMALL_YEAR = (Outcome.APPROVED, Outcome.APPROVED, Outcome.APPROVED, Outcome.REJECTED)
# Days of the year: all is over when it ends, also for whoever loads the demo the day after.
EARLY = (106, 140)
UNDECIDED: dict[str, Callable[..., object]] = {  # how a proposal came to the state that it stayed in
    ProposalState.RETURNED: sending.return_proposal,
    ProposalState.WITHDRAWN: sending.withdraw_proposal,
}


Participants = list[tuple[str, str, int, int, int]]  # group, words, men, women, people


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 15), BANGKOK)


@dataclass
class Told:
    """A project of the year, and from which proposal it came: none where it is on paper."""

    sketch: Sketch
    given: GivenProject
    proposal: int | None  # its place among the proposals
    ended_at: datetime
    reports: list[dict[str, object]]


class PastYear:
    """The year of the reports, or another one that is over."""

    def __init__(self, rng: Chooser, catalogue: Catalogue, year: int | None = None) -> None:
        self.rng, self.catalogue = rng, catalogue
        self.figures, self.words = read("figures"), read("phrases")["words"]
        self.year: int = year or self.figures["fiscal_year"]
        self.first_day, self.last_day = fiscal_year_days(self.year)
        self.sketcher = Sketcher(rng, catalogue)
        self.proposals: list[GivenProposal] = []
        self.sketches: list[Sketch] = []  # of the proposals
        self.projects: list[Told] = []
        self.numbers: dict[tuple[int, int], int] = {}
        self.done: list[tuple[Callable[..., Any], Any, datetime]] = []  # action, subject, when

    def build(self, groups: list[Group], at: datetime) -> None:
        for number, group in enumerate(groups, 1):
            self._proposals_of(group)
            progress.reached(_("groups of funds"), number, len(groups))
        self._finish(at)
        for group in groups:
            self._plans_of(group)

    def build_funds(self, funds: Sequence[tuple[Fund, str]], at: datetime) -> list[noun.Project]:
        """A small year of single funds, each with its key of village names; gives the projects."""
        for fund, villages in funds:
            group = Group({"villages": villages}, [fund])
            for outcome in SMALL_YEAR:
                issues = self._issues()
                self._propose(
                    self.sketcher.sketch(fund, villages, issues, self.year, self._day(*EARLY)), outcome
                )
            self._plans(fund, group, self.year, 2)
        return self._finish(at)

    def _finish(self, at: datetime) -> list[noun.Project]:
        for number, proposal in enumerate(self.proposals):
            if proposal.state in OUTCOMES:
                self._decide(number)
        projects = self._enter(at)
        note_done(sorted(self.done, key=lambda one: one[2]))
        return projects

    def _enter(self, at: datetime) -> list[noun.Project]:
        proposals = enter_proposals(given=self.proposals, by=None, at=at)
        for given, proposal in zip(self.proposals, proposals, strict=True):
            self._note_way(given, proposal)
        projects = enter_projects(
            given=[
                replace(told.given, proposal=None if told.proposal is None else proposals[told.proposal])
                for told in self.projects
            ],
            by=None,
            at=at,
        )
        reports = []
        for told, one in zip(self.projects, projects, strict=True):
            made = managing.enter_project if told.proposal is None else managing.project_from_proposal
            self.done += [
                (made, one.project, one.project.created_at),
                (reporting.set_status, one.project, told.ended_at),
            ]
            reports += [self._given_report(told.sketch, one, report) for report in told.reports]
        for told_of, report in zip(reports, enter_reports(given=reports, by=None, at=at), strict=True):
            first, *others = [moment for _state, moment in told_of.way]
            self.done += [
                (reporting.start_report, report, report.created_at),
                (reporting.send_report, report, first),
                *((reporting.step_report, report, moment) for moment in others),
            ]
        waive_reports(
            projects=[one.project for one in projects], reason=self.words["no_report"], by=None, at=at
        )
        return [one.project for one in projects]

    def _note_way(self, given: GivenProposal, proposal: noun.Proposal) -> None:
        self.done += [
            (drafting.start_proposal, proposal, proposal.created_at),
            (sending.submit_proposal, proposal, given.sent_at or proposal.created_at),
        ]
        if given.state in UNDECIDED:
            self.done.append((UNDECIDED[given.state], proposal, proposal.changed_at))
        elif given.decision:
            self.done.append((deciding.decide_proposal, proposal, given.decision["entered_at"]))

    # Proposals ---------------------------------------------------------------------------------------------------

    def _proposals_of(self, group: Group) -> None:
        spec = group.spec
        if spec.get("stage") == "planned" or not spec.keys() & {"by_issue", "developed", "approved"}:
            return
        developing = group.funds[: spec.get("developing_funds", len(group.funds))]
        approved = spec.get("approved", 0)
        if "by_issue" in spec:
            kinds = [[code] for code, count in spec["by_issue"].items() for _ in range(count)]
            self.rng.shuffle(kinds)
            approved = len(kinds) if spec["stage"] == "approved" else 0
        else:
            kinds = [self._issues() for _ in range(spec.get("developed", approved))]
        homes = self._homes(developing, len(kinds))
        chosen = self._chosen(homes, min(approved, len(kinds)))
        for index, (fund, issues) in enumerate(zip(homes, kinds, strict=True)):
            sketch = self._sketch(fund, group, issues)
            self._propose(sketch, self._outcome() if index not in chosen else Outcome.APPROVED)
        on_paper = group.funds[len(developing) :]
        if on_paper:
            for fund in self._homes(on_paper, approved - len(kinds)):
                self._project(self._sketch(fund, group, self._issues()), None, self._day(60, 140))

    def _homes(self, funds: list[Fund], count: int) -> list[Fund]:
        shares = self.rng.spread(count, len(funds))
        return [fund for fund, share in zip(funds, shares, strict=True) for _ in range(share)]

    def _chosen(self, homes: list[Fund], count: int) -> set[int]:
        """Which proposals are approved: one in each fund first, the others by chance."""
        firsts = {fund.pk: index for index, fund in enumerate(homes)}
        chosen = set(list(firsts.values())[:count])
        others = [index for index in range(len(homes)) if index not in chosen]
        return chosen | set(self.rng.sample(others, count - len(chosen)))

    def _issues(self) -> list[str]:
        weights = self.figures["weights"]
        first = self.rng.choices(list(weights), list(weights.values()))[0]
        if self.rng.random() > TWO_ISSUES:
            return [first]
        others = {code: weight for code, weight in weights.items() if code != first}
        return [first, self.rng.choices(list(others), list(others.values()))[0]]

    def _sketch(self, fund: Fund, group: Group, issues: list[str]) -> Sketch:
        return self.sketcher.sketch(fund, group.villages, issues, self.year, self._day(110, 190))

    def _day(self, low: int, high: int) -> date:
        return self.first_day + timedelta(days=self.rng.randint(low, high))

    def _outcome(self) -> str:
        return self.rng.choices(
            [Outcome.REJECTED, ProposalState.WITHDRAWN, ProposalState.RETURNED], [3, 4, 5]
        )[0]

    def _propose(self, sketch: Sketch, outcome: str) -> None:
        sent = moment(self._day(25, 70), self.rng.randint(9, 16))
        state = ProposalState(outcome)
        notes: dict[str, list[str]] = {
            ProposalState.RETURNED: self.words["returned"],
            ProposalState.WITHDRAWN: self.words["withdrawn"],
            ProposalState.REJECTED: self.words["rejected"],
            ProposalState.APPROVED: self.words["conditions"],
        }
        self.sketches.append(sketch)
        self.proposals.append(
            GivenProposal(
                design=draw(sketch, self.catalogue),
                values={
                    "title": sketch.title,
                    "fiscal_year": sketch.fiscal_year,
                    "fund": sketch.fund,
                    "applicant_name": sketch.applicant,
                    "home_area": sketch.fund.home_area,
                    "state_note": self.rng.choice(notes[state]),
                    "created_at": sent - timedelta(days=self.rng.randint(5, 20)),
                    "changed_at": sent + timedelta(days=self.rng.randint(10, 30)),
                    "origin_note": self.words["origin_note"],
                },
                state=state,
                sent_at=sent,
                applicants=sketch.persons,
                decision={"conditions": ""} if state in OUTCOMES else None,  # its day follows: _decide
            )
        )

    # Decisions, projects, reports -----------------------------------------------------------------------------------

    def _decide(self, number: int) -> None:
        given, sketch = self.proposals[number], self.sketches[number]
        assert given.sent_at
        day = day_of(given.sent_at) + timedelta(days=self.rng.randint(14, 35))
        meeting = (day.month + 2) % 12 + 1  # one a month, counted from October
        approved = given.state == ProposalState.APPROVED
        decision = {
            "decided_on": day,
            "resolution_no": self.words["decision"].format(no=meeting, year=self.year),
            "amount_satang": sketch.budget_satang if approved else 0,
            "conditions": given.values["state_note"],
            "entered_at": moment(day, 15),
        }
        self.proposals[number] = replace(given, decision=decision)
        if approved:
            self._project(sketch, number, day)

    def _project(self, sketch: Sketch, proposal: int | None, approved_on: date) -> None:
        fund, key = sketch.fund, (sketch.fund.pk, sketch.support_type)
        self.numbers[key] = number = self.numbers.get(key, 0) + 1
        stopped = self.rng.random() < 0.02
        ended_on = sketch.ends_on + timedelta(days=20)
        given = GivenProject(
            design=draw(sketch, self.catalogue),
            values={
                "code": make_code(self.year, fund.code, str(sketch.support_type), number),
                "agreement_no": f"{number}/{self.year}",
                "title": sketch.title,
                "fiscal_year": self.year,
                "origin": Origin.PAPER if proposal is None else Origin.WEB,
                "fund": fund,
                "owner_name": sketch.applicant,
                "home_area": fund.home_area,
                "budget_satang": sketch.budget_satang,
                "approved_on": approved_on,
                "report_due_on": sketch.ends_on,
                "status": ProjectStatus.STOPPED if stopped else ProjectStatus.FINISHED,
                "status_reason": self.rng.choice(self.words["stopped" if stopped else "status"]),
                "status_on": ended_on,
                "created_at": moment(approved_on, 16),
            },
            people=sketch.persons,
            instalments=instalments(sketch),
        )
        told = Told(sketch, given, proposal, moment(ended_on), [self._report(sketch, 1)])
        if self.rng.random() < SECOND_REPORT and not stopped:
            told.reports.append(self._report(sketch, 2))
        self.projects.append(told)

    def _report(self, sketch: Sketch, index: int) -> dict[str, object]:
        """Everything of a report that does not name rows of its project."""
        work = sketch.works[index]
        sent = moment(work.ends_on + timedelta(days=self.rng.randint(3, 12)), self.rng.randint(9, 17))
        accepted = sent + timedelta(days=self.rng.randint(5, 25))
        text, lines = report_text(self.rng, sketch, work)
        return {
            "index": index,
            "values": {
                "held_on": work.starts_on,
                "until_on": work.ends_on if work.ends_on > work.starts_on else None,
                "planned": work.detail,
                "reported_for": sketch.applicant,
                "sent_at": sent,
                "accepted_at": accepted,
                "created_at": sent - timedelta(days=1),
                "changed_at": accepted,
                **text,
            },
            "participants": self._participants(lines),
            "spending": spent_on(self.rng, work, self.catalogue),
            "way": way_up([sent, sent + timedelta(days=2), accepted], skip=[ReportState.MANAGER_CHECKED]),
        }

    def _participants(self, lines: Participants) -> list[dict[str, object]]:
        return [
            {
                "group": self.catalogue.groups[group],
                "detail": words,
                "men": men,
                "women": women,
                "people": people,
                "sector": OrganizationKind.COMMUNITY
                if no == 0
                else "",  # of the others the report does not say it
            }
            for no, (group, words, men, women, people) in enumerate(lines)
        ]

    def _given_report(self, sketch: Sketch, one: EnteredProject, told: dict[str, Any]) -> GivenReport:
        made, told = one.made, dict(told)
        return GivenReport(
            project=one.project,
            activity=made.activities[told.pop("index")],
            state=ReportState.ACCEPTED,
            objectives=made.objectives,
            indicators=made.indicators,
            results={row: aim.reached for row, aim in zip(made.indicators, sketch.aims, strict=True)},
            **told,
        )

    # Plans -------------------------------------------------------------------------------------------------------

    def _plans_of(self, group: Group) -> None:
        """Plans that a report speaks of: rows of named funds, plans of the next year, plans being written."""
        spec, next_year = group.spec, self.figures["next_year"]
        if "planned" in spec:
            homes = {fund.home_area.name_th: fund for fund in group.funds}
            for name, years in spec["planned"].items():
                for year, count in years.items():
                    self._plans(homes[name], group, int(year), count)
        for fund in group.funds if spec.get("plans_next_year") else []:
            self._plans(fund, group, next_year, spec["plans_next_year"])
        for fund in group.funds if spec.get("draft_plans_next_year") else []:
            self._plans(fund, group, next_year, spec["draft_plans_next_year"], agreed=False)

    def _plans(self, fund: Fund, group: Group, fiscal_year: int, count: int, *, agreed: bool = True) -> None:
        """Yearly plans of a fund with `count` projects altogether, two in each; a plan without any when it is 0."""
        codes = list(self.figures["weights"])[: max(1, -(-count // 2))]
        first, _last = fiscal_year_days(fiscal_year)
        at = moment(first + timedelta(days=self.rng.randint(40, 75)))
        for number, code in enumerate(codes):
            plan = start_plan(
                fund=fund, fiscal_year=fiscal_year, issue=self.catalogue.issues[code], by=None, at=at
            )
            sketch = self.sketcher.sketch(fund, group.villages, [code], fiscal_year, first)
            self._aim(plan, sketch, at)
            for _row in range(min(2, count - 2 * number)):
                row = self.sketcher.sketch(fund, group.villages, [code], fiscal_year, first)
                add_planned_project(
                    plan=plan,
                    title=row.title,
                    support_type=self.catalogue.support_types[row.support_type],
                    responsible=row.applicant[:200],
                    budget_satang=row.budget_satang,
                    by=None,
                    at=at,
                )
            if agreed:
                agree_plan(plan=plan, agreed_on=day_of(at), by=None, at=at)

    def _aim(self, plan: Plan, sketch: Sketch, at: datetime) -> None:
        aim = sketch.aims[0]
        situation = add_situation(
            plan=plan,
            indicator=aim.indicator,
            value=aim.baseline,
            evidence_kind="survey",
            agency=issue_agency(plan),
            measured_on=day_of(at) - timedelta(days=60),
            covered=240,
            total=410,
            by=None,
            at=at,
        )
        add_objective(plan=plan, situation=situation, text=aim.text, target=aim.target, by=None, at=at)


def instalments(sketch: Sketch) -> list[InstalmentTerms]:
    """Of a larger project: the greater part before the work, the rest after the second activity was reported."""
    whole, turn = sketch.budget_satang, sketch.works[1].ends_on
    if whole < IN_TWO_PARTS:
        return []
    first = whole * 6 // 10 // 10_000 * 10_000
    return [
        InstalmentTerms(
            sketch.starts_on, turn, first, report_from=turn, report_until=turn + timedelta(days=14)
        ),
        InstalmentTerms(turn + timedelta(days=1), sketch.ends_on, whole - first),
    ]


def issue_agency(plan: Plan) -> str:
    return read("phrases")["words"]["agency"].format(tambon=plan.home_area.name_th)


def way_up(
    moments: Sequence[datetime], skip: Sequence[ReportState] = ()
) -> list[tuple[ReportState, datetime]]:
    """How an accepted report came up, one moment a step, without the rungs that nobody holds."""
    states = [state for state in ReportState if state not in (ReportState.STARTED, *skip)]
    return list(zip(states, moments, strict=True))


def report_text(rng: Chooser, sketch: Sketch, work: Work) -> tuple[dict[str, Any], Participants]:
    """What a report on a piece of work says, and who took part."""
    words = read("phrases")["words"]
    lines = []
    for group, label, planned in sketch.people:
        came = max(5, round(planned * rng.uniform(0.86, 1.04)))
        men = round(came * rng.uniform(0.25, 0.5))
        lines.append((group, label, men, came - men, came))
    people = sum(line[-1] for line in lines)
    problem = rng.randrange(len(words["problems"]))
    text = {
        "done": work.done,
        "output": rng.choice(words["output"]).format(
            people=people, target=sketch.people_count, output=work.output
        ),
        "outcome": work.effect,
        "summary": rng.choice(words["summary"]),
        "quality": rng.choices([Quality.MORE, Quality.MET, Quality.ALMOST], [2, 6, 2])[0],
        "problems": words["problems"][problem],
        "remedies": words["remedies"][problem],
    }
    return text, lines


def spent_on(rng: Chooser, work: Work, catalogue: Catalogue) -> dict[int, int]:
    """Satang by expense group: what was planned, now and then a little less."""
    spent: dict[int, int] = {}
    for line in work.lines:
        group = catalogue.categories[line.category].group_id
        share = rng.choice([1, 1, 1, 0.95, 0.9])
        spent[group] = spent.get(group, 0) + round(line.amount_satang * share / 100) * 100
    return spent

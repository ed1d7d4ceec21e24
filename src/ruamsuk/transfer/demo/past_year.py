"""The year that the reports speak of: proposals, decisions, projects and their reports, made in bulk.

The rows are those that the actions would have written (submission frozen, one decision, the project with a copy of
the design, its funding and code); what the actions derive (completeness, digests, tallies) is derived by the same
functions. Their operations are noted too, so that each record has its history.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope
from ruamsuk.audit.actions import note_done
from ruamsuk.comments.models import Thread
from ruamsuk.core import progress
from ruamsuk.core.calendar import BANGKOK, fiscal_year_days
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.funds.models import Fund
from ruamsuk.plans.actions import add_objective, add_planned_project, add_situation, agree_plan, start_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects import models as noun
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions import projects as managing
from ruamsuk.projects.projects.choices import Origin, ProjectStatus
from ruamsuk.projects.projects.codes import make_code
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.actions.sent import keep_as_sent
from ruamsuk.projects.proposals.choices import REWRITTEN, Outcome, ProposalState
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.snapshots import digest, snapshot
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.reports import actions as reporting
from ruamsuk.projects.reports.choices import Quality, ReportState
from ruamsuk.projects.reports.queries.completeness import missing_in
from ruamsuk.projects.reports.queries.due import due_day
from ruamsuk.transfer.demo.designs import Catalogue, Drawn, Pile, Sketch, Sketcher, Work, draw
from ruamsuk.transfer.demo.network import Group
from ruamsuk.transfer.demo.words import Chooser, read

TWO_ISSUES = 0.12  # share of projects with a second issue, where the report gives no list by plan
SECOND_REPORT = 0.35
UNDECIDED: dict[str, Callable[..., Any]] = {  # how a proposal came to the state that it stayed in
    ProposalState.RETURNED: sending.return_proposal,
    ProposalState.WITHDRAWN: sending.withdraw_proposal,
}


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 15), BANGKOK)


class PastYear:
    def __init__(self, rng: Chooser, catalogue: Catalogue) -> None:
        self.rng, self.catalogue = rng, catalogue
        self.figures, self.words = read("figures"), read("phrases")["words"]
        self.year: int = self.figures["fiscal_year"]
        self.first_day, self.last_day = fiscal_year_days(self.year)
        self.sketcher = Sketcher(rng, catalogue)
        self.pile = Pile()
        self.proposals: list[noun.Proposal] = []
        self.decided: list[tuple[noun.Proposal, Sketch, str]] = []
        self.reports: list[noun.ActivityReport] = []
        self.numbers: dict[tuple[int, int], int] = {}
        self.done: list[tuple[Callable[..., Any], Any, datetime]] = []  # action, subject, when

    def build(self, groups: list[Group]) -> None:
        for number, group in enumerate(groups, 1):
            self._proposals_of(group)
            progress.reached(_("groups of funds"), number, len(groups))
        self.pile.save()
        self._freeze()
        self._decide()
        self.pile.save()
        for number, report in enumerate(self.reports, 1):
            progress.reached(_("reports"), number, len(self.reports))
            report.percent = missing_in(report).percent
        noun.ActivityReport.objects.bulk_update(self.reports, ["percent"], batch_size=200)
        note_done(sorted(self.done, key=lambda one: one[2]))
        for group in groups:
            self._plans_of(group)

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
        proposal = noun.Proposal(
            title=sketch.title,
            fiscal_year=sketch.fiscal_year,
            fund=sketch.fund,
            applicant_name=sketch.applicant,
            home_area=sketch.fund.home_area,
            place_no=sketch.fund.place_no,
            design=draw(self.pile, sketch, self.catalogue).design,
            state=state,
            state_note=self.rng.choice(notes[state]),
            thread=self.pile.add(Thread()),
            created_at=sent - timedelta(days=self.rng.randint(5, 20)),
            changed_at=sent + timedelta(days=self.rng.randint(10, 30)),
            first_submitted_at=sent,
            origin_note=self.words["origin_note"],
        )
        self.pile.add(proposal)
        for no, name in enumerate(sketch.persons, 1):
            self.pile.add(noun.Applicant(proposal=proposal, no=no, name=name))
        self.proposals.append(proposal)
        self.done += [
            (drafting.start_proposal, proposal, proposal.created_at),
            (sending.submit_proposal, proposal, sent),
        ]
        if outcome in UNDECIDED:
            self.done.append((UNDECIDED[outcome], proposal, proposal.changed_at))
        else:
            self.decided.append((proposal, sketch, outcome))

    def _freeze(self) -> None:
        """What was sent is frozen as every submission is; each must be complete."""
        submissions, layout = [], keep_layout(PROPOSAL)
        for proposal in self.proposals:
            whole = completeness(proposal)
            if whole.required:
                raise ValueError(f"{proposal}: {[str(part.text) for part in whole.required]}")
            proposal.percent = whole.percent
            content = snapshot(proposal)
            submissions.append(
                noun.Submission(
                    proposal=proposal, no=1, snapshot=content, sha256=digest(content), layout=layout,
                    submitted_at=proposal.first_submitted_at or proposal.created_at,
                )
            )  # fmt: skip
        noun.Submission.objects.bulk_create(submissions, batch_size=200)
        noun.Proposal.objects.bulk_update(self.proposals, ["percent"], batch_size=200)
        self.submissions = {row.proposal_id: row for row in submissions}
        for proposal in self.proposals:
            if proposal.state in REWRITTEN:
                keep_as_sent(proposal, proposal.changed_at)

    # Decisions, projects, reports -----------------------------------------------------------------------------------

    def _decide(self) -> None:
        for proposal, sketch, outcome in self.decided:
            day = proposal.first_submitted_at.date() + timedelta(days=self.rng.randint(14, 35))  # type: ignore[union-attr]
            meeting = (day.month + 2) % 12 + 1  # one a month, counted from October
            approved = outcome == Outcome.APPROVED
            self.pile.add(
                noun.Decision(
                    proposal=proposal,
                    submission=self.submissions[proposal.pk],
                    outcome=outcome,
                    decided_on=day,
                    resolution_no=self.words["decision"].format(no=meeting, year=self.year),
                    amount_satang=sketch.budget_satang if approved else 0,
                    conditions=proposal.state_note,
                    entered_at=moment(day, 15),
                )
            )
            self.done.append((deciding.decide_proposal, proposal, moment(day, 15)))
            if approved:
                self._project(sketch, proposal, day)

    def _project(self, sketch: Sketch, proposal: noun.Proposal | None, approved_on: date) -> None:
        fund, key = sketch.fund, (sketch.fund.pk, sketch.support_type)
        self.numbers[key] = number = self.numbers.get(key, 0) + 1
        drawn = draw(self.pile, sketch, self.catalogue)
        stopped = self.rng.random() < 0.02
        ended_on = sketch.ends_on + timedelta(days=20)
        scope = Scope(
            kind=ScopeKind.PROJECT, area=fund.home_area, label=sketch.title[:300], within=fund.scope
        )
        project = noun.Project(
            code=make_code(self.year, fund.code, str(sketch.support_type), number),
            agreement_no=f"{number}/{self.year}",
            title=sketch.title,
            fiscal_year=self.year,
            origin=Origin.WEB if proposal else Origin.PAPER,
            proposal=proposal,
            fund=fund,
            owner_name=sketch.applicant,
            home_area=fund.home_area,
            place_no=fund.place_no,
            design=drawn.design,
            budget_satang=sketch.budget_satang,
            approved_on=approved_on,
            report_due_on=sketch.ends_on,
            status=ProjectStatus.STOPPED if stopped else ProjectStatus.FINISHED,
            status_reason=self.words["stopped" if stopped else "status"],
            status_on=ended_on,
            scope=self.pile.add(scope),
            created_at=moment(approved_on, 16),
        )
        self.pile.add(project)
        made = managing.project_from_proposal if proposal else managing.enter_project
        self.done += [
            (made, project, project.created_at),
            (managing.set_status, project, moment(ended_on)),
        ]
        self.pile.add(noun.Funding(project=project, fund=fund, amount_satang=sketch.budget_satang))
        for no, name in enumerate(sketch.persons, 1):
            self.pile.add(noun.ResponsiblePerson(project=project, no=no, name=name))
        self._report(project, sketch, drawn, 1)
        if self.rng.random() < SECOND_REPORT and not stopped:
            self._report(project, sketch, drawn, 2)

    def _report(self, project: noun.Project, sketch: Sketch, drawn: Drawn, index: int) -> None:
        work, activity = sketch.works[index], drawn.activities[index]
        sent = moment(work.ends_on + timedelta(days=self.rng.randint(3, 12)), self.rng.randint(9, 17))
        accepted = sent + timedelta(days=self.rng.randint(5, 25))
        text, lines = report_text(self.rng, sketch, work)
        spending = spent_on(self.rng, work, self.catalogue)
        report = noun.ActivityReport(
            project=project,
            activity=activity,
            title=work.name,
            held_on=work.starts_on,
            until_on=work.ends_on if work.ends_on > work.starts_on else None,
            planned=work.detail,
            reported_for=sketch.applicant,
            due_on=due_day(activity),
            state=ReportState.ACCEPTED,
            sent_at=sent,
            accepted_at=accepted,
            fiscal_year=project.fiscal_year,
            home_area=project.home_area,
            place_no=project.place_no,
            created_at=sent - timedelta(days=1),
            changed_at=accepted,
            people=sum(line[-1] for line in lines),
            spent_satang=sum(spending.values()),
            thread=self.pile.add(Thread()),
            **text,
        )
        self.pile.add(report)
        self.reports.append(report)
        self.done += [
            (reporting.start_report, report, report.created_at),
            (reporting.send_report, report, sent),
        ]
        for group, words, men, women, people in lines:
            self.pile.add(
                noun.ParticipantLine(
                    report=report, group=self.catalogue.groups[group], detail=words, men=men, women=women,
                    people=people,
                )
            )  # fmt: skip
        for expense, amount in spending.items():
            self.pile.add(noun.SpendingLine(report=report, group=expense, amount_satang=amount))
        for objective in drawn.objectives:
            self.pile.add(noun.ActivityReport.objectives.through(activityreport=report, objective=objective))
        for indicator, aim in zip(drawn.indicators, sketch.aims, strict=True):
            self.pile.add(noun.ActivityReport.indicators.through(activityreport=report, indicator=indicator))
            self.pile.add(noun.IndicatorResult(report=report, indicator=indicator, value=aim.reached))
        moments = [sent, sent + timedelta(days=2), accepted]
        for step in ladder(report, moments, skip=[ReportState.MANAGER_CHECKED]):
            self.pile.add(step)
        self.done += [(reporting.step_report, report, at) for at in moments[1:]]

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
                agree_plan(plan=plan, agreed_on=at.date(), by=None, at=at)

    def _aim(self, plan: Plan, sketch: Sketch, at: datetime) -> None:
        aim = sketch.aims[0]
        situation = add_situation(
            plan=plan,
            indicator=aim.indicator,
            value=aim.baseline,
            evidence_kind="survey",
            agency=issue_agency(plan),
            measured_on=at.date() - timedelta(days=60),
            covered=240,
            total=410,
            by=None,
            at=at,
        )
        add_objective(plan=plan, situation=situation, text=aim.text, target=aim.target, by=None, at=at)


def issue_agency(plan: Plan) -> str:
    return read("phrases")["words"]["agency"].format(tambon=plan.home_area.name_th)


def ladder(
    report: noun.ActivityReport, moments: list[datetime], skip: Sequence[ReportState] = ()
) -> list[noun.ReportStep]:
    """The steps of an accepted report, one a moment, without the rungs that nobody holds."""
    states = [state for state in ReportState if state not in skip]
    return [
        noun.ReportStep(report=report, from_state=before, to_state=after, at=at)
        for before, after, at in zip(states[:-1], states[1:], moments, strict=True)
    ]


Participants = list[tuple[str, str, int, int, int]]  # group, words, men, women, people


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
        group = catalogue.categories[line.category].group
        share = rng.choice([1, 1, 1, 0.95, 0.9])
        spent[group] = spent.get(group, 0) + round(line.amount_satang * share / 100) * 100
    return spent

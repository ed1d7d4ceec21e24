"""This year's work of six funds, done through the actions as people would: something to do for each role."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import hand_over, sign_handover
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Post, User
from ruamsuk.applications.actions import open_link, send_application
from ruamsuk.comments.actions import add_comment
from ruamsuk.committees.actions import add_member, start_committee
from ruamsuk.committees.models import Position
from ruamsuk.core import progress
from ruamsuk.core.calendar import BE_OFFSET, current_fiscal_year, day_of, today
from ruamsuk.demo import pictures
from ruamsuk.demo.designs import Catalogue, Sketch, Sketcher, Work
from ruamsuk.demo.grading import Grading
from ruamsuk.demo.past_year import moment, report_text, spent_on
from ruamsuk.demo.programme import Programme, ProgrammeBuilder, zone_area
from ruamsuk.demo.words import SEED, Chooser, read
from ruamsuk.evidence.actions import enter_official_figures
from ruamsuk.evidence.choices import is_percent
from ruamsuk.funds.actions import add_bank_account, change_fund
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.issues.actions import confirm_measure
from ruamsuk.issues.models import Measure
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.actions import (
    add_measure,
    add_objective,
    add_planned_project,
    add_situation,
    agree_plan,
    bring_development_rows,
    change_plan,
    change_situation,
    check_plan,
    rank_issue,
    reopen_plan,
    start_plan,
)
from ruamsuk.plans.models import Plan, PlannedProject, Situation
from ruamsuk.projects import models as noun
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.projects.actions.projects import add_document, enter_project, set_fundings
from ruamsuk.projects.projects.choices import MoneyState, Origin
from ruamsuk.projects.projects.queries.starting import place_names
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.choices import Outcome
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.reports.actions import enter_report, return_report, send_report, step_report
from ruamsuk.projects.reports.choices import LADDER, ReportState
from ruamsuk.projects.variations.actions.deciding import decide_variation
from ruamsuk.projects.variations.actions.drafting import (
    change_variation_row,
    send_variation,
    start_variation,
    write_variation,
)
from ruamsuk.projects.variations.choices import VariationOutcome

ROWS_PER_PLAN = 3
# First and last day of the four activities of a project, counted from today.
RUNNING_DAYS = ((-40, -40), (-24, -22), (12, 30), (60, 66))
COMING_DAYS = ((30, 30), (45, 46), (60, 90), (110, 116))
REPORTED_DAYS = ((-40, -40), (-12, -10), (12, 30), (60, 66))
# Proposals of the first fund that the officer wrote along.
OWN_WORK = ("sent", "waiting")
# What the step of a project says about the report on its second activity.
REPORT_STEPS = ("late", "sent", "mentor-checked", "report-returned", "accepted")


def ago(days: int, hour: int = 10) -> datetime:
    return moment(today() - timedelta(days=days), hour)


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + BE_OFFSET}"


def reschedule(sketch: Sketch, days: tuple[tuple[int, int], ...]) -> None:
    """Moves the work to days counted from today."""
    for work, (first, last) in zip(sketch.works, days, strict=True):
        work.starts_on, work.ends_on = today() + timedelta(days=first), today() + timedelta(days=last)
    sketch.starts_on, sketch.ends_on = sketch.works[0].starts_on, sketch.works[-1].ends_on


@dataclass
class Living:
    """One fund with the people around it."""

    fund: Fund
    spec: dict[str, Any]
    officer: User
    author: User
    mentor: User | None
    owner: Organization | None = None
    rows: list[tuple[PlannedProject, Sketch]] = field(default_factory=list)


class ThisYear:
    def __init__(
        self, rng: Chooser, catalogue: Catalogue, users: dict[str, User], owner: Organization
    ) -> None:
        self.rng, self.catalogue, self.users, self.owner = rng, catalogue, users, owner
        self.year = current_fiscal_year()
        self.spec = read("this_year")
        self.words = self.spec["words"]
        self.sketcher = Sketcher(rng, catalogue)
        self.zone: list[Fund] = []  # those of them that have a mentor
        self.said: dict[object, int] = {}

    def build(self, funds: list[Fund]) -> None:
        for number, (fund, spec) in enumerate(zip(funds, self.spec["fund"], strict=True), 1):
            latitude, longitude = spec["point"]
            change_fund(
                fund=fund, latitude=latitude, longitude=longitude, by=self.users["central"], at=ago(500)
            )
            living = self._living(number, fund, spec)
            self._committee(living)
            self._plans(living)
            for step in spec["steps"]:
                self._step(living, step)
            progress.reached(_("Funds"), number, len(funds))
            if living.mentor:
                self.zone.append(fund)
        self._official_figures(funds)
        self._beginnings(funds[0], elsewhere=funds[1])
        self._grades()
        self._agree_again(funds[0])
        self._handover()
        add_bank_account(fund=funds[0], by=self.users["officer"], at=ago(300), **self.spec["bank"])
        link = open_link(fund=funds[0], by=self.users["officer"], at=ago(20))
        send_application(link=link, by=None, at=ago(2), **self.spec["application"])

    def _living(self, number: int, fund: Fund, spec: dict[str, object]) -> Living:
        officer = self.users["officer" if number == 1 else f"officer-{number}"]
        mentors = {1: "mentor", 2: "mentor-zone", 3: "mentor-zone"}
        return Living(
            fund,
            spec,
            officer,
            self.users["owner"] if number == 1 else officer,
            self.users[mentors[number]] if number in mentors else None,
            self.owner if number == 1 else None,
        )

    def _official_figures(self, funds: list[Fund]) -> None:
        """What the health offices say of the problems in the funds' plans: of the sub-district, and of its district."""
        figures: dict[tuple[int, int], dict[str, object]] = {}
        plans = Plan.objects.filter(fund__in=funds, fiscal_year=self.year).order_by("pk")
        for row in Situation.objects.filter(plan__in=plans, value__isnull=False).select_related(
            "indicator", "plan__fund__home_area__parent"
        ):
            home = row.plan.fund.home_area
            for place, people in ((home, row.total or 0), (home.parent, 10 * (row.total or 0))):
                if row.indicator is None or place is None or row.value is None:
                    continue
                figures[place.pk, row.indicator.pk] = {
                    "home_area": place,
                    "indicator": row.indicator,
                    "value": round(row.value * Decimal("0.9"), 1 if is_percent(row.unit) else 0),
                    "covered": people * 9 // 10,
                    "total": people,
                    "measured_on": today() - timedelta(days=120),
                    **self.spec["official"],
                }
        enter_official_figures(given=list(figures.values()), by=self.users["central"], at=ago(90))

    # Committee and plans ------------------------------------------------------------

    def _committee(self, living: Living) -> None:
        starts = today() - timedelta(days=500)
        committee = start_committee(
            fund=living.fund,
            term_starts_on=starts,
            term_ends_on=starts + timedelta(days=4 * 365),
            by=living.officer,
            at=ago(500),
        )
        positions = {row.code: row for row in Position.objects.all()}
        names = read("phrases")["people"]
        for row in self.spec["committee"]:
            name = row["name"]
            if living.owner is None:
                first, last = self.rng.choice(names["first"].split()), self.rng.choice(names["last"].split())
                name = f"{first} {last} {names['mark']}"
            if committee.members.filter(name=name).exists():
                continue
            add_member(
                committee=committee,
                position=positions[row["position"]],
                name=name,
                title=row["title"] if living.owner else "",
                organization=row["organization"],
                starts_on=starts,
                user=self.users[row["user"]] if living.owner and "user" in row else None,
                by=living.officer,
                at=ago(500),
            )

    def _plans(self, living: Living) -> None:
        for number, code in enumerate(living.spec["agreed"]):
            plan = self._plan(living, code, ago(80 - number))
            for _row in range(ROWS_PER_PLAN):
                living.rows.append(self._row(living, plan, code))
            agree_plan(
                plan=plan,
                agreed_on=today() - timedelta(days=62),
                note=self.words["agreed"].format(year=self.year),
                by=living.officer,
                at=ago(61),
            )
        for number, code in enumerate(living.spec["drafts"]):
            plan = self._plan(living, code, ago(20 - number), begun=number > 0)
            if number == 0:
                self._row(living, plan, code)
        self.rng.shuffle(living.rows)

    def _agree_again(self, fund: Fund) -> None:
        """A plan that was checked gets a second edition: more people were asked meanwhile. It is checked anew."""
        by = self.users["officer"]
        plan = Plan.objects.agreed().filter(fund=fund, fiscal_year=self.year).order_by("pk")[1]
        reopen_plan(plan=plan, reason=self.words["reopened"], by=by, at=ago(6))
        situation = plan.situations.get()
        covered, measured_on = (situation.total or 0) - 10, today() - timedelta(days=8)
        change_situation(situation=situation, covered=covered, measured_on=measured_on, by=by, at=ago(6))
        agree_plan(
            plan=plan,
            agreed_on=today() - timedelta(days=5),
            note=self.words["agreed_again"].format(year=self.year),
            by=by,
            at=ago(5),
        )
        check_plan(plan=plan, by=self.users["mentor-zone"], at=ago(3))

    def _plan(self, living: Living, code: str, at: datetime, *, begun: bool = False) -> Plan:
        """A plan with situation, objective, measures and rank; one that is only begun stops at the situation."""
        by = living.officer
        plan = start_plan(
            fund=living.fund, fiscal_year=self.year, issue=self.catalogue.issues[code], by=by, at=at
        )
        aim = self._sketch(living, code).aims[0]
        all_there = self.rng.randrange(300, 700, 10)
        tambon = living.fund.home_area.name_th
        situation = add_situation(
            plan=plan,
            indicator=aim.indicator,
            value=aim.baseline,
            evidence_kind=self.rng.choice(["survey", "official"]),
            agency=self.words["agency"].format(tambon=tambon),
            measured_on=day_of(at) - timedelta(days=self.rng.randint(30, 150)),
            covered=int(all_there * self.rng.uniform(0.5, 0.9)),
            total=all_there,
            by=by,
            at=at,
        )
        if begun:
            return plan
        add_objective(plan=plan, situation=situation, text=aim.text, target=aim.target, by=by, at=at)
        for measure in Measure.objects.filter(issue=plan.issue):
            add_measure(plan=plan, approach=measure.text_th, by=by, at=at)
        change_plan(
            plan=plan,
            detail=self._say("detail").format(tambon=tambon),
            budget_satang=self.rng.randrange(60, 140, 5) * 100_000,
            by=by,
            at=at,
        )
        points = {name: self.rng.randint(2, 4) for name in ("size", "severity", "awareness", "ease")}
        rank_issue(plan=plan, by=by, at=at, **points)
        return plan

    def _row(self, living: Living, plan: Plan, code: str) -> tuple[PlannedProject, Sketch]:
        sketch = self._sketch(living, code)
        while living.owner and sketch.applicant_kind == ApplicantKind.OTHER_AGENCY:  # a school's project
            sketch = self._sketch(living, code)
        row = add_planned_project(
            plan=plan,
            title=sketch.title,
            support_type=self.catalogue.support_types[sketch.support_type],
            organization=living.owner,
            responsible="" if living.owner else sketch.applicant,
            budget_satang=sketch.budget_satang // 100_000 * 100_000,
            # Of the last of the three nobody has said yet what it answers.
            situations=list(plan.situations.all()) if len(living.rows) % ROWS_PER_PLAN < 2 else [],
            by=living.officer,
            at=ago(70),
        )
        return row, sketch

    def _say(self, name: str) -> str:
        """The next of several sentences for one occasion."""
        sentence: str = self.rng.fresh(self.words[name], self.said, name)
        return sentence

    def _sketch(self, living: Living, code: str) -> Sketch:
        return self.sketcher.sketch(living.fund, living.spec["villages"], [code], self.year, today())

    # Proposals ------------------------------------------------------------

    def _step(self, living: Living, step: str) -> None:
        """One proposal from a row of the plan, as far as the step says."""
        row, sketch = living.rows.pop()
        days = COMING_DAYS
        if step in REPORT_STEPS:
            days = RUNNING_DAYS if step == "late" else REPORTED_DAYS
        reschedule(sketch, days)
        back = 58 if step in REPORT_STEPS else self.rng.randint(4, 12)
        proposal = self._write(living, row, sketch, back, is_draft=step == "draft")
        if step == "draft":
            return
        if step in OWN_WORK and living.owner:
            self._write_along(living, proposal, back)
        sending.submit_proposal(proposal=proposal, by=living.author, at=ago(back, 14))
        if step in ("returned", "again"):
            self._comment(proposal, living.mentor or living.officer, "mentor_comment", back - 1)
            sending.return_proposal(
                proposal=proposal, note=self._say("returned"), by=living.officer, at=ago(back - 2)
            )
        if step == "again":
            self._correct(living, proposal, back - 3)
        elif step == "under-review":
            self._review(living, proposal, back)
        elif step == "waiting":
            self._wait(living, proposal)
        elif step == "rejected":
            self._decide(living, proposal, Outcome.REJECTED, back - 3)
        elif step in REPORT_STEPS:
            self._decide(living, proposal, Outcome.APPROVED, 48)
            self._reports(living, proposal.project, sketch, step)

    def _write(
        self, living: Living, row: PlannedProject, sketch: Sketch, back: int, *, is_draft: bool
    ) -> noun.Proposal:
        by, at = living.author, ago(back + 6, 9)
        proposal = drafting.start_proposal(planned_project=row, fiscal_year=self.year, by=by, at=at)
        kind = ApplicantKind.PEOPLE if living.owner else sketch.applicant_kind
        texts = {"d.applicant_kind": str(int(kind)), "d.setting": sketch.setting}
        if not is_draft:
            texts |= {
                "d.rationale": sketch.rationale.replace(sketch.applicant, proposal.applicant),
                "d.starts_on": typed(sketch.starts_on),
                "d.ends_on": typed(sketch.ends_on),
                "d.expected_results": sketch.results,
            }
            texts |= self._lines(proposal, kind, sketch, by, at)
        proposal.refresh_from_db()
        saved = drafting.save_fields(
            proposal=proposal, base_version=proposal.version, changes=read_changes(texts), by=by, at=at
        )
        if saved.errors:
            raise ValueError(saved.errors)
        return saved.document

    def _persons(self, sketch: Sketch) -> list[str]:
        return sketch.persons or self.sketcher.persons()

    def _lines(
        self, proposal: noun.Proposal, kind: int, sketch: Sketch, by: User, at: datetime
    ) -> dict[str, str]:
        """Adds groups, persons and activities with their lines; returns what is typed into the lines."""
        names = "name detail output outcome starts_on ends_on partners resources".split()
        targets: list[drafting.Line] = [
            ("target", "", {"group": self.catalogue.groups[group], "detail": words, "people": people})
            for group, words, people in sketch.people
        ]
        persons = self._persons(sketch) if kind == ApplicantKind.PEOPLE else []
        applicants: list[drafting.Line] = [("applicant", "", {"name": name}) for name in persons]
        works: list[drafting.Line] = [
            ("activity", "", {name: getattr(work, name) for name in names}) for work in sketch.works
        ]
        rows = drafting.add_rows(proposal=proposal, given=[*targets, *applicants, *works], by=by, at=at)
        activities = rows[-len(works) :]
        objectives = list(proposal.design.objectives.all())
        texts = {
            f"serves.{activity.uid}~{objective.uid}.on": "on"
            for activity in activities
            for objective in objectives
        }
        lines = [
            (activity, line)
            for activity, work in zip(activities, sketch.works, strict=True)
            for line in work.lines
        ]
        rows = drafting.add_rows(
            proposal=proposal,
            given=[
                ("line", str(activity.uid), {"detail": line.detail, "unit": line.unit})
                for activity, line in lines
            ],
            by=by,
            at=at,
        )
        for row, (_activity, line) in zip(rows, lines, strict=True):
            texts |= {
                f"line.{row.uid}.category": line.category,
                f"line.{row.uid}.quantity": str(line.quantity),
                f"line.{row.uid}.unit_cost_satang": str(Decimal(line.unit_cost_satang) / 100),
                f"line.{row.uid}.times": str(line.times),
            }
        return texts

    def _review(self, living: Living, proposal: noun.Proposal, back: int) -> None:
        sending.take_up_proposal(proposal=proposal, by=living.officer, at=ago(back - 1))
        self._comment(proposal, living.mentor or living.officer, "mentor_comment", back - 2)
        if living.owner:
            self._comment(proposal, self.users["committee"], "committee_comment", 2)
        self._comment(proposal, living.officer, "officer_comment", 1)

    def _write_along(self, living: Living, proposal: noun.Proposal, back: int) -> None:
        """The officer mends a text before it is sent: a decision by the same person is then the own work."""
        proposal.refresh_from_db()
        drafting.save_fields(
            proposal=proposal,
            base_version=proposal.version,
            changes=read_changes({"d.expected_results": self._say("results_by_officer")}),
            by=living.officer,
            at=ago(back, 11),
        )

    def _correct(self, living: Living, proposal: noun.Proposal, back: int) -> None:
        """What was asked for is added, and the second version is sent."""
        proposal.refresh_from_db()
        text = f"{noun.Design.objects.get(pk=proposal.design_id).rationale}\n\n{self.words['again']}"
        saved = drafting.save_fields(
            proposal=proposal,
            base_version=proposal.version,
            changes=read_changes({"d.rationale": text}),
            by=living.author,
            at=ago(back, 11),
        )
        sending.submit_proposal(proposal=saved.document, by=living.author, at=ago(back, 14))

    def _wait(self, living: Living, proposal: noun.Proposal) -> None:
        """A decision entered while the funds of this kind tried the rule that a second person confirms."""
        kinds = FundKind.objects.filter(pk=living.fund.kind_id)
        kinds.update(same_person=SamePerson.NEEDED)
        self._decide(living, proposal, Outcome.APPROVED, 2)
        kinds.update(same_person=SamePerson.SHOWN)

    def _comment(self, proposal: noun.Proposal, by: User, words: str, back: int) -> None:
        at = ago(back, 13)
        add_comment(thread=proposal.thread, text=self._say(words), by=by, at=at)
        sending.tell_of_comment(proposal=proposal, by=by, at=at)

    def _decide(self, living: Living, proposal: noun.Proposal, outcome: str, back: int) -> None:
        approved = outcome == Outcome.APPROVED
        proposal.refresh_from_db()
        deciding.decide_proposal(
            proposal=proposal,
            outcome=outcome,
            decided_on=today() - timedelta(days=back),
            resolution_no=self.words["resolution"].format(year=self.year),
            amount_satang=noun.Design.objects.get(pk=proposal.design_id).budget_satang if approved else 0,
            conditions=self._say("conditions" if approved else "rejected"),
            by=living.officer,
            at=ago(back, 15),
        )

    # Reports ------------------------------------------------------------

    def _reports(self, living: Living, project: noun.Project, sketch: Sketch, step: str) -> None:
        activities = list(project.design.activities.all())
        first = self._report(living, project, activities[0], sketch.works[0], sketch, 36)
        self._climb(living, first, 34)
        if step == "late":
            return
        if living.owner and step in ("accepted", "sent"):
            self._vary(living, project, agreed=step == "accepted")
        second = self._report(living, project, activities[1], sketch.works[1], sketch, 7)
        if step == "accepted":
            self._climb(living, second, 5)
            set_partners(project=project, partners=self._partners(living), by=living.officer, at=ago(20))
        elif step == "mentor-checked" and living.mentor:
            step_report(
                report=second, rung=LADDER[0], advice=self._say("advice"), by=living.mentor, at=ago(5)
            )
        elif step == "report-returned" and living.mentor:
            return_report(report=second, note=self._say("report_returned"), by=living.mentor, at=ago(4))

    def _partners(self, living: Living) -> list[PartnerTerms]:
        """Who takes part, and the money beside the project's own: some of it has come, some is promised."""
        tambon = living.fund.home_area.name_th
        return [
            PartnerTerms(living.fund.organization, "", "", 600_000, MoneyState.RECEIVED),
            *(
                PartnerTerms(
                    None, row["name"].format(tambon=tambon), row["kind"], row["amount"] * 100, row["state"]
                )
                for row in self.spec["partner"]
            ),
        ]

    def papers(self, finished: list[noun.Project]) -> None:
        """Documents of a project of last year: what was agreed at its beginning, and its closing report."""
        project = finished[0]
        for row in self.spec["paper"]:
            add_document(
                project=project,
                upload=pictures.document(row["file"], self.rng),
                kind=row["kind"],
                title=row["title"],
                by=self.users["officer"],
                at=ago(70),
            )

    def _vary(self, living: Living, project: noun.Project, *, agreed: bool) -> None:
        """More people came than were planned: agreed to by the committee, or waiting for it."""
        variation = start_variation(project=project, by=living.author, at=ago(24))
        group = variation.design.targets.order_by("-people")[0]
        people: dict[str, object] = {"people": (group.people or 0) + 20}
        change_variation_row(variation=variation, row=group, values=people, by=living.author, at=ago(24))
        setting = {"setting": self._say("variation_setting")}
        reason = self._say("variation_reason")
        write_variation(variation=variation, design=setting, reason=reason, by=living.author, at=ago(24))
        send_variation(variation=variation, by=living.author, at=ago(23))
        if agreed:
            decide_variation(
                variation=variation,
                outcome=VariationOutcome.AGREED,
                decided_on=today() - timedelta(days=20),
                resolution_no=self.words["resolution"].format(year=self.year),
                by=living.officer,
                at=ago(20),
            )

    def _report(
        self,
        living: Living,
        project: noun.Project,
        activity: noun.Activity,
        work: Work,
        sketch: Sketch,
        back: int,
    ) -> noun.ActivityReport:
        text, lines = report_text(self.rng, sketch, work)
        indicators = project.design.indicators.all()
        goal = {row: Decimal(round(((row.baseline or 0) + (row.target or 0)) / 2)) for row in indicators}
        # Each photo is opened in a process of its own: most stand in the reports of the first fund.
        photos = 2 if living.owner else int(activity.no > 1)
        captions = [self._say("captions") for _photo in range(photos)]
        report = enter_report(
            project=project,
            activity=activity,
            state=ReportState.STARTED,
            held_on=work.starts_on,
            until_on=work.ends_on if work.ends_on > work.starts_on else None,
            participants=[
                {"group": self.catalogue.groups[g], "detail": w, "men": m, "women": f, "people": p}
                | self._came_from(living.fund, no)
                for no, (g, w, m, f, p) in enumerate(lines)
            ],
            spending=spent_on(self.rng, work, self.catalogue),
            results=goal,
            photos=[
                (pictures.photo(self.rng.choice(["field", "workshop"]), number, self.rng), caption)
                for number, caption in enumerate(captions, 1)
            ],
            by=living.author,
            at=ago(back + 1, 16),
            **text,
        )
        return send_report(report=report, by=living.author, at=ago(back, 9))

    def _came_from(self, fund: Fund, no: int) -> dict[str, object]:
        """Of the first group the local authority, of the second a club that is in no register."""
        owner = fund.organization
        if no == 0:
            return {"organization": owner, "organization_name": owner.name, "sector": owner.kind}
        return (
            {"organization_name": self.words["club"], "sector": OrganizationKind.COMMUNITY} if no == 1 else {}
        )

    def _climb(self, living: Living, report: noun.ActivityReport, back: int) -> None:
        """All the way to the funder; where nobody is mentor, at once."""
        if living.mentor:
            step_report(report=report, rung=LADDER[0], by=living.mentor, at=ago(back))
        step_report(report=report, rung=LADDER[2], by=living.officer, at=ago(back - 1))

    # Around ------------------------------------------------------------

    def _beginnings(self, fund: Fund, *, elsewhere: Fund) -> None:
        """A proposal that was just begun from each kind of source, and what it was begun from."""
        officer, spec = self.users["officer"], self.spec["beginnings"]
        confirm_measure(measure=Measure.objects.get(code=spec["signed"]), by=self.users["admin"], at=ago(60))
        rows = bring_development_rows(
            fund=fund, plan_name=spec["plan_name"], rows=spec["rows"], by=officer, at=ago(30)
        )
        source = noun.Project.objects.filter(fund=elsewhere).order_by("pk")[0]
        begin = partial(drafting.start_proposal, fund=fund, fiscal_year=self.year, by=officer, at=ago(1))
        begin(title=source.title, source=source.design, places=place_names(source))
        begin(title=spec["of_kit"], measure=Measure.objects.get(code=spec["begun"]))
        begin(development_row=rows[0])

    def _grades(self) -> None:
        """In the zone of both mentors, whose funds come first."""
        plans = (
            Plan.objects.agreed()
            .filter(fund__in=self.zone, fiscal_year=self.year)
            .select_related("issue", "fund__scope")
        )
        sent = noun.Proposal.objects.pending().filter(fund__in=self.zone).select_related("design", "fund")
        Grading(Chooser(SEED), self.users, ago(12)).build(
            list(plans.order_by("pk")), list(sent.order_by("pk"))
        )

    def _handover(self) -> None:
        giver, receiver = self.users["mentor-before"], self.users["mentor-tambon"]
        post = Post.objects.get(role=Role.MENTOR, grants__user=giver)
        handover = hand_over(
            post=post,
            from_user=giver,
            to_user=receiver,
            on_day=today() - timedelta(days=3),
            overlap_days=14,
            note=self.words["handover"],
            by=self.users["coordinator-district"],
            at=ago(6),
        )
        sign_handover(handover=handover, by=giver, at=ago(5))

    def programme(self, programme: Programme, builder: ProgrammeBuilder) -> None:
        """The zone's project of this year, with one report on each rung above the mentor."""
        words = read("programme")
        spec, told = dict(words["zone"]), words["this_year"]
        zone: int = told["zone"]
        days = ((-44, -44), (-30, -28), (-20, -8))
        spec["activities"] = [
            {
                **row,
                "name": told["first"][index].format(year=self.year),
                "detail": told["done"][index],
                "output": told["output"][index],
                "outcome": told["outcome"][index],
                "days": [(today() + timedelta(days=day)).isoformat() for day in days[index]],
            }
            for index, row in enumerate(spec["activities"])
        ]
        design = builder.design(spec, {"zone": zone})
        project = enter_project(
            title=told["title"].format(year=self.year),
            fiscal_year=self.year,
            home_area=zone_area(zone),
            budget_satang=design.budget_satang,
            organization=programme.teams[zone],
            parent=programme.central,
            origin=Origin.DEMO,
            approved_on=today() - timedelta(days=50),
            design=design,
            by=None,
            at=ago(50),
        )
        assert isinstance(project, noun.Project)  # the demo waits for nobody
        set_fundings(
            project=project, fundings=[(programme.funder, design.budget_satang)], by=None, at=ago(50)
        )
        takers = [self.users["mentor-zone"], self.users["manager"], self.users["funder"]]
        for no, row in enumerate(spec["activities"], 1):
            report = builder.report(
                project, builder.short(no, row, spec["people"]), ReportState.STARTED, self.users["manager"]
            )
            send_report(report=report, by=self.users["manager"], at=ago(6))
            for rung, taker in list(zip(LADDER, takers, strict=True))[: 3 - no]:
                step_report(report=report, rung=rung, by=taker, at=ago(4))

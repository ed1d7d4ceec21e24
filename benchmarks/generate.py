"""The rows on which every speed claim is measured: written in bulk, the same at every run.

Funds lie in the real sub-districts; projects spread over three fiscal years, the last being the current one; every
third has two issues. Texts are short: what is measured is how many rows there are, not how long they are. The
summary of proposals, projects and reports is counted once at the end; `differences` compares a sample of it with
what the product's own recount finds.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Grant, Post, Scope, User
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.comments.models import Comment, Thread
from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days, today
from ruamsuk.core.text import thai_sort_key
from ruamsuk.counting.cells import Cells
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import Fund, FundKind, FundYear, Network, NetworkFund
from ruamsuk.issues.models import ExpenseCategory, Issue, SupportType, TargetGroup
from ruamsuk.jobs import tasks
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.choices import EvidenceKind, PlanState
from ruamsuk.plans.models import Plan, PlanMeasure, PlannedProject, PlanObjective, Situation
from ruamsuk.projects import models as m
from ruamsuk.projects.designs.models import Situation as DesignSituation
from ruamsuk.projects.figures import CODES
from ruamsuk.projects.projects.choices import Origin, ProjectStatus
from ruamsuk.projects.projects.models import Instalment
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.proposals.choices import REWRITTEN, Outcome, ProposalState
from ruamsuk.projects.proposals.models import Author
from ruamsuk.projects.proposals.queries.counted import counted_as_sent, counted_proposals
from ruamsuk.projects.reports.choices import OWING, ReportState
from ruamsuk.projects.reports.queries.counted import of_projects, open_reports
from ruamsuk.projects.tallies.models import Tally
from ruamsuk.projects.tallies.queries import Part

MENTORED = 40  # funds of the mentor
NETWORK = 100  # funds of the network
OWNED_BY_FEW = 20  # projects of the small owner; the large one has every fifteenth: 8,000 of 120,000


@dataclass(frozen=True)
class Size:
    funds: int
    projects: int
    reports: int


SIZES = {
    "full": Size(7_700, 120_000, 1_000_000),
    "small": Size(385, 6_000, 50_000),
    "tiny": Size(45, 330, 1_000),
}

# As much of what is frozen as lists show.
SENT = {
    "schema": 1,
    "title": "โครงการสร้างเสริมสุขภาพชุมชน",
    "applicant": "",
    "area": None,
    "issues": [],
    "budget_satang": 0,
}
ISSUE_TEXT = "ประชาชนในพื้นที่มีพฤติกรรมเสี่ยงต่อสุขภาพเพิ่มขึ้น จากการคัดกรองปีที่ผ่านมา"
WORK_TEXT = "ประชุมชี้แจง อบรมแกนนำ ออกเยี่ยมบ้าน และติดตามผลร่วมกับ อสม."
RESULT_TEXT = "ผู้เข้าร่วมมีความรู้เพิ่มขึ้นและปรับเปลี่ยนพฤติกรรมได้ตามเป้าหมาย"


class Bulk:
    """Writes rows of a model as fast as the database takes them: COPY on PostgreSQL, one statement on SQLite."""

    def __init__(self) -> None:
        self.last: dict[type[Model], int] = {}
        self.rows: dict[type[Model], list[dict[str, Any]]] = {}

    def add(self, model: type[Model], **values: Any) -> int:
        """Keeps a row for the next flush; returns its primary key. Values are named by column attribute."""
        if (key := model._meta.pk.attname) in values:  # it has the key of another row
            self.last[model] = values[key]
            self.rows.setdefault(model, []).append(values)
            return values[key]
        pk = self.last.get(model)
        if pk is None:
            pk = model._default_manager.aggregate(n=Max("pk"))["n"] or 0
        self.last[model] = pk = pk + 1
        self.rows.setdefault(model, []).append({"id": pk, **values})
        return pk

    def flush(self) -> None:
        for model, rows in self.rows.items():
            self._write(model, rows)
        self.rows.clear()

    def _write(self, model: type[Model], rows: list[dict[str, Any]]) -> None:
        fields = list(model._meta.concrete_fields)
        names = {name for row in rows for name in row}
        unknown = names - {field.attname for field in fields}
        if unknown:
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        columns = ", ".join(f'"{field.column}"' for field in fields)
        kind = list(self.last).index(model)
        values = [_filler(field, kind) for field in fields]
        data = ([value(row) for value in values] for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                    for row in data:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', data)

    def finish(self) -> None:
        self.flush()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.last)):
                cursor.execute(statement)


def _filler(field: Any, kind: int) -> Callable[[dict[str, Any]], Any]:
    """Column value of a row: what the row says, else the model's default."""
    name = field.attname
    if name == "uid":
        return lambda row: f"01900000{kind:04x}70008000{row['id']:012x}"
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        default: Any = moment(date(2024, 1, 1))
    else:
        default = field.get_db_prep_save(field.get_default(), connection)
    return lambda row: row.get(name, default)


def moment(day: date, hour: int = 3) -> str:
    """A moment (UTC) of a day, as both databases read it."""
    return f"{day.isoformat()} {hour:02d}:00:00"


class World:
    """Everything that is written, in the order in which it hangs together."""

    def __init__(self, size: Size, say: Callable[[str], None] = lambda text: None) -> None:
        self.size, self.say = size, say
        self.bulk, self.chance = Bulk(), Random(2570)
        self.newest = current_fiscal_year()
        self.years = [self.newest - 2, self.newest - 1, self.newest]
        self.today = today()
        self.now = timezone.now().strftime("%Y-%m-%d %H:%M:%S")

    @cached_property
    def issues(self) -> list[int]:
        return list(Issue.objects.in_use().order_by("pk").values_list("pk", flat=True))

    @cached_property
    def support_types(self) -> list[tuple[int, int]]:
        return list(SupportType.objects.order_by("code").values_list("pk", "code"))

    @cached_property
    def group(self) -> int:
        return TargetGroup.objects.order_by("pk").values_list("pk", flat=True)[0]

    @cached_property
    def category(self) -> int:
        return ExpenseCategory.objects.order_by("pk").values_list("pk", flat=True)[0]

    def make(self) -> None:
        steps = (self.people, self.funds, self.network, self.posts, self.plans, self.projects, self.heaps)
        for step in steps:
            step()
            self.bulk.flush()
            self.say(f"{step.__name__}: {sum(self.bulk.last.values()):,} rows")
        self.bulk.finish()
        write_tallies()
        tasks.analyze.func()
        m.Project.objects.update(**open_reports())

    def people(self) -> None:
        self.readers = {
            name: self.person(name)
            for name in ("country", "zone", "officer", "mentor", "nobody", "large-owner", "small-owner")
        }

    def person(self, name: str) -> int:
        return self.bulk.add(
            User,
            username=f"bench-{name}",
            name=f"ผู้ใช้ทดสอบ {name}",
            password="!",
            is_active=True,
        )

    def scope(self, kind: str, area: int, label: str, within: int | None = None) -> int:
        return self.bulk.add(Scope, kind=kind, area_id=area, label=label, within_id=within)

    def organization(self, name: str, kind: str, area: int, place: int, **values: Any) -> tuple[int, int]:
        scope = self.scope(ScopeKind.ORGANIZATION, area, name)
        key = thai_sort_key(name)
        return (
            self.bulk.add(
                Organization,
                name=name,
                kind=kind,
                home_area_id=area,
                place_no=place,
                scope_id=scope,
                sort_key=key,
                **values,
            ),
            scope,
        )

    def funds(self) -> None:
        """`self.the_funds`: (pk, scope, area, place, code, its local authority, its health unit)."""
        places = list(
            Area.objects.open()
            .filter(kind=AreaKind.SUBDISTRICT)
            .order_by("place_no")
            .values_list("pk", "place_no", "name_th", "code")
        )
        kind = FundKind.objects.get(code="subdistrict-health").pk
        served, self.the_funds = Scope.serves.through, []
        for i in range(self.size.funds):
            area, place, name, _code = places[i * len(places) // self.size.funds]
            authority, _scope = self.organization(
                f"อบต.{name} {i}", OrganizationKind.LOCAL_AUTHORITY, area, place, la_size=LaSize.SAO_MEDIUM
            )
            unit, _scope = self.organization(f"รพ.สต.{name} {i}", OrganizationKind.SERVICE_UNIT, area, place)
            fund_code, title = f"L{1000 + i}", f"กองทุนสุขภาพตำบล อบต.{name}"
            scope = self.scope(ScopeKind.FUND, area, title)
            capacity = (
                Capacity.LEARNING_CENTRE,
                Capacity.EXPANSION,
                Capacity.ORDINARY,
                Capacity.ORDINARY,
            )
            fund = self.bulk.add(
                Fund,
                kind_id=kind,
                code=fund_code,
                name=title,
                organization_id=authority,
                capacity=capacity[i % 4],
                home_area_id=area,
                place_no=place,
                founded_fy=2552,
                population=5000 + i,
                scope_id=scope,
                sort_key=thai_sort_key(title),
            )
            self.bulk.add(served, scope_id=scope, area_id=area)
            for year in self.years:
                self.bulk.add(FundYear, fund_id=fund, fiscal_year=year)
            self.the_funds.append((fund, scope, area, place, fund_code, authority, unit))
        area, place = next((pk, no) for pk, no, _name, code in places if code.startswith("9011"))
        self.large, self.large_scope = self.organization(
            "สมาคมทดสอบ ใหญ่", OrganizationKind.FOUNDATION, area, place
        )
        self.small, self.small_scope = self.organization(
            "สมาคมทดสอบ เล็ก", OrganizationKind.FOUNDATION, area, place
        )

    def network(self) -> None:
        network = self.bulk.add(Network, name="เครือข่ายทดสอบความเร็ว")
        step = max(1, len(self.the_funds) // NETWORK)
        for fund, *_rest in self.the_funds[::step][:NETWORK]:
            self.bulk.add(NetworkFund, network_id=network, fund_id=fund, joined_on=date(2024, 10, 1))

    def posts(self) -> None:
        """The readers, an officer in every fund and a mentor in every district."""
        country = Area.country()
        zone = Area.objects.get(kind=AreaKind.ZONE, code__in=["Z12", "12"])
        held = [
            ("country", Role.CENTRAL, self.scope(ScopeKind.AREA, country.pk, country.name_th)),
            ("zone", Role.COORDINATOR, self.scope(ScopeKind.AREA, zone.pk, zone.name_th)),
            ("large-owner", Role.PROJECT_OWNER, self.large_scope),
            ("small-owner", Role.PROJECT_OWNER, self.small_scope),
        ]
        south = [fund for fund in self.the_funds if zone.place_range[0] <= fund[3] <= zone.place_range[1]]
        self.officers: dict[int, int] = {}
        for fund, scope, *_rest in self.the_funds:
            user = self.readers["officer"] if fund == south[0][0] else self.person(f"officer-{fund}")
            self.officers[fund] = user
            self.grant(user, Role.FUND_OFFICER, scope)
        held += [("mentor", Role.MENTOR, fund[1]) for fund in south[:MENTORED]]
        for name, role, scope in held:
            self.grant(self.readers[name], role, scope)
        for area, name in Area.objects.open().filter(kind=AreaKind.DISTRICT).values_list("pk", "name_th"):
            self.grant(self.person(f"mentor-{area}"), Role.MENTOR, self.scope(ScopeKind.AREA, area, name))

    def grant(self, user: int, role: Role, scope: int) -> None:
        post = self.bulk.add(Post, role=role, scope_id=scope)
        self.bulk.add(Grant, user_id=user, post_id=post, starts_on=date(2024, 10, 1))

    def plans(self) -> None:
        """Two issues a fund and year, each with one row of every kind and two planned projects."""
        self.planned: dict[tuple[int, int], list[int]] = {}
        for number, (fund, _scope, area, place, _code, authority, _unit) in enumerate(self.the_funds):
            for year in self.years:
                for turn in range(2):
                    agreed = year < self.newest or (number + turn) % 2
                    plan = self.bulk.add(
                        Plan,
                        fund_id=fund,
                        fiscal_year=year,
                        issue_id=self.issues[(number + year + turn * 7) % len(self.issues)],
                        home_area_id=area,
                        place_no=place,
                        budget_satang=20_000_000,
                        state=PlanState.AGREED if agreed else PlanState.DRAFT,
                        agreed_on=fiscal_year_days(year)[0] if agreed else None,
                        created_at=moment(fiscal_year_days(year)[0]),
                    )
                    situation = self.bulk.add(
                        Situation,
                        plan_id=plan,
                        no=1,
                        text="ร้อยละของประชาชนกลุ่มเสี่ยง",
                        value=32.5,
                        unit="ร้อยละ",
                        evidence_kind=EvidenceKind.SURVEY,
                    )
                    self.bulk.add(
                        PlanObjective, plan_id=plan, no=1, situation_id=situation, text="ลดกลุ่มเสี่ยง", target=28
                    )
                    self.bulk.add(PlanMeasure, plan_id=plan, no=1, approach="ปรับสภาพแวดล้อมและสร้างแกนนำ")
                    for no in (1, 2):
                        row = self.bulk.add(
                            PlannedProject,
                            plan_id=plan,
                            no=no,
                            title=f"โครงการที่ควรดำเนินการ {no}",
                            organization_id=authority,
                            budget_satang=5_000_000,
                        )
                        self.planned.setdefault((fund, year), []).append(row)

    def projects(self) -> None:
        size, chance = self.size, self.chance
        numbers: dict[tuple[int, int], int] = {}
        for p in range(size.projects):
            year = self.years[p * len(self.years) // size.projects]
            fund = self.the_funds[(p * 7919) % len(self.the_funds)]
            number = numbers[fund[0], year] = numbers.get((fund[0], year), 0) + 1
            self.project(p, year, fund, number, chance)
            reports = size.reports // size.projects + (p < size.reports % size.projects)
            self.reports(p, reports)
            if p % 5000 == 4999:
                self.bulk.flush()
        for p in range(size.projects // 10):  # what is being written, waits or was refused this year
            fund = self.the_funds[(p * 104_729) % len(self.the_funds)]
            state = chance.choices(
                [
                    ProposalState.DRAFT,
                    ProposalState.SUBMITTED,
                    ProposalState.UNDER_REVIEW,
                    ProposalState.RETURNED,
                    ProposalState.REJECTED,
                ],
                [30, 35, 10, 15, 10],
            )[0]
            self.proposal(p, self.newest, fund, fund[5], state)
            if p % 5000 == 4999:
                self.bulk.flush()

    def heaps(self) -> None:
        """One fund in which everything has grown: projects below one, its reports, proposals that wait, comments."""
        fund, size = self.the_funds[-1], self.size.projects // 100
        top = None
        for n in range(size):
            self.project(self.size.projects + n, self.newest, fund, 10_000 + n, self.chance, below=top)
            top = top or self.last_project[0]
            self.reports(n, size if self.last_project[0] == top else 1)
        for n in range(size):
            self.proposal(n, self.newest, fund, fund[5], ProposalState.SUBMITTED)
        thread = self.bulk.rows[m.Proposal][-1]["thread_id"]
        for n in range(size):
            self.bulk.add(
                Comment,
                thread_id=thread,
                by_id=self.officers[fund[0]],
                text=ISSUE_TEXT,
                at=moment(self.today, n % 20),
            )

    def design(self, number: int, year: int) -> tuple[int, int, int]:
        """A design with one row of each kind; returns it, its activity and its budget."""
        first, last = fiscal_year_days(year)
        starts = first + timedelta(days=number * 37 % 240)
        ends = min(starts + timedelta(days=20 + number % 90), last)
        budget = 1_000_000 + number % 900 * 10_000
        design = self.bulk.add(
            m.Design,
            support_type_id=self.support_types[number % 5][0],
            rationale=ISSUE_TEXT,
            approach=WORK_TEXT,
            expected_results=RESULT_TEXT,
            starts_on=starts,
            ends_on=ends,
            budget_satang=budget,
        )
        count = len(self.issues)
        chosen = {number * 13 % count} | ({(number * 29 + 1) % count} if number % 3 == 0 else set())
        for issue in chosen if number % 50 else ():  # one in fifty is not classified
            self.bulk.add(m.DesignIssue, design_id=design, issue_id=self.issues[issue])
        self.bulk.add(DesignSituation, design_id=design, no=1, text="กลุ่มเสี่ยง", size=120, unit="คน")
        objective = self.bulk.add(m.Objective, design_id=design, no=1, text="เพื่อลดพฤติกรรมเสี่ยง")
        self.bulk.add(
            m.Indicator,
            design_id=design,
            objective_id=objective,
            no=1,
            text="ร้อยละของผู้ปรับพฤติกรรม",
            unit="ร้อยละ",
            baseline=20,
            target=50,
        )
        self.bulk.add(m.TargetLine, design_id=design, no=1, group_id=self.group, people=60)
        activity = self.bulk.add(
            m.Activity,
            design_id=design,
            no=1,
            name="อบรมแกนนำและติดตามผล",
            starts_on=starts,
            ends_on=ends,
            detail=WORK_TEXT,
            output="แกนนำ 60 คน",
            outcome="ปรับพฤติกรรมได้",
            budget_satang=budget,
        )
        self.bulk.add(
            m.BudgetLine,
            activity_id=activity,
            no=1,
            category_id=self.category,
            detail="ค่าอาหารกลางวัน",
            quantity=1,
            unit_cost_satang=budget,
            amount_satang=budget,
        )
        return design, activity, budget

    def proposal(self, number: int, year: int, fund: tuple, organization: int, state: str) -> tuple[int, int]:
        """A proposal with its author; past the draft also with what was sent. Returns it and its last submission."""
        design, _activity, budget = self.design(number, year)
        sent_on = min(fiscal_year_days(year)[0] + timedelta(days=number % 200), self.today)
        was_sent = state != ProposalState.DRAFT
        planned = self.planned[fund[0], year]
        proposal = self.bulk.add(
            m.Proposal,
            title=f"โครงการสร้างเสริมสุขภาพชุมชน ครั้งที่ {number}",
            fiscal_year=year,
            fund_id=fund[0],
            organization_id=organization,
            home_area_id=fund[2],
            place_no=fund[3],
            design_id=design,
            planned_project_id=planned[number % len(planned)] if number % 2 else None,
            state=state,
            state_note="ขอให้เพิ่มตัวชี้วัด" if state == ProposalState.RETURNED else "",
            percent=100 if was_sent else 60,
            thread_id=self.bulk.add(Thread),
            created_at=moment(sent_on, 1),
            changed_at=moment(sent_on, number % 20),
            first_submitted_at=moment(sent_on, 2) if was_sent else None,
        )
        self.bulk.add(Author, proposal_id=proposal, user_id=self.officers[fund[0]])
        if state in REWRITTEN:
            self.as_sent(proposal, design, budget)
        submission = 0
        if was_sent:
            submission = self.bulk.add(
                m.Submission,
                proposal_id=proposal,
                no=1,
                snapshot=json.dumps(SENT | {"fiscal_year": year, "fund": {"code": fund[4]}}),
                sha256="0" * 64,
                submitted_at=moment(sent_on, 2),
            )
        return proposal, submission

    def as_sent(self, proposal: int, design: int, budget: int) -> None:
        """What readers from outside are shown of the proposal in correction that was made just now."""
        row = self.bulk.rows[m.Proposal][-1]
        same = "state title fiscal_year fund_id organization_id home_area_id place_no changed_at".split()
        self.bulk.add(
            m.SentProposal, proposal_id=proposal, budget_satang=budget, **{name: row[name] for name in same}
        )
        for link in self.bulk.rows.get(m.DesignIssue, [])[-2:]:
            if link["design_id"] == design:
                self.bulk.add(m.SentIssue, sent_id=proposal, issue_id=link["issue_id"])

    def project(
        self, p: int, year: int, fund: tuple, number: int, chance: Random, below: int | None = None
    ) -> None:
        fund_pk, fund_scope, area, place, code, authority, unit = fund
        if p % 15 == 7:
            organization = self.large
        elif p % (self.size.projects // OWNED_BY_FEW) == 0:
            organization = self.small
        else:
            organization = authority if p % 2 else unit
        proposal, submission = None, 0
        if p % 5 < 3:
            proposal, submission = self.proposal(p, year, fund, organization, ProposalState.APPROVED)
        design, activity, budget = self.design(p, year)
        approved_on = min(fiscal_year_days(year)[0] + timedelta(days=p % 20), self.today)
        if proposal:
            self.bulk.add(
                m.Decision,
                proposal_id=proposal,
                submission_id=submission,
                outcome=Outcome.APPROVED,
                decided_on=approved_on,
                resolution_no=f"{1 + p % 6}/{year}",
                amount_satang=budget,
                entered_at=moment(approved_on),
            )
        weights = [96, 2, 1, 1] if year == self.newest else [15, 80, 3, 2]
        status = chance.choices(
            [ProjectStatus.RUNNING, ProjectStatus.FINISHED, ProjectStatus.STOPPED, ProjectStatus.SUSPENDED],
            weights,
        )[0]
        kind = self.support_types[p % 5][1]
        title = f"โครงการสร้างเสริมสุขภาพชุมชน ครั้งที่ {p}"
        project = self.bulk.add(
            m.Project,
            code=f"{year % 100:02d}-{code}-{kind}-{number:02d}",
            title=title,
            fiscal_year=year,
            origin=Origin.WEB if proposal else Origin.PAPER,
            proposal_id=proposal,
            parent_id=below,
            fund_id=fund_pk,
            organization_id=organization,
            home_area_id=area,
            place_no=place,
            design_id=design,
            budget_satang=budget,
            approved_on=approved_on,
            status=status,
            scope_id=self.scope(ScopeKind.PROJECT, area, title, fund_scope),
            created_at=moment(approved_on),
        )
        self.bulk.add(m.Funding, project_id=project, fund_id=fund_pk, amount_satang=budget)
        first, last = fiscal_year_days(year)
        self.bulk.add(
            Instalment, project_id=project, no=1, starts_on=first, ends_on=last, amount_satang=budget
        )
        self.last_project = (project, activity, year, area, place, organization, status)

    def reports(self, p: int, number: int) -> None:
        """Reports of the project just made; one project in twenty has sent none."""
        project, activity, year, area, place, organization, status = self.last_project
        first, _last = fiscal_year_days(year)
        weights = [8, 42, 20, 10, 20] if year == self.newest else [5, 10, 5, 5, 75]
        if p % 20 == 0 and status in OWING:
            weights = [1, 0, 0, 0, 0]
        states = self.chance.choices(list(ReportState), weights, k=number)
        span = min((self.today - first).days, 330)
        for turn, state in enumerate(states):
            held_on = first + timedelta(days=(p * 31 + turn * 17) % max(span, 1))
            sent = state != ReportState.STARTED
            self.bulk.add(
                m.ActivityReport,
                project_id=project,
                activity_id=activity,
                title=f"กิจกรรมครั้งที่ {turn + 1}",
                held_on=held_on,
                done=WORK_TEXT if sent else "",
                output="แกนนำ 60 คน" if sent else "",
                quality=4 if sent else None,
                organization_id=organization,
                reported_for="อบต.",
                state=state,
                sent_at=moment(held_on + timedelta(days=3)) if sent else None,
                accepted_at=moment(held_on + timedelta(days=9)) if state == ReportState.ACCEPTED else None,
                fiscal_year=year,
                home_area_id=area,
                place_no=place,
                created_at=moment(held_on),
                changed_at=moment(held_on + timedelta(days=3)),
                percent=90 if sent else 30,
                people=60,
                spent_satang=100_000,
                thread_id=self.bulk.add(Thread),
            )


# The summary ------------------------------------------------------------------------------------------------------


def write_tallies() -> None:
    """What `projects.tallies.actions.recount` would write for every fund and year, a year at a time."""
    bulk, in_lists = Bulk(), Cells.read()
    place_of = dict(Area.objects.values_list("pk", "place_no"))
    issues: dict[int, list[int]] = {}
    for design, issue in m.DesignIssue.objects.values_list("design_id", "issue_id").iterator():
        issues.setdefault(design, []).append(issue)
    years = counted_projects().order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
    for year in list(years):
        cells: dict[tuple, dict[str, int]] = {}
        for key, figures in _figures(year):
            fund, area, design = key
            for cell in in_lists.of(issues.get(design, ())):
                kept = cells.setdefault((fund, area, *cell), dict.fromkeys(CODES, 0))
                for name, value in figures.items():
                    kept[name] += value
        for (fund, area, issue_list, entry), figures in sorted(
            cells.items(), key=lambda item: tuple(part or 0 for part in item[0])
        ):
            bulk.add(
                Tally,
                fund_id=fund,
                fiscal_year=year,
                home_area_id=area,
                place_no=place_of[area],
                issue_list_id=issue_list,
                entry_id=entry,
                **figures,
            )
        bulk.flush()
    bulk.finish()


def _figures(year: int) -> Iterator[tuple[tuple[int, int, int], dict[str, int]]]:
    """((fund, area, design), what the record counts for) of every proposal and project of a year."""
    for key in (
        counted_proposals().filter(fiscal_year=year).values_list("fund_id", "home_area_id", "design_id")
    ):
        yield key, {"developed": 1}
    sent = counted_as_sent().filter(fiscal_year=year)  # here drafts say what was sent
    for key in sent.values_list("fund_id", "home_area_id", "proposal__design_id"):
        yield key, {"developed": 1}
    projects = counted_projects().filter(fiscal_year=year)
    counted = of_projects(projects)
    for pk, *key in projects.values_list("pk", "fund_id", "home_area_id", "design_id"):
        yield tuple(key), counted[pk]


def differences(sample: int) -> list[str]:
    """Fund-years of a random sample whose stored summary is not what the product counts from the records."""
    funds = list(Fund.objects.order_by("pk").values_list("pk", flat=True))
    newest, chance = current_fiscal_year(), Random(7)
    parts = [Part(chance.choice(funds), newest - chance.randrange(3)) for _turn in range(sample)]
    return [f"fund {p.fund_id} in {p.fiscal_year}" for p in parts if p.counted() != p.stored()]


def make(size: Size, say: Callable[[str], None] = lambda text: None) -> None:
    """Fills a database that holds geography and catalogues. All or nothing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with (
                connection.cursor() as cursor
            ):  # millions of look-ups less; tests/test_bench.py keeps them on
                cursor.execute("SET LOCAL session_replication_role = replica")
        World(size, say).make()


def planner_knows() -> None:
    """What the nightly job does, and on PostgreSQL autovacuum."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    tasks.analyze.func()


def rows_made(models: Iterable[type[Model]] = (Fund, m.Project, m.Proposal, m.ActivityReport, Tally)) -> dict:
    return {model.__name__: model._default_manager.count() for model in models}

"""The rows on which every speed claim is measured: entered in bulk, the same at every run.

Organisations, funds, plans, proposals, projects and reports go through the doors of their apps for many records;
accounts, posts, comments and the summary are written as fast as the database takes them.

Funds lie in the real sub-districts; projects spread over three fiscal years, the last being the current one; every
third has two issues. Texts are short: what is measured is how many rows there are, not how long they are. The
summary of proposals, projects and reports is counted once at the end; `differences` compares a sample of it with
what the product's own recount finds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from benchmarks.bulk import Bulk, at, moment
from benchmarks.summary import write_tallies
from benchmarks.titles import titles
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Grant, Post, Scope, User
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.comments.models import Comment
from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days, today
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.funds.actions import add_funds, add_network, join_network_together, open_years
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.issues.models import ExpenseCategory, Indicator, Issue, SupportType, TargetGroup
from ruamsuk.jobs import tasks
from ruamsuk.organizations.actions import add_organizations
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.plans.actions.bulk import GivenPlan, enter_plans
from ruamsuk.plans.choices import PlanState
from ruamsuk.plans.models import PlannedProject
from ruamsuk.projects import models as m
from ruamsuk.projects.designs.actions import GivenActivity, GivenAim, GivenDesign
from ruamsuk.projects.projects.actions.bulk import EnteredProject, GivenProject, enter_projects
from ruamsuk.projects.projects.actions.projects import InstalmentTerms
from ruamsuk.projects.projects.choices import Origin, ProjectStatus
from ruamsuk.projects.proposals.actions.bulk import GivenProposal, enter_proposals
from ruamsuk.projects.proposals.choices import ProposalState
from ruamsuk.projects.reports.actions.bulk import GivenReport, enter_reports
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.queries.counted import open_reports
from ruamsuk.projects.tallies.actions import counted_at_end
from ruamsuk.projects.tallies.models import Tally

LARGE, SMALL = "สมาคมทดสอบ ใหญ่", "สมาคมทดสอบ เล็ก"  # foundations that own and join projects
MENTORED = 40  # funds of the mentor
NETWORK = 100  # funds of the network
TOGETHER, REPORTS_TOGETHER = 1_000, 5_000  # records that are given to a door at a time
OWNED_BY_FEW = 20  # projects of the small owner; the large one has every fifteenth: 8,000 of 120,000


@dataclass(frozen=True)
class Size:
    funds: int
    projects: int
    reports: int


SIZES = {
    "large": Size(7_700, 1_200_000, 1_000_000),
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


Told = tuple[ReportState, dict[str, Any]]  # a report: its state, its values


@dataclass
class Given:
    """What is described and not entered yet. A project has the place of its proposal, and its reports."""

    proposals: list[GivenProposal] = field(default_factory=list)
    projects: list[tuple[GivenProject, int | None, list[Told]]] = field(default_factory=list)


class World:
    """Everything that is written, in the order in which it hangs together."""

    def __init__(self, size: Size, say: Callable[[str], None] = lambda text: None) -> None:
        self.size, self.say = size, say
        self.bulk, self.chance, self.given = Bulk(), Random(2570), Given()
        self.newest = current_fiscal_year()
        self.years = [self.newest - 2, self.newest - 1, self.newest]
        self.today = today()
        self.now = timezone.now().strftime("%Y-%m-%d %H:%M:%S")

    @cached_property
    def titles(self) -> Iterator[str]:
        names = (
            Area.objects.filter(kind=AreaKind.SUBDISTRICT).order_by("pk").values_list("name_th", flat=True)
        )
        return titles(list(names))

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
    def standards(self) -> list[int]:
        """Standard indicators."""
        return list(Indicator.objects.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def category(self) -> int:
        return ExpenseCategory.objects.order_by("pk").values_list("pk", flat=True)[0]

    def make(self) -> None:
        for step in (
            self.people,
            self.funds,
            self.network,
            self.posts,
            self.plans,
            self.projects,
            self.heaps,
        ):
            step()
            self.bulk.finish()  # the doors take their keys from the database
            self.say(f"{step.__name__}: {sum(self.bulk.last.values()):,} rows beside the doors")
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

    def funds(self) -> None:
        """`self.the_funds`: (pk, scope, area, place, code, its local authority, its health unit)."""
        places = list(Area.objects.open().filter(kind=AreaKind.SUBDISTRICT).order_by("place_no"))
        kind = FundKind.objects.get(code="subdistrict-health")
        homes = [places[i * len(places) // self.size.funds] for i in range(self.size.funds)]
        described: list[dict[str, Any]] = []
        for i, area in enumerate(homes):
            name = area.name_th
            described += [
                {
                    "name": f"อบต.{name} {i}",
                    "kind": OrganizationKind.LOCAL_AUTHORITY,
                    "home_area": area,
                    "la_size": LaSize.SAO_MEDIUM,
                },
                {"name": f"รพ.สต.{name} {i}", "kind": OrganizationKind.SERVICE_UNIT, "home_area": area},
            ]
        here = next(area for area in places if area.code.startswith("9011"))
        for name in (LARGE, SMALL):
            described.append({"name": name, "kind": OrganizationKind.FOUNDATION, "home_area": here})
        *owners, large, small = add_organizations(given=described, by=None)
        self.large, self.large_scope = large.pk, large.scope_id
        self.small, self.small_scope = small.pk, small.scope_id
        self.kinds = {one.pk: one.kind for one in (*owners, large, small)}
        parts = (Capacity.LEARNING_CENTRE, Capacity.EXPANSION, Capacity.ORDINARY, Capacity.ORDINARY)
        funds = add_funds(
            given=[
                {
                    "kind": kind,
                    "code": f"L{1000 + i}",
                    "name": f"กองทุนสุขภาพตำบล อบต.{area.name_th}",
                    "organization": owners[2 * i],
                    "capacity": parts[i % 4],
                    "home_area": area,
                    "founded_fy": 2552,
                    "population": 5000 + i,
                }
                for i, area in enumerate(homes)
            ],
            by=None,
        )
        open_years(funds, self.years)
        self.fund_rows = funds
        self.the_funds = [
            (
                fund.pk,
                fund.scope_id,
                fund.home_area_id,
                fund.place_no,
                fund.code,
                fund.organization_id,
                unit.pk,
            )
            for fund, unit in zip(funds, owners[1::2], strict=True)
        ]

    def network(self) -> None:
        network = add_network(name="เครือข่ายทดสอบความเร็ว", by=None)
        step = max(1, len(self.fund_rows) // NETWORK)
        members = [(fund, Capacity.ORDINARY) for fund in self.fund_rows[::step][:NETWORK]]
        join_network_together(network=network, members=members, joined_on=date(2024, 10, 1), by=None)

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
        south = [fund for fund in self.the_funds if zone.places.covers(fund[3])]
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
        for first in range(0, len(self.fund_rows), TOGETHER):
            funds = enumerate(self.fund_rows[first : first + TOGETHER], first)
            enter_plans(
                given=[plan for number, fund in funds for plan in self.plans_of(number, fund)], by=None
            )
        rows = PlannedProject.objects.order_by("pk").values_list("plan__fund", "plan__fiscal_year", "pk")
        for fund, year, row in rows:
            self.planned.setdefault((fund, year), []).append(row)

    def plans_of(self, number: int, fund: Fund) -> Iterator[GivenPlan]:
        for year in self.years:
            for turn in range(2):
                agreed = year < self.newest or (number + turn) % 2
                yield GivenPlan(
                    fund,
                    {
                        "fiscal_year": year,
                        "issue_id": self.issues[(number + year + turn * 7) % len(self.issues)],
                        "budget_satang": 20_000_000,
                        "state": PlanState.AGREED if agreed else PlanState.DRAFT,
                        "agreed_on": fiscal_year_days(year)[0] if agreed else None,
                        "created_at": at(fiscal_year_days(year)[0]),
                    },
                    situations=[
                        {
                            "text": "ร้อยละของประชาชนกลุ่มเสี่ยง",
                            "value": 32.5,
                            "unit": "ร้อยละ",
                            "evidence_kind": EvidenceKind.SURVEY,
                        }
                    ],
                    objectives=[(0, {"text": "ลดกลุ่มเสี่ยง", "target": 28})],
                    measures=[{"approach": "ปรับสภาพแวดล้อมและสร้างแกนนำ"}],
                    planned_projects=[
                        {
                            "title": f"โครงการที่ควรดำเนินการ {no}",
                            "organization_id": fund.organization_id,
                            "budget_satang": 5_000_000,
                        }
                        for no in (1, 2)
                    ],
                )

    def projects(self) -> None:
        size, chance = self.size, self.chance
        numbers: dict[tuple[int, int], int] = {}
        for p in range(size.projects):
            year = self.years[p * len(self.years) // size.projects]
            fund = self.the_funds[(p * 7919) % len(self.the_funds)]
            number = numbers[fund[0], year] = numbers.get((fund[0], year), 0) + 1
            reports = size.reports // size.projects + (p < size.reports % size.projects)
            self.project(p, year, fund, number, chance, reports)
            if p % TOGETHER == TOGETHER - 1:
                self.enter()
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
            if p % TOGETHER == TOGETHER - 1:
                self.enter()
        self.enter()

    def heaps(self) -> None:
        """One fund in which everything has grown: projects below one, its reports, proposals that wait, comments."""
        fund, size = self.the_funds[-1], self.size.projects // 100
        self.project(self.size.projects, self.newest, fund, 10_000, self.chance, size)
        top = self.enter()[1][0].project
        for n in range(1, size):
            self.project(self.size.projects + n, self.newest, fund, 10_000 + n, self.chance, 1, below=top)
        for n in range(size):
            self.proposal(n, self.newest, fund, fund[5], ProposalState.SUBMITTED)
        thread = self.enter()[0][-1].thread_id
        for n in range(size):
            self.bulk.add(
                Comment,
                thread_id=thread,
                by_id=self.officers[fund[0]],
                text=ISSUE_TEXT,
                at=moment(self.today, n % 20),
            )

    def enter(self) -> tuple[list[m.Proposal], list[EnteredProject]]:
        """Gives what was described to the doors of `projects`."""
        given, self.given = self.given, Given()
        proposals = enter_proposals(given=given.proposals, by=None)
        projects = enter_projects(
            given=[
                replace(project, proposal=None if place is None else proposals[place])
                for project, place, _reports in given.projects
            ],
            by=None,
        )
        reports = [
            self.report(one, state, values)
            for one, (_given, _place, told) in zip(projects, given.projects, strict=True)
            for state, values in told
        ]
        for first in range(0, len(reports), REPORTS_TOGETHER):
            enter_reports(given=reports[first : first + REPORTS_TOGETHER], by=None)
        return proposals, projects

    def report(self, entered: EnteredProject, state: ReportState, values: dict[str, Any]) -> GivenReport:
        """Who came is said by all that were sent, half of them by organisation; what was measured, by the accepted."""
        indicator, sent = entered.made.indicators[0], state != ReportState.STARTED
        came = {"group_id": self.group, "men": 25, "women": values["people"] - 25, "people": values["people"]}
        if values["held_on"].day % 2:
            organization = entered.project.organization_id
            came |= {"sector": self.kinds[organization], "organization_id": organization}
        measured = state == ReportState.ACCEPTED and indicator.standard_id
        return GivenReport(
            project=entered.project,
            activity=entered.made.activities[0],
            state=state,
            values=values,
            participants=[came] if sent else (),
            results={indicator: Decimal(20 + values["held_on"].day)} if measured else {},
        )

    def design(self, number: int, year: int) -> GivenDesign:
        """A design with one row of each kind, and its budget in one line."""
        first, last = fiscal_year_days(year)
        starts = first + timedelta(days=number * 37 % 240)
        ends = min(starts + timedelta(days=20 + number % 90), last)
        count = len(self.issues)
        chosen = {number * 13 % count} | ({(number * 29 + 1) % count} if number % 3 == 0 else set())
        return GivenDesign(
            values={
                "support_type_id": self.support_types[number % 5][0],
                "rationale": ISSUE_TEXT,
                "approach": WORK_TEXT,
                "expected_results": RESULT_TEXT,
                "starts_on": starts,
                "ends_on": ends,
            },
            issues=[self.issues[issue] for issue in chosen]
            if number % 50
            else [],  # one in fifty: not classified
            situations=[{"text": "กลุ่มเสี่ยง", "size": 120, "unit": "คน"}],
            aims=[
                GivenAim(
                    "เพื่อลดพฤติกรรมเสี่ยง",
                    [
                        {
                            "text": "ร้อยละของผู้ปรับพฤติกรรม",
                            "unit": "ร้อยละ",
                            "baseline": 20,
                            "target": 50,
                            # Every third measures a standard one.
                            "standard_id": self.standards[number // 3 % len(self.standards)]
                            if number % 3 == 0
                            else None,
                        }
                    ],
                )
            ],
            targets=[{"group_id": self.group, "people": 60}],
            activities=[
                GivenActivity(
                    {
                        "name": "อบรมแกนนำและติดตามผล",
                        "starts_on": starts,
                        "ends_on": ends,
                        "detail": WORK_TEXT,
                        "output": "แกนนำ 60 คน",
                        "outcome": "ปรับพฤติกรรมได้",
                    },
                    lines=[
                        {
                            "category_id": self.category,
                            "detail": "ค่าอาหารกลางวัน",
                            "quantity": Decimal(1),
                            "unit_cost_satang": budget(number),
                        }
                    ],
                )
            ],
        )

    def proposal(self, number: int, year: int, fund: tuple, organization: int, state: ProposalState) -> int:
        """A proposal with its author; past the draft also with what was sent, and what was decided."""
        sent_on = min(fiscal_year_days(year)[0] + timedelta(days=number % 200), self.today)
        was_sent = state != ProposalState.DRAFT
        planned = self.planned[fund[0], year]
        decided = state in (ProposalState.APPROVED, ProposalState.REJECTED)
        decided_on = min(fiscal_year_days(year)[0] + timedelta(days=number % 20), self.today)
        decision = {
            "decided_on": decided_on,
            "resolution_no": f"{1 + number % 6}/{year}",
            "amount_satang": budget(number) if state == ProposalState.APPROVED else 0,
            "conditions": "" if state == ProposalState.APPROVED else "ไม่อยู่ในแผนของกองทุน",
            "entered_at": at(decided_on),
        }
        self.given.proposals.append(
            GivenProposal(
                design=self.design(number, year),
                values={
                    "title": f"โครงการสร้างเสริมสุขภาพชุมชน ครั้งที่ {number}",
                    "fiscal_year": year,
                    "fund_id": fund[0],
                    "organization_id": organization,
                    "home_area_id": fund[2],
                    "planned_project_id": planned[number % len(planned)] if number % 2 else None,
                    "state_note": "ขอให้เพิ่มตัวชี้วัด" if state == ProposalState.RETURNED else "",
                    "percent": 100 if was_sent else 60,
                    "created_at": at(sent_on, 1),
                    "changed_at": at(sent_on, number % 20),
                },
                state=state,
                sent_at=at(sent_on, 2) if was_sent else None,
                frozen=SENT | {"fiscal_year": year, "fund": {"code": fund[4]}},
                decision=decision if decided else None,
                authors=[self.officers[fund[0]]],
            )
        )
        return len(self.given.proposals) - 1

    def project(
        self,
        p: int,
        year: int,
        fund: tuple,
        number: int,
        chance: Random,
        reports: int,
        below: m.Project | None = None,
    ) -> None:
        fund_pk, _scope, area, _place, code, authority, unit = fund
        if p % 15 == 7:
            organization = self.large
        elif p % (self.size.projects // OWNED_BY_FEW) == 0:
            organization = self.small
        else:
            organization = authority if p % 2 else unit
        place = None
        if p % 5 < 3:
            place = self.proposal(p, year, fund, organization, ProposalState.APPROVED)
        approved_on = min(fiscal_year_days(year)[0] + timedelta(days=p % 20), self.today)
        weights = [96, 2, 1, 1] if year == self.newest else [15, 80, 3, 2]
        status = chance.choices(
            [ProjectStatus.RUNNING, ProjectStatus.FINISHED, ProjectStatus.STOPPED, ProjectStatus.SUSPENDED],
            weights,
        )[0]
        kind = self.support_types[p % 5][1]
        given = GivenProject(
            design=self.design(p, year),
            values={
                "code": f"{year % 100:02d}-{code}-{kind}-{number:02d}",
                "title": f"โครงการสร้างเสริมสุขภาพชุมชน ครั้งที่ {p}",
                "fiscal_year": year,
                "origin": Origin.PAPER if place is None else Origin.WEB,
                "parent": below,
                "fund_id": fund_pk,
                "organization_id": organization,
                "home_area_id": area,
                "budget_satang": budget(p),
                "approved_on": approved_on,
                "status": status,
                "created_at": at(approved_on),
            },
            instalments=[InstalmentTerms(*fiscal_year_days(year), budget(p))],
            partners=[LARGE] if p % 2 else [],
        )
        self.given.projects.append((given, place, self.reports(p, year, organization, status, reports)))

    def reports(self, p: int, year: int, organization: int, status: str, number: int) -> list[Told]:
        """Of a project; one project in twenty has sent none."""
        first, _last = fiscal_year_days(year)
        weights = [8, 42, 20, 10, 20] if year == self.newest else [5, 10, 5, 5, 75]
        if p % 20 == 0 and status == ProjectStatus.RUNNING:
            weights = [1, 0, 0, 0, 0]
        states = self.chance.choices(list(ReportState), weights, k=number)
        span = min((self.today - first).days, 330)
        told = []
        for turn, state in enumerate(states):
            held_on = first + timedelta(days=(p * 31 + turn * 17) % max(span, 1))
            sent = state != ReportState.STARTED
            values = {
                "title": next(self.titles),
                "held_on": held_on,
                "done": WORK_TEXT if sent else "",
                "output": "แกนนำ 60 คน" if sent else "",
                "quality": 4 if sent else None,
                "organization_id": organization,
                "reported_for": "อบต.",
                "due_on": None,
                "sent_at": at(held_on + timedelta(days=3)) if sent else None,
                "accepted_at": at(held_on + timedelta(days=9)) if state == ReportState.ACCEPTED else None,
                "created_at": at(held_on),
                "changed_at": at(held_on + timedelta(days=3)),
                "percent": 90 if sent else 30,
                "people": 60,
                "spent_satang": 100_000,
            }
            told.append((state, values))
        return told


def budget(number: int) -> int:
    return 1_000_000 + number % 900 * 10_000


def make(size: Size, say: Callable[[str], None] = lambda text: None) -> None:
    """Fills a database that holds geography and catalogues. All or nothing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Millions of look-ups less; tests/test_bench.py keeps them on.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
        with counted_at_end() as parts:
            World(size, say).make()
            parts.clear()  # `write_tallies` has counted all of them, a year at a time


def planner_knows() -> None:
    """What the nightly job does, and on PostgreSQL autovacuum."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    tasks.analyze.func()


def rows_made(models: Iterable[type[Model]] = (Fund, m.Project, m.Proposal, m.ActivityReport, Tally)) -> dict:
    return {model.__name__: model._default_manager.count() for model in models}

"""A small network: two districts of Songkhla and one of Phatthalung, with plans, proposals, projects, reports."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from ruamsuk.accounts.models import User
from ruamsuk.comments.models import Thread
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.funds.actions import add_fund, add_network, join_network
from ruamsuk.funds.actions import load_catalogue as load_funds
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.actions.counted import note_planned
from ruamsuk.plans.models import Plan, PlannedProject
from ruamsuk.projects.models import Activity, ActivityReport, Design, Project, Proposal
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.actions.sent import keep_as_sent
from ruamsuk.projects.proposals.choices import REWRITTEN
from ruamsuk.projects.reports.actions import enter_report
from ruamsuk.projects.tallies.actions import recount_for
from tests.kept import keep
from tests.world import area, issue_catalogue, person

YEAR = current_fiscal_year()
MOMENT = timezone.now()
LIST = "strategic-8"


def issues(*codes: str) -> list[Issue]:
    return list(Issue.objects.filter(code__in=codes))


class Maker:
    """Makes funds, projects and proposals in few words."""

    def __init__(self, area) -> None:
        self.area = area
        self.number = 0

    def fund(self, code: str, place: str) -> Fund:
        home = self.area(place)
        owner = add_organization(
            name=f"อบต.{home.name_th} {code}", kind="local_authority", home_area=home, by=None
        )
        kind = FundKind.objects.get(code="subdistrict-health")
        return add_fund(
            kind=kind,
            code=code,
            name=f"กองทุน{home.name_th}",
            organization=owner,
            home_area=home,
            by=None,
        )

    def project(self, fund: Fund | None, *codes: str, year: int = YEAR, **more) -> Project:
        """A project from paper."""
        self.number += 1
        more.setdefault("home_area", fund.home_area if fund else self.area("90"))
        more.setdefault("budget_satang", 1_000_000)
        return enter_project(
            title=f"โครงการที่ {self.number}",
            fiscal_year=year,
            fund=fund,
            issues=issues(*codes),
            by=None,
            **more,
        )

    def proposal(self, fund: Fund, *codes: str, state: str = "submitted", year: int = YEAR) -> Proposal:
        """A proposal that was submitted once."""
        self.number += 1
        design = Design.objects.create()
        design.issues.set(issues(*codes))
        made = Proposal.objects.create(
            title=f"ข้อเสนอที่ {self.number}",
            fiscal_year=year,
            fund=fund,
            home_area=fund.home_area,
            place_no=fund.place_no,
            design=design,
            state=state,
            thread=Thread.objects.create(),
            created_at=MOMENT,
            changed_at=MOMENT,
            first_submitted_at=None if state == "draft" else MOMENT,
        )
        if state in REWRITTEN:
            keep_as_sent(made, MOMENT)
        recount_for(made)
        return made

    def planned(
        self, fund: Fund, code: str, many: int = 1, *, state: str = "agreed", year: int = YEAR
    ) -> None:
        """Rows of a yearly plan."""
        plan = Plan.objects.create(
            fund=fund,
            fiscal_year=year,
            issue=Issue.objects.get(code=code),
            home_area=fund.home_area,
            place_no=fund.place_no,
            state=state,
            agreed_on=today(),
        )
        for no in range(1, many + 1):
            PlannedProject.objects.create(plan=plan, no=no, title=f"ควรทำ {code} {no}")
        if state == "agreed":
            note_planned([plan], 1)

    def report(self, activity: Activity, state: str = "sent") -> ActivityReport:
        return enter_report(
            project=activity.design.project, activity=activity, state=state, title="รายงาน", by=None
        )

    def activity(self, project: Project, ended: date) -> Activity:
        no = project.design.activities.count() + 1
        made = Activity.objects.create(
            design=project.design, no=no, name=f"กิจกรรม {no}", starts_on=ended, ends_on=ended
        )
        recount_for(project)
        return made


from django.utils import timezone  # noqa: E402


@pytest.fixture
def make(request, db) -> Maker:
    if "small_network" in request.fixturenames:
        return request.getfixturevalue("small_network").make
    return maker()


def maker() -> Maker:
    issue_catalogue()
    load_funds(by=None)
    return Maker(area)


@pytest.fixture
def network(make):
    """`network(fund, (other, "expansion"))`: a network of these funds."""
    return build_network


def build_network(*members):
    found = add_network(name="บูรณาการกลไก", by=None)
    for member in members:
        fund, capacity = member if isinstance(member, tuple) else (member, "ordinary")
        join_network(network=found, fund=fund, capacity=capacity, by=None)
    return found


@pytest.fixture
def world(small_network) -> SimpleNamespace:
    """Hat Yai: two funds; Mueang Songkhla: one; Phatthalung: one. Some under two issues, some under none."""
    return small_network


@pytest.fixture
def small_network(kept_world) -> SimpleNamespace:
    return kept_world("small_network")


def load_small_network() -> SimpleNamespace:
    make = maker()
    kho_hong, khuan_lang = make.fund("L0001", "901104"), make.fund("L0002", "901102")
    bo_yang, phatthalung = make.fund("L0003", "900101"), make.fund("L0004", "930101")
    both = make.project(kho_hong, "tobacco", "food")
    plain = make.project(kho_hong, "waste")
    make.project(kho_hong)
    make.project(khuan_lang, "food", budget_satang=2_500_000)
    make.project(bo_yang, "mental-health")
    make.project(phatthalung, "tobacco", "alcohol", "food")
    make.project(None, "food", home_area=area("90"))  # of no fund, at the level of the province
    make.proposal(kho_hong, "tobacco")
    make.proposal(kho_hong, "tobacco", "waste", state="rejected")
    make.proposal(khuan_lang, state="returned")
    make.planned(kho_hong, "tobacco", 2)
    make.planned(bo_yang, "waste")
    make.planned(bo_yang, "food", state="draft")  # not agreed: not counted
    soon, late = make.activity(both, today() - timedelta(days=3)), today() - timedelta(days=40)
    make.activity(plain, late)
    make.report(make.activity(both, late), "accepted")
    make.report(soon)
    return SimpleNamespace(
        make=make,
        kho_hong=kho_hong,
        khuan_lang=khuan_lang,
        bo_yang=bo_yang,
        phatthalung=phatthalung,
        both=both,
        plain=plain,
        network=build_network((kho_hong, "learning_centre"), (bo_yang, "expansion")),
        coordinator=person("Malee", "coordinator", area("90")),
    )


keep("small_network", load_small_network)


@pytest.fixture
def central(person) -> User:
    return person("Central", "central")


@pytest.fixture
def reader(client: Client, world) -> Client:
    """Signed in, so that proposals can be opened too."""
    client.force_login(world.coordinator)
    return client

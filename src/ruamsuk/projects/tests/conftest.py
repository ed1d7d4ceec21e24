"""Kho Hong's fund, a plan with a row, and the invented people around it."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days, today
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.actions import load_catalogue as load_funds
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import Issue, SupportType, TargetGroup
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.actions import rows as plan_rows
from ruamsuk.plans.actions.plan import start_plan
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.sending import submit_proposal
from ruamsuk.projects.proposals.forms.draft import read_changes
from tests.kept import keep
from tests.world import area, issue_catalogue, person

YEAR = current_fiscal_year()
FIRST, LAST = fiscal_year_days(YEAR)


@pytest.fixture
def kho_hong(request, kept_world):
    """A fund, its organisation, everybody around it, and one row of its plan on tobacco."""
    return kept_world("submitted" if "submitted" in request.fixturenames else "kho_hong")


def load_submitted() -> SimpleNamespace:
    """The same with a proposal made from that row, which was sent."""
    found = load_kho_hong()
    found.submitted = complete_draft(start(found), by=found.officer)
    submit_proposal(proposal=found.submitted, by=found.officer)
    found.submitted.refresh_from_db()
    return found


def load_kho_hong() -> SimpleNamespace:
    issue_catalogue()
    load_funds(by=None)
    home = area("901104")
    owner = add_organization(name="เทศบาลเมืองคอหงส์", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    fund = add_fund(
        kind=kind,
        code="L7257",
        name="กองทุนคอหงส์",
        organization=owner,
        home_area=home,
        by=None,
        population=4000,
    )
    issue = Issue.objects.get(code="tobacco")
    plan = start_plan(fund=fund, fiscal_year=YEAR, issue=issue, by=None)
    indicator = issue.indicators.filter(direction="down").first()
    situation = plan_rows.add_situation(
        plan=plan,
        indicator=indicator,
        value=Decimal(40),
        evidence_kind="official",
        agency="รพ.สต.คอหงส์",
        measured_on=today() - timedelta(days=90),
        by=None,
    )
    plan_rows.add_objective(plan=plan, situation=situation, text="เพื่อลดการสูบบุหรี่", target=Decimal(30), by=None)
    row = plan_rows.add_planned_project(
        plan=plan,
        title="คอหงส์ปลอดบุหรี่ หมู่ที่ 4",
        support_type=SupportType.objects.get(code="2"),
        responsible="ชมรม อสม. คอหงส์",
        budget_satang=3_000_000,
        by=None,
    )
    return SimpleNamespace(
        fund=fund,
        owner=owner,
        home=home,
        issue=issue,
        plan=plan,
        row=row,
        officer=person("Malee", "fund-officer", fund),
        typist=person("Orn", "data-entry", fund),
        member=person("Preecha", "committee-member", fund),
        mentor=person("Wichai", "mentor", area("9011")),
        stranger=person("Somkid", "fund-officer", _other_fund(kind)),
        applicant=person("Duang", "project-owner", owner),
    )


def _other_fund(kind):
    home = area("930101")
    owner = add_organization(name="เทศบาลเมืองพัทลุง", kind="local_authority", home_area=home, by=None)
    return add_fund(kind=kind, code="L7572", name="กองทุนพัทลุง", organization=owner, home_area=home, by=None)


keep("kho_hong", load_kho_hong)
keep("submitted", load_submitted)


def start(kho_hong: SimpleNamespace) -> Proposal:
    return drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)


@pytest.fixture
def started(kho_hong) -> Proposal:
    """A draft made from the plan's row by the officer; where `submitted` is asked for as well, the same proposal."""
    return kho_hong.submitted if hasattr(kho_hong, "submitted") else start(kho_hong)


@pytest.fixture
def write(kho_hong):
    """`write(proposal, {"p.title": "…"}, by=…, base=…)`: saves typed texts as the page does."""

    def typed(proposal, texts, *, by=None, base=None):
        return save(proposal, texts, by=by or kho_hong.officer, base=base)

    return typed


def save(proposal: Proposal, texts: dict[str, str], *, by: User, base: int | None = None):
    proposal.refresh_from_db()
    return drafting.save_fields(
        proposal=proposal,
        base_version=proposal.version if base is None else base,
        changes=read_changes(texts),
        by=by,
    )


@pytest.fixture
def complete(kho_hong):
    """Fills in what a started proposal still misses; returns it."""
    return lambda proposal, *, by=None: complete_draft(proposal, by=by or kho_hong.officer)


def complete_draft(proposal: Proposal, *, by: User) -> Proposal:
    save(
        proposal,
        {
            "d.applicant_kind": "1",
            "d.rationale": "เยาวชนในหมู่ที่ 4 เริ่มสูบบุหรี่เร็วขึ้นทุกปี ตามสถิติของ รพ.สต.",
            "d.starts_on": f"1/11/{FIRST.year + 543}",
            "d.ends_on": f"31/8/{LAST.year + 543}",
            "d.expected_results": "เยาวชนสูบบุหรี่น้อยลง",
        },
        by=by,
    )
    drafting.add_row(
        proposal=proposal,
        kind="target",
        by=by,
        values={"group": TargetGroup.objects.order_by("sort_no")[2], "people": 120},
    )
    activity = drafting.add_row(
        proposal=proposal,
        kind="activity",
        by=by,
        values={
            "name": "อบรมแกนนำเยาวชน",
            "starts_on": date(FIRST.year, 12, 1),
            "ends_on": date(FIRST.year, 12, 2),
            "output": "แกนนำ 60 คน",
            "outcome": "แกนนำชวนเพื่อนเลิกสูบได้",
        },
    )
    line = drafting.add_row(proposal=proposal, kind="line", parent_uid=str(activity.uid), by=by)
    save(
        proposal,
        {
            f"line.{line.uid}.category": "302",
            f"line.{line.uid}.quantity": "๖๐",
            f"line.{line.uid}.unit_cost_satang": "125.50",
            f"line.{line.uid}.times": "2",
        },
        by=by,
    )
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def submitted(kho_hong) -> Proposal:
    return kho_hong.submitted


def join(proposal: Proposal, user: User, *, by: User) -> None:
    """The person writes too from now on: at once, or by accepting the invitation."""
    if drafting.add_author(proposal=proposal, person=user.username, by=by) is None:
        invitation = proposal.author_invitations.get(to=user)
        drafting.answer_author_invitation(invitation=invitation, accept=True, by=user)

"""The chain from the problem to the result in the API, as on the pages."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import place_of
from ruamsuk.areas.models import Area
from ruamsuk.core.api import AreaCode, FiscalYear, Given
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.issues.api.issues import IssueRef
from ruamsuk.plans.access import plan_for
from ruamsuk.projects.chains.queries.area import chain_in
from ruamsuk.projects.chains.queries.plan import Link, Work, chain_of

router = Router(tags=["Plans"])


class ChainResultOut(Schema):
    indicator: str = Field(alias="indicator.text")
    unit: str = Field(alias="indicator.unit")
    project: UUID = Field(alias="project.uid")
    baseline: Decimal | None = Field(alias="indicator.baseline")
    target: Decimal | None = Field(alias="indicator.target")
    value: Decimal | None = Field(description="In the last report that was accepted")
    is_reached: bool


class ChainGoalOut(Schema):
    uid: UUID = Field(alias="row.uid")
    text: str = Field(alias="row.text")
    baseline: Decimal | None = Field(alias="row.baseline")
    target: Decimal | None = Field(alias="row.target")
    activities: int = Field(description="Activities of projects that serve it")
    results: list[ChainResultOut]


class ChainWorkOut(Schema):
    planned_project: UUID | None
    project: UUID | None
    title: str
    is_chosen: bool = Field(description="false: nobody said which problems it answers")

    @staticmethod
    def resolve_planned_project(row: Work) -> UUID | None:
        return row.planned.uid if row.planned else None

    @staticmethod
    def resolve_project(row: Work) -> UUID | None:
        return row.project.uid if row.project else None


class ChainLinkOut(Schema):
    """A problem of the plan with what answers it; without a problem: what answers none."""

    problem: UUID | None
    text: str
    value: Decimal | None
    unit: str
    evidence_kind: str
    doubts: list[str]
    objectives: list[ChainGoalOut] = Field(alias="goals")
    projects: list[ChainWorkOut] = Field(alias="works")

    @staticmethod
    def resolve_problem(row: Link) -> UUID | None:
        return row.problem.uid if row.problem else None

    @staticmethod
    def resolve_text(row: Link) -> str:
        return str(row.problem or "")

    @staticmethod
    def resolve_value(row: Link) -> Decimal | None:
        return row.problem.value if row.problem else None

    @staticmethod
    def resolve_unit(row: Link) -> str:
        return row.problem.unit_name if row.problem else ""

    @staticmethod
    def resolve_evidence_kind(row: Link) -> str:
        return row.problem.evidence_kind if row.problem else ""


class ChainSumsOut(Schema):
    """What agreed plans and projects of an area say of one problem."""

    issue: IssueRef
    indicator: str | None = Field(description="Code of a standard indicator; null: in the funds' own words")
    text: str
    problems: int = Field(description="Agreed plans that name it")
    without_objective: int
    without_project: int = Field(description="Answered by no planned project and no project")
    objectives: int
    without_activity: int = Field(description="Objectives that no activity of a project serves")
    projects: int = Field(description="Projects that name it")
    with_result: int = Field(description="Of them those with an accepted result of an indicator")


class ChainWanted(Given):
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None


@router.get("/plans/{uuid:uid}/chain", response=list[ChainLinkOut])
def read_plan_chain(request: PageRequest, uid: UUID):
    """Problem → objective → project → result of one plan."""
    return chain_of(plan_for(request.user, uid, READ))


@router.get("/chain", response=list[ChainSumsOut])
def read_chain(request: PageRequest, wanted: Query[ChainWanted]) -> Any:
    """The same of an area and year, counted by problem."""
    area = place_of(wanted.area) or Area.country()
    rows = chain_in(area.places, wanted.fiscal_year or current_fiscal_year())
    return [
        {
            "issue": row.issue,
            "indicator": row.indicator.code if row.indicator else None,
            "text": row.words,
            **row.counts,
        }
        for row in rows
    ]

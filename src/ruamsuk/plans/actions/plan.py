"""A plan itself: starting, its words and budget, its rank, removing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text
from ruamsuk.core.problems import ChangedMeanwhile
from ruamsuk.funds.models import Fund
from ruamsuk.funds.problems import FundIsClosed
from ruamsuk.issues.models import Issue
from ruamsuk.plans.actions.locks import change, open_plan, open_year
from ruamsuk.plans.models import Plan, PriorityScore
from ruamsuk.plans.problems import NotOfThisPlan, PlanExists, PlanIsAgreed, RowHasProposal


class PlanFields(TypedDict, total=False):
    detail: str
    budget_satang: int | None


class Points(TypedDict):
    """1 to 4 each. `seen`: version of the score that the writer saw; 0 when there was none."""

    size: int
    severity: int
    awareness: int
    ease: int


@action(_("started the plan"))
def start_plan(*, fund: Fund, fiscal_year: int, issue: Issue, by: User | None, at: datetime = NOW) -> Plan:
    open_year(fund, fiscal_year, at)
    if fund.closed_on:
        raise FundIsClosed
    if Plan.objects.filter(fund=fund, fiscal_year=fiscal_year, issue=issue).exists():
        raise PlanExists(issue=issue.name, year=fiscal_year, field="issue")
    return Plan.objects.create(
        fund=fund,
        fiscal_year=fiscal_year,
        issue=issue,
        home_area_id=fund.home_area_id,
        place_no=fund.place_no,
        created_at=at,
    )


@action(_("changed the plan"), on="plan")
def change_plan(
    *, plan: Plan, seen: int | None = None, by: User | None, at: datetime = NOW, **fields: Unpack[PlanFields]
) -> Plan:
    plan = open_plan(plan, at)
    change(plan, seen, dict(fields))
    plan.save(update_fields=[*fields, "version"])
    return plan


@action(_("removed the plan"), on="fund")
def remove_plan(*, fund: Fund, plan: Plan, by: User | None, at: datetime = NOW) -> None:
    """Only a draft that was never agreed, and none of whose rows became a proposal."""
    plan = open_plan(plan, at)
    if plan.agreed_on is not None:
        raise PlanIsAgreed(day=day_text(plan.agreed_on))
    try:
        plan.delete()
    except ProtectedError as refusal:
        raise RowHasProposal(name=_protected_row(plan, refusal)) from None


def _protected_row(plan: Plan, refusal: ProtectedError) -> str:
    """The title of a planned project that something above holds on to."""
    held = {
        getattr(thing, field.attname)
        for thing in refusal.protected_objects
        for field in thing._meta.fields
        if field.is_relation
    }
    row = plan.planned_projects.filter(pk__in=held).first()
    return row.title if row else plan.issue.name


@action(_("ranked the issue"), on="plan")
def rank_issue(
    *, plan: Plan, seen: int | None = None, by: User | None, at: datetime = NOW, **points: Unpack[Points]
) -> PriorityScore:
    plan = open_plan(plan, at)
    return _rank(plan, seen, points)


@action(_("ranked the issues of the year"), on="fund")
def rank_issues(
    *, fund: Fund, scores: Mapping[Plan, tuple[int | None, Points]], by: User | None, at: datetime = NOW
) -> list[Plan]:
    """Saves several rows of the ranking table; `scores`: plan → (version seen, points).

    Rows that someone else changed meanwhile are left as they are and returned.
    """
    refused = []
    for plan, (seen, points) in scores.items():
        if plan.fund_id != fund.pk:
            raise NotOfThisPlan(name=plan.issue.name)
        try:
            _rank(open_plan(plan, at), seen, points)
        except ChangedMeanwhile:
            refused.append(plan)
    return refused


def _rank(plan: Plan, seen: int | None, points: Points) -> PriorityScore:
    score = PriorityScore.objects.filter(plan=plan).first() or PriorityScore(plan=plan)
    change(score, seen, dict(points))
    score.save()
    plan.save(update_fields=["updated_at"])  # in a table of several it is no subject of its own
    return score

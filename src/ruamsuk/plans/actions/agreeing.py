"""The fund's committee agrees a plan, or opens it again."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.funds.models import Fund
from ruamsuk.notices.actions import note_answered
from ruamsuk.plans.actions.counted import note_planned
from ruamsuk.plans.actions.locks import fresh, not_in_future, open_plan, open_year
from ruamsuk.plans.choices import CheckState, PlanState
from ruamsuk.plans.models import Plan
from ruamsuk.plans.problems import NothingToAgree, NothingWritten, PlanIsDraft, PlanUnfinished
from ruamsuk.plans.queries import missing_for_agreement, unmet_for_agreement


@action(_("agreed the plan"), on="plan")
def agree_plan(*, plan: Plan, agreed_on: date, note: str = "", by: User | None, at: datetime = NOW) -> Plan:
    """From then on the plan is public and closed to changes."""
    plan = Plan.objects.with_progress().get(pk=open_plan(plan, at).pk)
    not_in_future(agreed_on, at, "agreed_on")
    if missing := unmet_for_agreement(plan):
        errors = [{"field": part, "message": label} for part, label in missing.items()]
        raise PlanUnfinished(missing=", ".join(missing.values()), errors=errors)
    plan.state, plan.agreed_on, plan.agreed_note = PlanState.AGREED, agreed_on, note.strip()
    plan.reopened_reason, plan.check_state = "", CheckState.WAITING
    plan.save(update_fields=["state", "agreed_on", "agreed_note", "reopened_reason", "check_state"])
    note_planned([plan], 1)
    note_answered(url_name="plans:plan", url_kwargs={"uid": str(plan.uid)}, at=at)  # a return is settled
    return plan


@action(_("agreed the plan of the year"), on="fund")
def agree_year(
    *, fund: Fund, fiscal_year: int, agreed_on: date, note: str = "", by: User | None, at: datetime = NOW
) -> list[Plan]:
    """Agrees every draft of the year that has a problem and an objective; the others stay drafts."""
    open_year(fund, fiscal_year, at)
    drafts = Plan.objects.with_progress().drafts().filter(fund=fund, fiscal_year=fiscal_year)
    ready = [plan for plan in drafts if not missing_for_agreement(plan)]
    if not ready:
        raise NothingToAgree(year=fiscal_year)
    return [agree_plan(plan=plan, agreed_on=agreed_on, note=note, by=by, at=at) for plan in ready]


@action(_("opened the plan again"), on="plan")
def reopen_plan(*, plan: Plan, reason: str, by: User | None, at: datetime = NOW) -> Plan:
    open_year(plan.fund, plan.fiscal_year, at)
    plan = fresh(plan)
    if plan.is_draft:
        raise PlanIsDraft
    if not (reason := reason.strip()):
        raise NothingWritten(field="reason")
    plan.state, plan.reopened_reason = PlanState.DRAFT, reason
    # What was checked stands no longer; the reasons of a return stay in sight while the plan is mended.
    if plan.check_state == CheckState.CHECKED:
        plan.check_state = CheckState.WAITING
    plan.save(update_fields=["state", "reopened_reason", "check_state"])
    note_planned([plan], -1)
    return plan

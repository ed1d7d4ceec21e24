"""Those who look after the funds check an agreed plan, or return it with reasons.

What the committee agreed stays agreed: a returned plan is opened again by its fund, mended and agreed anew, and then
waits for the check again (docs/adr/0087).
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.judging import check_seen
from ruamsuk.notices.actions import note_answered, send
from ruamsuk.notices.kinds import NoticeKind, register
from ruamsuk.plans.actions.locks import fresh, open_year
from ruamsuk.plans.choices import CheckState
from ruamsuk.plans.models import Plan, PlanCheck, PlanEdition
from ruamsuk.plans.problems import NothingWritten, OwnPlan, PlanNotAgreed
from ruamsuk.plans.queries.checks import is_own_plan, not_judged, people_at
from ruamsuk.plans.queries.editions import digest, snapshot
from ruamsuk.plans.verbs import WRITE_PLAN

CHECKED = register("plans.checked", _("The plan “{issue}” was checked."), icon="circle-check")
RETURNED = register(
    "plans.returned", _("The plan “{issue}” was returned for correction."), icon="arrow-back-up", asks=True
)


@action(_("checked the plan"), on="plan")
def check_plan(*, plan: Plan, note: str = "", seen: str = "", by: User, at: datetime = NOW) -> PlanCheck:
    """Everything is in order; `note`: what to think of all the same. A return before it is settled."""
    plan = _to_judge(plan, seen, CheckState.CHECKED, by, at)
    done = _judged(plan, CheckState.CHECKED, note.strip(), by, at)
    note_answered(url_name="plans:plan", url_kwargs={"uid": str(plan.uid)}, at=at)
    _tell(CHECKED, plan, by, at)
    return done


@action(_("returned the plan for correction"), on="plan")
def return_plan(*, plan: Plan, note: str, seen: str = "", by: User, at: datetime = NOW) -> PlanCheck:
    plan = _to_judge(plan, seen, CheckState.RETURNED, by, at)
    if not (note := note.strip()):
        raise NothingWritten(field="note")
    done = _judged(plan, CheckState.RETURNED, note, by, at)
    _tell(RETURNED, plan, by, at)
    return done


def freeze_plan(plan: Plan, at: datetime) -> PlanEdition:
    """Part of the acts that judge an agreed plan: what it says now. The same words are one edition."""
    if plan.is_draft or plan.agreed_on is None:
        raise PlanNotAgreed
    content = snapshot(plan)
    made, _new = PlanEdition.objects.get_or_create(
        plan=plan,
        sha256=digest(content),
        defaults={
            "no": plan.editions.count() + 1,
            "snapshot": content,
            "agreed_on": plan.agreed_on,
            "frozen_at": at,
        },
    )
    return made


def _to_judge(plan: Plan, seen: str, outcome: CheckState, by: User, at: datetime) -> Plan:
    open_year(plan.fund, plan.fiscal_year, at)  # one after the other at a fund's year
    plan = fresh(plan)
    check_seen(seen, plan.updated_at)
    if refused := not_judged(plan, outcome):
        raise refused
    if is_own_plan(plan, by):
        raise OwnPlan
    return plan


def _judged(plan: Plan, outcome: CheckState, note: str, by: User, at: datetime) -> PlanCheck:
    plan.check_state = outcome
    plan.save(update_fields=["check_state"])
    return PlanCheck.objects.create(
        plan=plan, edition=freeze_plan(plan, at), outcome=outcome, note=note, checked_by=by, checked_at=at
    )


def _tell(kind: NoticeKind, plan: Plan, by: User, at: datetime) -> None:
    send(
        kind,
        to=people_at(plan.fund, WRITE_PLAN),
        url_name="plans:plan",
        url_kwargs={"uid": plan.uid},
        params={"issue": {"th": plan.issue.name_th, "en": plan.issue.name_en or plan.issue.name_th}},
        by=by,
        at=at,
    )

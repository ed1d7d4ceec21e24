"""A variation is begun, written and sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.core.judging import check_seen
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.notices.actions import send
from ruamsuk.notices.kinds import NoticeKind, register
from ruamsuk.projects.designs.actions import check, check_unused, copy_design, same_rows
from ruamsuk.projects.designs.models import Activity
from ruamsuk.projects.people import holders
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions import project_design as rows
from ruamsuk.projects.projects.actions.projects import lock
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.problems import AmountMissing
from ruamsuk.projects.projects.queries.agreed import as_it_stands
from ruamsuk.projects.projects.specs import AGREED_TO
from ruamsuk.projects.variations.choices import VariationState
from ruamsuk.projects.variations.models import Variation
from ruamsuk.projects.variations.problems import (
    MakesNoSense,
    NothingVaried,
    ReportOwed,
    VariationClosed,
    VariationOpen,
)
from ruamsuk.projects.variations.queries.changes import as_it_shall_be, beyond
from ruamsuk.projects.variations.queries.sense import new_remarks
from ruamsuk.projects.verbs import SET_MONEY

AT_ONCE = 5  # remarks in one refusal
TO_DECIDE = register(
    "projects.variation-to-decide",
    _("“{title}”: a variation waits for your decision."),
    icon="arrows-exchange",
    asks=True,
)


@action(_("began a variation"), on="project", inside=True)
def start_variation(*, project: Project, by: User | None, at: datetime = NOW) -> Variation:
    """Of a running project; one at a time."""
    lock(project)
    check_running(project)
    if before := project.variations.open().first():
        raise VariationOpen(no=before.no, state=before.get_state_display())
    design = copy_design(project.design)
    last = project.variations.order_by("no").last()
    return Variation.objects.create(
        project=project,
        no=last.no + 1 if last else 1,
        budget_satang=project.budget_satang,
        home_area=project.home_area,
        report_due_on=project.report_due_on,
        design=design,
        same=same_rows(design, project.design),
        written_by=by,
        created_at=at,
    )


def check_running(project: Project) -> None:
    if project.status != ProjectStatus.RUNNING:
        raise WrongState(state=project.get_status_display())


def check_owes_nothing(row: object) -> None:
    """What is due stays due: it ends by a report, or by saying why none comes, never by leaving the activity out."""
    if isinstance(row, Activity) and (hasattr(row, "waiver") or (row.ends_on and row.ends_on < today())):
        raise ReportOwed(activity=row.name)


def held(variation: Variation, state: str, seen: str = "") -> Variation:
    """Locked with its project, in this state, or it is refused."""
    lock(variation.project)
    # Whatever another person has written, sent or had decided meanwhile.
    variation.refresh_from_db(
        fields=[
            *("state", "same", "reason", "budget_satang", "home_area", "report_due_on", "sent_at"),
            *("design", "before", "after", "layout", "beyond"),
        ]
    )
    check_seen(seen, variation.sent_at)
    if variation.state != state:
        raise VariationClosed(state=variation.get_state_display())
    return variation


@action(_("wrote what a variation changes"), on="variation.project", inside=True)
def write_variation(
    *,
    variation: Variation,
    design: Mapping[str, Any],
    by: User | None,
    at: datetime = NOW,
    **values: Any,
) -> Variation:
    """`values`: reason, budget_satang, home_area, report_due_on; `design`: plain fields of its design."""
    held(variation, VariationState.DRAFT)
    for name, value in values.items():
        setattr(variation, name, value)
    variation.save(update_fields=[*values])
    for name, value in design.items():
        setattr(variation.design, name, value)
    check(variation.design)
    variation.design.save()
    return variation


@action(_("added a row to a variation"), on="variation.project", inside=True)
def add_variation_row(
    *,
    variation: Variation,
    kind: str,
    parent: object,
    values: dict[str, object],
    by: User | None,
    at: datetime = NOW,
) -> Any:
    """The new row; as `add_design_row`."""
    held(variation, VariationState.DRAFT)
    return rows.new_row(variation.design, kind, parent, values)


@action(_("changed a row of a variation"), on="variation.project", inside=True)
def change_variation_row(
    *, variation: Variation, row: object, values: dict[str, object], by: User | None, at: datetime = NOW
) -> Variation:
    held(variation, VariationState.DRAFT)
    rows.set_row(variation.design, row, values)
    return variation


@action(_("took a row out of a variation"), on="variation.project", inside=True)
def remove_variation_row(*, variation: Variation, row: Any, by: User | None, at: datetime = NOW) -> Variation:
    """Refused by name while the row of the project that it stands for is used by a report."""
    held(variation, VariationState.DRAFT)
    stands = type(row).objects.filter(uid=variation.same.get(str(row.uid))).first()
    if stands is not None:
        check_unused(stands)
        check_owes_nothing(stands)
    rows.take_row_out(variation.design, row)
    return variation


@action(_("sent a variation"), on="variation.project", inside=True)
def send_variation(*, variation: Variation, by: User | None, at: datetime = NOW) -> Variation:
    """What stands and what shall be are frozen; the limits of the fund's kind say who decides."""
    held(variation, VariationState.DRAFT)
    check_running(variation.project)
    if not variation.reason.strip():
        raise ReasonMissing(field="reason")
    project = variation.project
    before, after = as_it_stands(project), as_it_shall_be(variation)
    if before == after:
        raise NothingVaried
    if variation.budget_satang <= 0 < project.budget_satang:
        raise AmountMissing(field="budget_satang")
    if musts := [one.words for one in new_remarks(variation) if one.remark.is_must]:
        raise MakesNoSense(remarks=" ".join(musts[:AT_ONCE]))
    variation.before, variation.after, variation.layout = before, after, keep_layout(AGREED_TO)
    variation.beyond = beyond(variation, before, after)
    variation.state, variation.sent_by, variation.sent_at = VariationState.SENT, by, at
    variation.returned_because = ""
    variation.save()
    tell(TO_DECIDE, deciders(project), variation, by, at)
    return variation


@action(_("deleted a variation that was being written"), on="variation.project", inside=True)
def delete_variation(*, variation: Variation, by: User | None, at: datetime = NOW) -> Project:
    held(variation, VariationState.DRAFT)
    design = variation.design
    variation.delete()
    design.delete()
    return variation.project


def deciders(project: Project) -> list[User]:
    """Who gives the money, else who manages the project."""
    givers = [
        giver.scope_id
        for row in project.fundings.select_related("fund", "organization")
        if (giver := row.giver)
    ]
    return holders(givers or [project.scope_id], SET_MONEY)


def tell(kind: NoticeKind, people: list[User], variation: Variation, by: User | None, at: datetime) -> None:
    send(
        kind,
        to=people,
        url_name="projects:variation",
        url_kwargs={"uid": variation.uid},
        params={"title": variation.project.title[:120]},
        by=by,
        at=at,
    )

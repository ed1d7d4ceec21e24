"""A variation is returned, agreed to or not; one that is agreed to takes the place of what stood."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.drafts.actions.texts import keep_layout
from ruamsuk.notices.kinds import register
from ruamsuk.projects.designs.actions import replace_design
from ruamsuk.projects.own_steps.actions.taking import take_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.effects import Effect
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.problems import StepWaits
from ruamsuk.projects.own_steps.queries import waiting_step
from ruamsuk.projects.problems import ReasonMissing
from ruamsuk.projects.projects.actions.correcting import follow_amount
from ruamsuk.projects.projects.actions.projects import save_in_place
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.problems import DecisionInFuture
from ruamsuk.projects.projects.queries.agreed import as_it_stands
from ruamsuk.projects.projects.specs import AGREED_TO, OF_DESIGN
from ruamsuk.projects.tallies.actions import counted_in, recount_for
from ruamsuk.projects.variations.actions.drafting import check_owes_nothing, check_running, held, tell
from ruamsuk.projects.variations.choices import VariationOutcome, VariationState
from ruamsuk.projects.variations.models import Variation
from ruamsuk.projects.variations.problems import ResolutionMissing, StoodOtherwise
from ruamsuk.projects.variations.queries.changes import as_it_shall_be, entered_lines, has_moved

AGREED = register(
    "projects.variation-agreed", _("The variation of “{title}” is in force."), icon="circle-check"
)
REFUSED = register(
    "projects.variation-refused", _("The variation of “{title}” was not agreed to."), icon="circle-x"
)
RETURNED = register(
    "projects.variation-returned",
    _("The variation of “{title}” was sent back to be mended."),
    icon="arrow-back-up",
)


@action(_("sent a variation back"), on="variation.project", inside=True)
def return_variation(
    *, variation: Variation, reason: str, seen: str = "", by: User, at: datetime = NOW
) -> Variation:
    held(variation, VariationState.SENT, seen)
    if waits := waiting_step(variation.project):
        raise StepWaits(name=waits.entered_by.name)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    variation.state, variation.returned_because = VariationState.DRAFT, reason.strip()
    variation.save()
    _tell_writers(RETURNED, variation, by, at)
    return variation


@action(_("recorded the decision on a variation"), on="variation.project")
def decide_variation(
    *,
    variation: Variation,
    outcome: str,
    decided_on: date | None = None,
    resolution_no: str = "",
    words: str = "",
    seen: str = "",
    by: User | None,
    at: datetime = NOW,
) -> Variation | OwnStep:
    """The fund records by itself what stays within the limits of its kind; beyond them it enters the day and the number
    of its committee's resolution. More money, or what the committee decides, on the own work follows the rule of the
    fund's kind (docs/adr/0043).
    """
    held(variation, VariationState.SENT, seen)
    resolution_no, words = resolution_no.strip(), words.strip()
    if decided_on and decided_on > today():
        raise DecisionInFuture(field="decided_on", day=day_text(decided_on))
    if outcome == VariationOutcome.REFUSED:
        if not words:
            raise ReasonMissing(field="words")
        _close(variation, VariationState.REFUSED, decided_on, resolution_no, words, by, at)
        _tell_writers(REFUSED, variation, by, at)
        return variation
    if variation.needs_committee and not (decided_on and resolution_no):
        raise ResolutionMissing(field="resolution_no" if decided_on else "decided_on")
    project = variation.project
    if variation.needs_committee or variation.budget_satang > project.budget_satang:
        day = decided_on.isoformat() if decided_on else None
        entered = {
            "variation": str(variation.uid),
            "day": day,
            "resolution_no": resolution_no,
            "words": words,
        }
        own = take_own_step(OwnAct.VARIATION, project, entered, by, at)
        if own and own.is_waiting:
            return own
    return put_in_force(variation, decided_on, resolution_no, words, by, at)


def put_in_force(
    variation: Variation,
    decided_on: date | None,
    resolution_no: str,
    words: str,
    by: User | None,
    at: datetime,
) -> Variation:
    """What a decision does once it takes effect: at once, or when it is confirmed."""
    project = variation.project
    check_running(project)
    if has_moved(variation):
        raise StoodOtherwise
    kept = [variation.same.get(str(row.uid)) for row in variation.design.activities.all()]
    for gone in project.design.activities.exclude(uid__in=filter(None, kept)):
        check_owes_nothing(gone)
    before = counted_in(project)
    variation.before, variation.after = as_it_stands(project), as_it_shall_be(variation)
    variation.layout = keep_layout(AGREED_TO)
    follow_amount(project, variation.budget_satang)
    replace_design(project.design, variation.design, variation.same, [field.name for field in OF_DESIGN])
    project.home_area, project.report_due_on = variation.home_area, variation.report_due_on
    project.varied_on = decided_on or today()
    save_in_place(project)
    _close(variation, VariationState.STANDS, decided_on, resolution_no, words, by, at)
    recount_for(project, before)
    _tell_writers(AGREED, variation, by, at)
    return variation


def _close(
    variation: Variation,
    state: str,
    decided_on: date | None,
    resolution_no: str,
    words: str,
    by: User | None,
    at: datetime,
) -> None:
    variation.state, variation.closed_by, variation.closed_at = state, by, at
    variation.decided_on, variation.resolution_no, variation.words = decided_on, resolution_no, words
    variation.save()


def _tell_writers(kind, variation: Variation, by: User | None, at: datetime) -> None:
    people = {user.pk: user for user in (variation.written_by, variation.sent_by) if user}
    tell(kind, [*people.values()], variation, by, at)


def _confirmed(project: Project, step: OwnStep, by: User, at: datetime) -> None:
    typed = step.entered
    variation = held(Variation.objects.get(uid=typed["variation"]), VariationState.SENT)
    day = date.fromisoformat(typed["day"]) if typed["day"] else None
    put_in_force(variation, day, typed["resolution_no"], typed["words"], step.entered_by, at)


EFFECTS = {OwnAct.VARIATION: Effect(_confirmed, entered_lines)}

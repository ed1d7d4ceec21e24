"""What every change of a draft stands on: its lock, what does not fit together, what follows from a value."""

from django.db.models import Model

from ruamsuk.core.calendar import day_text, far_from_year, is_near, today
from ruamsuk.core.problems import Problem
from ruamsuk.drafts.actions import FieldText, Writing, locked
from ruamsuk.drafts.queries.completeness import Completeness
from ruamsuk.evidence.problems import DayInFuture
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.actions import TOGETHER, check, line_amount, recount_budget, renumber
from ruamsuk.projects.designs.models import Activity, BudgetLine, Design, Objective, Situation
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.proposals.choices import WRITABLE
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.problems import NotWritableNow
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.conditions.texts import is_remarkable
from ruamsuk.projects.proposals.specs import PROPOSAL


class ProposalWriting(Writing[Proposal]):
    spec = PROPOSAL

    def lock(self, document: Proposal) -> Proposal:
        found = locked(Proposal.objects.select_related("design", "fund__kind"), document)
        if found.state not in WRITABLE:
            raise NotWritableNow(state=found.get_state_display())
        return found

    def wrong(self, thing: Model) -> dict[str, str]:
        found = _in_future(thing) if isinstance(thing, Situation) else {}
        try:
            check(thing)
        except Problem as problem:
            return found | dict.fromkeys(TOGETHER[type(thing)], str(problem))
        if found:
            return found
        return _far_days(thing) if isinstance(thing, Design | Activity) else {}

    def given(self, document: Proposal, change: FieldText) -> None:
        if change.path == "p.home_area":
            document.place_no = change.value.place_no if change.value else None
        elif change.path == "p.fund" and change.value and not document.home_area_id:
            document.home_area, document.place_no = change.value.home_area, change.value.place_no
        elif change.path == "p.applicant_name":
            _link_organization(document, change.value)

    def store(self, thing: Model, names: set[str]) -> None:
        if isinstance(thing, BudgetLine):
            thing.amount_satang = line_amount(thing)
        thing.save()

    def begun(self, document: Proposal, row: Model) -> None:
        """An activity serves the objective where there is but one; it can be unticked."""
        if isinstance(row, Activity):
            objectives = list(document.design.objectives.all()[:2])
            if len(objectives) == 1:
                row.objectives.set(objectives)

    def check_removable(self, document: Proposal, row: Model) -> None:
        """An objective that an activity serves stays."""
        users = document.design.activities.filter(objectives=row) if isinstance(row, Objective) else ()
        if users:
            raise RowInUse(row=row, users=", ".join(str(activity) for activity in users))

    def follow(self, document: Proposal, kinds: set[str], *, rows: bool) -> None:
        if rows:
            renumber(document.design)
        if rows or "line" in kinds:
            recount_budget(document.design)

    def is_remarkable(self, change: FieldText) -> bool:
        return is_remarkable(f"{change.part.kind}.{change.field.name}", str(change.value or ""))

    def completeness(self, document: Proposal) -> Completeness:
        return completeness(document)


def _in_future(thing: Situation) -> dict[str, str]:
    """A figure cannot have been taken on a day to come."""
    day = thing.measured_on
    return {"measured_on": str(DayInFuture(day=day_text(day)))} if day and day > today() else {}


def _far_days(thing: Design | Activity) -> dict[str, str]:
    """Days that lie far from the proposal's fiscal year, each with what to check."""
    given = {name: getattr(thing, name) for name in TOGETHER[type(thing)] if getattr(thing, name)}
    if not given:
        return {}
    design = thing.pk if isinstance(thing, Design) else thing.design_id
    year = Proposal.objects.values_list("fiscal_year", flat=True).get(design=design)
    if year is None:
        return {}
    return {name: far_from_year(day, year) for name, day in given.items() if not is_near(day, year)}


def _link_organization(proposal: Proposal, name: str) -> None:
    """A typed name that is exactly an organisation of the fund's or the home area's district is linked to it."""
    proposal.organization = None
    if proposal.place_no:
        district = proposal.place_no // 10_000 * 10_000
        proposal.organization = Organization.objects.filter(
            name=name, place_no__gte=district, place_no__lt=district + 10_000, closed_on__isnull=True
        ).first()


WRITING = ProposalWriting()

"""What another system holds of projects: noted from its files, paired with projects here by people; results."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.models import store
from ruamsuk.exchanges.choices import Achieved
from ruamsuk.exchanges.models import OutsideEntry, ProjectResult
from ruamsuk.exchanges.problems import ExchangeEntryElsewhere, ExchangeEntryTaken, ExchangeReasonNeeded
from ruamsuk.projects.models import Project


@action(_("noted what another system holds of projects"))
def note_entries(
    *, new: Sequence[OutsideEntry], changed: Sequence[OutsideEntry], by: User | None, at: datetime = NOW
) -> None:
    """Entries that are not stored yet, and stored ones with what the newest file says."""
    store(new)
    OutsideEntry.objects.bulk_update(changed, ["project", "title", "values", "more", "said_at"])


@action(_("said which project here an entry of another system is"), on="entry")
def pair_entry(
    *, entry: OutsideEntry, project: Project | None, by: User | None, at: datetime = NOW
) -> OutsideEntry:
    """`project` None: it is none of those here. It stays so when newer files come."""
    if project is not None:
        if (project.fund_id, project.fiscal_year) != (entry.fund_id, entry.fiscal_year):
            raise ExchangeEntryElsewhere(field="project")
        others = OutsideEntry.objects.filter(form=entry.form, project=project).exclude(pk=entry.pk)
        if other := others.first():
            raise ExchangeEntryTaken(title=other.title, field="project")
    entry.project, entry.is_said = project, True
    entry.save(update_fields=["project", "is_said"])
    return entry


@action(_("said what came of a project"), on="project")
def set_result(
    *, project: Project, result: str, reason: str = "", by: User | None, at: datetime = NOW
) -> ProjectResult:
    """Achieved or not, and why not; said again it takes the place of what was said."""
    if result == Achieved.NO and not reason:
        raise ExchangeReasonNeeded(field="reason")
    found, _made = ProjectResult.objects.update_or_create(
        project=project,
        defaults={"result": result, "reason": reason if result == Achieved.NO else "", "by": by, "at": at},
    )
    return found

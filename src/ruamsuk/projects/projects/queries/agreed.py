"""What was agreed to of a project: whether only a variation changes it, and what variations have changed."""

from typing import Any

from ruamsuk.accounts.access import Reader
from ruamsuk.drafts.queries.snapshots import Difference, Json, differences, layout_of, snapshot
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.specs import AGREED_TO
from ruamsuk.projects.proposals.queries.snapshots import in_words


def is_agreed(project: Project) -> bool:
    """By an approval here, by a report that was started on it, or by a variation. What is typed in from paper is not
    yet: it is a copy of what a committee agreed to elsewhere, and is mended until somebody reports on it. What was
    imported is mended until it is taken over.
    """
    if project.is_counted_elsewhere:
        return False
    if project.proposal_id is not None:
        return True
    return project.reports.exists() or project.variations.exists()


def as_it_stands(project: Project) -> Json:
    return snapshot(AGREED_TO, project)  # type: ignore[arg-type]


def open_variation(project: Project, user: Reader) -> Any:
    """The variation that is written or waits, for those inside."""
    return project.variations.open().visible_to(user).first() if user.is_authenticated else None


def since_approval(project: Project) -> list[Difference]:
    """What was approved first beside what stands today; nothing where no variation is in force."""
    if project.varied_on is None:
        return []
    approved = project.variations.standing().order_by("no").values_list("before", flat=True)[0]
    return differences(layout_of(AGREED_TO), in_words(approved or {}), in_words(as_it_stands(project)))

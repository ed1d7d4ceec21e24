"""The trail of a record as people read it, and which of its verbs mean that somebody wrote or sent the record."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import verb_text

# Every autosave is an operation; a history of them would bury the acts.
QUIET = (
    *("projects.save_fields", "projects.add_row", "projects.add_rows"),
    *("projects.remove_row", "projects.restore_row"),
    *("projects.save_report", "projects.add_participants", "projects.remove_part", "projects.restore_part"),
    *("projects.add_photos", "projects.add_files", "projects.move_photo"),
)
# Who did one of these wrote or sent the proposal or report, or entered the project.
WROTE_OR_SENT = (
    *QUIET,
    *(
        "projects.add_standard",
        "projects.resolve_conflict",
        "projects.set_id_copy",
        "projects.submit_proposal",
    ),
    *("projects.enter_report", "projects.settle_conflict", "projects.send_report"),
    "projects.enter_project",
    *("projects.start_variation", "projects.write_variation", "projects.send_variation"),
    *("projects.add_variation_row", "projects.change_variation_row", "projects.remove_variation_row"),
)


@dataclass(frozen=True)
class TrailLine:
    who: str
    what: str
    at: datetime


def readable_history(operations: QuerySet[Operation], most: int = 30) -> list[TrailLine]:
    rows = list(operations.exclude(verb__in=QUIET)[:most])
    names = dict(
        User.objects.filter(pk__in={r.actor_id for r in rows if r.actor_id}).values_list("pk", "name")
    )
    return [TrailLine(names.get(r.actor_id, ""), verb_text(r.verb), r.recorded_at) for r in rows]

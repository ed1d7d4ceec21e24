"""Writing a proposal together: start, save field by field, add and remove lines, merge what two people wrote."""

from ruamsuk.projects.proposals.actions.drafting.authors import (
    add_author,
    answer_author_invitation,
    revoke_author_invitation,
    welcome_author,
)
from ruamsuk.projects.proposals.actions.drafting.ground import WRITING
from ruamsuk.projects.proposals.actions.drafting.rows import (
    Line,
    add_row,
    add_rows,
    add_standard,
    remove_row,
    restore_row,
    set_id_copy,
)
from ruamsuk.projects.proposals.actions.drafting.saving import resolve_conflict, save_fields
from ruamsuk.projects.proposals.actions.drafting.starting import delete_draft, start_proposal

__all__ = [
    "WRITING",
    "Line",
    "add_author",
    "add_row",
    "add_rows",
    "add_standard",
    "answer_author_invitation",
    "delete_draft",
    "remove_row",
    "resolve_conflict",
    "restore_row",
    "revoke_author_invitation",
    "save_fields",
    "set_id_copy",
    "start_proposal",
    "welcome_author",
]

"""What a person should do next, as each app tells it to the home page (`<app>.queries.tasks_for(user)`)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Todo:
    """One line of "my tasks". Texts are already in the reader's language."""

    icon: str
    title: str
    detail: str
    url: str
    button: str  # a verb: "Go on writing"
    due_on: date | None = None
    percent: int | None = None  # shown as a bar
    urgent: bool = False
    post_id: int | None = None  # the post through which it was found, for handover lists

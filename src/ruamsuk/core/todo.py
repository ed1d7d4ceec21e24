"""What a person should do next, as each app tells it to the home page (`<app>.queries.tasks_for(user)`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Press:
    """What the button of a line sends where the work is not begun yet: one press begins and opens it."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Todo:
    """One line of "my tasks". Texts are already in the reader's language."""

    icon: str
    title: str
    detail: str
    url: str  # where it is read, also from a list that was kept
    button: str  # a verb: "Go on writing"
    due_on: date | None = None
    percent: int | None = None  # shown as a bar
    urgent: bool = False
    press: Press | None = None  # in place of a link to `url`
    post_id: int | None = None  # the post through which it was found, for handover lists

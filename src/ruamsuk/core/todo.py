"""What a person should do next, as each app tells it to the home page (`<app>.queries.tasks_for(user)`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import today


class TaskGroup(TextChoices):
    """What tasks are done together, in the order in which they are shown."""

    LATE = "late", _("Overdue")  # whatever it is: its day has passed
    RETURNED = "returned", _("Returned to be corrected")
    WAITING = "waiting", _("Others wait for you")
    DUE = "due", _("Reports to write")
    WRITING = "writing", _("To be written or begun")
    OTHER = "other", _("To be completed or looked at")


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
    group: TaskGroup = TaskGroup.OTHER

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < today()


def grouped(tasks: Iterable[Todo]) -> list[tuple[TaskGroup, list[Todo]]]:
    """Each in its group, in their order."""
    groups: dict[TaskGroup, list[Todo]] = {group: [] for group in TaskGroup}
    for task in tasks:
        groups[TaskGroup.LATE if task.is_late else task.group].append(task)
    return [(group, found) for group, found in groups.items() if found]

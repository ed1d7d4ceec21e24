"""What a person should do next about variations."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.models import User
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.variations.choices import VariationState
from ruamsuk.projects.variations.models import Variation
from ruamsuk.projects.verbs import SET_MONEY, WRITE_VARIATION

MOST = 5


def tasks_for(user: User) -> list[Todo]:
    """Variations to decide on, and the own ones that were sent back, the oldest first."""
    found: list[Todo] = []
    posts = [grant.post for grant in grants_of(user)]
    if any(post.may(SET_MONEY) for post in posts):
        found += _to_decide(user)
    if any(post.may(WRITE_VARIATION) for post in posts):
        found += _to_mend(user)
    return found


def _to_decide(user: User) -> list[Todo]:
    rows = Variation.objects.waiting().visible_to(user, SET_MONEY)
    first = list(rows.select_related("project").order_by("sent_at", "pk")[: MOST + 1])
    if len(first) > MOST:
        number = rows.count()
        text = ngettext(
            "{n} variation waits for the decision", "{n} variations wait for the decision", number
        )
        oldest = first[0]
        return [
            _todo(
                oldest,
                text.format(n=number),
                _("The oldest: {title}").format(title=oldest.project.title),
                TaskGroup.WAITING,
            )
        ]
    return [
        _todo(
            row,
            _("Decide on the variation of “{title}”").format(title=row.project.title),
            _("The committee decides.") if row.needs_committee else _("The fund may record it by itself."),
            TaskGroup.WAITING,
        )
        for row in first
    ]


def _to_mend(user: User) -> list[Todo]:
    rows = Variation.objects.filter(
        state=VariationState.DRAFT, written_by=user, project__status=ProjectStatus.RUNNING
    ).select_related("project")
    return [
        _todo(
            row,
            _("Go on with the variation of “{title}”").format(title=row.project.title),
            _("Returned: {note}").format(note=row.returned_because[:160]) if row.returned_because else "",
            TaskGroup.RETURNED if row.returned_because else TaskGroup.WRITING,
        )
        for row in rows.order_by("created_at", "pk")[:MOST]
    ]


def _todo(row: Variation, title: str, detail: str, group: TaskGroup) -> Todo:
    return Todo(
        icon="arrows-exchange",
        title=title,
        detail=detail,
        url=reverse("projects:variation", args=[row.uid]),
        button=_("Open it"),
        group=group,
    )

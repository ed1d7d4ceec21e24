"""What a mentor should do next about grades."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.models import User
from ruamsuk.core.todo import Todo
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.documents import title_of
from ruamsuk.grades.verbs import GRADE

MOST = 5


def tasks_for(user: User) -> list[Todo]:
    """Grades that were begun, the oldest first."""
    if not any(grant.post.may(GRADE) for grant in grants_of(user)):
        return []
    rows = Grade.objects.visible_to(user, GRADE).filter(state=GradeState.DRAFT).with_all()
    return [
        Todo(
            icon="clipboard-check",
            title=_("Go on grading “{title}”").format(title=title_of(grade)),
            detail=str(grade.fund),
            url=reverse("grades:write", args=[grade.uid]),
            button=_("Go on grading"),
        )
        for grade in rows.order_by("begun_at", "pk")[:MOST]
    ]

"""What a mentor should do next about grades."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Post, User
from ruamsuk.core.todo import Press, TaskGroup, Todo
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.documents import is_ready, title_of
from ruamsuk.grades.verbs import GRADE

MOST = 5


def tasks_for(user: User) -> list[Todo]:
    """Grades that were begun, the oldest first: one's own, and those that came with a post."""
    posts = [grant.post for grant in grants_of(user) if grant.post.may(GRADE)]
    if not posts:
        return []
    own = Grade.objects.visible_to(user, GRADE).filter(state=GradeState.DRAFT).with_all()
    begun = list(own.order_by("begun_at", "pk")[:MOST])
    known = {grade.document for grade in begun}
    left = Grade.objects.left_to(user).with_all().order_by("begun_at", "pk")[:MOST]
    return [_todo(grade, posts) for grade in begun] + [
        _todo(grade, posts, is_left=True)
        for grade in left
        if grade.document not in known and is_ready(grade.document)
    ]


def _todo(grade: Grade, posts: list[Post], *, is_left: bool = False) -> Todo:
    kind = "plan" if grade.plan_id else "proposal"
    page = "plans:plan" if grade.plan_id else "projects:proposal"
    return Todo(
        icon="clipboard-check",
        title=_("Go on grading “{title}”").format(title=title_of(grade)),
        detail=_("{fund} · begun by {name}, who handed the post over to you").format(
            fund=grade.fund, name=grade.grader.name
        )
        if is_left
        else str(grade.fund),
        # Kept in the list of a handover: the draft itself opens to its mentor alone, the document to both.
        url=reverse(page, args=[grade.document.uid]),
        button=_("Go on grading"),
        group=TaskGroup.WRITING,
        press=Press(reverse(f"grades:begin-{kind}", args=[grade.document.uid]), {}),
        post_id=next((post.pk for post in posts if _covers(post, grade)), None),
    )


def _covers(post: Post, grade: Grade) -> bool:
    if post.scope.kind == ScopeKind.AREA:
        return post.scope.area.places.covers(grade.place_no)
    return post.scope_id == grade.fund.scope_id

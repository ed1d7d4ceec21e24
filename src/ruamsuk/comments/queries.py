"""Reading comments."""

from django.http import HttpRequest

from ruamsuk.comments.models import Comment, CommentQuerySet, Thread
from ruamsuk.core.paging import Page

MOST_SHOWN = 30  # on one page


def comments_of(thread: Thread, about: str | None = None) -> CommentQuerySet:
    """The comments of a thread, oldest first; with `about` only those of one section. One query."""
    rows = Comment.objects.filter(thread=thread)
    if about is not None:
        rows = rows.filter(about=about)
    return rows.select_related("by", "resolved_by").order_by("at", "pk")


def newest_comments(request: HttpRequest, thread: Thread) -> Page:
    """Comments from the newest on, a page of them at a time."""
    rows = comments_of(thread)
    return Page(request, rows, order=("-at", "-pk"), size=MOST_SHOWN, called="comments", is_short=True)

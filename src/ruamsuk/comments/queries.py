"""Reading comments."""

from ruamsuk.comments.models import Comment, CommentQuerySet, Thread


def comments_of(thread: Thread, about: str | None = None) -> CommentQuerySet:
    """The comments of a thread, oldest first; with `about` only those of one section. One query."""
    rows = Comment.objects.filter(thread=thread)
    if about is not None:
        rows = rows.filter(about=about)
    return rows.select_related("by", "resolved_by").order_by("at", "pk")

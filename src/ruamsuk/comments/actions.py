"""Doors through which comments are made and settled. The owner's view has asked its gate before."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.comments.models import Comment, Thread


def new_threads(number: int = 1) -> list[Thread]:
    """Those that as many new records own."""
    return Thread.objects.bulk_create([Thread() for _no in range(number)], batch_size=500)


@action(_("wrote a comment"), aside=True)
def add_comment(*, thread: Thread, text: str, about: str = "", by: User, at: datetime = NOW) -> Comment:
    return Comment.objects.create(thread=thread, text=text.strip(), about=about, by=by, at=at)


@action(_("marked a comment as settled"), on="comment", aside=True)
def resolve_comment(*, comment: Comment, by: User, at: datetime = NOW) -> Comment:
    """Settled once; the first person stays the one who settled it."""
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = at, by
        comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment

"""Comments on anything: the owner (a proposal, a plan) has a one-to-one `Thread`, pointing down here."""

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.core.models import Record


class Thread(models.Model):
    """The comments of one owner. Who may read or write is the owner's gate; there is no page here."""

    def __str__(self) -> str:
        return f"thread {self.pk}"


class CommentQuerySet(QuerySet["Comment"]):
    def open(self) -> "CommentQuerySet":
        return self.filter(resolved_at__isnull=True)


class Comment(Record):
    """One remark, about the whole or about one section of the owner."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    about = models.CharField(max_length=60, blank=True)  # the owner's key of a section; empty: the whole
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["thread", "at"])]

    def __str__(self) -> str:
        return self.text[:60]

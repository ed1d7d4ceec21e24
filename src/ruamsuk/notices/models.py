"""Notices: one row for each person who should know, and one row for each letter that told them."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from ruamsuk.accounts.models import User
from ruamsuk.core.models import Record
from ruamsuk.notices.kinds import NoticeKind, kind_of


def about_what(url_name: str, url_kwargs: Mapping[str, object]) -> str:
    """A target in one word: the same for every notice that leads to it."""
    return " ".join([url_name, *(str(url_kwargs[name]) for name in sorted(url_kwargs))])[:200]


class NoticeQuerySet(QuerySet["Notice"]):
    def visible_to(self, user: Any) -> "NoticeQuerySet":
        """One's own and nobody else's."""
        return self.filter(to_id=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(Record):
    """Something happened that a person should know. Names its target by URL name, so the target's own gate is asked
    again when the notice is opened.
    """

    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    url_name = models.CharField(max_length=80)
    url_kwargs = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # The target in one word, by which it is found again.
    about = models.CharField(max_length=200, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-created_at", "-id"]),
            models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["about"], condition=Q(read_at__isnull=True), name="notice_unread_about"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, **kwargs: Any) -> None:
        self.about = about_what(self.url_name, self.url_kwargs)
        super().save(**kwargs)

    @property
    def spec(self) -> NoticeKind:
        return kind_of(self.kind)

    @property
    def text(self) -> str:
        """What happened, in the reader's language."""
        return self.spec.say(self.params)

    @property
    def target(self) -> str:
        """Address of the page that it is about; empty when that kind of page is no more."""
        try:
            return reverse(self.url_name, kwargs=self.url_kwargs)
        except NoReverseMatch:
            return ""


class Digest(models.Model):
    """The one letter of a day to a person. Written before the letter goes, so that no second one follows."""

    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on_day = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "on_day"], name="one_digest_per_person_and_day")]

    def __str__(self) -> str:
        return f"{self.to_id} {self.on_day}"

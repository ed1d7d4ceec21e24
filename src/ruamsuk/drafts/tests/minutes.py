"""A document that stands in the tests alone: what a specification of a dozen lines is given by the engine.

Its tables are made for the tests that ask for `minutes`; outside of them nobody knows these models.
"""

from datetime import datetime

from django.db import models
from django.test.utils import isolate_apps

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import action
from ruamsuk.core.models import Record
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts.actions import Writing, locked
from ruamsuk.drafts.models import Document
from ruamsuk.drafts.specs import Baht, Day, Field, Long, One, Rows, Section, Spec, Text, Ticks

with isolate_apps("ruamsuk.drafts"):

    class Minutes(Record, Document):
        title = models.CharField(max_length=200, blank=True)
        held_on = models.DateField(null=True)
        until_on = models.DateField(null=True)
        is_sent = models.BooleanField(default=False)
        urgent = models.ManyToManyField("Item", related_name="+")

        class Meta:
            app_label = "drafts"

        @property
        def is_writable(self) -> bool:
            return not self.is_sent

        def __str__(self) -> str:
            return self.title

    class Item(Record):
        minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="items")
        no = models.PositiveSmallIntegerField()
        text = models.TextField(blank=True)
        cost_satang = models.BigIntegerField(null=True)

        class Meta:
            app_label = "drafts"
            ordering = ["no", "pk"]

        def __str__(self) -> str:
            return self.text

    class Guest(Record):
        minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="guests")
        name = models.CharField(max_length=100, blank=True)

        class Meta:
            app_label = "drafts"

        def __str__(self) -> str:
            return self.name


MODELS = (Minutes, Item, Guest, Minutes.urgent.through)

_ITEM = (
    Field("text", "Item", Long(), missing="the text of {x}"),
    Field("cost_satang", "Cost", Baht(), is_optional=True),
)
SPEC = Spec(
    sections=(Section("1", "Meeting", "meeting"), Section("2", "What was said", "said")),
    parts=(
        One(
            kind="m",
            section="1",
            fields=(
                Field("title", "Title", Text(200), missing="the title"),
                Field("held_on", "First day", Day(), missing="the day"),
                Field("until_on", "Last day", Day(), is_optional=True),
            ),
        ),
        Rows(
            kind="item",
            section="2",
            fields=_ITEM,
            model=Item,
            owner="minutes",
            least="an item",
            label="Item",
            frozen="items",
            shows_no=True,
            called=("text",),
            named=lambda row: f"item {row.no}",
        ),
        Rows(
            kind="guest",
            section="1",
            fields=(Field("name", "Guest", Text(100)),),
            model=Guest,
            owner="minutes",
            is_personal=True,
        ),
        Ticks(kind="urgent", section="2", links="urgent", among=lambda minutes: minutes.items.all()),
    ),
)


class MinutesWriting(Writing[Minutes]):
    spec = SPEC

    def lock(self, document: Minutes) -> Minutes:
        found = locked(Minutes.objects.all(), document)
        if not found.is_writable:
            raise WrongState(state="sent")
        return found

    def wrong(self, thing: object) -> dict[str, str]:
        if isinstance(thing, Minutes) and thing.held_on and thing.until_on and thing.until_on < thing.held_on:
            return {
                "held_on": "The last day is before the first.",
                "until_on": "The last day is before the first.",
            }
        return {}


WRITING = MinutesWriting()


@action("started minutes")
def start_minutes(*, by: User, at: datetime) -> Minutes:
    return Minutes.objects.create(created_at=at, changed_at=at)


@action("wrote in the minutes", on="minutes")
def write(*, minutes: Minutes, by: User, at: datetime, **given: object):
    return WRITING.save(minutes, by=by, at=at, **given)


@action("chose between two texts", on="minutes")
def choose(*, minutes: Minutes, by: User, at: datetime, **given: object):
    return WRITING.choose(minutes, by=by, at=at, **given)


@action("added a line", on="minutes")
def add_row(*, minutes: Minutes, kind: str, by: User, at: datetime):
    return WRITING.add_row(minutes, kind, at=at)


@action("removed a line", on="minutes")
def remove_row(*, minutes: Minutes, kind: str, uid: str, by: User, at: datetime):
    return WRITING.remove_row(minutes, kind, uid, by=by, at=at)


@action("brought a line back", on="minutes")
def restore_row(*, minutes: Minutes, kind: str, uid: str, by: User, at: datetime, removed=None):
    return WRITING.restore_row(minutes, kind, uid, removed=removed, at=at)

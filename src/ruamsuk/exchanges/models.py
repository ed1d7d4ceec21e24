"""Forms of other systems as data, what those systems hold about projects, and the result of a project.

A form says how a file of another system is called and written, column by column. What came in by it stays beside the
project, never in it (docs/adr/0093).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.models import Record
from ruamsuk.exchanges.choices import KEYS, KINDS, Achieved, Format, Kind, Reads
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Project


class FormQuerySet(QuerySet["ExchangeForm"]):
    def in_use(self) -> FormQuerySet:
        return self.filter(retired_at__isnull=True)

    def whole(self) -> FormQuerySet:
        return self.prefetch_related("columns")


class ExchangeForm(Record):
    """A form of another system: what its file is called, and its columns in their order."""

    code = models.SlugField(max_length=40, blank=True)  # of the one that comes with the system
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)  # where the form comes from, what it is for
    retired_at = models.DateTimeField(null=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="exchange_form_has_name"),
            models.UniqueConstraint(fields=["name"], name="one_exchange_form_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def fields(self) -> dict[str, ExchangeColumn]:
        """Its columns by what they hold of a project; without those that hold nothing of it."""
        return {column.field: column for column in self.columns.all() if column.field}

    @property
    def lacks(self) -> list[Reads]:
        """Without which a row cannot be known: files of the form only go out."""
        return [key for key in KEYS if key not in self.fields]


class ExchangeColumn(Record):
    form = models.ForeignKey(ExchangeForm, on_delete=models.CASCADE, related_name="columns")
    no = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)  # as the file has it
    plain_heading = models.CharField(max_length=200)  # in the form in which headings are compared
    # Empty: it is kept as it came, and goes out empty.
    field = models.CharField(max_length=20, choices=Reads.choices, blank=True)
    format = models.CharField(max_length=8, choices=Format.choices, default=Format.PLAIN)
    words = models.JSONField(default=dict)  # code → what the form calls it; others go by their Thai name
    must = models.BooleanField(default=True)  # without it a project is not ready to send

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "plain_heading"], name="one_exchange_column_per_heading"),
            models.UniqueConstraint(
                fields=["form", "field"], condition=~Q(field=""), name="one_exchange_column_per_field"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.field, Kind.TEXT)


class EntryQuerySet(QuerySet["OutsideEntry"]):
    def visible_to(self, user: Reader, can: Verb) -> EntryQuerySet:
        """Of funds where this may be done."""
        return self.filter(fund__in=Fund.objects.visible_to(user, can))


class OutsideEntry(Record):
    """A project as another system holds it: what its newest file said, beside the project here or beside none."""

    form = models.ForeignKey(ExchangeForm, on_delete=models.PROTECT, related_name="entries")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=500)
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, related_name="+")
    # A person said which project it is, or that it is none of those here: files that come say nothing else.
    is_said = models.BooleanField(default=False)
    # Reads → value, see choices.Kind.
    values: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    # Heading → text, of the columns that the form does not have.
    more: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    said_at = models.DateTimeField()  # when the file came in that said so last

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["form", "fiscal_year", "fund"])]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "project"],
                condition=Q(project__isnull=False),
                name="one_outside_entry_per_form_and_project",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProjectResult(Record):
    """Whether a project achieved what it was approved for: said by its fund once it is over."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    result = models.CharField(max_length=12, choices=Achieved.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result=Achieved.YES) | ~Q(reason=""), name="not_achieved_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()

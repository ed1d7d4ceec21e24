"""Instruments: what is looked at, by which levels, with what weight; as data with versions.

A version is written as a draft, published, and stays as it is from the first answer on. What was answered belongs to
its version for ever; a change is a new version. Who answers, about what, stands in the apps above (`grades`).
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import is_thai
from ruamsuk.core.models import Record
from ruamsuk.instruments.choices import TIER_TONE, VERSION_TONE, About, Tier, VersionState


def _of_page(row: Any, name: str) -> str:
    """The text in the language of the page; the Thai one where no other was written."""
    thai: str = getattr(row, f"{name}_th")
    return thai if is_thai() else getattr(row, f"{name}_en") or thai


class InstrumentQuerySet(QuerySet["Instrument"]):
    def in_use(self) -> InstrumentQuerySet:
        return self.filter(retired_on__isnull=True)


class Instrument(Record):
    """A rubric, later a screening or an assessment: its name, and what it is answered about."""

    code = models.SlugField(max_length=60, unique=True)
    about = models.CharField(max_length=12, choices=About.choices)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    retired_on = models.DateField(null=True, blank=True)  # no new answers begin; those that are there keep it

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["about", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return _of_page(self, "name")


class InstrumentVersionQuerySet(QuerySet["InstrumentVersion"]):
    def answerable(self, about: str) -> InstrumentVersionQuerySet:
        """What may be answered today about such a noun, in the order of the instruments."""
        rows = self.filter(state=VersionState.IN_USE, instrument__about=about)
        return (
            rows.filter(instrument__retired_on__isnull=True)
            .select_related("instrument")
            .order_by("instrument")
        )

    def whole(self) -> InstrumentVersionQuerySet:
        """With all that belongs to it, for pages that show or answer it."""
        return self.select_related("instrument", "signed_by").prefetch_related("criteria__levels", "bands")


class InstrumentVersion(Record):
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    # Two answers to one criterion are marked as different from so many levels apart on.
    differ_from = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)  # when the first answer was begun
    # An administrator stands for the programme; until then pages say "to be confirmed by the programme".
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_note = models.CharField(max_length=300, blank=True)  # on what it rests: letter, meeting, manual

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "-no"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "no"], name="one_instrument_version_per_number"),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(state=VersionState.DRAFT), name="one_draft_per_instrument"
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(state=VersionState.IN_USE),
                name="one_version_in_use_per_instrument",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True, answered_at__isnull=True)
                | (~Q(state=VersionState.DRAFT) & Q(published_at__isnull=False)),
                name="instrument_draft_is_not_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.no}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def tone(self) -> str:
        return VERSION_TONE[VersionState(self.state)]


class Criterion(Record):
    """What is looked at. Its weight is how often its level counts."""

    part_of = "version"

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="criteria")
    no = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    look_at_th = models.TextField(blank=True)  # where in the document, and what to ask oneself
    look_at_en = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["version", "no"], name="one_criterion_per_number"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return _of_page(self, "name")

    @property
    def look_at(self) -> str:
        return _of_page(self, "look_at")


class Level(Record):
    """How good it is, in words that two people read alike, with its number. A low one asks for a reason."""

    part_of = "criterion"

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    name_th = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    example_th = models.TextField(blank=True)
    example_en = models.TextField(blank=True)
    is_low = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "number"], name="one_level_per_criterion_and_number"
            ),
            models.CheckConstraint(condition=Q(number__lte=100), name="level_number_up_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"

    @property
    def name(self) -> str:
        return _of_page(self, "name")

    @property
    def text(self) -> str:
        return _of_page(self, "text")

    @property
    def example(self) -> str:
        return _of_page(self, "example")


class Band(Record):
    """What a result is called from a share of the most possible points on, and the step in which it is counted."""

    part_of = "version"

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="bands")
    from_percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    name_th = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=8, choices=Tier.choices)

    class Meta:
        ordering = ["from_percent"]
        constraints = [
            models.UniqueConstraint(fields=["version", "from_percent"], name="one_band_per_border"),
            models.CheckConstraint(condition=Q(from_percent__lte=100), name="band_begins_up_to_100"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return _of_page(self, "name")

    @property
    def tone(self) -> str:
        return TIER_TONE[Tier(self.tier)]

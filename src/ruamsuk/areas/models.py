"""Areas: the administrative tree with permanent ids, and what each area was called and coded when.

`Area` holds today's values; `AreaVersion` holds them with validity, so that a rename, a new code, a merge or a
split never rewrites the past. Zones are areas too (kind zone): a grouping beside the tree. A province hangs on the
country and names its zone; what lies below a province carries the same zone, so that it can be listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from ruamsuk.areas.choices import (
    BANGKOK_CODE,
    READ,
    WORDS_BANGKOK,
    WORDS_EN,
    WORDS_TH,
    AreaKind,
    bare_name,
)
from ruamsuk.areas.ranges import Places, Stand, stands
from ruamsuk.areas.sight import reach
from ruamsuk.core.calendar import is_thai
from ruamsuk.core.text import plain, thai_sort_key


class AreaQuerySet(QuerySet["Area"]):
    def open(self) -> AreaQuerySet:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, user: Any, can: str) -> AreaQuerySet:
        """Everybody reads areas; changing them goes by the place of the post."""
        if can == READ:
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(reach(user, can).q(place="place_no"))


class Area(models.Model):
    kind = models.CharField(max_length=11, choices=AreaKind.choices)
    # Official code of today: "90", "9011", "901104", "90110403"; "TH" and "Z12" for the levels without one.
    code = models.CharField(max_length=8)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=160, db_index=True)  # Thai order; core.text.thai_sort_key
    # The names as they are compared while somebody types; core.text.plain.
    search_th = models.CharField(max_length=120, db_index=True)
    search_en = models.CharField(max_length=120, db_index=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    zone = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        limit_choices_to={"kind": AreaKind.ZONE},
    )
    # Where it lies today: from its own code, or, for a closed area, from the successor that took its place.
    place_no = models.BigIntegerField(db_index=True)
    # Of a zone: the provinces that lie in it today, in order, with spaces between. A zone is known by them alone, so
    # that a province changes its zone without a single record being written (docs/adr/0069).
    province_codes = models.CharField(max_length=300, blank=True)
    postal_codes = models.CharField(max_length=60, blank=True)  # of a sub-district, with spaces between
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_on__isnull=True), name="one_open_area_per_code"
            ),
            models.CheckConstraint(condition=~Q(name_th=""), name="area_has_thai_name"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="area_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "sort_key"]),
            models.Index(fields=["parent", "kind"]),
            models.Index(fields=["code"]),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("areas:area", args=[self.pk])

    @classmethod
    def country(cls) -> Area:
        return cls.objects.get(kind=AreaKind.COUNTRY)

    @property
    def name(self) -> str:
        """The bare name in the language of the page."""
        return self.name_th if is_thai() or not self.name_en else self.name_en

    @property
    def label(self) -> str:
        """Name with the word for its level, in the language of the page: "อำเภอหาดใหญ่", "Hat Yai District"."""
        kind = AreaKind(self.kind)
        if is_thai() or not self.name_en:
            words = WORDS_BANGKOK if self.is_bangkok else WORDS_TH
            return f"{words.get(kind, '')}{self.name_th}"
        return f"{self.name_en}{WORDS_EN.get(kind, '')}"

    @property
    def zone_no(self) -> int:
        """Number of a zone, from its code: Z12 → 12."""
        return int("".join(digit for digit in self.code if digit.isdigit()) or 0)

    @property
    def is_bangkok(self) -> bool:
        return self.code.startswith(BANGKOK_CODE)

    @property
    def moo(self) -> int | None:
        """Number of a village in its sub-district."""
        return int(self.code[6:]) if self.kind == AreaKind.VILLAGE else None

    @property
    def stands(self) -> list[Stand]:
        return stands(self.kind, self.place_no, self.province_codes)

    @property
    def places(self) -> Places:
        """All that lies in it."""
        return Places.of(self.stands)

    @property
    def own_places(self) -> Places:
        """What lies at its own level, in none of the areas below it."""
        return Places.of([Stand(self.place_no, 1)])

    def set_names(self, name_th: str, name_en: str) -> None:
        """Both names with the keys that are derived from them."""
        self.name_th, self.name_en = bare_name(name_th, self.kind), name_en.strip()
        self.sort_key = thai_sort_key(self.name_th)[:160]
        self.search_th, self.search_en = plain(self.name_th), plain(self.name_en)


_places_read: ContextVar[dict[int, int] | None] = ContextVar("areas_places_read", default=None)


class PlaceField(models.BigIntegerField):
    """`place_no` of a record: that of its `home_area` at the moment of writing, whatever the object in hand says.

    The object, or the fund that it is taken from, may have been read before an area was merged or moved. Areas change
    while no other action runs (`alone` in audit.actions), so what is read here holds until the record is stored.
    Of many records that are stored together it is read once: `places_read`.
    """

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs

    def pre_save(self, record: models.Model, add: bool) -> int | None:
        home = record.home_area_id  # type: ignore[attr-defined]
        read = _places_read.get()
        if read is not None and home in read:
            found: int | None = read[home]
        else:
            found = Area.objects.filter(pk=home).values_list("place_no", flat=True).first() if home else None
        setattr(record, self.attname, found)
        return found


@contextmanager
def places_read(homes: Iterable[int | None]) -> Iterator[None]:
    """Records with these home areas are stored inside: one statement reads where they lie. Part of one action only."""
    places = Area.objects.filter(pk__in={home for home in homes if home}).values_list("pk", "place_no")
    token = _places_read.set({**dict(places), **(_places_read.get() or {})})
    try:
        yield
    finally:
        _places_read.reset(token)


class AreaVersion(models.Model):
    """What an area was called, coded and part of, from a day until a day (first inclusive, last exclusive)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="versions")
    code = models.CharField(max_length=8)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)  # empty: longer than is known
    valid_until = models.DateField(null=True)  # empty: still
    by_hand = models.BooleanField(default=False)  # a person's change; the official list never overwrites it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="area_version_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["area"], condition=Q(valid_until__isnull=True), name="one_current_version_per_area"
            ),
        ]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}"

    @property
    def name(self) -> str:
        return self.name_th if is_thai() or not self.name_en else self.name_en


class Succession(models.Model):
    """`successor` took the place (or part of it) of `area` on a day. `basis`: where the link is known from."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="predecessions")
    on_day = models.DateField(null=True)
    basis = models.CharField(max_length=500, blank=True)
    # The successor where records of a closed area lie today; at most one.
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "successor"], name="one_succession_per_pair"),
            models.UniqueConstraint(fields=["area"], condition=Q(is_main=True), name="one_main_successor"),
            models.CheckConstraint(condition=~Q(area=F("successor")), name="no_area_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} → {self.successor_id}"


class HeldSightQuerySet(QuerySet["HeldSight"]):
    def homes(self, *, reader: int, post: UUID, sees: bool) -> HeldSightQuerySet:
        """Areas whose personal records a post at `reader` does (or does not) see against today's borders."""
        own = self.filter(post=post)
        general = Q(post=None, reader=reader) & ~Q(home__in=own.values("home"))
        return self.filter(Q(post=post) | general, sees=sees).values("home")  # type: ignore[return-value]


class HeldSight(models.Model):
    """Who sees the personal part of records otherwise than today's borders say, since a change of areas.

    Records made in `home` are (`sees`) or are not (not `sees`) seen by the posts at `reader`: as it was before the
    change, until a person lets sight follow the new borders. `post`: an exception for one post, whatever holds for
    the others; accounts stands above, so it is named by its uid.
    """

    reader = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    home = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    post = models.UUIDField(null=True, db_index=True)
    sees = models.BooleanField()

    objects = HeldSightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "home"], condition=Q(post__isnull=True), name="one_sight_per_pair_of_areas"
            ),
            models.UniqueConstraint(
                fields=["post", "home"], condition=Q(post__isnull=False), name="one_sight_per_post_and_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {'sees' if self.sees else 'does not see'} {self.home_id}"


class Population(models.Model):
    """Registered people of an area in a year, with its source."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()  # BE calendar year of the count
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year"], name="one_population_per_area_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}: {self.people}"


class Edition(models.Model):
    """One row: a token that changes with every change of areas, so that name indexes in memory know their age."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)

"""Areas: the administrative tree with permanent ids, and what each area was called and coded when.

`Area` holds today's values; `AreaVersion` holds them with validity, so that a rename, a new code, a merge or a
split never rewrites the past. Zones are areas too (kind zone); a province names its zone beside its parent.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ruamsuk.areas.choices import CODE_LENGTH, WORDS_BANGKOK, WORDS_EN, WORDS_TH, ZONE_STEP, AreaKind
from ruamsuk.core.calendar import is_thai


def place_no(zone: int, code: str) -> int:
    """zone × 10⁸ + official code padded to 8 digits. Country: zone 0, code ""; zone 12: zone 12, code ""."""
    return zone * ZONE_STEP + (int(code.ljust(8, "0")) if code else 0)


class Area(models.Model):
    kind = models.CharField(max_length=11, choices=AreaKind.choices)
    # Official code of today: "90", "9011", "901104", "90110403"; "zone-12" and "th" for the two levels without one.
    code = models.CharField(max_length=8)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=160, db_index=True)  # Thai order; core.text.thai_sort_key
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    zone = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", limit_choices_to={"kind": AreaKind.ZONE}
    )
    place_no = models.BigIntegerField(db_index=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(closed_on__isnull=True), name="one_open_area_per_code"),
        ]
        indexes = [models.Index(fields=["kind", "sort_key"]), models.Index(fields=["parent", "kind"])]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def country(cls) -> Area:
        return cls.objects.get(kind=AreaKind.COUNTRY)

    @property
    def label(self) -> str:
        """Name with the word for its level, in the language of the page: "อำเภอหาดใหญ่", "Hat Yai District"."""
        kind = AreaKind(self.kind)
        if is_thai() or not self.name_en:
            words = WORDS_BANGKOK if self.code.startswith("10") else WORDS_TH
            return f"{words.get(kind, '')}{self.name_th}"
        return f"{self.name_en}{WORDS_EN.get(kind, '')}"

    @property
    def place_range(self) -> tuple[int, int]:
        """Smallest and largest `place_no` inside this area, both inclusive."""
        return self.place_no, self.place_no + span(self.kind) - 1


def span(kind: str) -> int:
    """How many place numbers an area of a kind covers."""
    if kind == AreaKind.COUNTRY:
        return 100 * ZONE_STEP
    if kind == AreaKind.ZONE:
        return ZONE_STEP
    return int(10 ** (8 - CODE_LENGTH[AreaKind(kind)]))


class AreaVersion(models.Model):
    """What an area was called, coded and part of, from a day until a day (first inclusive, last exclusive)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="versions")
    code = models.CharField(max_length=8)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

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

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}"


class Succession(models.Model):
    """`successor` took the place (or part of it) of `area` on a day. `basis`: where the link is known from."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="predecessions")
    on_day = models.DateField(null=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "successor"], name="one_succession_per_pair")]

    def __str__(self) -> str:
        return f"{self.area_id} → {self.successor_id}"


class Population(models.Model):
    """Registered people of an area in a year, with its source."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()  # BE calendar year of the count
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="one_population_per_area_and_year")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}: {self.people}"

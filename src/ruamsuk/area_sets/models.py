"""Sets of areas: areas of any level, chosen once and kept under a name, so that figures are asked of them together."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, may, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.area_sets.verbs import SHARE_AREA_SETS
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import area_of_today
from ruamsuk.areas.queries.tree import UPWARDS
from ruamsuk.areas.ranges import Places
from ruamsuk.core.models import Record


class AreaSetQuerySet(QuerySet["AreaSet"]):
    def visible_to(self, user: Reader, can: Verb) -> AreaSetQuerySet:
        """Shared sets are read by everybody, own ones by who made them, who also changes them.

        Who shares sets in the whole country changes every shared one.
        """
        own = Q(owner=user.pk) if user.is_authenticated else Q(pk__in=[])
        if can == READ:
            return self.filter(own | Q(is_shared=True))
        if not may(user, can):
            return self.none()
        if reach(user, SHARE_AREA_SETS).covers(place_no=0):
            own |= Q(is_shared=True)
        return self.filter(own)

    def in_use(self) -> AreaSetQuerySet:
        return self.filter(retired_at__isnull=True)


class AreaSet(Record):
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)  # what it is for
    areas = models.ManyToManyField(Area, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = AreaSetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="area_set_has_name"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_shared=True, retired_at__isnull=True),
                name="one_shared_area_set_per_name",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(is_shared=False, retired_at__isnull=True),
                name="one_own_area_set_per_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def chosen(self) -> list[Area]:
        """As they were chosen, by their level, closed ones too."""
        rows = self.areas.select_related(*UPWARDS)
        return sorted(rows, key=_by_level)

    @cached_property
    def today(self) -> list[Area]:
        """The open areas that they are today, each once: what took the place of closed ones."""
        found = {area.pk: area for area in map(area_of_today, self.chosen) if area is not None}
        return sorted(found.values(), key=_by_level)

    @cached_property
    def parts(self) -> list[Area]:
        """Those of today that lie in no other: together they are the set, and none is counted twice."""
        return apart(self.today)

    @property
    def inside_others(self) -> list[Area]:
        return [area for area in self.today if area not in self.parts]

    @cached_property
    def places(self) -> Places:
        return Places.of(stand for area in self.parts for stand in area.stands)


def apart(areas: list[Area]) -> list[Area]:
    """Those that lie in no other of them, in their order. Areas lie inside each other or apart, never across."""
    places = {area.pk: area.places for area in areas}

    def is_inside(one: Area, other: Area) -> bool:
        return all(places[other.pk].covers(stand.place) for stand in one.stands)

    found: list[Area] = []
    for area in sorted(areas, key=lambda area: -_size(area)):
        if not any(is_inside(area, other) for other in found):
            found.append(area)
    return [area for area in areas if area in found]


def _by_level(area: Area) -> tuple[int, str]:
    return list(AreaKind).index(AreaKind(area.kind)), area.code


def _size(area: Area) -> int:
    """How many place numbers it covers."""
    return sum(last - first + 1 for first, last in area.places.ranges)

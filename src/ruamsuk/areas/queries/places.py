"""Where areas and the records in them lie: `place_no` from codes and successors, and who has to be told.

A record of an app above keeps its `home_area` for ever; its `place_no` is always that area's `place_no` of today.
Nothing here knows those apps: they are found by having both fields.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.apps import apps
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, Succession
from ruamsuk.areas.ranges import place_no, province_code

GROUPS = (AreaKind.COUNTRY, AreaKind.ZONE)  # above the official codes


class Place(NamedTuple):
    """Where an area lies: its zone's id, its place number, and of a zone the provinces in it."""

    zone_id: int | None
    place_no: int
    province_codes: str = ""


class Known(NamedTuple):
    """What is stored of an area. Plain values: all areas of the country are read while everybody waits."""

    pk: int
    kind: str
    code: str
    parent_id: int | None
    closed_on: date | None
    zone_id: int | None
    place_no: int
    province_codes: str

    @property
    def place(self) -> Place:
        return Place(self.zone_id, self.place_no, self.province_codes)


def places() -> list[tuple[Known, Place]]:
    """Every area with its right place.

    An open area lies where its code says; a closed one where its main successor lies, else where it lay. The zone is
    that of the province. A zone holds its open provinces, and what was closed without a successor in a province that
    is no more, or has another code.
    """
    stored = Area.objects.order_by("pk").values_list(*Known._fields)
    rows = {known.pk: known for known in map(Known._make, stored)}
    successor = dict(Succession.objects.filter(is_main=True).values_list("area_id", "successor_id"))

    def zone_of(area: Known | None) -> Known | None:
        while area is not None and area.kind not in GROUPS:
            if area.kind == AreaKind.PROVINCE:
                return rows.get(area.zone_id or 0)
            area = rows.get(area.parent_id or 0)
        return area if area is not None and area.kind == AreaKind.ZONE else None

    found: dict[int, Place] = {}
    zone_by_province: dict[str, str] = {}  # code → code
    left: dict[str, str] = {}
    for pk, known in rows.items():
        area, seen = known, {pk}
        while (
            area.closed_on is not None and (after := successor.get(area.pk)) is not None and after not in seen
        ):
            seen.add(after)
            area = rows[after]
        zone, place = zone_of(area), place_no(area.code)
        found[pk] = Place(None if zone is None or known.kind in GROUPS else zone.pk, place)
        province = province_code(place)
        if zone is None or province is None:
            continue
        if area.closed_on is not None:
            left.setdefault(province, zone.code)
        elif area.kind == AreaKind.PROVINCE:
            zone_by_province[province] = zone.code
    held: dict[int, list[str]] = defaultdict(list)
    for province, zone_code in sorted({**left, **zone_by_province}.items()):
        held[place_no(zone_code)].append(province)
    for pk, known in rows.items():
        if known.kind == AreaKind.ZONE:
            found[pk] = found[pk]._replace(province_codes=" ".join(held[found[pk].place_no]))
    return [(known, found[pk]) for pk, known in rows.items()]


def scoped_models() -> list[type[Model]]:
    """Models of the apps above whose records lie somewhere: with `home_area` and `place_no`."""
    return [
        model
        for model in apps.get_models()
        if {"home_area", "place_no"} <= {f.name for f in model._meta.concrete_fields}
        and model._meta.get_field("home_area").related_model is Area
    ]


def misplaced_areas() -> list[str]:
    """For `check-data`: areas whose zone, `place_no` or `province_codes` is not what it must be."""
    return [
        f"area {known.pk} {known.code}: {known.place}, must be {right}"
        for known, right in places()
        if known.place != right
    ]


def misplaced_records() -> list[str]:
    """For `check-data`: records that do not lie where their area lies. A draft may have no place yet: then in both."""
    faults = []
    for model in scoped_models():
        one_is_missing = Q(home_area=None, place_no__isnull=False) | Q(home_area__isnull=False, place_no=None)
        differ = Q(home_area__isnull=False, place_no__isnull=False) & ~Q(place_no=F("home_area__place_no"))
        wrong = model._default_manager.filter(one_is_missing | differ)
        faults += [
            f"{model._meta.label_lower} {pk}: place_no {no}, its area {area} lies at {right}"
            for pk, no, area, right in wrong.values_list(
                "pk", "place_no", "home_area_id", "home_area__place_no"
            )[:100]
        ]
    return faults


def records_in(areas: list[Area]) -> list[tuple[str, int]]:
    """Records of the apps above that name one of these areas in any field: (name of the noun, how many).

    Nouns without a name (`Record.counted_as`) stand behind others; they are told, as one sum, only when they are all.
    """
    found: list[tuple[str, int]] = []
    nameless = 0
    for model in apps.get_models():
        links = [
            link
            for link in (*model._meta.concrete_fields, *model._meta.many_to_many)
            if link.is_relation and link.related_model is Area
        ]
        if model._meta.app_label == Area._meta.app_label or not links:
            continue
        named = reduce(or_, (Q(**{f"{link.name}__in": areas}) for link in links))
        if count := model._default_manager.filter(named).distinct().count():
            if name := str(getattr(model, "counted_as", "")):
                found.append((name, count))
            else:
                nameless += count
    return found or ([(_("Other entries"), nameless)] if nameless else [])


@dataclass(frozen=True)
class Effects:
    """What a change of an area touches: open areas below it by level, and records of the apps above."""

    areas: list[tuple[str, int]] = field(default_factory=list)
    records: list[tuple[str, int]] = field(default_factory=list)


def subtree(*areas: Area) -> list[Area]:
    """Areas of one level and all open areas below them, from the top down."""
    found, level = list(areas), list(areas)
    while level:
        upward: Q = Q(parent__in=level)
        if level[0].kind == AreaKind.ZONE:
            upward = Q(zone__in=level, kind=AreaKind.PROVINCE)
        level = list(Area.objects.open().filter(upward).order_by("code"))
        found += level
    return found


def effects(*areas: Area) -> Effects:
    """What a change of these areas (of one level) touches, for the summary before it."""
    found = subtree(*areas)
    levels = [
        (str(kind.label), count)
        for kind in AreaKind
        if (count := sum(1 for one in found[len(areas) :] if one.kind == kind))
    ]
    return Effects(levels, records_in(found))

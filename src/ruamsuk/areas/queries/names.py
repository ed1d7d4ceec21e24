"""All names of areas in memory: today's, abolished ones and former ones. For reading addresses by the thousand.

Villages are left out (they are looked up by their number in the sub-district).
"""

from collections import defaultdict
from uuid import UUID

from ruamsuk.areas.choices import ALIASES, CAPITAL_DISTRICT, COUNTRY_CODE, AreaKind
from ruamsuk.areas.models import Area, AreaVersion, Edition, Succession
from ruamsuk.core.text import plain

NAMED = (AreaKind.PROVINCE, AreaKind.DISTRICT, AreaKind.SUBDISTRICT)


class Names:
    """Areas by the key of their name, with the tree linked; built once per edition of the areas."""

    def __init__(self) -> None:
        self.areas: dict[int, Area] = {
            area.pk: area for area in Area.objects.exclude(kind=AreaKind.VILLAGE).order_by("code")
        }
        for area in self.areas.values():
            area.parent = self.areas.get(area.parent_id) if area.parent_id else None
            area.zone = self.areas.get(area.zone_id) if area.zone_id else None
        self._below: dict[int, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            if area.kind in NAMED and area.parent_id:
                self._below[area.parent_id].append(area)
        self._keys: dict[int, set[str]] = {}
        self._by_key: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            if area.kind in NAMED:
                self._add(area, {area.search_th, area.search_en})
        former = AreaVersion.objects.filter(valid_until__isnull=False, area__closed_on__isnull=True)
        for pk, name_th, name_en in former.values_list("area_id", "name_th", "name_en"):
            if pk in self.areas and self.areas[pk].kind in NAMED:
                self._add(self.areas[pk], {plain(name_th), plain(name_en)})
        self.provinces = {
            area.code: area
            for area in self.areas.values()
            if area.kind == AreaKind.PROVINCE and not area.closed_on
        }
        self.zones = {area.zone_no: area for area in self.areas.values() if area.kind == AreaKind.ZONE}
        for alias, code in ALIASES.items():
            if code in self.provinces:
                self._add(self.provinces[code], {alias})
        self._successors: dict[int, list[Area]] = defaultdict(list)
        for old, new in Succession.objects.order_by("-is_main", "successor__code").values_list(
            "area_id", "successor_id"
        ):
            if old in self.areas and new in self.areas:
                self._successors[old].append(self.areas[new])

    def _add(self, area: Area, keys: set[str]) -> None:
        if (
            area.kind == AreaKind.DISTRICT
            and area.code.endswith("01")
            and any(key.startswith(CAPITAL_DISTRICT) for key in keys)
        ):
            keys = keys | set(CAPITAL_DISTRICT)
        known = self._keys.setdefault(area.pk, set())
        for key in keys - known - {""}:
            known.add(key)
            self._by_key[key].append(area)

    def with_key(self, key: str) -> list[Area]:
        return self._by_key.get(key, [])

    def keys_of(self, area: Area) -> set[str]:
        return self._keys.get(area.pk, set())

    def inside(self, area: Area) -> list[Area]:
        """Named areas below an area, closed ones too."""
        found = list(self._below[area.pk]) if area.pk in self._below else []
        for one in list(found):
            found += self.inside(one)
        return found

    def today(self, area: Area, seen: frozenset[int] = frozenset()) -> list[Area]:
        """The open areas that a closed one became; the area itself while it is open."""
        if area.closed_on is None:
            return [area]
        found: list[Area] = []
        for after in self._successors.get(area.pk, []):
            if after.pk not in seen:
                found += [one for one in self.today(after, seen | {area.pk}) if one not in found]
        return found


def chain(area: Area) -> list[Area]:
    """The area and what lies above it, up to the province."""
    found = []
    step: Area | None = area
    while step is not None and step.code != COUNTRY_CODE:
        found.append(step)
        step = step.parent
    return found


_kept: tuple[UUID, Names] | None = None


def names() -> Names:
    """The index of today; kept in memory until any area changes (one small query to know)."""
    global _kept
    token = Edition.objects.values_list("token", flat=True).first()
    if token is None:
        return Names()
    if _kept is None or _kept[0] != token:
        _kept = (token, Names())
    return _kept[1]

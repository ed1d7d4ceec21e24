"""All names of areas in memory: today's, abolished ones and former ones. For reading addresses by the thousand.

Villages are left out (they are looked up by their number in the sub-district).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from ruamsuk.areas.choices import (
    ALIASES,
    BY_TWO_LETTERS,
    CAPITAL_DISTRICT,
    COUNTRY_CODE,
    CUT_SHORT,
    MINOR_DISTRICT,
    TWO_LETTERS,
    AreaKind,
)
from ruamsuk.areas.models import Area, AreaVersion, Edition, Succession
from ruamsuk.core.text import plain

NAMED = (AreaKind.PROVINCE, AreaKind.DISTRICT, AreaKind.SUBDISTRICT)
_CUT_SHORT = re.compile(CUT_SHORT)
_TWO_LETTERS = re.compile(BY_TWO_LETTERS)


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
        self._beginnings: dict[str, set[str]] = defaultdict(set)
        for area in self.provinces.values():
            for end in range(1, len(area.search_th) + 1):
                self._beginnings[area.search_th[:end]].add(area.name_th)
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
        for old, after in self._successors.items():
            if len(after) == 1 and after[0].kind == self.areas[old].kind:
                self._add(after[0], self.keys_of(self.areas[old]))  # "อ.บึงกาฬ จ.บึงกาฬ"
        self.postal: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            if area.closed_on is None:
                for code in area.postal_codes.split():
                    self.postal[code].append(area)

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

    def spelt_out(self, text: str) -> str:
        """The provinces of an address in full: "จ.สฎ." and "สุราษฎร์ฯ" are "จ.สุราษฎร์ธานี" and "สุราษฎร์ธานี"."""
        text = _CUT_SHORT.sub(lambda m: self._begun(m) or m[0], text)
        return _TWO_LETTERS.sub(lambda m: self._by_two_letters(m) or m[0], text)

    def _begun(self, said: re.Match[str]) -> str:
        found = self._beginnings.get(plain(said[2]), set())
        return (said[1] or "") + next(iter(found)) if len(found) == 1 else ""

    def _by_two_letters(self, said: re.Match[str]) -> str:
        province = self.provinces.get(TWO_LETTERS.get(said[2] + said[3], ""))
        return f"{said[1]}{province.name_th} " if province else ""

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

    def by_name(self, area: Area) -> list[Area]:
        """What may have come of a closed area whose successor nobody noted: the open ones of its name, best first.

        A district may have become the capital district of a new province; a sub-district lies in what came of its
        district.
        """
        if area.kind == AreaKind.SUBDISTRICT and area.parent is not None:
            above = self.today(area.parent) or self.by_name(area.parent)
            inside = [one for step in above for one in self.inside(step)]
            beside = [one for one in self.with_key(area.search_th) if chain(one)[-1] == chain(area)[-1]]
            return [
                one for one in inside if not one.closed_on and self.keys_of(one) & self.keys_of(area)
            ] or [one for one in beside if not one.closed_on and one.kind == area.kind]
        bare = area.search_th.removeprefix(MINOR_DISTRICT)
        named = [one for key in (CAPITAL_DISTRICT[0] + bare, bare) for one in self.with_key(key)]
        return [one for one in named if one.kind == area.kind and not one.closed_on]


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


def common(areas: Iterable[Area]) -> Area | None:
    """The smallest area, at most a zone, that holds all of these; of two within one another the smaller counts."""
    lowest = {area.pk: area for area in areas}
    for area in list(lowest.values()):
        for step in chain(area)[1:]:
            lowest.pop(step.pk, None)
    shared: list[Area] | None = None
    for area in lowest.values():
        steps = chain(area)
        zone = steps[-1].zone if steps else None
        steps += [zone] if zone is not None else []
        shared = steps if shared is None else [step for step in shared if step in steps]
    return shared[0] if shared else None

"""The official list of areas as the package `geothai` publishes it (data CC-BY 4.0, credited in the README)."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import geothai
from geothai.abolished import abolished_areas

from ruamsuk.areas.choices import BANGKOK_CODE, COUNTRY_CODE, WORDS_BANGKOK, AreaKind

COUNTRY_NAMES = ("ประเทศไทย", "Thailand")
ZONE_NAMES = ("เขตสุขภาพที่ {no}", "Health Zone {no}")
BASIS = {
    "name": "geothai {version}",
    "notice": "{source}",
}


@dataclass(frozen=True)
class OfficialArea:
    """One row of the list. `parent` and `zone` are codes; `successors` of a closed one are codes with their basis."""

    kind: AreaKind
    code: str
    name_th: str
    name_en: str
    parent: str | None = None
    zone: str | None = None
    postal_codes: str = ""
    closed_on: date | None = None
    successors: tuple[str, ...] = ()
    basis: str = ""
    succeeded_on: date | None = None


def zone_of_province() -> dict[str, str]:
    """Province code → zone code. The 13 zones of the Ministry of Public Health, which are also those of the NHSO."""
    zones = json.loads(files("ruamsuk.areas").joinpath("data/zones.json").read_text(encoding="utf-8"))
    return {province: zone for zone, provinces in zones.items() for province in provinces}


def official_areas(provinces: Collection[str] | None = None) -> Iterator[OfficialArea]:
    """Every official area, parents before their parts; limited to some provinces where only those are wanted."""
    zones = zone_of_province()
    yield OfficialArea(AreaKind.COUNTRY, COUNTRY_CODE, *COUNTRY_NAMES)
    for zone in sorted(set(zones.values())):
        th, en = (name.format(no=int(zone[1:])) for name in ZONE_NAMES)
        yield OfficialArea(AreaKind.ZONE, zone, th, en, parent=COUNTRY_CODE)
    wanted = [p for p in geothai.provinces() if provinces is None or p.code in provinces]
    for p in wanted:
        yield OfficialArea(AreaKind.PROVINCE, p.code, p.name_th, p.name_en, COUNTRY_CODE, zones[p.code])
    districts = [d for p in wanted for d in geothai.districts(p.code)]
    for d in districts:
        name = (
            d.name_th.removeprefix(WORDS_BANGKOK[AreaKind.DISTRICT])
            if d.province_code == BANGKOK_CODE
            else d.name_th
        )
        yield OfficialArea(AreaKind.DISTRICT, d.code, name, d.name_en, d.province_code)
    for d in districts:
        for s in geothai.subdistricts(d.code):
            yield OfficialArea(
                AreaKind.SUBDISTRICT,
                s.code,
                s.name_th,
                s.name_en,
                d.code,
                postal_codes=" ".join(s.postal_codes),
            )
    kept = {p.code for p in wanted}
    closed = [a for a in abolished_areas() if a.code[:2] in kept]
    for a in sorted(closed, key=lambda a: (len(a.code), a.code)):
        yield OfficialArea(
            AreaKind(a.level),
            a.code,
            a.name_th,
            a.name_en or "",
            a.parent_code,
            closed_on=date.fromisoformat(a.abolished_on),
            successors=a.successors,
            basis=BASIS[a.successors_basis].format(version=geothai.DATA_VERSION, source=a.successors_source)
            if a.successors_basis
            else "",
            succeeded_on=date.fromisoformat(a.successors_in_force) if a.successors_in_force else None,
        )

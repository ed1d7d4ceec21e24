"""Loading the official list; what a person changed by hand stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext_lazy

from ruamsuk.areas.actions.rules import EDITION, open_parts
from ruamsuk.areas.actions.writes import CHUNK, settle, write_version
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, AreaVersion, Edition, Succession
from ruamsuk.areas.queries.official import OfficialArea, official_areas
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core import progress
from ruamsuk.core.calendar import today


@dataclass
class Loaded:
    """What the loader did."""

    added: int = 0
    changed: int = 0
    closed: int = 0
    kept: int = 0  # areas whose official values differ, but a person's change stands


@action(gettext_lazy("loaded the official list of areas"), alone=True)
def load_geography(
    *, provinces: Collection[str] | None = None, by: object = None, at: datetime = NOW
) -> Loaded:
    """Country, zones, provinces, districts, sub-districts and abolished codes from the official list.

    The same list again changes nothing. A newer list adds, renames and closes what nobody changed by hand; an
    area that a person changed stays as it is. `provinces` (codes) limits it, for tests and small set-ups.
    """
    official = list(official_areas(provinces))
    # Whatever ever had an official code is that area, also after a person recoded or closed it.
    known: dict[str, Area] = {}
    for version in AreaVersion.objects.select_related("area").order_by("by_hand", "valid_from"):
        known.setdefault(version.code, version.area)
    for area in Area.objects.open():
        known[area.code] = area
    done = Loaded()
    new = [row for row in official if row.code not in known]
    for kind in AreaKind:
        rows = [row for row in new if row.kind == kind]
        _add_official(rows, known)
        progress.reached(kind.label, len(rows))
    done.added = len(new)
    fresh = {row.code for row in new}
    touched = _by_hand()
    for number, row in enumerate(official, 1):
        progress.reached(gettext_lazy("areas"), number, len(official))
        if row.code not in fresh:
            _compare_official(row, known[row.code], touched, known, done)
    _add_successions(official, known)
    if done.added or done.changed or done.closed or not Edition.objects.exists():
        Edition.objects.update_or_create(pk=EDITION, defaults={"token": uuid4()})
        settle()
    return done


def _by_hand() -> set[int]:
    return set(AreaVersion.objects.filter(by_hand=True).values_list("area_id", flat=True))


def _add_official(rows: list[OfficialArea], known: dict[str, Area]) -> None:
    areas = []
    for row in rows:
        area = Area(
            kind=row.kind,
            code=row.code,
            parent=known[row.parent] if row.parent else None,
            zone=known[row.zone] if row.zone else None,
            postal_codes=row.postal_codes,
            closed_on=row.closed_on,
            place_no=0,
        )
        area.set_names(row.name_th, row.name_en)
        areas.append(area)
    areas = Area.objects.bulk_create(areas, batch_size=CHUNK)
    AreaVersion.objects.bulk_create(
        [
            AreaVersion(
                area=area,
                code=area.code,
                name_th=area.name_th,
                name_en=area.name_en,
                parent_id=area.parent_id,
                zone_id=area.zone_id,
                valid_until=area.closed_on,
            )
            for area in areas
        ],
        batch_size=CHUNK,
    )
    known.update({area.code: area for area in areas})


def _compare_official(
    row: OfficialArea, area: Area, touched: set[int], known: dict[str, Area], done: Loaded
) -> None:
    """A newer list renames or closes what nobody changed by hand."""
    names = (row.name_th, row.name_en) != (area.name_th, area.name_en)
    ended = row.closed_on is not None and area.closed_on is None
    postal = bool(row.postal_codes) and row.postal_codes != area.postal_codes
    if postal:
        area.postal_codes = row.postal_codes
        area.save(update_fields=["postal_codes"])
        done.changed += 1
    if not (names or ended):
        return
    if area.pk in touched or (ended and open_parts(area).exclude(code__in=known).exists()):
        done.kept += 1
        return
    if names:
        area.set_names(row.name_th, row.name_en)
        area.save(update_fields=["name_th", "name_en", "sort_key", "search_th", "search_en"])
        if area.closed_on is None and not ended:
            write_version(area, today())
            area.versions.filter(valid_until__isnull=True).update(by_hand=False)
        done.changed += 1
    if ended:
        area.versions.filter(valid_until__isnull=True).update(valid_until=row.closed_on)
        area.closed_on = row.closed_on
        area.save(update_fields=["closed_on"])
        done.closed += 1


def _add_successions(official: list[OfficialArea], known: dict[str, Area]) -> None:
    there = set(Succession.objects.values_list("area_id", "successor_id"))
    with_main = set(Succession.objects.filter(is_main=True).values_list("area_id", flat=True))
    links = []
    for row in official:
        for code in row.successors:
            if code not in known or (known[row.code].pk, known[code].pk) in there:
                continue
            area = known[row.code]
            links.append(
                Succession(
                    area=area,
                    successor=known[code],
                    on_day=row.succeeded_on or row.closed_on,
                    basis=row.basis[:500],
                    is_main=len(row.successors) == 1 and area.pk not in with_main,
                )
            )
    Succession.objects.bulk_create(links, batch_size=CHUNK)

"""Changing areas by date, without losing history.

`Area` gets today's values, `AreaVersion` keeps what was true before, `Succession` says who took whose place.
Every action ends in `_settle`, which puts `place_no` right for all that moved: the areas and, inside the same
transaction, the records of the apps above.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruamsuk.areas.choices import CHILD_KIND, CODE_LENGTH, AreaKind
from ruamsuk.areas.models import Area, AreaVersion, Edition, Population, Succession
from ruamsuk.areas.problems import (
    AreaClosed,
    BadRows,
    BeforeLastChange,
    CodeTaken,
    FutureDay,
    HasOpenParts,
    HasRecords,
    NoParts,
    NothingChanges,
    WrongAreaCode,
    WrongLevel,
)
from ruamsuk.areas.queries import places, records_in, scoped_models
from ruamsuk.areas.queries.official import OfficialArea, official_areas
from ruamsuk.areas.queries.places import Place
from ruamsuk.audit.actions import action
from ruamsuk.core.calendar import arabic, day_text, today

CHUNK = 500
EDITION = 1


@dataclass(frozen=True)
class NewArea:
    """A part of a split: its code and names, and the ids of the areas below the old one that go to it."""

    code: str
    name_th: str
    name_en: str = ""
    children: tuple[int, ...] = ()


# The rules that every change asks.


def _begin(on_day: date) -> None:
    """Changes of areas come one after the other; a day in the future is refused."""
    Edition.objects.update_or_create(pk=EDITION, defaults={"token": uuid4()})
    if on_day > today():
        raise FutureDay(day=day_text(on_day), field="on_day")


def _must_be_open(area: Area) -> None:
    if area.closed_on is not None:
        raise AreaClosed(area=area.label, day=day_text(area.closed_on))


def _must_fit(code: str, kind: str, parent: Area | None) -> str:
    """The code in Arabic digits, if it has the digits of its level below its parent and no open area has it."""
    code = arabic(code).strip().upper()
    if kind == AreaKind.ZONE:
        if not (len(code) == 3 and code[0] == "Z" and code[1:].isdigit()):
            raise WrongAreaCode(typed=code, length=2, prefix="Z", field="code")
    else:
        length = CODE_LENGTH[AreaKind(kind)]
        prefix = parent.code if parent is not None and kind != AreaKind.PROVINCE else ""
        if not (code.isdigit() and len(code) == length and code.startswith(prefix)):
            raise WrongAreaCode(typed=code, length=length, prefix=prefix or "10–99", field="code")
    taken = Area.objects.open().filter(code=code).first()
    if taken is not None:
        raise CodeTaken(taken=code, areas=taken.label, field="code")
    return code


def _no_open_parts(area: Area, *, except_for: Collection[int] = ()) -> None:
    parts = _open_parts(area).exclude(pk__in=except_for)
    if count := parts.count():
        shown = ", ".join(part.label for part in parts[:8])
        raise HasOpenParts(area=area.label, count=count, parts=f"{shown} …" if count > 8 else shown)


def _open_parts(area: Area):
    upward = {"zone": area, "kind": AreaKind.PROVINCE} if area.kind == AreaKind.ZONE else {"parent": area}
    return Area.objects.open().filter(**upward).order_by("code")


def _no_records(area: Area, *, field: str) -> None:
    if records := records_in([area]):
        raise HasRecords(
            area=area.label, records=", ".join(f"{capfirst(noun)} {n:,}" for noun, n in records), field=field
        )


# The writes that every change is made of.


def _write_version(area: Area, on_day: date) -> None:
    """Ends what was true until `on_day` and begins today's values; two changes of one day are one version."""
    current = area.versions.filter(valid_until__isnull=True).first()
    values = {
        "code": area.code,
        "name_th": area.name_th,
        "name_en": area.name_en,
        "parent": area.parent,
        "zone": area.zone,
        "by_hand": True,
    }
    if current is not None and current.valid_from is not None and current.valid_from >= on_day:
        if current.valid_from > on_day:
            raise BeforeLastChange(area=area.label, day=day_text(current.valid_from), field="on_day")
        AreaVersion.objects.filter(pk=current.pk).update(**values)
        return
    if current is not None:
        current.valid_until = on_day
        current.save(update_fields=["valid_until"])
    AreaVersion.objects.create(area=area, valid_from=on_day, **values)


def _open(
    *, kind: str, code: str, name_th: str, name_en: str, parent: Area, zone: Area | None, on_day: date | None
) -> Area:
    area = Area(kind=kind, code=code, parent=parent, zone=zone, opened_on=on_day, place_no=0)
    area.set_names(name_th.strip(), name_en.strip())
    area.save()
    AreaVersion.objects.create(
        area=area,
        code=code,
        name_th=area.name_th,
        name_en=area.name_en,
        parent=parent,
        zone=zone,
        valid_from=on_day,
        by_hand=True,
    )
    return area


def _close(area: Area, on_day: date) -> None:
    current = area.versions.filter(valid_until__isnull=True).first()
    if current is not None:
        if current.valid_from is not None and current.valid_from >= on_day:
            raise BeforeLastChange(area=area.label, day=day_text(current.valid_from), field="on_day")
        current.valid_until, current.by_hand = on_day, True
        current.save(update_fields=["valid_until", "by_hand"])
    area.closed_on = on_day
    area.save(update_fields=["closed_on"])


def _place_below(area: Area, *, code: str, parent: Area | None, zone: Area | None, on_day: date) -> None:
    """Gives an area a new code and parent; all open areas below it take the new digits in front of theirs."""
    old = area.code
    area.code, area.parent, area.zone = code, parent, zone
    taken = Area.objects.open().filter(code=code).exclude(pk=area.pk).first()
    if taken is not None:
        raise CodeTaken(taken=code, areas=taken.label, field="code")
    area.save(update_fields=["code", "parent", "zone"])
    _write_version(area, on_day)
    if area.code == old:
        return
    for part in _open_parts(area):
        _place_below(part, code=code + part.code[len(old) :], parent=area, zone=zone, on_day=on_day)


def _settle() -> None:
    """Puts zone and place number right, of areas and then of the records that lie in those that moved."""
    right = places()
    moved, held = [], []
    for area in Area.objects.only("zone_id", "place_no"):
        if Place(area.zone_id, area.place_no) != right[area.pk]:
            if area.place_no:  # a new area has no place yet, and no records
                held.append(area.pk)
            area.zone_id, area.place_no = right[area.pk].zone_id, right[area.pk].place_no
            moved.append(area)
    Area.objects.bulk_update(moved, ["zone", "place_no"], batch_size=CHUNK)
    _move_records(held)


def _move_records(area_ids: Sequence[int]) -> int:
    """`place_no` of every record whose home is one of these areas becomes that of its home; how many changed."""
    home = Area.objects.filter(pk=OuterRef("home_area_id")).values("place_no")[:1]
    changed = 0
    for model in scoped_models():
        for start in range(0, len(area_ids), CHUNK):
            rows = model._default_manager.filter(home_area__in=area_ids[start : start + CHUNK])
            changed += rows.exclude(place_no=Subquery(home)).update(place_no=Subquery(home))
    return changed


# The doors.


@action(gettext_lazy("opened an area"))
def open_area(
    *,
    parent: Area,
    code: str,
    name_th: str,
    name_en: str = "",
    on_day: date,
    zone: Area | None = None,
    kind: str = "",
    by: Any,
    at: datetime,
) -> Area:
    """A new area below `parent`, one level down. A province is opened below its zone (or with `zone` given)."""
    _begin(on_day)
    _must_be_open(parent)
    kind = kind or CHILD_KIND.get(AreaKind(parent.kind), "")
    if not kind:
        raise WrongLevel(area=parent.label, kind=AreaKind.SUBDISTRICT.label, field="parent")
    if kind == AreaKind.PROVINCE:
        zone, parent = zone or parent, Area.country()
    code = _must_fit(code, kind, parent)
    area = _open(
        kind=kind, code=code, name_th=name_th, name_en=name_en, parent=parent, zone=zone, on_day=on_day
    )
    _settle()
    area.refresh_from_db()
    return area


@action(gettext_lazy("closed the area"), on="area")
def close_area(
    *, area: Area, on_day: date, successor: Area | None = None, basis: str = "", by: Any, at: datetime
) -> None:
    """Ends an area; without a successor only if no record lies in it."""
    _begin(on_day)
    _must_be_open(area)
    _no_open_parts(area)
    if successor is None:
        _no_records(area, field="successor")
    else:
        _succeed(area, successor, on_day, basis, is_main=True)
    _close(area, on_day)
    _settle()


def _succeed(area: Area, successor: Area, on_day: date, basis: str, *, is_main: bool) -> None:
    if successor.kind != area.kind or successor.pk == area.pk or successor.closed_on is not None:
        raise WrongLevel(area=successor.label, kind=AreaKind(area.kind).label, field="successor")
    Succession.objects.create(
        area=area, successor=successor, on_day=on_day, basis=basis[:500], is_main=is_main
    )


@action(gettext_lazy("renamed the area"), on="area")
def rename_area(*, area: Area, name_th: str, name_en: str = "", on_day: date, by: Any, at: datetime) -> None:
    _begin(on_day)
    _must_be_open(area)
    if (area.name_th, area.name_en) == (name_th.strip(), name_en.strip()):
        raise NothingChanges(area=area.label, field="name_th")
    area.set_names(name_th.strip(), name_en.strip())
    area.save(update_fields=["name_th", "name_en", "sort_key", "search_th", "search_en"])
    _write_version(area, on_day)


@action(gettext_lazy("gave the area a new code"), on="area")
def recode_area(*, area: Area, code: str, on_day: date, by: Any, at: datetime) -> None:
    """A new official code at the same place; the areas below take its digits in front of theirs."""
    _begin(on_day)
    _must_be_open(area)
    if area.code == arabic(code).strip().upper():
        raise NothingChanges(area=area.label, field="code")
    code = _must_fit(code, area.kind, area.parent)
    _place_below(area, code=code, parent=area.parent, zone=area.zone, on_day=on_day)
    _settle()
    area.refresh_from_db()


@action(gettext_lazy("merged areas"), on="into")
def merge_areas(
    *, areas: Sequence[Area], into: Area, on_day: date, basis: str = "", by: Any, at: datetime
) -> Area:
    """Closes `areas`; `into` takes their place, their open parts (where the codes are free) and their records."""
    _begin(on_day)
    _must_be_open(into)
    if not areas:
        raise WrongLevel(area=into.label, kind=AreaKind(into.kind).label, field="areas")
    for area in areas:
        _must_be_open(area)
        if area.kind != into.kind or area.pk == into.pk:
            raise WrongLevel(area=area.label, kind=AreaKind(into.kind).label, field="areas")
        _move_parts(area, into, on_day)
        _succeed(area, into, on_day, basis, is_main=True)
        _close(area, on_day)
    _settle()
    into.refresh_from_db()
    return into


def _move_parts(area: Area, into: Area, on_day: date, only: Collection[int] | None = None) -> None:
    """Hangs the open parts of an area below another, with the new digits in front; named clashes are refused."""
    parts = [part for part in _open_parts(area) if only is None or part.pk in only]
    if area.kind == AreaKind.ZONE:
        for part in parts:
            _place_below(part, code=part.code, parent=part.parent, zone=into, on_day=on_day)
        return
    codes = {part.pk: into.code + part.code[len(area.code) :] for part in parts}
    clashes = Area.objects.open().filter(code__in=codes.values()).order_by("code")
    if clashes:
        raise CodeTaken(
            taken=", ".join(clash.code for clash in clashes),
            areas=", ".join(clash.label for clash in clashes),
            field="areas",
        )
    for part in parts:
        _place_below(part, code=codes[part.pk], parent=into, zone=into.zone, on_day=on_day)


@action(gettext_lazy("split the area"), on="area")
def split_area(
    *,
    area: Area,
    parts: Sequence[NewArea],
    keep: bool,
    rest_to: str = "",
    on_day: date,
    basis: str = "",
    by: Any,
    at: datetime,
) -> list[Area]:
    """Opens `parts` out of an area, which goes on with the rest (`keep`) or is closed.

    Areas below go to the part that names them; when the old area is closed, all must be named. Records cannot be
    divided by machine: they stay with the old area, or, when it is closed, lie in the part with code `rest_to`;
    without that the split is refused with their number.
    """
    _begin(on_day)
    _must_be_open(area)
    if area.kind not in CODE_LENGTH or len(parts) < (1 if keep else 2):
        raise NoParts(field="parts")
    if not keep:
        _no_open_parts(area, except_for={pk for part in parts for pk in part.children})
        if rest_to not in {part.code for part in parts}:
            _no_records(area, field="rest_to")
    opened = []
    for part in parts:
        code = _must_fit(part.code, area.kind, area.parent)
        new = _open(
            kind=area.kind,
            code=code,
            name_th=part.name_th,
            name_en=part.name_en,
            parent=area.parent,  # type: ignore[arg-type]
            zone=area.zone,
            on_day=on_day,
        )
        _move_parts(area, new, on_day, only=set(part.children))
        _succeed(area, new, on_day, basis, is_main=not keep and part.code == rest_to)
        opened.append(new)
    if not keep:
        _close(area, on_day)
    _settle()
    return opened


@action(gettext_lazy("moved the area"), on="area")
def move_area(*, area: Area, to: Area, code: str = "", on_day: date, by: Any, at: datetime) -> None:
    """A province to another zone (the code stays); anything below to another parent, with a code that fits there."""
    _begin(on_day)
    _must_be_open(area)
    _must_be_open(to)
    if CHILD_KIND.get(AreaKind(to.kind)) != area.kind or area.kind == AreaKind.ZONE:
        raise WrongLevel(area=to.label, kind=_parent_kind(area).label, field="to")
    if area.kind == AreaKind.PROVINCE:
        if area.zone_id == to.pk:
            raise NothingChanges(area=area.label, field="to")
        _place_below(area, code=area.code, parent=area.parent, zone=to, on_day=on_day)
    else:
        if area.parent_id == to.pk:
            raise NothingChanges(area=area.label, field="to")
        code = _must_fit(code or to.code + area.code[len(to.code) :], area.kind, to)
        _place_below(area, code=code, parent=to, zone=to.zone, on_day=on_day)
    _settle()
    area.refresh_from_db()


def _parent_kind(area: Area) -> AreaKind:
    return next((up for up, down in CHILD_KIND.items() if down == area.kind), AreaKind.COUNTRY)


@dataclass(frozen=True)
class VillageRow:
    """One row of a list of villages; `line` is where a person finds it."""

    line: int
    moo: int
    name_th: str
    name_en: str = ""


@action(gettext_lazy("added a village"))
def add_village(
    *,
    subdistrict: Area,
    moo: int,
    name_th: str,
    name_en: str = "",
    on_day: date | None = None,
    by: Any,
    at: datetime,
) -> Area:
    """Village number `moo` (1–99) of a sub-district; `on_day` only where the day of its founding is known."""
    _begin(on_day or today())
    _must_be_open(subdistrict)
    return _add_village(subdistrict, moo, name_th, name_en, on_day)


def _add_village(subdistrict: Area, moo: int, name_th: str, name_en: str, on_day: date | None) -> Area:
    if subdistrict.kind != AreaKind.SUBDISTRICT:
        raise WrongLevel(area=subdistrict.label, kind=AreaKind.SUBDISTRICT.label, field="subdistrict")
    code = _must_fit(f"{subdistrict.code}{moo:02d}", AreaKind.VILLAGE, subdistrict)
    village = _open(
        kind=AreaKind.VILLAGE,
        code=code,
        name_th=name_th,
        name_en=name_en,
        parent=subdistrict,
        zone=subdistrict.zone,
        on_day=on_day,
    )
    # Nothing else moves, so the whole tree need not be looked at.
    village.place_no = subdistrict.place_no + moo
    village.save(update_fields=["place_no"])
    return village


@action(gettext_lazy("added a list of villages"), on="subdistrict")
def add_villages(*, subdistrict: Area, rows: Sequence[VillageRow], by: Any, at: datetime) -> list[Area]:
    """All villages of the list or none. A village that is there with the same name is passed over."""
    _begin(today())
    _must_be_open(subdistrict)
    there = {village.moo: village for village in _open_parts(subdistrict)}
    faults, new, seen = [], [], dict[int, int]()
    for row in rows:
        known = there.get(row.moo)
        if row.moo in seen:
            faults.append(
                _("row %(line)s: Moo %(moo)s is already in row %(other)s.")
                % {"line": row.line, "moo": row.moo, "other": seen[row.moo]}
            )
        elif known is not None and known.name_th != row.name_th:
            faults.append(
                _("row %(line)s: Moo %(moo)s is already called %(name)s.")
                % {"line": row.line, "moo": row.moo, "name": known.label}
            )
        elif known is None:
            new.append(row)
        seen.setdefault(row.moo, row.line)
    if faults:
        raise BadRows(rows=" ".join(faults), field="rows")
    return [_add_village(subdistrict, row.moo, row.name_th, row.name_en, None) for row in new]


@action(gettext_lazy("entered the population"), on="area")
def set_population(*, area: Area, year: int, people: int, source: str, by: Any, at: datetime) -> Population:
    """Registered people of a BE calendar year; entering a year again corrects it."""
    return Population.objects.update_or_create(
        area=area, year=year, defaults={"people": people, "source": source.strip()}
    )[0]


@action(gettext_lazy("put the place of every area and record right"))
def rescope(*, by: Any, at: datetime) -> int:
    """Recomputes `place_no` of all areas and of every record that has a home area; how many records changed."""
    _begin(today())
    _settle()
    return _move_records(list(Area.objects.values_list("pk", flat=True)))


# The official list.


@dataclass
class Loaded:
    """What the loader did."""

    added: int = 0
    changed: int = 0
    closed: int = 0
    kept: int = 0  # areas whose official values differ, but a person's change stands


@action(gettext_lazy("loaded the official list of areas"))
def load_geography(*, provinces: Collection[str] | None = None, by: Any = None, at: datetime) -> Loaded:
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
        _add_official([row for row in new if row.kind == kind], known)
    done.added = len(new)
    fresh = {row.code for row in new}
    touched = _by_hand()
    for row in official:
        if row.code not in fresh:
            _compare_official(row, known[row.code], touched, known, done)
    _add_successions(official, known)
    if done.added or done.changed or done.closed or not Edition.objects.exists():
        Edition.objects.update_or_create(pk=EDITION, defaults={"token": uuid4()})
        _settle()
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
    if area.pk in touched or (ended and _open_parts(area).exclude(code__in=known).exists()):
        done.kept += 1
        return
    if names:
        area.set_names(row.name_th, row.name_en)
        area.save(update_fields=["name_th", "name_en", "sort_key", "search_th", "search_en"])
        if area.closed_on is None and not ended:
            _write_version(area, today())
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

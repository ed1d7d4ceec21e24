"""What every change is made of: versions, successors, new codes below, and places that follow."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import OuterRef, Subquery

from ruamsuk.areas.actions.rules import open_parts
from ruamsuk.areas.actions.sights import CHUNK, hold
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, AreaVersion, Succession
from ruamsuk.areas.problems import BeforeLastChange, CodeTaken, WrongLevel
from ruamsuk.areas.queries import places, scoped_models, shift_of
from ruamsuk.areas.ranges import Stand, stands
from ruamsuk.areas.sight import STAYS, Sight
from ruamsuk.core.calendar import day_text


def write_version(area: Area, on_day: date) -> None:
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


def new_area(
    *, kind: str, code: str, name_th: str, name_en: str, parent: Area, zone: Area | None, on_day: date | None
) -> Area:
    area = Area(kind=kind, code=code, parent=parent, zone=zone, opened_on=on_day, place_no=0)
    area.set_names(name_th, name_en)
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


def end_area(area: Area, on_day: date) -> None:
    current = area.versions.filter(valid_until__isnull=True).first()
    if current is not None:
        if current.valid_from is not None and current.valid_from >= on_day:
            raise BeforeLastChange(area=area.label, day=day_text(current.valid_from), field="on_day")
        current.valid_until, current.by_hand = on_day, True
        current.save(update_fields=["valid_until", "by_hand"])
    area.closed_on = on_day
    area.save(update_fields=["closed_on"])


def place_below(area: Area, *, code: str, parent: Area | None, zone: Area | None, on_day: date) -> None:
    """Gives an area a new code and parent; all open areas below it take the new digits in front of theirs."""
    old = area.code
    area.code, area.parent, area.zone = code, parent, zone
    taken = Area.objects.open().filter(code=code).exclude(pk=area.pk).first()
    if taken is not None:
        raise CodeTaken(taken=code, areas=taken.label, field="code")
    area.save(update_fields=["code", "parent", "zone"])
    write_version(area, on_day)
    if area.code == old:
        return
    for part in open_parts(area):
        place_below(part, code=code + part.code[len(old) :], parent=area, zone=zone, on_day=on_day)


def settle(sight: Sight = STAYS) -> None:
    """Puts zone, place number and provinces right, of areas, and then the place of the records in those that moved.

    `sight`: whether the personal part of records follows; see models.HeldSight.
    """
    before: dict[int, list[Stand]] = {}
    after: dict[int, list[Stand]] = {}
    in_zone: dict[int | None, list[int]] = defaultdict(list)
    moved: list[Area] = []
    held: list[int] = []
    for known, right in places():
        pk, here = known.pk, known.place
        after[pk] = stood = stands(known.kind, here.place_no, here.province_codes)
        if here.place_no or known.kind == AreaKind.COUNTRY:  # a new area has no place yet, and no records
            before[pk] = stood
        if here == right:
            continue
        after[pk] = stands(known.kind, right.place_no, right.province_codes)
        if pk in before and here.place_no != right.place_no:
            held.append(pk)
        if here.zone_id != right.zone_id:
            in_zone[right.zone_id].append(pk)
        if here[1:] != right[1:]:
            moved.append(Area(pk=pk, place_no=right.place_no, province_codes=right.province_codes))
    for zone, areas in in_zone.items():
        for start in range(0, len(areas), CHUNK):
            Area.objects.filter(pk__in=areas[start : start + CHUNK]).update(zone=zone)
    Area.objects.bulk_update(moved, ["place_no", "province_codes"], batch_size=CHUNK)
    move_records(held)
    hold(shift_of(before, after), sight)


def move_records(area_ids: Sequence[int]) -> int:
    """`place_no` of every record whose home is one of these areas becomes that of its home; how many changed."""
    home = Area.objects.filter(pk=OuterRef("home_area_id")).values("place_no")[:1]
    changed = 0
    for model in scoped_models():
        for start in range(0, len(area_ids), CHUNK):
            rows = model._default_manager.filter(home_area__in=area_ids[start : start + CHUNK])
            changed += rows.exclude(place_no=Subquery(home)).update(place_no=Subquery(home))
    return changed


def succeed(area: Area, successor: Area, on_day: date, basis: str, *, is_main: bool) -> None:
    if successor.kind != area.kind or successor.pk == area.pk or successor.closed_on is not None:
        raise WrongLevel(area=successor.label, kind=AreaKind(area.kind).label, field="successor")
    Succession.objects.create(
        area=area, successor=successor, on_day=on_day, basis=basis[:500], is_main=is_main
    )


def move_parts(area: Area, into: Area, on_day: date, only: Collection[int] | None = None) -> None:
    """Hangs the open parts of an area below another, with the new digits in front; named clashes are refused."""
    parts = [part for part in open_parts(area) if only is None or part.pk in only]
    if area.kind == AreaKind.ZONE:
        for part in parts:
            place_below(part, code=part.code, parent=part.parent, zone=into, on_day=on_day)
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
        place_below(part, code=codes[part.pk], parent=into, zone=into.zone, on_day=on_day)

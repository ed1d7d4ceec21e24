"""The tree today and in the past."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from ruamsuk.areas.choices import CODE_LENGTH, MOO_TH, SHORT_TH, WORDS_BANGKOK, AreaKind, bare_name
from ruamsuk.areas.models import Area, AreaVersion, Succession
from ruamsuk.core.calendar import is_thai

# Loads what `path` and `short_path` walk along.
UPWARDS = ("parent__parent__parent__zone", "parent__parent__zone", "parent__zone", "zone")


def path(area: Area) -> list[Area]:
    """From the country down to the area: country > health zone > province > district > sub-district > village."""
    found: list[Area] = [area]
    while (above := _above(found[0])) is not None:
        found.insert(0, above)
    return found


def _above(area: Area) -> Area | None:
    return area.zone if area.kind == AreaKind.PROVINCE and area.zone_id else area.parent


def short_path(area: Area) -> str:
    """As an address is written: "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"; "Kho Hong, Hat Yai, Songkhla" on English pages."""
    steps = []
    step: Area | None = area
    while step is not None and step.kind not in (AreaKind.COUNTRY, AreaKind.ZONE):
        steps.append(step)
        # The country is not fetched to be left out.
        step = step.parent if step.kind != AreaKind.PROVINCE else None
    if not steps:
        return area.label
    if is_thai():
        return " ".join(short_label(step) for step in steps)
    return ", ".join(short_label(step) for step in steps)


def short_label(area: Area) -> str:
    """One step of an address: "อ.หาดใหญ่", "ม.3 บ้านเหนือ", "Hat Yai"."""
    kind = AreaKind(area.kind)
    if not is_thai():
        return f"Moo {area.moo} {area.name}" if kind == AreaKind.VILLAGE else area.name
    if kind == AreaKind.VILLAGE:
        return f"{MOO_TH}{area.moo} {area.label}"
    return f"{(WORDS_BANGKOK if area.is_bangkok else SHORT_TH).get(kind, '')}{area.name_th}"


def path_text(area: Area) -> str:
    """The steps above an area, for a line under its name: "อ.หาดใหญ่ จ.สงขลา"."""
    above = area.parent
    return short_path(above) if above is not None and above.kind != AreaKind.COUNTRY else ""


def placed_label(area: Area) -> str:
    """The area with what lies above it, because several bear its name: "ตำบลบ้านใหม่ อ.ปากเกร็ด จ.นนทบุรี"."""
    above = path_text(area)
    between = " " if is_thai() else ", "
    return f"{area.label}{between}{above}" if above else area.label


def label_by_code(code: str, name: str) -> str:
    """The label of an area of which only code and Thai name were kept; empty where it is no area's code."""
    kinds = (kind for kind, length in CODE_LENGTH.items() if code.isdecimal() and len(code) == length)
    kind = next(kinds, None)
    if kind is None:
        return ""
    bare = bare_name(name, kind)
    return Area(kind=kind, code=code, name_th=bare, name_en=bare).label


def children(area: Area, *, closed: bool = False) -> QuerySet[Area]:
    """The areas one level below, in Thai order (villages by number); provinces for a zone, zones for the country."""
    rows = Area.objects.filter(closed_on__isnull=not closed)
    if area.kind == AreaKind.ZONE:
        rows = rows.filter(zone=area, kind=AreaKind.PROVINCE)
    elif area.kind == AreaKind.COUNTRY and not closed:
        rows = rows.filter(kind=AreaKind.ZONE)
    else:
        rows = rows.filter(parent=area)
    by_code = area.kind in (AreaKind.COUNTRY, AreaKind.SUBDISTRICT)
    return rows.order_by("code" if by_code else "sort_key", "code")


def counts_below(areas: list[Area]) -> dict[int, int]:
    """Number of open areas one level below each of some areas of one level, in one query."""
    if not areas:
        return {}
    is_zone = areas[0].kind == AreaKind.ZONE
    upward = "zone" if is_zone else "parent"
    rows = Area.objects.open().filter(**{f"{upward}__in": areas})
    if is_zone:
        rows = rows.filter(kind=AreaKind.PROVINCE)
    rows = rows.values(upward).annotate(n=Count("pk")).order_by()
    return {row[upward]: row["n"] for row in rows}


def as_it_was(area: Area, day: date) -> AreaVersion | None:
    """What the area was called, coded and part of on a day; None when it did not exist then."""
    return (
        area.versions.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .select_related("parent", "zone")
        .first()
    )


def history(area: Area) -> list[AreaVersion]:
    """What the area was called, coded and part of, newest first."""
    rows = area.versions.select_related("parent", "zone")
    return sorted(rows, key=lambda version: version.valid_from or date.min, reverse=True)


def successors(area: Area) -> list[Succession]:
    """Who took the area's place, or part of it."""
    return list(
        area.successions.select_related(*(f"successor__{up}" for up in UPWARDS)).order_by("successor__code")
    )


def predecessors(area: Area) -> list[Succession]:
    """Whose place, or part of it, the area took."""
    return list(area.predecessions.select_related(*(f"area__{up}" for up in UPWARDS)).order_by("area__code"))

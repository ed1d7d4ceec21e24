"""Opening, closing, renaming, recoding, merging, splitting and moving areas, each from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy

from ruamsuk.areas.actions.rules import begin, must_be_open, must_fit, no_open_parts, no_records
from ruamsuk.areas.actions.writes import (
    end_area,
    move_parts,
    move_records,
    new_area,
    place_below,
    settle,
    succeed,
    write_version,
)
from ruamsuk.areas.choices import CHILD_KIND, CODE_LENGTH, AreaKind, bare_name
from ruamsuk.areas.models import Area, Population
from ruamsuk.areas.problems import NoParts, NothingChanges, WrongLevel
from ruamsuk.areas.sight import STAYS, Sight
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import arabic, today


@dataclass(frozen=True)
class NewArea:
    """A part of a split: its code and names, and the ids of the areas below the old one that go to it."""

    code: str
    name_th: str
    name_en: str = ""
    children: tuple[int, ...] = ()


@action(gettext_lazy("opened an area"), alone=True)
def open_area(
    *,
    parent: Area,
    code: str,
    name_th: str,
    name_en: str = "",
    on_day: date,
    zone: Area | None = None,
    kind: str = "",
    sight: Sight = STAYS,
    by: object,
    at: datetime = NOW,
) -> Area:
    """A new area below `parent`, one level down. A province is opened below its zone (or with `zone` given)."""
    begin(on_day)
    must_be_open(parent)
    kind = kind or CHILD_KIND.get(AreaKind(parent.kind), "")
    if not kind:
        raise WrongLevel(area=parent.label, kind=AreaKind.SUBDISTRICT.label, field="parent")
    if kind == AreaKind.PROVINCE:
        zone, parent = zone or parent, Area.country()
    code = must_fit(code, kind, parent)
    area = new_area(
        kind=kind, code=code, name_th=name_th, name_en=name_en, parent=parent, zone=zone, on_day=on_day
    )
    settle(sight)
    area.refresh_from_db()
    return area


@action(gettext_lazy("closed the area"), on="area", alone=True)
def close_area(
    *,
    area: Area,
    on_day: date,
    successor: Area | None = None,
    basis: str = "",
    sight: Sight = STAYS,
    by: object,
    at: datetime = NOW,
) -> None:
    """Ends an area; without a successor only if no record lies in it."""
    begin(on_day)
    must_be_open(area)
    no_open_parts(area)
    if successor is None:
        no_records(area, field="successor")
    else:
        succeed(area, successor, on_day, basis, is_main=True)
    end_area(area, on_day)
    settle(sight)


@action(gettext_lazy("renamed the area"), on="area")
def rename_area(
    *, area: Area, name_th: str, name_en: str = "", on_day: date, by: object, at: datetime = NOW
) -> None:
    begin(on_day)
    must_be_open(area)
    if (area.name_th, area.name_en) == (bare_name(name_th, area.kind), name_en.strip()):
        raise NothingChanges(area=area.label, field="name_th")
    area.set_names(name_th, name_en)
    area.save(update_fields=["name_th", "name_en", "sort_key", "search_th", "search_en"])
    write_version(area, on_day)


@action(gettext_lazy("gave the area a new code"), on="area", alone=True)
def recode_area(
    *, area: Area, code: str, on_day: date, sight: Sight = STAYS, by: object, at: datetime = NOW
) -> None:
    """A new official code at the same place; the areas below take its digits in front of theirs."""
    begin(on_day)
    must_be_open(area)
    if area.code == arabic(code).strip().upper():
        raise NothingChanges(area=area.label, field="code")
    code = must_fit(code, area.kind, area.parent)
    place_below(area, code=code, parent=area.parent, zone=area.zone, on_day=on_day)
    settle(sight)
    area.refresh_from_db()


@action(gettext_lazy("merged areas"), on="into", alone=True)
def merge_areas(
    *,
    areas: Sequence[Area],
    into: Area,
    on_day: date,
    basis: str = "",
    sight: Sight = STAYS,
    by: object,
    at: datetime = NOW,
) -> Area:
    """Closes `areas`; `into` takes their place, their open parts (where the codes are free) and their records."""
    begin(on_day)
    must_be_open(into)
    if not areas:
        raise WrongLevel(area=into.label, kind=AreaKind(into.kind).label, field="areas")
    for area in areas:
        must_be_open(area)
        if area.kind != into.kind or area.pk == into.pk:
            raise WrongLevel(area=area.label, kind=AreaKind(into.kind).label, field="areas")
        move_parts(area, into, on_day)
        succeed(area, into, on_day, basis, is_main=True)
        end_area(area, on_day)
    settle(sight)
    into.refresh_from_db()
    return into


@action(gettext_lazy("split the area"), on="area", alone=True)
def split_area(
    *,
    area: Area,
    parts: Sequence[NewArea],
    keep: bool,
    rest_to: str = "",
    on_day: date,
    basis: str = "",
    sight: Sight = STAYS,
    by: object,
    at: datetime = NOW,
) -> list[Area]:
    """Opens `parts` out of an area, which goes on with the rest (`keep`) or is closed.

    Areas below go to the part that names them; when the old area is closed, all must be named. Records cannot be
    divided by machine: they stay with the old area, or, when it is closed, lie in the part with code `rest_to`;
    without that the split is refused with their number.
    """
    begin(on_day)
    must_be_open(area)
    if area.kind not in CODE_LENGTH or len(parts) < (1 if keep else 2):
        raise NoParts(field="parts")
    if not keep:
        no_open_parts(area, except_for={pk for part in parts for pk in part.children})
        if rest_to not in {part.code for part in parts}:
            no_records(area, field="rest_to")
    opened = []
    for part in parts:
        parent = area.parent
        assert parent, "the country is not split"
        code = must_fit(part.code, area.kind, parent)
        new = new_area(
            kind=area.kind,
            code=code,
            name_th=part.name_th,
            name_en=part.name_en,
            parent=parent,
            zone=area.zone,
            on_day=on_day,
        )
        move_parts(area, new, on_day, only=set(part.children))
        succeed(area, new, on_day, basis, is_main=not keep and part.code == rest_to)
        opened.append(new)
    if not keep:
        end_area(area, on_day)
    settle(sight)
    return opened


@action(gettext_lazy("moved the area"), on="area", alone=True)
def move_area(
    *,
    area: Area,
    to: Area,
    code: str = "",
    on_day: date,
    sight: Sight = STAYS,
    by: object,
    at: datetime = NOW,
) -> None:
    """A province to another zone (the code stays); anything below to another parent, with a code that fits there."""
    begin(on_day)
    must_be_open(area)
    must_be_open(to)
    if CHILD_KIND.get(AreaKind(to.kind)) != area.kind or area.kind == AreaKind.ZONE:
        raise WrongLevel(area=to.label, kind=_parent_kind(area).label, field="to")
    if area.kind == AreaKind.PROVINCE:
        if area.zone_id == to.pk:
            raise NothingChanges(area=area.label, field="to")
        place_below(area, code=area.code, parent=area.parent, zone=to, on_day=on_day)
    else:
        if area.parent_id == to.pk:
            raise NothingChanges(area=area.label, field="to")
        code = must_fit(code or to.code + area.code[len(to.code) :], area.kind, to)
        place_below(area, code=code, parent=to, zone=to.zone, on_day=on_day)
    settle(sight)
    area.refresh_from_db()


def _parent_kind(area: Area) -> AreaKind:
    return next((up for up, down in CHILD_KIND.items() if down == area.kind), AreaKind.COUNTRY)


@action(gettext_lazy("entered the population"), on="area")
def set_population(
    *, area: Area, year: int, people: int, source: str, by: object, at: datetime = NOW
) -> Population:
    """Registered people of a BE calendar year; entering a year again corrects it."""
    return Population.objects.update_or_create(
        area=area, year=year, defaults={"people": people, "source": source.strip()}
    )[0]


@action(gettext_lazy("put the place of every area and record right"), alone=True)
def rescope(*, by: object, at: datetime = NOW) -> int:
    """Recomputes `place_no` of all areas and of every record that has a home area; how many records changed."""
    begin(today())
    settle()
    return move_records(list(Area.objects.values_list("pk", flat=True)))

"""Villages: the official list ends above them, so people enter them, one or a whole list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.actions.rules import begin, must_be_open, must_fit, open_parts
from ruamsuk.areas.actions.writes import new_area
from ruamsuk.areas.choices import AreaKind, bare_name
from ruamsuk.areas.models import Area
from ruamsuk.areas.problems import BadRows, WrongLevel
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today


@dataclass(frozen=True)
class VillageRow:
    """One row of a list of villages; `line` is where a person finds it."""

    line: int
    moo: int
    name_th: str
    name_en: str = ""


@action(_("added a village"))
def add_village(
    *,
    subdistrict: Area,
    moo: int,
    name_th: str,
    name_en: str = "",
    on_day: date | None = None,
    by: object,
    at: datetime = NOW,
) -> Area:
    """Village number `moo` (1–99) of a sub-district; `on_day` only where the day of its founding is known."""
    begin(on_day or today())
    must_be_open(subdistrict)
    return _add_village(subdistrict, moo, name_th, name_en, on_day)


def _add_village(subdistrict: Area, moo: int, name_th: str, name_en: str, on_day: date | None) -> Area:
    if subdistrict.kind != AreaKind.SUBDISTRICT:
        raise WrongLevel(area=subdistrict.label, kind=AreaKind.SUBDISTRICT.label, field="subdistrict")
    code = must_fit(f"{subdistrict.code}{moo:02d}", AreaKind.VILLAGE, subdistrict)
    village = new_area(
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


@action(_("added a list of villages"), on="subdistrict")
def add_villages(
    *, subdistrict: Area, rows: Sequence[VillageRow], by: object, at: datetime = NOW
) -> list[Area]:
    """All villages of the list or none. A village that is there with the same name is passed over."""
    begin(today())
    must_be_open(subdistrict)
    there = {village.moo: village for village in open_parts(subdistrict)}
    faults, new, seen = [], [], dict[int, int]()
    for row in rows:
        known = there.get(row.moo)
        if row.moo in seen:
            faults.append(
                _("row %(line)s: Moo %(moo)s is already in row %(other)s.")
                % {"line": row.line, "moo": row.moo, "other": seen[row.moo]}
            )
        elif known is not None and known.name_th != bare_name(row.name_th, AreaKind.VILLAGE):
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

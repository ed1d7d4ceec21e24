"""What every change asks first: one change at a time, no day to come, an open area, a code that fits."""

from collections.abc import Collection
from datetime import date
from uuid import uuid4

from django.db.models import QuerySet

from ruamsuk.areas.choices import CODE_LENGTH, AreaKind
from ruamsuk.areas.models import Area, Edition
from ruamsuk.areas.problems import AreaClosed, CodeTaken, FutureDay, HasOpenParts, HasRecords, WrongAreaCode
from ruamsuk.areas.queries import records_in
from ruamsuk.core.calendar import arabic, day_text, today

EDITION = 1


def begin(on_day: date) -> None:
    """Changes of areas come one after the other; a day in the future is refused."""
    Edition.objects.update_or_create(pk=EDITION, defaults={"token": uuid4()})
    if on_day > today():
        raise FutureDay(day=day_text(on_day), field="on_day")


def must_be_open(area: Area) -> None:
    area.refresh_from_db()  # another change may have come first
    if area.closed_on is not None:
        raise AreaClosed(area=area.label, day=day_text(area.closed_on))


def must_fit(code: str, kind: str, parent: Area | None) -> str:
    """The code in Arabic digits, if it has the digits of its level below its parent and no open area has it."""
    code = arabic(code).strip().upper()
    if kind == AreaKind.ZONE:
        if not (len(code) == 3 and code[0] == "Z" and code[1:].isdecimal()):
            raise WrongAreaCode(typed=code, length=2, prefix="Z", field="code")
    else:
        length = CODE_LENGTH[AreaKind(kind)]
        prefix = parent.code if parent is not None and kind != AreaKind.PROVINCE else ""
        if not (code.isdecimal() and len(code) == length and code.startswith(prefix)):
            raise WrongAreaCode(typed=code, length=length, prefix=prefix or "10–99", field="code")
    taken = Area.objects.open().filter(code=code).first()
    if taken is not None:
        raise CodeTaken(taken=code, areas=taken.label, field="code")
    return code


def no_open_parts(area: Area, *, except_for: Collection[int] = ()) -> None:
    parts = open_parts(area).exclude(pk__in=except_for)
    if count := parts.count():
        shown = ", ".join(part.label for part in parts[:8])
        raise HasOpenParts(area=area.label, count=count, parts=f"{shown} …" if count > 8 else shown)


def open_parts(area: Area) -> QuerySet[Area]:
    upward = {"zone": area, "kind": AreaKind.PROVINCE} if area.kind == AreaKind.ZONE else {"parent": area}
    return Area.objects.open().filter(**upward).order_by("code")


def no_records(area: Area, *, field: str) -> None:
    if records := records_in([area]):
        raise HasRecords(
            area=area.label, records=", ".join(f"{noun} {n:,}" for noun, n in records), field=field
        )

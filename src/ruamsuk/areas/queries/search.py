"""Search while typing: from the first letters to a short ranked list."""

import re
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ruamsuk.areas.choices import LEVELS, MARKERS, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.pieces import parts_of
from ruamsuk.core.calendar import arabic
from ruamsuk.core.spelling import COUNTED, NEAR, Wanted, fits
from ruamsuk.core.text import plain, tidy

LONGEST_NAME = 24  # letters, with the name of what it lies in
LAST = "\U0010fffd"  # behind every letter: `key ≤ x < key + LAST` is "x begins with key", and uses the index
_LEVEL = Case(
    *(When(kind=kind, then=Value(number)) for number, kind in enumerate(LEVELS)), output_field=IntegerField()
)
_MARKER = re.compile("|".join(f"(?:{words})" for words, level in MARKERS if level))


def search(typed: str, *, kinds: Sequence[str] = (), limit: int = 12) -> list[Area]:
    """Open areas for what somebody is typing, the likeliest first.

    Whole names stand before beginnings, beginnings before parts of names, larger areas before smaller ones. Tone
    marks and spaces may be missing; "อ." and the like may stand before; codes and postal codes are understood;
    words after the name narrow by what lies above ("คอหงส์ หาดใหญ่").
    """
    rows = Area.objects.open().select_related("parent__parent__parent")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    typed = tidy(arabic(typed))
    if typed.isdigit():
        return list(_by_number(rows, typed)[:limit])
    parts = [word for part in parts_of(typed).named for word in part.words]
    key = plain(typed)
    if len(parts) == 1 and parts[0].level:
        key, rows = plain(parts[0].text), rows.filter(kind=parts[0].level)
    elif len(parts) > 1:
        found = _narrowed(rows, [plain(part.text) for part in parts], limit)
        if found:
            return found
    return _ranked(rows, key, limit) if key else []


def spelt_alike(wanted: Wanted) -> list[tuple[Area, float]]:
    """Open areas above the villages whose names, of either language, are nearly what was typed; with how nearly."""
    if len(wanted.whole) > LONGEST_NAME:
        return []
    holds = [
        reduce(and_, (Q(**{f"{name}__contains": piece}) for piece in line))
        for pieces in wanted.questions
        for line in pieces.any_of
        for name in ("search_th", "search_en")
    ]
    if not holds:
        return []
    rows = Area.objects.open().exclude(kind=AreaKind.VILLAGE).filter(reduce(or_, holds))
    rows = rows.select_related("parent__parent__parent").order_by("sort_key", "code")
    near = [(area, max(fits(area.search_th, wanted), fits(area.search_en, wanted))) for area in rows]
    return sorted([one for one in near if one[1] >= NEAR], key=lambda one: -one[1])[: COUNTED + 1]


def _by_number(rows: QuerySet[Area], digits: str) -> QuerySet[Area]:
    postal = Q(postal_codes__contains=digits) if len(digits) == 5 else Q(pk__in=[])
    return rows.filter(Q(code__gte=digits, code__lt=digits + LAST) | postal).order_by("code")


def _begins(key: str) -> Q:
    return Q(search_th__gte=key, search_th__lt=key + LAST) | Q(search_en__gte=key, search_en__lt=key + LAST)


def _ranked(rows: QuerySet[Area], key: str, limit: int) -> list[Area]:
    whole = Case(When(Q(search_th=key) | Q(search_en=key), then=Value(0)), default=Value(1))
    found = list(rows.filter(_begins(key)).order_by(whole, _LEVEL, "sort_key", "code")[:limit])
    if len(found) < limit and len(key) > 1:
        inside = rows.filter(Q(search_th__contains=key) | Q(search_en__contains=key)).exclude(_begins(key))
        found += inside.order_by(_LEVEL, "sort_key", "code")[: limit - len(found)]
    return found


def _narrowed(rows: QuerySet[Area], keys: list[str], limit: int) -> list[Area]:
    """The first word names the area, each further one something above it."""
    for above in keys[1:]:
        higher = Area.objects.open().exclude(kind=AreaKind.VILLAGE).filter(_begins(above)).values("pk")
        rows = rows.filter(
            Q(parent__in=higher) | Q(parent__parent__in=higher) | Q(parent__parent__parent__in=higher)
        )
    return _ranked(rows, keys[0], limit)

"""Where a closed area is found today: the one that took its place, by the area and by its code."""

from django.utils.translation import gettext as _

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import short_path
from ruamsuk.core.calendar import day_text


def area_of_today(area: Area) -> Area | None:
    """The open area in which the records of this one lie today: itself, or the last of its main successors."""
    seen: set[int] = set()
    found: Area | None = area
    while found is not None and found.closed_on is not None and found.pk not in seen:
        seen.add(found.pk)
        link = found.successions.filter(is_main=True).select_related("successor").first()
        found = link.successor if link else None
    return found if found is not None and found.closed_on is None else None


def coded(code: str) -> tuple[Area | None, Area | None]:
    """The open area that a code leads to, and the closed one that had the code, if its place was taken by another."""
    found = Area.objects.open().filter(code=code).first()
    if found is not None:
        return found, None
    closed = Area.objects.filter(code=code, closed_on__isnull=False).order_by("-closed_on", "-pk").first()
    today = area_of_today(closed) if closed is not None else None
    return today, closed if today is not None else None


def followed(closed: Area, today: Area) -> str:
    """Said wherever a closed area was asked for and its successor is shown."""
    return _("%(old)s was closed on %(day)s. Shown is what took its place: %(new)s.") % {
        "old": closed.label,
        "day": day_text(closed.closed_on) if closed.closed_on else "",
        "new": short_path(today),
    }

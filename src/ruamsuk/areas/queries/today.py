"""Where a closed area is found today: the one that took its place, by the area and by its code."""

from django.utils.translation import gettext as _

from ruamsuk.areas.models import Area
from ruamsuk.areas.problems import NoSuccessor
from ruamsuk.areas.queries.names import names
from ruamsuk.areas.queries.tree import short_path, successors
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
    """The open area that a code leads to, and the closed one that had the code. The first alone: it is open. The second
    alone: nothing is known to have taken its place (`without_successor`). Neither: nobody ever had the code.
    """
    found = Area.objects.open().filter(code=code).first()
    if found is not None:
        return found, None
    closed = Area.objects.filter(code=code, closed_on__isnull=False).order_by("-closed_on", "-pk").first()
    return area_of_today(closed) if closed is not None else None, closed


def followed(closed: Area, today: Area) -> str:
    """Said wherever a closed area was asked for and its successor is shown."""
    return _("%(old)s was closed on %(day)s. Shown is what took its place: %(new)s.") % {
        "old": closed.label,
        "day": day_text(closed.closed_on) if closed.closed_on else "",
        "new": short_path(today),
    }


def without_successor(closed: Area) -> NoSuccessor:
    """What is known of a closed area that was asked for, where nothing is known to have taken its place."""
    found = ", ".join(f"{short_path(one)} ({one.code})" for one in named_alike(closed))
    day = day_text(closed.closed_on) if closed.closed_on else ""
    return NoSuccessor(area=short_path(closed), day=day, areas=found or _("none"))


def named_alike(closed: Area) -> list[Area]:
    """The open areas that a closed one may have become by their name, while no notice tells of a successor."""
    if closed.closed_on is None or successors(closed):
        return []
    index = names()
    known = index.areas.get(closed.pk)  # villages are not among them
    return index.by_name(known) if known else []

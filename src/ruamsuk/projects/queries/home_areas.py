"""Home areas that were closed or merged while a draft was written."""

from ruamsuk.areas.models import Area


def area_of_today(area: Area) -> Area | None:
    """The open area in which the records of this one lie today: itself, or the last of its main successors."""
    seen: set[int] = set()
    found: Area | None = area
    while found is not None and found.closed_on is not None and found.pk not in seen:
        seen.add(found.pk)
        link = found.successions.filter(is_main=True).select_related("successor").first()
        found = link.successor if link else None
    return found if found is not None and found.closed_on is None else None

"""How areas are written on pages."""

from django import template

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import placed_label, short_path

register = template.Library()


@register.filter
def address(area: Area | None) -> str:
    """ "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"."""
    return short_path(area) if area is not None else ""


@register.filter
def placed(area: Area | None) -> str:
    """ "ตำบลคอหงส์ อ.หาดใหญ่ จ.สงขลา", for headings."""
    return placed_label(area) if area is not None else ""


@register.filter
def count_of(counts: dict[int, int], area: Area) -> str:
    """The number that belongs to an area, 0 where there is none."""
    return f"{counts.get(area.pk, 0):,}"

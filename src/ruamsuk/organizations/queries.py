"""Reading organisations."""

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.organizations.models import OrganizationQuerySet


def search(rows: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    text = text.strip()
    return rows.filter(name__icontains=text) if text else rows


def subdistricts_near(home: Area, chosen: list[Area]) -> list[Area]:
    """What may be ticked as served: the sub-districts of the same district, and those served already."""
    district = home.parent if home.kind == AreaKind.SUBDISTRICT else home
    near = Area.objects.filter(kind=AreaKind.SUBDISTRICT, parent=district, closed_on__isnull=True)
    return list((near | Area.objects.filter(pk__in=[area.pk for area in chosen])).order_by("sort_key"))

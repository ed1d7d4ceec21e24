"""Reading organisations."""

from django.db.models import QuerySet

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.organizations.models import Organization


def search(rows: QuerySet[Organization], text: str) -> QuerySet[Organization]:
    text = text.strip()
    return rows.filter(name__icontains=text) if text else rows


def subdistricts_near(home: Area, chosen: list[Area]) -> list[Area]:
    """What may be ticked as served: the sub-districts of the same district, and those served already."""
    district = home.parent if home.kind == AreaKind.SUBDISTRICT else home
    near = Area.objects.filter(kind=AreaKind.SUBDISTRICT, parent=district, closed_on__isnull=True)
    return list((near | Area.objects.filter(pk__in=[area.pk for area in chosen])).order_by("sort_key"))

"""Reading organisations."""

from uuid import UUID

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.core.searching import containing
from ruamsuk.organizations.models import Organization, OrganizationQuerySet


def search(rows: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    return rows.filter(containing(text))


def organization_named(typed: str) -> Organization | None:
    """The open organisation with this uid or full name."""
    rows = Organization.objects.filter(closed_on__isnull=True)
    try:
        return rows.filter(uid=UUID(typed)).first()
    except ValueError:
        return rows.filter(name=typed).first()


def subdistricts_near(home: Area, chosen: list[Area]) -> list[Area]:
    """What may be ticked as served: the sub-districts of the same district, and those served already."""
    district = home.parent if home.kind == AreaKind.SUBDISTRICT else home
    near = Area.objects.filter(kind=AreaKind.SUBDISTRICT, parent=district, closed_on__isnull=True)
    return list((near | Area.objects.filter(pk__in=[area.pk for area in chosen])).order_by("sort_key"))

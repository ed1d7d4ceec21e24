"""Adding and changing organisations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import new_scope, new_scopes, rename_scope
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area, places_read
from ruamsuk.audit.actions import NOW, action, note_done
from ruamsuk.core.calendar import today
from ruamsuk.core.models import store
from ruamsuk.core.text import thai_sort_key
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import (
    OnlySubdistrictsAreServed,
    OrganizationCodeTaken,
    OrganizationKnown,
    SizeOnlyForLocalAuthorities,
)


@action(_("added an organisation"))
def add_organization(
    *, name: str, kind: str, home_area: Area, by: object, at: datetime = NOW, **details: object
) -> Organization:
    """`details`: name_en, la_size, phone, email, moi_code, hospcode. It serves its home sub-district at first."""
    organization = Organization(name=name, kind=kind, home_area=home_area, **details)
    _check(organization)
    organization.scope = new_scope(ScopeKind.ORGANIZATION, home_area, name)
    _save(organization)
    if home_area.kind == AreaKind.SUBDISTRICT:
        organization.serves.add(home_area)
    return organization


@action(_("added many organisations"))
def add_organizations(
    *, given: Sequence[Mapping[str, object]], by: object, at: datetime = NOW
) -> list[Organization]:
    """Each as `add_organization` takes it, in the order given; each has its own line in the trail."""
    organizations = [Organization(**one) for one in given]
    homes = {one.home_area_id for one in organizations}
    standing = Organization.objects.open().filter(home_area__in=homes)
    known = set(standing.values_list("name", "home_area"))
    for one in organizations:
        if (one.name, one.home_area_id) in known:
            raise OrganizationKnown(name=one.name, field="name")
        known.add((one.name, one.home_area_id))
        _check_fields(one)
        one.sort_key = thai_sort_key(one.name)
    scopes = new_scopes(ScopeKind.ORGANIZATION, [(one.home_area_id, one.name, None) for one in organizations])
    for one, scope in zip(organizations, scopes, strict=True):
        one.scope = scope
    with places_read(homes):
        store(organizations)
    serves = Organization.serves.through
    store(
        [
            serves(organization=one, area_id=one.home_area_id)
            for one in organizations
            if one.home_area.kind == AreaKind.SUBDISTRICT
        ]
    )
    note_done([(add_organization, one, at) for one in organizations], by)
    return organizations


@action(_("changed an organisation"), on="organization")
def change_organization(
    *, organization: Organization, by: object, at: datetime = NOW, **details: object
) -> Organization:
    for field, value in details.items():
        setattr(organization, field, value)
    _check(organization)
    rename_scope(organization.scope, organization.name)
    _save(organization)
    return organization


@action(_("set the sub-districts that an organisation serves"), on="organization")
def set_served_areas(
    *, organization: Organization, areas: Iterable[Area], by: object, at: datetime = NOW
) -> Organization:
    organization.serves.set(only_subdistricts(areas))
    return organization


@action(_("closed an organisation"), on="organization")
def close_organization(
    *, organization: Organization, by: object, at: datetime = NOW, on: date | None = None
) -> Organization:
    """It is no longer offered; projects and proposals keep it."""
    organization.closed_on = on or today()
    organization.save(update_fields=["closed_on"])
    return organization


@action(_("opened a closed organisation again"), on="organization")
def reopen_organization(*, organization: Organization, by: object, at: datetime = NOW) -> Organization:
    """For one that was closed by mistake. Refused while another of the same name works in the place."""
    _check(organization)
    organization.closed_on = None
    organization.save(update_fields=["closed_on"])
    return organization


def only_subdistricts(areas: Iterable[Area]) -> list[Area]:
    found = list(areas)
    for area in found:
        if area.kind != AreaKind.SUBDISTRICT:
            raise OnlySubdistrictsAreServed(area=area.label, field="other")
    return found


def _check(organization: Organization) -> None:
    others = Organization.objects.exclude(pk=organization.pk)
    known = others.open().filter(name=organization.name, home_area=organization.home_area)
    if known.exists():
        raise OrganizationKnown(name=organization.name, field="name")
    _check_fields(organization)


def _check_fields(organization: Organization) -> None:
    others = Organization.objects.exclude(pk=organization.pk)
    for field in ("moi_code", "hospcode"):
        code = getattr(organization, field)
        if code and (owner := others.filter(**{field: code}).first()):
            raise OrganizationCodeTaken(typed=code, name=str(owner), field=field)
    if organization.la_size and organization.kind != OrganizationKind.LOCAL_AUTHORITY:
        raise SizeOnlyForLocalAuthorities(field="la_size")


def _save(organization: Organization) -> None:
    organization.place_no = organization.home_area.place_no
    organization.sort_key = thai_sort_key(organization.name)
    organization.save()

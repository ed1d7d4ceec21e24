"""What apps above tell of the places that they own: which are closed, and the page that shows one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope
from ruamsuk.core.registry import Registry


@dataclass(frozen=True)
class Owner:
    """The noun that owns the scopes of a kind."""

    rows: Callable[[], QuerySet[Any]]  # all records, each with its `scope`
    url_name: str  # of a record's page, by its uid
    closed: Callable[[], QuerySet[Any]]  # those where nobody is invited any more


# By the kind of scope; filled from `AppConfig.ready` of the owners.
OWNERS: Registry[Owner] = Registry("owners of places")


def still_open(scopes: QuerySet[Scope]) -> QuerySet[Scope]:
    scopes = scopes.exclude(kind=ScopeKind.AREA, area__closed_on__isnull=False)
    for kind, owner in OWNERS.items():
        scopes = scopes.exclude(kind=kind, pk__in=owner.closed().values("scope"))
    return scopes


def is_closed(scope: Scope) -> bool:
    if scope.kind == ScopeKind.AREA:
        return scope.area.closed_on is not None
    return OWNERS[scope.kind].closed().filter(scope=scope).exists()


def page_of_place(scope: Scope) -> str:
    """The address of the area's, fund's, organisation's or project's own page."""
    if scope.kind == ScopeKind.AREA:
        return reverse("areas:area", args=[scope.area_id])
    owner = OWNERS[scope.kind]
    return reverse(owner.url_name, args=[owner.rows().values_list("uid", flat=True).get(scope=scope)])

"""Making, changing and retiring sets of areas."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.area_sets.access import check_sharing
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.area_sets.problems import SetIsEmpty, SetNameTaken, SetRetired
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action


@action(_("kept a set of areas"))
def add_area_set(
    *,
    name: str,
    areas: list[Area],
    note: str = "",
    is_shared: bool = False,
    by: User | None,
    at: datetime = NOW,
) -> AreaSet:
    made = AreaSet(name=name, note=note, owner=by, is_shared=is_shared, created_at=at)
    return _store(made, areas, by)


@action(_("changed a set of areas"), on="area_set")
def change_area_set(
    *,
    area_set: AreaSet,
    name: str,
    areas: list[Area],
    note: str,
    is_shared: bool,
    by: User | None,
    at: datetime = NOW,
) -> AreaSet:
    """Figures that are asked of it are of its areas of then; a set that was cited is better copied than changed."""
    area_set = _standing(area_set)
    area_set.name, area_set.note, area_set.is_shared = name, note, is_shared
    return _store(area_set, areas, by)


@action(_("retired a set of areas"), on="area_set")
def retire_area_set(*, area_set: AreaSet, by: User | None, at: datetime = NOW) -> AreaSet:
    """It is offered no more; its address and its figures stay."""
    area_set = _standing(area_set)
    area_set.retired_at = at
    area_set.save(update_fields=["retired_at"])
    return area_set


def _standing(area_set: AreaSet) -> AreaSet:
    found = AreaSet.objects.select_for_update().get(pk=area_set.pk)
    if found.retired_at:
        raise SetRetired
    return found


def _store(area_set: AreaSet, areas: list[Area], by: User | None) -> AreaSet:
    if not areas:
        raise SetIsEmpty(field="areas")
    if area_set.is_shared and by is not None:
        check_sharing(by, areas)
    try:
        with transaction.atomic():
            area_set.save()
    except IntegrityError:  # also where two people type it in the same moment
        raise SetNameTaken(field="name") from None
    area_set.areas.set(areas)
    return area_set

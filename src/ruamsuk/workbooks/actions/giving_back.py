"""Taking a workbook back: what hinders it, and the values that changed records had before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import PROTECT, Exists, ForeignObjectRel, Model, OuterRef, Q, QuerySet

from ruamsuk.accounts.models import Grant, Invitation, Post, User
from ruamsuk.areas.models import Area
from ruamsuk.audit.queries import touched
from ruamsuk.committees.models import Committee, Member
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.funds.models import Fund
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.actions.writing import change
from ruamsuk.workbooks.choices import Noun
from ruamsuk.workbooks.queries.steps import raw

MODELS: dict[str, type[Model]] = {
    Noun.INVITATION: Invitation,
    Noun.MEMBER: Member,
    Noun.FIGURE: OfficialFigure,
    Noun.VILLAGE: Area,
    Noun.FUND: Fund,
    Noun.ORGANIZATION: Organization,
}


def hinders(batch: ImportBatch) -> list[str]:
    """What was built on the import since, one line a record: worked on by somebody, accepted, or named by another
    record that is no part of the import.
    """
    rows = ImportedRecord.objects.filter(batch=batch, owns_noun=True, noun_id__isnull=False)
    keys: dict[str, set[int]] = {name: set() for name in MODELS}
    for noun, key in rows.values_list("noun", "noun_id"):
        keys[noun].add(key or 0)
    started = {pk for label, pk, _title in batch.made if label == Committee._meta.label_lower}
    own: dict[type[Model], set[int]] = {MODELS[name]: found for name, found in keys.items()} | {
        Committee: started
    }
    changed = list(_with_things(batch.lines.filter(outcome=LineResult.UPDATED).select_related("record")))
    moved = {
        thing.pk
        for line, thing in changed
        if any(_name(one) == "organization_id" for one in line.report["changed"])
    }
    standing: dict[str, None] = {}
    for model, mine in own.items():
        used = touched(model, mine, outside=batch.uid) | _in_use(model, mine) | _held(model, mine, own, moved)
        for thing in model._default_manager.filter(pk__in=used).order_by("pk"):
            standing[str(thing)] = None
    return [*standing, *_changed_since(changed)]


def _in_use(model: type[Model], keys: set[int]) -> set[int]:
    if model is Invitation:
        rows: QuerySet[Any] = Invitation.objects.filter(pk__in=keys, accepted_at__isnull=False)
    elif model in (Fund, Organization):
        held = Grant.objects.filter(post__scope=OuterRef("scope"))
        rows = model._default_manager.filter(Exists(held), pk__in=keys)
    else:
        return set()
    return set(rows.values_list("pk", flat=True))


def _held(model: type[Model], keys: set[int], own: dict[type[Model], set[int]], moved: set[int]) -> set[int]:
    """Those that a record names which is no part of the import. `moved`: funds that go back to their organisation."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.on_delete is not PROTECT:
            continue
        other, name = relation.related_model, relation.field.name
        stays = own.get(other, set()) | (moved if (other, name) == (Fund, "organization") else set())
        rows = other._default_manager.filter(**{f"{name}__in": keys}).exclude(pk__in=stays)
        found |= set(rows.values_list(f"{name}_id", flat=True))
    if model in (Fund, Organization):
        invited = Invitation.objects.exclude(pk__in=own[Invitation])
        scopes = model._default_manager.filter(pk__in=keys).filter(
            Exists(invited.filter(post__scope=OuterRef("scope")))
        )
        found |= set(scopes.values_list("pk", flat=True))
    return found


def _changed_since(changed: Iterable[tuple[ImportLine, Any]]) -> list[str]:
    """Records that the import changed, and a person afterwards in the same field."""
    return [
        str(thing)
        for line, thing in changed
        if any(_now(thing, one) != one["given"] for one in line.report["changed"])
    ]


def give_back(lines: Sequence[ImportLine], by: User | None, at: datetime) -> None:
    """The changed values become what they were; the record is looked at anew when the file is sent again."""
    for line, thing in _with_things(lines):
        given = {_name(one): one["raw"] for one in line.report["changed"] if _now(thing, one) == one["given"]}
        record = line.record
        assert record is not None  # a line that changed something has one
        record.sha256, record.applied = "", {**record.applied, **given}
        record.save(update_fields=["sha256", "applied"])
        if "home_area" in given:
            given["home_area"] = Area.objects.get(pk=given["home_area"])
        change(thing, given, by=by, at=at)


def _with_things(lines: Iterable[ImportLine]) -> Iterable[tuple[ImportLine, Any]]:
    """Lines, each read with its record, beside the organisation, fund or figure that it changed."""
    for noun, related in (
        (Noun.ORGANIZATION, ("home_area", "scope")),
        (Noun.FUND, ("kind", "organization", "home_area", "scope")),
        (Noun.FIGURE, ("home_area", "indicator")),
    ):
        some = [(line, line.record) for line in lines if line.record is not None and line.record.noun == noun]
        keys = [record.noun_id for _line, record in some]
        things = MODELS[noun]._default_manager.select_related(*related).in_bulk(keys)
        for line, record in some:
            if record.noun_id in things and line.report.get("changed"):
                yield line, things[record.noun_id]


def _name(change: dict[str, Any]) -> str:
    return "organization_id" if change["field"] == "organization" else change["field"]


def _now(thing: Any, change: dict[str, Any]) -> Any:
    return raw(getattr(thing, _name(change)))


def empty_posts(things: Sequence[Any]) -> Sequence[QuerySet[Any]]:
    """Posts at these funds and organisations that nobody holds or was invited to, and committees without members."""
    posts = Post.objects.filter(scope__in=[thing.scope_id for thing in things])
    posts = posts.filter(
        ~Q(pk__in=Grant.objects.values("post")),
        ~Q(pk__in=Invitation.objects.values("post")),
        handovers__isnull=True,
    )
    keys = [thing.pk for thing in things if isinstance(thing, Fund)]
    return [posts, Committee.objects.filter(fund__in=keys, members__isnull=True)]

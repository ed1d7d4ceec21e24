"""One row of a workbook on its way: where it may be, what it changes of what stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.models import Scope
from ruamsuk.accounts.verbs import Verb, roles_with
from ruamsuk.areas.models import Area
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.workbooks.choices import NAME, Noun
from ruamsuk.workbooks.queries.known import KnownOrganization, place_in_words
from ruamsuk.workbooks.queries.rows import Row


@dataclass
class Step:
    """What is going to be done with a row. `thing`: the record that it changes, or stays as."""

    row: Row
    thing: Model | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    known: Any = None  # the organisation, fund or committee of the row
    area: Area | None = None
    keeper: KnownOrganization | None = None  # of a fund, as the row says
    scope: Scope | None = None


def inside(row: Row, area: Area | None, can: Verb, *, people: bool = False) -> bool:
    """The same reach as on the page; outside it the row is refused by the name of the place."""
    if area is None:
        return False
    if row.known.may(row.user, can, area, people=people):
        return True
    if row.user is not None and not any(grant.post.may(can) for grant in grants_of(row.user)):
        row.refuse("", "not-allowed", who=", ".join(roles_with(can)))
    else:
        row.refuse(row.first_of_place() if row.says_place else "", "outside", place=place_in_words(area))
    return False


def given_before(noun: Noun, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What files gave last to these records: key → field → value."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = ImportedRecord.objects.filter(importer=NAME, noun=noun, noun_id__in=list(keys)).order_by(
        "changed_at"
    )
    for key, applied in rows.values_list("noun_id", "applied"):
        found[key or 0] |= applied
    return found


def compare(step: Step, thing: Model, given: dict[str, Any], applied: dict[str, Any]) -> None:
    """What the row changes: where it says something else than what stands, unless a person set that since the last
    file said the same as this one.
    """
    row = step.row
    step.thing = thing
    for name, value in given.items():
        current = getattr(thing, name)
        if current == value:
            continue
        if name in applied and applied[name] == raw(value):
            row.mended.append(
                {"field": name, "from": _shown(value), "to": _shown(current), "why": "kept-by-hand"}
            )
            continue
        step.changes[name] = value
        row.changed.append(
            {
                "field": name,
                "from": _shown(current),
                "to": _shown(value),
                "raw": raw(current),
                "given": raw(value),
            }
        )
    row.outcome = LineResult.UPDATED if step.changes else LineResult.UNCHANGED


def raw(value: Any) -> Any:
    """As it is kept in a record of the import."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.pk if isinstance(value, Model) else value


def _shown(value: Any) -> str:
    if isinstance(value, Area):
        return place_in_words(value)
    if value in (None, ""):
        return "–"
    return str(getattr(value, "label", raw(value)))

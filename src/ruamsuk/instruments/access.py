"""Everybody signed in reads the instruments; to change them needs EDIT_CATALOGUE, since they serve all."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from ruamsuk.accounts.access import Reader, require
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level
from ruamsuk.issues.verbs import EDIT_CATALOGUE

N = TypeVar("N", bound=Model)

# The parts of a version, by their name in the address.
PARTS: dict[str, type[Criterion] | type[Level] | type[Band]] = {
    "criteria": Criterion,
    "levels": Level,
    "bands": Band,
}


def instrument_for(user: Reader, uid: UUID, can: Verb) -> Instrument:
    return _allowed(Instrument.objects.filter(uid=uid), user, can)


def version_for(user: Reader, uid: UUID, can: Verb) -> InstrumentVersion:
    """Drafts are read by those who write them."""
    found = _allowed(InstrumentVersion.objects.whole().filter(uid=uid), user, can)
    if found.is_draft:
        require(user, EDIT_CATALOGUE)
    return found


def criterion_for(user: Reader, uid: UUID, can: Verb) -> Criterion:
    found: Criterion = part_for(user, "criteria", uid, can)
    return found


def part_for(user: Reader, kind: str, uid: UUID, can: Verb) -> Any:
    """A criterion, a level or a band, `kind` as in the address, of a version that the reader may see."""
    if kind not in PARTS:
        raise Http404
    to_version = "criterion__version" if kind == "levels" else "version"
    rows = PARTS[kind]._default_manager.select_related(f"{to_version}__instrument")
    found: Any = _allowed(rows.filter(uid=uid), user, can)
    if version_of(found).is_draft:
        require(user, EDIT_CATALOGUE)
    return found


def version_of(part: Criterion | Level | Band) -> InstrumentVersion:
    return part.criterion.version if isinstance(part, Level) else part.version


def _allowed(rows: QuerySet[N], user: Reader, can: Verb) -> N:
    found = rows.first()
    if found is None or not user.is_authenticated:
        raise Http404
    if can != READ:
        require(user, EDIT_CATALOGUE)
    return found

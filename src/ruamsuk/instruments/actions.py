"""Writing a version, publishing it, taking it back while nobody has answered it, confirming it, retiring."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.instruments.access import version_of
from ruamsuk.instruments.choices import About, Tier, VersionState
from ruamsuk.instruments.models import Band, Criterion, Instrument, InstrumentVersion, Level
from ruamsuk.instruments.problems import (
    AlreadySigned,
    DraftExists,
    InstrumentRetired,
    NothingPublished,
    NumberTaken,
    VersionIsAnswered,
    VersionIsPublished,
    VersionNotInUse,
    VersionUnfinished,
)
from ruamsuk.instruments.queries.versions import missing_in
from ruamsuk.issues.actions import Loaded, read_rows
from ruamsuk.issues.problems import AlreadyRetired, CodeTaken

DATA = Path(__file__).parent / "data"
PART_FIELDS: Mapping[type[Any], tuple[str, ...]] = {
    Criterion: ("name_th", "name_en", "look_at_th", "look_at_en", "weight"),
    Level: ("number", "name_th", "name_en", "text_th", "text_en", "example_th", "example_en", "is_low"),
    Band: ("from_percent", "name_th", "name_en", "tier"),
}


# The instrument ------------------------------------------------------------------------------------------------


@action(_("added an instrument"))
def add_instrument(
    *, code: str, about: str, name_th: str, name_en: str = "", by: User | None, at: datetime = NOW
) -> Instrument:
    """With an empty first version to be written."""
    if Instrument.objects.filter(code=code).exists():
        raise CodeTaken(code=code, field="code")
    made = Instrument.objects.create(code=code, about=About(about), name_th=name_th, name_en=name_en)
    InstrumentVersion.objects.create(instrument=made, no=1, created_at=at, created_by=by)
    return made


@action(_("named an instrument"), on="instrument")
def name_instrument(
    *, instrument: Instrument, name_th: str, name_en: str = "", by: User | None, at: datetime = NOW
) -> Instrument:
    instrument.name_th, instrument.name_en = name_th, name_en
    instrument.save(update_fields=["name_th", "name_en"])
    return instrument


@action(_("took an instrument out of use"), on="instrument")
def retire_instrument(
    *, instrument: Instrument, on: date | None = None, by: User | None, at: datetime = NOW
) -> Instrument:
    """What was begun may be ended; nothing new begins."""
    instrument = _locked(instrument)
    if instrument.retired_on:
        raise AlreadyRetired(name=instrument.name)
    instrument.retired_on = on or today()
    instrument.save(update_fields=["retired_on"])
    return instrument


@action(_("took an instrument back into use"), on="instrument")
def restore_instrument(*, instrument: Instrument, by: User | None, at: datetime = NOW) -> Instrument:
    instrument = _locked(instrument)
    instrument.retired_on = None
    instrument.save(update_fields=["retired_on"])
    return instrument


# Its versions --------------------------------------------------------------------------------------------------


@action(_("began a version of an instrument"))
def begin_version(*, instrument: Instrument, by: User | None, at: datetime = NOW) -> InstrumentVersion:
    """A copy of the last one, to be changed."""
    instrument = _locked(instrument)
    if instrument.retired_on:
        raise InstrumentRetired(name=instrument.name)
    last = instrument.versions.whole().order_by("-no").first()
    if last is None:
        raise NothingPublished(name=instrument.name)
    if last.is_draft:
        raise DraftExists(no=last.no, name=instrument.name)
    made = InstrumentVersion.objects.create(
        instrument=instrument, no=last.no + 1, differ_from=last.differ_from, created_at=at, created_by=by
    )
    for criterion in last.criteria.all():
        copied = Criterion.objects.create(version=made, no=criterion.no, **_values(criterion))
        for level in criterion.levels.all():
            Level.objects.create(criterion=copied, **_values(level))
    for band in last.bands.all():
        Band.objects.create(version=made, **_values(band))
    return made


@action(_("changed a version of an instrument"), on="version")
def change_version(
    *, version: InstrumentVersion, differ_from: int, by: User | None, at: datetime = NOW
) -> InstrumentVersion:
    version = _draft(version)
    version.differ_from = differ_from
    version.save(update_fields=["differ_from"])
    return version


@action(_("threw a version of an instrument away"), on="version.instrument")
def discard_version(*, version: InstrumentVersion, by: User | None, at: datetime = NOW) -> Instrument:
    """A draft. With the only version goes the instrument: nothing ever hung on it."""
    version = _draft(version)
    instrument = version.instrument
    version.delete()
    if not instrument.versions.exists():
        instrument.delete()
    return instrument


@action(_("published a version of an instrument"), on="version")
def publish_version(*, version: InstrumentVersion, by: User | None, at: datetime = NOW) -> InstrumentVersion:
    """From now on it is answered; the one before it is not, and stays as it is."""
    version = _draft(version)
    if version.instrument.retired_on:
        raise InstrumentRetired(name=version.instrument.name)
    if missing := missing_in(version):
        raise VersionUnfinished(no=version.no, missing=", ".join(missing))
    InstrumentVersion.objects.filter(instrument=version.instrument, state=VersionState.IN_USE).update(
        state=VersionState.REPLACED
    )
    version.state, version.published_at, version.published_by = VersionState.IN_USE, at, by
    version.save(update_fields=["state", "published_at", "published_by"])
    return version


@action(_("took a version of an instrument back into writing"), on="version")
def take_version_back(
    *, version: InstrumentVersion, by: User | None, at: datetime = NOW
) -> InstrumentVersion:
    """While nobody has answered it. The one before it is in use again; a signature has to be given anew."""
    version = _again(version)
    if version.answered_at:
        raise VersionIsAnswered(no=version.no)
    if version.state != VersionState.IN_USE:
        raise VersionNotInUse(no=version.no, name=version.instrument.name)
    draft = version.instrument.versions.filter(state=VersionState.DRAFT).first()
    if draft:
        raise DraftExists(no=draft.no, name=version.instrument.name)
    version.state, version.published_at, version.published_by = VersionState.DRAFT, None, None
    version.signed_at, version.signed_by, version.signed_note = None, None, ""
    version.save()
    before = version.instrument.versions.filter(state=VersionState.REPLACED).order_by("-no").first()
    if before:
        before.state = VersionState.IN_USE
        before.save(update_fields=["state"])
    return version


@action(_("confirmed a version of an instrument for the programme"), on="version")
def sign_version(
    *, version: InstrumentVersion, note: str, by: User | None, at: datetime = NOW
) -> InstrumentVersion:
    """`note`: on what it rests, as the meeting or letter in which the programme agreed to it."""
    version = _again(version)
    if version.is_draft:
        raise VersionUnfinished(no=version.no, missing=_("that it is published"))
    if version.is_signed:
        raise AlreadySigned(no=version.no)
    version.signed_at, version.signed_by, version.signed_note = at, by, note
    version.save(update_fields=["signed_at", "signed_by", "signed_note"])
    return version


def note_answered(version: InstrumentVersion, at: datetime) -> InstrumentVersion:
    """Part of the act that begins an answer: from now on the version stays as it is."""
    version = _again(version)
    if version.state != VersionState.IN_USE or version.instrument.retired_on:
        raise VersionNotInUse(no=version.no, name=version.instrument.name)
    if version.answered_at is None:
        version.answered_at = at
        version.save(update_fields=["answered_at"])
    return version


# Its parts -----------------------------------------------------------------------------------------------------


@action(_("added to a version of an instrument"), on="version")
def add_part(
    *,
    version: InstrumentVersion,
    kind: type[Criterion] | type[Level] | type[Band],
    criterion: Criterion | None = None,
    by: User | None,
    at: datetime = NOW,
    **fields: Any,
) -> Criterion | Level | Band:
    """A criterion, a word for results, or a level of a `criterion`."""
    version = _draft(version)
    if kind is Level:
        made: Any = Level(criterion=criterion, **fields)
    elif kind is Criterion:
        last = version.criteria.aggregate(no=Max("no"))["no"] or 0
        made = Criterion(version=version, no=last + 1, **fields)
    else:
        made = Band(version=version, **fields)
    _check(made)
    made.save()
    return made


@action(_("changed a part of an instrument"), on="part")
def change_part(
    *, part: Criterion | Level | Band, by: User | None, at: datetime = NOW, **fields: Any
) -> Criterion | Level | Band:
    _draft(version_of(part))
    for name, value in fields.items():
        setattr(part, name, value)
    _check(part)
    part.save(update_fields=list(fields))
    return part


@action(_("removed a part of an instrument"), on="version")
def remove_part(
    *, version: InstrumentVersion, part: Criterion | Level | Band, by: User | None, at: datetime = NOW
) -> InstrumentVersion:
    """The criteria behind it move up, so that their numbers have no gap."""
    version = _draft(version)
    part.delete()
    if isinstance(part, Criterion):
        for number, row in enumerate(version.criteria.order_by("no"), 1):
            if row.no != number:
                row.no = number
                row.save(update_fields=["no"])
    return version


def _check(part: Criterion | Level | Band) -> None:
    """The number of a level and the border of a word stand once in their list."""
    same: QuerySet[Level] | QuerySet[Band]
    if isinstance(part, Level):
        same = Level.objects.filter(criterion=part.criterion, number=part.number)
        field, number = "number", part.number
    elif isinstance(part, Band):
        same = Band.objects.filter(version=part.version, from_percent=part.from_percent)
        field, number = "from_percent", part.from_percent
    else:
        return
    if same.exclude(pk=part.pk).exists():
        raise NumberTaken(number=number, field=field)


def _values(part: Criterion | Level | Band) -> dict[str, Any]:
    return {name: getattr(part, name) for name in PART_FIELDS[type(part)]}


def _locked(instrument: Instrument) -> Instrument:
    """All that changes an instrument or its versions, and the first answers, go one after the other."""
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def _again(version: InstrumentVersion) -> InstrumentVersion:
    _locked(version.instrument)
    found = InstrumentVersion.objects.whole().filter(pk=version.pk).first()
    if found is None:
        raise VersionNotInUse(no=version.no, name=version.instrument.name)
    return found


def _draft(version: InstrumentVersion) -> InstrumentVersion:
    found = _again(version)
    if found.answered_at:
        raise VersionIsAnswered(no=found.no)
    if not found.is_draft:
        raise VersionIsPublished(no=found.no)
    return found


# By the files --------------------------------------------------------------------------------------------------


@action(_("loaded the instruments"))
def load_catalogue(*, by: object, at: datetime = NOW) -> Loaded:
    """From `instruments/data`: each that is not there yet, published and to be confirmed. What is there stays."""
    done = Loaded()
    for row in read_rows(DATA / "instruments.toml", "instrument"):
        if Instrument.objects.filter(code=row["code"]).exists():
            done.kept += 1
            continue
        made = Instrument.objects.create(
            code=row["code"], about=row["about"], name_th=row["name_th"], name_en=row["name_en"]
        )
        version = InstrumentVersion.objects.create(
            instrument=made, no=1, state=VersionState.IN_USE, created_at=at, published_at=at
        )
        for no, criterion in enumerate(row["criterion"], 1):
            levels = criterion.pop("level")
            kept = Criterion.objects.create(version=version, no=no, **criterion)
            for level in levels:
                Level.objects.create(criterion=kept, **level)
        for band in row["band"]:
            Band.objects.create(version=version, **band | {"tier": Tier(band["tier"])})
        done.added += 1
    return done

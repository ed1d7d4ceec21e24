"""Saving fields, merged with what was written on other screens meanwhile; adding, removing and bringing back lines.

Each save raises the document's version and keeps the texts that it gave. A field that is not any more what the writer's
screen was drawn from keeps what stands; what was typed waits beside it, and the page asks which one is right
(core.merging says when, actions.texts keeps them).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db.models import Max, Model, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.core.merging import Fate, mark
from ruamsuk.core.models import is_uuid
from ruamsuk.core.problems import Problem
from ruamsuk.drafts.actions.texts import FieldText, Texts, check_seen, end_waiting, known_version, new_text
from ruamsuk.drafts.choices import REMOVED, TextState
from ruamsuk.drafts.models import Document, KeptText
from ruamsuk.drafts.problems import DocumentGone, RowGone
from ruamsuk.drafts.queries.completeness import Completeness, checks_of, counted, is_filled
from ruamsuk.drafts.queries.texts import removed_text, waiting_paths
from ruamsuk.drafts.specs import Fixed, Long, Rows, Spec, Text, Thing, Ticked, Ticks

D = TypeVar("D", bound=Document)


@dataclass
class Saved(Generic[D]):
    document: D
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # path → text typed into a line that is gone
    understood: list[str] = field(default_factory=list)  # paths whose text of an earlier save fits now
    version: int = 0  # the next `base_version` of a caller who names one
    # None: nothing was written that completeness asks about, so that it is as it was.
    completeness: Completeness | None = None


class Writing(Generic[D]):
    """How documents of one kind are written. The noun derives one class, fills in what is its own, and makes one
    instance; its actions call it (each inside its transaction), its pages and its API read by `spec`.
    """

    spec: ClassVar[Spec]
    gone: ClassVar[type[Problem]] = RowGone  # the refusal when a line is not there

    # What the noun says ---------------------------------------------------------------------------------------

    def lock(self, document: D) -> D:
        """The document as it stands, under its lock; refuses when it may not be written now."""
        raise NotImplementedError

    def wrong(self, thing: Model) -> Mapping[str, str]:
        """Fields that do not fit together (a last day before the first), each with what to do. They stay as typed."""
        return {}

    def given(self, document: D, change: FieldText) -> None:
        """What follows for the document from a value that was set just now."""

    def store(self, thing: Model, names: set[str]) -> None:
        """Keeps a changed thing other than the document; `names`: its fields that were given."""
        thing.save()

    def begun(self, document: D, row: Model) -> None:
        """What a new line is linked to where there is no choice."""

    def check_removable(self, document: D, row: Model) -> None:
        """Refuses by name while something else uses a line."""

    def follow(self, document: D, kinds: set[str], *, rows: bool) -> None:
        """Sums and numbers that follow once parts of these kinds changed; `rows`: lines came or went."""
        if rows:
            self._number(document, kinds)

    def completeness(self, document: D) -> Completeness:
        return counted(checks_of(self.spec, document))

    def is_remarkable(self, change: FieldText) -> bool:
        """Whether a text that is given may be one that a remark is made on, by itself alone."""
        return False

    # The end of every change ----------------------------------------------------------------------------------

    def settle(self, document: D, at: datetime) -> D:
        """Completeness, what had a remark, and time are kept with the document."""
        self._settle(document, at)
        return document

    def _settle(self, document: D, at: datetime) -> Completeness:
        completeness = self.completeness(document)
        document.percent, document.remarked = completeness.percent, completeness.remarked
        document.changed_at = at
        document.save()
        return completeness

    # Fields ---------------------------------------------------------------------------------------------------

    def save(
        self,
        document: D,
        changes: Sequence[FieldText],
        *,
        by: User,
        at: datetime,
        screen: str = "",
        base_version: int | None = None,
    ) -> Saved[D]:
        """Saves what was typed on one screen; `screen` and `base_version` as in actions.texts.Texts."""
        locked = self.lock(document)
        saved = self._save(locked, list(changes), screen, base_version, by, at)
        document.updated_at = locked.updated_at  # so the action need not note the change once more
        return saved

    def _save(
        self, document: D, changes: list[FieldText], screen: str, base: int | None, by: User, at: datetime
    ) -> Saved[D]:
        saved = Saved(document)
        was_unclean = set(document.unclean)
        again = self._kept_beside(document, changes)
        # Not typed now: what becomes of them is no answer to the writer.
        kept = {change.path for change in again}
        changes = [*changes, *again]
        things = self._things(document, changes)
        document.version += 1
        texts = Texts(document, changes, screen=screen, base_version=base, by=by, at=at)
        written: dict[tuple[str, str], list[FieldText]] = {}
        is_mere = True
        for change in changes:
            key = (change.part.kind, change.uid)
            thing = things.get(key)
            if thing is None:
                if change.path not in kept:
                    saved.lost[change.path] = change.text
                    texts.set_aside(change)
                continue
            stands = self._standing(document, thing, change)
            met = texts.meets(change, stands)
            if met == Fate.CONFLICT:
                texts.wait(change)
                saved.conflicts.append(change.path)
                continue
            if met == Fate.WRITE:
                texts.write(change, stands)
            else:
                if change.path not in kept:
                    texts.leave(change, stands)
                if change.path not in was_unclean or change.typed != stands:
                    continue  # what was kept as typed may fit now: a day after its other day
            if change.error:
                self._keep_as_typed(saved, change.path, change.text, change.error)
            else:
                document.unclean.pop(change.path, None)
                is_mere = is_mere and self._is_mere_text(document, change, thing)
                setattr(thing, change.field.name, change.value)
                self.given(document, change)
                written.setdefault(key, []).append(change)
        for key, given in written.items():
            self._keep_thing(saved, things[key], given)
        for path in kept:
            saved.errors.pop(path, None)
        texts.keep()
        if written:
            self.follow(document, {kind for kind, _uid in written}, rows=False)
        saved.understood = sorted(was_unclean - set(document.unclean))
        saved.version = known_version(document, base)
        is_mere = is_mere and bool(written) and not saved.lost and set(document.unclean) == was_unclean
        if is_mere and not (waiting_paths(document) if texts.some_wait is None else texts.some_wait):
            document.changed_at = at
            own = (
                change.field.name
                for key, given in written.items()
                if things[key] is document
                for change in given
            )
            document.save(update_fields={"version", "changed_at", "updated_at", "log", *own})
        else:
            saved.completeness = self._settle(document, at)
        return saved

    def _kept_beside(self, document: D, changes: list[FieldText]) -> list[FieldText]:
        """Texts that were kept as typed in the lines that are written to: they may fit now."""
        given = {change.path for change in changes}
        lines = {path.rpartition(".")[0] for path in given}
        kept = {
            path: text
            for path, text in document.unclean.items()
            if path not in given and path.rpartition(".")[0] in lines
        }
        if not kept:
            return []
        return [change.drawn_from(mark(change.typed)) for change in changes[0].beside(kept)]

    def _keep_as_typed(self, saved: Saved[D], path: str, text: str, error: str) -> None:
        saved.errors[path] = error
        saved.document.unclean[path] = text

    def _keep_thing(self, saved: Saved[D], thing: Thing, given: list[FieldText]) -> None:
        if isinstance(thing, Ticked):
            return
        if wrong := self.wrong(thing):
            kind = type(thing)
            before = kind._default_manager.get(pk=thing.pk) if thing.pk else kind()
            for change in given:
                if change.field.name in wrong:
                    setattr(thing, change.field.name, getattr(before, change.field.name))
                    self._keep_as_typed(saved, change.path, change.text, wrong[change.field.name])
        part = given[0].part
        if isinstance(part, Fixed) and part.is_empty(thing):
            if thing.pk:
                thing.delete()
        elif thing is not saved.document:
            self.store(thing, {change.field.name for change in given})

    def _is_mere_text(self, document: D, change: FieldText, thing: object) -> bool:
        """Whether completeness stays as it is: of most texts it is only asked whether there are some. A text that had a
        remark is judged anew, and so is one that may get one by itself; what two texts say alike is found with the next
        change that is judged.
        """
        field = change.field
        if field.is_weighed or not isinstance(field.kind, Text | Long):
            return False
        if change.path in document.remarked or change.path in document.hints:
            return False
        if is_filled(getattr(thing, field.name)) != is_filled(change.value):
            return False
        return not self.is_remarkable(change)

    def standing(self, document: D, changes: Sequence[FieldText]) -> dict[str, str]:
        """Path → what its field shows now; fields of lines that are gone are left out."""
        things = self._things(document, changes)
        return {
            change.path: self._standing(document, things[change.part.kind, change.uid], change)
            for change in changes
            if (change.part.kind, change.uid) in things
        }

    def _standing(self, document: D, thing: Thing, change: FieldText) -> str:
        if change.path in document.unclean:
            return change.reread(document.unclean[change.path])
        return change.shown(getattr(thing, change.field.name))

    def _things(self, document: D, changes: Sequence[FieldText]) -> dict[tuple[str, str], Thing]:
        """(kind, uid) → the stored thing that a change is about; what is gone is left out."""
        wanted: dict[str, set[str]] = {}
        for change in changes:
            wanted.setdefault(change.part.kind, set()).add(change.uid)
        return {
            (part.kind, uid): thing
            for part in self.spec.parts
            if part.kind in wanted
            for uid, thing in part.things(document, wanted[part.kind]).items()
        }

    def choose(
        self,
        document: D,
        *,
        waiting: KeptText,
        change: FieldText,
        take_other: bool,
        seen: str | None = None,
        by: User,
        at: datetime,
    ) -> D:
        """Ends the waiting of a text. `change`: that text as it is read; `seen`: the mark of the two texts that were
        seen (merging.both). Refused if one of them was changed meanwhile.
        """
        document = self.lock(document)
        waiting.refresh_from_db()
        if waiting.state != TextState.WAITING:
            return document
        stands = self.standing(document, [change]).get(change.path)
        check_seen(document, waiting, stands or "", seen)
        if take_other:
            if stands is None:
                raise self.gone
            self._save(document, [change.drawn_from(mark(stands))], "", None, by, at)
        waiting.state = TextState.ASIDE
        waiting.save(update_fields=["state"])
        return self.settle(document, at)

    # Lines ----------------------------------------------------------------------------------------------------

    def add_row(
        self,
        document: D,
        kind: str,
        *,
        at: datetime,
        parent_uid: str = "",
        values: Mapping[str, object] | None = None,
    ) -> Any:
        """A new line, below the line named by `parent_uid` where its kind hangs below another."""
        row = self.add_rows(document, [(kind, parent_uid, values or {})], at=at)[0]
        row.refresh_from_db()
        return row

    def add_rows(
        self, document: D, given: Sequence[tuple[str, str, Mapping[str, object]]], *, at: datetime
    ) -> list[Any]:
        """New lines as if they were added one by one: (kind, uid of the line above or nothing, values). Numbers, sums
        and completeness follow once. The rows have their own values; their numbers may have become others.
        """
        document = self.lock(document)
        rows = [self._new_row(document, *one) for one in given]
        document.version += len(rows)
        self.follow(document, {kind for kind, _uid, _values in given}, rows=True)
        self.settle(document, at)
        return rows

    def _new_row(self, document: D, kind: str, parent_uid: str, given: Mapping[str, object]) -> Model:
        part = self._rows(kind)
        owner: dict[str, object] = {} if "__" in part.owner else {part.owner: part.owner_of(document)}
        if part.below:
            owner[part.below] = self.row(document, part.below, parent_uid)
        values = dict(given)
        if _is_numbered(part.model):
            last = part.model._default_manager.filter(**owner).aggregate(last=Max("no"))["last"]
            values["no"] = (last or 0) + 1
        row = part.model._default_manager.create(**owner, **values)
        self.begun(document, row)
        return row

    def remove_row(self, document: D, kind: str, uid: str, *, by: User, at: datetime) -> D:
        """Removes a line with what hangs below it; `restore_row` brings both back."""
        document = self.lock(document)
        part = self._rows(kind)
        if part.stays and is_uuid(uid) and part.removed(document).filter(uid=uid).exists():
            return document
        row = self.row(document, kind, uid)
        self.check_removable(document, row)
        document.version += 1
        if part.stays:
            end_waiting(document, [uid])
            row.removed_at = at
            row.save(update_fields=["removed_at"])
        else:
            self._keep_removed(document, part, row, by, at)
            row.delete()
            self._forget_unclean(document)
        self.follow(document, {kind}, rows=True)
        return self.settle(document, at)

    def restore_row(
        self, document: D, kind: str, uid: str, *, removed: KeptText | None = None, at: datetime
    ) -> D:
        """Undoes `remove_row`: the same lines with the same ids. Pressing twice changes nothing. `removed`: what was
        kept of a line that did not stay, if not what was kept last.
        """
        document = self.lock(document)
        part = self._rows(kind)
        if part.stays:
            row = part.removed(document).filter(uid=uid).first() if is_uuid(uid) else None
            if row is None:
                self.row(document, kind, uid)
            else:
                row.removed_at = None
                row.save(update_fields=["removed_at"])
        elif kept := removed or removed_text(self.spec, document, kind, uid):
            # What was kept before a migration may name columns that there are not any more.
            for item in serializers.deserialize("json", kept.words, ignorenonexistent=True):
                self._bring_back(document, item)
        else:
            self.row(document, kind, uid)
        document.version += 1
        self.follow(document, {kind}, rows=True)
        return self.settle(document, at)

    def row(self, document: D, kind: str, uid: str) -> Any:
        """A line of the document; refused when it is gone."""
        row = self._rows(kind).things(document, {uid}).get(uid.lower()) if is_uuid(uid) else None
        if row is None:
            raise self.gone
        return row

    def _rows(self, kind: str) -> Rows:
        part = self.spec.rows(kind)
        if part is None:
            raise self.gone
        return part

    def _keep_removed(self, document: D, part: Rows, row: Any, by: User, at: datetime) -> None:
        below = [one for one in self.spec.parts if isinstance(one, Rows) and one.below == part.kind]
        rows = [row, *(found for one in below for found in one.rows(document).filter(**{part.kind: row}))]
        end_waiting(document, [str(one.uid) for one in rows])
        new_text(
            document,
            part,
            str(row.uid),
            path=f"{REMOVED}{part.kind}.{row.uid}",
            text=serializers.serialize("json", rows),
            version=document.version,
            by=by,
            at=at,
        ).save()

    def _bring_back(self, document: D, item: DeserializedObject) -> None:
        row: Any = item.object
        part = next(one for one in self.spec.parts if isinstance(one, Rows) and one.model is type(row))
        above = self.spec.rows(part.below)
        if above and not above.rows(document).filter(pk=getattr(row, f"{part.below}_id")).exists():
            raise self.gone
        if type(row)._default_manager.filter(pk=row.pk).exists():
            return
        chosen, item.m2m_data = item.m2m_data or {}, None
        item.save()
        for ticks in self.spec.parts:
            if isinstance(ticks, Ticks) and ticks.each is part and (keys := chosen.get(ticks.links)):
                getattr(row, ticks.links).set(ticks.among(document).filter(pk__in=keys))

    def _forget_unclean(self, document: D) -> None:
        """Texts that could not be understood go with the line they were typed into."""
        uids: dict[str, set[str]] = {}
        for path in document.unclean:
            if (named := self.spec.find(path)) and isinstance(named[0], Rows):
                uids.setdefault(named[0].kind, set()).add(named[1])
        for kind, wanted in uids.items():
            gone = wanted - set(self._rows(kind).things(document, wanted))
            for path in list(document.unclean):
                if path.startswith(f"{kind}.") and path.split(".")[1] in gone:
                    document.unclean.pop(path)

    def _number(self, document: D, kinds: set[str]) -> None:
        """Numbers run 1, 2, 3 … in the order of the lines, below each line that has some."""
        for kind in kinds:
            part = self._rows(kind)
            if not _is_numbered(part.model):
                continue
            last: dict[object, int] = {}
            changed = []
            for row in part.rows(document):
                above = getattr(row, f"{part.below}_id") if part.below else None
                last[above] = no = last.get(above, 0) + 1
                if row.no != no:
                    row.no = no
                    changed.append(row)
            part.model._default_manager.bulk_update(changed, ["no"])


def locked(rows: QuerySet[D], document: D) -> D:
    """The document with what `rows` join, for `Writing.lock`; refused when it was thrown away meanwhile.

    First the lock, then the rows: what is joined in the statement that waits is as old as its beginning.
    """
    if (
        rows.model._default_manager.select_for_update().filter(pk=document.pk).values_list("pk").first()
        is None
    ):
        raise DocumentGone
    return rows.get(pk=document.pk)


def _is_numbered(model: type[Model]) -> bool:
    return any(field.name == "no" for field in model._meta.fields)


def forget(document: Document) -> None:
    """The texts of a document that is thrown away, which no longer points at them."""
    if document.log is not None:
        document.log.delete()

"""Writing the rows of one piece: given to the doors for many of their apps; where a door refuses, one by one, so that
only the row that it refuses stays out.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction

from ruamsuk.accounts.actions import invite_person
from ruamsuk.accounts.models import Scope
from ruamsuk.areas.actions import VillageRow, add_villages
from ruamsuk.areas.models import Area
from ruamsuk.committees.actions import add_member, start_committee
from ruamsuk.committees.models import Committee
from ruamsuk.core.problems import Problem
from ruamsuk.evidence.actions import change_official_figure, enter_official_figures
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.funds.actions import add_funds, change_fund, move_fund
from ruamsuk.funds.models import Fund
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Piece
from ruamsuk.organizations.actions import add_organizations, change_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.choices import NOT_READ, Noun
from ruamsuk.workbooks.queries.known import Known
from ruamsuk.workbooks.queries.planning import add_to_known, steps
from ruamsuk.workbooks.queries.steps import Step, raw


def write(piece: Piece) -> None:
    for sheet, group in groupby(piece.incoming, key=lambda one: one.line.kind):
        lines = list(group)
        planned = list(steps(lines, piece.known))
        if sheet == NOT_READ:
            for one in lines:
                piece.leave(one, LineResult(one.line.expected), {})
            continue
        Writer(piece, planned).write(sheet)


class Writer:
    """The rows of one sheet within a piece."""

    def __init__(self, piece: Piece, planned: list[Step]) -> None:
        self.piece, self.planned = piece, planned
        self.known: Known = piece.known
        self.by, self.at = piece.by, piece.at

    def write(self, sheet: str) -> None:
        new = [step for step in self.planned if self._is(step, LineResult.CREATED)]
        changed = [step for step in self.planned if self._is(step, LineResult.UPDATED)]
        made: dict[int, Any] = {}
        if new:
            made = ADDERS[sheet](self, new)
        for step in changed:
            self._try(step, self._change)
        for step in self.planned:
            self._end(step, made.get(id(step)))

    def _is(self, step: Step, outcome: LineResult) -> bool:
        return not step.row.is_refused and step.row.outcome == outcome

    def _try(self, step: Step, work: Callable[[Step], Any]) -> Any:
        """A refusal stays with its row; nothing of it is written."""
        try:
            with transaction.atomic():
                return work(step)
        except Problem as problem:
            step.row.refuse(problem.field or "", "said", words=str(problem))
            return None

    def _end(self, step: Step, made: Any) -> None:
        row, sheet = step.row, step.row.sheet.name
        if row.is_refused:
            self.piece.leave(row.one, LineResult.FAILED, row.report())
            return
        if row.outcome == LineResult.KEPT:
            self.piece.leave(row.one, LineResult.KEPT, row.report())
            return
        record = self.piece.keep(row.one, row.outcome, row.report(), key=row.one.line.source)
        thing = made if made is not None else step.thing
        if thing is not None:
            record.noun, record.noun_id, record.noun_uid = NOUNS[sheet], thing.pk, getattr(thing, "uid", None)
            record.owns_noun = record.owns_noun or made is not None
        given = {**row.values, **step.changes}
        record.applied = {name: _kept(value) for name, value in given.items()}

    # New ones -----------------------------------------------------------------------------------------------------

    def _together(self, new: Sequence[Step], door: Callable[[list[Step]], Sequence[Any]]) -> dict[int, Any]:
        """Through a door for many; where it refuses, each alone."""
        try:
            with transaction.atomic():
                return {id(step): thing for step, thing in zip(new, door(list(new)), strict=True)}
        except Problem:
            found = {id(step): self._try(step, lambda one: door([one])[0]) for step in new}
            return {key: thing for key, thing in found.items() if thing is not None}

    def organizations(self, new: Sequence[Step]) -> dict[int, Any]:
        def door(some: list[Step]) -> Sequence[Organization]:
            return add_organizations(given=[step.row.values for step in some], by=self.by, at=self.at)

        made = self._together(new, door)
        for step in new:
            if thing := made.get(id(step)):
                step.known.pk, step.known.scope_id = thing.pk, thing.scope_id
                add_to_known(step, self.known)
        return made

    def funds(self, new: Sequence[Step]) -> dict[int, Any]:
        keys = {step.row.values["organization_id"] for step in new}
        keepers = Organization.objects.select_related("scope").in_bulk(keys)

        def door(some: list[Step]) -> Sequence[Fund]:
            given = []
            for step in some:
                values = dict(step.row.values)
                keeper = keepers[values.pop("organization_id")]
                kind = self.known.kinds[values.pop("kind_id")]
                given.append({**values, "kind": kind, "organization": keeper})
            return add_funds(given=given, by=self.by, at=self.at)

        made = self._together(new, door)
        for step in new:
            if thing := made.get(id(step)):
                step.known.pk, step.known.scope_id = thing.pk, thing.scope_id
                add_to_known(step, self.known)
        return made

    def villages(self, new: Sequence[Step]) -> dict[int, Any]:
        made: dict[int, Any] = {}
        by_place: dict[int, list[Step]] = defaultdict(list)
        for step in new:
            if step.area is not None:
                by_place[step.area.pk].append(step)
        for pk, some in by_place.items():
            home = Area.objects.select_related("parent__parent", "zone").get(pk=pk)

            def door(steps: list[Step], home: Area = home) -> Sequence[Area]:
                rows = [VillageRow(step.row.no, **step.row.values) for step in steps]
                return add_villages(subdistrict=home, rows=rows, by=self.by, at=self.at)

            made |= self._together(some, door)
        return made

    def people(self, new: Sequence[Step]) -> dict[int, Any]:
        return {id(step): self._try(step, self._invite) for step in new}

    def _invite(self, step: Step) -> Any:
        scope = step.scope
        assert scope is not None
        where = scope.area if scope.pk is None else Scope.objects.select_related("area").get(pk=scope.pk)
        return invite_person(scope=where, by=self.by, at=self.at, **step.row.values)

    def figures(self, new: Sequence[Step]) -> dict[int, Any]:
        def door(some: list[Step]) -> Sequence[OfficialFigure]:
            return enter_official_figures(given=[step.row.values for step in some], by=self.by, at=self.at)

        return self._together(new, door)

    def seats(self, new: Sequence[Step]) -> dict[int, Any]:
        return {id(step): self._try(step, self._seat) for step in new}

    def _seat(self, step: Step) -> Any:
        values, series = step.row.values, self.known.committees[step.known.code]
        assert series is not None
        if series.pk is None:
            fund = Fund.objects.select_related("kind").get(pk=step.known.pk)
            committee = start_committee(
                fund=fund,
                term_starts_on=values["term_starts_on"],
                term_ends_on=values.get("term_ends_on"),
                by=self.by,
                at=self.at,
            )
            self.piece.note_made(committee, f"{committee.name} {committee.series_no}")
            series.pk = committee.pk
        return add_member(
            committee=Committee.objects.get(pk=series.pk),
            position=values["position"],
            title=values.get("title", ""),
            name=values["name"],
            organization=values.get("organization", ""),
            starts_on=values.get("starts_on") or values["term_starts_on"],
            by=self.by,
            at=self.at,
        )

    # Changed ones -------------------------------------------------------------------------------------------------

    def _change(self, step: Step) -> None:
        change(step.thing, step.changes, by=self.by, at=self.at)


def change(thing: Any, changes: dict[str, Any], *, by: Any, at: Any) -> None:
    """Sets new values through the acts of the record's own page."""
    own = dict(changes)
    if isinstance(thing, OfficialFigure):
        if "value" in own:
            own["value"] = Decimal(own["value"])
        change_official_figure(figure=thing, by=by, at=at, **own)
        return
    if isinstance(thing, Organization):
        change_organization(organization=thing, by=by, at=at, **own)
        return
    keeper = own.pop("organization_id", None)
    if keeper is not None:
        move_fund(
            fund=thing, organization=Organization.objects.select_related("scope").get(pk=keeper), by=by, at=at
        )
    if own:
        change_fund(fund=thing, by=by, at=at, **own)


def _kept(value: Any) -> Any:
    value = raw(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


ADDERS: dict[str, Callable[[Writer, Sequence[Step]], dict[int, Any]]] = {
    "organizations": Writer.organizations,
    "funds": Writer.funds,
    "villages": Writer.villages,
    "people": Writer.people,
    "seats": Writer.seats,
    "figures": Writer.figures,
}
NOUNS = {
    "organizations": Noun.ORGANIZATION,
    "funds": Noun.FUND,
    "coordinates": Noun.FUND,
    "villages": Noun.VILLAGE,
    "people": Noun.INVITATION,
    "seats": Noun.MEMBER,
    "figures": Noun.FIGURE,
}

"""What is going to happen to each record: the one place that decides it, for the preview and for the import."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from ruamsuk.core.text import plain
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.older_pages.choices import NAME, Noun
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known, KnownFund
from ruamsuk.older_pages.queries.reading import read
from ruamsuk.older_pages.queries.reading.record import NewFund, Reading
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.codes import read_code


@dataclass
class PlannedStep:
    """`joins`: another page of the same thing was imported before."""

    incoming: Incoming
    outcome: LineResult
    reading: Reading
    joins: ImportedRecord | None = None
    same_project: tuple[int, UUID] | None = None  # in the system already, under the same code and title

    @property
    def record(self) -> ImportedRecord | None:
        """Of the same address, imported before."""
        return self.incoming.record


@dataclass
class Near:
    """What the records of one piece may meet in the system: three queries a piece."""

    by_key: dict[str, ImportedRecord]
    by_code: dict[
        str, tuple[int | None, UUID | None, str]
    ]  # without keys: of an earlier record of this piece
    organizations: dict[tuple[str, int], int]

    @classmethod
    def of(cls, incoming: list[Incoming]) -> "Near":
        contents: list[dict[str, object]] = [one.line.content or {} for one in incoming]
        keys = [texts.key_of(one.line.source) for one in incoming]
        records = ImportedRecord.objects.filter(importer=NAME, key__in=keys).order_by("-pk")
        codes = [code.code for one in contents if (code := read_code(texts.as_text(one.get(texts.CODE))))]
        names = [texts.as_text(one[name]) for one in contents for name in texts.APPLICANT if name in one]
        homes = Organization.objects.open().filter(name__in=[name for name in names if name])
        return cls(
            {record.key: record for record in records if record.noun_id and record.noun != Noun.FUND},
            {
                code: (pk, uid, title)
                for code, pk, uid, title in Project.objects.filter(code__in=codes).values_list(
                    "code", "pk", "uid", "title"
                )
            },
            {(name, place): pk for name, place, pk in homes.values_list("name", "place_no", "pk")},
        )


def steps(incoming: list[Incoming], known: Known) -> Iterator[PlannedStep]:
    """One step a line, in order. Who takes a step writes it before asking for the next."""
    near = Near.of(incoming)
    for one in incoming:
        reading = read(one.line.content or {}, one.line.report.get("masked", []), known)
        if reading.noun == Noun.FUND:
            yield PlannedStep(one, _table_outcome(reading, known, one.record), reading)
        elif reading.noun == Noun.NONE:
            yield PlannedStep(one, LineResult.KEPT, reading)
        else:
            yield _step(one, reading, near, known)
        known.seen.add(reading.key)


def _step(one: Incoming, reading: Reading, near: Near, known: Known) -> PlannedStep:
    _place_organization(reading, near, known)
    if one.record is not None and one.record.noun_id:
        return PlannedStep(one, LineResult.UPDATED, reading)
    joins = near.by_key.get(reading.key)
    if joins is not None or reading.key in known.seen:
        reading.mend("source", reading.source, reading.key, "joined")
        return PlannedStep(one, LineResult.UPDATED, reading, joins)
    same = _settle_code(reading, near)
    if same:
        pk, uid, title = same
        reading.leave(texts.CODE, reading.values["code"], "code-is-here", title=title)
        found = (pk, uid) if pk is not None and uid is not None else None
        return PlannedStep(one, LineResult.KEPT, reading, same_project=found)
    return PlannedStep(one, LineResult.CREATED, reading)


def _place_organization(reading: Reading, near: Near, known: Known) -> None:
    """An organisation of the register is named, where one of exactly this name sits at the home area."""
    name = reading.values.get("applicant_name") or reading.values.get("owner_name")
    area = known.names.areas.get(reading.values["home_area_id"])
    if name and area and (pk := near.organizations.get((name, area.place_no))):
        reading.values["organization_id"] = pk


def _settle_code(reading: Reading, near: Near) -> tuple[int | None, UUID | None, str] | None:
    """The project that has this code, if it is the same one; a code of another project is left as typed."""
    code = reading.values.get("code")
    if not code:
        return None
    before = near.by_code.get(code)
    if before and plain(before[2]) == plain(reading.values["title"]):
        return before
    if before:
        reading.leave(texts.CODE, code, "code-taken", title=before[2])
        del reading.values["code"]
    else:
        near.by_code[code] = (None, None, reading.values["title"])
    return None


def _table_outcome(reading: Reading, known: Known, record: ImportedRecord | None) -> LineResult:
    if any(fund.code not in known.funds for fund in reading.table):
        return LineResult.CREATED
    if record is not None or any(_fills(fund, known) for fund in reading.table):
        return LineResult.UPDATED
    reading.leave(texts.TABLE, "", "nothing-new")
    return LineResult.KEPT


def _fills(fund: NewFund, known: Known) -> bool:
    return bool(fund.population and known.funds[fund.code].population is None)


def foresee(incoming: list[Incoming], known: Known) -> None:
    """What would be added is added to `known` only."""
    for step in steps(incoming, known):
        reading = step.reading
        step.incoming.expect(step.outcome, reading.report)
        for fund in [*reading.table, *([reading.new_fund] if reading.new_fund else [])]:
            if fund.code not in known.funds:
                known.add_fund(
                    KnownFund(None, fund.code, fund.name, fund.area, None, fund.population), fund.name
                )

"""What is going to happen to each record: the one place that decides it, for the preview and for the import.

Everything that the outcome or the report of a record depends on is decided here, from the database and from what was
read of the same file before (`Known`). So the preview of a file is what the import does, however long the file is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamsuk.core.text import plain
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.older_pages.choices import NAME, Noun, PageKind
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known, KnownFund, Made
from ruamsuk.older_pages.queries.reading import read
from ruamsuk.older_pages.queries.reading.record import NewFund, Reading
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, ProjectPartner, Proposal
from ruamsuk.projects.projects.codes import read_code

OF_DESIGN = ("support_type_id", "applicant_kind", "setting", "starts_on", "ends_on")
OF_PROPOSAL = (
    "title", "fiscal_year", "fund_id", "organization_id", "applicant_name", "home_area_id", "said_fund",
)  # fmt: skip
OF_PROJECT = (
    "title", "fiscal_year", "code", "typed_code", "agreement_no", "owner_name", "organization_id", "fund_id",
    "home_area_id", "parent_id", "budget_satang", "approved_on", "report_due_on", "status",
    "status_reason", "said_fund",
)  # fmt: skip
_EMPTY: tuple[object, ...] = (None, "", 0, [], "unknown")


@dataclass
class PlannedStep:
    """`made`: what the record is about, where that is in the system already or comes with a record before."""

    incoming: Incoming
    outcome: LineResult
    reading: Reading
    made: Made | None = None
    wanted: dict[str, object] = field(default_factory=dict)  # of a changed record: what is set
    applied: dict[str, object] = field(default_factory=dict)  # what the import answers for from now on

    @property
    def record(self) -> ImportedRecord | None:
        """Of the same address, imported before."""
        return self.incoming.record


@dataclass
class Near:
    """What the records of one piece may meet in the system: a handful of queries a piece."""

    by_key: dict[str, Made]
    by_code: dict[str, Made]
    organizations: dict[tuple[str, int], int]

    @classmethod
    def of(cls, incoming: list[Incoming], known: Known) -> "Near":
        keys = [texts.key_of(one.line.source) for one in incoming]
        records = ImportedRecord.objects.filter(importer=NAME, key__in=keys).order_by("-pk")
        named: list[str] = []
        codes: list[str] = []
        for one in incoming:
            for name, value in (one.line.content or {}).items():
                part = known.labels.part_of(name)
                if part == "code" and (code := read_code(texts.as_text(value))):
                    codes.append(code.code)
                elif part == "applicant" and (text := texts.as_text(value)):
                    named.append(text)
        homes = Organization.objects.open().filter(name__in=named)
        return cls(
            {
                one.key: Made(Noun(one.noun), one.noun_id, one.noun_uid)
                for one in records
                if one.noun_id and one.noun != Noun.FUND
            },
            {
                code: Made(Noun.PROJECT, pk, uid, title)
                for code, pk, uid, title in Project.objects.filter(code__in=codes).values_list(
                    "code", "pk", "uid", "title"
                )
            },
            {(name, place): pk for name, place, pk in homes.values_list("name", "place_no", "pk")},
        )


def steps(incoming: list[Incoming], known: Known) -> Iterator[PlannedStep]:
    """One step a line, in order. Who takes a step writes it before asking for the next."""
    near = Near.of(incoming, known)
    for one in incoming:
        line = one.line
        reading = read(
            line.source, PageKind(line.kind), line.content or {}, line.report.get("masked", []), known
        )
        if reading.noun == Noun.FUND:
            yield PlannedStep(one, _table_outcome(reading, known, one.record), reading)
        elif reading.noun == Noun.NONE:
            yield PlannedStep(one, LineResult.KEPT, reading)
        else:
            yield _step(one, reading, near, known)


def _step(one: Incoming, reading: Reading, near: Near, known: Known) -> PlannedStep:
    _place_organization(reading, near, known)
    if one.record is not None and one.record.noun_id:
        before = Made(Noun(one.record.noun), one.record.noun_id, one.record.noun_uid)
        return _change(PlannedStep(one, LineResult.UPDATED, reading, before), known, one.record.applied)
    joins = known.by_key.get(reading.key) or near.by_key.get(reading.key)
    if joins is not None:
        reading.mend("source", reading.source, reading.key, "joined")
        return _change(PlannedStep(one, LineResult.UPDATED, reading, joins), known, None)
    same = _settle_code(reading, near, known)
    if same is not None:
        reading.leave(reading.code_field, reading.values["code"], "code-is-here", title=same.title)
        known.by_key[reading.key] = same
        return PlannedStep(one, LineResult.KEPT, reading, same)
    _note_what_is_added(reading, known)
    made = Made(reading.noun, None, None, reading.values["title"], values=_with_links(reading, known))
    known.by_key[reading.key] = made
    if code := reading.values.get("code"):
        known.by_code[code] = made
    return PlannedStep(one, LineResult.CREATED, reading, made)


def _place_organization(reading: Reading, near: Near, known: Known) -> None:
    """An organisation of the register is named, where one of exactly this name sits at the home area."""
    name = reading.values.get("applicant_name") or reading.values.get("owner_name")
    area = known.names.areas.get(reading.values["home_area_id"])
    if name and area and (pk := near.organizations.get((name, area.place_no))):
        reading.values["organization_id"] = pk


def _settle_code(reading: Reading, near: Near, known: Known) -> Made | None:
    """The project that has this code, if it is the same one; a code of another project is left as typed."""
    code = reading.values.get("code")
    before = (known.by_code.get(code) or near.by_code.get(code)) if code else None
    if before is None:
        return None
    if plain(before.title) == plain(reading.values["title"]):
        return before
    reading.leave(reading.code_field, code, "code-taken", title=before.title)
    del reading.values["code"]
    return None


# What comes with a record -----------------------------------------------------------------------------------------


def _note_what_is_added(reading: Reading, known: Known) -> None:
    """Its fund and its project set, where they are new."""
    if reading.new_fund:
        _note_fund(reading.new_fund, reading, known)
    if reading.set_title and plain(reading.set_title) not in known.sets:
        reading.adds_set = True
        reading.mend("parent", "", reading.set_title, "set-added")
        known.sets[plain(reading.set_title)] = None


def _note_fund(new: NewFund, reading: Reading, known: Known) -> None:
    """The fund, with its local authority unless that is there already."""
    new.is_added = True
    key = (new.area.pk, new.authority.key)
    if key not in known.authorities_to_come and known.local_authority(new.area, new.authority.key) is None:
        known.authorities_to_come.add(key)
        reading.mend(new.code, "", new.name, "authority-added")
    reading.mend(new.code, "", new.name, "fund-added")
    known.add_fund(KnownFund(None, new.code, new.name, new.area, None, new.population), new.name)


def _table_outcome(reading: Reading, known: Known, record: ImportedRecord | None) -> LineResult:
    outcome = LineResult.UPDATED if record is not None else LineResult.KEPT
    for fund in reading.table:
        before = known.funds.get(fund.code)
        if before is None:
            _note_fund(fund, reading, known)
            outcome = LineResult.CREATED
        elif fund.population and before.population is None:
            fund.sets_population = True
            before.population = fund.population
            reading.mend(fund.code, "", str(fund.population), "population-set")
            outcome = LineResult.CREATED if outcome == LineResult.CREATED else LineResult.UPDATED
    if outcome == LineResult.KEPT:
        reading.leave(texts.TABLE, "", "nothing-new")
    return outcome


# Changed records --------------------------------------------------------------------------------------------------


def _change(step: PlannedStep, known: Known, last: dict[str, object] | None) -> PlannedStep:
    """A changed record changes what nobody changed by hand; another page of the same thing fills what is empty.

    `last`: field → value that the import gave it last; None: it comes from another page.
    """
    made, reading = step.made, step.reading
    assert made is not None
    thing = made.thing()
    if thing is None and made.values is None:
        reading.leave("source", reading.source, "deleted-here")
        step.outcome = LineResult.KEPT
        return step
    _note_what_is_added(reading, known)
    own = OF_PROPOSAL if made.noun == Noun.PROPOSAL else OF_PROJECT
    for name, value in _with_links(reading, known).items():
        if name not in (*own, *OF_DESIGN, "issues", "situations", "instalments", "partners"):
            continue
        now, then = encode(_current(made, thing, name)), encode(value)
        if now == then:
            step.applied[name] = then
        elif (last is not None and name in last and now == last[name]) or now in _EMPTY:
            if name == "code" and _code_is_taken(str(value), made, known):
                continue
            step.wanted[name] = value
            step.applied[name] = then
        elif last is not None and last.get(name) != then:
            reading.leave(name, _said(reading, name, then), "kept-by-hand")
    if made.values is not None:
        made.values.update(step.wanted)
    return step


def _with_links(reading: Reading, known: Known) -> dict[str, Any]:
    """The values with the keys of fund and set; of one that is still to come, what tells it from others."""
    values = dict(reading.values)
    fund = reading.fund or (known.funds.get(reading.new_fund.code) if reading.new_fund else None)
    if fund:
        values["fund_id"] = fund.pk or fund.code
    if reading.set_title:
        values["parent_id"] = known.sets.get(plain(reading.set_title)) or reading.set_title
    return values


def _said(reading: Reading, name: str, then: object) -> object:
    """A value in words where it is a key."""
    said: Any = reading.understood.get(name.removesuffix("_id"), then)
    return said["name"] if isinstance(said, dict) else said


def _code_is_taken(code: str, made: Made, known: Known) -> bool:
    other = known.by_code.get(code)
    if other is not None and other is not made:
        return True
    return Project.objects.filter(code=code).exclude(pk=made.pk or 0).exists()


def _current(made: Made, thing: Proposal | Project | None, name: str) -> object:
    if thing is None:  # comes with a record of the same file
        return (made.values or {}).get(name)
    if name in OF_DESIGN:
        return getattr(thing.design, name)
    if name == "issues":
        return sorted(thing.design.issue_links.values_list("issue_id", flat=True))
    if name == "situations":
        situations = thing.design.situations.all()
        return [[row.text, None if row.size is None else str(row.size)] for row in situations]
    if name == "instalments" and isinstance(thing, Project):
        return [
            [encode(day) for day in (row.starts_on, row.ends_on, row.report_from, row.report_until)]
            + [row.amount_satang]
            for row in thing.instalments.all()
        ]
    if name == "partners" and isinstance(thing, Project):
        return [_given_partner(row) for row in thing.partners.select_related("organization")]
    return getattr(thing, name)


def _given_partner(row: ProjectPartner) -> object:
    """The words of a line; of one that a person has confirmed something that no source says."""
    is_as_carried = not row.is_confirmed or (row.organization and not row.amount_satang)
    return row.title if is_as_carried else [row.title]


def encode(value: object) -> object:
    """As it stands in JSON."""
    return value.isoformat() if isinstance(value, date) else value


def foresee(incoming: list[Incoming], known: Known) -> None:
    """What would be added is added to `known` only."""
    for step in steps(incoming, known):
        step.incoming.expect(step.outcome, step.reading.report)

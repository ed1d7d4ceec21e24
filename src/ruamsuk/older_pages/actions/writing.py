"""Writing the records of one piece: collected, then given to the doors of `projects` for many records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.models import Area
from ruamsuk.core.text import in_record, plain
from ruamsuk.funds.actions import add_fund, change_fund
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Piece
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.older_pages.choices import Noun
from ruamsuk.older_pages.queries.known import KnownFund
from ruamsuk.older_pages.queries.planning import PlannedStep, steps
from ruamsuk.older_pages.queries.reading.record import NewFund, Reading
from ruamsuk.older_pages.queries.texts import SIZES
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.designs.actions import GivenChange, GivenDesign
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.actions.bulk import GivenProject, change_projects, enter_projects
from ruamsuk.projects.projects.actions.projects import InstalmentTerms, enter_project
from ruamsuk.projects.projects.choices import Origin, ProjectKind
from ruamsuk.projects.proposals.actions.bulk import GivenProposal, change_proposals, enter_proposals

OF_DESIGN = ("support_type_id", "applicant_kind", "setting", "starts_on", "ends_on")
OF_PROPOSAL = ("title", "fiscal_year", "fund_id", "organization_id", "applicant_name", "home_area_id")
OF_PROJECT = (
    "title", "fiscal_year", "code", "typed_code", "agreement_no", "owner_name", "organization_id", "fund_id",
    "home_area_id", "parent_id", "budget_satang", "approved_on", "report_due_on", "status",
)  # fmt: skip
FUND_KIND = "subdistrict-health"
_EMPTY: tuple[object, ...] = (None, "", 0, [])


@dataclass
class New:
    """A proposal or project that is going to be entered with its piece."""

    record: ImportedRecord
    given: GivenProposal | GivenProject


def write(piece: Piece) -> None:
    writer = Writer(piece)
    for step in steps(piece.incoming, piece.known):
        writer.take(step)
    writer.flush()


class Writer:
    def __init__(self, piece: Piece) -> None:
        self.piece, self.known, self.by, self.at = piece, piece.known, piece.by, piece.at
        self.new: list[New] = []
        self.about: dict[str, ImportedRecord] = {}  # records of this piece, by what they are about

    def take(self, step: PlannedStep) -> None:
        if step.reading.noun == Noun.FUND:
            self._table(step)
        elif step.outcome == LineResult.CREATED:
            self._create(step)
        elif step.outcome == LineResult.UPDATED:
            self._update(step)
        else:
            record = self._keep(step)
            if step.same_project:
                record.noun, (record.noun_id, record.noun_uid) = Noun.PROJECT, step.same_project
                self.about.setdefault(step.reading.key, record)

    def _keep(self, step: PlannedStep, outcome: LineResult | None = None) -> ImportedRecord:
        reading = step.reading
        return self.piece.keep(step.incoming, outcome or step.outcome, reading.report, key=reading.key)

    # New proposals and projects -------------------------------------------------------------------------------

    def _create(self, step: PlannedStep) -> None:
        reading = step.reading
        values = {**reading.values, **self._links(reading)}
        note = _origin_note(reading)
        design = GivenDesign(
            values={**{name: values[name] for name in OF_DESIGN if name in values}, "remark": note},
            issues=values.get("issues", ()),
            situations=self._situations(values.get("situations", ())),
        )
        given: GivenProposal | GivenProject
        if reading.noun == Noun.PROPOSAL:
            own = {name: values[name] for name in OF_PROPOSAL if name in values}
            given = GivenProposal(design, {**own, "origin_note": note})
        else:
            values.setdefault("budget_satang", 0)
            own = {name: values[name] for name in OF_PROJECT if name in values}
            parts = [_part(one) for one in values.get("instalments", ())]
            given = GivenProject(design, {**own, "origin": Origin.IMPORT}, instalments=parts)
        record = self._keep(step)
        record.noun, record.owns_noun, record.applied = reading.noun, True, encoded(values)
        self.about.setdefault(reading.key, record)
        self.new.append(New(record, given))

    def _links(self, reading: Reading) -> dict[str, object]:
        """Keys of the fund and the project set, both added when they are new and clear."""
        found: dict[str, object] = {}
        if reading.new_fund and reading.fund is None:
            reading.fund = self._fund(reading.new_fund, reading)
        if reading.fund:
            found["fund_id"] = reading.fund.pk
        if reading.set_title:
            found["parent_id"] = self._set(reading)
        return found

    def _set(self, reading: Reading) -> int:
        key = plain(reading.set_title)
        if key not in self.known.sets:
            project = enter_project(
                title=reading.set_title,
                fiscal_year=reading.values["fiscal_year"],
                home_area=self.known.country,
                budget_satang=0,
                kind=ProjectKind.PROGRAMME,
                origin=Origin.IMPORT,
                by=self.by,
                at=self.at,
            )
            assert isinstance(project, Project)  # what is imported waits for nobody
            self.known.sets[key] = project.pk
            self.piece.note_made(project, project.title)
            reading.mend("parent", "", reading.set_title, "set-added")
        return self.known.sets[key]

    def flush(self) -> None:
        """Enters what was collected, proposals and projects each at once."""
        proposals = [new for new in self.new if isinstance(new.given, GivenProposal)]
        projects = [new for new in self.new if isinstance(new.given, GivenProject)]
        if proposals:
            entered = enter_proposals(
                given=[new.given for new in proposals if isinstance(new.given, GivenProposal)],
                by=self.by,
                at=self.at,
            )
            for new, proposal in zip(proposals, entered, strict=True):
                new.record.noun_id, new.record.noun_uid = proposal.pk, proposal.uid
        if projects:
            made = enter_projects(
                given=[new.given for new in projects if isinstance(new.given, GivenProject)],
                by=self.by,
                at=self.at,
            )
            for new, one in zip(projects, made, strict=True):
                new.record.noun_id, new.record.noun_uid = one.project.pk, one.project.uid
        self.new = []

    def _situations(self, rows: Iterable[tuple[str, str | None]]) -> list[dict[str, object]]:
        """Texts with their sizes; one that is called as a standard indicator becomes it."""
        found = []
        for text, size in rows:
            indicator, unit = self.known.indicators.get(plain(text), (None, ""))
            number = None if size is None else Decimal(size)
            found.append({"indicator_id": indicator, "text": text, "size": number, "unit": unit})
        return found

    # Changed records ------------------------------------------------------------------------------------------

    def _update(self, step: PlannedStep) -> None:
        """A changed record changes what nobody changed by hand; another page of the same thing fills what is empty."""
        reading = step.reading
        if step.record is None and step.joins is None:
            self.flush()  # the page that it joins is of this very piece
            step.joins = self.about.get(reading.key)
        before = step.record or step.joins
        thing = _thing(before) if before else None
        if before is None or thing is None:
            reading.leave("source", reading.source, "deleted-here")
            self._keep(step, LineResult.KEPT)
            return
        values = {**reading.values, **self._links(reading)}
        applied = self._merge(step, thing, values)
        record = self._keep(step)
        record.noun, record.noun_id, record.noun_uid = before.noun, thing.pk, thing.uid
        record.applied = {**record.applied, **applied}
        self.about.setdefault(reading.key, record)

    def _merge(
        self, step: PlannedStep, thing: Proposal | Project, values: dict[str, object]
    ) -> dict[str, object]:
        """Sets what may be set; returns field → value of what the import answers for now."""
        own = OF_PROPOSAL if isinstance(thing, Proposal) else OF_PROJECT
        last = step.record.applied if step.record else None
        applied: dict[str, object] = {}
        wanted: dict[str, object] = {}
        for name, value in values.items():
            if name not in (*own, *OF_DESIGN, "issues", "situations", "instalments"):
                continue
            now, then = encode(_current(thing, name)), encode(value)
            if now == then:
                applied[name] = then
            elif (last is not None and name in last and now == last[name]) or now in _EMPTY:
                wanted[name] = value
                applied[name] = then
            elif last is not None and last.get(name) != then:
                step.reading.leave(name, then, "kept-by-hand")
        self._change(thing, wanted)
        return applied

    def _change(self, thing: Proposal | Project, wanted: dict[str, Any]) -> None:
        if "code" in wanted and Project.objects.filter(code=wanted["code"]).exclude(pk=thing.pk).exists():
            del wanted["code"]
        if "situations" in wanted:
            wanted["situations"] = self._situations(wanted["situations"])
        if "instalments" in wanted:
            wanted["instalments"] = [_part(one) for one in wanted["instalments"]]
        of_design = {
            name: wanted.pop(name) for name in [*wanted] if name in (*OF_DESIGN, "issues", "situations")
        }
        change = GivenChange(wanted, of_design)
        if isinstance(thing, Proposal):
            change_proposals(changes=[(thing, change)], by=self.by, at=self.at)
        else:
            change_projects(changes=[(thing, change)], by=self.by, at=self.at)

    # Funds ----------------------------------------------------------------------------------------------------

    def _table(self, step: PlannedStep) -> None:
        reading = step.reading
        for row in reading.table:
            before = self.known.funds.get(row.code)
            if before is None:
                self._fund(row, reading)
            elif row.population and before.population is None and before.pk:
                fund = Fund.objects.select_related("kind", "organization", "scope", "home_area").get(
                    pk=before.pk
                )
                change_fund(fund=fund, population=row.population, by=self.by, at=self.at)
                before.population = row.population
                reading.mend(row.code, "", str(row.population), "population-set")
        self._keep(step).noun = Noun.FUND

    def _fund(self, new: NewFund, reading: Reading) -> KnownFund:
        """The fund, added with its local authority unless either is there already."""
        if before := self.known.funds.get(new.code):
            return before
        area = Area.objects.get(pk=new.area.pk)
        authority = self.known.local_authority(new.area, new.authority.key)
        if authority is None:
            authority = add_organization(
                name=new.name[:200],
                kind=OrganizationKind.LOCAL_AUTHORITY,
                home_area=area,
                la_size=SIZES.get(new.authority.kind),
                by=self.by,
                at=self.at,
            )
            self.piece.note_made(authority, authority.name)
            reading.mend(new.code, "", new.name, "authority-added")
        fund = add_fund(
            kind=FundKind.objects.get(code=FUND_KIND),
            code=new.code,
            name=new.name[:200],
            organization=authority,
            home_area=area,
            population=new.population,
            by=self.by,
            at=self.at,
        )
        self.piece.note_made(fund, f"{fund.name} ({fund.code})")
        reading.mend(new.code, "", new.name, "fund-added")
        known = KnownFund(fund.pk, fund.code, fund.name, new.area, fund.scope_id, fund.population)
        self.known.add_fund(known, authority.name)
        return known


def _origin_note(reading: Reading) -> str:
    """Where it came from, and the fund in words where it is none of the system's."""
    text = in_record(_("From %(source)s")) % {"source": reading.source}
    if reading.fund is None and (fund := reading.understood.get("fund")):
        text = in_record(_("%(text)s · fund: %(fund)s")) % {"text": text, "fund": fund}
    return text[:300]


def _thing(record: ImportedRecord) -> Proposal | Project | None:
    if record.noun_uid is None:
        return None
    if record.noun == Noun.PROPOSAL:
        return Proposal.objects.select_related("design").filter(uid=record.noun_uid).first()
    return Project.objects.select_related("design", "scope").filter(uid=record.noun_uid).first()


def _current(thing: Proposal | Project, name: str) -> object:
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
    return getattr(thing, name)


def _part(row: Sequence[Any]) -> InstalmentTerms:
    """An instalment as it was read: days as in JSON."""
    start, end, first, last, amount = row
    return InstalmentTerms(
        date.fromisoformat(start),
        date.fromisoformat(end),
        amount,
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def encode(value: object) -> object:
    """As it stands in JSON."""
    return value.isoformat() if isinstance(value, date) else value


def encoded(values: dict[str, object]) -> dict[str, object]:
    return {name: encode(value) for name, value in values.items()}

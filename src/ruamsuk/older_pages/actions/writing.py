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
from ruamsuk.older_pages.queries.known import KnownFund, Made
from ruamsuk.older_pages.queries.planning import (
    OF_DESIGN,
    OF_PROJECT,
    OF_PROPOSAL,
    PlannedStep,
    encode,
    steps,
)
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

FUND_KIND = "subdistrict-health"


@dataclass
class New:
    """A proposal or project that is going to be entered with its piece."""

    record: ImportedRecord
    given: GivenProposal | GivenProject
    made: Made

    def is_now(self, thing: Proposal | Project) -> None:
        self.record.noun_id, self.record.noun_uid = thing.pk, thing.uid
        self.made.pk, self.made.uid = thing.pk, thing.uid


def write(piece: Piece) -> None:
    writer = Writer(piece)
    for step in steps(piece.incoming, piece.known):
        writer.take(step)
    writer.flush()


class Writer:
    def __init__(self, piece: Piece) -> None:
        self.piece, self.known, self.by, self.at = piece, piece.known, piece.by, piece.at
        self.new: list[New] = []

    def take(self, step: PlannedStep) -> None:
        if step.reading.noun == Noun.FUND:
            self._table(step)
        elif step.outcome == LineResult.CREATED:
            self._create(step)
        elif step.outcome == LineResult.UPDATED:
            self._update(step)
        else:
            record = self._keep(step)
            if step.made is not None:
                self._become(record, step.made)

    def _keep(self, step: PlannedStep) -> ImportedRecord:
        return self.piece.keep(step.incoming, step.outcome, step.reading.report, key=step.reading.key)

    def _become(self, record: ImportedRecord, made: Made) -> None:
        if made.pk is None:
            self.flush()  # it comes with a record of this very piece
        record.noun, record.noun_id, record.noun_uid = made.noun, made.pk, made.uid

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
            own["origin"] = Origin.IMPORT
            given = GivenProject(design, own, instalments=parts, partners=values.get("partners", ()))
        record = self._keep(step)
        record.noun, record.owns_noun, record.applied = reading.noun, True, encoded(values)
        assert step.made is not None
        self.new.append(New(record, given, step.made))

    def _links(self, reading: Reading) -> dict[str, object]:
        """Keys of the fund and the project set, both added when they are new and clear."""
        found: dict[str, object] = {}
        if reading.new_fund and reading.fund is None:
            reading.fund = self._fund(reading.new_fund)
        if reading.fund:
            found["fund_id"] = reading.fund.pk
        if reading.set_title:
            found["parent_id"] = self._set(reading)
        return found

    def _set(self, reading: Reading) -> int:
        key = plain(reading.set_title)
        if reading.adds_set:
            project = enter_project(
                title=reading.set_title,
                fiscal_year=reading.values.get("fiscal_year"),
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
        found: int = self.known.sets[key]
        return found

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
                new.is_now(proposal)
        if projects:
            made = enter_projects(
                given=[new.given for new in projects if isinstance(new.given, GivenProject)],
                by=self.by,
                at=self.at,
            )
            for new, one in zip(projects, made, strict=True):
                new.is_now(one.project)
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
        """A changed record, or another page of the same thing: what is to be set was planned."""
        reading, made = step.reading, step.made
        assert made is not None
        links = self._links(reading)
        record = self._keep(step)
        self._become(record, made)
        thing = made.thing()
        assert thing is not None
        self._change(thing, {**step.wanted, **{name: links[name] for name in links if name in step.wanted}})
        applied = {**step.applied, **{name: links[name] for name in links if name in step.applied}}
        record.applied = {**record.applied, **applied}

    def _change(self, thing: Proposal | Project, wanted: dict[str, Any]) -> None:
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
            if row.is_added:
                self._fund(row)
            elif row.sets_population:
                fund = Fund.objects.select_related("kind", "organization", "scope", "home_area").get(
                    code=row.code
                )
                change_fund(fund=fund, population=row.population, by=self.by, at=self.at)
        self._keep(step).noun = Noun.FUND

    def _fund(self, new: NewFund) -> KnownFund:
        """The fund, added with its local authority unless that is there already."""
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
        known = KnownFund(fund.pk, fund.code, fund.name, new.area, fund.scope_id, fund.population)
        self.known.add_fund(known, authority.name)
        return known


def _origin_note(reading: Reading) -> str:
    return (in_record(_("From %(source)s")) % {"source": reading.source})[:300]


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


def encoded(values: dict[str, object]) -> dict[str, object]:
    return {name: encode(value) for name, value in values.items()}

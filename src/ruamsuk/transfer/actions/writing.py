"""Writing the records of one piece: collected, then stored together. Called inside `importing.import_piece`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope, User
from ruamsuk.areas.models import Area
from ruamsuk.comments.models import Thread
from ruamsuk.core.text import in_record, plain
from ruamsuk.funds.actions import add_fund, change_fund
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.models import (
    Design,
    DesignIssue,
    Funding,
    Instalment,
    Project,
    Proposal,
    Situation,
)
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.projects.choices import Origin, ProjectKind
from ruamsuk.transfer.choices import LineResult, Noun
from ruamsuk.transfer.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.transfer.queries.known import Known, KnownFund
from ruamsuk.transfer.queries.planning import Step, steps
from ruamsuk.transfer.queries.reading.record import NewFund, Reading
from ruamsuk.transfer.queries.texts import SIZES

OF_DESIGN = ("support_type_id", "applicant_kind", "setting", "starts_on", "ends_on")
OF_PROPOSAL = ("title", "fiscal_year", "fund_id", "organization_id", "applicant_name", "home_area_id")
OF_PROJECT = (
    "title", "fiscal_year", "code", "typed_code", "agreement_no", "owner_name", "organization_id", "fund_id",
    "home_area_id", "parent_id", "budget_satang", "approved_on", "report_due_on", "status",
)  # fmt: skip
FUND_KIND = "subdistrict-health"
_EMPTY: tuple[Any, ...] = (None, "", 0, [])


@dataclass
class New:
    """A proposal or project that is going to be stored with its piece."""

    step: Step
    thing: Proposal | Project
    record: ImportedRecord


class Writer:
    def __init__(self, batch: ImportBatch, known: Known, by: User | None, at: datetime) -> None:
        self.batch, self.known, self.by, self.at = batch, known, by, at
        self.new: list[New] = []
        self.made = len(batch.made)

    def write(self, lines: Iterable[ImportLine]) -> None:
        lines = list(lines)
        for step in steps(lines, self.known):
            step.line.outcome = step.outcome
            self._take(step)
            if step.reading is not None:
                step.line.report = {**step.line.report, **step.reading.report}
                step.line.content = None
            else:
                step.line.record, step.line.content = step.record, None
        self._flush()
        ImportLine.objects.bulk_update(lines, ["outcome", "record", "report", "content"])
        if len(self.batch.made) > self.made:
            self.batch.save(update_fields=["made"])

    def _take(self, step: Step) -> None:
        if step.reading is None:
            return
        if step.reading.noun == Noun.FUND:
            self._table(step, step.reading)
        elif step.outcome == LineResult.CREATED:
            self._create(step, step.reading)
        elif step.outcome == LineResult.UPDATED:
            self._update(step, step.reading)
        else:
            record = self._record(step, step.reading)
            if step.same_project:
                record.noun, (record.noun_id, record.noun_uid) = Noun.PROJECT, step.same_project
            self._keep(step, record)

    # Records --------------------------------------------------------------------------------------------------

    def _record(self, step: Step, reading: Reading) -> ImportedRecord:
        record = step.record or ImportedRecord(
            batch=self.batch, source=reading.source, key=reading.key, created_at=self.at
        )
        record.kind, record.content, record.sha256 = reading.kind, step.line.content, step.sha256
        record.report, record.changed_at = reading.report, self.at
        return record

    def _keep(self, step: Step, record: ImportedRecord) -> None:
        record.save()
        step.line.record = record

    # New proposals and projects -------------------------------------------------------------------------------

    def _create(self, step: Step, reading: Reading) -> None:
        values = {**reading.values, **self._links(reading)}
        design = Design(**{name: values[name] for name in OF_DESIGN if name in values})
        area = self.known.names.areas[values["home_area_id"]]
        own: dict[str, Any] = {"design": design, "place_no": area.place_no, "created_at": self.at}
        thing: Proposal | Project
        if reading.noun == Noun.PROPOSAL:
            own |= {name: values[name] for name in OF_PROPOSAL if name in values}
            thing = Proposal(**own, thread=Thread(), changed_at=self.at, origin_note=_origin_note(reading))
        else:
            values.setdefault("budget_satang", 0)
            own |= {name: values[name] for name in OF_PROJECT if name in values}
            scope = Scope(kind=ScopeKind.PROJECT, area_id=area.pk, label=values["title"][:300])
            scope.within_id = reading.fund.scope_id if reading.fund else None
            thing = Project(**own, scope=scope, origin=Origin.IMPORT)
        design.remark = _origin_note(reading)
        record = self._record(step, reading)
        record.noun, record.owns_noun, record.applied = reading.noun, True, encoded(values)
        self.new.append(New(step, thing, record))

    def _links(self, reading: Reading) -> dict[str, Any]:
        """Keys of the fund and the project set, both added when they are new and clear."""
        found: dict[str, Any] = {}
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
            self._note_made(project, project.title)
            reading.mend("parent", "", reading.set_title, "set-added")
        return self.known.sets[key]

    def _note_made(self, thing: Any, title: str) -> None:
        self.batch.made = [*self.batch.made, [thing._meta.label_lower, thing.pk, title]]

    def _flush(self) -> None:
        """Stores what was collected: one statement a table."""
        proposals = [new.thing for new in self.new if isinstance(new.thing, Proposal)]
        projects = [new.thing for new in self.new if isinstance(new.thing, Project)]
        Design.objects.bulk_create([new.thing.design for new in self.new])
        Thread.objects.bulk_create([proposal.thread for proposal in proposals])
        Scope.objects.bulk_create([project.scope for project in projects])
        Proposal.objects.bulk_create(proposals)
        Project.objects.bulk_create(projects)
        Funding.objects.bulk_create(
            [
                Funding(project=p, fund_id=p.fund_id, amount_satang=p.budget_satang)
                for p in projects
                if p.fund_id
            ]
        )
        for name in ("issues", "situations", "instalments"):
            rows = [
                row
                for new in self.new
                for row in _rows(name, new.thing, new.step.reading.values.get(name, []), self.known)  # type: ignore[union-attr]
            ]
            if rows:
                type(rows[0]).objects.bulk_create(rows)
        for new in self.new:
            new.record.noun_id, new.record.noun_uid = new.thing.pk, new.thing.uid
            new.record.report = new.step.reading.report  # type: ignore[union-attr]
        fresh = [new.record for new in self.new if new.record.pk is None]
        ImportedRecord.objects.bulk_create(fresh)
        for new in self.new:
            if new.record not in fresh:
                new.record.save()
            new.step.line.record = new.record
        self.new = []

    # Changed records ------------------------------------------------------------------------------------------

    def _update(self, step: Step, reading: Reading) -> None:
        """A changed record changes what nobody changed by hand; another page of the same thing fills what is empty."""
        if step.record is None and step.joins is None:
            self._flush()  # the page that it joins is of this very piece
            step.joins = ImportedRecord.objects.exclude(noun="").filter(key=reading.key).first()
        before = step.record or step.joins
        thing = _thing(before) if before else None
        record = self._record(step, reading)
        if before is None or thing is None:
            step.line.outcome = LineResult.KEPT
            reading.leave("source", reading.source, "deleted-here")
            record.report = reading.report
            self._keep(step, record)
            return
        values = {**reading.values, **self._links(reading)}
        applied = self._merge(step, reading, thing, values)
        record.noun, record.noun_id, record.noun_uid = before.noun, thing.pk, thing.uid
        record.applied, record.report = {**record.applied, **applied}, reading.report
        self._keep(step, record)

    def _merge(
        self, step: Step, reading: Reading, thing: Proposal | Project, values: dict[str, Any]
    ) -> dict[str, Any]:
        """Sets what may be set; returns field → value of what the import answers for now."""
        own = OF_PROPOSAL if isinstance(thing, Proposal) else OF_PROJECT
        last = step.record.applied if step.record else None
        applied: dict[str, Any] = {}
        for name, value in values.items():
            if name not in (*own, *OF_DESIGN, "issues", "situations", "instalments"):
                continue
            now, wanted = encode(_current(thing, name)), encode(value)
            if now == wanted:
                applied[name] = wanted
            elif (last is not None and name in last and now == last[name]) or now in _EMPTY:
                self._set_value(thing, name, value)
                applied[name] = wanted
            elif last is not None and last.get(name) != wanted:
                reading.leave(name, wanted, "kept-by-hand")
        thing.design.save()
        if isinstance(thing, Proposal):
            thing.changed_at, thing.version = self.at, thing.version + 1
        thing.save()
        return applied

    def _set_value(self, thing: Proposal | Project, name: str, value: Any) -> None:
        if name in OF_DESIGN:
            setattr(thing.design, name, value)
        elif name in ("issues", "situations", "instalments"):
            _standing(thing, name).delete()
            rows = _rows(name, thing, value, self.known)
            if rows:
                type(rows[0]).objects.bulk_create(rows)
        else:
            if name == "code" and Project.objects.filter(code=value).exclude(pk=thing.pk).exists():
                return
            if isinstance(thing, Project) and name in ("fund_id", "budget_satang"):
                self._change_funding(thing, name, value)
            setattr(thing, name, value)
        if name == "home_area_id":
            thing.place_no = self.known.names.areas[value].place_no
            if isinstance(thing, Project):
                thing.scope.area_id = value
                thing.scope.save(update_fields=["area"])

    def _change_funding(self, project: Project, name: str, value: Any) -> None:
        """The fund's one share follows; shares that people entered stay as they are."""
        shares = list(project.fundings.all())
        if shares and (len(shares) > 1 or shares[0].amount_satang != project.budget_satang):
            return
        fund_id = value if name == "fund_id" else project.fund_id
        amount = value if name == "budget_satang" else project.budget_satang
        project.fundings.all().delete()
        if fund_id:
            Funding.objects.create(project=project, fund_id=fund_id, amount_satang=amount)

    # Funds ----------------------------------------------------------------------------------------------------

    def _table(self, step: Step, reading: Reading) -> None:
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
        record = self._record(step, reading)
        record.noun, record.report = Noun.FUND, reading.report
        self._keep(step, record)

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
            self._note_made(authority, authority.name)
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
        self._note_made(fund, f"{fund.name} ({fund.code})")
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


def _standing(thing: Proposal | Project, name: str) -> Any:
    """The rows of a collection as they stand."""
    if name == "issues":
        return DesignIssue.objects.filter(design_id=thing.design_id)
    if name == "situations":
        return Situation.objects.filter(design_id=thing.design_id)
    return Instalment.objects.filter(project_id=thing.pk)


def _current(thing: Proposal | Project, name: str) -> Any:
    if name in OF_DESIGN:
        return getattr(thing.design, name)
    if name == "issues":
        return sorted(_standing(thing, name).values_list("issue_id", flat=True))
    if name == "situations":
        return [[row.text, None if row.size is None else str(row.size)] for row in _standing(thing, name)]
    if name == "instalments":
        return [
            [encode(day) for day in (row.starts_on, row.ends_on, row.report_from, row.report_until)]
            + [row.amount_satang]
            for row in _standing(thing, name)
        ]
    return getattr(thing, name)


def _rows(name: str, thing: Proposal | Project, value: list[Any], known: Known) -> list[Any]:
    """Unsaved rows of a collection."""
    if name == "issues":
        return [DesignIssue(design=thing.design, issue_id=pk) for pk in value]
    if name == "situations":
        found = []
        for no, (text, size) in enumerate(value, 1):
            indicator, unit = known.indicators.get(plain(text), (None, ""))
            number = None if size is None else Decimal(size)
            found.append(
                Situation(
                    design=thing.design, no=no, indicator_id=indicator, text=text, size=number, unit=unit
                )
            )
        return found
    return [
        Instalment(
            project_id=thing.pk,
            no=no,
            starts_on=date.fromisoformat(start),
            ends_on=date.fromisoformat(end),
            report_from=date.fromisoformat(first) if first else None,
            report_until=date.fromisoformat(last) if last else None,
            amount_satang=amount,
        )
        for no, (start, end, first, last, amount) in enumerate(value, 1)
    ]


def encode(value: Any) -> Any:
    """As it stands in JSON."""
    return value.isoformat() if isinstance(value, date) else value


def encoded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: encode(value) for name, value in values.items()}

"""What becomes of the rows of a file: the preview and the import ask the same function."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamsuk.accounts.models import User
from ruamsuk.exchanges.choices import Reads
from ruamsuk.exchanges.models import ExchangeForm, OutsideEntry
from ruamsuk.exchanges.queries.lists import differing
from ruamsuk.exchanges.queries.values import Values, squeezed, values_of
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.funds.models import Fund
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.choices import ProjectKind, ProjectStatus

Fault = dict[str, Any]
Key = tuple[int, int, str]  # fund, fiscal year, title as it is compared


class Known:
    """What a file has met already: project → the row that is about it, and entries that rows of it became."""

    def __init__(self) -> None:
        self.rows: dict[int, int] = {}
        self.entries: set[int] = set()


@dataclass
class Step:
    """What happens to one row."""

    one: Incoming
    outcome: LineResult
    form: int = 0  # key of the form by which it was read
    errors: list[Fault] = field(default_factory=list)
    fund: Fund | None = None
    project: Project | None = None
    entry: OutsideEntry | None = None  # the one that stands
    values: Values = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        """For the preview and for the report of the import; the row of the file is in it already."""
        found: dict[str, Any] = {"errors": self.errors}
        if self.errors:
            return found
        found |= {"differs": self.differs, "project": str(self.project.uid) if self.project else ""}
        if self.outcome == LineResult.UPDATED and self.entry is not None:
            stood = self.entry.values
            found["changed"] = [
                {"field": name, "from": stood.get(name), "to": self.values[name]}
                for name in Reads.values
                if name in self.values and stood.get(name) != self.values[name]
            ]
        return found


def foresee(incoming: list[Incoming], known: Known) -> None:
    for step in steps(incoming, known):
        step.one.expect(step.outcome, step.report)


def steps(incoming: Sequence[Incoming], known: Known) -> list[Step]:
    """In the order of the rows. A row is judged in the name of who sent its file."""
    if not incoming:
        return []
    by = incoming[0].line.batch.by
    found = [_read(one) for one in incoming]
    whole = [step for step in found if not step.errors]
    _find_funds(whole, by)
    whole = [step for step in whole if not step.errors]
    forms = ExchangeForm.objects.in_bulk({step.form for step in whole})
    for form in forms.values():
        _find_projects([step for step in whole if step.form == form.pk], form, known)
    whole = [step for step in whole if not step.errors]
    here = values_of([step.project for step in whole if step.project])
    for step in whole:
        if step.project:
            step.differs = differing(here[step.project.pk], step.values)
        step.outcome = _outcome(step)
    return found


def _read(one: Incoming) -> Step:
    content: Any = one.line.content
    report = one.line.report
    faults = report.get("faults", [])
    outcome = LineResult.FAILED if faults else LineResult.CREATED
    given = {"form": content["form"], "values": content["values"], "more": content["more"]}
    return Step(one, outcome, errors=list(faults), **given)


def _find_funds(found: Sequence[Step], by: User | None) -> None:
    codes = {step.values[Reads.FUND_CODE] for step in found}
    funds = Fund.objects.filter(code__in=codes)
    own = funds.visible_to(by, EXCHANGE) if by else funds
    reached = {fund.code: fund for fund in own}
    for step in found:
        code = step.values[Reads.FUND_CODE]
        step.fund = reached.get(code)
        if step.fund is None:
            _refuse(step, Reads.FUND_CODE, code, "fund", {"typed": code})


def _find_projects(found: Sequence[Step], form: ExchangeForm, known: Known) -> None:
    """Pairs rows with entries that stand and with projects here. What a person paired stays paired."""
    funds, years = {step.fund for step in found}, {step.values[Reads.FISCAL_YEAR] for step in found}
    rows = Project.objects.filter(fund__in=funds, fiscal_year__in=years).select_related("design")
    rows = rows.exclude(status=ProjectStatus.ANNULLED).exclude(kind=ProjectKind.PROGRAMME)
    named: dict[Key, list[Project]] = defaultdict(list)
    for project in rows:
        named[(project.fund_id or 0, project.fiscal_year or 0, squeezed(project.title))].append(project)
    entries = list(
        OutsideEntry.objects.filter(form=form, fund__in=funds, fiscal_year__in=years).select_related(
            "project"
        )
    )
    by_key = {entry.pk: entry for entry in entries}
    _remember(found, by_key, known)
    by_project = {entry.project_id: entry for entry in entries if entry.project_id}
    alone: dict[Key, list[OutsideEntry]] = defaultdict(list)
    for entry in entries:
        if not entry.project_id and entry.pk not in known.entries:
            alone[_key_of(entry)].append(entry)
    for step in found:
        key = _key(step)
        record = step.one.record
        step.entry = by_key.get(record.noun_id or 0) if record else None
        step.project = step.entry.project if step.entry else None
        if step.project is None and not (step.entry and step.entry.is_said):
            candidates = _meant(named[key], step.values)
            if step.entry:  # a project beside which another entry stands is taken
                candidates = [one for one in candidates if one.pk not in by_project]
            if len(candidates) > 1:
                _refuse(step, Reads.TITLE, step.values[Reads.TITLE], "several", {"n": len(candidates)})
                continue
            step.project = candidates[0] if candidates else None
        if step.project is not None:
            row = step.one.line.report.get("row", step.one.line.no)
            if known.rows.setdefault(step.project.pk, row) != row:
                other: dict[str, object] = {"row": known.rows[step.project.pk]}
                _refuse(step, Reads.TITLE, step.values[Reads.TITLE], "same-project", other)
                continue
        if step.entry is None and step.project is not None:
            step.entry = by_project.get(step.project.pk)
        if step.entry is None:
            step.entry = next((one for one in alone[key] if one.pk not in known.entries), None)
        if step.entry is not None:
            known.entries.add(step.entry.pk)


def _remember(found: Sequence[Step], by_key: Mapping[int, OutsideEntry], known: Known) -> None:
    """What was written of the file already: also by a process that ended in the middle of it."""
    if not found:
        return
    lines = found[0].one.line.batch.lines.filter(record__noun_id__in=by_key)
    for key, row in lines.exclude(outcome=LineResult.WAITING).values_list("record__noun_id", "report__row"):
        entry = by_key[key or 0]
        known.entries.add(entry.pk)
        if entry.project_id:
            known.rows.setdefault(entry.project_id, row)


def _key(step: Step) -> Key:
    fund = step.fund.pk if step.fund else 0
    return fund, step.values[Reads.FISCAL_YEAR], squeezed(step.values[Reads.TITLE])


def _key_of(entry: OutsideEntry) -> Key:
    return entry.fund_id, entry.fiscal_year, squeezed(entry.title)


def _meant(named: list[Project], values: Values) -> list[Project]:
    """Of several projects with one title those whose amount and first day the row says."""
    if len(named) < 2:
        return named
    told = (values.get(Reads.APPROVED), values.get(Reads.STARTS_ON))
    found = [
        one
        for one in named
        if (one.approved_satang, one.design.starts_on.isoformat() if one.design.starts_on else None) == told
    ]
    return found if len(found) == 1 else named


def _outcome(step: Step) -> LineResult:
    entry = step.entry
    if entry is None:
        return LineResult.CREATED
    same = {**entry.values, **step.values} == entry.values and entry.more == step.more
    same = same and entry.project_id == (step.project.pk if step.project else None)
    return LineResult.UNCHANGED if same else LineResult.UPDATED


def _refuse(step: Step, field: Reads, value: object, why: str, params: dict[str, object]) -> None:
    step.outcome = LineResult.FAILED
    step.errors.append({"field": str(field), "value": str(value), "why": why, "params": params})

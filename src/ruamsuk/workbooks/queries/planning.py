"""What happens to each row: asked before the import by `foresee`, and by the writing of each piece once more.

The rows of one sheet do not build on one another, so they are planned together; what they add is known to the next.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from ruamsuk.core.text import plain
from ruamsuk.funds.queries import normal_code
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.workbooks.choices import NOT_READ
from ruamsuk.workbooks.queries.known import Known
from ruamsuk.workbooks.queries.plan_people import plan_people, plan_seats
from ruamsuk.workbooks.queries.plan_places import (
    plan_coordinates,
    plan_figures,
    plan_funds,
    plan_organizations,
    plan_villages,
)
from ruamsuk.workbooks.queries.rows import Row
from ruamsuk.workbooks.queries.steps import Step


def foresee(incoming: list[Incoming], known: Known) -> None:
    for step in steps(incoming, known):
        row = step.row
        row.one.expect(LineResult.FAILED if row.is_refused else row.outcome, row.report())
        add_to_known(step, known)


def steps(incoming: Iterable[Incoming], known: Known) -> Iterable[Step]:
    """In their order, sheet by sheet: a sheet is planned once that before it was done with."""
    for sheet, group in groupby(incoming, key=lambda one: one.line.kind):
        if sheet == NOT_READ:
            for one in group:
                tell_unread(one)
            continue
        rows = [Row(one, known) for one in group]
        for row in rows:
            if row.twice:
                row.keep_as_it_is("", "same-row", row=row.twice)
        planned = {id(step.row): step for step in PLANS[sheet]([row for row in rows if not row.twice], known)}
        for row in rows:
            step = planned.get(id(row), Step(row))
            if row.is_refused:
                note_refused(row, known)
            yield step


def tell_unread(one: Incoming) -> None:
    report = one.line.report
    told = {"errors" if report.get("refused") else "not_placed": report.get("faults", [])}
    one.expect(LineResult.FAILED if report.get("refused") else LineResult.KEPT, told)


def note_refused(row: Row, known: Known) -> None:
    """So that what names it says in which row the cause stands."""
    for name in ("code", "name", "moi_code", "hospcode"):
        if text := row.cells.get(name):
            key = normal_code(text) if name == "code" else plain(text)
            known.refused.setdefault((row.sheet.name, key), row.no)


def add_to_known(step: Step, known: Known) -> None:
    """What the row is going to add, for the rows behind it."""
    row = step.row
    if row.is_refused or row.outcome != LineResult.CREATED:
        return
    match row.sheet.name:
        case "organizations":
            known.add_organization(step.known)
        case "funds":
            known.add_fund(step.known)


PLANS: dict[str, Callable[[list[Row], Known], list[Step]]] = {
    "organizations": plan_organizations,
    "funds": plan_funds,
    "coordinates": plan_coordinates,
    "villages": plan_villages,
    "people": plan_people,
    "seats": plan_seats,
    "figures": plan_figures,
}

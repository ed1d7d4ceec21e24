"""A fund exchanges its projects of this year with the national system: results, and a file that came in."""

import csv
import hashlib
import io
from datetime import datetime
from typing import Any

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.demo.words import read
from ruamsuk.exchanges.actions.entries import set_result
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.actions.mapping import load_forms
from ruamsuk.exchanges.choices import Achieved, Reads
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.exchanges.queries.cells import cell_of
from ruamsuk.exchanges.queries.files import rows_by
from ruamsuk.exchanges.queries.lists import compared
from ruamsuk.exchanges.queries.words import words_of
from ruamsuk.funds.models import Fund
from ruamsuk.imports.actions import importing
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.choices import ProjectStatus

MOST = 12  # projects of the fund


def exchange_projects(fund: Fund, officer: User, at: datetime) -> None:
    """Some results; the other system holds all but one project, one of them otherwise, and one more."""
    words = read("this_year")["exchange"]
    load_forms(by=None, at=at)
    form = ExchangeForm.objects.whole().get(code="nhso-closing")
    rows = Project.objects.filter(fund=fund, fiscal_year=current_fiscal_year())
    rows = rows.exclude(status=ProjectStatus.ANNULLED)
    projects = list(rows.select_related("fund", "design").order_by("pk")[:MOST])
    for number, project in enumerate(projects[:3]):
        is_achieved = number < 2
        set_result(
            project=project,
            result=Achieved.YES if is_achieved else Achieved.NO,
            reason="" if is_achieved else words["reason"],
            by=officer,
            at=at,
        )
    there = [dict(one.values) for one in compared([*projects[:3], *projects[4:]], form)]
    if there:
        there[0] |= {Reads.PARTICIPANTS: words["participants"], Reads.SPENT: words["spent_satang"]}
        there.append({name: there[0][name] for name in words["kept"]} | {Reads.TITLE: words["title"]})
    data = _written(form, there)
    batch = importing.take_file(
        importer=OUTSIDE,
        name=words["file"],
        sha256=hashlib.sha256(data).hexdigest(),
        records=rows_by(form, data, len(there)),
        by=officer,
        with_preview=True,
    )
    importing.start_batch(batch=batch, by=officer)
    importing.run_batch(batch)


def _written(form: ExchangeForm, rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    table, columns = csv.writer(out), list(form.columns.all())
    words = {column.pk: words_of(column) for column in columns}
    table.writerow([column.heading for column in columns])
    for row in rows:
        table.writerow([cell_of(column, row.get(column.field), words[column.pk]) for column in columns])
    return out.getvalue().encode("utf-8-sig")

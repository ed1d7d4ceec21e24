"""A workbook whose process was killed: it goes on by itself, and nothing is there twice or half. The kill is real."""

import pytest

from ruamsuk.committees.actions import load_catalogues
from ruamsuk.funds.models import Fund
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.jobs.tests.conftest import data, queue  # noqa: F401
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.tests.books import FUNDS, ORGANIZATIONS, authority, book, fund, rows
from tests.killing import by_itself, kill_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data", "queue")]


def test_a_workbook_whose_process_was_killed_goes_on_by_itself(area, tmp_path):
    area("901104")
    load_catalogues(by=None)
    many = rows(*[fund(f"L{9000 + no}", f"กองทุน {no}") for no in range(60)])
    path = tmp_path / "จังหวัด.xlsx"
    path.write_bytes(book({ORGANIZATIONS: rows(authority()), FUNDS: many}))
    kill_at("ruamsuk.imports.actions.importing:import_piece", "import", "workbook", str(path), call=2)
    batch = ImportBatch.objects.get()
    assert (batch.state, Organization.objects.count()) == ("running", 1)
    assert 0 < Fund.objects.count() < 60
    by_itself("imports.look-after")
    batch.refresh_from_db()
    assert (batch.state, Fund.objects.count(), ImportedRecord.objects.count()) == ("done", 60, 61)
    assert set(batch.lines.values_list("outcome", flat=True)) == {"created"}

"""The two forms of each download."""

import csv
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from ruamsuk.dashboards.tests.conftest import LIST, YEAR

ASKED = f"area=90&year={YEAR}&list={LIST}"


@pytest.mark.parametrize("address", ["download", "units/download", "coverage/download"])
def test_the_first_sheet_holds_what_the_csv_file_says(client: Client, world, address):
    csv_file, workbook = (
        client.get(f"/counts/{address}/{form}/?{ASKED}").content for form in ("csv", "xlsx")
    )
    said = list(csv.reader(io.StringIO(csv_file.decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert len(said) > 2
    held = [[_typed(cell) for cell in row][: len(said[0])] for row in sheet[-len(said) :]]
    assert held == [[_typed(cell) for cell in row] for row in said]


def _typed(cell: object) -> object:
    try:
        return float(str(cell))
    except ValueError:
        return cell

import hashlib

import pytest

from ruamsuk.accounts.choices import Role
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.queries.files import records_in
from ruamsuk.workbooks.actions.importer import WORKBOOK
from ruamsuk.workbooks.choices import MAX_BYTES


@pytest.fixture
def land(area, catalogues):
    """Songkhla with three sub-districts, Phatthalung with one; catalogues loaded; no fund, no organisation."""
    return {code: area(code) for code in ("901104", "901102", "901101", "930101")}


@pytest.fixture
def admin(land, person):
    return person("Malee", Role.ADMINISTRATOR)


def look(data, by):
    """The file staged with its preview; nothing is written."""
    return importing.take_file(
        importer=WORKBOOK,
        name="book.xlsx",
        sha256=hashlib.sha256(data).hexdigest(),
        records=records_in(WORKBOOK, data, most=MAX_BYTES),
        by=by,
        with_preview=True,
    )


def bring(data, by):
    """The file imported to its end."""
    batch = look(data, by)
    importing.start_batch(batch=batch, by=by)
    return importing.run_batch(batch)


def take_back(batch, by):
    undoing.start_undo(batch=batch, by=by)
    return undoing.undo_batch(batch, by)

"""Geography for tests: the real list of some provinces, in a moment; `thailand` (root conftest) loads all."""

import pytest

from ruamsuk.areas.actions import load_geography
from ruamsuk.areas.models import Area


@pytest.fixture(scope="module")
def loaded_south(kept_for_module):
    with kept_for_module():
        load_geography(by=None, provinces=("90", "93", "96"))
        yield


@pytest.fixture
def south(loaded_south, db):
    """Songkhla, Phatthalung and Narathiwat; loaded once for a module, each test's changes undone."""


@pytest.fixture
def at():
    """`at("901104")` is the open area with that code."""
    return lambda code: Area.objects.open().get(code=code)

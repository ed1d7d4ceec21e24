"""Geography for tests: the real list of some provinces, in a moment; `thailand` (root conftest) loads all."""

import pytest

from ruamsuk.areas.actions import load_geography
from ruamsuk.areas.models import Area


@pytest.fixture
def south(db):
    """Songkhla, Phatthalung and Narathiwat."""
    load_geography(by=None, provinces=("90", "93", "96"))


@pytest.fixture
def at():
    """`at("901104")` is the open area with that code."""
    return lambda code: Area.objects.open().get(code=code)

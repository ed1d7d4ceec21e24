"""What every test of every app can use. The settings of the tests are in tests/settings.py."""

import pytest

from tests import world


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled once, before any page is rendered; the workers find them ready."""
    if not hasattr(config, "workerinput"):
        from ruamsuk.core.catalogues import compile_all  # settings are ready only now

        compile_all()


@pytest.fixture
def area(db):
    """`area("9011")` makes an area of the small world with everything above it; see tests/world.py."""
    return world.area


@pytest.fixture
def person(db):
    """`person("Malee", "coordinator", area("90"))` makes a user who holds that role there; see tests/world.py."""
    return world.person


@pytest.fixture
def thailand(db):
    """All zones, provinces, districts and sub-districts. Takes seconds: for tests of geography only."""
    from django.core.management import call_command

    call_command("geography", verbosity=0)

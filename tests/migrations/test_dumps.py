"""Every dump of the demo that was laid down goes forward to the newest migrations with nothing lost."""

import lzma

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from ruamsuk.areas.models import Area
from ruamsuk.audit import heads
from ruamsuk.audit.queries import last_link
from ruamsuk.audit.trail import Seal
from ruamsuk.funds.models import FundKind, Network
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.transfer.models import ImportedRecord
from tests.migrations import dumps
from tests.world import kept_heads

DUMPS = sorted(dumps.FOLDER.glob("*.jsonl.xz"))


@pytest.fixture
def empty_database(django_db_setup, django_db_blocker, tmp_path):
    """A database without a table in place of the tests' own, as long as the test runs."""
    before = connection.settings_dict["NAME"]
    is_postgresql = connection.vendor == "postgresql"
    name = f"{before}_dump" if is_postgresql else str(tmp_path / "dump.sqlite3")
    with django_db_blocker.unblock():
        if is_postgresql:
            _ask_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
        _turn_to(name)
        with kept_heads():
            yield
        _turn_to(before)
        if is_postgresql:
            _ask_server(f'DROP DATABASE "{name}"')


def _turn_to(name):
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _ask_server(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("file", DUMPS, ids=lambda file: file.name.removesuffix(".jsonl.xz"))
def test_a_dump_goes_forward_to_the_newest_migrations(file, empty_database, monkeypatch, settings):
    settings.SECRET_KEY_FALLBACKS = [dumps.SECRET]
    made_at = dumps.load(file)
    call_command("migrate", verbosity=0)
    last = last_link()
    heads.note_restore(Seal(last.seal_no, last.seal), backup=file.name)
    monkeypatch.setattr(timezone, "now", lambda: made_at)  # what is due was counted on that day
    call_command("check-data")
    call_command("verify-audit")
    assert figures_of_zone_10() == {
        "funds_learning_centre": 22, "funds_expansion": 10, "developed": 335, "approved": 153,
    }  # fmt: skip
    assert ImportedRecord.objects.count() == 27
    # New rows get keys that no row of the dump has.
    add_organization(name="A", kind=OrganizationKind.OTHER, home_area=Area.country(), by=None)


def figures_of_zone_10():
    """The figures that the report of the zone prints, as the system tells them."""
    query = f"area=Z10&fiscal_year=2566&network={Network.objects.get().uid}"
    totals = Client().get(f"/api/v1/counts?{query}").json()["totals"]
    return {
        name: totals[name] for name in ("funds_learning_centre", "funds_expansion", "developed", "approved")
    }


def test_a_dump_that_no_longer_fits_its_migrations_is_refused(empty_database, tmp_path):
    with lzma.open(DUMPS[0], "rt", encoding="utf-8") as lines:
        header = next(lines)
        columns = [line for line in lines if line.startswith('["funds.FundKind"')]
    file = tmp_path / "one-table.jsonl.xz"
    file.write_bytes(lzma.compress("".join([header, *columns[:-1]]).encode()))
    with pytest.raises(ValueError, match=r"funds\.FundKind: .* do not fit"):
        dumps.load(file)
    file.write_bytes(lzma.compress("".join([header, *columns]).encode()))
    dumps.load(file)
    assert FundKind.objects.count() == 3

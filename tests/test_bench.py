"""bin/bench itself: its rows hold together, its summary is the product's own, every page it measures answers."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks import generate, measure, pages, summary


@pytest.fixture
def tiny(thailand):
    call_command("catalogues", verbosity=0)
    generate.make(generate.SIZES["tiny"])


@pytest.mark.django_db(transaction=False)
def test_the_bench_works_on_a_few_rows(tiny):
    connection.check_constraints()
    assert summary.differences(30) == []
    places = pages.Places(1)
    for page in pages.PAGES:
        reader = page.readers[0]
        client = Client()
        client.force_login(pages.user(reader), backend="ruamsuk.accounts.backends.AccountBackend")
        assert measure.measure(client, page.name, reader, [page.where(places, 0)]).status == 200, page.name
    assert measure.measure_bare(1).status == 200

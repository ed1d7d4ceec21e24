"""Two people store the same in one moment: one of them did, the other is told so, and nobody finds a fault of ours.

On SQLite one writes after the other, and the second meets the rule that the action asks for. On PostgreSQL both ask
before either has written, and the database refuses the second.
"""

from contextlib import nullcontext
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from ruamsuk.funds.actions import add_network
from ruamsuk.funds.models import Network
from tests.api_caller import Caller
from tests.test_hostile_requests import errors  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def wait_until_another_waits() -> None:
    with connections["default"].cursor() as cursor:
        for _turn in range(100_000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


@pytest.mark.parametrize("way", ["page", "api"])
def test_what_two_people_store_in_one_moment_is_stored_once_and_both_are_told(way, person, errors):  # noqa: F811
    first, second = person("Malee", "administrator"), person("Somkid", "administrator")
    caller, client = Caller(second), Client(raise_request_exception=False)
    client.force_login(second)
    given, answers = {"name": "เครือข่ายเดียวกัน"}, []

    def send() -> None:
        try:
            answers.append(
                client.post("/funds/networks/add/", given)
                if way == "page"
                else caller.post("/networks", given)
            )
        finally:
            connection.close()

    thread = Thread(target=send)
    overlaps = connection.vendor == "postgresql"
    with transaction.atomic() if overlaps else nullcontext():
        add_network(name=given["name"], by=first)
        thread.start()
        if overlaps:
            wait_until_another_waits()
    thread.join()
    (answer,) = answers
    assert answer.status_code == (409 if overlaps else 422)
    assert Network.objects.count() == 1
    assert errors() == []
    again = caller.post("/networks", given)  # sent again, everybody is told by the rule
    assert again.json()["code"] == "network-name-taken"

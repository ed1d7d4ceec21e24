"""A place is never shown by its bare name: several may bear it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Post

pytestmark = pytest.mark.django_db

WHICH = "ตำบลคอหงส์ อ.หาดใหญ่ จ.สงขลา"
LISTS = (
    "projects:projects",
    "projects:proposals",
    "projects:reports",
    "projects:own-steps",
    "funds:index",
    "organizations:index",
    "plans:funds",
    "dashboards:counts",
)


@pytest.mark.parametrize("name", LISTS)
def test_the_heading_of_a_list_says_which_sub_district_it_is(name, client, person, area):
    client.force_login(person("Malee", Role.COORDINATOR, area("901104")))
    assert WHICH in client.get(reverse(name)).content.decode()


def test_a_post_says_which_sub_district_it_is_for(client, person, area):
    wichai = person("Wichai", Role.MENTOR, area("901104"))
    assert str(Post.objects.get()) == f"พี่เลี้ยง · {WHICH}"
    client.force_login(wichai)
    assert WHICH in client.get("/").content.decode()
    with translation.override("en"):
        assert str(Post.objects.get().scope) == "Kho Hong Sub-district, Hat Yai, Songkhla"


def test_a_list_of_people_asks_no_more_for_more_people(client, person, area):
    client.force_login(person("Admin", Role.ADMINISTRATOR))
    address, numbers = reverse("accounts:people"), []
    for place, name in (("901101", "First"), ("901102", "Second"), ("900101", "Third"), ("930101", "Fourth")):
        person(name, Role.MENTOR, area(place))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert len(set(numbers[1:])) == 1

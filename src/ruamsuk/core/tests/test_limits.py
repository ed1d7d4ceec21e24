"""Rate limits: counted for each person or address, over all worker processes."""

from ipaddress import ip_network

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from ruamsuk.core.limits import client_address, limited
from ruamsuk.core.problems import TooManyRequests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


@limited("export", per_minute=3)
def export(request):
    return HttpResponse("ok")


def request_of(rf, user=None, address="203.0.113.7", **headers):
    request = rf.get("/", REMOTE_ADDR=address, **headers)
    request.user = user or AnonymousUser()
    return request


def test_one_try_too_many_is_refused(rf):
    for _time in range(3):
        assert export(request_of(rf)).status_code == 200
    with pytest.raises(TooManyRequests) as refusal:
        export(request_of(rf))
    assert refusal.value.status == 429


def test_the_next_minute_begins_anew(rf, one_minute):
    for _time in range(3):
        export(request_of(rf))
    one_minute[0] += 60
    assert export(request_of(rf)).status_code == 200


def test_people_and_addresses_count_for_themselves(rf, person):
    malee, wichai = person("Malee"), person("Wichai")
    for _time in range(3):
        export(request_of(rf, malee))
    with pytest.raises(TooManyRequests):
        export(request_of(rf, malee, address="198.51.100.1"))  # another address is the same person
    assert export(request_of(rf, wichai)).status_code == 200
    assert export(request_of(rf)).status_code == 200
    assert export(request_of(rf, address="198.51.100.1")).status_code == 200


def test_limits_can_be_switched_off(rf, settings):
    settings.RATE_LIMITS = False
    for _time in range(9):
        assert export(request_of(rf)).status_code == 200


def test_a_visitor_cannot_claim_another_address(rf, settings):
    claimed = {"HTTP_X_FORWARDED_FOR": "10.0.0.1, 198.51.100.9"}
    settings.TRUSTED_PROXIES = 0
    assert client_address(request_of(rf, **claimed)) == "203.0.113.7"
    settings.TRUSTED_PROXIES = 1
    assert client_address(request_of(rf, **claimed)) == "203.0.113.7"  # no proxy of ours
    settings.TRUSTED_PROXY_NETWORKS = [ip_network("203.0.113.0/24")]
    assert client_address(request_of(rf, **claimed)) == "198.51.100.9"
    assert client_address(request_of(rf)) == "203.0.113.7"


def test_the_counts_lie_where_every_worker_sees_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_limited_page_answers_429_with_what_to_do(client):
    answers = [client.get(f"/users/join/{n}/").status_code for n in range(21)]
    assert answers[0] == 410
    assert answers[-1] == 429

"""The same call of the API sent again with its key: done once, and answered as it was answered first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from ruamsuk.audit import middleware
from ruamsuk.audit.models import Operation
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.tests.conftest import (  # noqa: F401  # fixtures
    YEAR,
    complete,
    kho_hong,
    started,
    submitted,
    write,
)
from ruamsuk.projects.tests.test_twice import at_once
from tests.api_caller import ROOT, Caller, refused

pytestmark = pytest.mark.django_db
BODY = {"title": "คอหงส์ปลอดบุหรี่", "fiscal_year": YEAR}


@pytest.fixture
def officer(kho_hong):  # noqa: F811
    return Caller(kho_hong.officer)


def sent_twice(caller, path, body=None):
    key = str(uuid4())
    first, again = (caller.post(path, body, Idempotency_Key=key) for _turn in range(2))
    assert again.status_code == first.status_code, again.content.decode()
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    return first


def test_a_repeat_answers_what_the_first_call_answered(officer, started):  # noqa: F811
    assert sent_twice(officer, "/proposals", BODY).status_code == 201
    path = f"/proposals/{started.uid}"
    assert sent_twice(officer, f"{path}/rows", {"kind": "target"}).json()["kind"] == "target"
    fields = {"base_version": 0, "fields": {"p.title": "ใหม่"}}
    assert sent_twice(officer, f"{path}/fields", fields).json()["percent"]
    assert sent_twice(officer, f"{path}/remove").status_code == 204
    assert Proposal.objects.count() == 1


def as_if_unanswered(key, seconds):
    """The work was done `seconds` ago, and what came of it was not written down (yet)."""
    cache.clear()
    when = timezone.now() - timedelta(seconds=seconds)
    Operation.objects.filter(op_id=key).update(answer="", recorded_at=when)


def test_a_repeat_while_the_first_call_is_under_way_is_told_so(officer, monkeypatch):
    monkeypatch.setattr(middleware, "LONGEST_WAIT", 0.1)
    key = str(uuid4())
    first = officer.post("/proposals", BODY, Idempotency_Key=key)
    as_if_unanswered(key, 1)
    refused(officer.post("/proposals", BODY, Idempotency_Key=key), 409, "still-under-way")
    as_if_unanswered(key, 3600)  # the server stopped before it could answer
    refused(officer.post("/proposals", BODY, Idempotency_Key=key), 409, "already-done")
    Operation.objects.filter(op_id=key).update(answer=first["Location"])
    assert officer.post("/proposals", BODY, Idempotency_Key=key).json() == first.json()
    assert Proposal.objects.count() == 1


def test_what_shows_a_secret_is_not_kept_for_a_repeat(kho_hong, person, area):  # noqa: F811
    boss = Caller(person("Boss", "administrator", area("TH")))
    body = {"name": "สมศรี", "role": "mentor", "area": area("9011").code, "starts_on": "2026-11-01"}
    key = str(uuid4())
    first, again = (boss.post("/invitations", body, Idempotency_Key=key) for _turn in range(2))
    assert first.json().get("link"), first.json()
    assert again.status_code == 200
    assert again.json()["uid"] == first.json()["uid"]
    assert "link" not in again.json()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["submit", "remove"])
def test_calls_at_once_are_done_once_and_answered_alike(verb, kho_hong, started, complete):  # noqa: F811
    complete(started)
    callers, key = [Caller(kho_hong.officer) for _n in range(5)], str(uuid4())
    path = f"/proposals/{started.uid}/{verb}"
    answers = at_once(5, lambda n: callers[n].post(path, Idempotency_Key=key))
    codes = {answer.status_code for answer in answers}
    assert codes == {204 if verb == "remove" else 200}, [answer.content.decode() for answer in answers]
    assert len({answer.content for answer in answers}) == 1
    assert Operation.objects.filter(op_id=key).count() == 1
    assert {answer["Location"].startswith(ROOT) for answer in answers} == {True}

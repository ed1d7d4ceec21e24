"""The page of those who operate the system, and the answer for machines."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruamsuk.jobs import clock
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.queries import tasks_for
from ruamsuk.jobs.tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator(client, person):
    somsri = person("Somsri", "administrator")
    client.force_login(somsri)
    return somsri


@pytest.fixture
def failed(work):
    samples.refuses.enqueue()
    work()
    return FailedJob.objects.get()


def test_the_page_shows_what_needs_attention_and_only_to_operators(client, operator, failed, person):
    page = client.get(reverse("jobs:jobs"))
    assert page.status_code == 200
    assert failed.reason in page.content.decode()
    client.force_login(person("Malee", "coordinator"))
    assert client.get(reverse("jobs:jobs")).status_code == 403
    assert client.post(reverse("jobs:try-again", args=[failed.uid])).status_code == 404
    client.logout()
    assert client.get(reverse("jobs:jobs")).status_code == 302


def test_an_operator_tries_a_job_again(client, operator, failed):
    answer = client.post(reverse("jobs:try-again", args=[failed.uid]))
    assert answer.status_code == 302
    assert not FailedJob.objects.open().exists()
    assert client.post(reverse("jobs:try-again", args=[failed.uid])).status_code == 409


def test_setting_aside_needs_a_reason(client, operator, failed):
    url = reverse("jobs:set-aside", args=[failed.uid])
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": " "}).status_code == 422
    assert FailedJob.objects.open().exists()
    assert client.post(url, {"note": "ส่งใหม่แล้ว"}).status_code == 302
    failed.refresh_from_db()
    assert (failed.settled_by, failed.note) == (operator, "ส่งใหม่แล้ว")


def test_the_page_asks_the_database_as_often_for_thirty_jobs_as_for_one(
    client, operator, work, django_assert_num_queries
):
    samples.refuses.enqueue()
    samples.quick.enqueue()
    work()
    client.get(reverse("jobs:jobs"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("jobs:jobs"))
    for _ in range(30):
        samples.refuses.enqueue()
    work()
    samples.quick.enqueue()
    with django_assert_num_queries(len(few)):
        client.get(reverse("jobs:jobs"))


def test_operators_find_failed_jobs_among_their_tasks_and_others_do_not(operator, failed, person):
    assert len(tasks_for(operator)) == 1
    assert tasks_for(person("Malee", "coordinator")) == []


def test_healthz_tells_whether_database_and_worker_are_alive(client):
    now = timezone.now()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "never")
    clock.beat("one", now)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["database"] == answer.json()["worker"] == "ok"
    clock.beat("one", now - timedelta(minutes=5))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "late")
    assert answer.json()["seconds_since_worker"] >= 300


def test_healthz_opens_no_session(client):
    clock.beat("one", timezone.now())
    assert not client.get("/healthz").cookies


def test_a_job_that_waits_for_another_try_says_why_the_last_one_failed(client, operator, work, tmp_path):
    samples.needs_file.enqueue(str(tmp_path / "needed"))
    work()
    page = client.get(reverse("jobs:jobs")).content.decode()
    assert not FailedJob.objects.exists()
    assert "FileNotFoundError" in page

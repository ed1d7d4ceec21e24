"""One autosave of a text costs few queries, and says all that it has to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.projects.models import Project
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.test_screens import _project

MOST = 12  # without what opens and ends transactions
MOST_OF_A_NUMBER = 29  # after it all is judged: what is asked for, and the checks of sense (two of them)
# Long enough that no check of sense asks how long it is.
LONG = "เยาวชนในหมู่ที่ 4 เริ่มสูบบุหรี่เร็วขึ้นทุกปี ตามสถิติของโรงพยาบาลส่งเสริมสุขภาพตำบลและข้อมูลที่โรงเรียนสำรวจไว้เมื่อปีที่แล้ว"


@pytest.fixture(params=["proposal", "report"])
def document(request, kho_hong, started):
    if request.param == "proposal":
        return request.param, started, "d.rationale"
    project: Project = _project(kho_hong)
    return request.param, reports.start_report(project=project, by=kho_hong.officer), "r.done"


@pytest.fixture
def save(client, kho_hong, document):
    noun, found, path = document
    client.force_login(kho_hong.officer)
    screen = "0190a0a0-0000-7000-8000-000000000001"

    def send(text, **more):
        address = reverse(f"projects:{noun}-save", args=[found.uid])
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, {"version": 0, "screen": screen, path: text, **more})
        assert answer.status_code == 200, answer.text
        asked = [
            q["sql"]
            for q in queries
            if q["sql"].split()[0] not in ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        ]
        return answer.json(), asked

    return send


def test_a_text_that_goes_on_costs_few_queries(save):
    answer, _asked = save(LONG)
    assert answer["status"]
    answer, asked = save(f"{LONG} และครูพบบุหรี่ไฟฟ้าในกระเป๋านักเรียน")
    assert answer["status"] is None  # nothing beside the fields has changed
    assert (answer["errors"], answer["conflicts"], answer["saved"][:6]) == ({}, [], "บันทึก")
    assert len(asked) <= MOST, "\n".join(asked)


def test_what_is_missing_is_told_again_as_soon_as_it_changes(save, document, kho_hong):
    before = save(LONG)[0]["percent"]
    assert save(f"{LONG} ในตำบลนี้")[0]["percent"] == before
    emptied = save("")[0]
    assert emptied["status"]
    assert emptied["percent"] < before


def test_two_texts_that_wait_are_shown_with_the_next_save(save, document, kho_hong):
    noun, found, path = document
    save("ของมาลี")
    write = drafting.save_fields if noun == "proposal" else reports.save_report
    spec = (drafting if noun == "proposal" else reports).WRITING.spec
    from ruamsuk.drafts.forms import read

    changes = read(spec, {path: "ของอร"}, {path: "0"})
    assert write(changes=changes, by=kho_hong.typist, **{noun: found}).conflicts == [path]
    assert "ของอร" in save("ของมาลี ต่อ")[0]["status"]


def test_a_number_that_is_judged_costs_few_queries(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-save", args=[started.uid])
    path = f"indicator.{started.design.indicators.get().uid}.target"

    def save(value):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, {"version": 0, "step": "aims", path: value})
        assert answer.json()["status"]
        return [
            q["sql"]
            for q in queries
            if q["sql"].split()[0] not in ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        ]

    save("25")
    asked = save("20")
    assert len(asked) <= MOST_OF_A_NUMBER, "\n".join(asked)

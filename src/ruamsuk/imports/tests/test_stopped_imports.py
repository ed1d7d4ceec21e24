"""Imports whose process was killed: never half of a file, never moving for ever, never taken from who is alive.

The kills are real: `ruamsuk import` and the worker run as processes of their own and end with -9.
"""

import io
import json
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.choices import Role
from ruamsuk.audit.models import Operation
from ruamsuk.imports import background, hold
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.choices import PIECE, STAGE_PIECE, BatchState
from ruamsuk.imports.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.imports.problems import ImportNotReady
from ruamsuk.jobs import actions as job_actions
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.tests.conftest import data, queue  # noqa: F401
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.older_pages.tests.importing import proposal
from ruamsuk.projects.models import Proposal
from tests import killing
from tests.killing import kill_at, standing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data", "queue", "ground")]
IMPORTING = "ruamsuk.imports.actions.importing"
UNDOING = "ruamsuk.imports.actions.undoing"
RECORDS = STAGE_PIECE + 5  # two pieces of reading, eleven of writing


@pytest.fixture
def ground(area):
    return area("901101")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "records.json"
    path.write_text(json.dumps([proposal(no) for no in range(1, RECORDS + 1)]))
    return str(path)


@pytest.fixture
def malee(client, person):
    user = person("Malee", Role.CENTRAL)
    client.force_login(user)
    return user


@pytest.fixture
def by_itself():
    """What the system does with nobody's help."""
    return partial(killing.by_itself, "imports.look-after")


def the_batch():
    return ImportBatch.objects.get()


def is_whole():
    titles = list(Proposal.objects.values_list("title", flat=True))
    return len(titles) == len(set(titles)) == RECORDS == ImportedRecord.objects.count()


def page_of(client, batch):
    return client.get(reverse("imports:batch", args=[batch.uid])).text


# Reading ---------------------------------------------------------------------------------------------------------


def test_a_file_that_was_not_read_to_its_end_is_never_run_and_says_what_to_do(client, malee, file, by_itself):
    kill_at(f"{IMPORTING}:stage_lines", "import", "records", file, call=2)
    batch = the_batch()
    assert (batch.state, batch.lines.count()) == (BatchState.READING, STAGE_PIECE)
    for name in ("start", "discard", "undo"):
        assert client.post(reverse(f"imports:{name}", args=[batch.uid])).status_code == 409
    with pytest.raises(ImportNotReady):
        importing.start_batch(batch=batch, by=malee)

    by_itself()
    batch.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (BatchState.CUT, 0)
    text = page_of(client, batch)
    assert "ไม่ได้นำเข้า" in text
    assert reverse("imports:start", args=[batch.uid]) not in text
    assert client.post(reverse("imports:start", args=[batch.uid])).status_code == 409
    assert not Proposal.objects.exists()
    assert client.post(reverse("imports:discard", args=[batch.uid])).status_code == 302
    assert not ImportBatch.objects.exists()


def test_the_same_command_after_a_kill_while_reading_takes_the_whole_file(file, by_itself):
    kill_at(f"{IMPORTING}:stage_lines", "import", "records", file, call=2)
    call_command("import", "records", file, stdout=io.StringIO())
    by_itself()
    assert sorted(ImportBatch.objects.values_list("state", flat=True)) == [BatchState.CUT, BatchState.DONE]
    assert ImportLine.objects.count() == RECORDS
    assert is_whole()


def test_reading_of_a_process_that_is_alive_is_left_alone_however_slow_it_is(file, by_itself):
    with standing_at(f"{IMPORTING}:stage_lines", "import", "records", file, call=2):
        ImportBatch.objects.update(at=timezone.now() - timezone.timedelta(days=3))
        by_itself()
        assert (the_batch().state, the_batch().lines.count()) == (BatchState.READING, STAGE_PIECE)
    by_itself()
    assert the_batch().state == BatchState.CUT


def test_the_command_has_no_moment_between_reading_and_importing(file, by_itself):
    kill_at(f"{IMPORTING}:finish_reading", "import", "records", file, after=True)
    assert the_batch().state == BatchState.RUNNING
    by_itself()
    assert the_batch().state == BatchState.DONE
    assert is_whole()


# Writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True])
def test_an_import_whose_command_was_killed_goes_on_by_itself(client, malee, file, by_itself, after):
    kill_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3, after=after)
    batch = the_batch()
    assert batch.state == BatchState.RUNNING
    assert Proposal.objects.count() == (3 if after else 2) * PIECE

    by_itself(turns=1)  # found, and queued
    assert Operation.objects.filter(verb="imports.take_up_batch", subject_id=batch.pk).count() == 1
    if the_batch().state == BatchState.RUNNING:
        assert "ทำต่อเอง" in page_of(client, batch)
    by_itself()
    assert the_batch().state == BatchState.DONE
    assert is_whole()
    assert Operation.objects.filter(verb="imports.take_up_batch", subject_id=batch.pk).count() == 1


def test_an_import_of_a_command_that_is_alive_is_left_alone_however_slow_it_is(file, by_itself):
    with standing_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3):
        ImportBatch.objects.update(at=timezone.now() - timezone.timedelta(days=3))
        by_itself()
        background.run_import.call(the_batch().pk)  # whoever queues it by hand
        assert Proposal.objects.count() == 2 * PIECE
        assert not Operation.objects.filter(verb="imports.take_up_batch").exists()
    by_itself()
    assert is_whole()


def test_the_same_command_again_goes_on_with_the_import_that_was_killed(file, by_itself, capsys):
    kill_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3)
    call_command("import", "records", file)
    assert "นำเข้าไฟล์นี้ค้างไว้" in capsys.readouterr().err
    assert the_batch().state == BatchState.DONE
    assert is_whole()
    by_itself()
    assert is_whole()


def test_the_same_command_beside_one_that_is_alive_waits_and_is_refused_in_words(file, monkeypatch):
    monkeypatch.setattr(hold, "WAITS", 0.1)
    with (
        standing_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3),
        pytest.raises(Exception, match="กำลังเขียน"),
    ):
        call_command("import", "records", file)
    assert the_batch().state == BatchState.RUNNING


def test_an_import_from_the_page_waits_for_one_that_is_alive_and_then_runs(client, malee, file, by_itself):
    mine = importing.take_file(
        importer=OLDER_PAGES,
        name="mine.json",
        sha256="1",
        records=[proposal(7000)],
        by=malee,
        with_preview=True,
    )
    with standing_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3):
        assert client.post(reverse("imports:start", args=[mine.uid])).status_code == 302
        by_itself()
        assert ImportBatch.objects.get(pk=mine.pk).state == BatchState.RUNNING
        assert "เบื้องหลัง" in page_of(client, mine)
        assert not FailedJob.objects.exists()
    by_itself(turns=3)
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {BatchState.DONE}
    assert Proposal.objects.count() == RECORDS + 1
    assert not Operation.objects.filter(verb="imports.take_up_batch", subject_id=mine.pk).exists()


def test_a_worker_that_was_killed_in_an_import_is_followed_by_the_next(client, malee, file, by_itself):
    batch = importing.take_file(
        importer=OLDER_PAGES,
        name="r.json",
        sha256="1",
        records=json.loads(Path(file).read_text()),
        by=malee,
        with_preview=False,
    )
    client.post(reverse("imports:start", args=[batch.uid]))
    kill_at(f"{IMPORTING}:import_piece", "worker", "--once", call=3)
    assert DBTaskResult.objects.running().count() == 1
    by_itself(dead_are_known=False)
    assert the_batch().state == BatchState.RUNNING  # its sign of life is fresh: nobody takes it yet
    by_itself()
    assert the_batch().state == BatchState.DONE
    assert is_whole()


def test_no_command_begins_what_is_being_cared_for(file, by_itself):
    """It could be stopped, or taken back, while the command writes it."""
    kill_at(f"{IMPORTING}:import_piece", "import", "records", file, call=3)
    background.look_after.enqueue()
    with (
        standing_at("ruamsuk.imports.background:care_of", "worker", "--once"),
        pytest.raises(hold.Busy),
        hold.writing(),
    ):
        pass
    by_itself()
    assert is_whole()


# Taking back -----------------------------------------------------------------------------------------------------


def test_an_undo_whose_process_was_killed_goes_on_in_the_name_of_who_began_it(malee, file, by_itself):
    call_command("import", "records", file, stdout=io.StringIO())
    undoing.start_undo(batch=the_batch(), by=malee)
    background.undo_import.enqueue(the_batch().pk, malee.pk)
    kill_at(f"{UNDOING}:undo_piece", "worker", "--once", call=2)
    assert 0 < Proposal.objects.count() < RECORDS
    DBTaskResult.objects.all().delete()  # as if a command had begun it: no job knows of it
    by_itself()
    assert the_batch().state == BatchState.UNDONE
    assert not Proposal.objects.exists()
    last = Operation.objects.filter(verb="imports.finish_undo").get()
    assert last.actor_id == malee.pk


# Failing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("then", ["start", "undo"])
def test_an_import_that_fails_again_and_again_waits_for_a_person_and_can_be_ended(
    client, malee, person, file, by_itself, monkeypatch, then
):
    batch = importing.take_file(
        importer=OLDER_PAGES,
        name="r.json",
        sha256="1",
        records=[proposal(1), proposal(2)],
        by=malee,
        with_preview=False,
    )
    client.post(reverse("imports:start", args=[batch.uid]))
    with monkeypatch.context() as broken:
        broken.setattr("ruamsuk.imports.actions.importing.PIECE", 1)
        broken.setattr("ruamsuk.older_pages.actions.writing._origin_note", None)  # a fault of the program
        by_itself(turns=6)
        failed = FailedJob.objects.get()
        assert the_batch().state == BatchState.RUNNING
        assert failed.reason in page_of(client, batch).replace("&#x27;", "'")
        job_actions.set_aside(failed_job=failed, note="ไม่ต้องใช้แล้ว", by=person("Somsri", Role.ADMINISTRATOR))
        by_itself()
    assert the_batch().state == BatchState.STOPPED
    by_itself()
    assert the_batch().state == BatchState.STOPPED
    text = page_of(client, batch)
    assert reverse("imports:undo", args=[batch.uid]) in text
    assert client.post(reverse(f"imports:{then}", args=[batch.uid])).status_code == 302
    by_itself()
    ended, left = {"start": (BatchState.DONE, 2), "undo": (BatchState.UNDONE, 0)}[then]
    assert (the_batch().state, Proposal.objects.count()) == (ended, left)

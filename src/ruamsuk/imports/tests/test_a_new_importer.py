"""A new kind of file: its importer says what is its own (tests/offices.py), and gets all the rest."""

import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from ruamsuk.accounts.choices import Role
from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import verb_text
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.choices import PIECE, BatchState, LineResult
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.imports.queries import reports
from ruamsuk.imports.queries.moving import trouble_of
from ruamsuk.imports.tests.offices import OFFICES, write
from ruamsuk.jobs.tests.conftest import data, queue  # noqa: F401
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.organizations.actions import add_organization, change_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import OrganizationKnown
from tests.api_caller import Caller, answered
from tests.killing import by_itself
from tests.world import operation

LIST = reverse("imports:batches")
MANY = "\n".join(f"{no};Office {no:02d}" for no in range(1, 2 * PIECE + 1))


@pytest.fixture(autouse=True)
def offices(db, area, monkeypatch):
    area("901104")
    monkeypatch.setitem(IMPORTERS, OFFICES.name, OFFICES)
    with translation.override("en"):
        yield


@pytest.fixture
def malee(client, person):
    user = person("Malee", Role.CENTRAL)
    user.language = "en"
    user.save()
    client.force_login(user)
    return user


def sent(text):
    return {"file": SimpleUploadedFile("a.csv", text.encode()), "importer": "offices"}


def send(client, text):
    answer = client.post(LIST, sent(text))
    assert answer.status_code == 302, answer.text
    return ImportBatch.objects.latest("pk")


def staged(text, importer=OFFICES, by=None):
    records = importer.read(text.encode(), 10_000)
    batch = importing.take_file(
        importer=importer, name="a.csv", sha256="", records=records, by=by, with_preview=False
    )
    return importing.start_batch(batch=batch, by=by)


def run(text):
    return importing.run_batch(staged(text))


def names():
    return list(Organization.objects.order_by("name").values_list("name", flat=True))


def outcomes(batch):
    return [line.outcome for line in batch.lines.order_by("no")]


def test_a_file_is_seen_before_anything_is_saved_then_written_and_opened_from_its_page(client, malee):
    batch = send(client, "1;Office of seeds\n2\n1;Twice\n3;Office of wells")
    page = reverse("imports:batch", args=[batch.uid])
    assert names() == []
    assert [line.expected for line in batch.lines.order_by("no")] == ["created", "", "", "created"]
    text = client.get(page).text
    assert "Each becomes an organisation." in text
    assert "Office of seeds" in text

    client.post(reverse("imports:start", args=[batch.uid]))
    assert names() == ["Office of seeds", "Office of wells"]
    assert outcomes(batch) == ["created", "failed", "failed", "created"]
    line = [client.get(reverse("imports:line", args=[batch.uid, no])).text for no in (1, 2, 3)]
    made = Organization.objects.get(name="Office of seeds")
    assert reverse("organizations:organization", args=[made.uid]) in line[0]
    assert "Name of the office" in line[0]
    assert "Record 2 has not two columns." in line[1]
    assert "Record 3 has the same “source” as record 1" in line[2]


def test_what_the_file_holds_is_chosen_where_there_are_several_importers(client, malee, monkeypatch):
    assert 'value="offices"' in client.get(LIST).text
    chosen = sent("1;Office")
    assert client.post(LIST, {**chosen, "importer": "nonsense"}).status_code == 422
    assert client.post(LIST, {**sent("1;Office"), "importer": "records"}).status_code == 422  # it is no JSON
    assert (
        client.post(LIST, {"file": SimpleUploadedFile("a.csv", b"\xff"), "importer": "offices"}).status_code
        == 422
    )
    assert not ImportBatch.objects.exists()
    monkeypatch.delitem(IMPORTERS, "offices")
    assert 'name="importer"' not in client.get(LIST).text


def test_the_api_takes_it_too(malee):
    central = Caller(malee)
    made = answered(central.upload("/imports", sent("1;Office of seeds")), 201)
    answered(central.post(f"/imports/{made['uid']}/start"))
    rows = central.get(f"/imports/{made['uid']}/records").json()["items"]
    assert [(row["kind"], row["outcome"], row["noun"]) for row in rows] == [("office", "created", "office")]
    assert rows[0]["uid"] == str(Organization.objects.get().uid)


def test_the_same_file_again_changes_nothing_and_a_changed_line_changes_its_own():
    run("1;Office of seeds\n2;Office of wells")
    assert outcomes(run("1;Office of seeds\n2;Office of wells")) == ["unchanged", "unchanged"]
    assert outcomes(run("1;Office of seeds\n2;Office of ponds")) == ["unchanged", "updated"]
    assert names() == ["Office of ponds", "Office of seeds"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("data", "queue")
def test_what_stops_in_the_middle_keeps_its_pieces_and_goes_on_by_itself(area):
    """A name that somebody gave away meanwhile: the piece with it is not written, nor any part of it."""
    batch = staged(MANY)
    in_the_way = add_organization(name="Office 15", kind="other", home_area=area("901104"), by=None)
    with pytest.raises(OrganizationKnown):
        importing.run_batch(batch)
    assert ImportedRecord.objects.count() == PIECE
    assert ImportBatch.objects.get().state == BatchState.RUNNING

    change_organization(organization=in_the_way, name="Another", by=None)
    by_itself("imports.look-after")
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.DONE
    assert len(set(names())) == ImportedRecord.objects.count() + 1 == 2 * PIECE + 1
    assert set(outcomes(batch)) == {LineResult.CREATED}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("data", "queue")
def test_what_was_begun_when_the_app_was_called_transfer_goes_on_in_the_same_name(client, malee):
    batch = run(MANY)
    ImportBatch.objects.update(state=BatchState.UNDOING)
    then = {"subject_kind": "transfer.importbatch", "subject_id": batch.pk, "actor_id": malee.pk}
    operation("transfer.start_undo", **then)
    took_up = operation("transfer.take_up_batch", **then)
    assert trouble_of(ImportBatch.objects.get()).died_at == took_up.recorded_at
    assert verb_text(took_up.verb) == "found an import whose process had ended, and went on with it"
    by_itself("imports.look-after")
    assert ImportBatch.objects.get().state == BatchState.UNDONE
    assert names() == []
    assert Operation.objects.get(verb="imports.finish_undo").actor_id == malee.pk


def test_taking_back_leaves_what_somebody_worked_on(malee):
    batch = run(MANY)
    change_organization(organization=Organization.objects.get(name="Office 03"), name="Ours", by=malee)
    undoing.start_undo(batch=batch, by=malee)
    batch = undoing.undo_batch(batch, malee)
    assert batch.state == BatchState.UNDONE
    assert names() == ["Ours"]
    assert outcomes(batch).count("undone") == 2 * PIECE - 1
    assert outcomes(run(MANY)).count("created") == 2 * PIECE - 1


def test_an_importer_that_forgets_a_line_is_stopped_instead_of_asked_for_ever(monkeypatch):
    forgetful = replace(OFFICES, write=lambda piece: write(replace(piece, incoming=piece.incoming[1:])))
    monkeypatch.setitem(IMPORTERS, "offices", forgetful)
    with pytest.raises(ValueError, match="forgot line 1"):
        run("1;Office of seeds\n2;Office of wells")
    assert names() == []


def test_the_report_tells_machines_and_people_and_so_does_the_command(tmp_path):
    batch = run("1;Office of seeds\n2")
    told = reports.whole(batch)
    assert (told["summary"]["created"], told["summary"]["failed"]) == (1, 1)
    assert told["records"][0]["understood"] == {"name": "Office of seeds"}
    assert told["records"][1]["errors"][0]["why"] == "Record 2 has not two columns."
    words = "\n".join(reports.in_words(batch))
    assert "1. [new] an office: Office of seeds" in words
    assert "Understood: Name of the office Office of seeds" in words

    file, out = tmp_path / "a.csv", io.StringIO()
    file.write_text("1;Office of seeds")
    call_command("import", "offices", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue())["summary"]["unchanged"] == 1


def test_a_source_of_one_kind_of_file_is_none_of_another():
    run("https://a.org/1;Office of seeds")
    records = [{"source": "https://a.org/1", "kind": "แบบประเมิน"}]
    batch = importing.take_file(
        importer=OLDER_PAGES, name="a.json", sha256="", records=records, by=None, with_preview=True
    )
    assert batch.lines.get().expected == "kept"
    importing.run_batch(importing.start_batch(batch=batch, by=None))
    assert sorted(ImportedRecord.objects.values_list("importer", "source")) == [
        ("offices", "https://a.org/1"), ("records", "https://a.org/1"),
    ]  # fmt: skip


def test_a_file_with_nothing_new_is_not_offered_to_be_imported(client, malee):
    run("1;Office of seeds")
    for text, is_offered in (("1;Office of seeds\n2", False), ("1;Office of seeds\n2;Office of wells", True)):
        batch = send(client, text)
        page = client.get(reverse("imports:batch", args=[batch.uid])).text
        assert (reverse("imports:start", args=[batch.uid]) in page) == is_offered
        assert ("There is nothing to save in this file." in page) != is_offered
        assert reverse("imports:discard", args=[batch.uid]) in page

"""A disk that fails now says nothing about a file: nothing is refused for it, and nothing is deleted unproven.

The errors are real ones of the system: reading /proc/self/mem is an input/output error, writing /dev/full finds the
disk full.
"""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ruamsuk.files import actions, images, tasks
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder, place
from ruamsuk.files.problems import ContentMissing, NotReadyYet, NotShown, StorageFails
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.jobs import hold
from ruamsuk.jobs.actions import try_again
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.tests.conftest import no_schedule, queue, work  # noqa: F401

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)
GET = RequestFactory().get("/somewhere")


def receive(content, kind=FileKind.PHOTO, name="photo.jpg"):
    return actions.receive_file(upload=take(sent(name, content), kind), by=None)


def now(file):
    return StoredFile.objects.get(pk=file.pk)


def original(file):
    return place(file.uid, Variant.ORIGINAL)


def put_aside(path):
    """Takes it away; the returned function puts it back."""
    aside = path.with_name(f"{path.name}-aside")
    path.rename(aside)

    def back():
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            path.rmdir()
        aside.rename(path)

    return back


def reading_fails(file):
    back = put_aside(original(file))
    original(file).symlink_to("/proc/self/mem")
    return back


def is_no_file(file):
    back = put_aside(original(file))
    original(file).mkdir()
    return back


def other_bytes(file):
    """The disk returns half of what it was given."""
    back = put_aside(original(file))
    content = original(file).with_name("original-aside").read_bytes()
    original(file).write_bytes(content[: len(content) // 2])
    return back


def storage_is_away(file):
    return put_aside(folder(file.uid).parent.parent)


def disk_is_full(file):
    full = place(file.uid, Variant.STANDARD).with_name("standard.part")
    os.symlink("/dev/full", full)
    return lambda: full.unlink(missing_ok=True)


@committing
@pytest.mark.parametrize("fails", [reading_fails, is_no_file, other_bytes, storage_is_away])
def test_a_disk_that_fails_refuses_no_photo_and_ends_in_needs_attention(fails, work, person):  # noqa: F811
    file = receive(photo())
    mend = fails(file)
    for _ in range(6):
        work(skip_waits=True)
        assert now(file).state == FileState.RECEIVED
    with pytest.raises(NotReadyYet):
        respond(GET, now(file))
    failed = FailedJob.objects.open().get()
    assert failed.attempts == 6
    assert str(original(file)) not in failed.reason  # words, no path
    mend()
    try_again(failed_job=failed, by=person("Somsri", "administrator"))
    work()
    work()
    assert now(file).state == FileState.READY
    assert not original(file).exists()


@committing
def test_a_full_disk_refuses_no_photo_and_is_tried_again(work):  # noqa: F811
    file = receive(photo())
    disk_is_full(file)
    work()
    assert now(file).state == FileState.RECEIVED
    assert original(file).read_bytes() == photo()
    work(skip_waits=True)  # the full disk is gone with the half-written file
    work()
    assert now(file).state == FileState.READY


@committing
def test_a_machine_that_does_not_get_to_it_refuses_no_photo(work, monkeypatch):  # noqa: F811
    file = receive(photo())
    with monkeypatch.context() as patch:
        patch.setattr(images, "LIMITS", replace(images.LIMITS, seconds=0))
        work()
    assert now(file).state == FileState.RECEIVED
    work(skip_waits=True)
    assert now(file).state == FileState.READY


def test_the_original_goes_in_a_step_of_its_own_after_its_sizes_were_proven(queue):  # noqa: F811
    file = receive(photo(size=(2000, 1000)))
    actions.prepare_photo.call(file.pk)
    assert now(file).state == FileState.READY
    assert original(file).exists()
    large = place(file.uid, Variant.STANDARD)
    large.write_bytes(large.read_bytes()[:2000])  # a power cut, or a bad sector
    actions.drop_original.call(file.pk)
    with Image.open(large) as image:
        image.load()
        assert image.size == (1600, 800)
    assert not original(file).exists()


def test_sizes_that_do_not_open_are_never_the_only_thing_kept(queue):  # noqa: F811
    file = receive(photo())
    actions.prepare_photo.call(file.pk)
    os.symlink("/proc/self/mem", place(file.uid, Variant.THUMBNAIL).with_name("bad"))
    place(file.uid, Variant.THUMBNAIL).with_name("bad").replace(place(file.uid, Variant.THUMBNAIL))
    with pytest.raises(StorageFails):
        actions.drop_original.call(file.pk)
    assert original(file).read_bytes() == photo()


def test_a_photo_whose_sizes_came_back_without_its_original_is_ready(queue):  # noqa: F811
    """Backups of older versions hold such photos."""
    file = receive(photo())
    actions.prepare_photo.call(file.pk)
    StoredFile.objects.filter(pk=file.pk).update(state=FileState.RECEIVED, width=None, height=None)
    original(file).unlink()
    actions.prepare_photo.call(file.pk)
    assert (now(file).state, now(file).width) == (FileState.READY, 1200)


@pytest.fixture(params=FileKind)
def broken(request, db):
    """A photo that ends in its middle; a document with a program before its end."""
    whole = photo(size=(2000, 2000))
    photos, documents = FileKind.PHOTO, FileKind.DOCUMENT
    content = {photos: whole[: len(whole) // 2], documents: pdf(b"MZ\x90\0program\n%%EOF")}[request.param]
    file = receive(content, request.param)
    assert now(file).state == FileState.REFUSED
    return now(file)


def test_a_refused_original_is_kept_and_never_served(broken):
    assert original(broken).stat().st_size == broken.size
    for variant in Variant:
        with pytest.raises(NotShown):
            respond(GET, broken, variant)


def test_a_refused_original_goes_after_thirty_days(broken):
    StoredFile.objects.update(refused_at=timezone.now() - timedelta(days=29))
    assert tasks.let_go_old.call() == 0
    assert original(broken).exists()
    StoredFile.objects.update(refused_at=timezone.now() - timedelta(days=31))
    assert tasks.let_go_old.call() == 1
    assert not original(broken).exists()
    assert now(broken).state == FileState.REFUSED
    assert tasks.let_go_old.call() == 0


def test_an_administrator_has_it_read_again_or_lets_it_go_and_nobody_else(broken, client, person):
    again, go = reverse("files:read-again", args=[broken.uid]), reverse("files:let-go", args=[broken.uid])
    client.force_login(person("Malee", "coordinator"))
    assert client.get(reverse("files:refused")).status_code == 403
    assert client.post(go).status_code == client.post(again).status_code == 404
    assert original(broken).exists()
    client.force_login(person("Somsri", "administrator"))
    assert client.get(reverse("files:refused")).context["page"].rows == [broken]
    assert client.post(again).status_code == 302
    assert now(broken).state == FileState.REFUSED  # read once more, and its content is what it was
    assert client.post(go).status_code == 302
    assert not original(broken).exists()
    assert client.post(go).status_code == 404
    assert client.get(reverse("files:refused")).context["page"].rows == []


def test_the_api_lists_refused_photos_and_lets_them_go(broken, client, person):
    address = f"/api/v1/files/refused/{broken.uid}/let-go"
    assert client.get("/api/v1/files/refused").status_code == 401
    client.force_login(person("Malee", "coordinator"))
    assert client.get("/api/v1/files/refused").status_code == 403
    assert client.post(address).status_code == 404
    client.force_login(person("Somsri", "administrator"))
    assert [row["uid"] for row in client.get("/api/v1/files/refused").json()["items"]] == [str(broken.uid)]
    assert client.post(f"/api/v1/files/refused/{broken.uid}/read-again").status_code == 204
    assert client.post(address).status_code == 204
    assert not original(broken).exists()
    assert client.post(address).status_code == 404


def test_a_document_that_cannot_be_read_now_is_told_apart_from_one_that_is_lost():
    letter = receive(pdf(), FileKind.DOCUMENT, "letter.pdf")
    actions.check_document.call(letter.pk)
    letter = now(letter)
    mend = storage_is_away(letter)
    with pytest.raises(StorageFails):
        respond(GET, letter)
    mend()
    answer = respond(GET, letter)
    assert b"".join(answer.streaming_content) == pdf()
    answer.close()
    original(letter).unlink()
    with pytest.raises(ContentMissing):
        respond(GET, letter)


def test_an_upload_that_cannot_be_stored_now_is_no_fault_of_the_file(settings, tmp_path):
    (tmp_path / "no-folder").write_bytes(b"")
    storages = settings.STORAGES
    settings.STORAGES = {
        **storages,
        "default": {**storages["default"], "OPTIONS": {"location": tmp_path / "no-folder" / "files"}},
    }
    with pytest.raises(StorageFails):
        take(sent("photo.jpg", photo()), FileKind.PHOTO)
    settings.STORAGES = storages
    assert take(sent("photo.jpg", photo()), FileKind.PHOTO)


def test_a_folder_that_cannot_be_swept_does_not_keep_the_others(monkeypatch, tmp_path):
    monkeypatch.setattr(tasks, "SWEPT_AFTER", timedelta(seconds=-5))
    stuck, lost = (take(sent("lost.jpg", photo()), FileKind.PHOTO) for _ in range(2))
    folder(stuck.uid).rename(tmp_path / "elsewhere")
    folder(stuck.uid).symlink_to(tmp_path / "elsewhere")  # which no deleting follows
    foreign = folder(lost.uid).parent / "notes of an administrator"
    foreign.mkdir()
    with pytest.raises(StorageFails):
        tasks.sweep.call()
    assert not folder(lost.uid).exists()
    folder(stuck.uid).unlink()
    (tmp_path / "elsewhere").rename(folder(stuck.uid))
    assert tasks.sweep.call() == 1
    assert foreign.exists()


@committing
def test_bytes_that_could_not_go_with_their_row_go_with_the_sweep(monkeypatch):
    file = receive(photo())
    with hold.holding():
        actions.discard_file(file=now(file), by=None)
    assert not StoredFile.objects.exists()
    assert folder(file.uid).exists()
    monkeypatch.setattr(tasks, "SWEPT_AFTER", timedelta(seconds=-5))
    assert tasks.sweep.call() == 1
    assert not folder(file.uid).exists()


@committing
def test_nothing_is_deleted_while_a_backup_runs_and_everything_afterwards(work):  # noqa: F811
    file = receive(photo())
    with hold.holding():
        work()
        assert now(file).state == FileState.READY
        assert original(file).exists()
    work(skip_waits=True)
    assert not original(file).exists()

"""Photos are shown upright and small, and say nothing about where and by whom they were taken."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from ruamsuk.audit.models import Operation
from ruamsuk.files import actions, tasks
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder, place
from ruamsuk.files.tests.samples import pdf, phone_photo, photo, sent

pytestmark = pytest.mark.django_db


def receive(content, name="photo.jpg", kind=FileKind.PHOTO, by=None):
    """Received, and prepared at once: tests run jobs where they are queued."""
    file = actions.receive_file(upload=take(sent(name, content), kind), by=by)
    return StoredFile.objects.get(pk=file.pk)


def test_a_photo_is_prepared_in_two_sizes_and_the_original_is_gone(person):
    malee = person("Malee")
    file = receive(photo(size=(4000, 3000)), by=malee)
    assert (file.state, file.width, file.height, file.uploaded_by) == (FileState.READY, 1600, 1200, malee)
    assert sorted(path.name for path in folder(file.uid).iterdir()) == ["standard", "thumbnail"]
    with Image.open(place(file.uid, Variant.THUMBNAIL)) as small:
        assert (small.format, small.size) == ("JPEG", (480, 360))


def test_a_small_photo_is_not_made_larger():
    file = receive(photo(size=(300, 200)))
    assert (file.width, file.height) == (300, 200)


def test_a_photo_of_a_phone_stands_upright_without_place_maker_or_comment():
    sent_bytes = phone_photo()
    assert b"SecretMaker" in sent_bytes
    assert b"SecretComment" in sent_bytes
    file = receive(sent_bytes)
    assert (file.width, file.height) == (800, 1200)
    for variant in (Variant.STANDARD, Variant.THUMBNAIL):
        content = place(file.uid, variant).read_bytes()
        assert b"Secret" not in content
        assert b"Exif" not in content
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif()
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
            red = image.getpixel((image.width // 2, image.height // 4))
            assert red[0] > 200  # the left half has become the upper half
            assert red[2] < 60


def test_what_was_transparent_becomes_white():
    file = receive(photo("PNG", alpha=True, colour=(0, 0, 0, 0)), name="a.png")
    with Image.open(place(file.uid, Variant.STANDARD)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)
    assert file.media_type == "image/jpeg"


def test_what_is_hidden_behind_a_photo_does_not_survive():
    file = receive(photo() + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in place(file.uid, Variant.STANDARD).read_bytes()


def test_a_photo_that_cannot_be_read_is_refused_and_only_the_original_stays():
    whole = photo(size=(2000, 2000))
    file = receive(whole[: len(whole) // 2])
    assert file.state == FileState.REFUSED
    assert [path.name for path in folder(file.uid).iterdir()] == ["original"]
    assert receive(whole).state == FileState.READY


def test_preparing_twice_changes_nothing():
    file = receive(photo())
    before = place(file.uid, Variant.STANDARD).stat().st_mtime_ns
    actions.prepare_photo.call(file.pk)
    assert place(file.uid, Variant.STANDARD).stat().st_mtime_ns == before
    assert Operation.objects.filter(verb="files.finish_photo").count() == 1


def test_preparing_a_photo_that_was_discarded_meanwhile_does_nothing():
    actions.prepare_photo.call(987_654)


def test_a_document_is_checked_and_kept_as_it_was_sent():
    file = receive(pdf(), "แผน.pdf", FileKind.DOCUMENT)
    assert (file.state, file.name, file.media_type) == (FileState.READY, "แผน.pdf", "application/pdf")
    assert place(file.uid, Variant.ORIGINAL).read_bytes() == pdf()


def test_a_discarded_file_leaves_nothing(django_capture_on_commit_callbacks):
    file, other = receive(photo()), receive(photo())
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_file(file=StoredFile.objects.get(pk=file.pk), by=None)
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not folder(file.uid).exists()
    assert folder(other.uid).exists()


def test_a_row_without_content_or_a_ready_photo_without_size_cannot_be_stored():
    good = {"name": "a", "media_type": "image/jpeg", "sha256": "0" * 64, "uploaded_at": timezone.now()}
    StoredFile.objects.create(kind="photo", state="ready", size=1, width=1, height=1, **good)
    for wrong in (
        {"kind": "photo", "state": "received", "size": 0},
        {"kind": "photo", "state": "ready", "size": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.create(**wrong, **good)


def test_uploads_that_nobody_received_are_swept_away_after_a_day(monkeypatch):
    kept = receive(photo())
    lost = take(sent("lost.jpg", photo()), FileKind.PHOTO)
    tasks.sweep.call()
    assert folder(lost.uid).exists()  # perhaps its form is still on the way
    monkeypatch.setattr(tasks, "SWEPT_AFTER", timedelta(seconds=-5))
    assert tasks.sweep.call() == 1
    assert not folder(lost.uid).exists()
    assert folder(kept.uid).exists()

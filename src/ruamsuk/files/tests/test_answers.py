"""Bytes leave the system with headers under which browsers neither guess, share nor run them."""

import pytest
from django import forms
from django.test import RequestFactory

from ruamsuk.files import actions
from ruamsuk.files.answers import not_taken, respond, taken
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.forms import UploadsField
from ruamsuk.files.intake import take, throw_away
from ruamsuk.files.models import StoredFile
from ruamsuk.files.problems import ContentMissing, NotReadyYet, NotShown
from ruamsuk.files.tests.samples import pdf, photo, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def get():
    def make(**headers):
        return RequestFactory().get("/somewhere", headers=headers)

    return make


@pytest.fixture
def shown():
    file = actions.receive_file(upload=take(sent("ภาพ.jpg", photo()), FileKind.PHOTO), by=None)
    return StoredFile.objects.get(pk=file.pk)


@pytest.fixture
def letter():
    file = actions.receive_file(upload=take(sent("แผนปี 2570.pdf", pdf()), FileKind.DOCUMENT), by=None)
    return StoredFile.objects.get(pk=file.pk)


def content_of(response):
    """The bytes; closes the file as the server does."""
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_photo_is_shown_and_never_guessed_or_shared(get, shown):
    response = respond(get(), shown, Variant.THUMBNAIL)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Disposition"].startswith("inline")
    assert content_of(response).startswith(b"\xff\xd8\xff")


def test_a_document_is_offered_for_saving_under_its_thai_name(get, letter):
    response = respond(get(), letter)
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=utf-8''%E0%B9%81%E0%B8%9C%E0%B8%99" in disposition
    assert content_of(response) == pdf()


def test_a_browser_that_has_it_already_is_told_so(get, shown):
    first = respond(get(), shown)
    content_of(first)
    again = respond(get(**{"If-None-Match": first["ETag"]}), shown)
    assert again.status_code == 304
    other = respond(get(**{"If-None-Match": '"other"'}), shown)
    assert other.status_code == 200
    assert content_of(other)


def test_a_photo_not_prepared_or_not_readable_says_so(get, shown):
    shown.state = FileState.RECEIVED
    with pytest.raises(NotReadyYet):
        respond(get(), shown)
    shown.state = FileState.REFUSED
    with pytest.raises(NotShown):
        respond(get(), shown)


def test_missing_bytes_are_named_and_not_a_crash(get, letter):
    throw_away(letter.uid)
    with pytest.raises(ContentMissing):
        respond(get(), letter)


def test_the_script_and_a_plain_form_hear_different_answers():
    plain = taken(RequestFactory().post("/x"), "/album/")
    assert (plain.status_code, plain["Location"]) == (302, "/album/")
    script = taken(RequestFactory().post("/x", headers={"X-Upload": "one"}), "/album/")
    assert (script.status_code, script["Location"]) == (201, "/album/")


def test_the_script_hears_in_words_why_a_file_was_refused():
    form_class = type("Form", (forms.Form,), {"photos": UploadsField(kind=FileKind.PHOTO)})
    request = RequestFactory().post("/x", {"photos": sent("letter.pdf", pdf())})
    form = form_class(request.POST, request.FILES)
    assert not form.is_valid()
    answer = not_taken(form)
    assert answer.status_code == 422
    assert b"letter.pdf" in answer.content

"""What is taken in and what is refused is told by content; the name only matters to people."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError

from ruamsuk.files import actions, contents, problems
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.forms import UploadField, UploadsField
from ruamsuk.files.intake import clean_name, name_for, take
from ruamsuk.files.places import place
from ruamsuk.files.tests.samples import EXCEL, WORD, office, pdf, photo, sent, zipped

PHOTO, DOCUMENT = FileKind.PHOTO, FileKind.DOCUMENT
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def huge_png(side=60_000) -> bytes:
    """The head of a PNG of 3.6 billion pixels, in some hundred bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "name", "content", "media_type"),
    [
        (PHOTO, "a.jpg", photo(), "image/jpeg"),
        (PHOTO, "a.png", photo("PNG"), "image/png"),
        (PHOTO, "a.webp", photo("WEBP"), "image/webp"),
        (PHOTO, "wrong-name.txt", photo(), "image/jpeg"),
        (DOCUMENT, "a.pdf", pdf(), "application/pdf"),
        (DOCUMENT, "scan.jpg", photo(), "image/jpeg"),
        (DOCUMENT, "a.docx", office(WORD), contents.PACKAGE),
        (DOCUMENT, "a.xlsx", office(EXCEL), contents.PACKAGE),
        (DOCUMENT, "a.csv", "ชื่อ,จำนวน\nก,1\n".encode(), "text/csv"),
        (DOCUMENT, "old.csv", "ชื่อ,จำนวน\nก,1\n".encode("cp874"), "text/csv"),
        (DOCUMENT, "a.txt", "บันทึกการประชุม".encode(), "text/plain"),
        (DOCUMENT, "notepad.txt", "บันทึก".encode("utf-16"), "text/plain"),
    ],
)
def test_allowed_files_are_known_by_their_content(kind, name, content, media_type):
    upload = take(sent(name, content), kind)
    assert upload.media_type == media_type
    assert place(upload.uid, Variant.ORIGINAL).read_bytes() == content
    assert upload.size == len(content)
    assert upload.kind == (PHOTO if media_type.startswith("image/") else DOCUMENT)


@pytest.mark.parametrize(
    ("kind", "name", "content", "problem"),
    [
        (PHOTO, "photo.jpg", pdf(), problems.NotAPhoto),
        (PHOTO, "photo.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 50, problems.HeicPhoto),
        (PHOTO, "photo.jpg", b"MZ" + b"\0" * 50, problems.ProgramFile),
        (PHOTO, "drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', problems.WebPageFile),
        (PHOTO, "bomb.png", huge_png(), problems.TooManyPixels),
        (DOCUMENT, "letter.pdf", b"MZ" + b"\0" * 50, problems.ProgramFile),
        (DOCUMENT, "letter.pdf", b"\x7fELF" + b"\0" * 50, problems.ProgramFile),
        (DOCUMENT, "run.txt", b"#!/bin/sh\nrm -rf /\n", problems.ProgramFile),
        (DOCUMENT, "page.txt", b"\n <!DOCTYPE html><p>hello", problems.WebPageFile),
        (DOCUMENT, "drawing.pdf", b'<?xml version="1.0"?><svg/>', problems.WebPageFile),
        (DOCUMENT, "letter.doc", OLE, problems.OldOfficeFile),
        (DOCUMENT, "all.zip", zipped(**{"a.txt": b"a"}), problems.PackedFile),
        (DOCUMENT, "all.docx", zipped(**{"a.txt": b"a"}), problems.PackedFile),
        (DOCUMENT, "all.rar", b"Rar!\x1a\x07" + b"\0" * 50, problems.PackedFile),
        (DOCUMENT, "sums.xlsx", office(EXCEL, **{"xl__vbaProject.bin": b"x"}), problems.MacroFile),
        (DOCUMENT, "two.pdf", pdf(tail=zipped(**{"a.txt": b"a"})), problems.BrokenDocument),
        (DOCUMENT, "cut.pdf", b"%PDF-1.7\n1 0 obj<<", problems.BrokenDocument),
        (DOCUMENT, "cut.docx", office()[:-30], problems.BrokenDocument),
        (DOCUMENT, "climbing.docx", office(**{"..__evil": b"x"}), problems.BrokenDocument),
        (DOCUMENT, "noise.txt", bytes(range(256)), problems.FileRefused),
        (DOCUMENT, "nothing.txt", b"", problems.EmptyFile),
    ],
)
def test_what_is_refused_says_which_file_and_what_to_do(kind, name, content, problem, storage):
    with pytest.raises(problem) as refusal:
        take(sent(name, content), kind)
    assert type(refusal.value) is problem
    assert name in refusal.value.title_text
    assert refusal.value.remedy_text
    assert not storage.exists()  # nothing was stored


@pytest.mark.django_db
@pytest.mark.parametrize(("media_type", "name"), [(WORD, "แผน.docx"), (EXCEL, "แผน.xlsx")])
def test_an_office_file_gets_kind_and_ending_when_it_was_opened(media_type, name):
    file = actions.receive_file(upload=take(sent("แผน.bin", office(media_type)), DOCUMENT), by=None)
    file.refresh_from_db()
    assert (file.state, file.media_type, file.name) == (FileState.READY, media_type, name)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"lossless": True}, {"alpha": True}])
def test_the_size_of_a_photo_is_read_without_decoding_it(form, options, monkeypatch):
    if form == "JPEG":
        options.pop("alpha", None)
    content = photo(form, size=(1203, 807), **dict(options))
    monkeypatch.setattr(contents, "MAX_PIXELS", 1203 * 807)
    take(sent("a", content), PHOTO)
    monkeypatch.setattr(contents, "MAX_PIXELS", 1203 * 807 - 1)
    with pytest.raises(problems.TooManyPixels):
        take(sent("a", content), PHOTO)


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_taken(settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    take(sent("fits.txt", b"x" * 1024 * 1024), DOCUMENT)
    with pytest.raises(problems.FileTooLarge, match="1 MB"):
        take(sent("large.txt", b"x" * (1024 * 1024 + 1)), DOCUMENT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ภาพกิจกรรม ครั้งที่ 1.jpg", "ภาพกิจกรรม ครั้งที่ 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\letter.pdf", "letter.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ('a"b<c>\n.pdf', "a b c .pdf"),
        ("ก" * 300 + ".pdf", "ก" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe_and_stay_thai(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("photo.JPG", "image/jpeg", "photo.JPG"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("letter.exe", "application/pdf", "letter.pdf"),
        ("แผนปี 2570", "application/pdf", "แผนปี 2570.pdf"),
        ("ครั้งที่ 1.2 สรุป", "text/plain", "ครั้งที่ 1.2 สรุป.txt"),
        ("", "image/png", "file.png"),
        (".pdf", "application/pdf", "file.pdf"),
    ],
)
def test_a_name_ends_as_its_content_does(name, media_type, kept):
    assert name_for(name, media_type) == kept


def test_the_field_tells_a_refusal_beside_itself_and_takes_several_files():
    field = UploadsField(kind=PHOTO)
    uploads = field.clean([sent("b.jpg", photo()), sent("a.jpg", photo())])
    assert [upload.name for upload in uploads] == ["b.jpg", "a.jpg"]
    with pytest.raises(ValidationError, match=r"letter\.pdf"):
        field.clean([sent("a.jpg", photo()), sent("letter.pdf", pdf())])
    with pytest.raises(ValidationError):
        field.clean([])
    assert UploadsField(kind=PHOTO, required=False).clean([]) == []


def test_a_single_field_cleans_to_one_upload():
    field = UploadField(kind=DOCUMENT, required=False)
    assert field.clean(sent("a.pdf", pdf())).name == "a.pdf"
    assert field.clean(None) is None
    with pytest.raises(ValidationError, match=r"nothing\.pdf"):
        field.clean(sent("nothing.pdf", b""))

"""Files made to harm: whoever sends them hears why they are not taken, and opening them costs no more than is stated.

A web request looks at the beginning, the end and the directory of a file: 40 MB at most beside what it had, a second
at most. The child that opens a document takes 128 MB at most, one that prepares a photo 700 MB
(1.3 GB as WebP, whose reader holds several copies).
"""

import io
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from ruamsuk.core.problems import Problem
from ruamsuk.files import actions, documents, images
from ruamsuk.files.answers import respond
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder
from ruamsuk.files.problems import FileRefused, NotReadyYet, NotShown
from ruamsuk.files.tests import hostile
from ruamsuk.files.tests.samples import EXCEL, office, pdf, photo, sent

DOCUMENT, PHOTO = FileKind.DOCUMENT, FileKind.PHOTO
IN_REQUEST_MB = 40
OPENING_MB = 128
PREPARING_MB = 700  # of a PNG; 1300 of a WebP

# Asks for one thing in a Python of its own and tells what came of it, the peak of its memory, and of its children's.
ASKED = """
import json, resource, sys
def peak(who): return resource.getrusage(who).ru_maxrss / 1024
{setup}
used = resource.getrusage(resource.RUSAGE_SELF)
_soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2, hard))  # it is ended after 1 to 2 s
before = peak(resource.RUSAGE_SELF)
try:
    told = {ask}
except Exception as error:
    told = getattr(error, "code", repr(error))
own, of_child = peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN)
print(json.dumps([told, own, of_child]))
"""


def asked(setup: str, ask: str, *arguments: str) -> tuple[str, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", ASKED.format(setup=setup, ask=ask), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout))


def opened(path: Path, media_type: str) -> tuple[str, float]:
    limits = f"memory_mb={documents.LIMITS.memory_mb}, cpu_seconds={documents.LIMITS.cpu_seconds}"
    told, _own, child = asked(
        "from ruamsuk.core import confined",
        f"confined.run('ruamsuk.files.opening:prove', *sys.argv[1:], limits=confined.ProcessLimits({limits}))",
        str(path),
        media_type,
    )
    return told, child


@pytest.mark.parametrize("name", hostile.AT_ONCE)
def test_a_hostile_document_is_refused_at_once_at_no_cost(name, tmp_path, storage):
    make, code = hostile.AT_ONCE[name]
    content = make()
    with pytest.raises(FileRefused) as refusal:
        take(sent("a.docx", content), DOCUMENT)
    assert refusal.value.code == code
    assert not storage.exists()
    (path := tmp_path / "sent").write_bytes(content)
    setup = (
        "from django.conf import settings; settings.configure()\n"
        "from ruamsuk.files import contents; file = open(sys.argv[1], 'rb')"
    )
    told, own, _child = asked(setup, "contents.media_type_of(file, 'document', 'a.docx')", str(path))
    assert told == code
    assert own < IN_REQUEST_MB


@pytest.mark.one_value("a file is read in Python; what is read of it is stored by the same statements")
@pytest.mark.parametrize("name", hostile.OPENED)
@pytest.mark.django_db
def test_a_hostile_document_is_refused_by_the_worker_within_its_memory(name, tmp_path, rf):
    make, code = hostile.OPENED[name]
    content = make()
    assert len(content) < 5 * hostile.MB
    upload = take(sent("a.docx", content), DOCUMENT)
    file = actions.receive_file(upload=upload, by=None)
    file = StoredFile.objects.get(pk=file.pk)
    assert (file.state, file.why) == (FileState.REFUSED, code)
    with pytest.raises(NotShown) as answer:
        respond(rf.get("/"), file)
    assert "“a." in answer.value.remedy_text  # in words, with the name
    (path := tmp_path / "sent").write_bytes(content)
    told, child = opened(path, upload.media_type)
    assert told == code
    assert child < OPENING_MB


def streamed() -> bytes:
    """As programs write that send while they write: sizes stand behind each part."""

    class Stream(io.RawIOBase):
        sent = b""

        def writable(self) -> bool:
            return True

        def write(self, piece) -> int:
            self.sent += bytes(piece)
            return len(piece)

    stream = Stream()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(hostile.TYPES, hostile.types())
        archive.writestr("ข้อความ.xml", "<x>" + "ก" * 9000 + "</x>")
    return stream.sent


def test_large_honest_documents_are_opened_within_the_same_memory(tmp_path):
    kinds = {
        "one line.csv": ("text/csv", b"a," * (10 * hostile.MB)),
        "letter.pdf": (
            "application/pdf",
            pdf(b"2 0 obj\n" + b"\xff" * 19 * hostile.MB + b"endobj\n%%EOF\n\0\0"),
        ),
        "sheet.xlsx": (
            "application/zip",
            office(EXCEL, **{"s.xml": b"".join(b"<c>%d</c>" % n for n in range(2 * hostile.MB))}),
        ),
        "inner.docx": ("application/zip", hostile.inside(hostile.inside(office(EXCEL)))),
        "streamed.docx": ("application/zip", streamed()),
    }
    for name, (media_type, content) in kinds.items():
        (path := tmp_path / name).write_bytes(content)
        told, child = opened(path, media_type)
        assert told.startswith("application/vnd" if media_type == "application/zip" else media_type), (
            name,
            told,
        )
        assert child < OPENING_MB, name


HOSTILE_PHOTOS = {
    "largest": (lambda: hostile.png(8000, 8000), "ready"),
    "one row more": (lambda: hostile.png(8000, 8001), "photo-too-many-pixels"),
    "note that unpacks": (hostile.png_with_text, "photo-broken"),
}


@pytest.mark.parametrize("name", HOSTILE_PHOTOS)
def test_a_hostile_photo_is_prepared_or_refused_within_its_memory(name, tmp_path):
    make, expected = HOSTILE_PHOTOS[name]
    (path := tmp_path / "sent").write_bytes(make())
    sizes = {str(tmp_path / "standard"): 1600, str(tmp_path / "thumbnail"): 480}
    limits = f"memory_mb={images.LIMITS.memory_mb}, cpu_seconds={images.LIMITS.cpu_seconds}"
    told, _own, child = asked(
        "from ruamsuk.core import confined",
        f"confined.run('ruamsuk.files.pixels:prepare', {sizes!r}, 64_000_000, "
        f"limits=confined.ProcessLimits({limits}), content=open(sys.argv[1], 'rb'))",
        str(path),
    )
    assert told == ([1600, 1600] if expected == "ready" else expected)
    assert child < PREPARING_MB


@pytest.mark.django_db
def test_a_gif_is_no_photo_and_of_a_moving_webp_the_first_picture_is_kept():
    with pytest.raises(FileRefused):
        take(sent("a.gif", photo("GIF")), PHOTO)
    out, frames = io.BytesIO(), [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:] * 300, lossless=True)
    file = actions.receive_file(upload=take(sent("a.webp", out.getvalue()), PHOTO), by=None)
    file.refresh_from_db()
    assert (file.state, file.width, file.height) == (FileState.READY, 60, 40)
    with Image.open(folder(file.uid) / Variant.STANDARD) as image:
        assert image.getpixel((30, 20))[0] > 200


@pytest.mark.django_db
def test_nothing_is_given_out_before_the_worker_has_proven_it(rf, jobs_wait):
    with jobs_wait():
        file = actions.receive_file(upload=take(sent("แผน.pdf", pdf()), DOCUMENT), by=None)
    assert file.state == FileState.RECEIVED
    with pytest.raises(NotReadyYet):
        respond(rf.get("/"), file)
    actions.check_document.call(file.pk)
    file.refresh_from_db()
    assert file.state == FileState.READY
    respond(rf.get("/"), file).close()


@pytest.mark.django_db
def test_a_storage_that_fails_refuses_nothing(jobs_wait):
    for kind, content, job in (
        (DOCUMENT, pdf(), actions.check_document),
        (PHOTO, photo(), actions.prepare_photo),
    ):
        with jobs_wait():
            file = actions.receive_file(upload=take(sent("a", content), kind), by=None)
        original = folder(file.uid) / Variant.ORIGINAL
        original.rename(folder(file.uid) / "away")  # as when a disk is gone for a while
        with pytest.raises(Problem) as met:
            job.call(file.pk)
        assert met.value.passing  # the job is tried again
        file.refresh_from_db()
        assert file.state == FileState.RECEIVED
        (folder(file.uid) / "away").rename(original)
        job.call(file.pk)
        file.refresh_from_db()
        assert file.state == FileState.READY

# ruff: noqa: F811  # the fixtures of test_reports
"""Eight ways to send a file, one door: pages and API count together, and a file says on its page what became of it."""

import pytest
from django.urls import reverse

from ruamsuk.core import limits
from ruamsuk.files import actions as files
from ruamsuk.files.models import StoredFile
from ruamsuk.files.tests import hostile
from ruamsuk.files.tests.samples import office, pdf, photo, sent
from ruamsuk.projects.models import ActivityReport, Project
from ruamsuk.projects.projects.choices import DocumentKind
from ruamsuk.projects.tests.test_reports import make_project, posts, project, started, storage  # noqa: F401
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db
SMALL = photo(size=(60, 40))


@pytest.fixture
def no_worker(jobs_wait):
    with jobs_wait():
        yield


def add(client, report, kind="photos", content=SMALL, name="a.jpg"):
    field = "photos" if kind == "photos" else "documents"
    return client.post(reverse(f"projects:report-{kind}", args=[report.uid]), {field: [sent(name, content)]})


def test_150_photos_in_ten_minutes_pass_and_the_next_hears_when_to_go_on(
    client, started, posts, one_minute, no_worker
):
    client.force_login(posts.owner)
    for _photo in range(limits.FILES):
        assert add(client, started).status_code == 302
        one_minute[0] += 2
    refused = add(client, started)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) == limits.FILES_SECONDS - 2 * limits.FILES
    minutes = -(-int(refused["Retry-After"]) // 60)
    assert f"กรุณารอ {minutes} นาที" in refused.content.decode()
    assert StoredFile.objects.count() == limits.FILES
    one_minute[0] += int(refused["Retry-After"]) - 1
    assert add(client, started).status_code == 429
    one_minute[0] += 1
    assert add(client, started).status_code == 302
    client.force_login(posts.manager)  # whoever has sent nothing is not held up by somebody else
    assert add(client, started).status_code == 302


def test_pages_and_api_of_reports_documents_and_imports_count_together(
    client, started, posts, one_minute, no_worker, monkeypatch
):
    monkeypatch.setattr(limits, "FILES", 5)
    client.force_login(posts.owner)
    caller, paper = Caller(posts.owner), pdf()
    fields = {"kind": DocumentKind.values[0], "title": "TOR"}
    project = started.project
    ways = [
        lambda: add(client, started),
        lambda: add(client, started, "files", paper, "a.pdf"),
        lambda: caller.upload(f"/reports/{started.uid}/photos", {"photos": [sent("a.jpg", SMALL)]}),
        lambda: caller.upload(f"/reports/{started.uid}/files", {"documents": [sent("a.pdf", paper)]}),
        lambda: client.post(
            reverse("projects:project-document-add", args=[project.uid]),
            fields | {"upload": sent("a.pdf", paper)},
        ),
        lambda: caller.upload(
            f"/projects/{project.uid}/documents", fields | {"upload": sent("a.pdf", paper)}
        ),
        lambda: client.post(reverse("imports:batches"), {"file": sent("a.json", b"[]")}),
        lambda: caller.upload("/imports", {"file": sent("a.json", b"[]")}),
    ]
    assert all(way().status_code != 429 for way in ways[:5])
    for way in ways:
        refused = way()
        assert refused.status_code == 429
        assert refused["Retry-After"] == "600"
    answer = ways[2]()
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "too-many-requests"


def test_a_document_says_that_it_is_being_checked_then_is_given_out_or_refused_with_the_reason(
    client, started, posts, no_worker
):
    client.force_login(posts.owner)
    paper = office()
    assert add(client, started, "files", paper, "แผน.docx").status_code == 302
    assert add(client, started, "files", hostile.bomb(told=900), "กับดัก.docx").status_code == 302
    page = reverse("projects:report-write", args=[started.uid, "photos"])
    good, bad = started.files.order_by("pk")
    for row in (good, bad):
        address = reverse("projects:report-file", args=[started.uid, row.uid])
        assert address not in client.get(page).content.decode()
        assert client.get(address).status_code == 409
    assert client.get(page).content.decode().count("กำลังตรวจ") == 2
    caller = Caller(posts.owner)
    told = caller.get(f"/reports/{started.uid}").json()["files"]
    assert [file["state"] for file in told] == ["received", "received"]

    for row in (good, bad):
        files.check_document.call(row.file_id)
    shown = client.get(page).content.decode()
    address = reverse("projects:report-file", args=[started.uid, good.uid])
    assert address in shown
    given = client.get(address)
    assert b"".join(given.streaming_content) == paper
    address = reverse("projects:report-file", args=[started.uid, bad.uid])
    assert address not in shown
    assert "กับดัก.docx” มีเนื้อหามากเกิน" in shown
    refused = client.get(address)
    assert refused.status_code == 410
    assert "กับดัก.docx" in refused.content.decode()
    told = caller.get(f"/reports/{started.uid}").json()["files"]
    assert [file["state"] for file in told] == ["ready", "refused"]
    assert "กับดัก.docx" in told[1]["refused_because"]
    assert not told[0]["refused_because"]


def test_a_document_of_a_project_says_what_became_of_it(client, started, posts, no_worker):
    client.force_login(posts.officer)
    project = Project.objects.get(pk=started.project_id)
    fields = {"kind": DocumentKind.values[0], "title": "ข้อตกลง", "upload": sent("a.pdf", pdf(b"MZ\n%%EOF"))}
    assert (
        client.post(reverse("projects:project-document-add", args=[project.uid]), fields).status_code == 302
    )
    page = reverse("projects:project", args=[project.uid])
    assert "กำลังตรวจ" in client.get(page).content.decode()
    files.check_document.call(project.documents.get().file_id)
    shown = client.get(page).content.decode()
    assert "กำลังตรวจ" not in shown
    assert "a.pdf” ชำรุด" in shown
    assert ActivityReport.objects.exists()

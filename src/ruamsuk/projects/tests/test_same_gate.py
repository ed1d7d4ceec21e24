"""What hangs on a record (files, pictures, persons, waiting texts) is asked of one gate by page and API."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ruamsuk.core.calendar import day_text, today
from ruamsuk.files.intake import FileKind, take
from ruamsuk.files.tests.samples import pdf, sent
from ruamsuk.projects.models import Project, ReportPhoto
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.forms import read_report
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db


def status(answer) -> int:
    """Of an answer that may be a file: read to its end."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def project(submitted, kho_hong):
    deciding.decide_proposal(
        proposal=submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="1/2570",
        amount_satang=1_500_000,
        by=kho_hong.officer,
    )
    return Project.objects.get(proposal=submitted)


@pytest.fixture
def report(project, kho_hong):
    by = kho_hong.officer
    made = reports.start_report(project=project, activity=project.design.activities.first(), by=by)
    reports.add_files(report=made, uploads=[take(sent("names.pdf", pdf()), FileKind.DOCUMENT)], by=by)
    typed = {
        "r.done": "เยี่ยมทุกบ้าน",
        "r.output": "แกนนำ 60 คน",
        "r.quality": "3",
        "r.held_on": day_text(today()),
    }
    made.refresh_from_db()
    reports.save_report(report=made, base_version=made.version, changes=read_report(typed), by=by)
    made.refresh_from_db()
    return made


def test_a_file_of_a_report_is_given_to_no_visitor_by_page_or_api(client, report, kho_hong):
    reports.send_report(report=report, by=kho_hong.officer)
    file = report.files.get()
    page, call = (
        reverse("projects:report-file", args=[report.uid, file.uid]),
        f"/reports/{report.uid}/files/{file.uid}",
    )
    assert client.get(page).status_code == 404
    assert Caller().get(call).status_code == 401
    client.force_login(kho_hong.stranger)
    assert status(client.get(page)) == status(Caller(kho_hong.stranger).get(call)) == 200


def test_a_picture_that_was_taken_off_is_for_who_may_bring_it_back(client, report, kho_hong, person):
    file = report.files.get().file
    photo = ReportPhoto.objects.create(report=report, file=file, no=1, removed_at=timezone.now())
    report.files.all().delete()
    page = reverse("projects:report-photo", args=[report.uid, photo.uid, "small"])
    call = f"/reports/{report.uid}/photos/{photo.uid}/small"
    for reader, expected in ((kho_hong.member, 404), (kho_hong.officer, 200)):
        client.force_login(reader)
        assert status(client.get(page)) == status(Caller(reader).get(call)) == expected


def test_persons_in_waiting_and_unread_texts_are_for_who_may_see_persons(started, kho_hong, person, area):
    """Two texts for a phone, and one that could not be read: the typist writes on the proposal, but sees no persons."""
    row = drafting.add_row(proposal=started, kind="applicant", values={"name": "สมศรี"}, by=kho_hong.officer)
    path = f"applicant.{row.uid}.phone"
    started.refresh_from_db()
    base = started.version
    for by, phone in ((kho_hong.officer, "0811111111"), (kho_hong.mentor, "0822222222")):
        changes = read_changes({path: phone, "p.title": f"ชื่อของ {phone[-1]}"})
        drafting.save_fields(proposal=started, base_version=base, changes=changes, by=by)
    call = f"/proposals/{started.uid}"
    seen = {
        name: Caller(reader).get(call).json()
        for name, reader in {
            "mentor": kho_hong.mentor,
            "typist": kho_hong.typist,
            "auditor": person("Auditor", "auditor", area("90")),
            "administrator": person("Admin", "administrator"),
        }.items()
    }
    assert {c["path"] for c in seen["mentor"]["conflicts"]} == {path, "p.title"}
    for name in ("typist", "auditor", "administrator"):
        assert [c["path"] for c in seen[name]["conflicts"]] == ["p.title"], name
        assert "0822222222" not in str(seen[name])
        assert seen[name]["applicants"] is None
    body = {"path": path, "take_other": True}
    assert Caller(kho_hong.typist).post(f"{call}/choose", body).status_code == 404
    assert Caller(kho_hong.officer).post(f"{call}/choose", body).status_code == 200


def test_a_visitor_of_a_project_is_not_told_who_entered_its_decision(client, project, kho_hong):
    for name in ("projects:project", "projects:project-money"):
        page = reverse(name, args=[project.uid])
        client.logout()
        assert kho_hong.officer.name not in client.get(page).content.decode()
        client.force_login(kho_hong.stranger)
        assert kho_hong.officer.name in client.get(page).content.decode()


def test_a_page_that_only_reads_takes_nothing_else(client, project, kho_hong):
    client.force_login(kho_hong.officer)
    for name, args in (("projects:project", [project.uid]), ("projects:proposals", []), ("plans:funds", [])):
        address = reverse(name, args=args)
        assert client.get(address).status_code == client.head(address).status_code == 200
        assert client.post(address).status_code == 405

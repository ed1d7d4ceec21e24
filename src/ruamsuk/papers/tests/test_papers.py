"""A paper is asked for on the page of its record, made of what its reader may see, and given to nobody else."""

import io
from datetime import timedelta

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.models import Grant
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import CATALOGUE
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.models import PhotoRights, StoredFile
from ruamsuk.files.places import place
from ruamsuk.files.tests.samples import photo
from ruamsuk.papers import engine, layouts, sheets
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.papers.models import Layout, Paper
from ruamsuk.papers.tasks import clear
from ruamsuk.papers.tests.test_engine import text_of
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.conftest import YEAR
from ruamsuk.projects.tests.test_reports import make_project, project  # noqa: F401

PERSON = "นางจันทร์เพ็ญ ผู้เห็นเฉพาะกองทุน"


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    engine.close()


@pytest.fixture
def proposal(submitted) -> Proposal:
    submitted.applicants.create(name=PERSON, phone="0811111111", no=9)
    return submitted


def asked(client, proposal: Proposal, kind: str = "pdf"):
    answer = client.post(reverse("papers:proposal", args=[proposal.uid]), {"kind": kind})
    assert answer.status_code == 302, answer
    return Paper.objects.latest("pk")


def fetched(client, paper: Paper) -> bytes:
    answer = client.get(reverse("papers:paper-file", args=[paper.uid]))
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def test_the_form_of_a_proposal_is_made_by_one_button_and_fetched(client, kho_hong, proposal):
    client.force_login(kho_hong.officer)
    assert (
        reverse("papers:proposal", args=[proposal.uid])
        in client.get(f"/proposals/{proposal.uid}/").content.decode()
    )
    paper = asked(client, proposal)
    page = client.get(reverse("papers:paper", args=[paper.uid])).content.decode()
    assert reverse("papers:paper-file", args=[paper.uid]) in page
    text = text_of(fetched(client, paper))
    assert "กปท.7" in text
    assert "พ.ศ. 2567 ข้อ 17 (2)" in text
    assert PERSON in text
    assert "รูปแบบยังไม่ได้ตรวจรับรอง" in text
    for section in range(1, 10):
        assert f"\n{section}. " in text
    verbs = Operation.objects.filter(subject_kind="papers.paper", subject_id=paper.pk).values_list(
        "verb", flat=True
    )
    assert list(verbs.order_by("pk")) == ["papers.ask_for_paper", "papers.finish_paper"]


def test_word_and_pdf_say_the_same(client, kho_hong, proposal):
    client.force_login(kho_hong.officer)
    book = docx.Document(io.BytesIO(fetched(client, asked(client, proposal, "docx"))))
    said = [one.text for one in book.paragraphs]
    said += [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    text = "".join(text_of(fetched(client, asked(client, proposal))).split())
    assert len(said) > 60
    for piece in said:
        for line in piece.splitlines():
            assert "".join(line.split()).replace(":", "")[:20] in text.replace(":", ""), line


def test_persons_stand_only_in_the_paper_of_who_may_see_them(kho_hong, proposal, person, area):
    document = DOCUMENTS["proposal"]
    for reader, sees in ((kho_hong.officer, True), (person("Auditor", "auditor", area("90")), False)):
        thing = document.thing_for(reader, proposal.uid)
        html = sheets.html(document.tell(reader, thing, None), document)
        assert (PERSON in html) == sees
        assert proposal.title in html


def test_a_paper_is_given_to_nobody_else(client, kho_hong, proposal):
    client.force_login(kho_hong.officer)
    paper = asked(client, proposal)
    client.force_login(kho_hong.member)
    for name in ("papers:paper", "papers:paper-file"):
        assert client.get(reverse(name, args=[paper.uid])).status_code == 404


def test_who_lost_the_post_meanwhile_is_not_given_the_persons(client, kho_hong, proposal, person):
    client.force_login(kho_hong.member)
    paper = asked(client, proposal)
    Grant.objects.filter(user=kho_hong.member).delete()
    person("Preecha", "auditor")  # still reads the proposal, and no persons
    answer = client.get(reverse("papers:paper-file", args=[paper.uid]))
    assert answer.status_code == 403
    assert "ไม่มีสิทธิเห็นแล้ว" in answer.content.decode()


def test_who_may_not_read_the_record_gets_no_paper(client, kho_hong, started):
    client.force_login(kho_hong.stranger)
    assert client.post(reverse("papers:proposal", args=[started.uid])).status_code == 404
    assert not Paper.objects.exists()


def test_papers_are_let_go_after_a_day(client, kho_hong, proposal):
    client.force_login(kho_hong.officer)
    paper = asked(client, proposal)
    Paper.objects.filter(pk=paper.pk).update(at=timezone.now() - timedelta(hours=25))
    assert client.get(reverse("papers:paper-file", args=[paper.uid])).status_code == 404
    place = paper.place
    assert place.exists()
    assert clear.func() == 1
    assert not Paper.objects.exists()


def test_where_chromium_is_missing_the_pages_say_so_and_word_still_works(
    client, kho_hong, proposal, monkeypatch
):
    monkeypatch.setattr(engine, "program", lambda: None)
    engine.close()
    client.force_login(kho_hong.officer)
    page = client.get(f"/proposals/{proposal.uid}/").content.decode()
    assert "apt install chromium" in page
    assert 'value="pdf"' not in page
    assert 'value="docx"' in page
    failed = asked(client, proposal)
    page = client.get(reverse("papers:paper", args=[failed.uid])).content.decode()
    assert CATALOGUE["no-paper-engine"]().title_text in page
    assert fetched(client, asked(client, proposal, "docx"))[:2] == b"PK"


def test_hostile_texts_are_text(client, kho_hong, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(
        title='<script>x</script>{{ request.user }}{law}"}*{display:none}'
    )
    client.force_login(kho_hong.officer)
    text = text_of(fetched(client, asked(client, proposal)))
    assert "<script>x</script>{{ request.user }}{law}" in text.replace("\n", "")


# Other documents ------------------------------------------------------------------------------------------------


def test_a_report_brings_its_photos_along_and_says_which_are_missing(client, project, kho_hong):  # noqa: F811
    report = reports.enter_report(project=project, by=None, state="sent", title="อบรมแกนนำ", held_on=today())
    for no, caption in enumerate(("ถ่ายหน้าศาลา", "ไฟล์หายไป"), 1):
        file = StoredFile.objects.create(
            kind=FileKind.PHOTO,
            name="a.jpg",
            media_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            state=FileState.READY,
            width=60,
            height=40,
            uploaded_at=timezone.now(),
        )
        report.photos.create(file=file, no=no, caption=caption)
        if no == 1:
            place(file.uid, Variant.STANDARD).parent.mkdir(parents=True)
            place(file.uid, Variant.STANDARD).write_bytes(photo(size=(60, 40)))
    client.force_login(kho_hong.officer)
    address = reverse("papers:report", args=[report.uid])
    assert address in client.get(f"/reports/{report.uid}/").content.decode()
    assert client.post(address).status_code == 302
    pdf = fetched(client, Paper.objects.latest("pk"))
    assert pdf.count(b"/Subtype /Image") == 1
    text = text_of(pdf)
    assert "1. ถ่ายหน้าศาลา" in text
    assert "ไม่พบไฟล์ภาพนี้ในเครื่องแม่ข่าย" in text


def test_no_paper_of_somebody_outside_holds_what_is_covered(
    client,
    project,  # noqa: F811
    kho_hong,
    person,
    area,
):
    report = reports.enter_report(
        project=project, by=None, state="accepted", title="อบรมแกนนำ", held_on=today()
    )
    sent, covered = (
        StoredFile.objects.create(
            kind=FileKind.PHOTO,
            name="a.jpg",
            media_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            state=FileState.READY,
            width=60,
            height=40,
            uploaded_at=timezone.now(),
        )
        for _no in range(2)
    )
    report.photos.create(file=sent, no=1, caption="ถ่ายหน้าศาลา")
    outside = person("Auditor", "auditor", area("93"))

    def brought(reader, document, of):
        paper = DOCUMENTS[document]
        told = paper.tell(reader, paper.thing_for(reader, of), None)
        inner = told.context["reports"][0] if document == "project" else told.context
        return [picture.file for picture in inner["pictures"]], told.shows

    for document, of in (("report", report.uid), ("project", project.uid)):
        PhotoRights.objects.all().delete()
        _pictures, before = brought(outside, document, of)
        PhotoRights.objects.create(photo=sent, areas=[[0, 0, 50, 50]], covered=covered)
        pictures, after = brought(outside, document, of)
        assert pictures == [covered]
        assert not after.issuperset(before), "a paper made before is not handed over any more"
        assert brought(kho_hong.officer, document, of)[0] == [sent]


def test_a_dossier_holds_reports_and_names_only_who_may_be_named(client, project, kho_hong, person, area):  # noqa: F811
    project.people.create(name=PERSON, no=1)
    reports.enter_report(project=project, by=None, state="sent", title="อบรมแกนนำ", held_on=today())
    for reader, sees in ((kho_hong.officer, True), (person("Auditor", "auditor", area("90")), False)):
        document = DOCUMENTS["project"]
        html = sheets.html(document.tell(reader, document.thing_for(reader, project.uid), None), document)
        assert (PERSON in html) == sees
        assert "รายงาน 1: อบรมแกนนำ" in html
        assert "เอกสารที่เก็บไว้กับโครงการ" in html


def test_the_booklet_of_a_year_says_what_the_printed_page_says(client, kho_hong):
    client.force_login(kho_hong.officer)
    page = client.get(f"/plans/funds/{kho_hong.fund.uid}/print/?year={YEAR}").content.decode()
    address = reverse("papers:plan", args=[kho_hong.fund.uid])
    assert f"{address}?year={YEAR}" in page
    client.post(f"{address}?year={YEAR}")
    text = text_of(fetched(client, Paper.objects.latest("pk")))
    assert "คอหงส์ปลอดบุหรี่ หมู่ที่ 4" in text
    assert "30,000" in text


def test_the_overview_of_a_year_has_a_line_for_each_project_and_heads_on_each_page(client, project, kho_hong):  # noqa: F811
    project.__class__.objects.filter(pk=project.pk).update(fiscal_year=YEAR)
    client.force_login(kho_hong.officer)
    client.post(f"{reverse('papers:fund-year', args=[kho_hong.fund.uid])}?year={YEAR}")
    text = text_of(fetched(client, Paper.objects.latest("pk")))
    assert project.title in text
    assert "หน้า 1 / 1" in text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_layout_that_is_shipped_can_be_filled(name):
    document = DOCUMENTS[name]
    layouts.check(layouts.shipped(name), document.words().keys(), document.parts.keys())


@pytest.mark.parametrize(
    ("year", "number"), [(2566, "2561 ข้อ 16 (2)"), (2567, "2561 ข้อ 16 (2)"), (2568, "2567 ข้อ 17 (2)")]
)
def test_the_legal_text_is_that_of_the_year(year, number):
    assert number in layouts.law_of(year)


# Layouts --------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client, person):
    found = person("Admin", "administrator")
    client.force_login(found)
    return found


LAYOUT = "/papers/layouts/proposal/"


def printed(reader, proposal: Proposal) -> str:
    document = DOCUMENTS["proposal"]
    return sheets.html(document.tell(reader, document.thing_for(reader, proposal.uid), None), document)


def test_an_administrator_changes_and_signs_a_layout(client, administrator, proposal):
    text = "# แบบของเรา {proposal.title}\n{{ request.user.password }} {% now %}\n{sections}"
    assert client.post(LAYOUT, {"text": text}).status_code == 302
    html = printed(administrator, proposal)
    assert f"<h1>แบบของเรา {proposal.title}</h1>" in html
    assert "{{ request.user.password }} {% now %}" in html
    assert sheets.layout_of(DOCUMENTS["proposal"]).signed_at is None
    assert client.post(LAYOUT + "sign/").status_code == 302
    assert sheets.layout_of(DOCUMENTS["proposal"]).signed_by == administrator
    assert len(printed(administrator, proposal)) < len(html)  # without the words “unverified layout”


@pytest.mark.parametrize("broken", ["{proposal.password}", "a {sections} b", "{}", "{proposal.title.x}"])
def test_a_broken_layout_is_refused_by_name_and_the_last_good_one_stays(
    client, administrator, proposal, broken
):
    client.post(LAYOUT, {"text": "# ดี {proposal.title}"})
    answer = client.post(LAYOUT, {"text": broken})
    assert answer.status_code == 422
    place = broken if broken.startswith("{") else "{sections}"
    assert f"“{place}”" in answer.content.decode()
    assert f"<h1>ดี {proposal.title}</h1>" in printed(administrator, proposal)


def test_a_layout_whose_places_are_gone_gives_way_to_the_one_before(administrator, proposal):
    Layout.objects.create(document="proposal", text="# ดี", written_at=timezone.now())
    Layout.objects.create(document="proposal", text="{gone.since.an.update}", written_at=timezone.now())
    assert "<h1>ดี</h1>" in printed(administrator, proposal)


def test_nobody_else_changes_layouts(client, kho_hong):
    client.force_login(kho_hong.officer)
    for address in ("/papers/layouts/", LAYOUT):
        assert client.get(address).status_code == 403
    assert client.post(LAYOUT + "sign/").status_code == 403


def test_papers_name_the_sub_district_not_only_what_lies_above_it(project, proposal, kho_hong):  # noqa: F811
    report = reports.enter_report(project=project, by=None, state="sent", title="อบรมแกนนำ", held_on=today())
    for document, of, named in (
        ("proposal", proposal.uid, "fund.address"),
        ("plan", kho_hong.fund.uid, "fund.address"),
        ("fund-year", kho_hong.fund.uid, "fund.address"),
        ("report", report.uid, "report.area"),
    ):
        paper = DOCUMENTS[document]
        told = paper.tell(kho_hong.officer, paper.thing_for(kho_hong.officer, of), YEAR)
        assert told.words[named] == "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", document

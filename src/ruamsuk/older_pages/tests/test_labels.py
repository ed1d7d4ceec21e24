"""Names of fields: known by many names, taught on a page, asked for in the preview; tables are read by them."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.core.problems import Problem
from ruamsuk.funds.models import Fund
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.older_pages.actions.labels import set_label
from ruamsuk.older_pages.choices import PageKind
from ruamsuk.older_pages.models import Label
from ruamsuk.older_pages.queries.files import read_file, read_tables, stage
from ruamsuk.older_pages.queries.labels import Labels, labels
from ruamsuk.older_pages.queries.unknown import unknown_labels
from ruamsuk.older_pages.tests.importing import SITE, codes, project, proposal, told
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.proposals.queries.completeness import completeness

pytestmark = pytest.mark.one_worker

LIST = reverse("imports:batches")
LABELS = reverse("older_pages:labels")
MOST = 10 * 1024 * 1024


@pytest.fixture
def central(client, country, person):
    user = person("Malee", Role.CENTRAL)
    client.force_login(user)
    return user


def send(client, content, name="projects.csv"):
    answer = client.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.text
    return answer["Location"], ImportBatch.objects.latest("pk")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ชื่อโครงการ", "title"),
        ("1. ชื่อโครงการ :", "title"),
        ("ข้อ 2 ชื่อโครงการ/กิจกรรม", "title"),
        ("ชื่อ โครงการ", "title"),
        ("งบประมาณ (บาท)", "budget"),
        ("จำนวนเงินตามสัญญา", "budget"),
        ("ระยะเวลาดําเนินงาน", "period"),  # ำ in two letters
        ("สัญญาเลขที่", "agreement"),
        ("งบประมาณที่ได้รับการอนุมัติ", "budget"),
        ("วันเดือนปีที่อนุมัติ", "approved"),
        ("จำนวนเงินงบประมาณที่ได้รับอนุมัติ", "budget"),
        ("งบประมาณที่ขอ", "note"),
        ("ปี พ.ศ.", "fiscal_year"),
        ("แผนงาน", "issues"),
        ("อำเภอ/จังหวัด", "address"),
        ("Project Name", "title"),
        ("FISCAL YEAR", "fiscal_year"),
        ("เบอร์โทรศัพท์", "phones"),
        ("ของที่ไม่มีใครรู้จัก", ""),
        ("", ""),
    ],
)
def test_a_field_is_known_by_any_of_its_names(name, part):
    assert Labels({}).part_of(name) == part


def test_a_name_that_is_near_is_offered_and_not_taken(country):
    assert Labels({}).likely("ชื่อโครงการณ์") == "title"
    assert Labels({}).likely("งบประมาณที่ได้รับจากกองทุน") == "budget"
    assert Labels({}).likely("xyz") == ""
    one = told(project(1, หัวข้อโครงการ="อื่น"))[0]
    assert codes(one, "not_placed", "หัวข้อโครงการ") == ["label-unknown"]


def test_a_name_that_people_add_stands_before_those_of_the_system(client, central):
    answer = client.post(LABELS, {"text": " หัวเรื่อง : ", "part": "title"})
    assert answer.status_code == 302
    assert labels().part_of("หัวเรื่อง") == "title"
    client.post(LABELS, {"text": "หัวเรื่อง", "part": "note"})
    assert Label.objects.count() == 1
    assert labels().part_of("หัวเรื่อง") == "note"
    assert "หัวเรื่อง" in client.get(LABELS).text
    client.post(reverse("older_pages:forget-label", args=[Label.objects.get().uid]))
    assert labels().part_of("หัวเรื่อง") == ""
    assert client.post(LABELS, {"text": "...", "part": "title"}).status_code == 422
    assert client.post(LABELS, {"text": "หัวเรื่อง", "part": ""}).status_code == 422


def test_the_preview_names_what_it_does_not_know_and_reads_again_what_was_said(client, central):
    rows = 'หัวเรื่อง,งบประมาณ,คนดูแล\nปั่นจักรยาน,"5,000",นางสาวสมมติ ไม่มีจริง\nเดินทุกวัน,600,ไม่มีใคร จริง'
    page, batch = send(client, rows.encode())
    text = client.get(page).text
    assert "หัวเรื่อง" in text
    unknown = reverse("older_pages:unknown", args=[batch.uid])
    assert unknown in text
    assert "ปั่นจักรยาน" in client.get(unknown).text
    assert [line.expected for line in batch.lines.all()] == ["kept", "kept"]

    assert [one.text for one in unknown_labels(batch)] == ["คนดูแล", "หัวเรื่อง"]
    answer = client.post(unknown, {"part-0": "persons", "part-1": "title"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert [line.title for line in batch.lines.order_by("no")] == ["ปั่นจักรยาน", "เดินทุกวัน"]
    assert [line.expected for line in batch.lines.all()] == ["created", "created"]
    assert "สมมติ" not in str(list(batch.lines.values("content", "report")))
    assert unknown not in client.get(page).text
    client.post(reverse("imports:start", args=[batch.uid]))
    assert set(Project.objects.values_list("title", "budget_satang")) == {
        ("ปั่นจักรยาน", 500_000),
        ("เดินทุกวัน", 60_000),
    }


def test_who_imports_for_the_whole_country_teaches_names_and_nobody_else(client, country, person):
    client.force_login(person("Near", Role.COORDINATOR, country("9003")))
    assert client.get(LABELS).status_code == 403
    assert client.post(LABELS, {"text": "หัวเรื่อง", "part": "title"}).status_code == 403
    assert client.get("/api/v1/import-labels").status_code == 403


def test_the_api_lists_teaches_and_forgets_names(client, central):
    made = client.post(
        "/api/v1/import-labels", {"text": "หัวเรื่อง", "part": "title"}, content_type="application/json"
    )
    assert made.status_code == 201
    found = client.get("/api/v1/import-labels").json()
    assert [(one["text"], one["part"]) for one in found["added"]] == [("หัวเรื่อง", "title")]
    assert "ชื่อโครงการ" in found["with_the_system"]["title"]
    assert client.post(f"/api/v1/import-labels/{made.json()['uid']}/forget").status_code == 204
    _page, batch = send(client, "หัวเรื่อง,งบประมาณ\nก,1".encode())
    unknown = client.get(f"/api/v1/imports/{batch.uid}/unknown-labels").json()
    assert [(one["text"], one["records"], one["examples"]) for one in unknown] == [("หัวเรื่อง", 1, ["ก"])]


# Tables -----------------------------------------------------------------------------------------------------------


def workbook():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("โครงการ 66")
    page.write(0, 0, "ทะเบียนโครงการ ปีงบประมาณ 2566")
    page.write_row(
        2, 0, ["ที่", "ชื่อโครงการ", "รหัสโครงการ", "วันเริ่มต้น", "วันสิ้นสุด", "งบประมาณ", "ตำบล", "อำเภอ", "จังหวัด"]
    )
    day = book.add_format({"num_format": "d/m/yyyy"})
    page.write_row(3, 0, [1, "ออกกำลังกาย", "66/L5271/2/1", "", 45199, 12000, "นาหว้า", "จะนะ", "สงขลา"])
    page.write_datetime(3, 3, date(2022, 10, 1), day)
    page.write_row(
        4,
        0,
        [2, "ลดขยะ", "66L5271202", "1 มี.ค. 66", "2023-09-30T00:00:00", "5,000", "นาหว้า", "จะนะ", "สงขลา"],
    )
    page.write_row(5, 0, ["", "รวม", "", "", "", 17000])
    book.close()
    return out.getvalue()


def test_a_workbook_of_projects_becomes_projects_with_their_days_money_and_place(client, central):
    page, batch = send(client, workbook(), "ทะเบียน.xlsx")
    assert "Excel" in client.get(page).text
    client.post(reverse("imports:start", args=[batch.uid]))
    first, second = Project.objects.select_related("design", "home_area").order_by("code")
    assert (first.title, first.code, first.fiscal_year) == ("ออกกำลังกาย", "66-L5271-2-01", 2566)
    assert (first.design.starts_on, first.design.ends_on) == (date(2022, 10, 1), date(2023, 9, 30))
    assert (first.budget_satang, first.home_area.code) == (1_200_000, "900305")
    assert (second.design.starts_on, second.budget_satang) == (date(2023, 3, 1), 500_000)
    assert ImportedRecord.objects.get(kind="sum").noun == ""
    _page, again = send(client, workbook())
    assert {line.expected for line in again.lines.all()} == {"unchanged"}


@pytest.mark.one_value("a file is read in Python; what is read of it is stored by the same statements")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_office_is_read(country, separator, encoding):
    rows = [["ชื่อโครงการ", "ปีงบประมาณ", "แผนงาน"], ["ลดขยะ", "2566", "ขยะ/สุรา"]]
    data = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    (one,) = read_file(data, MOST)
    assert one == {
        "source": "ตาราง: ลดขยะ · 2566", "ชื่อโครงการ": "ลดขยะ", "ปีงบประมาณ": "2566", "แผนงาน": "ขยะ/สุรา",
    }  # fmt: skip
    assert sorted(told(one)[0]["understood"]["issues"]) == ["alcohol", "waste"]


def test_records_in_old_windows_letters_are_read(country):
    data = f'[{{"source": "{SITE}/project/1", "kind": "รายละเอียดโครงการ", "ชื่อโครงการ": "ก"}}]'.encode("cp874")
    assert read_file(data, MOST)[0]["ชื่อโครงการ"] == "ก"


def test_a_table_of_funds_adds_funds(country):
    rows = (
        'กองทุน,รหัสกองทุน,จำนวนประชากร,จังหวัด,เงินสมทบ\nอบต.นาหว้า,L5271,"4,943",สงขลา,1\nอบต.ควนรู,L5272,,สงขลา,2'
    )
    records = read_file(rows.encode(), MOST)
    assert [one["kind"] for one in records] == ["ตารางกองทุน (สงขลา)"]
    one = told(*records)[0]
    assert one["outcome"] == "created"
    assert sorted(Fund.objects.values_list("code", "population")) == [("L5271", 4943), ("L5272", None)]


def test_a_table_of_projects_whose_titles_have_an_unknown_name_is_no_table_of_funds(country):
    head = "ชื่องานในทะเบียน,กองทุน,รหัสกองทุน,ปีงบ"
    once = read_file(f"{head},สถานะ\nก,อบต.นาหว้า,L5271,2566,ปิด".encode(), MOST)
    twice = read_file(f"{head}\nก,อบต.นาหว้า,L5271,2566\nข,อบต.นาหว้า,L5271,2566".encode(), MOST)
    assert [len(once), len(twice)] == [1, 2]
    assert all("ชื่องานในทะเบียน" in one for one in (*once, *twice))


def test_two_equal_rows_are_two_records_and_a_table_without_names_says_so(country):
    first, second = read_file("ชื่อโครงการ,งบประมาณ\nก,1\nก,1".encode(), MOST)
    assert first["source"] != second["source"]
    with pytest.raises(Problem) as caught:
        read_file(b"a,b\n1,2", MOST)
    assert "a, b" in str(caught.value)
    set_label(text="a", part="title", by=None)
    assert read_file(b"a,b\n1,2", MOST) == [{"source": "ตาราง: 1", "a": "1", "b": "2"}]


# The page of what was imported ------------------------------------------------------------------------------------


def test_the_page_says_what_the_source_said(client, central):
    record = project(1, กองทุน="อบต.ที่ไม่มีใครรู้จัก", ของแปลก="ค่าแปลก", รหัสโครงการ="66-L5271-1-01")
    told(record)
    found = Project.objects.get()
    address = reverse("projects:project", args=[found.uid])
    text = client.get(address).text
    for said in ("อบต.ที่ไม่มีใครรู้จัก", "ค่าแปลก", record["source"], "ปีงบประมาณตามรหัสโครงการ"):
        assert said in text, said
    line = ImportBatch.objects.get().lines.get()
    assert reverse("imports:line", args=[line.batch.uid, line.no]) in text
    client.logout()
    stranger = client.get(address).text
    assert "อบต.ที่ไม่มีใครรู้จัก" in stranger
    assert "ค่าแปลก" not in stranger
    assert "/lines/" not in stranger


def test_a_draft_of_an_older_system_is_as_complete_as_it_is(client, central):
    told(proposal(1), proposal(2, องค์กรเสนอ="(blank)", ความสอดคล้องกับแผนงาน="(blank)"))
    full, bare = Proposal.objects.order_by("pk")
    assert full.percent == completeness(full).percent
    assert bare.percent < full.percent


def test_a_year_that_is_not_known_is_set_on_the_page_and_the_list_finds_it_before(client, country, person):
    user = person("Malee", Role.CENTRAL)
    client.force_login(user)
    told(
        {
            "source": f"{SITE}/project/1",
            "kind": "โครงการ",
            "ชื่อโครงการ": "ไม่มีปี",
            "พื้นที่": "ต.นาหว้า อ.จะนะ จ.สงขลา",
        }
    )
    listed = reverse("projects:projects")
    assert "ไม่มีปี" not in client.get(listed).text
    assert "undated=1" in client.get(listed).text
    assert "ไม่มีปี" in client.get(listed, {"undated": "1"}).text
    found = Project.objects.get()
    address = reverse("projects:project", args=[found.uid])
    assert "ไม่ทราบ" in client.get(address).text


def test_labels_without_a_row_below_are_an_empty_file(country):
    assert read_tables("ชื่อโครงการ,งบประมาณ,ระยะเวลา".encode()) == []


def test_what_stands_below_a_table_is_no_project(country):
    rows = "ชื่อโครงการ,งบประมาณ,ระยะเวลา\nออกกำลังกาย,5000,\nหมายเหตุ: ข้อมูล ณ วันที่ 1 ต.ค. 2566,,"
    one, note = (stage(no, given) for no, given in enumerate(read_tables(rows.encode()), 1))
    assert (one.kind, note.kind) == (PageKind.PROJECT, PageKind.SUM)

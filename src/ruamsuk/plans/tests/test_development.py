"""Rows of the local authority's own development plan: read as they are pasted or sent, kept as a source."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ruamsuk.core.problems import Problem
from ruamsuk.plans.actions import bring_development_rows
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.plans.queries.development import development_rows_in
from tests.api_caller import Caller


@pytest.fixture
def fund(make_fund):
    return make_fund("L7257")


@pytest.fixture
def officer(person, fund):
    return person("Malee", "fund-officer", fund)


HEAD = "ที่\tโครงการ\tวัตถุประสงค์\tเป้าหมาย\n(ผลผลิตของโครงการ)\tงบประมาณ\t\tตัวชี้วัด (KPI)\tผลที่คาดว่าจะได้รับ\tหน่วยงานที่รับผิดชอบหลัก"
PASTED = "\n".join(
    (
        "แผนพัฒนาท้องถิ่น\t\t\t\t\t\t\t\t",
        HEAD.replace("เป้าหมาย\n(ผลผลิตของโครงการ)", '"เป้าหมาย\n(ผลผลิตของโครงการ)"'),
        "\t\t\t\t2569 (บาท)\t2570 (บาท)\t\t\t",
        "1\tส่งเสริมการออกกำลังกาย\tเพื่อสุขภาพ\t200 คน\t๓๐,๐๐๐\t-\tร้อยละ 80\tแข็งแรง\tกองสาธารณสุข",
        "2\tคัดแยกขยะ\tเพื่อลดขยะ\t\t\t60,000\t\tสะอาด\t",
        "รวม\t\t\t\t30,000\t60,000\t\t\t",
    )
)


def test_the_form_of_development_plans_is_read_by_its_labels():
    found = development_rows_in(PASTED.encode())
    assert [row["title"] for row in found.rows] == ["ส่งเสริมการออกกำลังกาย", "คัดแยกขยะ"]
    assert found.rows[0] == {
        "title": "ส่งเสริมการออกกำลังกาย",
        "objective": "เพื่อสุขภาพ",
        "target": "200 คน",
        "indicator": "ร้อยละ 80",
        "result": "แข็งแรง",
        "unit": "กองสาธารณสุข",
        "money": "2569: ๓๐,๐๐๐",
    }
    assert found.rows[1]["money"] == "2570: 60,000"
    assert found.left_out == 1  # the line of sums


@pytest.mark.parametrize("text", ["", "สวัสดี", "ที่\tวัตถุประสงค์\n1\tเพื่อสุขภาพ"])
def test_what_holds_no_project_is_refused_with_what_to_do(text):
    with pytest.raises(Problem) as refused:
        development_rows_in(text.encode())
    assert refused.value.code == "no-development-rows"
    assert development_rows_in("โครงการ\tวัตถุประสงค์\nลานกีฬา\tเพื่อสุขภาพ".encode()).rows


def _sheet() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["โครงการ", "วัตถุประสงค์", "พ.ศ. 2569"])
        sheet.write_row(1, 0, ["ลานกีฬา", "เพื่อออกกำลังกาย", 30000])
    return out.getvalue()


def test_rows_are_pasted_or_sent_as_excel(client, fund, officer):
    client.force_login(officer)
    address = reverse("plans:development", args=[fund.uid])
    client.post(address, {"plan_name": "แผน 2566–2570", "text": PASTED})
    upload = SimpleUploadedFile("plan.xlsx", _sheet())
    client.post(address, {"plan_name": "แผน 2566–2570", "file": upload})
    rows = DevelopmentRow.objects.filter(fund=fund)
    assert sorted(row.title for row in rows) == sorted(["ส่งเสริมการออกกำลังกาย", "คัดแยกขยะ", "ลานกีฬา"])
    assert rows.get(title="ลานกีฬา").money == "2569: 30000"
    assert client.post(address, {"plan_name": "แผน", "text": "อะไรก็ได้"}).status_code == 422
    page = client.get(address, {"q": "ลาน"}).content.decode()
    assert "ลานกีฬา" in page
    assert "คัดแยกขยะ" not in page


def test_a_row_brought_in_again_takes_the_newer_words_and_stays_the_same_row(fund, officer):
    def bring(**values):
        row = {"title": "ลานกีฬา", **values}
        return bring_development_rows(fund=fund, plan_name="แผน", rows=[row], by=officer)[0]

    first = bring(objective="เดิม")
    again = bring(objective="ใหม่")
    assert (again.pk, DevelopmentRow.objects.get().objective) == (first.pk, "ใหม่")


def test_two_rows_of_one_title_stay_two_also_when_they_are_brought_in_again(fund, officer):
    """A plan has the same project for several villages, one under the other."""

    def bring(*targets: str) -> list[tuple[str, str]]:
        lines = [f"ซ่อมลานกีฬา\t{target}" for target in targets]
        found = development_rows_in("\n".join(["โครงการ\tเป้าหมาย", *lines]).encode())
        bring_development_rows(fund=fund, plan_name="แผน", rows=found.rows, by=officer)
        return list(DevelopmentRow.objects.values_list("title", "target"))

    assert bring("หมู่ 1", "หมู่ 2", "หมู่ 2") == [("ซ่อมลานกีฬา", f"หมู่ {no}") for no in (1, 2, 2)]
    assert bring("หมู่ 1", "หมู่ 3", "หมู่ 2") == [("ซ่อมลานกีฬา", f"หมู่ {no}") for no in (1, 3, 2)]
    long = {"title": "ก" * 500}
    bring_development_rows(fund=fund, plan_name="แผน", rows=[long, long], by=officer)


def test_page_and_api_alike_and_a_removed_row_is_offered_no_more(client, fund, officer):
    api = Caller(officer)
    body = {"plan_name": "แผน 2566–2570", "rows": [{"title": "ลานกีฬา", "money": "2569: 30,000"}]}
    answer = api.post(f"/funds/{fund.code}/development-rows", body)
    assert answer.status_code == 201
    made = answer.json()[0]
    assert (made["plan_name"], made["organization"]["name_th"]) == (body["plan_name"], fund.organization.name)
    listed = api.get(f"/development-rows?fund={fund.code}&q=ลาน").json()["items"]
    assert [row["uid"] for row in listed] == [made["uid"]]
    client.force_login(officer)
    client.post(reverse("plans:remove-development-row", args=[made["uid"]]))
    assert api.get("/development-rows").json()["items"] == []
    assert DevelopmentRow.objects.get().removed_on


def test_only_the_row_with_an_error_is_left_out_and_its_cell_is_named():
    found = development_rows_in(PASTED.replace("60,000\t\tสะอาด", "#REF!\t\tสะอาด").encode())
    assert [row["title"] for row in found.rows] == ["ส่งเสริมการออกกำลังกาย"]
    assert found.errors == ["F5 “column F”: #REF!"]

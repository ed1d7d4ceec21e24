"""The pages of areas: everybody reads, who may changes, and a change says first what it will do."""

import io
import resource
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from ruamsuk.accounts.models import Scope
from ruamsuk.areas import actions, forms, queries
from ruamsuk.areas.choices import CHANGED_AT
from ruamsuk.areas.models import Area
from ruamsuk.areas.views import CHANGES
from ruamsuk.audit.models import Operation
from ruamsuk.core.calendar import day_text, today
from ruamsuk.organizations.models import Organization
from tests.api_caller import Caller

pytestmark = [pytest.mark.usefixtures("south"), pytest.mark.one_worker]


@pytest.fixture
def central(person, at):
    return person("Ceri", "central", at("TH"))


def url(area: Area, verb: str) -> str:
    return reverse("areas:change", args=[area.pk, verb])


def workbook(*rows: tuple) -> io.BytesIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    file.seek(0)
    file.name = "villages.xlsx"
    return file


def test_everybody_reads_the_tree_and_one_area(client, at) -> None:
    page = client.get(reverse("areas:area_list")).content.decode()
    assert "เขตสุขภาพที่ 12" in page
    page = client.get(at("9011").get_absolute_url()).content.decode()
    assert "อำเภอหาดใหญ่" in page
    assert "ตำบลคอหงส์" in page
    assert "แก้ไขพื้นที่นี้" not in page
    assert client.get(reverse("areas:area", args=[999999999])).status_code == 404


def test_an_abolished_code_that_nothing_followed_says_what_is_known_of_it(client, central, at) -> None:
    """By a name of today, and where nothing bears the name; a code that nobody had is said, too."""
    named, gone = (Area.objects.get(code=code) for code in ("900996", "930597"))
    assert (named.closed_on, gone.closed_on) == (date(2006, 1, 1), date(2006, 1, 1))
    assert at("901304").get_absolute_url() in client.get(named.get_absolute_url()).text
    caller = Caller(central, language="th")
    assert [one["code"] for one in caller.get(f"/areas/{named.code}").json()["named_alike"]] == ["901304"]
    assert caller.get(f"/areas/{gone.code}").json()["named_alike"] == []
    assert caller.get("/areas/901304").json()["named_alike"] == []
    for code, known in (("900996", "(901304)"), ("930597", "ไม่มี")):
        refused = caller.get("/counts", area=code)
        assert (refused.status_code, refused.json()["code"]) == (422, "area-without-successor")
        page = client.get(reverse("dashboards:counts"), {"area": code})
        for said in ("1 ม.ค. 2549", known):
            assert said in str(refused.json())
            assert said in page.text
        assert "หน้านี้แสดง" in page.text
    assert "ไม่มีพื้นที่รหัส 999999" in client.get(reverse("dashboards:counts"), {"area": "999999"}).text
    assert "ไม่มีพื้นที่รหัส" not in client.get(reverse("dashboards:counts"), {"area": "901304"}).text


def test_the_pages_are_english_in_english(client, at) -> None:
    client.cookies["language"] = "en"
    assert "Hat Yai District" in client.get(at("9011").get_absolute_url()).content.decode()


def test_a_pasted_address_is_read_and_a_contradiction_shows_the_right_place(client) -> None:
    page = client.get(reverse("areas:area_list"), {"q": "ม.3 ต.คอหงส์ อ.หาดใหญ่"}).content.decode()
    assert "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา" in page
    assert "หมู่ที่ 3" in page
    page = client.get(reverse("areas:area_list"), {"q": "ต.คอหงส์ อ.ควนขนุน จ.พัทลุง"}).content.decode()
    assert "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา" in page
    assert "ไม่มี" in page


def test_the_picker_answers_in_few_queries(client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        answer = client.get(reverse("areas:pick"), {"q": "หาดให", "kinds": "district"}).json()
    assert [(one["code"], one["path"]) for one in answer["results"]] == [("9011", "อ.หาดใหญ่ จ.สงขลา")]
    contradicting = client.get(reverse("areas:pick"), {"q": "ต.คอหงษ์ อ.หาดใหญ่"}).json()
    assert [one["code"] for one in contradicting["results"]] == ["901104"]


def test_a_field_understands_what_was_chosen_and_what_was_written(at) -> None:
    field = forms.AreaField(kinds=["subdistrict"])
    area = at("901104")
    assert field.clean(("อะไรก็ได้", str(area.pk))) == area
    assert field.clean(("คอหงส์ หาดใหญ่", "")) == area
    assert field.clean(("901104", "")) == area
    for typed in (("ต.คอหงษ์ อ.หาดใหญ่", ""), ("สงขลา", ""), ("คอหงส์", "999999999"), ("", "")):
        with pytest.raises(ValidationError):
            field.clean(typed)
    assert forms.AreaField(required=False).clean(("", "")) is None
    assert forms.AreaField().clean(("ประเทศไทย ", "")) == Area.country()


def test_who_may_not_change_areas_is_told_who_may(client, person, at) -> None:
    area = at("901104")
    assert client.get(url(area, "rename")).status_code == 302  # to the sign-in page
    client.force_login(person("Malee", "coordinator", at("90")))
    refused = client.post(url(area, "rename"), {"name_th": "ก", "on_day": day_text(today())})
    assert refused.status_code == 403
    with translation.override("th"):
        assert translation.gettext("Central team") in refused.content.decode()
    client.force_login(person("Nok", "central", at("93")))  # central, but of another province
    assert client.get(url(area, "rename")).status_code == 403
    assert client.get(url(at("930101"), "rename")).status_code == 200


def test_a_rename_through_the_page_is_done_once_and_shown(client, central, at) -> None:
    client.force_login(central)
    area = at("901104")
    sent = {"name_th": "คอหงส์ใหม่", "name_en": "New", "on_day": "1/6/2567", "op_id": "0190" + "0" * 28}
    for _again in range(2):
        assert (
            client.post(url(area, "rename"), {**sent, "sure": "1"}).headers["Location"]
            == area.get_absolute_url()
        )
    assert [version.name_th for version in queries.history(area)] == ["คอหงส์ใหม่", "คอหงส์"]
    page = client.get(area.get_absolute_url(), {"on": "31/5/2567"}).content.decode()
    assert "เรียกว่าคอหงส์ " in page or "คอหงส์" in page


def test_a_merge_shows_what_lies_there_before_it_is_done(client, central, at) -> None:
    client.force_login(central)
    area, into = at("901104"), at("901102")
    sent = {"into": "ควนลัง หาดใหญ่", "into_area": str(into.pk), "on_day": "1/6/2567", "basis": ""}
    summary = client.post(url(area, "merge"), sent)
    assert summary.status_code == 200
    assert "ต.ควนลัง อ.หาดใหญ่" in summary.content.decode()
    assert at("901104") == area
    assert client.post(url(area, "merge"), {**sent, "back": "1"}).status_code == 200
    assert client.post(url(area, "merge"), {**sent, "sure": "1"}).status_code == 302
    assert not Area.objects.open().filter(code="901104").exists()


def test_a_refusal_stands_beside_its_field(client, central, at) -> None:
    client.force_login(central)
    refused = client.post(url(at("901104"), "recode"), {"code": "901101", "on_day": "1/6/2567", "sure": "1"})
    assert refused.status_code == 422
    assert "901101" in refused.content.decode()
    sent = {"code": "901150", "on_day": "1/6/2567", "sure": "1"}
    assert client.post(url(at("901104"), "recode"), sent).status_code == 302


def test_every_form_of_every_level_opens(client, central, at) -> None:
    client.force_login(central)
    for code in ("TH", "Z12", "90", "9011", "901104"):
        area = at(code)
        for verb in CHANGES:
            expected = 200 if area.kind in CHANGED_AT[verb] else 404
            assert client.get(url(area, verb)).status_code == expected, (code, verb)


def test_a_split_through_the_page(client, central, at) -> None:
    client.force_login(central)
    area = at("9011")
    goes = at("901104")
    sent = {
        "parts": "9060 คอใหม่, Kho Mai",
        "keep": "yes",
        "rest_to": "",
        "basis": "",
        "on_day": "1/6/2567",
        f"part_{goes.pk}": "9060",
        "sure": "1",
    }
    assert client.post(url(area, "split"), {**sent, "parts": "ไม่มีรหัส"}).status_code == 422
    assert client.post(url(area, "split"), sent).status_code == 302
    assert at("906004").name_th == "คอหงส์"
    assert at("9060").name_en == "Kho Mai"


def test_villages_are_pasted_or_uploaded_and_bad_rows_are_named(client, central, at) -> None:
    client.force_login(central)
    area = at("901104")
    bad = client.post(url(area, "villages"), {"rows": "1 คลองเปล\nสอง คลองเตย\n3"})
    assert bad.status_code == 422
    text = bad.content.decode()
    assert "แถวที่ 2" in text
    assert "แถวที่ 3" in text
    assert not queries.children(area).exists()
    assert (
        client.post(url(area, "villages"), {"rows": "1 คลองเปล\n๒ คลองเตย", "sure": "1"}).status_code == 302
    )
    file = workbook(("หมู่ที่", "ชื่อบ้าน"), (2, "คลองเตย"), (3, "ทุ่งรี"), ("90110404", "คลองหวะ"))
    summary = client.post(url(area, "villages"), {"rows": "", "file": file})
    carried = dict(summary.context["form"].sent)
    assert client.post(url(area, "villages"), {**carried, "sure": "1"}).status_code == 302
    assert [village.label for village in queries.children(area)] == [
        "บ้านคลองเปล",
        "บ้านคลองเตย",
        "บ้านทุ่งรี",
        "บ้านคลองหวะ",
    ]


def test_a_file_that_is_no_list_is_refused_with_what_to_do(client, central, at) -> None:
    client.force_login(central)
    file = io.BytesIO(b"PK\x03\x04 no workbook")
    file.name = "villages.xlsx"
    refused = client.post(url(at("901104"), "villages"), {"rows": "", "file": file})
    assert refused.status_code == 422
    assert ".xlsx" in refused.content.decode()


def test_a_sheet_that_unpacks_to_something_huge_is_refused_and_costs_this_process_nothing(
    client, central, at
):
    """Small files: a sheet of one cell far away, shared texts without end, a part that is larger than it says."""
    client.force_login(central)
    sheet = b"<worksheet><dimension ref='A1:XFD1048576'/><sheetData>%s</sheetData></worksheet>"
    far = b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for content in (
        packed(sheet % far),
        packed(sheet % (b"<row>" + b"<c><v>1</v></c>" * 9_000_000 + b"</row>")),
        packed(b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + sheet % b"&b;"),
    ):
        file = io.BytesIO(content)
        file.name = "villages.xlsx"
        assert client.post(url(at("901104"), "villages"), {"rows": "", "file": file}).status_code == 422
    made_here = 9_000_000 * 15 * 3 // 1024  # by this test, to pack it
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < made_here + 40 * 1024


def test_a_cell_of_a_list_that_excel_could_not_calculate_is_named(client, central, at) -> None:
    client.force_login(central)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("หมู่ที่", "ชื่อ"), (1, "เหนือ"), (2, "ใต้")], 1):  # below an empty row
            sheet.write_row(number, 1, row)
        sheet.write_formula(3, 2, "=NA()", None, "#N/A")
    file.seek(0)
    file.name = "villages.xlsx"
    refused = client.post(url(at("901104"), "villages"), {"rows": "", "file": file})
    assert refused.status_code == 422
    assert "แถวที่ 4 “ชื่อภาษาไทย (ไม่ต้องมีคำว่าตำบลหรืออำเภอ)”: ช่องนี้แสดงข้อผิดพลาด #N/A" in refused.text


@pytest.mark.parametrize("number", ["²", "1" * 5000, "#REF!", "๑๐๐", "-1", "NaN"])
def test_what_is_no_village_number_is_named(client, central, at, number) -> None:
    client.force_login(central)
    sent = {"rows": f"1 เหนือ\n{number} ใต้"}
    refused = client.post(url(at("901104"), "villages"), sent)
    assert refused.status_code == 422
    assert "แถวที่ 2" in refused.text


def packed(sheet: bytes) -> bytes:
    """The workbook of `workbook` with another sheet inside."""
    out = io.BytesIO()
    with ZipFile(workbook((1, "บ้านเหนือ"))) as book, ZipFile(out, "w", ZIP_DEFLATED) as changed:
        for part in book.namelist():
            changed.writestr(part, sheet if part.endswith("sheet1.xml") else book.read(part))
    return out.getvalue()


def test_a_list_of_more_rows_than_villages_can_be_is_refused_whole(client, central, at):
    client.force_login(central)
    file = workbook(*[(1 + n % 99, "บ้านเหนือ") for n in range(501)])
    assert client.post(url(at("901104"), "villages"), {"rows": "", "file": file}).status_code == 422


def test_a_population_is_entered_and_a_future_year_refused(client, central, at) -> None:
    client.force_login(central)
    sent = {"year": "๒๕๖๘", "people": "12,345", "source": "สำนักทะเบียน"}
    assert client.post(url(at("901104"), "population"), {**sent, "year": "2999"}).status_code == 422
    assert client.post(url(at("901104"), "population"), sent).status_code == 302
    assert "12,345" in client.get(at("901104").get_absolute_url()).content.decode()


def test_pages_ask_no_more_for_many_rows_than_for_few(client, at) -> None:
    counts = []
    for code in ("9008", "9011"):  # 4 and 13 sub-districts
        with CaptureQueriesContext(connection) as asked:
            client.get(at(code).get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_several_areas_are_merged_into_one_in_one_step(client, central, at) -> None:
    client.force_login(central)
    area, other, into = at("901104"), at("901103"), at("901102")
    sent = {
        "into": "ควนลัง หาดใหญ่",
        "into_area": str(into.pk),
        "on_day": "1/6/2567",
        "others": [str(other.pk)],
    }
    refused = client.post(url(area, "merge"), {**sent, "others": [str(other.pk), str(into.pk)]})
    assert refused.status_code == 422
    assert refused.context["form"].errors["others"]
    summary = client.post(url(area, "merge"), sent)
    assert other.label in summary.content.decode()
    assert dict(summary.context["form"].sent)["others"] == str(other.pk)
    assert client.post(url(area, "merge"), {**sent, "sure": "1"}).status_code == 302
    assert [link.area for link in queries.predecessors(into)] == [other, area]


@pytest.mark.parametrize(
    ("code", "verb", "sent"),
    [
        ("9011", "open", {"code": "901150", "name_th": "ใหม่", "on_day": "1/6/2567"}),
        ("901104", "rename", {"name_th": "ใหม่", "on_day": "1/6/2567"}),
        ("901104", "recode", {"code": "901150", "on_day": "1/6/2567"}),
        ("901104", "close", {"on_day": "1/6/2567"}),
        ("901104", "village", {"moo": "3", "name_th": "เหนือ"}),
        ("901104", "villages", {"rows": "3 เหนือ"}),
    ],
)
def test_every_change_says_first_what_will_happen(client, central, at, code, verb, sent) -> None:
    client.force_login(central)
    before = Operation.objects.count()
    summary = client.post(url(at(code), verb), sent)
    assert summary.status_code == 200
    assert "สิ่งที่จะเกิดขึ้น" in summary.content.decode()
    assert summary.context["form"].outcome()
    assert Operation.objects.count() == before
    assert client.post(url(at(code), verb), {**sent, "sure": "1"}).status_code == 302
    assert Operation.objects.count() == before + 1


def test_what_would_be_refused_is_told_before_the_summary(client, central, at) -> None:
    client.force_login(central)
    sent = {"code": "901101", "name_th": "ใหม่", "on_day": "1/6/2567"}
    refused = client.post(url(at("9011"), "open"), sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors["code"]
    assert client.post(url(at("9011"), "open"), {**sent, "code": "901150"}).status_code == 200


def test_a_village_typed_with_its_level_word_has_it_once(client, central, at) -> None:
    client.force_login(central)
    sent = {"rows": "1\tบ้านเหนือ\tBan Nuea\n2 ใต้, Tai", "sure": "1"}
    assert client.post(url(at("901104"), "villages"), sent).status_code == 302
    found = queries.children(at("901104"))
    assert [(one.label, one.name_en) for one in found] == [("บ้านเหนือ", "Ban Nuea"), ("บ้านใต้", "Tai")]
    # The same list once more, without the word: nobody is called otherwise.
    again = client.post(url(at("901104"), "villages"), {"rows": "1 เหนือ\n2 บ้านใต้", "sure": "1"})
    assert again.status_code == 302


def test_records_are_counted_once_and_by_the_words_of_the_work(client, central, at) -> None:
    home = at("901104")
    scope = Scope.objects.create(kind="organization", area=home, label="กลุ่ม")
    group = Organization.objects.create(
        name="กลุ่มรักสุขภาพ", home_area=home, place_no=home.place_no, scope=scope, kind="community"
    )
    group.serves.add(home, at("901102"))
    with translation.override("th"):
        assert queries.records_in([home, at("901102")]) == [("หน่วยงานและองค์กร", 1)]
        Scope.objects.create(kind="area", area=at("901101"), label="หาดใหญ่")
        assert queries.records_in([at("901101")]) == [("ข้อมูลอื่น", 1)]
        assert queries.records_in([at("901103")]) == []


def test_a_look_up_and_a_change_cost_as_many_queries_for_many_rows_as_for_few(client, central, at) -> None:
    client.force_login(central)
    few, many = at("901104"), at("901103")
    actions.add_village(subdistrict=few, moo=1, name_th="ต้น", by=None)
    for moo in range(1, 31):
        actions.add_village(subdistrict=many, moo=moo, name_th=f"ที่ {moo}", by=None)

    def cost(address: str, **sent: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address, sent).status_code == 200
        return len(asked)

    found = reverse("areas:area_list")
    client.get(found, {"q": "หาด"})  # the index of names is built once
    assert cost(found, q="บ้าน") == cost(found, q="ปาดังเบซาร์")
    assert cost(few.get_absolute_url()) == cost(many.get_absolute_url())
    for verb in ("split", "villages"):
        assert cost(url(few, verb)) == cost(url(many, verb)), verb
    assert cost(url(at("90110401"), "merge")) == cost(url(at("90110301"), "merge"))


def test_a_place_with_a_null_character_is_refused_before_a_database_is_asked(db):
    with pytest.raises(ValidationError) as refused:
        forms.AreaField().clean(("หาด\x00ใหญ่", ""))
    assert refused.value.code == "null_characters_not_allowed"

"""The pages of setting up: who may send what, what is shown before, what is refused, taken back and handed over."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ruamsuk.accounts.actions import accept_invitation
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Invitation
from ruamsuk.committees.models import Member
from ruamsuk.funds.actions import add_fund, change_fund
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.imports.actions import importing
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.actions.giving_back import hinders
from ruamsuk.workbooks.queries.known import Known
from ruamsuk.workbooks.specs import SHEETS
from ruamsuk.workbooks.tests.books import (
    FUNDS,
    ORGANIZATIONS,
    PEOPLE,
    POINTS,
    SEATS,
    VILLAGES,
    authority,
    book,
    fund,
    officer,
    rows,
    seat,
)
from ruamsuk.workbooks.tests.conftest import bring, look, take_back
from ruamsuk.workbooks.tests.test_messy_rows import said
from tests.api_caller import Caller, answered, refused

LIST = reverse("workbooks:workbooks")
GOOD = {ORGANIZATIONS: rows(authority()), FUNDS: rows(fund())}
FAR = {"ตำบล": "คูหาสวรรค์", "อำเภอ": "เมืองพัทลุง", "จังหวัด": "พัทลุง"}


def send(client, sheets):
    answer = client.post(LIST, {"file": SimpleUploadedFile("จังหวัด.xlsx", book(sheets))})
    assert answer.status_code == 302, answer.text
    return answer["Location"], ImportBatch.objects.latest("pk")


def sheets_of(data):
    """Title → rows, of a workbook that was sent out."""
    found = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def test_nothing_is_saved_before_the_figures_were_seen(client, admin):
    client.force_login(admin)
    page, batch = send(client, GOOD)
    text = client.get(page).text
    assert "ยังไม่มีการบันทึก" in text
    assert not Organization.objects.exists()
    assert client.post(f"{page}start").status_code == 302
    assert Fund.objects.get().code == "L9901"
    row = client.get(reverse("workbooks:row", args=[batch.uid, 2])).text
    assert reverse("funds:fund", args=[Fund.objects.get().uid]) in row


def test_a_file_without_a_row_to_save_offers_no_saving(client, admin):
    client.force_login(admin)
    start = f'{LIST}[^"]+/start'
    page, _batch = send(client, GOOD)
    assert re.search(start, client.get(page).text)
    page, _batch = send(client, {PEOPLE: rows(officer(where="L0001"))})
    assert not re.search(start, client.get(page).text)
    assert "ไม่มีแถวให้บันทึก" in client.get(page).text


def test_rows_are_listed_by_sheet_and_by_what_happens_to_them(client, admin):
    client.force_login(admin)
    page, _batch = send(client, {**GOOD, PEOPLE: rows(officer(where="L0001"))})
    assert "L0001" in client.get(page, {"outcome": "failed"}).text
    assert "L9901" not in client.get(page, {"sheet": "people"}).text
    assert client.get(page, {"sheet": "x", "outcome": "x"}).status_code == 200


def test_the_template_has_every_sheet_with_an_example_and_permitted_values(client, admin):
    client.force_login(admin)
    found = sheets_of(client.get(reverse("workbooks:template")).content)
    for sheet in SHEETS.values():
        assert found[sheet.th][0] == [*(column.th for column in sheet.columns), "สิ่งที่ต้องแก้"]
        assert found[sheet.th][1][-1].startswith("ตัวอย่าง")
    assert "เจ้าหน้าที่กองทุน" in [cell for row in found["รายการที่เลือกได้"] for cell in row]
    assert next(iter(found)) == "อ่านก่อน"


def test_every_permitted_value_is_understood_in_both_languages(client, admin):
    client.force_login(admin)
    for language, lists in (("th", "รายการที่เลือกได้"), ("en", "Lists")):
        client.cookies["language"] = language
        found = sheets_of(client.get(reverse("workbooks:template")).content)
        offered = {row[0] for row in found[lists][1:]} - {""}
        given = rows(*[authority(f"ที่ {no}", ประเภท=kind) for no, kind in enumerate(offered)])
        assert len(offered) == len(OrganizationKind)
        assert said(look(book({ORGANIZATIONS: given}), admin)) == {}


def test_the_mistakes_come_back_coloured_and_the_corrected_file_is_taken(client, admin):
    client.force_login(admin)
    wrong = rows(fund(), fund("L9902", "ที่สอง", "ไม่มี"))
    page, _batch = send(client, {**GOOD, FUNDS: wrong})
    client.post(f"{page}start")
    assert Fund.objects.count() == 1
    back = sheets_of(client.get(f"{page}mistakes").content)
    heads, right, refused_row = back[FUNDS]
    assert right[-1] == ""
    assert "ไม่มี" in refused_row[-1]
    refused_row[heads.index("หน่วยงานเจ้าของกองทุน")] = "เทศบาลเมืองคอหงส์"
    again, batch = send(
        client, {name: sheet for name, sheet in back.items() if name in (ORGANIZATIONS, FUNDS)}
    )
    client.post(f"{again}start")
    assert {line.shown for line in batch.lines.all()} == {"unchanged", "created"}
    assert Fund.objects.count() == 2


def test_people_without_an_e_mail_get_links_to_hand_over(client, admin, mailoutbox):
    client.force_login(admin)
    people = rows(officer(โทรศัพท์="0810000000"), officer("สมมุติ สอง", อีเมล="two@example.org"))
    page, _batch = send(client, {**GOOD, PEOPLE: people})
    client.post(f"{page}start")
    assert [letter.to for letter in mailoutbox] == [["two@example.org"]]
    (listed,) = sheets_of(client.post(f"{page}links").content).values()
    assert [row[:2] for row in listed[1:]] == [["สมมุติ หนึ่ง", "0810000000"]]
    token = re.search(r"/users/join/([^/]+)/", listed[1][3])[1]
    typed = {"name": "สมมุติ หนึ่ง", "username": "0810000000", "password": "ยาวพอ-และ-เดายาก-12"}
    made = accept_invitation(token=token, by=None, **typed)
    assert made.grants.get().post.scope == Fund.objects.get().scope


@pytest.fixture
def coordinator(land, person):
    return person("Somsri", Role.COORDINATOR, land["901104"].parent.parent)


def test_a_coordinator_sets_up_the_own_province_and_nothing_beyond(coordinator):
    given = {
        ORGANIZATIONS: rows(authority(), {**authority("เทศบาลเมืองพัทลุง"), **FAR}),
        FUNDS: rows(fund(), fund("L9902", "ไกล", "เทศบาลเมืองพัทลุง")),
        PEOPLE: rows(
            officer(), officer("สมมุติ ไกล", where="L9902"), officer("ผู้ดูแล", "", "ผู้ดูแลระบบ", พื้นที่="จ.สงขลา")
        ),
        VILLAGES: rows({"ตำบล": "คอหงส์", "อำเภอ": "หาดใหญ่", "จังหวัด": "สงขลา", "หมู่ที่": "1", "ชื่อหมู่บ้าน": "ก"}),
        SEATS: rows(seat()),
    }
    batch = bring(book(given), coordinator)
    found = said(batch)
    assert Organization.objects.get().name == "เทศบาลเมืองคอหงส์"
    assert Fund.objects.get().code == "L9901"
    assert Invitation.objects.get().name == "สมมุติ หนึ่ง"
    assert not Member.objects.exists()
    assert "ต.คูหาสวรรค์" in found["organizations", 3]
    assert "แถว 3" in found["funds", 3]
    assert "ทีมส่วนกลาง" in found["seats", 2]
    assert "ทีมส่วนกลาง" in found["villages", 2]
    assert "ผู้ดูแลระบบ" in found["people", 4]
    assert len(found) == 6


def test_a_fund_of_another_province_is_not_changed_by_a_coordinator(coordinator, admin):
    far = {
        ORGANIZATIONS: rows({**authority("เทศบาลเมืองพัทลุง"), **FAR}),
        FUNDS: rows(fund("L9902", "ไกล", "เทศบาลเมืองพัทลุง")),
    }
    bring(book(far), admin)
    taken = {
        FUNDS: rows({**fund("L9902", "ของฉัน", "เทศบาลเมืองพัทลุง")}),
        POINTS: rows({"กองทุน": "L9902", "พิกัด": "7.6,100.1"}),
    }
    batch = bring(book(taken), coordinator)
    assert Fund.objects.get().name == "ไกล"
    assert all("ต.คูหาสวรรค์" in text for text in said(batch).values())
    assert len(said(batch)) == 2


def test_somebody_elses_workbook_is_not_there(client, coordinator, admin, person, land):
    own, others = look(book(GOOD), coordinator), look(book(GOOD), admin)
    client.force_login(coordinator)
    assert client.get(reverse("workbooks:workbook", args=[own.uid])).status_code == 200
    assert client.get(reverse("workbooks:workbook", args=[others.uid])).status_code == 404
    client.force_login(person("Mentor", Role.MENTOR, land["901104"]))
    assert client.get(LIST).status_code == 403
    client.force_login(admin)
    assert client.get(LIST).text.count("book.xlsx") >= 2
    assert client.get(reverse("imports:batch", args=[own.uid]))["Location"].startswith("/workbooks/")


def test_what_somebody_built_on_is_not_taken_back_and_is_named(client, admin):
    batch = bring(book(GOOD), admin)
    change_fund(fund=Fund.objects.get(), population=5, by=admin)
    client.force_login(admin)
    answer = client.post(reverse("workbooks:undo", args=[batch.uid]))
    assert answer.status_code == 409
    assert "กองทุนสุขภาพคอหงส์" in answer.text
    assert Fund.objects.exists()


def test_an_accepted_invitation_hinders_it_too(admin, person):
    batch = bring(book({**GOOD, PEOPLE: rows(officer(อีเมล="one@example.org"))}), admin)
    assert hinders(batch) == []
    Invitation.objects.update(accepted_at="2026-11-01T00:00Z", accepted_by=person("One"))
    assert hinders(batch)


def test_a_fund_of_somebody_else_at_an_imported_organisation_hinders_it(admin, land):
    batch = bring(book({ORGANIZATIONS: rows(authority())}), admin)
    assert hinders(batch) == []
    kind = FundKind.objects.get(code="subdistrict-health")
    keeper = Organization.objects.get()
    add_fund(kind=kind, code="L9905", name="Other", organization=keeper, home_area=land["901104"], by=admin)
    assert hinders(batch) == ["เทศบาลเมืองคอหงส์"]


def test_taking_back_gives_changed_values_back(admin):
    bring(book(GOOD), admin)
    changed = {FUNDS: rows(fund(name="ใหม่", ประชากร="9000"))}
    batch = bring(book(changed), admin)
    take_back(batch, admin)
    made = Fund.objects.get()
    assert (made.name, made.population) == ("กองทุนสุขภาพคอหงส์", None)
    assert [line.expected for line in look(book(changed), admin).lines.all()] == ["updated"]


def test_an_import_that_stopped_goes_on_where_it_was(admin):
    many = rows(*[fund(f"L{9000 + no}", f"กองทุน {no}") for no in range(25)])
    batch = look(book({**GOOD, FUNDS: many}), admin)
    importing.start_batch(batch=batch, by=admin)
    first = list(batch.lines.order_by("turn", "no")[:10])
    importing.import_piece(batch=batch, lines=first, known=Known(), by=admin)
    assert Fund.objects.count() == 9
    importing.run_batch(batch)
    assert Fund.objects.count() == 25
    assert ImportedRecord.objects.count() == 26


def test_programs_send_look_start_and_take_back(coordinator, land):
    caller = Caller(coordinator)
    files = {"file": SimpleUploadedFile("a.xlsx", book({**GOOD, SEATS: rows(seat())}))}
    sent = caller.client.post("/api/v1/workbooks", files, headers=caller.headers)
    made = answered(sent, 201)
    path = f"/workbooks/{made['uid']}"
    assert made["sheets"]["funds"]["created"] == 1
    (refused_row,) = answered(caller.get(f"{path}/rows?outcome=failed"))["items"]
    assert refused_row["sheet"] == "seats"
    assert refused_row["reasons"][0]["code"] == "not-allowed"
    answered(caller.post(f"{path}/start"))
    assert answered(caller.get(path))["state"] == "done"
    answered(caller.post(f"{path}/undo"))
    assert not Fund.objects.exists()
    refused(caller.post(f"{path}/undo"), 409, "import-not-ready")


def test_pages_need_as_many_queries_for_30_rows_as_for_3(client, admin):
    def cost(batch):
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("workbooks:workbook", args=[batch.uid]))
        return len(found)

    client.force_login(admin)
    few = look(book({FUNDS: rows(*[fund(f"L{9000 + no}", f"ก {no}") for no in range(3)])}), admin)
    many = look(book({FUNDS: rows(*[fund(f"L{9000 + no}", f"ก {no}") for no in range(30)])}), admin)
    assert cost(many) == cost(few)

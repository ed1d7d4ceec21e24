"""Rules of the importer: funds, places, changed records, codes, bad input, undoing."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruamsuk.accounts.choices import Role
from ruamsuk.comments.actions import add_comment
from ruamsuk.comments.models import Thread
from ruamsuk.funds.models import Fund
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.models import ImportBatch, ImportedRecord, ImportLine
from ruamsuk.imports.problems import ImportNotReady
from ruamsuk.imports.queries import reports
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.tests.importing import SITE, codes, project, proposal, run, table, told
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Design, Project, Proposal
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.reports.actions import set_status

pytestmark = pytest.mark.one_worker

# Funds ----------------------------------------------------------------------------------------------------------


def test_a_fund_known_by_name_is_found_in_its_district_only(make_fund, country):
    fund = make_fund("L5271", "องค์การบริหารส่วนตำบลนาหว้า", "900305")
    assert told(proposal(1))[0]["understood"]["fund_code"] == "L5271"
    assert Proposal.objects.get().fund == fund
    assert Proposal.objects.get().home_area == fund.home_area
    far = told(proposal(2, กองทุน="อบต.ท่าช้าง", พื้นที่="ต.ท่าช้าง อ.บางกล่ำ จ.สงขลา"))[0]
    assert codes(far, "not_placed", "กองทุน") == ["no-fund"]


def test_a_code_that_belongs_to_another_fund_here_is_not_followed(make_fund):
    fund = make_fund("L5271", "อบต.ควนรู", "900904")
    one = told(proposal(1, กองทุน="อบต.นาหว้า (L5271)"))[0]
    assert codes(one, "not_placed", "กองทุน")[0] == "fund-other-name"
    assert Proposal.objects.get().fund is None
    other = told(proposal(2, กองทุน="อบต.ควนรู (L5271)"))[0]
    assert Proposal.objects.get(uid=other["uid"]).fund == fund


def test_a_table_adds_only_funds_whose_code_name_and_sub_district_are_clear(make_fund):
    make_fund("L5271", "อบต.ควนรู", "900904")
    rows = (
        "อบต.นาหว้า|L5272|4,943|214,704", "อบต.ควนรู|L5271|3,000|1", "อบต.ไม่มีที่ไหน|L5273|1,000|1",
        "อบต.ท่าช้าง||1,000|1", "อบต.นาหว้า|L5271|1|1", "อะไรก็ไม่รู้",
    )  # fmt: skip
    one = told(table(*rows))[0]
    assert one["outcome"] == "created"
    assert sorted(Fund.objects.values_list("code", "population")) == [("L5271", 3000), ("L5272", 4943)]
    why = codes(one, "not_placed")
    assert [why.count(x) for x in ("area-unclear", "row-unreadable", "fund-row-other", "amounts-kept")] == [
        1,
        2,
        1,
        2,
    ]
    assert "population-set" in codes(one, "mended", "L5271")


def test_a_table_is_read_before_the_records_that_name_its_funds(country):
    one, _table = told(proposal(1), table("อบต.นาหว้า|L5271|4,943|1"))
    assert one["understood"]["fund_code"] == "L5271"
    assert Proposal.objects.get().fund.code == "L5271"


def test_an_organisation_of_the_register_is_named_where_it_sits_at_that_place(country, make_fund):
    home = country("900305")
    club = add_organization(name="ชมรมผู้สูงอายุ", kind="community", home_area=home, by=None)
    add_organization(name="ชมรมผู้สูงอายุ", kind="community", home_area=country("900904"), by=None)
    one = told(proposal(1, พื้นที่="ต.นาหว้า อ.จะนะ จ.สงขลา"))[0]
    assert Proposal.objects.get(uid=one["uid"]).home_area == home
    assert Proposal.objects.get(uid=one["uid"]).organization == club


# Places ---------------------------------------------------------------------------------------------------------


def test_a_place_that_may_be_several_stands_at_what_they_share(country):
    one = told(project(1, พื้นที่="ต.บ้านนา"))[0]
    found = Project.objects.get(uid=one["uid"])
    assert codes(one, "not_placed", "พื้นที่") == ["area-ambiguous"]
    assert found.home_area.kind in ("country", "province", "district")
    clear = told(project(2, พื้นที่="ต.บ้านนา อ.จะนะ จ.สงขลา"))[0]
    assert Project.objects.get(uid=clear["uid"]).home_area.kind == "subdistrict"
    assert not codes(clear, "not_placed", "พื้นที่")


def test_a_title_that_names_its_place_is_enough(country):
    one = told(project(1, พื้นที่="(blank)", ชื่อโครงการ="จัดการขยะ ต.ควนเมา อ.รัษฎา จ.ตรัง"))[0]
    assert one["understood"]["home_area"]["code"] == "920901"


# Values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("งบประมาณ", "12345678901234", "amount-large"),
        ("งบประมาณ", "ตามจริง", "amount-unreadable"),
        ("ระยะเวลา", "31 กุมภาพันธ์ 2567 - 30 เมษายน 2567", "day-impossible"),
        ("ระยะเวลา", "1 มกราคม 2568 - 1 มกราคม 2567", "days-reversed"),
        ("ระยะเวลา", "ตลอดปี", "period-unreadable"),
        ("วันที่อนุมัติ", "45/13/2567", "day-impossible"),
        ("รหัสโครงการ", "เลขที่ 5", "code-unreadable"),
        ("ประเภทการสนับสนุน", "ประเภท 9", "type-unknown"),
        ("ความสอดคล้องกับแผนงาน", "แผนงานที่ไม่มีใครรู้จัก", "issue-unknown"),
        ("งวด", ["1: 1 ต.ค. 2566-1 ธ.ค. 2566 100.00"], "instalments-sum"),
        ("งวด", "สองงวด", "instalment-unreadable"),
        ("ของใหม่", "ไม่มีใครรู้จัก", "label-unknown"),
        ("บทคัดย่อ", "ยาวมาก", "no-place-for-it"),
    ],
)
def test_an_absurd_value_is_said_and_the_rest_is_imported(country, field, value, why):
    one = told(project(1, **{field: value}))[0]
    assert why in codes(one, "not_placed", field)
    assert one["outcome"] == "created"
    assert ImportedRecord.objects.get().content[field] == value
    assert why not in codes(told(project(2))[0], "not_placed", field)


def test_instalments_are_entered_when_they_add_up_and_follow_one_another(country):
    good = ["1: 1 ต.ค. 2566-31 ธ.ค. 2566 5,000.00", "2: 1 ม.ค. 2567-30 ก.ย. 2567 7,000.00"]
    assert told(project(1, งวด=good))[0]["understood"]["instalments"] == ["5000", "7000"]
    crossing = ["1: 1 ต.ค. 2566-31 มี.ค. 2567 5,000.00", "2: 1 ม.ค. 2567-30 ก.ย. 2567 7,000.00"]
    assert "instalments-order" in codes(told(project(2, งวด=crossing))[0], "not_placed")


def test_partners_become_lines_to_be_confirmed_and_stay_as_people_confirmed_them(country):
    def lines():
        found = Project.objects.get().partners
        return [(row.title, row.kind, row.is_confirmed) for row in found.select_related("organization")]

    first = told(project(1, ภาคีร่วมสนับสนุน="ชมรมสมมุติ\nอสม. และ รพ.สต."))[0]
    assert first["understood"]["partners"] == ["ชมรมสมมุติ", "อสม. และ รพ.สต."]
    assert lines() == [("ชมรมสมมุติ", "", False), ("อสม. และ รพ.สต.", "", False)]
    told(project(1, ภาคีร่วมสนับสนุน="ชมรมสมมุติ"))
    assert lines() == [("ชมรมสมมุติ", "", False)]
    made = Project.objects.get()
    set_partners(project=made, partners=[PartnerTerms(None, "ชมรมสมมุติ", "community")], by=None)
    again = told(project(1, ภาคีร่วมสนับสนุน=["ชมรมสมมุติ", "วัดสมมุติ"]))[0]
    assert "kept-by-hand" in codes(again, "not_placed")
    assert lines() == [("ชมรมสมมุติ", "community", True)]
    assert "no-place-for-it" in codes(told(proposal(9, ภาคีร่วมสนับสนุน="วัด"))[0], "not_placed")


def test_years_come_from_code_then_title_then_days(country):
    told(
        project(1, รหัสโครงการ="67-L5271-1-01", ชื่อโครงการ="ก ปี 2566"),
        project(2, ชื่อโครงการ="ข ปี ๒๕๖๖"),
        project(3, ชื่อโครงการ="ค", ระยะเวลา="01/10/2022 - 30/09/2023"),
    )
    assert list(Project.objects.order_by("pk").values_list("fiscal_year", flat=True)) == [2567, 2566, 2566]


def test_phones_and_names_are_in_neither_the_store_nor_the_noun_nor_the_report(country):
    given = project(
        1,
        ชื่อโครงการ="ติดต่อ 081-234-5678",
        ผู้รับผิดชอบ="นางสาวสมมติ ไม่มีจริง",
        เบอร์="0812345678",
        หมายเหตุ="โทร ๐๘๑ ๒๓๔ ๕๖๗๘",
    )
    batch = run(given)
    kept = json.dumps(
        [
            list(ImportedRecord.objects.values("content", "report", "applied")),
            list(ImportLine.objects.values("content", "report", "title")),
            reports.whole(batch),
            list(Project.objects.values("title", "owner_name")),
        ],
        ensure_ascii=False,
        default=str,
    )
    said = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", kept)  # a key may hold any three digits
    for secret in ("234", "๒๓๔", "สมมติ", "5678"):
        assert secret not in said, secret
    assert "phone-masked" in codes(reports.machine(OLDER_PAGES, batch.lines.get()), "mended", "ชื่อโครงการ")


# Codes and pages of one thing -----------------------------------------------------------------------------------


def test_a_project_that_is_here_already_is_not_made_twice(make_fund, enter):
    fund = make_fund("L5271", "อบต.นาหว้า", "900305")
    here = enter(fund, 2567, "โครงการเดิม", typed_code="67-L5271-1-01")
    code = {"รหัสโครงการ": "2567-L5271-01-001"}
    same, other = told(project(1, ชื่อโครงการ="โครงการเดิม", **code), project(2, ชื่อโครงการ="อีกโครงการ", **code))
    assert (same["outcome"], same["uid"]) == ("kept", str(here.uid))
    assert codes(same, "not_placed", "รหัสโครงการ") == ["code-is-here"]
    assert codes(other, "not_placed", "รหัสโครงการ") == ["code-taken"]
    assert Project.objects.get(uid=other["uid"]).code == ""
    assert Project.objects.count() == 2


def test_details_and_final_report_of_one_project_become_one_project(country):
    first = project(1, งบประมาณ="(blank)")
    final = {
        **project(1, เลขที่ข้อตกลง="2/2568"),
        "source": f"{SITE}/project/1/finalreport",
        "kind": "รายงาน (finalreport)",
    }
    one, two = told(first, final)
    assert (one["outcome"], two["outcome"]) == ("created", "updated")
    found = Project.objects.get()
    assert one["uid"] == two["uid"] == str(found.uid)
    assert (found.agreement_no, found.budget_satang) == ("2/2568", 1_200_000)
    assert "joined" in codes(two, "mended", "source")


# Changed records ------------------------------------------------------------------------------------------------


def test_a_changed_record_changes_what_nobody_changed_by_hand(country):
    run(proposal(1))
    found = Proposal.objects.get()
    found.applicant_name = "แก้ด้วยมือ"
    found.save()
    one = told(proposal(1, ชื่อโครงการ="ชื่อใหม่ ปี 2568", องค์กรเสนอ="ชมรมใหม่"))[0]
    found.refresh_from_db()
    assert (found.title, found.applicant_name) == ("ชื่อใหม่ ปี 2568", "แก้ด้วยมือ")
    assert one["outcome"] == "updated"
    assert codes(one, "not_placed", "applicant_name") == ["kept-by-hand"]
    assert told(proposal(1, ชื่อโครงการ="ชื่อใหม่ ปี 2568", องค์กรเสนอ="ชมรมใหม่"))[0]["outcome"] == "unchanged"


def test_a_changed_record_moves_the_project_and_its_money(make_fund):
    fund = make_fund("L5271", "อบต.นาหว้า", "900305")
    run(project(1))
    run(project(1, กองทุน="อบต.นาหว้า", งบประมาณ="20,000.00", พื้นที่="ต.นาหว้า อ.จะนะ จ.สงขลา"))
    found = Project.objects.get()
    assert (found.fund, found.budget_satang, found.place_no) == (fund, 2_000_000, fund.place_no)
    assert [share.amount_satang for share in found.fundings.all()] == [2_000_000]


def test_what_was_deleted_here_is_not_made_again(country):
    run(project(1))
    Project.objects.all().delete()
    one = told(project(1, งบประมาณ="1.00"))[0]
    assert (one["outcome"], codes(one, "not_placed", "source")) == ("kept", ["deleted-here"])
    assert not Project.objects.exists()


# Bad input ------------------------------------------------------------------------------------------------------


def test_records_that_cannot_be_read_are_named_and_the_others_go_on(country):
    long = project(9, note="ย" * 300_000)
    bad = [
        "ข้อความ",
        {"kind": "รายละเอียดโครงการ"},
        {"source": f"{SITE}/x"},
        project(1),
        7,
        long,
        project(8, note="\x00"),
    ]
    found = told(project(1), *bad, project(2))
    assert [one["outcome"] for one in found] == ["created", *["failed"] * 7, "created"]
    assert [one["errors"][0]["code"] for one in found[1:8]] == [
        "no-object", "no-source", "no-kind", "twice", "no-object", "too-long", "odd-characters",
    ]  # fmt: skip
    assert "Record 3 " in found[2]["errors"][0]["why"]
    assert Project.objects.count() == 2


def test_a_row_with_an_error_of_excel_is_held_back_and_the_others_go_on(country, tmp_path, capsys):
    path = tmp_path / "rows.csv"
    rows = ["ชื่อโครงการ,ระยะเวลา,งบประมาณ"]
    rows += [
        f"โครงการที่ {no},1 มีนาคม 2566 - 30 กันยายน 2566,{baht}"
        for no, baht in ((1, 5000), (2, "#REF!"), (3, 70))
    ]
    path.write_text("\n".join(rows))
    with pytest.raises(SystemExit):
        call_command("import", "records", str(path))
    failed = ImportLine.objects.get(outcome="failed")
    assert failed.report["errors"][0]["params"]["cells"] == "C3 “งบประมาณ”: #REF!"
    assert sorted(Project.objects.values_list("title", flat=True)) == ["โครงการที่ 1", "โครงการที่ 3"]


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    "content",
    [b"{not json", b'{"a": 1}', b"[]", b"\xff\xfe", b"[NaN]", b"[1e999]", b"[" * 100_000],
    ids=["broken", "no list", "empty", "no UTF-8", "no number", "endless", "deep"],
)
def test_a_file_that_is_no_list_of_records_is_refused_with_words(country, tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"[ก-๙]{10}"):
        call_command("import", "records", str(path))
    assert not ImportLine.objects.exists()
    path.write_text(json.dumps([project(1)]))
    call_command("import", "records", str(path))
    assert Project.objects.exists()


def test_the_command_ends_with_1_when_a_record_failed(country, tmp_path, capsys):
    path = tmp_path / "half.json"
    path.write_text(json.dumps([project(1), {}]))
    with pytest.raises(SystemExit) as ended:
        call_command("import", "records", str(path))
    assert ended.value.code == 1
    assert Project.objects.count() == 1


# Taking back ----------------------------------------------------------------------------------------------------


def undone(batch, by):
    undoing.start_undo(batch=batch, by=by)
    return undoing.undo_batch(batch, by)


def test_an_untouched_import_is_taken_back_whole_and_can_be_done_again(country, person):
    malee = person("Malee", Role.CENTRAL)
    records = [proposal(1), project(2, ภายใต้โครงการ="ชุดโครงการ"), table("อบต.นาหว้า|L5271|4,943|1")]
    batch = undone(run(*records), malee)
    assert batch.state == "undone"
    assert batch.stayed == []
    for model in (Proposal, Project, Fund, Organization, ImportedRecord):
        assert not model.objects.exists(), model
    assert {line.outcome for line in batch.lines.all()} == {"undone"}
    assert batch.lines.get(no=1).content["source"] == records[0]["source"]
    assert [one["outcome"] for one in told(*records)] == ["created"] * 3
    with pytest.raises(ImportNotReady):
        undoing.start_undo(batch=batch, by=malee)


def test_what_somebody_worked_on_stays_with_what_it_needs(country, person):
    malee = person("Malee", Role.CENTRAL)
    records = [
        proposal(1),
        project(2, ภายใต้โครงการ="ชุดโครงการ"),
        project(3),
        table("อบต.นาหว้า|L5271|4,943|1"),
    ]
    batch = run(*records)
    add_comment(thread=Proposal.objects.get().thread, text="ดีมาก", by=malee)
    set_status(
        project=Project.objects.get(title="โครงการที่ 2"), status="suspended", reason="รอเอกสาร", by=malee
    )
    batch = undone(batch, malee)
    assert Proposal.objects.count() == 1
    assert sorted(Project.objects.values_list("title", flat=True)) == ["ชุดโครงการ", "โครงการที่ 2"]
    assert [title for _label, _pk, title in batch.stayed] == ["ชุดโครงการ", "อบต.นาหว้า (L5271)", "อบต.นาหว้า"]
    assert [line.outcome for line in batch.lines.order_by("no")] == ["created", "created", "undone", "undone"]


def test_an_undo_that_stopped_goes_on_where_it_stopped_and_costs_few_queries_each(country, person):
    malee = person("Malee", Role.CENTRAL)
    batch = run(*[proposal(no) for no in range(60)], *[project(no) for no in range(100, 160)])
    undoing.start_undo(batch=batch, by=malee)
    keys = list(ImportedRecord.objects.order_by("pk").values_list("pk", flat=True)[:25])
    undoing.undo_piece(batch=batch, keys=keys, by=malee)
    assert Proposal.objects.count() == 35
    assert reports.progress(ImportBatch.objects.get()) == (25, 120)
    with CaptureQueriesContext(connection) as found:
        undoing.undo_batch(batch, malee)
    assert len(found) <= 4 * 95
    assert batch.lines.filter(outcome="undone").count() == 120
    for model in (Proposal, Project, ImportedRecord, Design, Thread):
        assert not model.objects.exists(), model


def test_one_that_is_in_use_does_not_hold_the_others_back(country, person):
    batch = run(*[project(no) for no in range(5)])
    second = Project.objects.order_by("pk")[1]
    enter_project(
        title="ลูก", fiscal_year=2568, home_area=country("900305"), budget_satang=0, parent=second, by=None
    )
    batch = undone(batch, person("Malee", Role.CENTRAL))
    assert set(Project.objects.values_list("title", flat=True)) == {second.title, "ลูก"}
    assert batch.lines.filter(outcome="undone").count() == 4
    assert batch.lines.get(outcome="created").record.noun_id == second.pk


# Speed and safety -----------------------------------------------------------------------------------------------


def test_thousands_cost_few_queries_each(country):
    Known()  # the index of names is in memory from the first file on
    with CaptureQueriesContext(connection) as found:
        run(*[proposal(no) for no in range(60)])
    assert len(found) <= 10 * 60
    assert Proposal.objects.count() == 60


def test_an_import_that_stopped_goes_on_where_it_stopped(country):
    batch = importing.take_file(
        importer=OLDER_PAGES,
        name="t",
        sha256="",
        records=[project(no) for no in range(25)],
        by=None,
        with_preview=False,
    )
    importing.start_batch(batch=batch, by=None)
    lines = list(batch.lines.order_by("no")[:10])
    importing.import_piece(batch=batch, lines=lines, known=Known(), by=None)
    assert Project.objects.count() == 10
    importing.run_batch(batch)
    assert Project.objects.count() == 25
    assert batch.lines.filter(outcome="created").count() == 25


def test_an_imported_draft_can_be_read_by_who_reads_drafts_there(country, person):
    run(proposal(1))
    found = Proposal.objects.get()
    assert (found.state, found.first_submitted_at) == ("draft", None)
    near, far = (
        person("Near", Role.COORDINATOR, country("9003")),
        person("Far", Role.COORDINATOR, country("9301")),
    )
    assert list(Proposal.objects.visible_to(near)) == [found]
    assert not Proposal.objects.visible_to(far).exists()
    assert found.created_at <= timezone.now()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("50.000", "amount-two-ways"),
        ("50.000,00", "amount-unreadable"),
        ("1,23,4", "amount-unreadable"),
        ("99,999,999,999", "amount-large"),
    ],
)
def test_an_amount_that_is_not_clear_is_kept_as_the_source_says_it_and_not_guessed(country, typed, why):
    one = told(project(1, งบประมาณ=typed))[0]
    assert codes(one, "not_placed", "งบประมาณ") == [why]
    assert typed in json.dumps(one["not_placed"], ensure_ascii=False)
    assert "budget" not in one["understood"]
    assert told(project(2, งบประมาณ="50,000"))[0]["understood"]["budget"] == "50000"

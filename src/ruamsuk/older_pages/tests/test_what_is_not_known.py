"""What a record does not tell stays not known; what tells it is kept with it. No page of many becomes a project."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import WrongState
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.older_pages.tests.importing import SITE, codes, project, proposal, told
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.problems import YearNotKnown
from ruamsuk.projects.reports.actions import set_status, start_report

pytestmark = pytest.mark.one_worker


def bare(no=1, **fields):
    """A project of which a record says a title and what is given."""
    return {
        "source": f"{SITE}/project/{no}",
        "kind": "รายละเอียดโครงการ",
        "ชื่อโครงการ": f"โครงการที่ {no}",
        **fields,
    }


def test_day_year_and_status_that_nothing_tells_are_not_known(country):
    one, draft = told(bare(1), proposal(2, ชื่อโครงการ="ไม่มีปี"))
    found = Project.objects.get(uid=one["uid"])
    assert (found.fiscal_year, found.status, found.design.starts_on) == (None, "unknown", None)
    assert "fiscal_year" not in one["understood"]
    assert codes(one, "not_placed", "fiscal_year") == ["year-unknown"]
    assert codes(one, "not_placed", "status") == ["status-unknown"]
    assert Proposal.objects.get(uid=draft["uid"]).fiscal_year is None
    assert Project.objects.get(uid=told(project(3))[0]["uid"]).fiscal_year == 2567


@pytest.mark.one_value("it is judged in Python, from what the same statements read")
@pytest.mark.parametrize(
    ("fields", "year", "why"),
    [
        ({"ปีงบประมาณ": "๒๕๖๖"}, 2566, None),
        ({"ปีงบประมาณ": "ปีงบประมาณ พ.ศ. 2566"}, 2566, "year-normalised"),
        ({"ปี": "2023"}, 2566, "year-normalised"),
        ({"รหัสโครงการ": "66/L4127/02/03"}, 2566, "year-from-code"),
        ({"วันที่อนุมัติ": "22 กุมภาพันธ์ 2566"}, 2566, "year-from-approval"),
        ({"ระยะเวลา": "ต.ค. 65 – ก.ย. 66"}, 2566, "year-from-days"),
        ({"วันเริ่มต้น": "2022-10-01T00:00:00", "วันสิ้นสุด": "45199"}, 2566, "year-from-days"),
        ({"ชื่อโครงการ": "โครงการ ปี 2566 (ต่อเนื่องจากปี 2565)"}, 2566, "year-from-title"),
        ({"ชื่อโครงการ": "โครงการ พ.ศ. 2566"}, 2566, "year-from-title"),
        ({"ชื่อโครงการ": "โครงการต่อเนื่อง ปี 66"}, 2566, "year-from-title"),
        ({"ชื่อโครงการ": "ออกกำลังกาย (2566)"}, 2566, "year-from-title"),
        ({"รหัสโครงการ": "58-03872"}, 2558, "year-from-number"),
        ({"ระยะเวลา": "ไตรมาส 1 ปีงบประมาณ 2567"}, 2567, "year-from-period"),
        ({"ระยะเวลา": "15 มีนาคม 2566"}, 2566, "period-one-day"),
        ({"ชื่อโครงการ": "สุขภาพดี ปี 2565-2566"}, None, "year-several"),
        ({"ชื่อโครงการ": "นักเรียนปีการศึกษา 2566"}, None, "year-unknown"),
        ({"ชื่อโครงการ": "ตาม พ.ร.บ. ควบคุม พ.ศ. 2551"}, None, "year-unknown"),
        ({"ชื่อโครงการ": "ผู้สูงอายุ 60 ปี 66 คน"}, None, "year-unknown"),
        ({"ปีงบประมาณ": "2565-2566"}, None, "year-unreadable"),
    ],
)
def test_a_year_is_derived_where_the_record_tells_it_and_what_told_it_is_kept(country, fields, year, why):
    one = told(bare(1, **fields))[0]
    assert Project.objects.get(uid=one["uid"]).fiscal_year == year
    kept = ImportedRecord.objects.get().report
    if why:
        assert why in [entry["why"] for entry in (*kept["mended"], *kept["not_placed"])]


@pytest.mark.one_value("it is judged in Python, from what the same statements read")
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"สถานะ": "ยุติโครงการ"}, "stopped"),
        ({"สถานะโครงการ": "ปิดโครงการแล้ว"}, "finished"),
        ({"สถานะ": "กำลังดำเนินการ"}, "running"),
        ({"สถานะ": "ระงับโครงการ"}, "suspended"),
        ({"สถานะ": "ยังไม่ปิดโครงการ"}, "unknown"),
        ({"สถานะ": "ปิดโครงการไม่ได้"}, "unknown"),
        ({"ระยะเวลา": "1 มีนาคม 2566 - 30 กันยายน 2566"}, "finished"),
        (
            {"ระยะเวลา": f"1 มกราคม {today().year + 543} - 31 ธันวาคม {today().year + 545}"},
            "running",
        ),
        ({"kind": "ง.2 รายงานสรุปการเงินปิดโครงการ"}, "finished"),
        ({"วันที่อนุมัติ": "22 กุมภาพันธ์ 2566"}, "unknown"),
    ],
)
def test_a_status_is_what_the_record_says_or_tells(country, fields, status):
    assert Project.objects.get(uid=told(bare(1, **fields))[0]["uid"]).status == status


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "รายงานประเด็น กลุ่มเปราะบาง ปี 2566", "จำนวนโครงการแต่ละจังหวัด": "สงขลา 49, ตรัง 34"},
        {"kind": "แผนภาพเชิงระบบของโครงการ", "ชื่อโครงการ": "โครงการตัวอย่าง"},
        {"kind": "สถิติโครงการรายจังหวัด", "ชื่อโครงการ": "ภาพรวม"},
        {"kind": "Dashboard of projects", "โครงการ": "ทั้งหมด"},
        {"kind": "รายงานเครือข่าย", "จำนวน": "12"},
        {"ชื่อโครงการ": "รวม", "งบประมาณ": "1,000,000"},
    ],
)
def test_figures_diagrams_and_sums_are_kept_as_a_source_and_make_no_project(country, fields):
    one, _real = told({"source": f"{SITE}/paper/1", **fields}, bare(2))
    assert (one["outcome"], one["noun"]) == ("kept", None)
    assert one["not_placed"]
    assert Project.objects.count() == 1
    assert ImportedRecord.objects.get(source=f"{SITE}/paper/1").content == {
        "source": f"{SITE}/paper/1",
        **fields,
    }


@pytest.mark.one_value("it is judged in Python, from what the same statements read")
@pytest.mark.parametrize(
    "joined",
    [
        "แผนงานสุรา/แผนงานยาสูบ",
        "แผนงานสุรา\nแผนงานยาสูบ",
        "แผนงานสุรา; แผนงานยาสูบ",
        "สุราและยาสูบ",
        "แผนงานสุรา และ แผนงานยาสูบ",
        "แผนงานสุรา\\แผนงานยาสูบ",
        "แผนงานสุรา<br>แผนงานยาสูบ",
        "สุรา กับ บุหรี่",
        "แผนงานสุราแผนงานยาสูบ",
        "1. แผนงานสุรา 2. แผนงานยาสูบ",
        "• สุรา\r\n• ยาสูบ",
        "เหล้า & บุหรี่",
        "สุรา | ยาสูบ",
        ["แผนงานสุรา", "แผนงานยาสูบ"],
    ],
)
def test_issues_that_are_joined_are_parted_by_what_is_known(country, joined):
    one = told(bare(1, ความสอดคล้องกับแผนงาน=joined))[0]
    assert sorted(one["understood"]["issues"]) == ["alcohol", "tobacco"]
    assert "several" in codes(one, "mended")


def test_a_name_that_holds_a_word_for_and_stays_one(country):
    one, other, unknown = told(
        bare(1, แผนงาน="แผนงานอาหารและโภชนาการ"),
        bare(2, แผนงาน="เด็ก, เยาวชน, ครอบครัว , ขยะ"),
        bare(3, แผนงาน="สุราและของที่ไม่มีใครรู้จัก"),
    )
    assert one["understood"]["issues"] == ["food"]
    assert len(other["understood"]["issues"]) == 2
    assert codes(unknown, "not_placed", "แผนงาน") == ["issue-unknown"]


def test_a_title_in_brackets_is_no_remark(country):
    one, other, blank = told(
        bare(1, ชื่อโครงการ="(TO BE NUMBER ONE)"),
        bare(2, ชื่อโครงการ="ชมรม (Value Chain)"),
        bare(3, ชื่อโครงการ="(blank)", รหัสโครงการ="66-L4127-2-03"),
    )
    assert one["understood"]["title"] == "(TO BE NUMBER ONE)"
    assert other["understood"]["title"] == "ชมรม (Value Chain)"
    assert codes(blank, "not_placed", "ชื่อโครงการ") == ["title-missing"]


def test_the_first_of_two_fields_that_says_something_counts_and_the_other_is_said(country):
    spaced = {"ชื่อโครงการ": "", "ชื่อโครงการ ": "ชื่อช่องมีเว้นวรรคท้าย"}
    one, two = told({**bare(1), **spaced}, bare(2, งบประมาณ="5,000", วงเงิน="6,000"))
    assert one["understood"]["title"] == "ชื่อช่องมีเว้นวรรคท้าย"
    assert two["understood"]["budget"] == "5000"
    assert codes(two, "not_placed", "วงเงิน") == ["said-otherwise"]


def test_code_and_name_that_disagree_are_said_and_to_be_confirmed(country, make_fund):
    khuan = make_fund("L5271", "อบต.ควนรู", "900904")
    nawa = make_fund("L5300", "อบต.นาหว้า", "900305")
    place = {"พื้นที่": "ต.นาหว้า อ.จะนะ จ.สงขลา"}
    other_name, other_code, several, agreed, inside = told(
        bare(1, กองทุน="อบต.นาหว้า", รหัสกองทุน="L5271"),
        bare(2, กองทุน="อบต.นาหว้า", **{"รหัสกองทุน": "L9999", **place}),
        bare(3, กองทุน="อบต.นาหว้า", รหัสโครงการ="66-L5271-1-01", รหัสกองทุน="L5300"),
        bare(4, กองทุน="อบต.นาหว้า", รหัสโครงการ="66-L5300-1-01", รหัสกองทุน="L5300"),
        bare(5, กองทุน="อบต.นาหว้า", รหัสโครงการ="66-L5271-1-02"),
    )
    for one, why in (
        (other_name, "fund-other-name"),
        (other_code, "fund-other-code"),
        (several, "fund-codes-differ"),
        (inside, "fund-other-name"),
    ):
        found = Project.objects.get(uid=one["uid"])
        assert found.fund is None, why
        assert found.said_fund == "อบต.นาหว้า"
        assert why in codes(one, "not_placed")
        assert ImportedRecord.objects.get(source=one["source"]).to_confirm
    assert Project.objects.get(uid=agreed["uid"]).fund == nawa
    assert khuan.home_area != nawa.home_area


# Setting what was left open ---------------------------------------------------------------------------------------


@pytest.fixture
def left_open(country, make_fund, person, client):
    """A project in a sub-district without fund and year, and the officer of the fund there."""
    fund = make_fund("L5300", "อบต.นาหว้า", "900305")
    one = told(bare(1, พื้นที่="ต.นาหว้า อ.จะนะ จ.สงขลา"))[0]
    client.force_login(person("Malee", Role.CENTRAL))
    return Project.objects.get(uid=one["uid"]), fund


def patch(client, found, **fields):
    return client.patch(f"/api/v1/projects/{found.uid}", fields, content_type="application/json")


def test_fund_and_year_that_an_older_system_left_open_are_set_once(client, left_open):
    found, fund = left_open
    assert patch(client, found, fiscal_year=2566, fund="L5300").status_code == 200
    found.refresh_from_db()
    assert (found.fiscal_year, found.fund, found.scope.within) == (2566, fund, fund.scope)
    assert [share.fund for share in found.fundings.all()] == [fund]
    assert patch(client, found, fiscal_year=2567).status_code == 422
    assert patch(client, found, title="ชื่อใหม่").status_code == 200
    found.refresh_from_db()
    assert (found.title, found.fiscal_year) == ("ชื่อใหม่", 2566)


def test_what_is_left_open_may_stay_so_when_something_else_is_changed(client, left_open):
    found, _fund = left_open
    assert patch(client, found, title="ชื่อใหม่").status_code == 200
    found.refresh_from_db()
    assert (found.title, found.fiscal_year, found.fund) == ("ชื่อใหม่", None, None)
    page = client.get(reverse("projects:project-edit", args=[found.uid]))
    assert 'name="fiscal_year"' in page.text


def test_a_report_on_a_project_without_a_year_is_refused_with_what_to_do(client, left_open, person):
    found, _fund = left_open
    with pytest.raises(YearNotKnown):
        start_report(project=found, activity=None, by=person("Somsri", Role.CENTRAL))


def test_nobody_sets_a_status_that_is_not_known(client, left_open, person):
    found, _fund = left_open
    with pytest.raises(WrongState):
        set_status(project=found, status="unknown", reason="ก", by=person("Somsri", Role.CENTRAL))
    set_status(project=found, status="finished", reason="", by=person("Somsri", Role.CENTRAL))
    found.refresh_from_db()
    assert found.status == "finished"


def test_an_upgrade_forgets_the_year_and_status_that_were_invented(country):
    """What nothing told stood as "this year, running"; what somebody changed since stays."""
    told(bare(1), bare(2), project(3))
    guess, changed, known = Project.objects.order_by("pk")
    for found in (guess, changed):
        record = ImportedRecord.objects.get(noun_id=found.pk)
        record.applied |= {"fiscal_year": 2570, "status": "running"}
        record.save()
        Project.objects.filter(pk=found.pk).update(fiscal_year=2570, status="running")
    Project.objects.filter(pk=changed.pk).update(fiscal_year=2565, status="stopped")
    migration = importlib.import_module("ruamsuk.older_pages.migrations.0001_labels")
    migration.forget_what_was_invented(apps, None)
    rows = Project.objects.order_by("pk").values_list("fiscal_year", "status")
    assert list(rows) == [(None, "unknown"), (2565, "stopped"), (known.fiscal_year, known.status)]

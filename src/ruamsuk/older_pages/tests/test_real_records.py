"""The 27 real public records: what each becomes, and that the rest of the system stays as it was."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from ruamsuk.funds.models import Fund
from ruamsuk.imports.models import ImportedRecord
from ruamsuk.imports.queries import reports
from ruamsuk.older_pages.tests.importing import REAL, codes, real, run, told
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, Proposal, Situation
from ruamsuk.projects.tallies.actions import recount_all
from ruamsuk.projects.tallies.models import Tally

pytestmark = pytest.mark.one_worker

HAPPY = "https://happynetwork.org/project"
LOCAL = "https://localfund.happynetwork.org/project"


@pytest.fixture
def all_told(country):
    return {one["source"]: one for one in told(*real())}


def test_every_record_is_told_of_and_none_is_dropped(all_told):
    assert len(all_told) == 27
    assert [one["no"] for one in all_told.values()] == list(range(1, 28))
    outcomes = [one["outcome"] for one in all_told.values()]
    assert (outcomes.count("created"), outcomes.count("kept")) == (25, 2)
    given = {record["source"]: record for record in real()}
    assert dict(ImportedRecord.objects.values_list("source", "content")) == given


def test_what_became_of_them(all_told):
    nouns = [one["noun"] for one in all_told.values()]
    assert (nouns.count("proposal"), nouns.count("project"), nouns.count("fund")) == (14, 10, 1)
    assert Proposal.objects.count() == 14
    assert Project.objects.filter(origin="import", kind="project").count() == 10
    for one in all_told.values():
        if one["noun"] in ("proposal", "project"):
            model = Proposal if one["noun"] == "proposal" else Project
            assert model.objects.get(uid=one["uid"]).title == one["understood"]["title"]


def test_evaluation_forms_are_kept_whole_with_the_reason(all_told):
    kept = [one for one in all_told.values() if one["outcome"] == "kept"]
    assert [codes(one, "not_placed") for one in kept] == [["no-noun"], ["no-noun"]]
    assert kept[1]["source"] == "https://mehealthpromotion.com/project/307/eval.hia"
    assert ImportedRecord.objects.get(source=kept[1]["source"]).content["กรอบ"] == "HIA + Ottawa charter"


def test_several_issues_in_one_field_become_several(all_told):
    one = all_told[f"{LOCAL}/proposal/193967"]
    assert len(one["understood"]["issues"]) == 3
    assert "several" in codes(one, "mended")
    assert Proposal.objects.get(uid=one["uid"]).design.issues.count() == 3


def test_blank_and_cut_markers_are_no_values(all_told):
    blank = all_told[f"{LOCAL}/proposal/193967"]
    assert codes(blank, "mended", "องค์กรเสนอ") == ["marker"]
    assert Proposal.objects.get(uid=blank["uid"]).applicant_name == ""
    cut = all_told[f"{LOCAL}/proposal/200528"]
    assert codes(cut, "not_placed", "ความสอดคล้องกับแผนงาน") == ["cut"]
    size = all_told[f"{LOCAL}/proposal/205569"]
    assert codes(size, "not_placed", "สถานการณ์ปัญหา|ขนาด") == ["cut"]
    rows = Situation.objects.filter(design__proposal__uid=size["uid"])
    assert [row.size for row in rows] == [300, None]
    assert rows[0].indicator is not None  # the standard indicator of that very wording


def test_a_proposal_that_has_no_fund_yet_has_none(all_told):
    one = all_told[f"{LOCAL}/proposal/216452"]
    found = Proposal.objects.get(uid=one["uid"])
    assert found.fund is None
    assert codes(one, "mended", "กองทุน") == ["marker"]
    assert codes(one, "not_placed", "home_area") == ["area-unknown"]


def test_name_and_code_of_a_fund_in_one_field(all_told):
    one = all_told["http://localfund.happynetwork.org/project/proposal/62216"]
    fund = Proposal.objects.get(uid=one["uid"]).fund
    assert (fund.code, fund.name, fund.home_area.code) == ("L3357", "เทศบาลตำบลนาโหนด", "930114")
    assert "name-and-code" in codes(one, "mended")


def test_a_fund_known_by_name_only_gets_no_invented_code(all_told):
    one = all_told[f"{LOCAL}/proposal/199519"]
    found = Proposal.objects.get(uid=one["uid"])
    assert found.fund is None
    assert found.said_fund == "เทศบาลตำบลทุ่งหว้า"
    assert codes(one, "not_placed", "กองทุน") == ["no-fund"]
    assert found.home_area.code == "910601"
    assert not Fund.objects.filter(name__contains="ทุ่งหว้า").exists()


def test_hand_typed_codes_are_brought_into_one_form(all_told):
    for page, typed, code in (
        ("161825", "66-L3312-1-09", "66-L3312-1-09"),
        ("190515/finalreport", "2568-L7572-01-001", "68-L7572-1-01"),
        ("208273/finalreport", "L2542-2568-03-23", "68-L2542-3-23"),
    ):
        one = all_told[f"{LOCAL}/{page}"]
        found = Project.objects.get(uid=one["uid"])
        assert (found.typed_code, found.code) == (typed, code)
        assert ("code-normalised" in codes(one, "mended")) is (typed != code)
    assert Project.objects.get(typed_code="63001740012").code == "63001740012"


def test_a_wrong_province_gives_way_to_the_place_of_the_fund(all_told):
    one = all_told[f"{LOCAL}/208273/finalreport"]
    assert codes(one, "mended", "ที่อยู่") == ["remark", "contradicted"]
    assert Project.objects.get(uid=one["uid"]).home_area.code == "961104"


def test_two_spellings_of_one_place_are_the_official_one(all_told):
    one = all_told[f"{LOCAL}/181733/finalreport"]
    assert codes(one, "mended", "ที่อยู่") == ["spelling"]
    assert one["understood"]["home_area"]["code"] == "660603"


def test_a_project_of_the_older_network_has_its_instalments_and_its_set(all_told):
    one = all_told[f"{HAPPY}/2995"]
    found = Project.objects.get(uid=one["uid"])
    assert [part.amount_satang for part in found.instalments.all()] == [8_515_000, 10_645_000, 2_129_500]
    assert found.budget_satang == 21_289_500
    assert found.instalments.get(no=2).report_until == date(2016, 10, 15)
    assert (found.parent.title, found.parent.kind) == ("โครงการร่วมสร้างชุมชนให้น่าอยู่", "programme")
    assert found.home_area.code == "910502"
    assert found.design.starts_on == date(2015, 9, 15)
    assert found.status == "finished"
    assert "year-from-end" in codes(one, "mended", "งวด")


def test_printed_forms_bring_the_fund_with_its_place(all_told):
    one = all_told[f"{LOCAL}/proposal/207542/print"]
    fund = Proposal.objects.get(uid=one["uid"]).fund
    assert (fund.code, fund.home_area.code, fund.organization.kind) == ("L2479", "961302", "local_authority")


def test_a_table_of_funds_adds_funds_and_keeps_the_amounts(all_told):
    one = all_told[f"{LOCAL}/fund?prov=94"]
    assert [fund["code"] for fund in one["understood"]["funds"]] == [f"L30{n:02d}" for n in range(9, 15)]
    fund = Fund.objects.get(code="L3013")
    assert (fund.population, fund.home_area.code) == (21066, "940104")
    assert Organization.objects.get(pk=fund.organization_id).home_area == fund.home_area
    assert codes(one, "not_placed", "L3013") == ["amounts-kept"]


def test_the_same_file_again_changes_nothing(country):
    run(*real())
    before = (list(Proposal.objects.values()), list(Project.objects.values()), list(Fund.objects.values()))
    again = reports.whole(run(*real()))
    assert again["summary"]["unchanged"] == 27
    assert {one["outcome"] for one in again["records"]} == {"unchanged"}
    assert all(one["understood"] for one in again["records"] if one["noun"])
    assert (
        list(Proposal.objects.values()),
        list(Project.objects.values()),
        list(Fund.objects.values()),
    ) == before


def figures():
    recount_all()
    return sorted(
        Tally.objects.values_list(
            "fund__code", "fiscal_year", "issue_list", "entry", "developed", "approved", "budget_satang"
        ),
        key=str,
    )


def test_the_figures_of_a_programme_stay_as_they_were(country, make_fund, enter):
    """Also of a fund to which real records belong: what was approved elsewhere is shown, not counted."""
    fund = make_fund("L3312", "อบต.ท่ามะเดื่อ", "930601")
    enter(fund, 2566)
    before = figures()
    assert before
    run(*real())
    assert Project.objects.get(code="66-L3312-1-09").fund == fund
    assert figures() == before
    enter(fund, 2566, "อีกโครงการ")
    assert figures() != before


def test_the_command_tells_people_and_machines(country, capsys, tmp_path):
    call_command("import", "records", str(REAL), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["summary"]["created"], answer["summary"]["failed"], len(answer["records"])) == (25, 0, 27)
    assert set(answer["records"][0]) >= {
        "source",
        "kind",
        "outcome",
        "noun",
        "uid",
        "understood",
        "mended",
        "not_placed",
    }
    call_command("import", "records", str(REAL), "--language", "en")
    text = capsys.readouterr().out
    assert "the same as before 27" in text
    assert "Not placed:" in text
    call_command("import", "records", str(REAL))
    assert "ยังลงช่องไม่ได้:" in capsys.readouterr().out

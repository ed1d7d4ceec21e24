"""Starting well: what a proposal takes of its source, what of it is only a hint, and where it came from."""

import pytest
from django.urls import reverse

from ruamsuk.core.problems import Problem
from ruamsuk.evidence.choices import read_with
from ruamsuk.issues.actions import add_measure
from ruamsuk.plans.actions import bring_development_rows
from ruamsuk.projects.designs.actions import copy_design
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.projects.queries.starting import place_names
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.sending import submit_proposal
from ruamsuk.projects.proposals.queries.begun import begun_from
from ruamsuk.projects.proposals.queries.completeness import completeness, hints_left
from ruamsuk.projects.tests.conftest import YEAR
from tests.api_caller import Caller

PLACES = {"คอหงส์", "หาดใหญ่", "สงขลา", "เลย"}


@pytest.fixture
def source(kho_hong, started, complete, write):
    """A complete proposal of Kho Hong, whose texts say its place, days and figures."""
    complete(started)
    design = started.design
    activity, problem = design.activities.get(), design.situations.get()
    write(
        started,
        {
            "d.setting": "ศาลาหมู่ที่ 4",
            "d.rationale": "เยาวชนตำบลคอหงส์สูบบุหรี่ร้อยละ 42.5 เมื่อ 15 พ.ย. 2568 เลยต้องทำ",
            f"situation.{problem.uid}.text": "คนคอหงส์สูบบุหรี่",
            f"activity.{activity.uid}.name": "อบรมที่ ต.คอหงส์ หมู่ที่ 4 ปี 2568 จำนวน 2 วัน",
        },
    )
    started.refresh_from_db()
    return started


@pytest.fixture
def copied(kho_hong, source):
    """Begun from it by who writes for another place."""
    return drafting.start_proposal(
        title="คอหงส์ปลอดบุหรี่ ปี 2568",
        source=source.design,
        places=PLACES,
        fiscal_year=YEAR,
        by=kho_hong.stranger,
    )


def test_what_was_measured_elsewhere_is_a_hint_and_never_data(source, copied):
    problem, before = copied.design.situations.get(), source.design.situations.get()
    assert (problem.size, problem.evidence_kind, problem.agency, problem.measured_on) == (None, "", "", None)
    assert problem.unit == before.unit
    assert copied.hints[f"situation.{problem.uid}.size"].startswith(
        read_with(f"{before.size:.0f}", before.unit)
    )
    indicator = copied.design.indicators.get()
    assert (indicator.baseline, indicator.target) == (None, None)
    assert copied.hints[f"indicator.{indicator.uid}.target"] == "30"
    target = copied.design.targets.get()
    assert target.people is None
    assert copied.hints[f"target.{target.uid}.people"] == str(source.design.targets.get().people)


def test_days_are_hints(source, copied):
    activity = copied.design.activities.get()
    assert (copied.design.starts_on, activity.starts_on, activity.ends_on) == (None, None, None)
    assert "d.starts_on" in copied.hints
    assert f"activity.{activity.uid}.starts_on" in copied.hints


def test_place_names_and_days_stand_in_brackets_in_its_texts(copied):
    design = copied.design
    assert copied.title == "[คอหงส์]ปลอดบุหรี่ [ปี 2568]"
    assert design.setting == ""
    assert copied.hints["d.setting"] == "ศาลาหมู่ที่ 4"
    # A short name is a word, too: "เลย" stays. Figures of the situation are measured ones, those of the work are not.
    assert design.rationale == "เยาวชน[ตำบลคอหงส์]สูบบุหรี่ร้อยละ [42.5] เมื่อ [15 พ.ย. 2568] เลยต้องทำ"
    assert design.activities.get().name == "อบรมที่ [ต.คอหงส์] [หมู่ที่ 4] [ปี 2568] จำนวน 2 วัน"


@pytest.mark.parametrize("label", ["เทศบาล", "เขต", "รพ.", "สสอ.", "ร.ร."])
def test_a_short_name_of_a_place_is_known_by_what_stands_before_it(source, kho_hong, label):
    begun = drafting.start_proposal(
        title=f"อบรมที่{label}เลย", source=source.design, places=PLACES, fiscal_year=YEAR, by=kho_hong.stranger
    )
    assert begun.title == f"อบรมที่[{label}เลย]"


def test_costs_and_methods_are_taken_over(source, copied):
    line, before = copied.design.activities.get().lines.get(), source.design.activities.get().lines.get()
    assert (line.amount_satang, line.quantity) == (before.amount_satang, before.quantity)
    assert copied.design.activities.get().output == source.design.activities.get().output


def test_a_hint_is_not_filled_and_stops_being_one_once_it_is_replaced(copied, write, kho_hong):
    done = completeness(copied)
    problem = copied.design.situations.get()
    asked = {one.path for one in done.required}
    assert {f"situation.{problem.uid}.size", "p.title", "d.rationale"} <= asked
    assert "[ปี 2568]" in " ".join(str(one.text) for one in done.required)
    # Named, and may stay empty.
    assert [one.path for one in done.missing if not one.required] == ["d.setting"]
    write(
        copied,
        {
            f"situation.{problem.uid}.size": "18",
            "p.title": "พัทลุงปลอดบุหรี่",
            "d.rationale": "เยาวชนพัทลุงสูบบุหรี่ร้อยละ 18 ตามทะเบียนของเทศบาล ทุกหมู่บ้านเป็นห่วงและอยากแก้ไข",
        },
        by=kho_hong.stranger,
    )
    copied.refresh_from_db()
    left = {one.path for one in completeness(copied).missing}
    assert not left & {f"situation.{problem.uid}.size", "p.title", "d.rationale"}
    assert copied.percent > done.percent


def test_sending_names_the_hints_that_are_left(started, complete, kho_hong):
    complete(started)
    Proposal.objects.filter(pk=started.pk).update(
        title="[คอหงส์] ปลอดบุหรี่", hints={"p.title": ["คอหงส์"], "d.remark": "ต่อรอง"}
    )
    with pytest.raises(Problem) as refused:
        submit_proposal(proposal=Proposal.objects.get(pk=started.pk), by=kho_hong.officer)
    assert refused.value.params["errors"][0]["field"] == "p.title"
    assert "[คอหงส์]" in refused.value.params["missing"]
    Proposal.objects.filter(pk=started.pk).update(title="คอหงส์ปลอดบุหรี่")
    submit_proposal(proposal=Proposal.objects.get(pk=started.pk), by=kho_hong.officer)


def test_names_of_the_own_place_are_no_hints(source, kho_hong):
    own = drafting.start_proposal(
        title="คอหงส์ปลอดบุหรี่", source=source.design, places=PLACES, fiscal_year=YEAR, by=kho_hong.officer
    )
    assert own.title == "คอหงส์ปลอดบุหรี่"
    assert own.design.situations.get().size is None  # measured last year
    assert "คอหงส์" not in str(own.hints["d.rationale"])
    assert own.design.activities.get().name == "อบรมที่ ต.คอหงส์ หมู่ที่ 4 [ปี 2568] จำนวน 2 วัน"


def test_a_text_that_would_get_too_long_is_a_hint_as_a_whole(source, kho_hong):
    title = "คอหงส์" * 80
    again = drafting.start_proposal(
        title=title, source=source.design, places=PLACES, fiscal_year=YEAR, by=kho_hong.stranger
    )
    assert (again.title, again.hints["p.title"]) == ("", title)


def test_hints_stand_beside_their_fields(client, copied, kho_hong):
    client.force_login(kho_hong.stranger)
    page = client.get(reverse("projects:proposal-write", args=[copied.uid, "name"])).content.decode()
    assert "[ปี 2568]" in page.split("field-hint")[1].split("</p>")[0]
    page = client.get(reverse("projects:proposal-write", args=[copied.uid, "people"])).content.decode()
    assert page.count("field-hint") == 3  # people, first and last day


@pytest.fixture
def project(kho_hong, source):
    """A project of before, of Kho Hong."""
    return enter_project(
        title="คอหงส์ปลอดบุหรี่",
        fiscal_year=YEAR - 1,
        fund=kho_hong.fund,
        home_area=kho_hong.home,
        budget_satang=1_000_000,
        design=copy_design(source.design),
        by=None,
    )


def test_a_project_is_known_by_the_names_of_its_place(project, kho_hong):
    project.owner_name, project.design.setting = "กลุ่มสตรีบ้านทุ่งปรือ", "โรงเรียนบ้านควน"
    known = {"คอหงส์", kho_hong.fund.name, "บ้านทุ่งปรือ", "โรงเรียนบ้านควน", "บ้านควน"}
    assert known <= place_names(project)
    project.design.setting = "รพ.สต.ทุ่งใหญ่ คลองแห และ รร.วัดควน"
    assert {"รพ.สต.ทุ่งใหญ่", "คลองแห", "รร.วัดควน", "วัดควน"} <= place_names(project)


def test_page_and_api_begin_alike_from_a_project_and_say_so(client, project, kho_hong):
    client.force_login(kho_hong.stranger)
    client.post(reverse("projects:proposal-from-project", args=[project.uid]))
    proposal = Proposal.objects.latest("pk")
    assert proposal.title == "[คอหงส์]ปลอดบุหรี่"
    begun = begun_from(proposal, kho_hong.officer)
    assert begun
    assert (begun.kind, begun.title) == ("project", project.title)
    page = client.get(reverse("projects:proposal", args=[proposal.uid])).content.decode()
    assert reverse("projects:project", args=[project.uid]) in page
    answer = Caller(kho_hong.stranger).post(f"/projects/{project.uid}/propose", {"fiscal_year": YEAR}).json()
    assert answer["title"] == proposal.title
    assert answer["begun_from"]["kind"] == "project"
    assert answer["hints"]["p.title"] == ["คอหงส์"]
    assert sorted(hints_left(proposal).values()) == sorted(answer["hints"].values())


def _sources(client, words="", **more):
    context = client.get(reverse("projects:proposal-new"), {"q": words, **more}).context
    return {name: [str(row) for row in context[name] or ()] for name in ("projects", "measures", "rows")}


def test_all_sources_are_searched_not_only_those_near(client, kho_hong, project):
    row = {"title": "ก่อสร้างลานกีฬา", "objective": "เพื่อออกกำลังกาย"}
    bring_development_rows(fund=kho_hong.fund, plan_name="แผน 2569", rows=[row], by=kho_hong.officer)
    client.force_login(kho_hong.stranger)  # of another province
    assert _sources(client) == {"projects": [], "measures": [], "rows": []}
    found = _sources(client, "บุหรี่")
    assert found["projects"] == [project.title]
    assert len(found["measures"]) >= 2
    assert _sources(client, "ลาน กีฬา")["rows"] == ["ก่อสร้างลานกีฬา"]
    client.force_login(kho_hong.officer)
    assert _sources(client)["rows"] == ["ก่อสร้างลานกีฬา"]  # the own local authority's, unasked


def test_more_sources_than_a_page_holds_are_paged(client, kho_hong):
    for no in range(13):
        add_measure(issue=kho_hong.issue, text_th=f"มาตรการพิเศษ {no}", by=None)
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:proposal-new"), {"q": "มาตรการพิเศษ"}).context["measures"]
    assert (len(page), page.has_next) == (12, True)
    assert len(_sources(client, "มาตรการพิเศษ", measures_after=page.next)["measures"]) == 1


def test_a_kit_begins_a_whole_proposal_and_asks_for_what_is_ones_own(client, kho_hong):
    measure = kho_hong.issue.measures.get(code="tobacco-2")
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:proposal-from-measure", args=[measure.code]))
    proposal = Proposal.objects.get()
    design = proposal.design
    assert design.situations.get().indicator == measure.indicator
    assert design.situations.get().size is None
    assert design.objectives.get().indicators.get().standard == measure.indicator
    assert design.activities.count() == measure.activities.count()
    assert design.targets.count() == measure.groups.count()
    assert design.expected_results == measure.expected_th
    priced = [line for row in design.activities.all() for line in row.lines.all() if line.unit_cost_satang]
    assert [line.unit_cost_satang for line in priced] == [60_000]
    assert design.budget_satang == 0  # how many is the proposal's own
    page = client.get(reverse("projects:proposal", args=[proposal.uid])).content.decode()
    assert "รอแผนงานกลางยืนยัน" in page  # no administrator signed it


def test_activities_in_the_words_of_a_kit_alone_are_asked_about(kho_hong):
    measure = kho_hong.issue.measures.get(code="tobacco-2")
    proposal = drafting.start_proposal(
        measure=measure, fund=kho_hong.fund, fiscal_year=YEAR, by=kho_hong.officer
    )
    of_kit = {one.path for one in completeness(proposal).remarks if one.path.endswith(".detail")}
    assert len(of_kit) == proposal.design.activities.count()


def test_a_row_of_a_development_plan_begins_a_proposal_named_as_such(client, kho_hong):
    values = {
        "title": "ส่งเสริมออกกำลังกาย",
        "objective": "1. เพื่อออกกำลังกาย\n2. เพื่อสุขภาพ",
        "target": "ประชาชน 200 คน",
        "indicator": "ร้อยละของผู้เข้าร่วม",
        "result": "ประชาชนแข็งแรง",
        "unit": "กองสาธารณสุข",
        "money": "2569: 30,000",
    }
    plan = "แผนพัฒนาท้องถิ่น พ.ศ. 2566–2570"
    row = bring_development_rows(fund=kho_hong.fund, plan_name=plan, rows=[values], by=None)[0]
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:proposal-from-development", args=[row.uid]))
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.fund) == (row.title, kho_hong.fund)
    assert [one.text for one in proposal.design.objectives.all()] == ["1. เพื่อออกกำลังกาย", "2. เพื่อสุขภาพ"]
    assert proposal.design.indicators.get().text == values["indicator"]
    assert proposal.design.budget_satang == 0
    begun = begun_from(proposal, kho_hong.officer)
    assert begun
    assert begun.kind == "development-plan"
    assert plan in begun.said
    assert kho_hong.owner.name in begun.said


def test_a_row_of_a_plan_is_named_to_who_may_read_the_plan(started, kho_hong):
    begun = begun_from(started, kho_hong.officer)
    assert begun
    assert (begun.kind, begun.title) == ("planned-project", kho_hong.row.title)
    assert begun_from(started, kho_hong.stranger) is None  # the plan is not agreed

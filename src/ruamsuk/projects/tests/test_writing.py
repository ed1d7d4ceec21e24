"""Writing a proposal: what is filled in, saved, merged, kept."""

from datetime import date

import pytest
from django.urls import reverse

from ruamsuk.areas.actions import merge_areas
from ruamsuk.core.calendar import today
from ruamsuk.drafts.queries.texts import waiting_paths
from ruamsuk.evidence.choices import EVIDENCE
from ruamsuk.plans.actions.rows import remove_planned_project
from ruamsuk.plans.problems import RowHasProposal
from ruamsuk.projects.designs.problems import RowInUse
from ruamsuk.projects.models import AuthorInvitation, Proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.choices import STEPS
from ruamsuk.projects.proposals.problems import NotWritableNow, WasSubmitted
from ruamsuk.projects.proposals.queries.completeness import completeness


def save(client, proposal, **data):
    return client.post(reverse("projects:proposal-save", args=[proposal.uid]), data)


def test_one_press_in_the_plan_fills_in_everything_known(client, kho_hong):
    client.force_login(kho_hong.officer)
    answer = client.post(reverse("projects:proposal-from-plan", args=[kho_hong.row.uid]))
    proposal = Proposal.objects.get()
    assert answer.url == reverse("projects:proposal-write", args=[proposal.uid, "name"])
    assert (proposal.title, proposal.fund, proposal.home_area) == (
        kho_hong.row.title,
        kho_hong.fund,
        kho_hong.home,
    )
    assert proposal.applicant == "ชมรม อสม. คอหงส์"
    design = proposal.design
    assert list(design.issues.all()) == [kho_hong.issue]
    assert design.support_type.code == 2
    situation, indicator = design.situations.get(), design.indicators.get()
    assert situation.size == 40
    figure = kho_hong.plan.situations.get()
    assert [getattr(situation, name) for name in EVIDENCE] == [getattr(figure, name) for name in EVIDENCE]
    assert (situation.evidence_kind, situation.agency) == ("official", "รพ.สต.คอหงส์")
    assert (situation.from_plan, design.objectives.get().from_plan) == (
        figure.uid,
        figure.objectives.get().uid,
    )
    assert design.objectives.get().situations.get() == situation
    assert (indicator.baseline, indicator.target) == (40, 30)


def test_a_second_press_in_the_plan_leads_to_the_proposal_that_is_there(client, kho_hong):
    client.force_login(kho_hong.officer)
    kho_hong.row.plan.detail = "ลูกน้ำยุงลายมากในฤดูฝน"
    kho_hong.row.plan.save()
    press = reverse("projects:proposal-from-plan", args=[kho_hong.row.uid])
    client.post(press)
    proposal = Proposal.objects.get()
    assert proposal.design.rationale == kho_hong.row.plan.detail
    work = client.get(reverse("projects:proposal-write", args=[proposal.uid, "work"])).text
    assert f"{kho_hong.row.budget_satang // 100:,}" in work
    assert client.post(press).url == reverse("projects:proposal", args=[proposal.uid])
    assert Proposal.objects.count() == 1
    Proposal.objects.update(state="rejected", first_submitted_at=proposal.created_at)
    assert client.post(press).url == reverse(
        "projects:proposal-write", args=[Proposal.objects.last().uid, "name"]
    )
    assert Proposal.objects.count() == 2


def test_a_plan_says_what_became_of_its_projects_instead_of_offering_the_press_again(client, kho_hong):
    client.force_login(kho_hong.officer)
    plan = reverse("plans:plan", args=[kho_hong.row.plan.uid])
    press = reverse("projects:proposal-from-plan", args=[kho_hong.row.uid])
    assert press in client.get(plan).text
    client.post(press)
    proposal = Proposal.objects.get()
    address, page = reverse("projects:proposal", args=[proposal.uid]), client.get(plan).text
    assert (press in page, f'href="{address}"' in page, "กำลังพัฒนา" in page) == (False, True, True)
    client.force_login(kho_hong.stranger)  # a draft of others is none of theirs
    assert address not in client.get(plan).text
    Proposal.objects.update(state="rejected", first_submitted_at=proposal.created_at)
    client.force_login(kho_hong.officer)
    assert press in client.get(plan).text


def test_a_plan_row_with_a_proposal_cannot_vanish(kho_hong, started):
    with pytest.raises(RowHasProposal):
        remove_planned_project(planned_project=kho_hong.row, by=kho_hong.officer)
    drafting.delete_draft(proposal=started, by=kho_hong.officer)
    remove_planned_project(planned_project=kho_hong.row, by=kho_hong.officer)


def test_every_screen_opens_and_names_what_is_missing(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    for step in STEPS:
        page = client.get(reverse("projects:proposal-write", args=[started.uid, step]))
        assert page.status_code == 200
    assert (
        "เหตุผลที่ต้องทำโครงการ"
        in client.get(reverse("projects:proposal-write", args=[started.uid, "aims"])).content.decode()
    )


def test_autosave_keeps_what_was_typed_and_says_when(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    answer = save(client, started, version=0, step="name", **{"p.title": "คอหงส์ไร้ควัน"}).json()
    started.refresh_from_db()
    assert started.title == "คอหงส์ไร้ควัน"
    assert answer["version"] == started.version
    assert answer["saved"].startswith("บันทึกแล้ว")


def test_days_and_money_are_understood_in_thai_ways(started, write):
    write(started, {"d.starts_on": "๑ พ.ย. ๒๕๖๙", "d.ends_on": "31/8/70"})
    started.design.refresh_from_db()
    assert (started.design.starts_on, started.design.ends_on) == (date(2026, 11, 1), date(2027, 8, 31))


def test_what_cannot_be_understood_is_kept_as_typed_and_mended_by_its_own_message(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    answer = save(client, started, version=0, step="people", **{"d.starts_on": "ต้นเดือนหน้า"}).json()
    assert "15/11/2569" in answer["errors"]["d.starts_on"]
    page = client.get(reverse("projects:proposal-write", args=[started.uid, "people"])).content.decode()
    assert "ต้นเดือนหน้า" in page
    answer = save(
        client, started, version=answer["version"], step="people", **{"d.starts_on": "1/12/2569"}
    ).json()
    assert answer["errors"] == {}
    started.refresh_from_db()
    assert started.unclean == {}
    assert started.design.starts_on == date(2026, 12, 1)


def test_the_whole_form_works_without_javascript(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-write", args=[started.uid, "people"])
    answer = client.post(
        address, {"version": 0, "go": "next", "d.starts_on": "1/11/2569", "d.ends_on": "2/11/2569"}
    )
    assert answer.url == reverse("projects:proposal-write", args=[started.uid, "work"])
    answer = client.post(address, {"version": 1, "go": "next", "d.starts_on": "xx"})
    assert answer.status_code == 422


def test_a_tick_left_empty_on_a_whole_form_takes_the_issue_away(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    tick = f"issue.{kho_hong.issue.uid}.on"
    address = reverse("projects:proposal-write", args=[started.uid, "name"])
    client.post(address, {"version": 0, "tick": [tick], "p.title": "คอหงส์ไร้ควัน"})
    assert not started.design.issues.exists()
    client.post(address, {"version": 1, "tick": [tick], tick: "on"})
    assert list(started.design.issues.all()) == [kho_hong.issue]


def test_two_people_on_two_fields_lose_nothing(kho_hong, started, write):
    base = started.version
    write(started, {"p.title": "ของมาลี"}, by=kho_hong.officer, base=base)
    saved = write(started, {"d.rationale": "ของอร"}, by=kho_hong.typist, base=base)
    started.refresh_from_db()
    assert saved.conflicts == []
    assert (started.title, started.design.rationale) == ("ของมาลี", "ของอร")


def test_two_people_on_one_field_keep_both_texts_until_someone_chooses(client, kho_hong, started, write):
    base = started.version
    write(started, {"p.title": "ของมาลี"}, by=kho_hong.officer, base=base)
    saved = write(started, {"p.title": "ของอร"}, by=kho_hong.typist, base=base)
    started.refresh_from_db()
    assert saved.conflicts == ["p.title"]
    assert started.title == "ของมาลี"
    client.force_login(kho_hong.typist)
    page = client.get(reverse("projects:proposal-write", args=[started.uid, "name"]))
    assert "ของอร" in page.text
    assert "ของมาลี" in page.text
    (waiting,) = page.context["waiting"]
    client.post(
        reverse("projects:proposal-choose", args=[started.uid]),
        {"path": "p.title", "seen": waiting.seen, "choose": "other"},
    )
    started.refresh_from_db()
    assert started.title == "ของอร"
    assert waiting_paths(started) == []


def test_the_same_text_from_two_people_is_no_conflict(kho_hong, started, write):
    base = started.version
    write(started, {"p.title": "เหมือนกัน"}, by=kho_hong.officer, base=base)
    assert write(started, {"p.title": "เหมือนกัน"}, by=kho_hong.typist, base=base).conflicts == []


def test_budget_lines_compute_and_add_up(started, complete):
    complete(started)
    line = started.design.activities.get().lines.get()
    assert line.amount_satang == 60 * 12_550 * 2
    started.design.refresh_from_db()
    assert started.design.budget_satang == line.amount_satang


def test_a_removed_line_comes_back_whole_and_once(client, kho_hong, started, complete):
    complete(started)
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-row", args=[started.uid])
    activity = started.design.activities.get()
    client.post(address, {"remove": f"activity.{activity.uid}", "step": "work"})
    started.design.refresh_from_db()
    assert not started.design.activities.exists()
    assert started.design.budget_satang == 0
    for _press in range(2):
        client.post(address, {"undo": f"activity.{activity.uid}", "step": "work"})
    back = started.design.activities.get()
    assert (back.uid, back.lines.count()) == (activity.uid, 1)
    started.design.refresh_from_db()
    assert started.design.budget_satang == back.budget_satang > 0


def test_an_objective_that_an_activity_serves_is_not_removed(kho_hong, started, complete, write):
    complete(started)
    objective, activity = started.design.objectives.get(), started.design.activities.get()
    tick = f"serves.{activity.uid}~{objective.uid}.on"
    write(started, {tick: "on"})
    with pytest.raises(RowInUse):
        drafting.remove_row(proposal=started, kind="objective", uid=str(objective.uid), by=kho_hong.officer)
    write(started, {tick: ""})
    drafting.remove_row(proposal=started, kind="objective", uid=str(objective.uid), by=kho_hong.officer)


def test_text_typed_into_a_line_that_is_gone_is_given_back(kho_hong, started, write):
    objective = started.design.objectives.get()
    drafting.remove_row(proposal=started, kind="objective", uid=str(objective.uid), by=kho_hong.officer)
    saved = write(started, {f"objective.{objective.uid}.text": "ที่พิมพ์ค้างไว้"})
    assert saved.lost == {f"objective.{objective.uid}.text": "ที่พิมพ์ค้างไว้"}


def test_adding_a_line_saves_what_is_typed_on_the_page(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    client.post(
        reverse("projects:proposal-row", args=[started.uid]),
        {"add": "target", "step": "people", "version": 0, "d.starts_on": "1/11/2569"},
    )
    started.design.refresh_from_db()
    assert started.design.starts_on == date(2026, 11, 1)
    assert started.design.targets.count() == 1


def test_a_standard_indicator_is_taken_over_with_one_press(client, kho_hong, started):
    client.force_login(kho_hong.officer)
    used = started.design.indicators.get().standard
    standard = kho_hong.issue.indicators.exclude(pk=used.pk).first()
    client.post(
        reverse("projects:proposal-row", args=[started.uid]), {"standard": standard.code, "step": "aims"}
    )
    added = started.design.indicators.get(standard=standard)
    assert added.objective.text == standard.suggested_objective_th
    assert started.design.situations.filter(indicator=standard).exists()


def test_the_score_names_an_objective_without_indicator_and_an_activity_without_budget(
    kho_hong, started, complete
):
    complete(started)
    assert completeness(started).missing == []
    assert started.percent == 100
    objective = drafting.add_row(
        proposal=started, kind="objective", by=kho_hong.officer, values={"text": "ใหม่"}
    )
    activity = drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)
    paths = {m.path for m in completeness(started).missing}
    assert f"add.indicator.{objective.uid}" in paths
    assert f"add.line.{activity.uid}" in paths


def test_a_target_outside_reason_asks_for_a_second_look(started, complete, write):
    complete(started)
    indicator = started.design.indicators.get()
    write(started, {f"indicator.{indicator.uid}.target": "55"})  # today 40, and lower is better
    assert [one.path for one in completeness(started).musts] == [f"indicator.{indicator.uid}.target"]
    write(started, {f"indicator.{indicator.uid}.target": "20"})
    assert completeness(started).musts == []


def test_a_group_of_people_names_its_persons(kho_hong, started, complete, write):
    complete(started)
    write(started, {"d.applicant_kind": "5"})
    assert [m.path for m in completeness(started).required] == ["add.applicant"]
    for number in range(5):
        drafting.add_row(
            proposal=started, kind="applicant", by=kho_hong.officer, values={"name": f"สมมติ {number}"}
        )
    assert completeness(started).required == []


def test_start_from_last_years_project_copies_words_and_costs(client, kho_hong, started, complete):
    source = complete(started)
    again = drafting.start_proposal(
        title="ต่อยอด", source=source.design, fiscal_year=source.fiscal_year + 1, by=kho_hong.officer
    )
    assert again.design.budget_satang == source.design.budget_satang
    assert again.design.indicators.get().text == source.design.indicators.get().text
    assert again.design.activities.get().lines.count() == 1
    assert (again.design.starts_on, again.design.activities.get().starts_on) == (None, None)
    again.design.objectives.all().delete()
    assert source.design.objectives.count() == 1


def test_several_authors_and_nobody_else(client, kho_hong, started, person):
    friend = person("Nok")
    client.force_login(friend)
    address = reverse("projects:proposal-write", args=[started.uid, "name"])
    assert client.get(address).status_code == 404
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:proposal-authors", args=[started.uid]), {"person": "nok"})
    client.force_login(friend)
    assert client.get(address).status_code == 404  # invited, and not yet an author
    invited = AuthorInvitation.objects.get()
    client.post(reverse("projects:author-invitation", args=[invited.uid]), {"accept": "1"})
    assert client.get(address).status_code == 200


def test_a_submitted_proposal_is_not_written_on_and_not_thrown_away(client, kho_hong, submitted, write):
    with pytest.raises(NotWritableNow):
        write(submitted, {"p.title": "แก้ทีหลัง"})
    with pytest.raises(NotWritableNow):
        drafting.delete_draft(proposal=submitted, by=kho_hong.officer)
    Proposal.objects.filter(pk=submitted.pk).update(state="returned")
    write(submitted, {"p.title": "แก้ตามที่ขอ"})
    with pytest.raises(WasSubmitted):
        drafting.delete_draft(proposal=submitted, by=kho_hong.officer)


def test_an_id_from_another_proposal_changes_nothing(kho_hong, started, complete, write):
    complete(started)
    other = drafting.start_proposal(title="อื่น", fiscal_year=started.fiscal_year, by=kho_hong.officer)
    objective = started.design.objectives.get()
    saved = write(other, {f"objective.{objective.uid}.text": "ข้ามเรื่อง"})
    objective.refresh_from_db()
    assert objective.text != "ข้ามเรื่อง"
    assert saved.lost


def test_query_count_of_the_work_page_does_not_grow_with_lines(
    client, kho_hong, started, complete, django_assert_max_num_queries
):
    complete(started)
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-write", args=[started.uid, "work"])
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    activity = started.design.activities.get()
    for _line in range(10):
        drafting.add_row(proposal=started, kind="line", parent_uid=str(activity.uid), by=kho_hong.officer)
        drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_a_proposal_starts_from_a_standard_measure(client, kho_hong):
    client.force_login(kho_hong.officer)
    measure = kho_hong.issue.measures.first()
    page = client.get(reverse("projects:proposal-new"), {"issue": kho_hong.issue.code}).content.decode()
    assert str(measure) in page
    client.post(reverse("projects:proposal-from-measure", args=[measure.code]))
    proposal = Proposal.objects.get()
    assert (proposal.measure, proposal.design.approach) == (measure, measure.text_th)
    assert list(proposal.design.issues.all()) == [kho_hong.issue]


def test_a_home_area_merged_meanwhile_is_named_and_its_successor_taken_over_by_one_press(
    client, kho_hong, started, complete, area
):
    complete(started)
    area("901102")
    merge_areas(areas=[kho_hong.home], into=area("901102"), on_day=today(), by=None)
    client.force_login(kho_hong.officer)
    page = reverse("projects:proposal-write", args=[started.uid, "name"])
    assert "ตำบลควนลัง" in client.get(page).content.decode()
    refused = client.post(reverse("projects:proposal-submit", args=[started.uid]))
    assert refused.status_code == 422
    assert "ตำบลควนลัง" in refused.content.decode()
    typed = {
        "p.home_area": "ตำบลคอหงส์",
        "p.home_area_area": str(kho_hong.home.pk),
        "p.title": "ชื่อใหม่ของโครงการ",
    }
    answer = client.post(
        reverse("projects:proposal-row", args=[started.uid]), typed | {"step": "name", "area-of-today": "yes"}
    )
    assert answer.status_code == 200
    started.refresh_from_db()
    assert (started.home_area, started.title, started.unclean) == (area("901102"), "ชื่อใหม่ของโครงการ", {})
    assert client.post(reverse("projects:proposal-submit", args=[started.uid])).status_code == 302


def test_a_new_proposal_knows_the_only_fund_of_the_officer_who_starts_it(client, kho_hong):
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:proposal-new"), {"title": "เดินเพื่อสุขภาพ", "fiscal_year": 2570})
    started = Proposal.objects.get()
    assert (started.fund, started.home_area) == (kho_hong.fund, kho_hong.fund.home_area)
    client.force_login(kho_hong.mentor)
    client.post(reverse("projects:proposal-new"), {"title": "ของพี่เลี้ยง", "fiscal_year": 2570})
    assert Proposal.objects.get(title="ของพี่เลี้ยง").fund is None


def test_a_new_activity_serves_the_objective_where_there_is_but_one(kho_hong, started):
    def added():
        return drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)

    (objective,) = started.design.objectives.all()
    assert list(added().objectives.all()) == [objective]
    drafting.add_row(proposal=started, kind="objective", by=kho_hong.officer, values={"text": "ลดจุดขายบุหรี่"})
    assert list(added().objectives.all()) == []

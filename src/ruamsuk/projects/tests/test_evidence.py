"""Evidence stays typed on its way: from the plan to the proposal, its decision, the project, the figures."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.urls import reverse
from django.utils import translation

from ruamsuk.core.calendar import day_text, today
from ruamsuk.evidence.choices import EVIDENCE
from ruamsuk.projects.models import Project, Situation
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.proposals.actions import sending
from ruamsuk.projects.proposals.queries.snapshots import said_in, sections_of
from ruamsuk.projects.tests.conftest import YEAR, complete_draft, save, start

SURVEY = {"evidence_kind": "survey", "agency": "อสม."}
typed = import_module("ruamsuk.projects.migrations.0020_evidence").typed


@pytest.fixture
def sent(kho_hong):
    proposal = complete_draft(start(kho_hong), by=kho_hong.officer)
    sending.submit_proposal(proposal=proposal, by=kho_hong.officer)
    return proposal


def approve(proposal, by):
    deciding.decide_proposal(
        proposal=proposal,
        outcome="approved",
        amount_satang=proposal.design.budget_satang,
        decided_on=today(),
        resolution_no="1",
        by=by,
    )
    return Project.objects.get(proposal=proposal)


def test_each_field_is_typed_saved_and_refused_as_the_others_are(kho_hong):
    proposal = start(kho_hong)
    row = proposal.design.situations.get()
    path = f"situation.{row.uid}"
    save(
        proposal,
        {f"{path}.evidence_kind": "survey", f"{path}.covered": "๒๐๐", f"{path}.total": "340"},
        by=kho_hong.officer,
    )
    row.refresh_from_db()
    assert (row.evidence_kind, row.covered, row.total) == ("survey", 200, 340)
    tomorrow = day_text(today() + timedelta(days=1))
    outcome = save(
        proposal,
        {f"{path}.evidence_kind": "rumour", f"{path}.covered": "341", f"{path}.measured_on": tomorrow},
        by=kho_hong.officer,
    )
    assert {one.rpartition(".")[2] for one in outcome.errors} == {"evidence_kind", "covered", "measured_on"}
    row.refresh_from_db()
    assert (row.evidence_kind, row.covered) == ("survey", 200)
    save(proposal, {f"{path}.evidence_kind": "estimate", f"{path}.covered": "340"}, by=kho_hong.officer)
    row.refresh_from_db()
    assert (row.evidence_kind, row.covered) == ("estimate", 340)


def test_what_was_sent_keeps_the_fields_and_says_them_in_the_words_of_each_language(sent):
    submission = sent.submissions.get()
    assert submission.snapshot["situations"][0]["evidence_kind"] == "official"
    for language, words in (("th", "สถิติทางการ"), ("en", "official statistics")):
        with translation.override(language):
            (situations,) = next(part.lists for part in sections_of(submission) if part.lists)
            told = [value.text for value in situations.lines[0].values]
        assert words in told
        assert "official" not in told


def test_the_committee_reads_the_source_and_the_project_keeps_it(client, kho_hong, sent):
    Situation.objects.update(measured_on=date(YEAR - 543 - 5, 1, 1))
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:proposal-decide", args=[sent.uid])).text
    assert "รพ.สต.คอหงส์" in page
    assert "สถิติทางการ" in page
    assert "เก่ากว่า 3 ปี" in page
    project = approve(sent, kho_hong.officer)
    mine, figure = project.design.situations.get(), sent.design.situations.get()
    assert [getattr(mine, name) for name in EVIDENCE] == [getattr(figure, name) for name in EVIDENCE]
    told = client.get(f"/api/v1/projects/{project.uid}").json()["design"]["situations"][0]
    assert (told["evidence_kind"], told["agency"]) == ("official", "รพ.สต.คอหงส์")


@pytest.mark.parametrize(("kind", "code"), [("official", "problems_official"), ("", "problems_unsaid")])
def test_figures_of_projects_are_counted_by_their_source_and_open_their_list(
    client, kho_hong, sent, kind, code
):
    Situation.objects.update(evidence_kind=kind)
    approve(sent, kho_hong.officer)
    place = f"?area=9011&year={YEAR}"
    page = client.get(reverse("dashboards:counts") + place)
    tile = next(one for one in page.context["evidence_tiles"] if code in one["url"])
    assert (tile["value"], "100%" in tile["note"]) == ("1", True)
    assert client.get(tile["url"]).context["total"] == 1
    others = [one for one in page.context["evidence_tiles"] if code not in one["url"]]
    assert [client.get(one["url"]).context["total"] for one in others] == [0, 0, 0]
    told = client.get(f"/api/v1/counts?area=9011&fiscal_year={YEAR}").json()
    assert told["totals"][code] == 1
    Situation.objects.update(size=None)  # a problem without a figure has no source
    assert client.get(tile["url"]).context["total"] == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "สำรวจในพื้นที่ · อสม. · 30 ก.ย. 2569 · 1,240/2,000",
SURVEY | {"measured_on": date(2026, 9, 30), "covered": 1240, "total": 2000},
        ),
        ("สำรวจในพื้นที่ · อสม. · 1 ก.พ. 2569", SURVEY | {"measured_on": date(2026, 2, 1)}),
        ("สถิติทางการ · รพ.สต.", {"evidence_kind": "official", "agency": "รพ.สต."}),
        ("ประมาณการ", {"evidence_kind": "estimate", "agency": ""}),
        ("สำรวจในพื้นที่ · 5/9", {"evidence_kind": "survey", "agency": "", "covered": 5, "total": 9}),
        ("สำรวจในพื้นที่ · อสม. · 9/5", {}),  # no plan ever wrote this
        ("สำรวจในพื้นที่ · อสม. · 31 ก.พ. 2569", {}),
        ("สำรวจในพื้นที่ · อสม. · รพ.สต.", {}),
        ("รพ.สต. ปี 2568", {}),
        ("สถิติทางการของ รพ.สต.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_old_words_are_read_only_where_a_plan_had_written_them(text, found):
    assert typed(text) == found


def test_old_words_that_repeat_the_fields_are_not_shown_twice(kho_hong):
    row = start(kho_hong).design.situations.get()
    with translation.override("th"):
        row.evidence = f"สถิติทางการ · รพ.สต.คอหงส์ · {day_text(row.measured_on)}"
    assert row.more == ""
    row.evidence += " · นับเองด้วย"
    assert row.more == row.evidence


def test_a_version_of_before_these_fields_is_not_told_as_changed(sent):
    submission = sent.submissions.get()
    before = sent.submissions.get()
    for row in before.snapshot["situations"]:
        for name in EVIDENCE:
            del row[name]
    for row in before.snapshot["objectives"]:
        del row["situations"]
    assert said_in(submission, before) == []
    before.snapshot["situations"][0]["text"] = "คำเดิม"
    assert [row.before for row in said_in(submission, before)] == ["คำเดิม"]

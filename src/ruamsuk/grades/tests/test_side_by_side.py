"""Two mentors on the same plans beside each other; graded documents counted over areas, each number with its list."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.grades.actions import begin_grade
from ruamsuk.grades.models import GradeIssue
from ruamsuk.grades.queries.comparing import compare, grades_to_compare, pairs_of_mentors
from ruamsuk.grades.tests.conftest import answer, graded
from ruamsuk.issues.models import Issue, IssueList
from ruamsuk.plans import actions as plans
from ruamsuk.projects.proposals.actions.sending import return_proposal
from ruamsuk.projects.tests.conftest import YEAR, save
from tests.world import area, person

COMPARISON = reverse("grades:comparison")


def another_plan(grading, code, fund=None):
    """An agreed plan on another issue."""
    plan = plans.start_plan(
        fund=fund or grading.fund, fiscal_year=YEAR, issue=Issue.objects.get(code=code), by=None
    )
    situation = plans.add_situation(plan=plan, text="ปัญหา", unit="คน", value=10, by=None)
    plans.add_objective(plan=plan, situation=situation, target=5, by=None)
    return plans.agree_plan(plan=plan, agreed_on=today(), by=None)


@pytest.fixture
def three(grading):
    """Three plans that both mentors graded; the agreement below is counted by hand."""
    documents = [grading.plan, another_plan(grading, "alcohol"), another_plan(grading, "food")]
    levels = {
        grading.wichai: ((4, 3, 3, 2, 1), (2, 2, 2, 2, 2), (4, 4, 4, 4, 4)),
        grading.somsri: ((4, 3, 1, 2, 1), (3, 2, 2, 2, 2), (4, 4, 4, 1, 4)),
    }
    for mentor, rows in levels.items():
        for document, numbers in zip(documents, rows, strict=True):
            graded(document, mentor, *numbers)
    return documents


def test_both_levels_stand_beside_each_other_and_agreement_is_what_a_hand_counts(grading, three):
    rows = grades_to_compare(grading.coordinator, area("90"), YEAR, "plan")
    (pair,) = pairs_of_mentors(rows, "plan")
    assert {pair.first, pair.second} == {grading.wichai, grading.somsri}
    found = compare(rows, "plan", pair)
    assert (pair.documents, found.compared) == (3, 3)
    # 12 of 15 alike. Apart by two or more: 3 beside 1 and 4 beside 1; 2 beside 3 is near.
    assert (found.whole.pairs, found.whole.same, found.whole.apart) == (15, 12, 2)
    assert found.whole.exact == Fraction(12, 15)
    # Σ distance observed 2 + 1 + 3 = 6. Margins, level 1 to 4: Wichai 1 6 2 6, Somsri 3 5 2 5.
    # Expected: 1·(5·1 + 2·2 + 5·3) + 6·(3 + 2 + 10) + 2·(6 + 5 + 5) + 6·(9 + 10 + 2) = 24 + 90 + 32 + 126 = 272.
    assert found.whole.kappa == 1 - Fraction(6 * 15, 272)
    by_criterion = {criterion.no: agreed for criterion, agreed in found.by_criterion}
    assert (by_criterion[3].same, by_criterion[3].apart) == (2, 1)
    assert by_criterion[5].exact == 1
    first = next(one for one in found.documents if one.first.plan == three[0])
    assert [(row.criterion.no, row.is_same, row.is_apart) for row in first.rows] == [
        (1, True, False), (2, True, False), (3, False, True), (4, True, False), (5, True, False),
    ]  # fmt: skip


def test_the_page_is_for_those_who_keep_the_area_together_and_orders_nobody(client, grading, three):
    for name, status in {
        "coordinator": 200,
        "central": 200,
        "wichai": 403,
        "officer": 403,
        "member": 403,
    }.items():
        client.force_login(getattr(grading, name))
        assert client.get(COMPARISON + f"?area=90&year={YEAR}").status_code == status, name
    client.force_login(grading.coordinator)
    answered = client.get(COMPARISON + f"?area=90&year={YEAR}")
    page = answered.content.decode()
    assert "0.67" in page
    assert sum(one.apart for one in answered.context["found"].documents) == 2
    assert "1 criterion far apart" in page
    assert "it ranks nobody" in page
    pairs = answered.context["pairs"]
    # By name, not by grade.
    assert [(pair.first.name, pair.second.name) for pair in pairs] == [("Somsri", "Wichai")]
    # A coordinator of another province finds nothing of this one, whatever area the address says.
    client.force_login(person("Boon", "coordinator", area("80")))
    elsewhere = client.get(COMPARISON + f"?area=90&year={YEAR}")
    assert elsewhere.status_code == 200
    assert "Wichai" not in elsewhere.content.decode()


def test_other_texts_and_other_versions_are_shown_and_not_compared(grading, three):
    plans.reopen_plan(plan=three[0], reason="แก้งบ", by=grading.officer)
    plans.change_plan(plan=three[0], budget_satang=100, by=grading.officer)
    plans.agree_plan(plan=three[0], agreed_on=today(), by=None)
    graded(three[0], grading.wichai, 4, 4, 4, 4, 4)
    rows = grades_to_compare(grading.coordinator, area("90"), YEAR, "plan")
    (pair,) = pairs_of_mentors(rows, "plan")
    found = compare(rows, "plan", pair)
    assert [one.why_not for one in found.documents].count("text") == 1
    assert (found.compared, found.whole.pairs) == (2, 10)


def test_a_draft_stands_beside_nothing(grading):
    graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    draft = begin_grade(document=grading.plan, by=grading.somsri)
    answer(draft, 1, 1, 1, 1, 1)
    assert pairs_of_mentors(grades_to_compare(grading.central, area("TH"), YEAR, "plan"), "plan") == []


# Counted --------------------------------------------------------------------------------------------------------


def test_each_document_is_counted_once_by_the_grade_given_last_and_opens_its_list(client, grading):
    strong, weak = grading.plan, another_plan(grading, "alcohol")
    graded(strong, grading.wichai, 1, 1, 1, 1, 1)
    graded(strong, grading.somsri, 4, 4, 4, 4, 4)
    graded(weak, grading.wichai, 1, 1, 1, 1, 1)
    graded(grading.submitted, grading.wichai, 3, 3, 3, 3, 3)
    issue_list = IssueList.objects.get(code="strategic-8")
    for code, kho_hong in (("90", True), ("80", False), ("TH", True)):
        found = counted(Question(area(code), YEAR, issue_list))
        expected = {
            "plans_graded": 2, "plans_graded_strong": 1, "plans_graded_weak": 1, "plans_graded_good": 0,
            "proposals_graded": 1, "proposals_graded_good": 1,
        }  # fmt: skip
        for figure, value in expected.items():
            assert found.totals[figure] == (value if kho_hong else 0), (code, figure)
        assert not any(value for name, value in found.overlap.items() if "graded" in name)
    client.force_login(grading.stranger)  # everybody signed in opens the list behind a number
    for query, number in {
        "about=plan": 2,
        "about=plan&tier=strong": 1,
        "about=proposal": 1,
        "tier=fair": 0,
    }.items():
        opened = client.get(reverse("grades:documents") + f"?area=90&year={YEAR}&{query}")
        assert opened.context["total"] == number, query
        assert "Wichai" not in opened.content.decode()
    entry = grading.issue.entries.get(issue_list=issue_list)
    by_entry = f"?area=90&year={YEAR}&about=plan&list={issue_list.code}&entry="
    assert client.get(reverse("grades:documents") + by_entry + entry.code).context["total"] == 1


def test_the_page_of_grades_counts_by_the_places_below_and_every_number_opens_its_list(client, grading):
    graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    client.force_login(grading.coordinator)
    for code in ("TH", "Z12", "90", "9011", "901104"):
        context = client.get(reverse("grades:index") + f"?area={code}&year={YEAR}").context
        (line,) = context["lines"]
        assert (line["graded"], context["whole"]["graded"]) == (1, 1), code
        for _label, number, url in [*line["tiers"], ("", line["graded"], line["url"])]:
            assert client.get(url).context["total"] == number, (code, url)
    empty = client.get(reverse("grades:index") + f"?area={area('80').code}&year={YEAR}")
    assert "No grade here yet" in empty.content.decode()


def test_a_proposal_in_correction_is_listed_as_it_was_sent(client, grading):
    title = grading.submitted.title
    graded(grading.submitted, grading.wichai, 4, 4, 4, 4, 4)
    return_proposal(proposal=grading.submitted, note="แก้", by=grading.officer)
    save(grading.submitted, {"p.title": "ร่างลับที่ยังไม่ส่ง"}, by=grading.officer)
    client.force_login(grading.stranger)
    page = client.get(reverse("grades:documents") + f"?area=90&year={YEAR}&about=proposal").content.decode()
    assert title in page
    assert "ร่างลับที่ยังไม่ส่ง" not in page


def test_the_api_grades_reads_and_compares_as_the_pages_do(client, grading):
    def call(method, path, **body):
        return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")

    client.force_login(grading.elsewhere)
    assert call("post", f"/plans/{grading.plan.uid}/grades").status_code == 403
    client.force_login(grading.wichai)
    made = call("post", f"/plans/{grading.plan.uid}/grades")
    assert made.status_code == 201
    assert call("post", f"/plans/{grading.plan.uid}/grades").json()["uid"] == made.json()["uid"]
    url = f"/grades/{made.json()['uid']}"
    lines = made.json()["lines"]
    rubric = call("get", f"/instrument-versions/{made.json()['version']['uid']}").json()
    low, *rest = rubric["criteria"]
    answers = [{"criterion": one["uid"], "level": one["levels"][3]["uid"]} for one in rest]
    answers.append({"criterion": low["uid"], "level": low["levels"][0]["uid"]})
    assert len(lines) == len(answers) == 5
    saved = call("patch", url, answers=answers, advice="ใส่แหล่งข้อมูล")
    assert saved.status_code == 200, saved.content
    refused = call("post", f"{url}/give")
    assert refused.json()["code"] == "grade-unfinished"
    assert "reason_1" in [error["field"] for error in refused.json()["errors"]]
    kept = call("patch", url, answers=[answers[-1] | {"reason": "ไม่บอกแหล่ง"}]).json()
    assert [line["number"] for line in kept["lines"]] == [1, 4, 4, 4, 4]  # what was left out stays
    given = call("post", f"{url}/give").json()
    assert (given["state"], given["points"], given["most"], given["percent"]) == ("given", 39, 48, "81.3")
    assert call("patch", url, advice="x").json()["code"] == "grade-is-given"
    strange = call("patch", url, answers=[{"criterion": made.json()["uid"]}])
    assert strange.status_code in (409, 422)
    client.force_login(grading.somsri)
    graded(grading.plan, grading.somsri, 4, 4, 4, 4, 4)
    client.force_login(grading.officer)
    seen = call("get", url).json()
    assert seen["grader"] is None
    assert seen["lines"][0]["reason"] == "ไม่บอกแหล่ง"
    client.force_login(grading.coordinator)
    assert call("get", url).json()["grader"]["name"] == "Wichai"
    pair = call("get", f"/grade-comparison?area=90&fiscal_year={YEAR}").json()["pairs"][0]
    found = call(
        "get",
        f"/grade-comparison?area=90&fiscal_year={YEAR}&first={pair['first']['uid']}&second={pair['second']['uid']}",
    ).json()
    assert found["agreement"]["exact"] == 0.8
    assert found["documents"][0]["rows"][0]["is_apart"] is True
    client.force_login(grading.stranger)
    listed = call("get", "/graded-documents?about=plan").json()["items"]
    assert [row["tier"] for row in listed] == ["strong"]
    assert "ไม่บอกแหล่ง" not in str(listed)
    assert call("get", "/grades").json()["items"] == []


def test_many_grades_cost_no_more_queries_than_one(client, grading, django_assert_num_queries):
    client.force_login(grading.coordinator)
    url = reverse("grades:documents") + f"?area=90&year={YEAR}"
    graded(grading.plan, grading.wichai, 4, 4, 4, 4, 4)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for code in ("alcohol", "food"):
        graded(another_plan(grading, code), grading.wichai, 4, 4, 4, 4, 4)
    with django_assert_num_queries(len(one)):
        assert client.get(url).context["total"] == 3


def test_a_proposal_under_two_entries_is_counted_once_in_all_and_once_under_each(client, grading):
    issue_list = IssueList.objects.get(code="strategic-8")
    grade = graded(grading.submitted, grading.wichai, 4, 4, 4, 4, 4)
    own = grading.issue.entries.get(issue_list=issue_list)
    other = Issue.objects.exclude(entries=own).filter(entries__issue_list=issue_list).first()
    same = Issue.objects.exclude(pk=grading.issue.pk).filter(entries=own).first()
    for issue in filter(None, (other, same)):
        GradeIssue.objects.create(grade=grade, issue=issue)
    found = counted(Question(area("90"), YEAR, issue_list))
    assert found.totals["proposals_graded"] == 1
    assert found.overlap["proposals_graded"] == 1
    assert found.whole.of(own.pk)["proposals_graded"] == 1
    client.force_login(grading.coordinator)
    url = reverse("grades:documents") + f"?area=90&year={YEAR}&about=proposal&list={issue_list.code}&entry="
    assert client.get(url + "several").context["total"] == 1
    assert client.get(url + "none").context["total"] == 0

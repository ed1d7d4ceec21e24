"""Proposals, projects and reports through the API, by the same actions as the pages."""

from datetime import timedelta
from uuid import UUID

import pytest

from ruamsuk.core.calendar import fiscal_year_days, today
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.issues.models import TargetGroup
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.tests.conftest import YEAR
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db
FIRST, LAST = fiscal_year_days(YEAR)


@pytest.fixture
def officer(kho_hong):
    return Caller(kho_hong.officer)


@pytest.fixture
def project(kho_hong):
    return enter_project(
        title="จากกระดาษ",
        fiscal_year=YEAR,
        home_area=kho_hong.home,
        budget_satang=1_000_000,
        fund=kho_hong.fund,
        organization=kho_hong.owner,
        starts_on=FIRST,
        ends_on=LAST,
        by=kho_hong.officer,
    )


def made(answer, status=201):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_from_a_row_of_a_plan_to_an_approved_project(officer, kho_hong):
    draft = made(officer.post(f"/planned-projects/{kho_hong.row.uid}/propose"))
    assert (draft["title"], draft["fund"]["code"]) == ("คอหงส์ปลอดบุหรี่ หมู่ที่ 4", "L7257")
    path = f"/proposals/{draft['uid']}"
    target = made(officer.post(f"{path}/rows", {"kind": "target"}))["uid"]
    activity = made(officer.post(f"{path}/rows", {"kind": "activity"}))["uid"]
    line = made(officer.post(f"{path}/rows", {"kind": "line", "parent": activity}))["uid"]
    fields = {
        "d.applicant_kind": 1,
        "d.rationale": "เยาวชนเริ่มสูบบุหรี่เร็วขึ้นทุกปี",
        "d.starts_on": FIRST.isoformat(),
        "d.ends_on": LAST.isoformat(),
        "d.expected_results": "สูบบุหรี่น้อยลง",
        f"target.{target}.group": TargetGroup.objects.order_by("sort_no")[2].code,
        f"target.{target}.people": 120,
        f"activity.{activity}.name": "อบรมแกนนำ",
        f"activity.{activity}.starts_on": FIRST.isoformat(),
        f"activity.{activity}.ends_on": FIRST.isoformat(),
        f"activity.{activity}.output": "แกนนำ 60 คน",
        f"activity.{activity}.outcome": "ชวนเพื่อนเลิกได้",
        f"line.{line}.category": "302",
        f"line.{line}.quantity": 60,
        f"line.{line}.unit_cost_satang": 12_550,
        f"line.{line}.times": 2,
    }
    version = officer.get(path).json()["version"]
    outcome = made(officer.post(f"{path}/fields", {"base_version": version, "fields": fields}), 200)
    assert (outcome["errors"], outcome["conflicts"], outcome["lost"]) == ({}, [], {})
    assert officer.get(path).json()["budget_satang"] == 60 * 12_550 * 2
    assert made(officer.post(f"{path}/submit"), 200)["state"] == "submitted"
    decision = {
        "outcome": "approved",
        "decided_on": today().isoformat(),
        "resolution_no": "2/2570",
        "amount_satang": 1_500_000,
    }
    approved = made(officer.post(f"{path}/decide", decision), 200)
    project = Caller().get(f"/projects/{approved['project']}").json()
    assert (project["budget_satang"], project["people"]) == (1_500_000, None)
    assert officer.post(f"{path}/decide", decision).json()["code"] == "already-decided"
    assert Project.objects.count() == 1


def test_an_unfinished_proposal_is_refused_with_what_is_missing(officer, started):
    refused = officer.post(f"/proposals/{started.uid}/submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "proposal-incomplete")
    missing = [one for one in officer.get(f"/proposals/{started.uid}").json()["missing"] if one["required"]]
    errors = [{"field": one["path"], "message": one["text"]} for one in missing]
    assert refused.json()["errors"] == errors
    assert len(errors) > 6  # all of them, not the few that the words name


def test_two_writers_of_one_field_both_keep_their_text(officer, kho_hong, started):
    path, base = f"/proposals/{started.uid}", Proposal.objects.get(pk=started.pk).version
    typist = Caller(kho_hong.typist)

    def save(caller, text):
        return made(caller.post(f"{path}/fields", {"base_version": base, "fields": {"p.title": text}}), 200)

    assert save(officer, "หนึ่ง")["conflicts"] == []
    assert save(typist, "สอง")["conflicts"] == ["p.title"]
    (waiting,) = officer.get(path).json()["conflicts"]
    assert (waiting["path"], waiting["other_text"]) == ("p.title", "สอง")
    chosen = made(officer.post(f"{path}/choose", {"path": "p.title", "take_other": True}), 200)
    assert (chosen["title"], chosen["conflicts"]) == ("สอง", [])


@pytest.mark.parametrize(
    "fields",
    [
        {"d.starts_on": "2027-05-01", "d.ends_on": "2027-04-01"},
        {"d.starts_on": "no day"},
        {f"issue.{UUID(int=7)}.on": True},
        {"p.fiscal_year": 1},
        {"p.home_area": "9999"},
        {"nothing": "x", "p.nothing": "x", "line.x.times": 2},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_absurd_fields_break_nothing(officer, started, fields):
    path = f"/proposals/{started.uid}"
    answer = officer.post(f"{path}/fields", {"base_version": 0, "fields": fields})
    assert answer.status_code == 200, answer.content.decode()
    assert officer.get(path).status_code == 200


def test_an_absurd_amount_breaks_nothing(officer, started):
    path = f"/proposals/{started.uid}"
    activity = made(officer.post(f"{path}/rows", {"kind": "activity"}))["uid"]
    line = made(officer.post(f"{path}/rows", {"kind": "line", "parent": activity}))["uid"]
    fields = {
        f"line.{line}.quantity": "99999999",
        f"line.{line}.unit_cost_satang": 9_999_999_999_999,
        f"line.{line}.times": 9_999,
    }
    answer = officer.post(f"{path}/fields", {"base_version": 0, "fields": fields})
    assert answer.status_code < 500, answer.content.decode()
    assert officer.get(path).status_code == 200


def test_a_line_can_be_taken_off_and_brought_back(officer, started):
    path = f"/proposals/{started.uid}"
    row = made(officer.post(f"{path}/rows", {"kind": "situation"}))["uid"]
    before = len(officer.get(path).json()["design"]["situations"])
    gone = made(officer.post(f"{path}/rows/situation/{row}/remove"), 200)
    assert len(gone["design"]["situations"]) == before - 1
    back = made(officer.post(f"{path}/rows/situation/{row}/restore"), 200)
    assert len(back["design"]["situations"]) == before
    assert officer.post(f"{path}/rows", {"kind": "line"}).json()["code"] == "row-gone"


def test_a_project_from_paper_is_entered_and_changed(officer, kho_hong):
    body = {
        "title": "ขยะเป็นศูนย์",
        "fiscal_year": YEAR,
        "fund": "L7257",
        "owner_name": "ชมรม",
        "home_area": "901104",
        "budget_satang": 2_500_000,
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
        "issues": ["tobacco"],
    }
    project = made(officer.post("/projects", body))
    assert project["code"]
    assert [issue["code"] for issue in project["design"]["issues"]] == ["tobacco"]
    path = f"/projects/{project['uid']}"
    changed = made(officer.patch(path, {"title": "ขยะเป็นศูนย์ ปีที่ 2"}), 200)
    assert (changed["title"], changed["design"]["issues"]) == ("ขยะเป็นศูนย์ ปีที่ 2", project["design"]["issues"])
    halves = [
        {
            "starts_on": FIRST.isoformat(),
            "ends_on": (FIRST + timedelta(days=90)).isoformat(),
            "amount_satang": 1_500_000,
        },
        {
            "starts_on": (FIRST + timedelta(days=91)).isoformat(),
            "ends_on": LAST.isoformat(),
            "amount_satang": 1_000_000,
        },
    ]
    assert len(made(officer.post(f"{path}/instalments", {"instalments": halves}), 200)["instalments"]) == 2
    wrong = officer.post(f"{path}/instalments", {"instalments": halves[:1]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "instalments-do-not-add-up")
    fundings = {"fundings": [{"giver": "L7257", "amount_satang": 2_500_000}]}
    assert made(officer.post(f"{path}/fundings", fundings), 200)["fundings"][0]["fund"]["code"] == "L7257"
    assert officer.post(f"{path}/status", {"status": "stopped"}).json()["code"] == "reason-missing"
    assert made(officer.post(f"{path}/status", {"status": "finished"}), 200)["status"] == "finished"
    assert Caller(kho_hong.stranger).post("/projects", body).status_code == 403


def test_documents_are_told_by_their_content(officer, project):
    path = f"/projects/{project.uid}"
    fields = {"kind": "agreement", "title": "ข้อตกลง", "upload": sent("tor.pdf", pdf())}
    document = made(officer.upload(f"{path}/documents", fields))["documents"][0]
    assert (document["title"], document["media_type"]) == ("ข้อตกลง", "application/pdf")
    download = f"{path}/documents/{document['uid']}"
    assert b"".join(officer.get(download).streaming_content).startswith(b"%PDF")
    assert Caller().get(download).status_code == 401
    wrong = officer.upload(f"{path}/documents", fields | {"upload": sent("tor.pdf", b"MZ program")})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "upload")


def test_a_report_goes_up_the_ladder_and_back(officer, kho_hong, project):
    report = made(officer.post(f"/projects/{project.uid}/reports", {}))
    path = f"/reports/{report['uid']}"
    assert Caller().get(path).status_code == 404
    line = made(officer.post(f"{path}/participants"))["uid"]
    fields = {
        "r.title": "อบรมแกนนำ",
        "r.held_on": FIRST.isoformat(),
        "r.done": "อบรมที่ศาลาประชาคม",
        "r.output": "แกนนำ 60 คน",
        f"people.{line}.detail": "แกนนำ",
        f"people.{line}.men": 20,
        f"people.{line}.women": 40,
        "spend.3.amount_satang": 12_550,
    }
    outcome = made(officer.post(f"{path}/fields", {"base_version": 0, "fields": fields}), 200)
    assert outcome["errors"] == {}
    album = made(
        officer.upload(f"{path}/photos", {"photos": [sent("a.jpg", photo()), sent("b.jpg", photo())]})
    )
    assert [one["no"] for one in album["photos"]] == [1, 2]
    assert (album["people"], album["spent_satang"]) == (60, 12_550)
    assert made(officer.post(f"{path}/send"), 200)["state"] == "sent"
    public = Caller().get(path).json()
    assert (public["title"], public["steps"], public["files"]) == ("อบรมแกนนำ", None, [])
    refused = officer.post(f"{path}/accept", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "not-your-step")
    mentor = Caller(kho_hong.mentor)
    assert made(mentor.post(f"{path}/check", {"advice": "ดีมาก"}), 200)["advice"] == "ดีมาก"
    assert made(officer.post(f"{path}/return", {"note": "ขอรูปเพิ่ม"}), 200)["state"] == "started"
    assert officer.get(path).json()["state_note"] == "ขอรูปเพิ่ม"


# Starting points, ID copies, lines of a project's plan


def refusal(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content.decode()
    return answer.json()


def test_a_proposal_starts_from_a_standard_measure_or_a_neighbours_project(officer, kho_hong, project):
    measure = kho_hong.issue.measures.first()
    path = f"/standard-measures/{measure.code}/propose"
    draft = made(officer.post(path, {"fiscal_year": YEAR}))
    assert draft["design"]["approach"] == measure.text_th  # a document is Thai
    assert [issue["code"] for issue in draft["design"]["issues"]] == ["tobacco"]
    assert draft["begun_from"] | {"to_confirm": True} == draft["begun_from"]
    refusal(officer.post("/standard-measures/none/propose", {"fiscal_year": YEAR}), 404, "not-found")
    refusal(officer.post(path, {}), 422, "invalid-fields")
    refusal(Caller().post(path, {"fiscal_year": YEAR}), 401, "sign-in-needed")
    like = made(officer.post(f"/projects/{project.uid}/propose", {"fiscal_year": YEAR}))
    assert like["title"] == project.title


def test_a_standard_indicator_is_taken_over(officer, kho_hong, started):
    standard = kho_hong.issue.indicators.last()
    path = f"/proposals/{started.uid}/standard-indicators"
    before = len(officer.get(f"/proposals/{started.uid}").json()["design"]["objectives"])
    taken = made(officer.post(path, {"indicator": standard.code}), 200)
    assert len(taken["design"]["objectives"]) == before + 1
    assert refusal(officer.post(path, {"indicator": "none"}), 422, "invalid-fields")["errors"]
    assert Caller(kho_hong.mentor).post(path, {"indicator": standard.code}).status_code in (403, 404)


def test_an_id_copy_is_for_authors_fund_committee_and_mentor_only(officer, kho_hong, submitted, person, area):
    Proposal.objects.filter(pk=submitted.pk).update(state="returned")
    row = made(officer.post(f"/proposals/{submitted.uid}/rows", {"kind": "applicant"}))
    path = f"/proposals/{submitted.uid}/applicants/{row['uid']}/id-copy"
    assert Caller(kho_hong.officer).get(path).status_code == 404  # none yet
    outsider = Caller(kho_hong.stranger)
    for caller in (outsider, Caller(kho_hong.mentor)):
        assert caller.upload(path, {"upload": sent("id.pdf", pdf())}).status_code in (403, 404)
    refused = officer.upload(path, {"upload": sent("id.exe", b"MZ")})
    assert refusal(refused, 422, "invalid-fields")["errors"][0]["field"] == "upload"
    kept = made(officer.upload(path, {"upload": sent("id.pdf", pdf())}))
    assert kept["applicants"][-1]["has_id_copy"]
    for reader in (kho_hong.officer, kho_hong.mentor, kho_hong.member):
        assert b"".join(Caller(reader).get(path).streaming_content) == pdf()
    executive = Caller(person("Ek", "executive", area("TH")))
    for caller in (Caller(), outsider, executive):
        assert caller.get(path).status_code in (401, 403, 404)


def test_authors_are_listed_for_who_writes(officer, kho_hong, started):
    path = f"/proposals/{started.uid}/authors"
    made(officer.post(path, {"person": kho_hong.applicant.username}), 200)
    assert {row["name"] for row in officer.get(path).json()} == {"Malee", "Duang"}
    assert Caller(kho_hong.mentor).get(path).status_code in (403, 404)


def test_the_plan_of_a_project_is_written_line_by_line(officer, kho_hong, project):
    path = f"/projects/{project.uid}/rows"
    work = {"name": "อบรมแกนนำ", "starts_on": FIRST.isoformat(), "ends_on": FIRST.isoformat()}
    activity = made(officer.post(path, {"kind": "activity", "fields": work}))["design"]["activities"][0]
    assert activity["starts_on"] == FIRST.isoformat()
    money = {"category": "302", "quantity": 60, "unit_cost_satang": 12_550, "times": 2}
    line = {"kind": "line", "parent": activity["uid"], "fields": money}
    lines = made(officer.post(path, line))["design"]["activities"][0]["lines"]
    assert lines[0]["amount_satang"] == 60 * 12_550 * 2
    changed = made(officer.patch(f"{path}/line/{lines[0]['uid']}", {"fields": {"quantity": 10}}), 200)
    stands = changed["design"]["activities"][0]["lines"][0]
    assert (stands["amount_satang"], stands["category"]) == (10 * 12_550 * 2, "302")
    for kind, uid in (("line", stands["uid"]), ("activity", activity["uid"])):
        made(officer.post(f"{path}/{kind}/{uid}/remove"), 200)
    assert officer.get(f"/projects/{project.uid}").json()["design"]["activities"] == []
    refusal(officer.post(path, line), 409, "row-gone")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "activity", "fields": {}},
        {"kind": "activity", "fields": {"colour": "red"}},
        {"kind": "indicator", "fields": {"text": "x"}},
        {"kind": "applicant", "fields": {"name": "x"}},
        {"kind": "activity", "fields": {"name": "x", "starts_on": "2027-05-01", "ends_on": "2027-04-01"}},
    ],
    ids=["empty", "unknown", "no parent", "no such kind", "days in wrong order"],
)
def test_a_line_that_cannot_be_taken_is_refused_in_both_languages(officer, kho_hong, project, body):
    path = f"/projects/{project.uid}/rows"
    english = refusal(officer.post(path, body), 422, "invalid-fields")
    thai = refusal(Caller(kho_hong.officer, language="th").post(path, body), 422, "invalid-fields")
    assert english["errors"]
    assert english["title"] != thai["title"]
    good = {"kind": "objective", "fields": {"text": "เพื่อลด"}}
    refusal(Caller(kho_hong.stranger).post(path, good), 403, "not-allowed")
    made(officer.post(path, good))


def test_a_wrongly_recorded_decision_is_corrected_and_kept(officer, kho_hong, submitted):
    path = f"/proposals/{submitted.uid}"
    decision = {"outcome": "approved", "decided_on": today().isoformat(), "resolution_no": "2/2570"}
    right = decision | {"amount_satang": 900_000, "reason": "พิมพ์ผิด"}
    refusal(officer.post(f"{path}/decision/correct", right), 409, "wrong-state")
    made(officer.post(f"{path}/decide", decision | {"amount_satang": 1_500_000}), 200)
    refusal(Caller(kho_hong.member).post(f"{path}/decision/correct", right), 403, "not-allowed")
    assert officer.post(f"{path}/decision/correct", right | {"reason": ""}).status_code == 422
    corrected = made(officer.post(f"{path}/decision/correct", right), 200)["decision"]
    assert corrected["amount_satang"] == 900_000
    assert [(row["amount_satang"], row["reason"]) for row in corrected["earlier"]] == [(1_500_000, "พิมพ์ผิด")]


def test_a_proposal_in_correction_is_read_from_outside_as_it_was_sent(officer, kho_hong, submitted, write):
    path, outsider = f"/proposals/{submitted.uid}", Caller(kho_hong.stranger)
    title = outsider.get(path).json()["title"]
    made(officer.post(f"{path}/return", {"note": "แก้"}), 200)
    write(submitted, {"p.title": "ชื่อที่กำลังแก้"})
    told = refusal(outsider.get(path), 409, "proposal-not-sent-yet")
    sent_last = submitted.submissions.last()
    assert str(sent_last.uid) in told["detail"]
    assert outsider.get(f"/submissions/{sent_last.uid}").json()["snapshot"]["title"] == title
    assert [row["title"] for row in outsider.get("/proposals").json()["items"]] == [title]
    assert officer.get(path).json()["title"] == "ชื่อที่กำลังแก้"

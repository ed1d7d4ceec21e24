"""Projects: from paper, funded, in instalments, with a status, for the right readers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.actions import projects as actions
from ruamsuk.projects.projects.problems import (
    CodeTaken,
    FundingDoesNotAddUp,
    InstalmentsDoNotAddUp,
    InstalmentsOverlap,
)


@pytest.fixture
def enter(kho_hong):
    def make(title="โครงการจากเอกสาร", **values):
        values = {"fund": kho_hong.fund, "home_area": kho_hong.home, "budget_satang": 1_000_000} | values
        return actions.enter_project(title=title, fiscal_year=2570, by=kho_hong.officer, **values)

    return make


PAPER = {
    "title": "ออกกำลังกายยามเย็น",
    "fiscal_year": "๒๕๗๐",
    "fund": "l7257",
    "owner_name": "ชมรมแอโรบิก",
    "home_area": "901104",
    "budget_satang": "๑๒,๐๐๐",
    "starts_on": "1/11/2569",
    "ends_on": "31/8/2570",
    "kind": "project",
    "typed_code": "70–L7257 -02-09",
}


def test_a_project_may_exist_without_a_web_proposal(client, kho_hong):
    client.force_login(kho_hong.officer)
    answer = client.post(reverse("projects:project-new"), PAPER)
    project = Project.objects.get()
    assert answer.url == reverse("projects:project", args=[project.uid])
    assert (project.code, project.typed_code) == ("70-L7257-2-09", "70–L7257 -02-09")
    assert (project.origin, project.proposal, project.budget_satang) == ("paper", None, 1_200_000)
    assert not Proposal.objects.exists()


def test_nobody_enters_a_project_for_another_fund(client, kho_hong):
    client.force_login(kho_hong.stranger)
    assert client.post(reverse("projects:project-new"), PAPER).status_code == 403
    assert not Project.objects.exists()
    client.force_login(kho_hong.officer)
    assert client.post(reverse("projects:project-new"), PAPER).status_code == 302


def test_codes_follow_the_funders_pattern_and_are_never_given_twice(enter):
    first, second = enter(), enter()
    assert [first.code, second.code] == ["70-L7257-0-01", "70-L7257-0-02"]
    with pytest.raises(CodeTaken):
        enter(typed_code="2570-L7257-0-001".replace("-0-", "-1-")) and enter(typed_code="70-L7257-1-1")


def test_instalments_must_add_up_and_follow_each_other(enter, kho_hong):
    project = enter(budget_satang=21_289_500)
    first = actions.InstalmentTerms(date(2026, 10, 1), date(2027, 1, 31), 8_515_000)
    second = actions.InstalmentTerms(date(2027, 2, 1), date(2027, 5, 31), 10_645_000)
    third = actions.InstalmentTerms(date(2027, 6, 1), date(2027, 8, 31), 2_129_500)
    with pytest.raises(InstalmentsDoNotAddUp) as refused:
        actions.set_instalments(project=project, parts=[first, second], by=kho_hong.officer)
    assert "21,295" in str(refused.value)
    overlapping = actions.InstalmentTerms(date(2027, 1, 31), date(2027, 5, 31), 10_645_000)
    with pytest.raises(InstalmentsOverlap):
        actions.set_instalments(project=project, parts=[first, overlapping, third], by=kho_hong.officer)
    actions.set_instalments(project=project, parts=[first, second, third], by=kho_hong.officer)
    assert sum(row.amount_satang for row in project.instalments.all()) == project.budget_satang


def test_several_funders_make_up_the_budget(enter, kho_hong):
    project = enter(budget_satang=1_000_000)
    with pytest.raises(FundingDoesNotAddUp):
        actions.set_fundings(
            project=project,
            fundings=[(kho_hong.fund, 600_000), (kho_hong.owner, 300_000)],
            by=kho_hong.officer,
        )
    assert project.fundings.get().amount_satang == 1_000_000
    actions.set_fundings(
        project=project, fundings=[(kho_hong.fund, 600_000), (kho_hong.owner, 400_000)], by=kho_hong.officer
    )
    assert project.fundings.count() == 2


def test_instalments_are_entered_in_the_page_and_the_refusal_says_the_difference(client, enter, kho_hong):
    project = enter(budget_satang=1_000_000)
    client.force_login(kho_hong.officer)
    form = {
        "instalment-TOTAL_FORMS": 1,
        "instalment-INITIAL_FORMS": 0,
        "instalment-0-starts_on": "1/10/2569",
        "instalment-0-ends_on": "31/3/2570",
        "instalment-0-amount_satang": "9,000",
    }
    address = reverse("projects:project-instalments", args=[project.uid])
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "1,000" in refused.content.decode()
    client.post(address, form | {"instalment-0-amount_satang": "10,000"})
    assert project.instalments.count() == 1


def test_a_project_set_holds_projects_and_never_itself(client, enter, kho_hong):
    programme = enter("ชุดโครงการ", kind="programme", typed_code="58-03912")
    child = enter("โครงการลูก", parent=programme)
    client.force_login(kho_hong.officer)
    assert "โครงการลูก" in client.get(reverse("projects:project", args=[programme.uid])).content.decode()
    form = {**PAPER, "parent": child.code, "title": programme.title, "kind": "programme"}
    refused = client.post(reverse("projects:project-edit", args=[programme.uid]), form)
    assert refused.status_code == 422
    programme.refresh_from_db()
    assert programme.parent is None


def test_stopping_needs_a_reason_and_finishing_does_not(client, enter, kho_hong):
    project = enter()
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-status", args=[project.uid])
    assert client.post(address, {"status": "stopped"}).status_code == 422
    client.post(address, {"status": "stopped", "reason": "ผู้รับผิดชอบย้าย"})
    project.refresh_from_db()
    assert (project.status, project.status_reason) == ("stopped", "ผู้รับผิดชอบย้าย")


def test_everyone_reads_a_project_but_not_who_answers_for_it(client, enter, kho_hong):
    project = enter()
    actions.set_people(
        project=project,
        people=[{"name": "คนสมมติ", "duty": "หัวหน้า", "phone": "081-000-0002"}],
        by=kho_hong.officer,
    )
    address = reverse("projects:project", args=[project.uid])
    assert "081-000-0002" not in client.get(address).content.decode()
    for who, sees in ((kho_hong.stranger, False), (kho_hong.mentor, True), (kho_hong.officer, True)):
        client.force_login(who)
        assert ("081-000-0002" in client.get(address).content.decode()) is sees


def test_a_document_is_taken_by_its_content_and_not_by_its_name(client, enter, kho_hong):
    project = enter()
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-document-add", args=[project.uid])
    good = SimpleUploadedFile("ข้อตกลง.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    bad = SimpleUploadedFile("ข้อตกลง.pdf", b"MZ\x90\x00" + b"\0" * 200)
    assert client.post(address, {"kind": "agreement", "title": "ข้อตกลง", "upload": bad}).status_code == 422
    assert not project.documents.exists()
    client.post(address, {"kind": "agreement", "title": "ข้อตกลง", "upload": good})
    document = project.documents.get()
    opened = client.get(reverse("projects:project-document", args=[project.uid, document.uid]))
    assert opened["Content-Type"] == "application/pdf"
    assert opened.getvalue().startswith(b"%PDF")


def test_a_form_that_comes_back_says_that_its_file_was_not_saved(client, enter, kho_hong):
    project = enter()
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-document-add", args=[project.uid])

    def sent(title, content):
        file = SimpleUploadedFile("ข้อตกลง.pdf", content)
        return client.post(address, {"kind": "agreement", "title": title, "upload": file})

    said = "“ข้อตกลง.pdf” ยังไม่ได้บันทึก"
    answer = sent("", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    assert answer.status_code == 422
    assert said in answer.text
    assert said not in sent("ข้อตกลง", b"MZ").text  # the refusal of the file says so itself


def test_projects_are_found_by_words_and_by_any_form_of_their_code(client, enter):
    enter("ปั่นจักรยาน", typed_code="66-L7257-02-03")
    enter("เดินวันละหมื่นก้าว")
    address = reverse("projects:projects")
    by_code = client.get(address, {"q": "2566-l7257-2-3".upper()}).content.decode()
    assert "ปั่นจักรยาน" in by_code
    assert "เดินวันละ" not in by_code
    by_word = client.get(address, {"q": "หมื่นก้าว", "area": "901104", "year": "2570"}).content.decode()
    assert "เดินวันละหมื่นก้าว" in by_word


def test_the_list_does_not_cost_more_queries_with_more_rows(client, enter, django_assert_max_num_queries):
    enter()
    address = reverse("projects:projects") + "?area=901104&year=2570"
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for _row in range(29):
        enter()
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).content.decode().count("70-L7257-0-") >= 30


def test_a_project_from_paper_gets_its_objectives_and_activities_row_by_row(client, enter, kho_hong):
    project = enter()
    client.force_login(kho_hong.officer)

    def add(kind, parent=None, **values):
        address = reverse("projects:project-row-add", args=[project.uid, kind])
        return client.post(f"{address}?in={parent.uid}" if parent else address, values)

    assert add("objective", text="เพื่อลดขยะ").status_code == 302
    assert add("situation", text="ครัวเรือนไม่คัดแยกขยะ", size="62.5", unit="ร้อยละ").status_code == 302
    objective = project.design.objectives.get()
    assert add("indicator", objective, text="ครัวเรือนที่คัดแยก", baseline="๔๐", target="").status_code == 422
    add("indicator", objective, text="ครัวเรือนที่คัดแยก", unit="ร้อยละ", baseline="๔๐", target="60")
    add("activity", name="อบรม", starts_on="1/12/2569", ends_on="2/12/2569")
    activity = project.design.activities.get()
    add("line", activity, category="302", quantity="50", unit_cost_satang="100", times="")
    activity.refresh_from_db()
    assert (objective.indicators.get().baseline, activity.budget_satang) == (40, 500_000)
    address = reverse("projects:project-row-edit", args=[project.uid, "objective", objective.uid])
    client.post(address, {"text": "เพื่อลดขยะในครัวเรือน"})
    client.post(reverse("projects:project-row-remove", args=[project.uid, "activity", activity.uid]))
    page = client.get(reverse("projects:project-plan", args=[project.uid])).content.decode()
    assert "เพื่อลดขยะในครัวเรือน" in page
    assert "ร้อยละ 62.5" in page
    assert not project.design.activities.exists()


def test_rows_of_another_project_are_out_of_reach(client, enter, kho_hong):
    mine, other = enter(), enter()
    client.force_login(kho_hong.officer)
    client.post(reverse("projects:project-row-add", args=[other.uid, "objective"]), {"text": "ของอีกโครงการ"})
    row = other.design.objectives.get()
    address = reverse("projects:project-row-edit", args=[mine.uid, "objective", row.uid])
    assert client.post(address, {"text": "ข้ามโครงการ"}).status_code == 409
    client.force_login(kho_hong.stranger)
    assert client.get(reverse("projects:project-plan", args=[other.uid])).status_code == 403


def test_an_emptied_line_is_taken_off_and_the_page_says_so(client, enter, kho_hong):
    project = enter()
    people = [{"name": name, "duty": "", "phone": ""} for name in ("คนที่หนึ่ง", "คนที่สอง")]
    actions.set_people(project=project, people=people, by=kho_hong.officer)
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-people", args=[project.uid])
    form = {
        "person-TOTAL_FORMS": 3,
        "person-INITIAL_FORMS": 2,
        "person-0-name": "คนที่หนึ่ง",
        "person-0-phone": "081-000-0001",
        "person-1-name": " ",
        "person-1-phone": "081-000-0002",
        "person-2-name": "",
    }
    assert client.post(address, form).status_code == 422  # something still stands in the second line
    assert project.people.count() == 2
    saved = client.post(address, form | {"person-1-phone": ""}, follow=True)
    assert "เอาออก 1 บรรทัด" in saved.content.decode()
    assert list(project.people.values_list("name", "phone")) == [("คนที่หนึ่ง", "081-000-0001")]
    again = form | {"person-INITIAL_FORMS": 1, "person-1-phone": ""}
    assert "บรรทัด" not in client.post(address, again, follow=True).content.decode().split("<main")[1][:1500]


def test_an_emptied_day_of_the_report_is_the_last_day_again(client, enter, kho_hong):
    project = enter()
    client.force_login(kho_hong.officer)
    address = reverse("projects:project-edit", args=[project.uid])
    client.post(address, {**PAPER, "report_due_on": "15/9/2570"})
    project.refresh_from_db()
    assert project.report_due_on == date(2027, 9, 15)
    client.post(address, {**PAPER, "report_due_on": ""})
    project.refresh_from_db()
    assert project.report_due_on == project.design.ends_on


@pytest.mark.parametrize("page", ["project-new", "proposal-new"])
def test_the_form_knows_the_only_fund_of_an_officer(page, client, kho_hong, person):
    address = reverse(f"projects:{page}")
    client.force_login(kho_hong.officer)
    assert kho_hong.fund.code in client.get(address).context["form"]["fund"].value()
    client.force_login(person("Kanda", "central", None))
    assert not client.get(address).context["form"]["fund"].value()

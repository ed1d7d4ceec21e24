"""The same Thai, typed otherwise: stored in one way of writing, and found by any."""

import pytest
from django.urls import reverse

from ruamsuk.accounts.models import User
from ruamsuk.accounts.queries import people_found
from ruamsuk.comments.models import Comment
from ruamsuk.funds.models import Fund
from ruamsuk.funds.queries import search as search_funds
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.queries import search as search_organizations
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.tests.conftest import YEAR
from tests.api_caller import Caller

pytestmark = pytest.mark.django_db
TYPED = "อบรมทํานํ้าดื่ม  เเม่บ้าน\u200bคอหงส์ กับเด็ก"
STORED = "อบรมทำน้ำดื่ม แม่บ้านคอหงส์ กับเด็ก"
ANY = ["ทำน้ำดื่ม", "ทํานํ้าดื่ม", "ทำนำ้ดื่ม", "ทำน้ำ\u200bดื่ม", "แม่บ้าน", "เเม่บ้าน", "น้ำดื่ม เด็ก", "เด็ก  น้ำ", " เด็ก "]
NONE = ["น้ำมัน", "น้ำดื่ม ผู้ใหญ่", "นำดื่ม", "- ."]


@pytest.fixture
def officer(kho_hong):
    return Caller(kho_hong.officer)


def started_with(officer, title):
    body = {"title": title, "fiscal_year": YEAR, "fund": "L7257"}
    answer = officer.post("/proposals", body)
    assert answer.status_code == 201, answer.content.decode()
    return Proposal.objects.get(uid=answer.json()["uid"])


def test_a_title_from_a_program_is_stored_tidy(officer):
    assert started_with(officer, TYPED).title == STORED


def test_a_field_of_a_draft_is_stored_tidy_and_keeps_its_lines(officer):
    draft = started_with(officer, "ชื่อ")
    fields = {"p.title": TYPED, "d.rationale": f"{TYPED}\n\n  - {TYPED}"}
    answer = officer.post(f"/proposals/{draft.uid}/fields", {"base_version": draft.version, "fields": fields})
    assert answer.json()["errors"] == {}
    draft.refresh_from_db()
    draft.design.refresh_from_db()
    assert draft.title == STORED
    assert draft.design.rationale == f"{STORED}\n\n  - {STORED}"


def test_a_field_of_a_page_and_a_comment_are_stored_tidy(client, kho_hong, officer):
    draft = started_with(officer, "ชื่อ")
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-save", args=[draft.uid])
    assert (
        client.post(address, {"screen": "", "version": draft.version, "p.title": TYPED}).json()["errors"]
        == {}
    )
    draft.refresh_from_db()
    assert draft.title == STORED
    officer.post(f"/proposals/{draft.uid}/comments", {"text": TYPED})
    assert Comment.objects.get().text == STORED


def test_a_text_that_only_looks_otherwise_is_no_conflict(officer):
    draft = started_with(officer, STORED)
    Proposal.objects.filter(pk=draft.pk).update(title=TYPED)  # as it was stored before
    body = {"base_version": draft.version, "fields": {"p.title": "ชื่อใหม่"}, "seen": {"p.title": TYPED}}
    answer = officer.post(f"/proposals/{draft.uid}/fields", body).json()
    assert answer["conflicts"] == []
    draft.refresh_from_db()
    assert draft.title == "ชื่อใหม่"


@pytest.mark.parametrize("words", ANY)
def test_any_spelling_and_words_apart_find_it_on_every_list(client, kho_hong, officer, words):
    draft = started_with(officer, TYPED)
    assert [one["uid"] for one in found(officer, "proposals", words)] == [str(draft.uid)]
    project = enter_project(
        title=STORED, fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=1_000_000, fund=kho_hong.fund,
        organization=kho_hong.owner, starts_on=None, ends_on=None, by=kho_hong.officer,
    )  # fmt: skip
    assert [one["uid"] for one in found(officer, "projects", words)] == [str(project.uid)]
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:projects"), {"q": words, "area": "901104", "year": YEAR})
    assert [one.pk for one in page.context["page"]] == [project.pk]
    for named in (kho_hong.fund, kho_hong.owner, kho_hong.officer):
        named.name = STORED
        named.save(update_fields=["name"])
    assert search_funds(Fund.objects.all(), words).count() == 1
    assert search_organizations(Organization.objects.all(), words).count() == 1
    assert people_found(User.objects.all(), typed=words).get() == kho_hong.officer


@pytest.mark.parametrize("words", ["ครั้งที่ 12", "ครั้งที่ ๑๒", "to be NUMBER one", "TO BE NO.1 ครั้งที่", "ครั้งที่12"])
def test_signs_spaces_capitals_and_thai_digits_make_no_difference(officer, words):
    draft = started_with(officer, "To be number one (TO BE NO. 1) ครั้งที่ ๑๒")
    assert [one["uid"] for one in found(officer, "proposals", words)] == [str(draft.uid)]


@pytest.mark.parametrize("words", NONE)
def test_other_words_do_not(officer, words):
    started_with(officer, TYPED)
    assert found(officer, "proposals", words) == []


def found(officer, noun, words):
    return officer.get(f"/{noun}", fiscal_year=YEAR, q=words).json()["items"]


def test_a_list_that_finds_nothing_in_its_year_says_how_many_other_years_have(client, kho_hong):
    def entered(year, title):
        enter_project(
            title=title, fiscal_year=year, home_area=kho_hong.home, budget_satang=1_000_000, fund=kho_hong.fund,
            organization=kho_hong.owner, starts_on=None, ends_on=None, by=kho_hong.officer,
        )  # fmt: skip

    for year in (YEAR - 1, YEAR - 1, YEAR - 2):
        entered(year, STORED)
    client.force_login(kho_hong.officer)
    asked = {"q": "ทํานํ้า", "area": "901104", "year": YEAR}
    page = client.get(reverse("projects:projects"), asked)
    assert page.context["other_years"] == [(YEAR - 1, 2), (YEAR - 2, 1)]
    assert "พบ 3 รายการในปีอื่น" in page.content.decode()
    there = client.get(reverse("projects:projects"), asked | {"year": YEAR - 1})
    assert f"year={YEAR - 1}" in page.content.decode()
    assert len(there.context["page"]) == 2
    entered(YEAR, STORED)
    found_now = client.get(reverse("projects:projects"), asked)
    assert found_now.context["other_years"] == []
    assert client.get(reverse("projects:projects"), asked | {"q": "ไม่มี"}).context["other_years"] == []

"""From an empty system to the first proposal: everybody comes in by an invitation from the page of the own place."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Invitation, User
from ruamsuk.accounts.places import OWNERS
from ruamsuk.committees.actions import load_catalogues
from ruamsuk.core.calendar import day_text, today
from ruamsuk.funds.actions import add_fund, load_catalogue
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.organizations.actions import add_organization, close_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Proposal
from ruamsuk.workbooks.tests.books import authority, book, fund, officer, rows, seat

pytestmark = pytest.mark.django_db

PASSWORD = "ยาวพอ-และ-เดายาก-12"
PLACE = "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา"


def follow(client: Client, page: str, words: str) -> str:
    """The address behind the one link with these words, on a page."""
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', client.get(page).content.decode(), re.DOTALL)
    said = [(address, " ".join(re.sub("<[^>]*>", " ", inner).split())) for address, inner in links]
    (found,) = {address for address, text in said if text == words}
    return found.replace("&amp;", "&")


def sent(client: Client, page: str, **typed: object) -> str:
    answer = client.post(page, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def joined(link: str, username: str) -> Client:
    """A new browser, in which the link of an invitation was followed."""
    browser = Client()
    names = {"name": f"นาง{username} (ทดสอบ)", "username": username, "password": PASSWORD}
    assert sent(browser, link, **names, password_again=PASSWORD) == "/"
    return browser


def invited(client: Client, place: str, post: str) -> str:
    """The link that comes when one presses “invite” beside a post of a place."""
    form = follow(client, place, f"เชิญ : {post}")
    typed = client.get(form).context["form"]
    assert typed["role"].initial == Role(typed["role"].initial)  # chosen already
    made = sent(client, form, name="ผู้ร่วมงานใหม่ (ทดสอบ)", role=typed["role"].initial, starts_on="1/10/2568")
    return re.search(r"http://testserver(/users/join/[^\s<]+)", client.get(made).content.decode())[1]


def test_from_an_empty_system_to_the_first_proposal(area, capsys):
    area("901104")
    load_catalogue(by=None)
    call_command("first-admin")
    admin = joined(capsys.readouterr().out.strip().removeprefix("http://testserver"), "first-admin")

    seat = {"home_area": PLACE}
    municipality = sent(
        admin, reverse("organizations:add"), name="เทศบาลทดสอบ", kind="local_authority", **seat
    )
    owner = Organization.objects.get().uid
    kind = Client().get(reverse("funds:kinds")).context["kinds"][0]
    typed = {"kind": kind.pk, "code": "L5166", "name": "กองทุนทดสอบ", "capacity": "ordinary", **seat}
    fund = sent(admin, f"{reverse('funds:add')}?organization={owner}", **typed)
    assert municipality != fund

    people = follow(admin, fund, "ผู้ร่วมงาน")
    officer = joined(invited(admin, people, "เจ้าหน้าที่กองทุน"), "officer-one")
    assert Fund.objects.get().scope.posts.get().role == Role.FUND_OFFICER

    # The officer brings a group of the own sub-district in.
    group = sent(officer, reverse("organizations:add"), name="ชมรมทดสอบ", kind="community", **seat)
    people = follow(officer, group, "ผู้ร่วมงาน")
    leader = joined(invited(officer, people, "ผู้รับผิดชอบโครงการ"), "leader-one")

    draft = sent(
        leader, reverse("projects:proposal-new"), title="เดินเพื่อสุขภาพ", fiscal_year="2570", fund="L5166"
    )
    assert leader.get(draft).status_code == 200
    proposal = Proposal.objects.get()
    assert proposal.fund == Fund.objects.get()
    assert proposal.organization == Organization.objects.get(name="ชมรมทดสอบ")
    assert proposal.authors.get().user == User.objects.get(username="leader-one")
    # … and is read by the officer at whose fund it is.
    assert officer.get(draft).status_code == 200


def test_from_an_empty_system_to_an_officer_by_the_workbook(area, capsys):
    """As docs/manual/setup.md says it, with the words of the buttons."""
    area("901104")
    load_catalogues(by=None)
    call_command("first-admin")
    admin = joined(capsys.readouterr().out.strip().removeprefix("http://testserver"), "first-admin")
    page = follow(admin, "/", "ตั้งต้นจังหวัด : นำหน่วยงานและกองทุนของจังหวัดเข้าระบบ")
    assert admin.get(follow(admin, page, "ดาวน์โหลดไฟล์ต้นแบบ")).status_code == 200
    sheets = {
        "หน่วยงาน": rows(authority()),
        "กองทุน": rows(fund()),
        "ผู้ร่วมงาน": rows(officer()),
        "กรรมการ": rows(seat()),
    }
    looked = sent(admin, page, file=SimpleUploadedFile("จังหวัด.xlsx", book(sheets)))
    assert "ยังไม่มีการบันทึก" in admin.get(looked).text
    assert not Fund.objects.exists()
    admin.post(f"{looked}start")
    assert "4 จาก 6" in admin.get("/").text  # what is left is the officer's part
    links = admin.post(f"{looked}links").content
    with zipfile.ZipFile(io.BytesIO(links)) as package:
        text = package.read("xl/sharedStrings.xml").decode()
    link = re.search(r"http://testserver(/users/join/[^\s<]+)", text)[1]
    keeper = joined(link, "officer-one")
    assert "เจ้าหน้าที่กองทุน" in keeper.get("/").text
    assert keeper.get(reverse("funds:edit", args=[Fund.objects.get().uid])).status_code == 200
    assert "5 จาก 6" in admin.get("/").text


@pytest.fixture
def place(area):
    """Two neighbouring sub-districts with a group each; a fund serves the first."""
    load_catalogue(by=None)
    made = {}
    for code, name in (("901104", "Near"), ("901102", "Next"), ("800101", "Far")):
        made[name] = add_organization(name=f"{name} club", kind="community", home_area=area(code), by=None)
    town = add_organization(name="Town", kind="local_authority", home_area=area("901104"), by=None)
    made["fund"] = add_fund(
        kind=FundKind.objects.first(), code="L5166", name="Town fund", organization=town,
        home_area=area("901104"), by=None,
    )  # fmt: skip
    return made


def offered(client: Client, typed: str = "") -> set[str]:
    page = client.get(reverse("accounts:invite"), {"q": typed})
    return {str(scope) for scope in page.context["places"]}


def test_the_page_of_inviting_offers_every_place_where_one_gives_posts_and_no_other(
    place, area, person, client
):
    client.force_login(person("Somsri", Role.FUND_OFFICER, place["fund"]))
    assert offered(client) == {"Town fund", "Town", "Near club"}
    assert offered(client, "clu") == {"Near club"}
    client.force_login(person("Malee", Role.COORDINATOR, area("9011")))
    assert offered(client) == {"Town fund", "Town", "Near club", "Next club"}  # the whole district
    close_organization(organization=place["Next"], by=None)
    assert offered(client, "clu") == {"Near club"}


def duties(client: Client, noun: str, record) -> dict[str, dict]:
    answer = client.get(f"/api/v1/{noun}/{getattr(record, 'code', None) or record.uid}/posts")
    assert answer.status_code == 200
    return {duty["role"]: duty for duty in answer.json()}


def test_every_post_of_a_place_stands_there_with_who_may_fill_it(place, area, person, client):
    """What an officer fills is what the role's declaration gives; of the rest the page says who gives it."""
    officer = person("Somsri", Role.FUND_OFFICER, place["fund"])
    client.force_login(officer)
    here = duties(client, "organizations", place["Near"])
    assert {role: duty["may_fill"] for role, duty in here.items()} == {
        "project-owner": True,
        "project-manager": False,
        "funder-officer": False,
    }
    assert here["project-manager"]["filled_by"]
    text = client.get(reverse("accounts:place", args=[place["Near"].scope_id])).content.decode()
    assert "role=project-owner" in text
    assert "role=project-manager" not in text
    assert "ผู้ประสานงาน" in text  # who invites a project manager
    at_fund = duties(client, "funds", place["fund"])
    assert [holder["person"]["name"] for holder in at_fund["fund-officer"]["holders"]] == ["Somsri"]
    assert at_fund["data-entry"]["may_fill"]
    assert not at_fund["fund-officer"]["may_fill"]
    client.force_login(person("Malee", Role.COORDINATOR, area("9011")))
    assert duties(client, "funds", place["fund"])["fund-officer"]["may_fill"]
    assert duties(client, "areas", area("901104"))["mentor"]["may_fill"]
    assert all(duty["may_fill"] for duty in duties(client, "organizations", place["Next"]).values())


def test_a_coordinator_fills_the_post_of_the_funders_officer_from_the_organisations_page(
    place, area, person, client
):
    client.force_login(person("Malee", Role.COORDINATOR, area("9011")))
    page = reverse("accounts:place", args=[place["Near"].scope_id])
    assert "role=funder-officer" in client.get(page).content.decode()
    typed = {"name": "Suda", "role": "funder-officer", "starts_on": day_text(today())}
    address = f"{reverse('accounts:invite')}?scope={place['Near'].scope_id}"
    assert client.post(address, typed).status_code == 302
    assert Invitation.objects.get().post.scope == place["Near"].scope
    far = f"{reverse('accounts:invite')}?scope={place['Far'].scope_id}"
    assert client.post(far, typed).status_code == 404


def test_names_are_for_who_works_there_and_no_other_place_can_be_opened(place, area, person, client):
    officer = person("Somsri", Role.FUND_OFFICER, place["fund"])
    client.force_login(officer)
    for record in (place["Next"], place["Far"]):
        assert client.get(reverse("accounts:place", args=[record.scope_id])).status_code == 404
        assert client.get(f"{reverse('accounts:invite')}?scope={record.scope_id}").status_code == 404
    assert client.get(reverse("accounts:area-place", args=[area("901104").pk])).status_code == 404
    for record in (place["fund"], place["Near"]):
        assert client.get(reverse("accounts:place", args=[record.scope_id])).status_code == 200
    client.force_login(person("Mentor", Role.MENTOR, area("9011")))
    assert client.get(reverse("accounts:area-place", args=[area("901104").pk])).status_code == 200
    page = client.get(reverse("accounts:place", args=[place["fund"].scope_id])).content.decode()
    assert "Somsri" in page
    assert reverse("accounts:invite") not in page  # a mentor reads, and invites nobody


def test_who_reads_names_nowhere_near_finds_no_link_to_them(place, area, person, client):
    page = reverse("organizations:organization", args=[place["Near"].uid])
    people = reverse("accounts:place", args=[place["Near"].scope_id])
    assert people not in client.get(page).content.decode()
    client.force_login(person("Somsri", Role.FUND_OFFICER, place["fund"]))
    assert people in client.get(page).content.decode()


def test_nobody_is_invited_to_a_closed_place(place, area, person, client):
    client.force_login(person("Malee", Role.COORDINATOR, area("9011")))
    form = f"{reverse('accounts:invite')}?scope={place['Near'].scope_id}&role=project-owner"
    assert client.get(form).status_code == 200
    body = {"name": "New", "role": "project-owner", "organization": str(place["Near"].uid)}
    close_organization(organization=place["Near"], by=None)
    assert client.get(form).status_code == 409
    answer = client.post("/api/v1/invitations", body, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "place-closed"
    people = reverse("accounts:place", args=[place["Near"].scope_id])
    assert "role=project-owner" not in client.get(people).content.decode()
    body["organization"] = str(place["Next"].uid)
    assert client.post("/api/v1/invitations", body, content_type="application/json").status_code == 201


def test_the_area_is_preset_where_the_form_was_opened_from_its_page(area, person, client):
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    page = reverse("accounts:area-place", args=[area("901104").pk])
    form = client.get(follow(client, page, "เชิญ : พี่เลี้ยง")).context["form"]
    assert form["area"].initial == area("901104")
    assert form["role"].initial == Role.MENTOR


def test_every_kind_of_place_says_who_owns_it():
    assert set(OWNERS) == set(ScopeKind) - {ScopeKind.AREA}

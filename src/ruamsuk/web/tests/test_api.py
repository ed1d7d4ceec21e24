"""People, posts, invitations and handovers through the API, by the same gates, forms and actions as the pages."""

import pytest

from ruamsuk.accounts.actions import hand_over, invite_person
from ruamsuk.accounts.models import Grant, Handover, Invitation, User
from ruamsuk.core.calendar import today
from ruamsuk.dashboards.actions import note_figure
from ruamsuk.funds.tests.conftest import fund, make_fund  # noqa: F401  # fixtures
from tests.api_caller import Caller, answered, queries_and_rows, refused

pytestmark = pytest.mark.django_db
DAY = today().isoformat()


@pytest.fixture
def malee(person, area):
    """Coordinator of Songkhla."""
    area("9011")
    return person("Malee", "coordinator", area("90"))


@pytest.fixture
def coordinator(malee):
    return Caller(malee)


@pytest.fixture
def mentor(person, area):
    return person("Wichai", "mentor", area("9011"))


def test_a_person_is_invited_to_a_fund_and_accepts_by_the_link(coordinator, fund, client):  # noqa: F811
    body = {"name": "สมหญิง ใจดี", "role": "fund-officer", "fund": fund.code}
    made = answered(coordinator.post("/invitations", body), 201)
    assert made["post"]["label"] == fund.name
    assert [row["uid"] for row in coordinator.get("/invitations").json()["items"]] == [made["uid"]]
    assert "link" not in coordinator.get(f"/invitations/{made['uid']}").json()
    path = made["link"].removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    renewed = answered(coordinator.post(f"/invitations/{made['uid']}/renew"))
    assert renewed["link"] != made["link"]
    assert client.get(path).status_code != 200
    assert answered(coordinator.post(f"/invitations/{made['uid']}/revoke"))["revoked_at"]
    assert coordinator.get("/invitations").json()["items"] == []


def test_an_invitation_names_exactly_one_place(coordinator, fund):  # noqa: F811
    body = {"name": "สมหญิง", "role": "mentor", "starts_on": DAY}
    for places in ({}, {"area": "9011", "fund": fund.code}):
        problem = refused(coordinator.post("/invitations", body | places), 422, "invalid-fields")
        assert problem["errors"][0]["field"] == "area"
    coordinator.headers["Accept-Language"] = "th"
    assert refused(coordinator.post("/invitations", body), 422, "invalid-fields")["title"] != problem["title"]
    for field, value in {"role": "executive-x", "area": "9999", "email": "no address"}.items():
        wrong = coordinator.post("/invitations", body | {"area": "9011"} | {field: value})
        assert refused(wrong, 422, "invalid-fields")["errors"][0]["field"] == field
    assert not Invitation.objects.exists()


def test_nobody_gives_more_than_they_may(coordinator, mentor, person, area):
    body = {"name": "สมหญิง", "role": "mentor", "area": "9011"}
    refused(Caller(mentor).post("/invitations", body), 403, "not-allowed")
    other = Caller(person("Somkid", "coordinator", area("93")))
    refused(other.post("/invitations", body), 403, "beyond-your-scope")
    role = refused(coordinator.post("/invitations", body | {"role": "administrator"}), 422, "invalid-fields")
    assert role["errors"][0]["field"] == "role"
    made = answered(coordinator.post("/invitations", body), 201)
    for verb in ("renew", "revoke"):
        refused(other.post(f"/invitations/{made['uid']}/{verb}"), 404, "not-found")


def test_a_post_is_given_and_ended(coordinator, mentor, fund, person):  # noqa: F811
    path = f"/people/{mentor.uid}"
    given = answered(coordinator.post(f"{path}/posts", {"role": "mentor", "fund": fund.code}), 201)
    assert given["person"]["name"] == "Wichai"
    assert given["running"]
    again = coordinator.post(f"{path}/posts", {"role": "mentor", "fund": fund.code})
    refused(again, 409, "already-holds")
    refused(Caller(mentor).post(f"{path}/posts", {"role": "mentor", "fund": fund.code}), 403, "not-allowed")
    end = f"/holdings/{given['uid']}/end"
    stranger = Caller(person("Nobody"))
    refused(stranger.post(end, {"ends_on": DAY, "reason": "x"}), 404, "not-found")
    refused(coordinator.post(end, {"ends_on": DAY, "reason": ""}), 422, "invalid-fields")
    ended = answered(coordinator.post(end, {"ends_on": None, "reason": "ย้าย"}))
    assert (ended["running"], ended["end_reason"]) == (False, "ย้าย")
    assert len(coordinator.get(path).json()["holdings"]) == 2


def test_people_are_seen_as_on_their_page(coordinator, malee, mentor, person, area):
    person("Somkid", "coordinator", area("93"))
    names = [row["name"] for row in coordinator.get("/people").json()["items"]]
    assert names == ["Malee", "Wichai"]
    found = coordinator.get("/people", q="wich", role="mentor", area="9011").json()["items"]
    assert [row["posts"][0]["role"] for row in found] == ["mentor"]
    assert coordinator.get(f"/people/{mentor.uid}").json()["username"] == "wichai"
    assert Caller(mentor).get(f"/people/{malee.uid}").status_code == 404
    refused(Caller().get("/people"), 401, "sign-in-needed")
    refused(coordinator.get("/people", area="9999"), 422, "invalid-fields")
    refused(coordinator.get("/people", limit=201), 422, "invalid-fields")
    post = mentor.grants.get().post
    assert coordinator.get(f"/posts/{post.uid}").json()["holders"][0]["person"]["name"] == "Wichai"


def test_an_account_is_closed_and_opened_again(coordinator, mentor, person, area):
    path = f"/people/{mentor.uid}"
    other = Caller(person("Somkid", "coordinator", area("93")))
    refused(other.post(f"{path}/close"), 404, "not-found")
    refused(Caller(mentor).post(f"{path}/close"), 403, "not-allowed")
    assert answered(coordinator.post(f"{path}/close"))["closed"]
    assert [row["name"] for row in coordinator.get("/people", closed=True).json()["items"]] == ["Wichai"]
    assert not User.objects.get(pk=mentor.pk).is_active
    assert not answered(coordinator.post(f"{path}/open"))["closed"]


def test_a_post_is_handed_over_and_signed_by_both(fund, person):  # noqa: F811
    giver, receiver = person("Malee", "fund-officer", fund), person("Orn", "data-entry", fund)
    post = giver.grants.get().post
    path, body = f"/posts/{post.uid}", {"giver": str(giver.uid), "receiver": str(receiver.uid), "on_day": DAY}
    refused(Caller(receiver).post(f"{path}/hand-over", body), 403, "not-allowed")
    caller = Caller(giver)
    offered = answered(caller.get(f"{path}/successors", giver=str(giver.uid)))
    assert [row["name"] for row in offered] == ["Orn"]
    wrong = caller.post(f"{path}/hand-over", body | {"receiver": str(giver.uid)})
    assert refused(wrong, 422, "invalid-fields")["errors"][0]["field"] == "to_user"
    made = answered(caller.post(f"{path}/hand-over", body | {"note": "ตู้ 2"}), 201)
    assert (made["note"], made["may_sign"], Handover.objects.count()) == ("ตู้ 2", True, 1)
    sign = f"/handovers/{made['uid']}/sign"
    assert not answered(caller.post(sign))["may_sign"]
    refused(caller.post(sign), 409, "already-signed")
    assert answered(Caller(receiver).post(sign))["receiver_signed_at"]
    assert [row["uid"] for row in Caller(receiver).get("/handovers").json()["items"]] == [made["uid"]]
    refused(Caller(person("Nobody")).get(f"/handovers/{made['uid']}"), 404, "not-found")
    assert Grant.objects.running().filter(post=post).count() == 2


def test_thirty_rows_take_as_many_queries_as_one(malee, person, area):
    def fill(number):
        someone = person(f"Person {number}", "mentor", area("9011"))
        other = person(f"Other {number}", "mentor", area("901104"))
        invite_person(role="mentor", scope=area("9011"), name=f"ที่ {number}", by=malee)
        post = someone.grants.get().post
        hand_over(post=post, from_user=someone, to_user=other, on_day=today(), overlap_days=9, by=malee)
        note_figure(
            area=area("9011"), fiscal_year=2570, figure="approved", printed=1, source=f"{number}", by=malee
        )

    fill(1)
    lists = ("people", "invitations", "handovers", "stated-figures")
    few = {path: queries_and_rows(malee, path) for path in lists}
    for number in range(2, 31):
        fill(number)
    for path, (queries, rows) in few.items():
        many, more = queries_and_rows(malee, path)
        assert more >= rows + 29, path
        assert many == queries, path

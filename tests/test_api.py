"""The API over all nouns: who calls, what is refused and how, calls sent again, pages of lists, gates as on pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.actions import create_api_token, revoke_api_token
from ruamsuk.accounts.models import ApiToken
from ruamsuk.audit.models import Operation
from ruamsuk.committees.actions import add_member, start_committee
from ruamsuk.committees.actions import load_catalogue as load_positions
from ruamsuk.committees.models import Position
from ruamsuk.config.api import described
from ruamsuk.config.description import refusals
from ruamsuk.core.calendar import today
from ruamsuk.funds.actions import add_bank_account, add_fund
from ruamsuk.funds.models import Fund
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.plans import actions as plans
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.projects.actions import projects as project_actions
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.reports import actions as report_actions
from ruamsuk.projects.tests.conftest import (  # noqa: F401  # fixtures
    YEAR,
    complete,
    kho_hong,
    started,
    submitted,
    write,
)
from tests.api_caller import PROBLEM, ROOT, Caller, queries_and_rows, refused

pytestmark = pytest.mark.django_db


# Who calls ----------------------------------------------------------------------------------------------------------


def test_a_key_acts_for_its_person(kho_hong):  # noqa: F811
    me = Caller(kho_hong.officer).get("/me").json()
    assert me["username"] == "malee"
    assert [post["role"] for post in me["posts"]] == ["fund-officer"]


def test_without_a_key_public_figures_are_read_and_nothing_else(kho_hong):  # noqa: F811
    nobody = Caller()
    assert nobody.get("/funds").json()["items"][0]["code"] == "L7257"
    for path in ("/me", "/me/tasks", "/proposals"):
        refused(nobody.get(path), 401, "sign-in-needed")
    refused(nobody.post("/proposals", {"title": "x", "fiscal_year": YEAR}), 401, "sign-in-needed")


def test_a_wrong_old_or_revoked_key_is_refused_even_for_public_figures(kho_hong):  # noqa: F811
    caller = Caller(kho_hong.officer)
    assert caller.get("/funds").status_code == 200
    key = ApiToken.objects.get()
    ApiToken.objects.update(expires_on=today() - timedelta(days=1))
    assert refused(caller.get("/funds"), 401, "key-refused")
    ApiToken.objects.update(expires_on=today() + timedelta(days=1))
    assert caller.get("/funds").status_code == 200
    revoke_api_token(api_token=key, by=kho_hong.officer)
    answer = caller.get("/funds")
    refused(answer, 401, "key-refused")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_that_reads_never_writes(kho_hong):  # noqa: F811
    body = {"title": "คอหงส์ปลอดบุหรี่", "fiscal_year": YEAR}
    reads = Caller(kho_hong.officer, access="read")
    assert reads.get("/me").status_code == 200
    refused(reads.post("/proposals", body), 403, "key-only-reads")
    assert not Proposal.objects.exists()
    assert Caller(kho_hong.officer).post("/proposals", body).status_code == 201


def test_wrong_keys_are_counted_and_stopped(kho_hong, one_minute):  # noqa: F811
    stranger = Caller()
    stranger.headers["Authorization"] = "Bearer rs_guess"
    codes = [stranger.get("/funds").status_code for _ in range(21)]
    assert codes[:20] == [401] * 20
    refused(stranger.get("/funds"), 429, "too-many-requests")
    assert Caller(kho_hong.officer).get("/me").status_code == 200


def test_a_page_of_this_site_needs_its_csrf_token_and_a_program_does_not(kho_hong):  # noqa: F811
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(kho_hong.officer)
    body = {"title": "x", "fiscal_year": YEAR}

    def send(**headers):
        return browser.post(f"{ROOT}/proposals", body, content_type="application/json", headers=headers)

    assert browser.get(f"{ROOT}/me").status_code == 200
    refused(send(), 403, "stale-form")
    browser.get(reverse("projects:proposal-new"))
    token = browser.cookies["csrftoken"].value
    assert send(**{"X-CSRFToken": token}).status_code == 201
    program = Client(enforce_csrf_checks=True)
    made = create_api_token(
        name="p", access="write", expires_on=today() + timedelta(days=1), by=kho_hong.officer
    )
    answer = program.post(
        f"{ROOT}/proposals",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {made.token}"},
    )
    assert answer.status_code == 201


def test_the_trail_says_that_it_came_through_the_api(kho_hong):  # noqa: F811
    Caller(kho_hong.officer).post("/proposals", {"title": "x", "fiscal_year": YEAR})
    operation = Operation.objects.get(verb="projects.start_proposal")
    assert (operation.origin, operation.actor_id) == ("api", kho_hong.officer.pk)


# What is refused ----------------------------------------------------------------------------------------------------


def test_each_documented_refusal_appears_as_described(kho_hong, started, person, one_minute):  # noqa: F811
    officer, stranger = Caller(kho_hong.officer), Caller(kho_hong.stranger)
    seen = {
        401: refused(Caller().get("/me"), 401, "sign-in-needed"),
        403: refused(stranger.post(f"/funds/{kho_hong.fund.uid}/close", {"reason": "x"}), 403, "not-allowed"),
        404: refused(stranger.get(f"/proposals/{started.uid}"), 404, "not-found"),
        409: refused(
            officer.post(f"/plans/{kho_hong.plan.uid}/reopen", {"reason": "x"}), 409, "plan-is-draft"
        ),
        412: refused(
            officer.post(f"/proposals/{started.uid}/return", {"note": "x"}, If_Match='"x"'), 412, "changed-since"
        ),
        422: refused(officer.post("/proposals", {"fiscal_year": YEAR}), 422, "invalid-fields"),
        400: refused(officer.client.post(f"{ROOT}/proposals", "{", content_type="application/json",
                                         headers=officer.headers), 400, "cannot-be-read"),
    }  # fmt: skip
    guess = Caller()
    guess.headers["Authorization"] = "Bearer x"
    for _ in range(20):
        guess.get("/me")
    seen[429] = refused(guess.get("/me"), 429, "too-many-requests")
    documented = {
        status
        for path in described()["paths"].values()
        for method, call in path.items()
        for status, _why in refusals(method, call)
    }
    assert documented == set(seen)


def test_every_call_lists_its_refusals_and_has_its_own_name():
    calls = [(method, call) for path in described()["paths"].values() for method, call in path.items()]
    names = [call["operationId"] for _method, call in calls]
    assert len(set(names)) == len(names)
    for method, call in calls:
        assert call["tags"]
        for status, _why in refusals(method, call):
            assert PROBLEM in call["responses"][status]["content"], call["operationId"]


def test_fields_are_named_and_said_in_the_language_asked_for(kho_hong):  # noqa: F811
    body = {"title": "", "fiscal_year": YEAR, "fund": "L9999"}
    english = refused(Caller(kho_hong.officer).post("/proposals", body), 422, "invalid-fields")
    thai = refused(Caller(kho_hong.officer, language="th").post("/proposals", body), 422, "invalid-fields")
    assert {error["field"] for error in english["errors"]} == {"title", "fund"}
    assert "L9999" in english["detail"]
    assert english["title"] != thai["title"]


def test_a_misspelt_name_is_refused_instead_of_forgotten(kho_hong):  # noqa: F811
    body = {"title": "x", "fiscal_year": YEAR, "fnud": "L7257"}
    problem = refused(Caller(kho_hong.officer).post("/proposals", body), 422, "invalid-fields")
    assert [error["field"] for error in problem["errors"]] == ["fnud"]


def test_an_unknown_address_and_a_wrong_method_are_problems_too(db):
    refused(Caller().get("/nothing"), 404, "not-found")
    answer = Caller().client.delete(f"{ROOT}/funds")
    refused(answer, 405, "not-this-way")
    assert "GET" in answer["Allow"]


def test_the_action_names_the_field_that_it_refuses(kho_hong):  # noqa: F811
    body = {"fund": str(kho_hong.fund.uid), "fiscal_year": YEAR, "issue": "tobacco"}
    assert refused(Caller(kho_hong.officer).post("/plans", body), 409, "plan-exists")["field"] == "issue"
    assert Caller(kho_hong.officer).post("/plans", body | {"issue": "alcohol"}).status_code == 201


# Sent again ---------------------------------------------------------------------------------------------------------


def test_five_identical_calls_make_one_record_and_all_succeed(kho_hong):  # noqa: F811
    caller, key = Caller(kho_hong.officer), str(uuid4())
    body = {"title": "คอหงส์ปลอดบุหรี่", "fiscal_year": YEAR}
    answers = [caller.post("/proposals", body, Idempotency_Key=key) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [201] * 5
    assert {answer.json()["uid"] for answer in answers} == {str(Proposal.objects.get().uid)}


def test_the_same_key_with_other_content_is_a_conflict(kho_hong):  # noqa: F811
    caller, key = Caller(kho_hong.officer), str(uuid4())
    body = {"title": "one", "fiscal_year": YEAR}
    assert caller.post("/proposals", body, Idempotency_Key=key).status_code == 201
    other = caller.post("/proposals", body | {"title": "two"}, Idempotency_Key=key)
    refused(other, 409, "same-form-other-content")
    someone = Caller(kho_hong.typist).post("/proposals", body, Idempotency_Key=key)
    refused(someone, 409, "same-form-other-content")
    refused(caller.post("/proposals", body, Idempotency_Key="again"), 400, "bad-idempotency-key")
    assert Proposal.objects.get().title == "one"


def test_a_verb_sent_twice_is_done_once(kho_hong, started, complete):  # noqa: F811
    caller, key = Caller(kho_hong.officer), str(uuid4())
    proposal = complete(started)
    first = caller.post(f"/proposals/{proposal.uid}/submit", Idempotency_Key=key)
    again = caller.post(f"/proposals/{proposal.uid}/submit", Idempotency_Key=key)
    assert (first.status_code, again.status_code) == (200, 200), (first.content, again.content)
    assert first.json()["state"] == again.json()["state"] == "submitted"
    assert proposal.submissions.count() == 1
    refused(caller.post(f"/proposals/{proposal.uid}/submit"), 409, "proposal-not-writable")


# Pages of lists -----------------------------------------------------------------------------------------------------


def test_pages_stay_right_while_rows_come_in(kho_hong):  # noqa: F811
    def add(number):
        name = f"หน่วยงาน {number + 100:03}"
        add_organization(name=name, kind="school", home_area=kho_hong.home, by=None)

    for number in range(0, 20, 2):
        add(number)
    caller, seen, after = Caller(), [], ""
    while after is not None:
        page = caller.get("/organizations", limit=3, after=after, kind="school").json()
        assert len(page["items"]) <= 3
        seen += [item["name_th"] for item in page["items"]]
        after = page["next"]
        add(-len(seen))  # before what was read
        add(len(seen) * 2 + 101)  # and behind it
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen)
    assert {f"หน่วยงาน {number + 100:03}" for number in range(0, 20, 2)} <= set(seen)


def test_a_page_is_never_longer_than_200(db):
    refused(Caller().get("/organizations", limit=201), 422, "invalid-fields")
    assert Caller().get("/organizations", limit=200).status_code == 200


LISTS = "funds organizations plans planned-projects proposals projects reports me/notices".split()


def test_thirty_rows_take_as_many_queries_as_one(kho_hong):  # noqa: F811
    def fill(number):
        name = f"ที่ {number}"
        owner = add_organization(name=name, kind="local_authority", home_area=kho_hong.home, by=None)
        fund = add_fund(
            kind=kho_hong.fund.kind, code=f"L9{number:03}", name=name, organization=owner,
            home_area=kho_hong.home, by=None,
        )  # fmt: skip
        plan = plans.start_plan(fund=fund, fiscal_year=YEAR, issue=kho_hong.issue, by=None)
        plans.add_situation(plan=plan, text="ปัญหา", unit="คน", value=9, by=None)
        plans.add_objective(plan=plan, text="เพื่อลด", by=None)
        plans.add_planned_project(plan=plan, title=name, organization=owner, by=None)
        plans.agree_plan(plan=plan, agreed_on=today(), by=None)
        drafting.start_proposal(
            title=name, fiscal_year=YEAR, fund=fund, organization=owner, by=kho_hong.officer
        )
        project = project_actions.enter_project(
            title=name, fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=100, fund=fund,
            organization=owner, by=kho_hong.officer,
        )  # fmt: skip
        report_actions.enter_report(project=project, title=name, by=None)
        Notice.objects.create(
            to=kho_hong.officer, kind="x", url_name="web:home", created_at=project.created_at
        )

    fill(1)
    few = {path: queries_and_rows(kho_hong.officer, path) for path in LISTS}
    for number in range(2, 31):  # takes seconds: once for all lists
        fill(number)
    for path, (queries, rows) in few.items():
        many, more = queries_and_rows(kho_hong.officer, path)
        assert more >= rows + 29, path
        assert many == queries, path


# The same gates as the pages ----------------------------------------------------------------------------------------

PAIRS = {  # noun: (its page, its call)
    "fund": ("funds:fund", "/funds/{}"),
    "officers": ("funds:officers", "/funds/{}/officers"),
    "bank accounts": ("funds:bank-accounts", "/funds/{}/bank-accounts"),
    "organization": ("organizations:organization", "/organizations/{}"),
    "issue": ("issues:issue", "/issues/{}"),
    "plan": ("plans:plan", "/plans/{}"),
    "draft proposal": ("projects:proposal", "/proposals/{}"),
    "submitted proposal": ("projects:proposal", "/proposals/{}"),
    "submission": ("projects:submission", "/submissions/{}"),
    "project": ("projects:project", "/projects/{}"),
    "draft report": ("projects:report", "/reports/{}"),
    "sent report": ("projects:report", "/reports/{}"),
}  # fmt: skip
ROLES = {
    "administrator": "TH", "central": "TH", "coordinator": "90", "mentor": "9011", "fund-officer": "fund",
    "data-entry": "fund", "committee-member": "fund", "project-owner": "owner", "project-manager": "owner",
    "funder-officer": "owner", "executive": "TH", "auditor": "TH", "stranger": "", "nobody": "",
}  # fmt: skip


@pytest.fixture
def nouns(kho_hong, started, submitted, complete):  # noqa: F811
    draft = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    project = project_actions.enter_project(
        title="จากกระดาษ", fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=100, fund=kho_hong.fund,
        organization=kho_hong.owner, by=kho_hong.officer,
    )  # fmt: skip
    return {
        "fund": kho_hong.fund,
        "officers": kho_hong.fund,
        "bank accounts": kho_hong.fund,
        "organization": kho_hong.owner,
        "issue": kho_hong.issue,
        "plan": kho_hong.plan,
        "draft proposal": draft,
        "submitted proposal": submitted,
        "submission": submitted.submissions.get(),
        "project": project,
        "draft report": report_actions.start_report(project=project, by=kho_hong.officer),
        "sent report": report_actions.enter_report(project=project, title="ส่งแล้ว", by=None),
    }


@pytest.mark.parametrize("role", ROLES)
def test_what_the_page_refuses_the_api_refuses_alike(role, nouns, kho_hong, person, area):  # noqa: F811
    where = {"fund": kho_hong.fund, "owner": kho_hong.owner}.get(ROLES[role]) or (
        area(ROLES[role]) if ROLES[role] else None
    )
    reader = None if role == "nobody" else person(f"Reader {role}", role if where else None, where)
    browser, caller = Client(), Caller(reader)
    if reader:
        browser.force_login(reader)
    for noun, (page, call) in PAIRS.items():
        on_page = browser.get(reverse(page, args=[nouns[noun].uid]))
        on_page = 401 if on_page.status_code == 302 else on_page.status_code  # sent to sign in
        assert caller.get(call.format(nouns[noun].uid)).status_code == on_page, noun


WRITES = {  # call: who of the world may (a body that its form takes)
    "/proposals/{draft}/fields": ({"base_version": 0, "fields": {"p.title": "ใหม่"}}, {"officer", "typist"}),
    "/proposals/{submitted}/return": ({"note": "แก้"}, {"officer", "mentor"}),
    "/proposals/{submitted}/comments": ({"text": "ดี"}, {"officer", "mentor", "member"}),
    "/plans/{plan}/measures": ({"approach": "ชวนเลิก"}, {"officer", "typist"}),
    "/plans/{plan}/agree": ({"agreed_on": "2026-10-15"}, {"officer"}),
    "/funds/{fund}/close": ({"reason": "รวมกองทุน"}, {"officer"}),
    "/projects/{project}/status": ({"status": "finished"}, {"officer"}),
    "/projects/{project}/reports": ({}, {"officer", "typist"}),
}


@pytest.mark.parametrize("path", WRITES)
def test_only_those_who_may_on_the_page_may_through_the_api(path, nouns, kho_hong):  # noqa: F811
    body, allowed = WRITES[path]
    names = {
        "draft": nouns["draft proposal"], "submitted": nouns["submitted proposal"], "plan": kho_hong.plan,
        "fund": kho_hong.fund, "project": nouns["project"],
    }  # fmt: skip
    address = path.format(**{name: thing.uid for name, thing in names.items()})
    for who in "officer typist mentor member stranger".split():
        with transaction.atomic():
            answer = Caller(getattr(kho_hong, who)).post(address, body)
            transaction.set_rollback(True)
        if who in allowed:
            assert answer.status_code in (200, 201), (who, answer.content.decode())
        else:
            assert answer.status_code in (403, 404), (who, answer.content.decode())


# Personal data ------------------------------------------------------------------------------------------------------


def test_persons_are_absent_for_who_may_not_see_them(kho_hong, started, submitted, area, person):  # noqa: F811
    drafting.start_proposal(fiscal_year=YEAR, by=kho_hong.officer)
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    row = drafting.add_row(
        proposal=proposal,
        kind="applicant",
        values={"name": "สมศรี มีชื่อ", "phone": "0812345678"},
        by=kho_hong.officer,
    )
    project = project_actions.enter_project(
        title="จากกระดาษ", fiscal_year=YEAR, home_area=kho_hong.home, budget_satang=100, fund=kho_hong.fund,
        by=kho_hong.officer,
    )  # fmt: skip
    project_actions.set_people(
        project=project, people=[{"name": "สมศรี มีชื่อ", "duty": "", "phone": "0812345678"}], by=kho_hong.officer
    )
    load_positions(by=None)
    committee = start_committee(fund=kho_hong.fund, term_starts_on=today(), by=None)
    add_member(
        committee=committee, position=Position.objects.first(), name="สมศรี มีชื่อ", starts_on=today(), by=None
    )
    add_bank_account(fund=kho_hong.fund, number="0812345678", bank="ธ.ก.ส.", account_name="สมศรี มีชื่อ", by=None)
    Proposal.objects.filter(pk=proposal.pk).update(
        first_submitted_at=proposal.created_at, unclean={f"applicant.{row.uid}.phone": "0812345678x"}
    )
    paths = [
        f"/proposals/{proposal.uid}",
        f"/projects/{project.uid}",
        f"/funds/{kho_hong.fund.uid}/committee",
        f"/funds/{kho_hong.fund.uid}",
    ]

    def text(reader):
        return "".join(Caller(reader).get(path).content.decode() for path in paths)

    for reader in (None, kho_hong.stranger, person("Ek", "executive", area("TH"))):
        assert "สมศรี" not in text(reader)
        assert "0812345678" not in text(reader)
    for reader in (kho_hong.officer, kho_hong.mentor):
        assert text(reader).count("สมศรี") >= 3
    accounts = f"/funds/{kho_hong.fund.uid}/bank-accounts"
    refused(Caller(kho_hong.mentor).get(accounts), 403, "not-allowed")
    assert Caller(kho_hong.officer).get(accounts).json()[0]["number"] == "0812345678"


def test_filters_narrow_and_unknown_ones_are_refused(kho_hong, nouns):  # noqa: F811
    caller = Caller(kho_hong.officer)

    def found(**query):
        return {item["title"] for item in caller.get("/projects", **query).json()["items"]}

    assert found(area="9011", fiscal_year=YEAR, fund="L7257") == {"จากกระดาษ"}
    assert (
        found(area="93") == found(fund="L7572") == found(issue="alcohol") == found(fiscal_year=2560) == set()
    )
    for name, value in {"area": "9999", "fund": "L0000", "issue": "x", "network": str(uuid4())}.items():
        problem = refused(caller.get("/projects", **{name: value}), 422, "invalid-fields")
        assert problem["errors"][0]["field"] == name
    assert Fund.objects.exists()
    assert Organization.objects.exists()

"""The same form sent twice, side by side or one after the other: done once, answered each time."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.core.calendar import day_text, today
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.actions.deciding import decide_proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.sending import return_proposal, submit_proposal, withdraw_proposal
from ruamsuk.projects.proposals.problems import NotSubmitted


def at_once(number, work):
    """Runs work(n) in threads that start together; returns what each returned or raised, in their order."""
    start, found = Barrier(number), [None] * number

    def run(n):
        try:
            start.wait()
            found[n] = work(n)
        except Exception as problem:
            found[n] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def new(client, op_id, title="ชุมชนน่าอยู่", **more):
    return client.post(
        reverse("projects:proposal-new"), {"title": title, "fiscal_year": 2570, "op_id": op_id, **more}
    )


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_forms_at_once_make_one_proposal_and_twenty_equal_answers(kho_hong):
    clients, op_id = [signed_in(kho_hong.officer) for _n in range(20)], str(uuid4())
    answers = at_once(20, lambda n: new(clients[n], op_id))
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.url for answer in answers} == {
        reverse("projects:proposal-write", args=[Proposal.objects.get().uid, "name"])
    }


@pytest.mark.django_db(transaction=True)
def test_a_page_that_shows_refusals_beside_its_fields_answers_a_side_by_side_repeat_too(kho_hong):
    form = {
        "title": "ออกกำลังกาย", "fiscal_year": "2570", "fund": "L7257", "owner_name": "ชมรม", "kind": "project",
        "home_area": "901104", "budget_satang": "12,000", "starts_on": "1/11/2569", "ends_on": "31/8/2570",
        "op_id": str(uuid4()),
    }  # fmt: skip
    clients = [signed_in(kho_hong.officer) for _n in range(6)]
    answers = at_once(6, lambda n: clients[n].post(reverse("projects:project-new"), form))
    assert {answer.status_code for answer in answers} == {302}
    assert Project.objects.count() == 1


def test_the_same_id_with_other_content_or_of_another_person_is_refused(client, kho_hong):
    op_id = str(uuid4())
    client.force_login(kho_hong.officer)
    first = new(client, op_id)
    assert new(client, op_id).url == first.url
    assert new(client, op_id, title="อีกเรื่องหนึ่ง").status_code == 409
    client.force_login(kho_hong.typist)
    assert new(client, op_id).status_code == 409
    assert Proposal.objects.count() == 1


def test_a_form_that_was_refused_can_be_sent_again_with_the_same_id(client, kho_hong, submitted):
    client.force_login(kho_hong.officer)
    form = {
        "outcome": "approved", "resolution_no": "2/2570", "amount_satang": "100", "confirmed": "yes",
        "op_id": str(uuid4()),
    }  # fmt: skip
    address = reverse("projects:proposal-decide", args=[submitted.uid])
    later = day_text(today() + timedelta(days=3))
    assert client.post(address, form | {"decided_on": later}).status_code == 422
    assert client.post(address, form | {"decided_on": day_text(today())}).status_code == 302


def test_a_repeat_of_a_form_without_an_address_of_its_own_leads_back_to_its_page(client, kho_hong, started):
    """Adding a line answers with a page; the same press again shows that page and adds no second line."""
    client.force_login(kho_hong.officer)
    page = reverse("projects:proposal-write", args=[started.uid, "people"])
    form = {"add": "target", "step": "people", "op_id": str(uuid4())}
    for _press in range(2):
        answer = client.post(
            reverse("projects:proposal-row", args=[started.uid]),
            form,
            headers={"Referer": f"http://testserver{page}"},
            follow=True,
        )
        assert answer.status_code == 200
    assert started.design.targets.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_make_one_project(kho_hong, submitted):
    clients = [signed_in(kho_hong.officer) for _n in range(4)]
    form = {"outcome": "approved", "decided_on": day_text(today()), "resolution_no": "1", "confirmed": "yes"}
    answers = at_once(
        4,
        lambda n: clients[n].post(
            reverse("projects:proposal-decide", args=[submitted.uid]), form | {"amount_satang": "100"}
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_return_at_once_leave_one_of_them(kho_hong, submitted):
    def act(n):
        if n:
            return return_proposal(proposal=submitted, note="แก้", by=kho_hong.officer)
        return decide_proposal(
            proposal=submitted, outcome="approved", decided_on=today(), resolution_no="1",
            amount_satang=100, by=kho_hong.officer,
        )  # fmt: skip

    found = at_once(2, act)
    assert sum(isinstance(one, NotSubmitted) for one in found) == 1
    submitted.refresh_from_db()
    assert Project.objects.exists() is (submitted.state == "approved")


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_keep_both_and_submitting_twice_sends_once(kho_hong, started, complete, write):
    complete(started)
    clients = [signed_in(user) for user in (kho_hong.officer, kho_hong.typist)]
    texts = [{"p.title": "ชื่อใหม่ของโครงการ"}, {"d.rationale": "เหตุผลใหม่"}]
    answers = at_once(
        2,
        lambda n: clients[n].post(
            reverse("projects:proposal-save", args=[started.uid]), {"version": started.version, **texts[n]}
        ),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    started.refresh_from_db()
    started.design.refresh_from_db()
    assert (started.title, started.design.rationale) == ("ชื่อใหม่ของโครงการ", "เหตุผลใหม่")
    clients = [signed_in(kho_hong.officer) for _n in range(3)]
    sent = at_once(3, lambda n: clients[n].post(reverse("projects:proposal-submit", args=[started.uid])))
    assert sorted(answer.status_code for answer in sent) == [302, 409, 409]
    assert started.submissions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_approvals_of_one_fund_at_once_get_different_numbers(kho_hong, complete):
    waiting = []
    for _n in range(4):
        proposal = drafting.start_proposal(
            planned_project=kho_hong.row, fiscal_year=2570, by=kho_hong.officer
        )
        complete(proposal)
        submit_proposal(proposal=proposal, by=kho_hong.officer)
        waiting.append(proposal)
    found = at_once(
        4,
        lambda n: decide_proposal(
            proposal=waiting[n], outcome="approved", decided_on=today(), resolution_no="1",
            amount_satang=100, by=kho_hong.officer,
        ),
    )  # fmt: skip
    assert not [one for one in found if isinstance(one, Exception)]
    assert len(set(Project.objects.values_list("code", flat=True))) == 4


def test_a_proposal_that_is_sent_to_another_fund_locks_both_years_in_one_order(kho_hong, submitted, write):
    """Two proposals that change places at once then never wait for each other."""
    other = Fund.objects.exclude(pk=kho_hong.fund.pk).get()
    for fund in (other, kho_hong.fund):
        return_proposal(proposal=submitted, note="ผิดกองทุน", by=kho_hong.officer)
        write(submitted, {"p.fund": fund.code})
        with CaptureQueriesContext(connection) as seen:
            submit_proposal(proposal=submitted, by=kho_hong.officer)
        submitted.refresh_from_db()
        assert submitted.fund == fund
        years = [query["sql"] for query in seen if query["sql"].startswith('SELECT "funds_fundyear"')]
        locked = [statement for statement in years if "ORDER BY" in statement]
        assert locked
        for statement in locked:
            both = re.search(r'"fund_id" IN \((\d+), (\d+)\)', statement)
            assert both
            assert {int(one) for one in both.groups()} == {kho_hong.fund.pk, other.pk}
            assert 'ORDER BY "funds_fundyear"."fund_id" ASC' in statement


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["proposal-submit", "proposal-delete", "proposal-withdraw"])
def test_a_page_of_what_can_no_longer_be_done_leads_to_the_proposal(kho_hong, started, complete, page):
    client, address = signed_in(kho_hong.officer), reverse(f"projects:{page}", args=[started.uid])
    complete(started)
    if page == "proposal-withdraw":
        submit_proposal(proposal=started, by=kho_hong.officer)
    assert client.get(address).status_code == 200
    if page == "proposal-withdraw":
        withdraw_proposal(proposal=started, reason="ไม่พร้อม", by=kho_hong.officer)
    else:
        submit_proposal(proposal=started, by=kho_hong.officer)
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(reverse("projects:proposal", args=[started.uid]), 302)]
    assert [*answer.context["messages"]]


@pytest.mark.django_db
def test_a_decision_that_is_not_there_is_not_corrected(kho_hong, submitted):
    client, address = signed_in(kho_hong.officer), reverse("projects:decision-correct", args=[submitted.uid])
    assert client.get(address).url == reverse("projects:proposal", args=[submitted.uid])

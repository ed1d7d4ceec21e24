"""A proposal that is being corrected is a draft again: from outside its scope one reads what was sent last."""

import pytest
from django.urls import reverse

from ruamsuk.issues.models import Issue
from ruamsuk.projects.models import DesignIssue, Proposal
from ruamsuk.projects.proposals.actions import sending
from tests.api_caller import Caller

NEW = "ชื่อที่ยังแก้ไม่เสร็จ"
OLD = "คอหงส์ปลอดบุหรี่ หมู่ที่ 4"


@pytest.fixture
def rewritten(submitted, write, kho_hong):
    sending.return_proposal(proposal=submitted, note="ขอที่มาของตัวเลข", by=kho_hong.officer)
    write(submitted, {"p.title": NEW})
    submitted.refresh_from_db()
    return submitted


@pytest.mark.parametrize("withdrawn", [False, True])
def test_readers_from_outside_see_the_last_version_that_was_sent(client, kho_hong, rewritten, withdrawn):
    if withdrawn:
        sending.withdraw_proposal(proposal=rewritten, reason="งบจากแหล่งอื่น", by=kho_hong.officer)
    address = reverse("projects:proposal", args=[rewritten.uid])
    client.force_login(kho_hong.stranger)
    page = client.get(address, follow=True)
    assert page.redirect_chain == [
        (reverse("projects:submission", args=[rewritten.submissions.get().uid]), 302)
    ]
    assert OLD in page.content.decode()
    assert NEW not in page.content.decode()
    assert f'href="{address}"' not in page.content.decode()
    for inside in (kho_hong.officer, kho_hong.mentor, kho_hong.member):
        client.force_login(inside)
        assert NEW in client.get(address).content.decode()


def test_lists_name_it_as_it_was_sent(client, kho_hong, rewritten):
    pages = [
        reverse("projects:proposals") + "?area=901104",
        reverse("projects:fund-proposals", args=[kho_hong.fund.uid]),
    ]
    for page in pages:
        client.force_login(kho_hong.stranger)
        text = client.get(page).content.decode()
        assert OLD in text
        assert NEW not in text
        client.force_login(kho_hong.officer)
        assert NEW in client.get(page).content.decode()


def test_once_it_is_sent_again_everybody_reads_the_new_text(client, kho_hong, rewritten):
    sending.submit_proposal(proposal=rewritten, by=kho_hong.officer)
    client.force_login(kho_hong.stranger)
    answer = client.get(reverse("projects:proposal", args=[rewritten.uid]))
    assert answer.status_code == 200
    assert NEW in answer.content.decode()


def test_search_finds_it_by_what_the_reader_is_shown_only(kho_hong, rewritten):
    DesignIssue.objects.filter(design=rewritten.design).update(issue=Issue.objects.get(code="alcohol"))

    def found(person, **wanted) -> list[str]:
        return [row["title"] for row in Caller(person).get("/proposals", **wanted).json()["items"]]

    assert found(kho_hong.stranger, q=NEW) == []
    assert found(kho_hong.stranger, q=OLD) == [OLD]
    assert found(kho_hong.officer, q=NEW) == [NEW]
    assert found(kho_hong.officer, q=OLD) == []
    assert found(kho_hong.stranger, issue="alcohol") == []
    assert found(kho_hong.stranger, issue="tobacco") == [OLD]
    assert found(kho_hong.officer, issue="alcohol") == [NEW]
    assert found(kho_hong.officer, issue="tobacco") == []


def test_a_list_tells_nothing_of_the_text_that_is_being_corrected(kho_hong, rewritten):
    """What a stranger reads in a list is the same before and after another edit, whatever is edited."""
    stranger = Caller(kho_hong.stranger)

    def row() -> dict:
        [one] = stranger.get("/proposals", q=OLD).json()["items"]
        return one

    before = row()
    Proposal.objects.filter(pk=rewritten.pk).update(
        percent=3, organization=None, applicant_name="ผู้ขอใหม่", fund=None
    )
    type(rewritten.design).objects.filter(pk=rewritten.design_id).update(budget_satang=77)
    assert row() == before

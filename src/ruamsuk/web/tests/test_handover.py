"""The handover page: from the list of open work to both signatures."""

import pytest
from django.urls import reverse

from ruamsuk.accounts import actions
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Handover
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.todo import Todo
from ruamsuk.web import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(area):
    return actions.new_scope(ScopeKind.FUND, area("901104"), "กองทุนคอหงส์")


@pytest.fixture
def wichai(person, fund):
    return person("Wichai", Role.FUND_OFFICER, fund)


def page_of(holder):
    return reverse("web:handover", args=[holder.grants.get().post.uid, holder.uid])


def test_a_post_goes_to_a_successor_with_the_list_of_open_work(
    wichai, fund, person, area, client, monkeypatch
):
    post = wichai.grants.get().post
    mine = Todo("pencil", "ร่างแผนขยะ", "ขาดตัวชี้วัด", "/plans/1/", "ทำต่อ", post_id=post.pk)
    other = Todo("pencil", "งานของอีกตำแหน่ง", "", "/plans/2/", "ทำต่อ", post_id=post.pk + 1)
    monkeypatch.setattr(queries, "TASKS", [lambda user: [mine, other] if user == wichai else []])
    suda = person("Suda", Role.DATA_ENTRY, fund)
    client.force_login(wichai)
    assert page_of(wichai) in client.get(reverse("web:handovers")).content.decode()
    page = client.get(page_of(wichai)).content.decode()
    assert "ร่างแผนขยะ" in page
    assert "งานของอีกตำแหน่ง" not in page
    answer = client.post(
        page_of(wichai),
        {"to_user": suda.pk, "on_day": day_text(today()), "overlap_days": "๗", "note": "เอกสารอยู่ตู้ 2"},
    )
    record = Handover.objects.get()
    assert answer["Location"] == reverse("accounts:handover", args=[record.uid])
    assert [task["title"] for task in record.tasks] == ["ร่างแผนขยะ"]
    assert record.overlap_days == 7
    for signer in (suda, wichai):
        client.force_login(signer)
        assert client.post(answer["Location"]).status_code == 302
    record.refresh_from_db()
    assert record.is_complete


def test_what_is_missing_is_said_and_nothing_is_handed_over(wichai, client, person, area):
    person("Suda", Role.MENTOR, area("90"))
    client.force_login(wichai)
    answer = client.post(page_of(wichai), {"to_user": "", "on_day": "31/2/2569", "overlap_days": "-1"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"to_user", "on_day", "overlap_days"}
    assert not Handover.objects.exists()


def test_who_may_not_hand_over_is_told_or_sees_nothing(wichai, client, person, area, fund):
    client.force_login(person("Typist", Role.DATA_ENTRY, fund))
    assert client.get(page_of(wichai)).status_code == 403
    client.force_login(person("Far", Role.COORDINATOR, area("8001")))
    assert client.get(page_of(wichai)).status_code == 404
    client.force_login(person("Admin", Role.ADMINISTRATOR))
    assert client.get(page_of(wichai)).status_code == 200

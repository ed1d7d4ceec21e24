"""The register of a committee: seats, series, and names that only insiders read."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.committees import actions
from ruamsuk.committees.access import committee_for, member_for
from ruamsuk.committees.forms import MemberForm
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.committees.problems import (
    AlreadyOnCommittee,
    CommitteeDays,
    CommitteeHasEnded,
    NoCommitteeForThisKind,
    SeatsTaken,
)
from ruamsuk.core.problems import NotAllowed
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.models import FundKind
from ruamsuk.organizations.actions import add_organization
from tests.gates import verbs_asked_of

DAY = date(2025, 10, 1)


@pytest.fixture
def fund(area, catalogues):
    home = area("901104")
    owner = add_organization(name="เทศบาลเมืองคอหงส์", kind="local_authority", home_area=home, by=None)
    kind = FundKind.objects.get(code="subdistrict-health")
    return add_fund(kind=kind, code="L5166", name="กองทุนคอหงส์", organization=owner, home_area=home, by=None)


@pytest.fixture
def committee(fund):
    return actions.start_committee(fund=fund, term_starts_on=DAY, by=None)


def seat(committee, name="สมมติ ใจดี", position="chair", **more):
    return actions.add_member(
        committee=committee,
        position=Position.objects.get(code=position),
        name=name,
        starts_on=DAY,
        by=None,
        **more,
    )


def test_the_announcements_positions_are_loaded_with_their_seats(fund):
    seats = dict(Position.objects.values_list("code", "max_people"))
    assert seats["chair"] == 1
    assert seats["local-expert"] == seats["council-member"] == seats["health-volunteer"] == 2
    assert seats["village-representative"] == 5


def test_a_taken_seat_is_refused_until_it_is_free(committee):
    first = seat(committee)
    with pytest.raises(SeatsTaken):
        seat(committee, "สมมติ คนที่สอง")
    actions.end_member(member=first, ends_on=DAY, reason="ย้าย", by=None)
    assert seat(committee, "สมมติ คนที่สอง")


def test_one_person_has_one_seat(committee):
    seat(committee)
    with pytest.raises(AlreadyOnCommittee):
        seat(committee, position="adviser")
    assert seat(committee, "สมมติ อีกคน", position="adviser")


def test_a_new_series_moves_everybody_to_history(committee, fund):
    member = seat(committee)
    new = actions.start_committee(fund=fund, term_starts_on=date(2026, 10, 1), by=None)
    member.refresh_from_db()
    committee.refresh_from_db()
    assert new.series_no == 2
    assert member.ends_on == committee.ended_on == date(2026, 10, 1)
    assert member.end_reason
    assert not new.members.exists()
    with pytest.raises(CommitteeHasEnded):
        seat(committee, "สมมติ มาช้า")
    assert seat(new, "สมมติ มาทัน")


def test_days_out_of_order_are_refused(committee, fund):
    with pytest.raises(CommitteeDays):
        actions.start_committee(fund=fund, term_starts_on=date(2020, 1, 1), by=None)
    with pytest.raises(CommitteeDays):
        actions.end_member(member=seat(committee), ends_on=date(2020, 1, 1), reason="ย้าย", by=None)
    assert Committee.objects.count() == 1


def test_a_kind_without_a_committee_gets_none(fund):
    fund.kind = FundKind.objects.get(code="shared")
    with pytest.raises(NoCommitteeForThisKind):
        actions.start_committee(fund=fund, term_starts_on=DAY, by=None)


def test_an_object_passes_the_gate_exactly_when_it_is_in_the_list(committee, fund, person, area):
    member = seat(committee)
    users = [AnonymousUser()]
    for role, spec in ROLES.items():
        if ScopeKind.AREA in spec.scopes:
            users += [person(f"near-{role}", role, area("90")), person(f"far-{role}", role, area("80"))]
        if ScopeKind.FUND in spec.scopes:
            users.append(person(f"fund-{role}", role, fund))
    for user in users:
        for can in verbs_asked_of([committee_for, member_for]):
            for gate, row in ((committee_for, committee), (member_for, member)):
                try:
                    passed = gate(user, row.uid, can) == row
                except (Http404, NotAllowed):
                    passed = False
                assert passed == (row in type(row).objects.visible_to(user, can)), (user, can, gate)


def test_names_are_read_in_the_fund_and_by_its_mentors_and_by_nobody_else(
    client, committee, fund, person, area
):
    seat(committee, "สมมติ ใจดี")
    pages = [
        reverse("committees:fund", args=[fund.uid]),
        reverse("committees:committee", args=[committee.uid]),
    ]
    insiders = [
        person("Officer", Role.FUND_OFFICER, fund),
        person("Typist", Role.DATA_ENTRY, fund),
        person("Member", Role.COMMITTEE_MEMBER, fund),
        person("Mentor", Role.MENTOR, area("90")),
    ]
    outsiders = [
        None,
        person("Chief", Role.EXECUTIVE, area("90")),
        person("Coordinator", Role.COORDINATOR, area("90")),
        person("Far mentor", Role.MENTOR, area("80")),
    ]
    for user, sees in [*((u, True) for u in insiders), *((u, False) for u in outsiders)]:
        client.logout()
        if user:
            client.force_login(user)
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert ("สมมติ ใจดี" in answer.text) is sees, (user, page)


def test_an_officer_keeps_the_register_through_the_pages(client, fund, person):
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    start = reverse("committees:start", args=[fund.uid])
    assert client.post(start, {"term_starts_on": "1/10/2568", "term_ends_on": "30/9/2567"}).status_code == 422
    assert client.post(start, {"term_starts_on": "1/10/2568"}).status_code == 302
    committee = Committee.objects.get()
    add = reverse("committees:add-member", args=[committee.uid])
    values = {
        "position": Position.objects.get(code="chair").pk, "title": "นาย", "name": "สมมติ ใจดี",
        "starts_on": "๑ ต.ค. ๒๕๖๘",
    }  # fmt: skip
    assert client.post(add, values).status_code == 302
    assert client.post(add, {**values, "name": "สมมติ อีกคน"}).status_code == 422
    end = reverse("committees:end-member", args=[Member.objects.get().uid])
    assert client.post(end, {"ends_on": "1/11/2568", "reason": ""}).status_code == 422
    assert client.post(end, {"ends_on": "1/11/2568", "reason": "ย้ายที่ทำงาน"}).status_code == 302
    assert client.post(end, {"ends_on": "1/11/2568", "reason": "อีกครั้ง"}).status_code in (409, 422)


def test_a_mentor_reads_but_does_not_change_the_register(client, committee, person, area, fund):
    add = reverse("committees:add-member", args=[committee.uid])
    client.force_login(person("Mentor", Role.MENTOR, area("90")))
    assert client.get(add).status_code == 403
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    assert client.get(add).status_code == 200


def test_the_register_needs_as_many_queries_for_30_members_as_for_1(client, committee, fund, person):
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    url = reverse("committees:fund", args=[fund.uid])

    def cost():
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    seat(committee, "สมมติ 0", position="adviser")
    cost()
    few = cost()
    for number in range(30):
        seat(committee, f"สมมติ {number + 1}", position="adviser")
    assert cost() == few


def test_a_position_is_added_and_offered(client, committee, person):
    page = reverse("committees:add-position")
    sent = {"code": "youth", "name_th": "ผู้แทนเยาวชน", "name_en": "Youth", "max_people": "2"}
    client.force_login(person("Malee", Role.COORDINATOR))
    assert client.post(page, sent).status_code == 403
    assert page not in client.get(reverse("committees:positions")).text
    client.force_login(person("Keeper", Role.CENTRAL))
    assert page in client.get(reverse("committees:positions")).text
    assert client.post(page, sent).status_code == 302
    assert list(client.post(page, sent).context["form"].errors) == ["code"]
    assert MemberForm().fields["position"].queryset.last() == Position.objects.get(code="youth")


def test_a_position_is_changed_and_a_retired_one_is_no_longer_offered(client, fund, committee, person):
    seat(committee)
    chair, other = Position.objects.get(code="chair"), Position.objects.exclude(code="chair").first()
    assert chair.name in client.get(reverse("committees:positions")).text
    edit = reverse("committees:edit-position", args=[other.pk])
    client.force_login(person("Malee", Role.COORDINATOR))
    assert client.get(edit).status_code == 403
    client.force_login(person("Keeper", Role.CENTRAL))
    assert (
        client.post(edit, {"name_th": "ผู้แทนชุมชน", "name_en": "Community", "max_people": "3"}).status_code
        == 302
    )
    for position in (chair, other):
        client.post(reverse("committees:retire-position", args=[position.pk]))
    assert not MemberForm().fields["position"].queryset.filter(pk__in=[chair.pk, other.pk]).exists()
    text = client.get(reverse("committees:fund", args=[fund.uid])).text
    assert chair.name in text  # somebody sits there
    assert "ผู้แทนชุมชน" not in text

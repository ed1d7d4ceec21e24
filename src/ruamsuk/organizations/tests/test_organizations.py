"""Organisations: added once, found by place, kept inside one's area."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.actions import new_scope
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.core.problems import NotAllowed
from ruamsuk.organizations import actions
from ruamsuk.organizations.access import organization_for
from ruamsuk.organizations.models import Organization
from ruamsuk.organizations.problems import (
    OrganizationCodeTaken,
    OrganizationKnown,
    SizeOnlyForLocalAuthorities,
)
from tests.gates import verbs_asked_of


@pytest.fixture
def make(area):
    def one(name="เทศบาลเมืองคอหงส์", where="901104", kind="local_authority", **details):
        return actions.add_organization(name=name, kind=kind, home_area=area(where), by=None, **details)

    return one


def test_the_same_name_in_the_same_place_is_refused_and_elsewhere_accepted(make):
    first = make()
    with pytest.raises(OrganizationKnown):
        make()
    assert make(where="901102")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.exclude(pk=first.pk).update(home_area=first.home_area)


def test_a_code_belongs_to_one_organisation(make):
    make(moi_code="5901104")
    with pytest.raises(OrganizationCodeTaken):
        make(name="อื่น", moi_code="5901104")
    assert make(name="อื่น", moi_code="5901105")


def test_only_a_local_authority_has_a_size(make):
    with pytest.raises(SizeOnlyForLocalAuthorities):
        make(kind="school", la_size=3)
    assert make(la_size=5).la_size == 5


def test_it_is_found_where_it_sits_and_where_it_serves(make, area):
    hospital = make("รพ.สต.บ้านควน", kind="service_unit")
    actions.set_served_areas(organization=hospital, areas=[area("901104"), area("900101")], by=None)
    for code, found in (("901104", True), ("9001", True), ("90", True), ("TH", True), ("93", False)):
        assert (hospital in Organization.objects.in_area(area(code))) is found, code
    assert Organization.objects.in_area(area("90")).count() == 1


def test_an_object_passes_the_gate_exactly_when_it_is_in_the_list(make, area, person):
    near, far = make(), make(where="800101")
    users = [AnonymousUser()]
    for role, spec in ROLES.items():
        if ScopeKind.AREA in spec.scopes:
            users.append(person(f"area-{role}", role, area("90")))
        if ScopeKind.ORGANIZATION in spec.scopes:
            users.append(person(f"own-{role}", role, near))
    for user in users:
        for can in verbs_asked_of([organization_for]):
            for row in (near, far):
                try:
                    passed = organization_for(user, row.uid, can) == row
                except (Http404, NotAllowed):
                    passed = False
                assert passed == (row in Organization.objects.visible_to(user, can)), (user, can)


def form(area, **changes):
    values = {
        "name": "โรงเรียนบ้านควน", "kind": "school", "home_area": "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา",
        "home_area_area": area("901104").pk,
    }  # fmt: skip
    return {**values, **changes}


def test_a_coordinator_adds_changes_and_closes_an_organisation(client, area, person):
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    answer = client.post(reverse("organizations:add"), form(area))
    assert answer.status_code == 302, answer.text
    school = Organization.objects.get()
    assert list(school.serves.all()) == [area("901104")]
    assert client.get(answer["Location"]).status_code == 200
    edit = reverse("organizations:edit", args=[school.uid])
    assert client.post(edit, form(area, name="โรงเรียนบ้านควนใหม่", phone="074-000000")).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.scope.label) == ("โรงเรียนบ้านควนใหม่",) * 2
    client.post(reverse("organizations:close", args=[school.uid]))
    assert not Organization.objects.open().exists()


def test_adding_outside_the_own_area_is_refused(client, area, person):
    client.force_login(person("Malee", Role.COORDINATOR, area("93")))
    url = reverse("organizations:add")
    assert client.post(url, form(area)).status_code == 422
    inside = {"home_area": "ต.คูหาสวรรค์ อ.เมืองพัทลุง จ.พัทลุง", "home_area_area": area("930101").pk}
    assert client.post(url, form(area, **inside)).status_code == 302


def test_a_visitor_reads_but_does_not_add(client, make):
    organization = make()
    assert organization.name in client.get(reverse("organizations:index")).text
    assert client.get(reverse("organizations:organization", args=[organization.uid])).status_code == 200
    assert client.get(reverse("organizations:add")).status_code == 302
    assert client.get(reverse("organizations:edit", args=[organization.uid])).status_code == 302


def test_the_list_needs_as_many_queries_for_30_rows_as_for_1(client, make):
    def cost():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("organizations:index"))
        return len(found)

    make()
    few = cost()
    for number in range(30):
        make(f"กลุ่มที่ {number}", kind="community")
    assert cost() == few


def test_the_list_is_filtered_by_kind_and_name(client, make):
    office, school = make(), make("โรงเรียนบ้านควน", kind="school")
    url = reverse("organizations:index")
    for filters, shown in (
        ({"kind": "school"}, {school}),
        ({"q": "คอหงส์"}, {office}),
        ({}, {office, school}),
    ):
        text = client.get(url, filters).text
        assert {row for row in (office, school) if str(row.uid) in text} == shown


def test_a_funds_officer_edits_the_organisations_of_the_sub_districts_served(client, area, person, make):
    fund = new_scope(ScopeKind.FUND, area("901104"), "กองทุน")
    fund.serves.set([area("901104"), area("901102")])
    near, farther = make("โรงเรียนใกล้", "901102", "school"), make("โรงเรียนไกล", "901101", "school")
    client.force_login(person("Wichai", Role.FUND_OFFICER, fund))
    place = {"home_area": "ต.ควนลัง อ.หาดใหญ่ จ.สงขลา", "home_area_area": area("901102").pk}
    edit = reverse("organizations:edit", args=[near.uid])
    assert edit in client.get(reverse("organizations:organization", args=[near.uid])).text
    assert client.post(edit, form(area, **place, phone="074-111111")).status_code == 302
    away = {"home_area": "ต.หาดใหญ่ อ.หาดใหญ่ จ.สงขลา", "home_area_area": area("901101").pk}
    assert client.post(edit, form(area, **away)).status_code == 422
    assert client.get(reverse("organizations:edit", args=[farther.uid])).status_code == 403
    fund.serves.add(area("901101"))
    assert client.get(reverse("organizations:edit", args=[farther.uid])).status_code == 200


def test_a_closed_organisation_is_found_by_the_filter_and_opened_again(client, area, person, make):
    school = make("โรงเรียนบ้านควน", kind="school")
    actions.close_organization(organization=school, by=None)
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    listed = reverse("organizations:index")
    assert school.name not in client.get(listed).text
    assert school.name in client.get(listed, {"closed": "on"}).text
    reopen = reverse("organizations:reopen", args=[school.uid])
    again = make("โรงเรียนบ้านควน", kind="school")
    assert client.post(reopen).status_code == 422  # its name was given to another one meanwhile
    actions.close_organization(organization=again, by=None)
    assert client.post(reopen).status_code == 302
    assert school.name in client.get(listed).text


def test_one_organisation_and_its_areas_need_as_many_queries_for_3_areas_as_for_1(client, make, person, area):
    organization = make()
    client.force_login(person("Central", Role.CENTRAL))
    pages = [reverse(f"organizations:{name}", args=[organization.uid]) for name in ("organization", "areas")]
    served = [area(code) for code in ("901101", "901102", "900101")]

    def cost():
        with CaptureQueriesContext(connection) as found:
            for page in pages:
                assert client.get(page).status_code == 200
        return len(found)

    actions.set_served_areas(organization=organization, areas=served[:1], by=None)
    few = cost()
    actions.set_served_areas(organization=organization, areas=served, by=None)
    assert cost() == few

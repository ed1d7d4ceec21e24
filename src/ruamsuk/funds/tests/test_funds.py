"""Funds: codes, the gate and the list, the form, closing, networks, bank accounts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.areas.actions import add_village, set_population
from ruamsuk.audit.models import Operation
from ruamsuk.core.problems import NotAllowed
from ruamsuk.funds import actions, queries
from ruamsuk.funds.access import bank_account_for, fund_for, network_for
from ruamsuk.funds.models import BankAccount, Fund, FundKind, Network, VariationLimits
from ruamsuk.funds.problems import FundCodeOfWrongForm, FundCodeTaken, FundIsClosed, WrongHomeArea
from ruamsuk.organizations.actions import add_organization
from tests.gates import verbs_asked_of


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("L5166", "L5166"),
        ("l5166", "L5166"),
        ("๕๑๖๖", "L5166"),
        ("5166", "L5166"),
        ("L 5166", "L5166"),
        ("L-5166", "L5166"),
        ("50107", "50107"),
        ("๕๐๑๐๗", "50107"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(make_fund, area, typed, stored):
    made = make_fund(typed, area("901104"))
    assert made.code == stored
    assert queries.fund_named(typed) == made


@pytest.mark.parametrize("typed", ["L516", "L51666", "X5166", "516", "501077", "กปท"])
def test_a_code_of_another_form_is_refused_and_says_what_it_should_look_like(make_fund, area, typed):
    with pytest.raises(FundCodeOfWrongForm) as refused:
        make_fund(typed, area("901104"))
    assert "L5166" in str(refused.value)
    assert make_fund("L5166", area("901104")).code == "L5166"


def test_each_kind_has_its_own_pattern_and_level(make_fund, fund, area):
    kind = FundKind.objects.get(code="provincial-rehabilitation")
    details = {"kind": kind, "name": "กองทุนฟื้นฟูฯ สงขลา", "organization": fund.organization, "by": None}
    with pytest.raises(FundCodeOfWrongForm):
        actions.add_fund(**details, code="L5167", home_area=area("90"))
    with pytest.raises(WrongHomeArea):
        actions.add_fund(**details, code="RF90", home_area=area("901104"))
    assert actions.add_fund(**details, code="rf90", home_area=area("90")).code == "RF90"


def test_a_second_fund_with_the_same_code_is_refused(make_fund, fund, area):
    with pytest.raises(FundCodeTaken):
        make_fund("l5166", area("901102"))
    assert Fund.objects.count() == 1
    assert make_fund("L5167", area("901102"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.filter(code="L5167").update(code="L5166")


def test_a_new_fund_has_its_scope_and_serves_its_home(fund, area):
    assert (fund.scope.kind, fund.scope.area) == (ScopeKind.FUND, area("901104"))
    assert list(fund.scope.serves.all()) == [area("901104")]
    assert fund.place_no == area("901104").place_no


# Gate and list


def readers(person, area, fund):
    """One person per role where the role may be held, at the fund and away from it, and a visitor."""
    yield AnonymousUser()
    for role, spec in ROLES.items():
        if ScopeKind.AREA in spec.scopes:
            yield person(f"near-{role}", role, area("90"))
            yield person(f"far-{role}", role, area("80"))
        if ScopeKind.FUND in spec.scopes:
            yield person(f"fund-{role}", role, fund)


def passes(gate, user, uid, can):
    try:
        return gate(user, uid, can) is not None
    except (Http404, NotAllowed):
        return False


def test_an_object_passes_the_gate_exactly_when_it_is_in_the_list(person, area, fund, make_fund):
    other = make_fund("L8001", area("800101"))
    for owner in (fund, other):
        actions.add_bank_account(
            fund=owner, bank="ธ.ก.ส.", number=f"01234567{owner.pk:02}", account_name="กองทุน", by=None
        )
    network = actions.add_network(name="เครือข่ายทดลอง", by=None)
    accounts, seen = list(BankAccount.objects.all()), 0
    for user in readers(person, area, fund):
        for can in verbs_asked_of([fund_for]):
            listed = set(Fund.objects.visible_to(user, can))
            for row in (fund, other):
                assert (row in listed) == passes(fund_for, user, row.uid, can), (user, can)
        for can in verbs_asked_of([bank_account_for, network_for]):
            listed = set(BankAccount.objects.visible_to(user, can))
            for account in accounts:
                assert (account in listed) == passes(bank_account_for, user, account.uid, can), (user, can)
            seen += len(listed)
            assert (network in Network.objects.visible_to(user, can)) == passes(
                network_for, user, network.uid, can
            )
    assert seen


def test_everybody_reads_a_fund_but_not_its_bank_account(client, fund, person, area):
    actions.add_bank_account(fund=fund, bank="ธ.ก.ส.", number="0-12345-67890", account_name="กองทุน", by=None)
    page, bank = reverse("funds:fund", args=[fund.uid]), reverse("funds:bank-accounts", args=[fund.uid])
    assert client.get(page).status_code == 200
    assert client.get(bank).status_code == 302  # to the sign-in page
    for role, where in (
        (Role.MENTOR, area("90")),
        (Role.COMMITTEE_MEMBER, fund),
        (Role.COORDINATOR, area("90")),
        (Role.DATA_ENTRY, fund),
    ):
        client.force_login(person(f"no-{role}", role, where))
        answer = client.get(page)
        assert "01234567890" not in answer.text
        assert bank not in answer.text
        assert client.get(bank).status_code == 403
    for role, where in ((Role.FUND_OFFICER, fund), (Role.AUDITOR, area("90"))):
        client.force_login(person(f"yes-{role}", role, where))
        assert bank in client.get(page).text
        assert "01234567890" in client.get(bank).text


def test_the_officer_of_another_fund_sees_no_bank_account_of_this_one(client, fund, make_fund, person, area):
    account = actions.add_bank_account(
        fund=fund, bank="ธ.ก.ส.", number="0123456789", account_name="ก", by=None
    )
    officer = person("Other", Role.FUND_OFFICER, make_fund("L5167", area("901102")))
    client.force_login(officer)
    assert client.get(reverse("funds:edit-bank-account", args=[account.uid])).status_code == 404
    client.force_login(person("Own", Role.FUND_OFFICER, fund))
    assert client.get(reverse("funds:edit-bank-account", args=[account.uid])).status_code == 200


def test_an_auditor_reads_a_bank_account_but_does_not_change_it(client, fund, person, area):
    account = actions.add_bank_account(
        fund=fund, bank="ธ.ก.ส.", number="0123456789", account_name="ก", by=None
    )
    client.force_login(person("Auditor", Role.AUDITOR, area("90")))
    assert client.get(reverse("funds:bank-accounts", args=[fund.uid])).status_code == 200
    assert client.get(reverse("funds:edit-bank-account", args=[account.uid])).status_code == 403


# Pages


def fund_form(area, **changes):
    kind = FundKind.objects.get(code="subdistrict-health")
    values = {
        "kind": kind.pk, "code": "L5168", "name": "กองทุนสุขภาพตำบลควนลัง", "capacity": "ordinary",
        "home_area": "ต.ควนลัง อ.หาดใหญ่ จ.สงขลา", "home_area_area": area("901102").pk, "population": "๑๒,๓๔๕",
        "founded_fy": "2550", "latitude": "7.0086", "longitude": "100.4747",
    }  # fmt: skip
    return {**values, **changes}


@pytest.fixture
def coordinator(person, area):
    return person("Malee", Role.COORDINATOR, area("90"))


def test_a_coordinator_adds_a_fund_from_its_local_authority(client, fund, area, coordinator):
    client.force_login(coordinator)
    choose = client.get(reverse("funds:add"))
    assert str(fund.organization.uid) in choose.text
    url = f"{reverse('funds:add')}?organization={fund.organization.uid}"
    answer = client.post(url, fund_form(area))
    assert answer.status_code == 302, answer.text
    made = Fund.objects.get(code="L5168")
    assert (made.population, made.founded_fy, made.latitude) == (12345, 2550, 7.0086)
    assert Operation.objects.filter(verb="funds.add_fund", actor_id=coordinator.pk).exists()


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "L51"),
        ("code", "l5166"),
        ("population", "มาก"),
        ("population", "-5"),
        ("founded_fy", "3000"),
        ("latitude", "70"),
        ("longitude", ""),
        ("name", ""),
    ],
)
def test_a_wrong_value_comes_back_with_everything_typed_and_nothing_is_saved(
    client, fund, area, coordinator, field, value
):
    client.force_login(coordinator)
    url = f"{reverse('funds:add')}?organization={fund.organization.uid}"
    answer = client.post(url, fund_form(area, **{field: value}))
    assert answer.status_code == 422
    assert "L516" in answer.text or field == "code"
    assert Fund.objects.count() == 1
    assert client.post(url, fund_form(area)).status_code == 302


def test_a_fund_outside_the_own_area_is_refused(client, fund, area, coordinator):
    client.force_login(coordinator)
    url = f"{reverse('funds:add')}?organization={fund.organization.uid}"
    away = {"home_area": "ต.ในเมือง อ.เมืองนครศรีธรรมราช จ.นครศรีธรรมราช", "home_area_area": area("800101").pk}
    assert client.post(url, fund_form(area, **away)).status_code == 422
    assert Fund.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_fund(client, fund, area, coordinator):
    client.force_login(coordinator)
    url = f"{reverse('funds:add')}?organization={fund.organization.uid}"
    values = fund_form(area, op_id="0198f0d2-1111-7aaa-8bbb-123456789abc")
    first, second = client.post(url, values), client.post(url, values)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Fund.objects.count() == 2


def test_an_officer_changes_the_own_fund_only(client, fund, make_fund, person, area):
    other = make_fund("L5167", area("901102"))
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    values = fund_form(
        area,
        code="L5166",
        name="กองทุนใหม่",
        home_area="ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา",
        home_area_area=area("901104").pk,
    )
    assert client.post(reverse("funds:edit", args=[fund.uid]), values).status_code == 302
    fund.refresh_from_db()
    assert (fund.name, fund.scope.label) == ("กองทุนใหม่", fund.scope.label)
    assert client.post(reverse("funds:edit", args=[other.uid]), values).status_code == 403


def test_a_fund_serves_several_sub_districts(client, fund, area, coordinator):
    client.force_login(coordinator)
    both = [area("901104"), area("901102")]
    url = reverse("funds:areas", args=[fund.uid])
    assert client.post(url, {"areas": [a.pk for a in both]}).status_code == 302
    assert set(fund.scope.serves.all()) == set(both)


def test_closing_needs_a_reason_and_ends_changes(client, fund, coordinator):
    client.force_login(coordinator)
    url = reverse("funds:close", args=[fund.uid])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "รวมกับกองทุนข้างเคียง"}).status_code == 302
    fund.refresh_from_db()
    assert fund.closed_on
    with pytest.raises(FundIsClosed):
        actions.change_fund(fund=fund, name="x", by=coordinator)


@pytest.mark.parametrize("typed", ["l5166", "5166", "๕๑๖๖", "L 5166", "คอหงส์"])
def test_the_list_finds_a_fund_by_name_and_by_any_way_of_writing_its_code(
    client, fund, make_fund, area, typed
):
    other = make_fund("L7258", area("900101"))
    text = client.get(reverse("funds:index"), {"q": typed}).text
    assert str(fund.uid) in text
    assert str(other.uid) not in text


def test_the_list_keeps_to_the_area_and_the_filters(client, fund, make_fund, area):
    far = make_fund("L8001", area("800101"), capacity="learning_centre")
    network = actions.add_network(name="เครือข่าย", by=None)
    actions.join_network(network=network, fund=far, by=None)
    url = reverse("funds:index")
    for filters, shown in (
        ({}, {fund, far}),
        ({"area": "90"}, {fund}),
        ({"capacity": "learning_centre"}, {far}),
        ({"network": network.uid}, {far}),
        ({"kind": "shared"}, set()),
        ({"kind": "subdistrict-health"}, {fund, far}),
    ):
        text = client.get(url, filters).text
        assert {row for row in (fund, far) if str(row.uid) in text} == shown, filters
    assert client.get(url, {"network": "nonsense"}).status_code == 404  # rather than the figures of all funds


@pytest.mark.parametrize("page", ["funds:index", "funds:network"])
def test_a_list_needs_as_many_queries_for_30_rows_as_for_1(client, fund, make_fund, area, page):
    network = actions.add_network(name="เครือข่าย", by=None)
    actions.join_network(network=network, fund=fund, by=None)
    url = reverse(page, args=[network.uid] if page == "funds:network" else [])

    def cost():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few = cost()
    for number in range(30):
        made = make_fund(f"L6{number:03}", area("901102"))
        actions.join_network(network=network, fund=made, by=None)
    assert cost() == few


def test_only_a_reach_over_the_country_changes_networks(client, fund, person, coordinator):
    client.force_login(coordinator)
    url = reverse("funds:add-network")
    assert client.post(url, {"name": "เครือข่ายใหม่"}).status_code == 403
    client.force_login(person("Central", Role.CENTRAL))
    assert client.post(url, {"name": "เครือข่ายใหม่"}).status_code == 302
    network = Network.objects.get(name="เครือข่ายใหม่")
    join = reverse("funds:join-network", args=[network.uid])
    assert client.post(join, {"code": "๕๑๖๖", "capacity": "expansion"}).status_code == 302
    assert client.post(join, {"code": "5166", "capacity": "expansion"}).status_code == 422
    assert client.post(join, {"code": "9999", "capacity": "expansion"}).status_code == 422
    assert list(Fund.objects.in_network(network)) == [fund]
    client.post(reverse("funds:leave-network", args=[network.uid, fund.uid]))
    assert not Fund.objects.in_network(network).exists()


def test_officers_are_shown_inside_and_invited_with_the_funds_scope(client, fund, person, area):
    url = reverse("funds:officers", args=[fund.uid])
    officer = person("Somsri", Role.FUND_OFFICER, fund)
    client.force_login(officer)
    text = client.get(url).text
    assert "Somsri" in text
    assert f"?scope={fund.scope_id}" in text
    client.force_login(person("Far", Role.MENTOR, area("80")))
    assert client.get(url).status_code == 403


def test_an_officer_is_asked_to_complete_the_details_until_they_are_there(fund, person, area):
    officer = person("Somsri", Role.FUND_OFFICER, fund)
    task = queries.tasks_for(officer)[0]
    assert task.url == reverse("funds:edit", args=[fund.uid])
    actions.change_fund(
        fund=fund,
        founded_fy=2550,
        population=1,
        villages_count=1,
        latitude=7.0,
        longitude=100.0,
        phone="074",
        by=None,
    )
    assert queries.tasks_for(officer) == []
    assert queries.tasks_for(person("Far", Role.MENTOR, area("80"))) == []


def test_a_bank_account_number_is_checked_and_belongs_to_one_fund(client, fund, person):
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    url = reverse("funds:add-bank-account", args=[fund.uid])
    values = {"bank": "ธ.ก.ส.", "account_name": "กองทุนสุขภาพ", "number": "๐๑๒-๓-๔๕๖๗๘-๙"}
    assert client.post(url, {**values, "number": "123"}).status_code == 422
    assert client.post(url, values).status_code == 302
    assert client.post(url, values).status_code == 422
    assert BankAccount.objects.get().number == "0123456789"


LIMITS = {"variation_share_percent": "๑๕", "variation_days": "45", "variation_amount": "on"}


def test_a_keeper_of_the_catalogue_changes_the_code_pattern_and_loading_keeps_it(client, fund, person, area):
    url = reverse("funds:edit-kind", args=["provincial-rehabilitation"])
    values = {
        "name_th": "กองทุนฟื้นฟูฯ",
        "name_en": "Rehabilitation",
        "code_pattern": r"ฟ\d{2}",
        "code_example": "ฟ90",
        "same_person": "shown",
        **LIMITS,
    }
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    assert client.post(url, values).status_code == 403
    client.force_login(person("Central", Role.CENTRAL))
    assert client.post(url, {**values, "code_pattern": "("}).status_code == 422
    assert client.post(url, {**values, "code_example": "90"}).status_code == 422
    assert client.post(url, values).status_code == 302
    actions.load_catalogue(by=None)
    assert FundKind.objects.get(code="provincial-rehabilitation").code_example == "ฟ90"
    assert client.get(reverse("funds:kinds")).status_code == 200


NEW_KIND = {
    **LIMITS,
    "code": "district-health",
    "name_th": "กองทุนอำเภอ",
    "name_en": "District fund",
    "code_example": "DF9011",
    "same_person": "shown",
    "home_kind": "district",
    "needs_local_authority": "on",
}


def test_a_kind_of_fund_is_added_with_its_pattern_and_rules(client, fund, person, area):
    page = reverse("funds:add-kind")
    client.force_login(person("Malee", Role.COORDINATOR, area("90")))
    assert client.post(page, NEW_KIND).status_code == 403
    client.force_login(person("Central", Role.CENTRAL))
    for pattern, said in ((r"X\d{4}", "DF9011"), ("DF(", "DF(")):
        refused = client.post(page, NEW_KIND | {"code_pattern": pattern})
        assert refused.status_code == 422
        assert said in str(refused.context["form"].errors["code_pattern"])
    assert client.post(page, NEW_KIND).status_code == 302  # the pattern is made from the example
    kind = FundKind.objects.get(code="district-health")
    assert (kind.code_pattern, kind.needs_local_authority, kind.needs_committee) == (r"DF\d{4}", True, False)
    assert kind.variation_limits == VariationLimits(15, 45, amount=True, targets=False, place=False)
    assert "code" in client.post(page, NEW_KIND).context["form"].errors
    values = {
        "kind": kind.pk, "code": "df-9011", "name": "กองทุนหาดใหญ่", "capacity": "ordinary",
        "home_area": "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา",
    }  # fmt: skip
    add = f"{reverse('funds:add')}?organization={fund.organization.uid}"
    assert "home_area" in client.post(add, values).context["form"].errors  # counted in a district
    values["home_area"] = "อ.หาดใหญ่ จ.สงขลา"
    assert "code" in client.post(add, values | {"code": "DF90"}).context["form"].errors
    assert client.post(add, values).status_code == 302
    assert Fund.objects.get(code="DF9011").kind == kind


def test_the_rules_of_a_kind_of_fund_are_changed_where_they_are_seen(client, fund, person):
    client.force_login(person("Central", Role.CENTRAL))
    url = reverse("funds:edit-kind", args=[fund.kind.code])
    form = client.get(url).context["form"]
    assert (form["home_kind"].value(), form["needs_committee"].value()) == ("subdistrict", True)
    values = {name: form[name].value() for name in form.fields}
    assert client.post(url, values | {"needs_committee": ""}).status_code == 302
    fund.kind.refresh_from_db()
    assert fund.kind.rules == {
        "home_kind": "subdistrict",
        "needs_committee": False,
        "needs_local_authority": True,
        "variation_share_percent": 10,
        "variation_days": 30,
        "variation_amount": True,
        "variation_targets": True,
        "variation_place": True,
    }


def test_a_bank_account_closed_by_mistake_is_taken_back(client, fund, person):
    account = actions.add_bank_account(
        fund=fund, bank="ธ.ก.ส.", number="0123456789", account_name="ก", by=None
    )
    client.force_login(person("Officer", Role.FUND_OFFICER, fund))
    url = reverse("funds:close-bank-account", args=[account.uid])
    client.post(url)
    account.refresh_from_db()
    assert account.closed_on
    client.post(url, {"back": "1"})
    account.refresh_from_db()
    assert account.closed_on is None


def test_a_closed_fund_is_found_by_the_filter_and_opened_again(client, fund, coordinator):
    actions.close_fund(fund=fund, reason="ควบรวม", by=None)
    client.force_login(coordinator)
    listed = reverse("funds:index")
    assert fund.name not in client.get(listed).text
    assert fund.name in client.get(listed, {"closed": "on"}).text
    reopen = reverse("funds:reopen", args=[fund.uid])
    assert reopen in client.get(reverse("funds:fund", args=[fund.uid])).text
    assert client.post(reopen).status_code == 302
    assert fund.name in client.get(listed).text
    assert fund.name not in client.get(listed, {"closed": "on"}).text


def test_a_fund_moves_to_another_local_authority_but_not_to_a_school(client, fund, coordinator, area):
    make = {"home_area": area("901104"), "by": None}
    other = add_organization(name="อบต.คอหงส์", kind="local_authority", **make)
    school = add_organization(name="โรงเรียนคอหงส์", kind="school", **make)
    client.force_login(coordinator)
    page = reverse("funds:authority", args=[fund.uid])
    shown = client.get(page).text
    assert str(other.uid) in shown
    assert str(school.uid) not in shown
    assert client.post(f"{page}?organization={school.uid}").status_code == 422
    assert client.get(f"{page}?organization={other.uid}").status_code == 200
    assert client.post(f"{page}?organization={other.uid}").status_code == 302
    fund.refresh_from_db()
    assert (fund.organization, fund.scope.within) == (other, other.scope)


@pytest.mark.parametrize("page", ["funds:networks", "funds:officers", "funds:bank-accounts", "funds:add"])
def test_the_other_lists_need_as_many_queries_for_30_rows_as_for_1(client, fund, person, area, page):
    officer = person("Somsri", Role.FUND_OFFICER, fund)
    client.force_login(person("Central", Role.CENTRAL) if page == "funds:add" else officer)
    url = reverse(page, args=[fund.uid] if page in ("funds:officers", "funds:bank-accounts") else [])

    def more(number):
        actions.add_network(name=f"เครือข่าย {number}", by=None)
        person(f"Officer{number}", Role.FUND_OFFICER, fund)
        add_organization(name=f"อบต. {number}", kind="local_authority", home_area=area("901102"), by=None)
        actions.add_bank_account(
            fund=fund,
            bank="ธ.ก.ส.",
            branch="หาดใหญ่",
            account_name=fund.name,
            number=f"{number:010}",
            by=None,
        )

    def cost():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    more(0)
    cost()
    few = cost()
    for number in range(1, 30):
        more(number)
    assert cost() == few


def test_a_new_fund_starts_with_what_the_register_of_areas_knows(client, fund, person, area):
    home = area("901104")
    client.force_login(person("Central", Role.CENTRAL))
    page = reverse("funds:add") + f"?organization={fund.organization.uid}"
    assert "population" not in client.get(page).context["form"].initial
    set_population(area=home, year=2568, people=8137, source="สำนักทะเบียน", by=None)
    add_village(subdistrict=home, moo=1, name_th="คลองเปล", by=None)
    started = client.get(page).context["form"].initial
    assert (started["population"], started["villages_count"]) == (8137, 1)


def test_an_empty_list_offers_to_clear_filters_only_where_some_are_set(client, area):
    area("901104")
    assert "ล้างตัวกรอง" not in client.get("/funds/?area=901104").text
    assert "ล้างตัวกรอง" in client.get("/funds/?area=901104&q=ไม่มี").text

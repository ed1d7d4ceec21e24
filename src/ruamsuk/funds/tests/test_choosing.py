"""A fund is chosen by part of its name, code or place; what is typed is looked up when it is sent."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.funds import actions, queries
from ruamsuk.funds.forms import FundField
from ruamsuk.funds.models import Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def funds(make_fund, area):
    made = {
        "near": make_fund("L5166", area("901104"), name="กองทุนชายเขา"),
        "next": make_fund("L5167", area("901102"), name="กองทุนริมคลอง"),
        "far": make_fund("L6001", area("930101"), name="กองทุนเมืองลุง"),
        "closed": make_fund("L5168", area("901101"), name="กองทุนที่เลิกแล้ว"),
    }
    actions.close_fund(fund=made["closed"], reason="รวมกัน", by=None)
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ชาย", {"near"}),  # name
        ("ริม", {"next"}),
        ("516", {"near", "next"}),  # code, in any form
        ("L60", {"far"}),
        ("๖๐๐", {"far"}),
        ("คอห", {"near"}),  # sub-district
        ("หาด", {"near", "next"}),  # district
        ("พัท", {"far"}),  # province
        ("kho", {"near"}),
        ("เลิก", set()),  # a closed fund is not offered
        ("", set()),
    ],
)
def test_three_letters_of_name_code_or_place_find_a_fund(funds, client, typed, found):
    assert {fund.code for fund in queries.looked_up(typed)} == {funds[name].code for name in found}
    answer = client.get(reverse("funds:pick"), {"q": typed}).json()["results"]
    assert [one["path"] for one in answer] == [
        f"{fund.code} {fund.name}" for fund in queries.looked_up(typed)
    ]


def test_a_fund_of_the_place_that_is_typed_stands_before_one_of_that_name(funds, make_fund, area):
    make_fund("L5199", area("930103"), name="กองทุนคอห้วย")
    assert [fund.code for fund in queries.looked_up("คอห")] == ["L5166", "L5199"]


def test_what_is_typed_is_looked_up_when_only_one_fits(funds):
    field = FundField()
    for typed in ("คอหงส์", "ชาย", "l-5166", "L5166 กองทุนชายเขา", "กองทุนชายเขา"):
        assert field.clean(typed) == funds["near"]
    with pytest.raises(ValidationError) as refused:
        field.clean("หาดใหญ่")
    for name in ("near", "next"):
        assert f"{funds[name].code} {funds[name].name}" in str(refused.value)  # several are offered
    assert funds["far"].code not in str(refused.value)
    with pytest.raises(ValidationError):
        field.clean("ไม่มี")


def test_a_text_that_is_saved_while_it_is_typed_is_never_guessed(funds):
    field = FundField(guesses=False)
    with pytest.raises(ValidationError) as refused:
        field.clean("คอห")
    assert "L5166" in str(refused.value)
    assert field.clean("5166") == funds["near"]


def test_a_fund_joins_a_network_by_part_of_its_name(funds, client, person):
    client.force_login(person("Central", Role.CENTRAL))
    network = actions.add_network(name="เครือข่าย", by=None)
    page = reverse("funds:join-network", args=[network.uid])
    assert reverse("funds:pick") in client.get(page).text
    refused = client.post(page, {"code": "หาดใหญ่", "capacity": "ordinary"})
    assert refused.status_code == 422
    assert "L5167" in refused.text
    assert client.post(page, {"code": "ริมคลอง", "capacity": "ordinary"}).status_code == 302
    assert list(Network.objects.get().memberships.values_list("fund__code", flat=True)) == ["L5167"]

"""Two funds with their officers, an open link of the first, and a group that has no account."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from ruamsuk.applications.actions import open_link, send_application
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.actions import load_catalogue as load_funds
from ruamsuk.funds.models import FundKind
from ruamsuk.organizations.actions import add_organization
from tests.kept import keep
from tests.world import area, issue_catalogue, person

SAID = {
    "name": "ชมรมผู้สูงอายุทดสอบ",
    "phone": "๐๘๑-234 5678",
    "email": "",
    "title": "รำไม้พลองทุกเช้า",
    "text": "ผู้สูงอายุหมู่ 4 ล้มบ่อย อยากออกกำลังกายด้วยกัน",
    "place": "ศาลาหมู่ 4",
    "amount_satang": "20,000",
}


def load() -> SimpleNamespace:
    issue_catalogue()
    load_funds(by=None)
    home = area("901104")
    owner = add_organization(name="เทศบาลทดสอบ", kind="local_authority", home_area=home, by=None)
    given = {"kind": FundKind.objects.get(code="subdistrict-health"), "organization": owner, "by": None}
    fund = add_fund(code="L7257", name="กองทุนทดสอบ", home_area=home, **given)
    other = add_fund(code="L7258", name="กองทุนอื่น", home_area=area("901102"), **given)
    officer = person("Malee", "fund-officer", fund)
    return SimpleNamespace(
        fund=fund,
        other=other,
        home=home,
        owner=owner,
        officer=officer,
        stranger=person("Somkid", "fund-officer", other),
        link=open_link(fund=fund, by=officer),
    )


keep("open_link", load)


@pytest.fixture
def site(kept_world) -> SimpleNamespace:
    return kept_world("open_link")


@pytest.fixture
def sent(site):
    """An application that waits; `phone` is one that nobody has an account with."""
    return send_application(
        link=site.link,
        name="ชมรมผู้สูงอายุทดสอบ",
        phone="0812345678",
        title="รำไม้พลองทุกเช้า",
        text="ผู้สูงอายุหมู่ 4 ล้มบ่อย",
        place="ศาลาหมู่ 4",
        amount_satang=2_000_000,
        by=None,
    )


@pytest.fixture
def send(site):
    """`send(title="…")`: a group sends the public page; gives the answer."""

    def go(client=None, code="", **changes):
        address = reverse("applications:apply", args=[code or site.link.code])
        return (client or Client()).post(address, SAID | changes)

    return go


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client

"""A province from one workbook: everything arrives, once, and can be taken back."""

import pytest

from ruamsuk.accounts.models import Invitation, Post
from ruamsuk.areas.models import Area
from ruamsuk.committees.models import Committee, Member
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.choices import COUNTED
from ruamsuk.workbooks.queries.reports import figures
from ruamsuk.workbooks.tests.books import (
    FUNDS,
    HERE,
    ORGANIZATIONS,
    PEOPLE,
    POINTS,
    SEATS,
    VILLAGES,
    authority,
    book,
    fund,
    officer,
    rows,
    seat,
)
from ruamsuk.workbooks.tests.conftest import bring, look, take_back

WHOLE = {  # what names others stands before them
    SEATS: rows(seat(), seat("สมมุติ สาม", "ประธานกรรมการ")),
    PEOPLE: rows(officer(อีเมล="one@example.org"), officer("สมมุติ สี่", โทรศัพท์="0810000000")),
    POINTS: rows({"กองทุน": "L9901", "พิกัด": "7.0086, 100.4747"}),
    VILLAGES: rows({**HERE, "หมู่ที่": "๑", "ชื่อหมู่บ้าน": "บ้านตัวอย่าง"}),
    FUNDS: rows(fund(ประชากร="๘,๑๓๗")),
    ORGANIZATIONS: rows(authority(), {**authority("โรงเรียนตัวอย่าง"), "ประเภท": "โรงเรียน"}),
}


def told(batch):
    """Sheet → how many rows are added, changed, refused."""
    return {
        one.sheet: tuple(number for outcome, _label, number in one.counts if outcome in COUNTED)
        for one in figures(batch)
    }


@pytest.fixture
def whole(admin):
    return bring(book(WHOLE), admin)


def test_a_province_arrives_whatever_the_order_of_its_sheets(whole):
    assert told(whole) == {
        "organizations": (2, 0, 0), "funds": (1, 0, 0), "coordinates": (0, 1, 0),
        "villages": (1, 0, 0), "people": (2, 0, 0), "seats": (2, 0, 0),
    }  # fmt: skip
    made = Fund.objects.get()
    assert (made.code, made.population, made.latitude, made.longitude) == ("L9901", 8137, 7.0086, 100.4747)
    assert made.organization.name == "เทศบาลเมืองคอหงส์"
    assert made.home_area.code == "901104"
    assert Area.objects.get(code="90110401").name_th == "ตัวอย่าง"
    assert {one.post.scope for one in Invitation.objects.all()} == {made.scope}
    assert Committee.objects.get().fund == made
    assert {one.position.code for one in Member.objects.all()} == {"village-representative", "chair"}


def test_what_is_shown_before_is_what_happens(admin):
    batch = look(book(WHOLE), admin)
    foreseen = told(batch)
    assert not Organization.objects.exists()
    assert foreseen == told(bring(book(WHOLE), admin))


def test_the_same_workbook_again_adds_and_changes_nothing(whole, admin):
    again = bring(book(WHOLE), admin)
    assert set(told(again).values()) == {(0, 0, 0)}
    assert (Organization.objects.count(), Fund.objects.count(), Invitation.objects.count()) == (2, 1, 2)


def test_it_is_taken_back_whole(whole, admin):
    batch = take_back(whole, admin)
    assert batch.state == "undone"
    assert batch.stayed == []
    for model in (Organization, Fund, Invitation, Member, Committee):
        assert not model.objects.exists(), model
    assert not Area.objects.filter(kind="village").exists()
    assert not Post.objects.filter(scope__kind="fund").exists()
    assert told(bring(book(WHOLE), admin))["funds"] == (1, 0, 0)

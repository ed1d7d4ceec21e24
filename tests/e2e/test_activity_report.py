"""An activity report on phones: written with photos, up the ladder, returned by the funder, mended, accepted.

Each person has a phone of their own. All is typed and pressed by keyboard; photos are chosen as a file picker does.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ruamsuk.files.tests.samples import photo
from ruamsuk.projects.models import ActivityReport
from ruamsuk.projects.tests.conftest import kho_hong  # noqa: F401  # the fund and its people
from ruamsuk.projects.tests.test_reports import (  # noqa: F401  # their project and posts
    YEAR,
    make_project,
    posts,
    project,
    storage,
)
from tests.e2e.typist import Typist

CAPTIONS = ("แกนนำซ้อมชวนเพื่อนเลิกบุหรี่", "เดินรณรงค์หน้าโรงเรียน")


@pytest.fixture
def at_work(open_page, sign_in) -> Callable[..., Typist]:
    """`at_work(user, address)`: a person signed in on the own phone, on that page."""

    def start(user, address: str) -> Typist:
        page = sign_in(open_page(360, 740, has_touch=True), user)
        page.goto(address)
        return Typist(page)

    return start


def reports_counted(page: Page) -> tuple[int, int]:
    """Sent and accepted, as everybody reads them."""
    totals = page.request.get(f"/api/v1/counts?area=901104&fiscal_year={YEAR}").json()["totals"]
    return totals["reports_sent"], totals["reports_accepted"]


def write(me: Typist) -> None:
    """The four screens; every field by keyboard."""
    me.type("r.done", "อบรมสองวัน แล้วเดินรณรงค์รอบหมู่บ้าน")
    me.press("บันทึกแล้วไปต่อ")
    me.type("r.output", "แกนนำ 60 คน")
    me.choose("r.quality", 2)
    me.type(".men", "๒๕")
    me.type(".women", "๓๕")
    me.type("result.", "35")
    me.press("บันทึกแล้วไปต่อ")
    me.type(".amount_satang", "14,500")
    me.press("บันทึกแล้วไปต่อ")
    me.page.set_input_files(
        "#id_photos input[type=file] >> nth=0",
        [
            {"name": f"{no}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour=colour)}
            for no, colour in enumerate(("teal", "orange"))
        ],
    )
    expect(me.page.locator(".album-edit > li")).to_have_count(2)
    for caption in CAPTIONS:
        me.type(".caption", caption)
    put_in_order(me.page)
    me.press("บันทึก อ่านทวน และส่ง")


def put_in_order(page: Page) -> None:
    """Photos are ready without a reload; the last one goes to the front by its arrow, and back by being dragged."""
    photos = page.locator(".album-edit > li")
    expect(photos.locator("img")).to_have_count(2)
    first, last = [one.get_attribute("data-photo") for one in photos.all()]
    page.get_by_role("button", name="เลื่อนภาพที่ 2 ไปก่อนหน้า").press("Enter")
    expect(photos.first).to_have_attribute("data-photo", last)
    expect(page.get_by_role("button", name="เลื่อนภาพที่ 1 ไปถัดไป")).to_be_focused()
    photos.last.locator("img").drag_to(photos.first.locator("img"))
    expect(photos.first).to_have_attribute("data-photo", first)


def step(me: Typist, button: str, **typed: str) -> None:
    """Presses a button of the report, fills in what it asks for, and presses it again."""
    me.press(button)
    for name, text in typed.items():
        me.type(name, text)
    me.press(button)


@pytest.mark.django_db(transaction=True)
def test_a_report_with_photos_goes_up_the_ladder_comes_back_and_is_accepted(at_work, project, posts):  # noqa: F811
    owner = at_work(posts.owner, f"/projects/{project.uid}/reports/")
    before = reports_counted(owner.page)
    owner.press("เขียนรายงาน")
    write(owner)
    report = ActivityReport.objects.get()
    assert (report.people, report.spent_satang) == (60, 1_450_000)
    expect(owner.page.locator("figcaption")).to_have_text(CAPTIONS)
    step(owner, "ส่งรายงาน")
    assert reports_counted(owner.page) == (before[0] + 1, before[1])

    address = f"/reports/{report.uid}/"
    mentor = at_work(posts.mentor, address)
    step(mentor, "ตรวจแล้ว ส่งต่อ", advice="เก็บรายชื่อผู้เลิกบุหรี่ไว้ติดตาม")
    manager = at_work(posts.manager, address)
    step(manager, "ยืนยันและส่งต่อ")
    funder = at_work(posts.funder, address)
    step(funder, "ส่งกลับให้แก้ไข", note="ขอจำนวนผู้ที่เลิกบุหรี่ได้")
    assert reports_counted(owner.page) == before

    owner.page.goto("/")
    owner.press("แก้ไข")
    expect(owner.page.get_by_text("ขอจำนวนผู้ที่เลิกบุหรี่ได้").first).to_be_visible()
    owner.page.goto(f"/reports/{report.uid}/write/results/")
    owner.type("r.outcome", "เลิกบุหรี่ได้ 7 คน")
    owner.press("บันทึกแล้วไปต่อ")
    owner.page.goto(address)
    step(owner, "ส่งรายงาน")
    for me, button in ((mentor, "ตรวจแล้ว ส่งต่อ"), (manager, "ยืนยันและส่งต่อ"), (funder, "รับรองรายงาน")):
        me.page.goto(address)
        step(me, button)
    report.refresh_from_db()
    assert report.state == "accepted"
    assert reports_counted(owner.page) == (before[0] + 1, before[1] + 1)
    owner.page.goto(address)
    expect(owner.page.get_by_text("เลิกบุหรี่ได้ 7 คน")).to_be_visible()
    expect(owner.page.get_by_text("เก็บรายชื่อผู้เลิกบุหรี่ไว้ติดตาม")).to_be_visible()
    owner.page.goto(f"/projects/{project.uid}/reports/")
    expect(owner.page.locator(".progress-table")).to_contain_text("35")

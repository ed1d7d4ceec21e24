"""What writing offers beside typing: the calendar, chips to choose from, where one is, what is saved."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ruamsuk.core.calendar import BE_OFFSET, day_text
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.models import Design
from ruamsuk.projects.projects.actions.projects import set_people
from ruamsuk.projects.tests.conftest import complete, kho_hong, started  # noqa: F401  # fixtures
from ruamsuk.projects.tests.test_projects import enter  # noqa: F401  # fixture


@pytest.fixture
def draft(kho_hong, started, complete):  # noqa: F811
    """What the fund's officer has begun, with everything filled in."""
    return complete(started)


@pytest.fixture
def written(sign_in, draft, kho_hong):  # noqa: F811
    """`written(page, "work")`: that screen of the officer's draft."""

    def go(page, step):
        page.emulate_media(reduced_motion="reduce")  # what is looked at stands still
        sign_in(page, kho_hong.officer)
        page.goto(reverse("projects:proposal-write", args=[draft.uid, step]))
        return page

    return go


def test_a_day_is_chosen_in_the_calendar_by_keys_and_saved(phone, written, draft, axe):
    page = written(phone, "people")
    before = draft.design.starts_on
    box = page.locator("[name='d.starts_on']")
    page.locator(".day", has=box).get_by_role("button").press("Enter")
    calendar = page.get_by_role("dialog", name="เลือกจากปฏิทิน")
    expect(calendar.get_by_label("ปี")).to_have_value(str(before.year))
    expect(calendar.get_by_label("ปี").locator("option:checked")).to_have_text(str(before.year + BE_OFFSET))
    expect(calendar.locator("[aria-pressed=true]")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(box).to_have_value(day_text(before))
    page.locator(".day", has=box).get_by_role("button").click()
    with page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok):
        for key in ("PageDown", "ArrowDown", "ArrowRight", "Enter"):
            page.keyboard.press(key)
    expect(calendar).to_be_hidden()
    expect(box).to_be_focused()
    after = Design.objects.get(proposal=draft).starts_on
    assert (after - before).days in range(28 + 8, 31 + 9)
    expect(box).to_have_value(day_text(after))


def test_a_phone_says_which_step_this_is_and_keeps_what_is_saved_off_the_fields(phone, written, axe):
    page = written(phone, "work")
    expect(page.locator(".step-here")).to_have_text(re.compile(r"ขั้นที่ 4 จาก 5 · กิจกรรม"))
    for link in page.locator(".stepper a").all():
        assert link.bounding_box()["height"] >= 44
    bar = page.locator(".savebar")
    for field in page.locator("main .form-control:visible").all()[:12]:
        field.focus()
        box = field.bounding_box()
        assert box["y"] + box["height"] <= bar.bounding_box()["y"], "it is covered while one types there"
    axe(page)


def test_issues_are_found_by_part_of_their_name(desktop, written, draft):
    page = written(desktop, "name")
    names = [str(issue) for issue in draft.design.issues.all()]
    section = page.locator("#id_issues")
    assert section.locator(".chips").first.locator("label").all_inner_texts() == names
    section.locator("summary").click()
    rest = section.locator("[data-filtered] > *")
    wanted = rest.last.inner_text()
    section.get_by_role("searchbox").fill(wanted[:6])
    expect(rest.first).to_be_hidden()
    expect(rest.last).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok):
        rest.last.get_by_role("checkbox").check()
    assert wanted in [str(issue) for issue in draft.design.issues.all()]


def test_a_place_is_still_chosen_from_a_list_after_a_line_was_added(desktop, written, draft):
    Design.objects.filter(proposal=draft).update(applicant_kind=ApplicantKind.PEOPLE)
    page = written(desktop, "name")
    page.get_by_role("button", name="เพิ่มคน").click()
    expect(page.locator("[name^='applicant.'][name$='.name']")).to_have_count(1)
    expect(page.locator("[name='p.home_area']")).to_have_attribute("role", "combobox")


def test_a_list_edited_as_a_whole_grows_and_shrinks_by_a_press(desktop, sign_in, enter, kho_hong, axe):  # noqa: F811
    project = enter(budget_satang=1_000_000)
    set_people(
        project=project, people=[{"name": "สมศรี (สมมติ)", "duty": "", "phone": ""}], by=kho_hong.officer
    )
    sign_in(desktop, kho_hong.officer)
    desktop.goto(reverse("projects:project-people", args=[project.uid]))
    desktop.locator("[data-line-remove]").first.click()
    desktop.get_by_role("button", name="เพิ่มบรรทัด").click()
    for number, name in enumerate(["มานะ (สมมติ)", "ชูใจ (สมมติ)"], start=1):
        desktop.locator(f"[name='person-{number}-name']").fill(name)
    axe(desktop)
    desktop.get_by_role("button", name="บันทึก", exact=True).click()
    expect(desktop.get_by_text("เอาออก 1 บรรทัด")).to_be_visible()
    assert [one.name for one in project.people.all()] == ["มานะ (สมมติ)", "ชูใจ (สมมติ)"]

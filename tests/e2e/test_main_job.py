"""The main job on a phone, by keyboard alone: from sign-in to a submitted proposal that starts from a plan's row.

And what must never happen while writing: a killed browser that loses what was typed more than five seconds ago.
"""

import os
import random
import time

import pytest
from playwright.sync_api import Browser

from ruamsuk.core.calendar import fiscal_year_days, today
from ruamsuk.plans.actions.agreeing import agree_plan
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.tests.conftest import YEAR, kho_hong  # noqa: F401  # the fund and its people
from tests import world
from tests.browser import FLAGS, chromium
from tests.e2e.typist import Typist

MOST_SCREENS, MOST_FIELDS = 12, 25
FIRST, LAST = (f"{day.day}/{day.month}/{day.year + 543}" for day in fiscal_year_days(YEAR))


@pytest.mark.django_db(transaction=True)
def test_from_sign_in_to_a_submitted_proposal_in_few_screens_and_fields(phone, kho_hong):  # noqa: F811
    agree_plan(plan=kho_hong.plan, agreed_on=today(), by=kho_hong.officer)
    me = Typist(phone)
    phone.goto("/accounts/login/")
    me.type("login", kho_hong.officer.username)
    me.type("password", world.PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url(lambda address: "login" not in address)
    me.press("เปิดแผน")  # "a planned project has no proposal yet"
    me.press(kho_hong.issue.name)
    me.press("พัฒนา")
    phone.wait_for_url("**/write/name/")
    me.choose("applicant_kind", 1)
    me.press("บันทึกแล้วไปต่อ")
    me.type("d.rationale", "เยาวชนหมู่ที่ 4 เริ่มสูบบุหรี่ตั้งแต่ ม.1 ตามข้อมูลของ รพ.สต.")
    me.press("บันทึกแล้วไปต่อ")
    me.add("target")
    me.choose(".group", 3)
    me.type(".people", "๑๒๐")
    me.type("d.starts_on", FIRST)
    me.type("d.ends_on", LAST)
    me.press("บันทึกแล้วไปต่อ")
    me.add("activity")
    me.type(".name", "อบรมแกนนำเยาวชน")
    me.type(".starts_on", FIRST)
    me.type(".ends_on", LAST)
    me.type(".output", "แกนนำ 60 คน")
    me.type(".outcome", "แกนนำชวนเพื่อนเลิกสูบ")
    me.add("line")
    me.choose(".category", 2)
    me.type(".quantity", "60")
    me.type(".unit_cost_satang", "125.50")
    me.press("บันทึกแล้วไปต่อ")
    me.type("d.expected_results", "เยาวชนสูบบุหรี่น้อยลง")
    me.press("บันทึก อ่านทวน และส่ง")
    me.press("ส่งให้กองทุน")
    proposal = Proposal.objects.get()
    assert proposal.state == "submitted"
    assert proposal.design.budget_satang == 60 * 12_550
    assert me.screens <= MOST_SCREENS
    assert me.fields <= MOST_FIELDS


@pytest.mark.django_db(transaction=True)
def test_a_browser_killed_while_typing_keeps_what_is_older_than_five_seconds(
    live_server,
    browser: Browser,
    sign_in,
    kho_hong,  # noqa: F811
):
    """A short form of 20 kills: three random moments; the whole runs in bin/bench."""
    chance = random.Random(2570)
    proposal = drafting.start_proposal(planned_project=kho_hong.row, fiscal_year=YEAR, by=kho_hong.officer)
    for _round in range(int(os.environ.get("RUAMSUK_KILLS", 3))):
        doomed = browser.browser_type.launch(executable_path=chromium(), args=FLAGS)
        page = sign_in(doomed.new_page(base_url=live_server.url), kho_hong.officer)
        page.goto(f"/proposals/{proposal.uid}/write/aims/")
        page.fill("[name='d.rationale']", "")
        typed: list[tuple[float, str]] = []
        text, stop = "", time.monotonic() + chance.uniform(5.5, 8)
        while time.monotonic() < stop:
            letter = chance.choice("กขคงจฉชซ")
            page.keyboard.type(letter, delay=60)
            text += letter
            typed.append((time.monotonic(), text))
        killed_at = time.monotonic()
        doomed.close()
        sure = [older for at, older in typed if at < killed_at - 5]
        proposal.design.refresh_from_db()
        assert sure
        assert proposal.design.rationale.startswith(sure[-1])

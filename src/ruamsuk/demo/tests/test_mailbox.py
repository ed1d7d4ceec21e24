"""Letters to the people of the demo: they stay in it, and are read there; nowhere else is there such a page."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from ruamsuk.accounts.models import User
from ruamsuk.demo.tests import with_mailbox
from ruamsuk.jobs.letters import Backend
from ruamsuk.jobs.models import Letter

BOX = "/demo/mailbox/"


@pytest.fixture
def demo(settings, db):
    settings.HAS_DEMO_MAILBOX, settings.ROOT_URLCONF = True, with_mailbox.__name__


def write(*to: str) -> None:
    Backend().send_messages(
        [EmailMessage("ขอเชิญ", "เปิด http://testserver/users/join/x/", "a@example.org", to)]
    )


def test_only_letters_to_the_demos_own_people_stay(demo):
    write("officer@demo.example", "somebody@example.org", "officer@demo.example.org")
    assert list(Letter.objects.values_list("to", flat=True)) == ["officer@demo.example"]
    page = Client().get(BOX).text
    assert "officer@demo.example" in page
    assert "example.org" not in page.partition("<main")[2].partition("</main>")[0]
    letter = Client().get(f"{BOX}{Letter.objects.get().pk}/").text
    assert '<a href="http://testserver/users/join/x/"' in letter


def test_a_letter_to_anybody_else_is_not_read_there(demo):
    other = Letter.objects.create(
        to="a@example.org", sender="b@example.org", subject="ลับ", body="ลับ", written_at="2026-11-30T00:00Z"
    )
    assert "ลับ" not in Client().get(BOX).text
    assert Client().get(f"{BOX}{other.pk}/").status_code == 404


def test_a_forgotten_password_of_the_demo_is_mended_by_its_letter(demo, settings):
    settings.EMAIL_BACKEND = "ruamsuk.jobs.letters.Backend"
    User.objects.create_user("officer", "officer@demo.example", name="มาลี (สมมติ)", is_demo=True)
    Client().post("/accounts/password/reset/", {"email": "officer@demo.example"})
    letter = Letter.objects.get(to="officer@demo.example")
    assert "/accounts/password/reset/key/" in letter.body
    assert letter.subject.startswith("ร่วมสุข")


def test_outside_a_demo_there_is_no_mailbox_and_every_letter_leaves(db, settings):
    assert Client().get(BOX).status_code == 404
    assert BOX not in Client().get("/accounts/login/").text
    write("officer@demo.example")
    assert not Letter.objects.exists()


def test_in_a_demo_each_page_leads_to_it(demo):
    assert BOX in Client().get("/accounts/login/").text

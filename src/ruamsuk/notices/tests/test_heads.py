"""Once a day the head of the trail leaves the machine by letter."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from ruamsuk.accounts.choices import Role
from ruamsuk.audit import heads
from ruamsuk.audit.actions import seal
from ruamsuk.audit.models import Operation
from ruamsuk.jobs import periodic
from ruamsuk.notices import tasks
from tests.world import operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person, area):
    return person("Malee", Role.AUDITOR, area("TH"), language="en")


@pytest.fixture
def sealed(auditor):
    for _number in range(3):
        operation()
    seal()


def proof(letter) -> str:
    return re.search(r"verify-audit --head (\S+)", letter.body)[1]


def test_everybody_who_may_read_the_trail_gets_the_head_once_a_day(sealed, person, area):
    person("Somsri", Role.ADMINISTRATOR, area("TH"), language="th")
    person("Mentor", Role.MENTOR, area("90"))
    without_address = person("Nobody", Role.AUDITOR, area("TH"))
    without_address.email = None
    without_address.save()
    assert tasks.send_heads.call() == 2
    assert tasks.send_heads.call() == 0
    assert {letter.to[0] for letter in mail.outbox} == {"malee@example.org", "somsri@example.org"}
    thai = next(letter for letter in mail.outbox if letter.to == ["somsri@example.org"])
    assert "เก็บจดหมายนี้ไว้" in thai.body
    assert periodic.REGISTRY["notices.heads"].task == tasks.send_heads


def test_the_command_in_the_letter_finds_what_was_cut_off_together_with_the_heads(sealed):
    tasks.send_heads.call()
    (letter,) = mail.outbox
    assert "found no fault" in letter.body
    call_command("verify-audit", "--head", proof(letter))
    Operation.objects.filter(seal_no=3).delete()
    heads.path().unlink()
    with pytest.raises(CommandError, match="2 faults"):  # the heads are gone, and what the letter names
        call_command("verify-audit", "--head", proof(letter))


def test_a_letter_says_that_something_was_found(sealed):
    Operation.objects.filter(seal_no=2).update(actor_id=99)
    tasks.send_heads.call()
    (letter,) = mail.outbox
    assert letter.subject == "Ruamsuk: faults in the record of who did what"
    assert "found 1 fault in it" in letter.body

"""The demo stays away from production and from real work."""

import pytest
from django.core.management import CommandError, call_command

from ruamsuk.demo.loading import NoDemoHere, is_loaded
from ruamsuk.demo.words import Chooser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reasons(monkeypatch, settings):
    """The reason of the refusal in this mode."""

    def why(mode: str) -> str:
        settings.RUAMSUK_MODE = mode
        with pytest.raises(CommandError) as refusal:
            call_command("demo", verbosity=0)
        assert not is_loaded()
        return str(refusal.value)

    return why


def test_production_refuses_the_demo(reasons):
    assert reasons("production") == str(NoDemoHere("mode"))
    assert reasons("demo") == str(NoDemoHere("not-prepared"))  # the mode was the only thing refused


def test_a_database_with_people_refuses_the_demo(reasons, person):
    assert reasons("demo") == str(NoDemoHere("not-prepared"))
    person("Malee")
    assert reasons("demo") == str(NoDemoHere("not-empty"))


def test_refusals_speak_both_languages():
    text = str(NoDemoHere("not-empty"))
    assert "ไม่โหลดข้อมูลสาธิต" in text
    assert "The demo was not loaded" in text


def test_accounts_are_not_printed_without_a_demo(capsys):
    call_command("demo-accounts")
    assert "ruamsuk demo" in capsys.readouterr().out


def test_parts_of_a_sum_add_up_and_none_is_empty():
    for total, parts in ((335, 32), (13, 3), (5, 5)):
        shares = Chooser(1).spread(total, parts)
        assert sum(shares) == total
        assert len(shares) == parts
        assert min(shares) >= 1

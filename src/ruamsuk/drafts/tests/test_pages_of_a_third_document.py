"""A document that says who may write it and which acts are meant is given pages, without a template of its own."""

import re

import pytest
from django.test import Client

from ruamsuk.drafts.tests import minutes as noun


@pytest.fixture
def page(minutes, settings):
    """`page("save", {…})`, `page("write/said")`: what Malee's browser is answered."""
    settings.ROOT_URLCONF = "ruamsuk.drafts.tests.minutes_pages"

    def ask(end, posted=None, *, by=minutes.malee, **headers):
        client = Client()
        client.force_login(by)
        address = f"/minutes/{minutes.found.uid}/{end}/"
        return client.get(address) if posted is None else client.post(address, posted, headers=headers)

    return ask


def hidden(answer):
    """What the page carries along, as its form would send it."""
    text = answer.content.decode()
    return {
        name: re.search(f'name="{name}" value="([^"]*)"', text)[1].replace("&quot;", '"')
        for name in ("version", "screen", "drawn", "step")
    }


def fresh(minutes):
    return noun.Minutes.objects.get(pk=minutes.found.pk)


def test_every_field_of_a_screen_is_drawn_and_saved_while_it_is_typed(minutes, page):
    shown = page("write/meeting")
    assert 'name="m.held_on"' in shown.content.decode()
    answer = page("save", hidden(shown) | {"m.title": "ประชุมครั้งที่ 1", "m.held_on": "ปลายเดือน"}).json()
    assert fresh(minutes).title == "ประชุมครั้งที่ 1"
    assert (list(answer["errors"]), answer["conflicts"]) == (["m.held_on"], [])
    assert "the title" not in answer["status"]
    assert "ปลายเดือน" in page("write/meeting").content.decode()


def test_a_screen_that_is_sent_whole_goes_on_to_the_next_or_says_what_is_wrong(minutes, page):
    sent = hidden(page("write/meeting")) | {"m.title": "ประชุม", "m.held_on": "15/11/2569", "go": "next"}
    answer = page("write/meeting", sent)
    assert answer.url.endswith("/write/said/")
    wrong = page("write/meeting", hidden(page("write/meeting")) | {"m.until_on": "ไม่รู้", "go": "next"})
    assert (wrong.status_code, fresh(minutes).unclean) == (422, {"m.until_on": "ไม่รู้"})
    assert page("write/nowhere").status_code == 404
    assert page("save", {"step": "nowhere", "m.title": "x"}).status_code == 404
    assert fresh(minutes).title == "ประชุม"


def test_lines_are_added_removed_and_brought_back_and_nothing_typed_is_lost(minutes, page):
    body = page("row", {"step": "said", "add": "item"}, **{"HX-Request": "true"}).content.decode()
    assert "<html" not in body
    (item,) = fresh(minutes).items.all()
    path = f"item.{item.uid}"
    assert f'name="{path}.text"' in body
    shown = page("write/said")
    page("row", hidden(shown) | {f"{path}.text": "รับรองรายงาน", "remove": path})
    assert not fresh(minutes).items.exists()
    assert page("row", {"step": "said", "remove": path}).status_code == 200  # said in words: it is gone
    page("row", {"step": "said", "undo": path})
    assert fresh(minutes).items.get().text == "รับรองรายงาน"
    assert page("row", {"step": "said", "add": "nothing"}).status_code == 404


def test_two_screens_meet_and_somebody_chooses(minutes, page):
    first, second = hidden(page("write/meeting")), hidden(page("write/meeting", by=minutes.orn))
    page("save", first | {"m.title": "ของมาลี"})
    assert page("save", second | {"m.title": "ของอร"}, by=minutes.orn).json()["conflicts"] == ["m.title"]
    waits = page("write/meeting").context["waiting"][0]
    page("choose", {"path": "m.title", "seen": waits.seen, "choose": "other", "step": "meeting"})
    assert fresh(minutes).title == "ของอร"
    assert "ของมาลี" in page("earlier-texts").content.decode()
    (text,) = [one for one in page("earlier-texts").context["texts"] if one.text == "ของมาลี"]
    page("earlier-texts/back", {"text": text.key, "seen": text.seen})
    assert fresh(minutes).title == "ของมาลี"


def test_persons_are_drawn_for_those_alone_who_may_see_them(minutes, page):
    page("row", {"step": "meeting", "add": "guest"})
    (guest,) = fresh(minutes).guests.all()
    page("save", {"step": "meeting", f"guest.{guest.uid}.name": "นางสมมติ ใจดี"})
    assert "นางสมมติ ใจดี" in page("write/meeting").content.decode()
    assert "นางสมมติ ใจดี" not in page("write/meeting", by=minutes.orn).content.decode()
    page("save", hidden(page("write/meeting")) | {f"guest.{guest.uid}.name": "นางสมมติ รักดี"})
    assert "นางสมมติ ใจดี" in page("earlier-texts").content.decode()
    assert "นางสมมติ ใจดี" not in page("earlier-texts", by=minutes.orn).content.decode()


def test_what_was_sent_is_written_no_more(minutes, page):
    noun.Minutes.objects.filter(pk=minutes.found.pk).update(is_sent=True)
    assert page("write/meeting").url == f"/minutes/{minutes.found.uid}/"
    assert page("save", {"step": "meeting", "m.title": "x"}).status_code == 409
    assert fresh(minutes).title == ""
    assert not page("earlier-texts").context["may_write"]

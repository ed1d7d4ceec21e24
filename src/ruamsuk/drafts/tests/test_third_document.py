"""A specification of a dozen lines (minutes.py) is given everything that proposals and reports have."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from ruamsuk.core.merging import mark
from ruamsuk.core.problems import WrongState
from ruamsuk.drafts import api, specs, views
from ruamsuk.drafts.forms import Drawing, earlier_text, earlier_to_read, read, waiting_to_read
from ruamsuk.drafts.models import PersonalText, Text
from ruamsuk.drafts.problems import DocumentGone, RowGone, TextsChanged
from ruamsuk.drafts.queries.completeness import checks_of, counted
from ruamsuk.drafts.queries.snapshots import differences, digest, layout_of, snapshot
from ruamsuk.drafts.queries.texts import earlier_texts, removed_text, waiting_paths
from ruamsuk.drafts.tests import minutes as noun

SPEC, WRITING = noun.SPEC, noun.WRITING


@pytest.fixture
def write(minutes):
    """`write({"m.title": "…"}, by=…, seen={"m.title": "…"})`: what one screen sends; by itself it has seen all."""

    def save(texts, *, by=None, seen=None, screen=""):
        minutes.found.refresh_from_db()
        stands = WRITING.standing(minutes.found, read(SPEC, texts))
        drawn = {path: mark(text) for path, text in (stands if seen is None else seen).items()}
        return noun.write(
            minutes=minutes.found, changes=read(SPEC, texts, drawn), screen=screen, by=by or minutes.malee
        )

    return save


def line(minutes, kind="item"):
    return noun.add_row(minutes=minutes.found, kind=kind, by=minutes.malee)


def fresh(minutes):
    return noun.Minutes.objects.get(pk=minutes.found.pk)


def test_typed_values_are_understood_and_what_is_not_stays_as_typed(minutes, write):
    saved = write(
        {"m.title": "ประชุมครั้งที่ 1", "m.held_on": "๑๕ พ.ย. ๒๕๖๙", "m.until_on": "ปลายเดือน", "x.y": "?"}
    )
    found = fresh(minutes)
    assert (found.title, found.held_on, found.until_on) == ("ประชุมครั้งที่ 1", date(2026, 11, 15), None)
    assert found.unclean == {"m.until_on": "ปลายเดือน"}
    assert list(saved.errors) == ["m.until_on"]
    form = Drawing(WRITING, found).form("m", found)
    assert "ปลายเดือน" in str(form)
    assert form.errors["m.until_on"]


def test_days_that_do_not_fit_are_read_again_once_the_other_is_mended(minutes, write):
    write({"m.held_on": "15/11/2569"})
    saved = write({"m.until_on": "14/11/2569"})
    assert saved.errors == {"m.until_on": "The last day is before the first."}
    assert fresh(minutes).until_on is None
    saved = write({"m.held_on": "13/11/2569"})
    assert (saved.errors, saved.understood) == ({}, ["m.until_on"])
    assert (fresh(minutes).until_on, fresh(minutes).unclean) == (date(2026, 11, 14), {})


def test_a_newer_text_is_never_replaced_unheard_by_any_number_of_older_screens(minutes, write):
    write({"m.title": "ของมาลี"}, seen={"m.title": ""})
    for typed in ("ของอร", "ของคนที่สาม"):
        assert write({"m.title": typed}, by=minutes.orn, seen={"m.title": ""}).conflicts == ["m.title"]
    found = fresh(minutes)
    assert (found.title, waiting_paths(found)) == ("ของมาลี", ["m.title"])
    first, second = waiting_to_read(WRITING, found, personal=True)
    assert (first.label, first.standing, first.text, second.text) == ("Title", "ของมาลี", "ของอร", "ของคนที่สาม")
    chosen = {"minutes": found, "by": minutes.malee, "take_other": True}
    with pytest.raises(TextsChanged):
        noun.choose(**chosen, waiting=first.row, change=first.change, seen="others")
    noun.choose(**chosen, waiting=first.row, change=first.change, seen=first.seen)
    assert fresh(minutes).title == "ของอร"
    texts = {one.text for one in earlier_to_read(WRITING, fresh(minutes), earlier_texts(found))}
    assert texts == {"ของมาลี"}  # the other one still waits


def test_what_was_replaced_comes_back(minutes, write):
    write({"m.title": "เดิม"})
    write({"m.title": "ใหม่"})
    (old,) = earlier_to_read(WRITING, fresh(minutes), earlier_texts(fresh(minutes)))
    assert (old.text, old.standing, old.by) == ("เดิม", "ใหม่", minutes.malee)
    again = earlier_text(WRITING, fresh(minutes), old.key, personal=False)
    noun.write(minutes=fresh(minutes), changes=[again.again(again.seen)], by=minutes.orn)
    assert fresh(minutes).title == "เดิม"


def test_a_text_that_goes_on_at_its_end_on_one_screen_is_one_text(minutes, write):
    for text in ("ประ", "ประชุม", "ประชุมใหญ่"):
        write({"m.title": text}, screen="one")
    assert [row.text for row in Text.objects.filter(path="m.title")] == ["ประชุมใหญ่"]


def test_lines_are_numbered_removed_and_brought_back_whole(minutes, write):
    rows = [line(minutes) for _ in range(3)]
    write({f"item.{rows[0].uid}.text": "ข้อแรก", f"item.{rows[0].uid}.cost_satang": "1,250.50"})
    noun.remove_row(minutes=minutes.found, kind="item", uid=str(rows[0].uid), by=minutes.malee)
    assert list(noun.Item.objects.values_list("no", flat=True)) == [1, 2]
    lost = write({f"item.{rows[0].uid}.text": "เขียนไม่ทัน"})
    assert list(lost.lost.values()) == ["เขียนไม่ทัน"]
    with pytest.raises(RowGone):
        noun.remove_row(minutes=minutes.found, kind="item", uid=str(rows[0].uid), by=minutes.malee)
    for _press in range(2):
        removed = removed_text(SPEC, fresh(minutes), "item", str(rows[0].uid))
        noun.restore_row(
            minutes=minutes.found, kind="item", uid=str(rows[0].uid), removed=removed, by=minutes.malee
        )
    assert noun.Item.objects.count() == 3
    assert noun.Item.objects.get(uid=rows[0].uid).cost_satang == 125_050


def test_texts_about_persons_are_kept_apart_and_shown_to_those_who_may_see_them(minutes, write):
    guest = line(minutes, "guest")
    path = f"guest.{guest.uid}.name"
    write({path: "ชื่อสมมติ"})
    write({path: "ชื่ออื่น"}, by=minutes.orn, seen={path: ""})
    found = fresh(minutes)
    assert not Text.objects.filter(path=path).exists()
    assert {row.person for row in PersonalText.objects.filter(path=path)} == {guest.uid}
    assert waiting_to_read(WRITING, found, personal=False) == []
    (waiting,) = waiting_to_read(WRITING, found, personal=True)
    assert waiting.text == "ชื่ออื่น"
    assert waiting_paths(found) == [path]  # that somebody has to choose is told to all who write
    assert "ชื่อสมมติ" not in str(snapshot(SPEC, found))


def test_what_others_left_unread_in_a_line_is_never_told_to_who_writes_there(minutes, write):
    gone = "0190a0a0-0000-7000-8000-000000000001"
    noun.Minutes.objects.update(unclean={f"item.{gone}.cost_satang": "ความลับ"})
    saved = write({f"item.{gone}.text": "ของเรา"})
    assert (saved.lost, saved.errors) == ({f"item.{gone}.text": "ของเรา"}, {})


def test_ticks_are_fields_like_others(minutes, write):
    row = line(minutes)
    write({f"urgent.{row.uid}.on": "on"})
    assert list(fresh(minutes).urgent.all()) == [row]
    write({f"urgent.{row.uid}.on": ""})
    assert not fresh(minutes).urgent.exists()


def test_completeness_asks_for_what_the_specification_says(minutes, write):
    def missing():
        return [
            (one.step, one.path, str(one.text)) for one in counted(checks_of(SPEC, fresh(minutes))).missing
        ]

    assert missing() == [
        ("meeting", "m.title", "the title"),
        ("meeting", "m.held_on", "the day"),
        ("said", "add.item", "an item"),
    ]
    row = line(minutes)
    assert missing()[2:] == [("said", f"item.{row.uid}.text", "the text of item 1")]
    write({"m.title": "ประชุม", "m.held_on": "15/11/2569", f"item.{row.uid}.text": "ข้อแรก"})
    assert fresh(minutes).percent == 100
    write({f"item.{row.uid}.cost_satang": "ร้อยกว่าบาท"})
    assert [one[:2] for one in missing()] == [("said", f"item.{row.uid}.cost_satang")]
    assert fresh(minutes).percent < 100


def test_what_was_frozen_says_how_it_differs_in_the_words_of_its_time(minutes, write):
    row = line(minutes)
    write({"m.title": "ก่อน", f"item.{row.uid}.text": "ซื้อของ", f"item.{row.uid}.cost_satang": "10"})
    before = snapshot(SPEC, fresh(minutes))
    assert before["items"] == [{"uid": str(row.uid), "no": 1, "text": "ซื้อของ", "cost_satang": 1000}]
    other = line(minutes)
    write({"m.title": "หลัง", f"item.{row.uid}.cost_satang": "20", f"item.{other.uid}.text": "ขายของ"})
    after = snapshot(SPEC, fresh(minutes))
    assert digest(before) != digest(after)
    with override("en"):
        found = differences(json.loads(json.dumps(layout_of(SPEC))), before, after)
    assert [(one.section, one.label, one.before, one.after) for one in found] == [
        ("1. Meeting", "Title", "ก่อน", "หลัง"),
        ("2. What was said", "Item 1 ซื้อของ · Cost", "10 baht", "20 baht"),
        ("2. What was said", "Item 2 ขายของ", "", "ขายของ"),
    ]


def test_a_page_saves_and_is_answered(minutes):
    drawn = Drawing(WRITING, minutes.found)
    drawn.form("m", minutes.found)
    hidden = views.stands_on(drawn.marks)
    request = RequestFactory().post("/", hidden | {"version": "0", "m.title": "ประชุม", "tick": "urgent.x.on"})
    request.user = minutes.malee
    given = views.written(request, WRITING)
    saved = noun.write(minutes=minutes.found, by=minutes.malee, **given)
    answer = json.loads(views.answer(saved, totals={}, status="").content)
    assert (answer["version"], answer["errors"], answer["conflicts"]) == (1, {}, [])
    assert fresh(minutes).title == "ประชุม"


def test_a_program_saves_what_it_has_seen_and_chooses(minutes, write):
    body = api.FieldsIn(base_version=0, fields={"m.title": "ของโปรแกรม"}, seen={"m.title": ""})
    saved = noun.write(minutes=minutes.found, changes=body.read(SPEC), base_version=0, by=minutes.malee)
    assert api.saved(fresh(minutes), saved)["version"] == 1
    older = api.FieldsIn(base_version=0, fields={"m.title": "ของโปรแกรมเก่า"})
    saved = noun.write(minutes=minutes.found, changes=older.read(SPEC), base_version=0, by=minutes.orn)
    assert (saved.conflicts, saved.version) == (["m.title"], 0)
    chosen = api.ChosenText(path="m.title", take_other=False).of(
        waiting_to_read(WRITING, fresh(minutes), personal=False)
    )
    noun.choose(minutes=minutes.found, by=minutes.malee, **chosen | {"seen": None})
    assert (fresh(minutes).title, waiting_paths(fresh(minutes))) == ("ของโปรแกรม", [])


def test_the_noun_says_when_it_may_not_be_written(minutes, write):
    noun.Minutes.objects.update(is_sent=True)
    with pytest.raises(WrongState):
        write({"m.title": "ช้าไป"})
    noun.Minutes.objects.update(is_sent=False)
    assert write({"m.title": "ทัน"}).errors == {}


# What somebody met who added a document by the how-to alone -----------------------------------------------------


def test_a_first_text_in_an_empty_field_waits_for_nobody(minutes):
    """Code that saves and says nothing of what it has seen replaces nothing there."""
    saved = noun.write(minutes=minutes.found, changes=read(SPEC, {"m.title": "ครั้งที่ 1"}), by=minutes.malee)
    assert (fresh(minutes).title, saved.conflicts) == ("ครั้งที่ 1", [])
    saved = noun.write(minutes=minutes.found, changes=read(SPEC, {"m.title": "ครั้งที่ 2"}), by=minutes.malee)
    assert (fresh(minutes).title, saved.conflicts) == ("ครั้งที่ 1", ["m.title"])


def test_a_line_comes_back_by_its_name_alone_and_one_that_never_was_is_refused(minutes, write):
    row = line(minutes)
    write({f"item.{row.uid}.text": "งบประมาณ"})
    noun.remove_row(minutes=minutes.found, kind="item", uid=str(row.uid), by=minutes.malee)
    for _again in range(2):
        noun.restore_row(minutes=minutes.found, kind="item", uid=str(row.uid), by=minutes.malee)
        assert fresh(minutes).items.get().text == "งบประมาณ"
    with pytest.raises(RowGone):
        noun.restore_row(minutes=minutes.found, kind="item", uid=str(uuid4()), by=minutes.malee)


def test_a_line_comes_back_after_one_of_its_columns_went(minutes, write):
    row = line(minutes)
    write({f"item.{row.uid}.text": "งบประมาณ"})
    noun.remove_row(minutes=minutes.found, kind="item", uid=str(row.uid), by=minutes.malee)
    kept = Text.objects.get(path=f"removed.item.{row.uid}")
    kept.text = kept.text.replace('"text":', '"of_before": "x", "text":')
    kept.save()
    noun.restore_row(minutes=minutes.found, kind="item", uid=str(row.uid), by=minutes.malee)
    assert fresh(minutes).items.get().text == "งบประมาณ"


def test_a_document_that_was_thrown_away_meanwhile_refuses_in_words(minutes, write):
    kept = minutes.found
    noun.Minutes.objects.filter(pk=kept.pk).delete()
    with pytest.raises(DocumentGone):
        noun.write(minutes=kept, changes=read(SPEC, {"m.title": "x"}), by=minutes.malee)


TITLE = specs.Field("title", "Title", specs.Text(200))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: specs.One(kind="m", fields=(TITLE,), is_personal=True), "only lines are about persons"),
        (
            lambda: specs.Rows(kind="item", fields=(TITLE,), model=noun.Item, owner="minutes"),
            "columns that there are not: title",
        ),
        (lambda: _spec(specs.One(kind="m", fields=(TITLE,), section="9")), "sections that there are not: 9"),
        (lambda: _spec(specs.One(kind="m", fields=(TITLE,))), "sections that there are not: $"),
        (
            lambda: _spec(*(specs.One(kind=kind, fields=(TITLE,), section="1") for kind in ("m", "n"))),
            "keys that are frozen twice: title",
        ),
        (
            lambda: _spec(*(specs.One(kind="m", fields=(), section="1") for _twice in range(2))),
            "kinds of more than one part: m",
        ),
    ],
)
def test_a_specification_that_would_lose_something_is_refused_when_it_is_made(make, said):
    with pytest.raises(TypeError, match=said):
        make()


def _spec(*parts):
    return specs.Spec(sections=(specs.Section("1", "Meeting", "meeting"),), parts=parts)

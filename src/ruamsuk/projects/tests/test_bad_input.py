"""Wrong, absurd and hostile input while writing: a message beside its field, nothing lost, nothing half-written."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from ruamsuk.core.money import MAX_SATANG
from ruamsuk.drafts.forms import waiting_to_read
from ruamsuk.drafts.models import Text
from ruamsuk.projects.models import Design, Proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.tests.conftest import join


@pytest.fixture
def page(client, kho_hong, started):
    """`page.save(version=…, **texts)`, `page.row(add="target")`, `page.read("people")`: as the officer's browser."""
    client.force_login(kho_hong.officer)

    screen = str(uuid4())

    class Page:
        def save(self, **texts):
            return client.post(
                reverse("projects:proposal-save", args=[started.uid]),
                {"screen": screen, "version": Proposal.objects.get(pk=started.pk).version} | texts,
            )

        def row(self, **form):
            return client.post(
                reverse("projects:proposal-row", args=[started.uid]), {"step": "work"} | form, follow=True
            )

        def read(self, step):
            address = reverse("projects:proposal-write", args=[started.uid, step])
            return client.get(address).content.decode()

    return Page()


def days(proposal):
    design = Design.objects.get(proposal=proposal)
    return design.starts_on, design.ends_on


def test_a_last_day_before_the_first_is_a_message_and_both_days_stay_on_the_page(page, started):
    assert page.save(**{"d.starts_on": "1/12/2569"}).json()["errors"] == {}
    answer = page.save(**{"d.ends_on": "1/11/2569"}).json()
    assert "1 พ.ย. 2569" in answer["errors"]["d.ends_on"]
    assert "1 ธ.ค. 2569" in answer["errors"]["d.ends_on"]
    assert days(started) == (date(2026, 12, 1), None)
    shown = page.read("people")
    assert 'value="1/11/2569"' in shown
    assert "1 ธ.ค. 2569" in shown
    started.refresh_from_db()
    assert any(m.path == "d.ends_on" for m in completeness(started).required)


def test_mending_the_first_day_lets_the_kept_last_day_stand(page, started):
    page.save(**{"d.starts_on": "1/12/2569"})
    page.save(**{"d.ends_on": "1/11/2569"})
    answer = page.save(**{"d.starts_on": "1/10/2569"}).json()
    assert (answer["errors"], answer["understood"]) == ({}, ["d.ends_on"])
    assert days(started) == (date(2026, 10, 1), date(2026, 11, 1))


def test_days_in_the_wrong_order_sent_together_or_for_an_activity_are_no_crash(page, started, kho_hong):
    answer = page.save(**{"d.starts_on": "1/12/2569", "d.ends_on": "1/11/2569", "p.title": "ชื่อใหม่"}).json()
    assert set(answer["errors"]) == {"d.starts_on", "d.ends_on"}
    started.refresh_from_db()
    assert started.title == "ชื่อใหม่"
    assert page.read("people").count("1 ธ.ค. 2569") >= 2
    row = drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer)
    here = f"activity.{row.uid}"
    answer = page.save(**{f"{here}.starts_on": "2/12/2569", f"{here}.ends_on": "1/12/2569"}).json()
    assert set(answer["errors"]) == {f"{here}.starts_on", f"{here}.ends_on"}
    answer = page.save(**{f"{here}.ends_on": "3/12/2569"}).json()
    assert answer["errors"] == {}
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (date(2026, 12, 2), date(2026, 12, 3))


def test_an_amount_beyond_all_money_is_a_message_and_counts_nothing(page, started, complete):
    complete(started)
    line = started.design.activities.get().lines.get()
    here = f"line.{line.uid}"
    budget = line.amount_satang
    huge = {
        f"{here}.quantity": "99,999,999.99",
        f"{here}.unit_cost_satang": "99999999999",
        f"{here}.times": "9999",
    }
    answer = page.save(**huge).json()
    assert set(answer["errors"]) == set(huge)
    line.refresh_from_db()
    assert line.amount_satang == budget <= MAX_SATANG
    assert "99,999,999.99" in page.read("work")
    assert page.save(**{f"{here}.unit_cost_satang": "1", f"{here}.times": "1"}).json()["errors"] == {}
    line.refresh_from_db()
    assert line.amount_satang == 9_999_999_999


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("line.unit_cost_satang", "-1"),
        ("line.unit_cost_satang", "99999999999999"),
        ("line.unit_cost_satang", "1e999999"),
        ("line.unit_cost_satang", "1e-999999"),
        ("line.quantity", "1e999999"),
        ("line.quantity", "NaN"),
        ("line.times", "9" * 5000),
        ("line.times", "²"),
        ("line.category", "no-such-code"),
        ("p.fiscal_year", ""),
        ("p.fiscal_year", "99999"),
        ("p.fund", "L9999"),
        ("p.home_area", "ต.ไม่มีจริง"),
        ("p.title", "ก" * 501),
        ("d.starts_on", "31/2/2569"),
        ("d.applicant_kind", "77"),
    ],
)
def test_absurd_values_are_kept_as_typed_with_a_message(page, started, complete, path, typed):
    complete(started)
    line = started.design.activities.get().lines.get()
    path = path.replace("line.", f"line.{line.uid}.")
    answer = page.save(**{path: typed, "d.remark": "เก็บด้วย"}).json()
    assert answer["errors"][path]
    started.refresh_from_db()
    assert started.unclean == {path: typed}
    assert Design.objects.get(proposal=started).remark == "เก็บด้วย"


def test_emoji_and_characters_that_no_database_keeps(page, started):
    answer = page.save(**{"p.title": "ชุมชน\x00สุขใจ 😀", "d.starts_on": "เร็ว\x00ๆ นี้"}).json()
    assert set(answer["errors"]) == {"d.starts_on"}
    started.refresh_from_db()
    assert started.title == "ชุมชนสุขใจ 😀"
    assert started.unclean == {"d.starts_on": "เร็วๆ นี้"}


def test_paths_of_no_draft_change_nothing_and_do_not_crash(page, started):
    uid = uuid4()
    wrong = {
        "x.title": "1", "p.state": "approved", "p.nothing": "1", "objective..text": "1", "objective.abc.text": "1",
        f"objective.{uid}~{uid}.text": "1", f"serves.{uid}.on": "on", f"issue.{uid}~{uid}.on": "on", ".": "1",
    }  # fmt: skip
    assert page.save(**wrong).status_code == 200
    gone = {f"issue.{uid}.on": "on", f"line.{uid}.detail": "ข้อความ"}
    assert page.save(**gone).json()["lost"] == gone
    started.refresh_from_db()
    assert (started.state, started.unclean) == ("draft", {})


@pytest.mark.parametrize("version", ["", "²", "abc", "-1", "9" * 400])
def test_a_save_without_a_version_that_can_be_read_is_still_saved(page, started, version):
    assert page.save(version=version, **{"p.title": "ยังบันทึก"}).status_code == 200
    started.refresh_from_db()
    assert started.title == "ยังบันทึก"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"add": "line"}, 200),
        ({"add": "line.abc"}, 200),
        ({"add": f"indicator.{uuid4()}"}, 200),
        ({"add": "proposal"}, 404),
        ({"remove": "target.abc"}, 200),
        ({"remove": f"target.{uuid4()}"}, 200),
        ({"undo": "abc"}, 404),
        ({"undo": f"target.{uuid4()}"}, 200),
        ({"standard": "measure-abc"}, 404),
        ({"standard": "nothing"}, 404),
        ({"add": "target", "step": "nowhere"}, 404),
    ],
)
def test_buttons_that_name_nothing_change_nothing(page, started, form, status):
    assert page.row(**form).status_code == status
    assert not started.design.targets.exists()


def test_a_line_whose_parent_is_gone_is_not_brought_back(page, started, kho_hong):
    objective = started.design.objectives.get()
    indicator = objective.indicators.get()
    page.row(remove=f"indicator.{indicator.uid}")
    page.row(remove=f"objective.{objective.uid}")
    assert page.row(undo=f"indicator.{indicator.uid}").status_code == 200
    assert not started.design.indicators.exists()
    page.row(undo=f"objective.{objective.uid}")
    page.row(undo=f"indicator.{indicator.uid}")
    assert started.design.indicators.get().uid == indicator.uid


def test_two_texts_for_a_money_field_or_a_tick_can_be_chosen_between(
    client, kho_hong, started, complete, write
):
    complete(started)
    line, base = started.design.activities.get().lines.get(), started.version
    cost, tick = f"line.{line.uid}.unit_cost_satang", f"issue.{kho_hong.issue.uid}.on"
    write(started, {cost: "10", tick: ""}, base=base)
    write(started, {tick: "on"}, base=base)
    write(started, {tick: ""}, base=base)
    saved = write(started, {cost: "20", tick: "on"}, by=kho_hong.typist, base=base)
    assert saved.conflicts == [cost, tick]
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-choose", args=[started.uid])
    for one in waiting_to_read(drafting.WRITING, started, personal=False):
        choice = {"path": one.path, "seen": one.seen, "choose": "other"}
        answer = client.post(address, choice | {"step": "work", "back": "https://example.org/"})
        assert answer.url == reverse("projects:proposal-write", args=[started.uid, "work"])
    line.refresh_from_db()
    assert line.amount_satang == 60 * 2000 * 2
    assert Design.objects.get(proposal=started).budget_satang == line.amount_satang
    assert list(started.design.issues.all()) == [kho_hong.issue]


def test_names_and_phones_stay_out_of_conflicts_and_the_log_for_who_may_not_see_them(
    client, kho_hong, started, write, person
):
    other = person("Nok")
    join(started, other, by=kho_hong.officer)
    row = drafting.add_row(proposal=started, kind="applicant", by=kho_hong.officer)
    base, path = started.version, f"applicant.{row.uid}.phone"
    write(started, {"p.title": "อื่น ๆ ของโครงการ", path: "081-000-0001"}, base=base)
    write(started, {path: "081-000-0009"}, by=other, base=base)
    address = reverse("projects:proposal-write", args=[started.uid, "name"])
    for who, sees in ((kho_hong.typist, False), (kho_hong.officer, True)):
        client.force_login(who)
        assert ("081-000-0009" in client.get(address).content.decode()) is sees
    (one,) = waiting_to_read(drafting.WRITING, started, personal=True)
    client.post(
        reverse("projects:proposal-choose", args=[started.uid]),
        {"path": path, "seen": one.seen, "choose": "other", "step": "name"},
    )
    row.refresh_from_db()
    assert row.phone == "081-000-0009"
    started.refresh_from_db()
    kept = Text.objects.filter(log=started.log)
    assert kept.exists()
    assert not kept.filter(text__contains="081-000").exists()

"""Newer text is never overwritten unheard: both documents × page, whole form and API × one account and several.

A screen here is what a person has before the eyes: it was drawn once, and knows nothing of the others.
"""

import random
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.core.merging import mark
from ruamsuk.drafts.models import PersonalText, Text
from ruamsuk.projects.models import ActivityReport, Design, Proposal
from ruamsuk.projects.projects.actions import projects as project_actions
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.choices import LADDER
from ruamsuk.projects.reports.forms import read_report
from ruamsuk.projects.tests.conftest import join
from ruamsuk.projects.tests.test_twice import at_once
from tests.api_caller import Caller, answered

A, B, DAY = "a long text", "another field", "a day"
IN_PYTHON = pytest.mark.one_database("texts are merged in Python, from what the same statements read")


@pytest.fixture(params=["proposal", "report"])
def document(request, kho_hong, started, person):
    """A document that three accounts may write: `.fields` by what they are here, `.accounts`."""
    if request.param == "proposal":
        third = person("Nok")
        join(started, third, by=kho_hong.officer)
        found, step = started, "people"
        fields = {
            A: ("d.rationale", "aims"),
            B: ("d.expected_results", "review"),
            DAY: ("d.starts_on", "people"),
        }
    else:
        project = _project(kho_hong)
        third = person("Nok", "project-owner", project)
        found, step = reports.start_report(project=project, by=kho_hong.officer), "done"
        fields = {A: ("r.done", "done"), B: ("r.output", "results"), DAY: ("r.held_on", "done")}
    return SimpleNamespace(
        noun=request.param,
        found=found,
        step=step,
        fields=fields,
        path=f"/{request.param}s/{found.uid}",
        accounts=[kho_hong.officer, kho_hong.typist, third],
    )


@pytest.fixture(params=[pytest.param("one account", marks=IN_PYTHON), "several accounts"])
def accounts(request, document):
    return document.accounts if request.param == "several accounts" else document.accounts[:1] * 3


def _project(kho_hong):
    return project_actions.enter_project(
        design=Design.objects.create(),
        by=kho_hong.officer,
        title="คอหงส์ปลอดบุหรี่",
        fiscal_year=current_fiscal_year(),
        home_area=kho_hong.home,
        budget_satang=1_000,
        fund=kho_hong.fund,
        organization=kho_hong.owner,
    )


@pytest.fixture(
    params=[
        pytest.param("page-one account", marks=IN_PYTHON),
        "page-several accounts",
        pytest.param("form-one account", marks=IN_PYTHON),
        "api-several accounts",
    ]
)
def screens(request, document):
    """Three screens of the document that were opened before anybody wrote."""
    door, _dash, whose = request.param.partition("-")
    kind = {"page": PageScreen, "form": FormScreen, "api": ApiScreen}[door]
    accounts = document.accounts if whose == "several accounts" else document.accounts[:1] * 3
    return [kind(document, account) for account in accounts]


class PageScreen:
    """The writing pages in a browser with its script: hidden inputs stay as drawn, some fields are sent."""

    def __init__(self, document, account):
        self.document, self.client = document, Client()
        self.client.force_login(account)
        self.hidden = {}
        for step in {step for _path, step in document.fields.values()}:
            page = self.client.get(
                reverse(f"projects:{document.noun}-write", args=[document.found.uid, step])
            )
            inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
            self.hidden[step] = {
                name: unescape(value) for name, value in inputs if name in ("version", "screen", "drawn")
            }

    def write(self, field, text):
        path, step = self.document.fields[field]
        address = reverse(f"projects:{self.document.noun}-save", args=[self.document.found.uid])
        answer = self.client.post(address, self.hidden[step] | {"step": step, path: text})
        assert answer.status_code == 200, answer.text
        return answer.json()["conflicts"]


class FormScreen(PageScreen):
    """The same pages without a script: the whole form is sent."""

    def __init__(self, document, account):
        super().__init__(document, account)
        self.typed = {field: standing(document, field) for field in document.fields}

    def write(self, field, text):
        self.typed[field] = text
        step = self.document.fields[field][1]
        texts = {path: self.typed[f] for f, (path, at) in self.document.fields.items() if at == step}
        address = reverse(f"projects:{self.document.noun}-write", args=[self.document.found.uid, step])
        answer = self.client.post(address, self.hidden[step] | texts | {"go": step})
        assert answer.status_code in (302, 422), answer.text
        return [one.path for one in answer.context["waiting"]] if answer.status_code == 422 else []


class ApiScreen:
    """A program that says what each field held when it read it."""

    def __init__(self, document, account):
        self.document, self.caller = document, Caller(account)
        self.version = answered(self.caller.get(document.path))["version"]
        self.seen = {field: standing(document, field) for field in document.fields}

    def write(self, field, text):
        path = self.document.fields[field][0]
        body = {"base_version": self.version, "fields": {path: text}, "seen": {path: self.seen[field]}}
        answer = answered(self.caller.post(f"{self.document.path}/fields", body))
        if path not in answer["conflicts"]:
            self.seen[field] = text
        return answer["conflicts"]


class OlderApiScreen(ApiScreen):
    """A program of before: it names the version alone, and goes on with the one that it is answered."""

    def write(self, field, text):
        body = {"base_version": self.version, "fields": {self.document.fields[field][0]: text}}
        answer = answered(self.caller.post(f"{self.document.path}/fields", body))
        self.version = answer["version"]
        return answer["conflicts"]


def standing(document, field):
    """What the field shows now, as a screen has it."""
    kind, _dot, name = document.fields[field][0].partition(".")
    fresh = (Proposal if document.noun == "proposal" else ActivityReport).objects.get(pk=document.found.pk)
    value = getattr(fresh.design if kind == "d" else fresh, name)
    return fresh.unclean.get(document.fields[field][0], "" if value is None else str(value))


def waiting(document, field=A):
    """The texts that wait, as the API tells them."""
    found = answered(Caller(document.accounts[0]).get(document.path))["conflicts"]
    return [one["other_text"] for one in found if one["path"] == document.fields[field][0]]


def choices(document, field=A):
    found = answered(Caller(document.accounts[0]).get(document.path))["conflicts"]
    return [one for one in found if one["path"] == document.fields[field][0]]


def earlier(document, field=A):
    found = answered(Caller(document.accounts[0]).get(f"{document.path}/earlier-texts"))["items"]
    return [one["text"] for one in found if one["path"] == document.fields[field][0]]


def test_the_older_of_two_screens_never_replaces_the_newer_text(document, screens):
    newer, older, _third = screens
    assert newer.write(A, "ข้อความยาวที่บันทึกไว้แล้ว") == []
    assert older.write(A, "ข้อความจากหน้าจอเก่า") == [document.fields[A][0]]
    assert standing(document, A) == "ข้อความยาวที่บันทึกไว้แล้ว"
    assert waiting(document) == ["ข้อความจากหน้าจอเก่า"]


def test_what_a_screen_saves_of_one_field_does_not_make_another_field_seen(document, screens):
    first, second, _third = screens
    assert first.write(B, "ของหน้าจอแรก") == []
    assert second.write(A, "ช่องอื่น") == []
    assert second.write(A, "ช่องอื่น เขียนต่อ") == []
    assert second.write(B, "ของหน้าจอที่สอง") == [document.fields[B][0]]
    assert (standing(document, A), standing(document, B)) == ("ช่องอื่น เขียนต่อ", "ของหน้าจอแรก")
    assert waiting(document, B) == ["ของหน้าจอที่สอง"]


def test_three_screens_on_one_field_lose_none_of_three_texts(document, screens):
    for screen, text in zip(screens, ("หนึ่ง", "สอง", "สาม"), strict=True):
        screen.write(A, text)
    assert (standing(document, A), waiting(document)) == ("หนึ่ง", ["สอง", "สาม"])


def test_a_screen_goes_on_writing_what_it_wrote_itself(document, screens):
    for text in ("เดิน", "เดินรณรงค์", "เดินรณรงค์ทุกหมู่บ้าน", "ประชุมก่อน"):
        assert screens[0].write(A, text) == []
    assert (standing(document, A), waiting(document)) == ("ประชุมก่อน", [])
    assert "เดินรณรงค์ทุกหมู่บ้าน" in earlier(document)


def test_the_same_text_from_two_screens_is_no_conflict(document, screens):
    assert [screen.write(A, "เหมือนกัน") for screen in screens] == [[], [], []]
    assert waiting(document) == []


def test_what_was_replaced_is_kept_and_comes_back_with_one_press(document, screens):
    screens[0].write(A, "ข้อความแรก")
    type(screens[0])(document, document.accounts[0]).write(A, "ข้อความที่สอง")
    assert earlier(document) == ["ข้อความแรก"]
    client = signed_in(document)
    page = client.get(reverse(f"projects:{document.noun}-texts", args=[document.found.uid]))
    (one,) = page.context["texts"]
    back = reverse(f"projects:{document.noun}-text-back", args=[document.found.uid])
    client.post(back, {"text": one.key, "seen": one.seen})
    assert standing(document, A) == "ข้อความแรก"
    assert "ข้อความที่สอง" in earlier(document)
    client.post(back, {"text": one.key, "seen": "something else"})
    assert standing(document, A) == "ข้อความแรก"


def test_bringing_a_text_back_never_overwrites_a_newer_one_unheard(document, screens):
    screens[0].write(A, "ข้อความแรก")
    type(screens[0])(document, document.accounts[0]).write(A, "ข้อความที่สอง")
    (one,) = answered(Caller(document.accounts[0]).get(f"{document.path}/earlier-texts"))["items"]
    type(screens[0])(document, document.accounts[0]).write(A, "ข้อความที่สาม")
    body = {"key": one["key"], "seen": one["seen"]}
    answer = answered(Caller(document.accounts[0]).post(f"{document.path}/earlier-texts/bring-back", body))
    assert answer["conflicts"] == [document.fields[A][0]]
    assert (standing(document, A), waiting(document)) == ("ข้อความที่สาม", ["ข้อความแรก"])


def test_a_text_that_cannot_be_understood_is_nobody_elses_to_replace(document, screens):
    screens[0].write(DAY, "ต้นเดือนหน้า")
    assert screens[1].write(DAY, "2026-11-20") == [document.fields[DAY][0]]
    assert (standing(document, DAY), waiting(document, DAY)) == ("ต้นเดือนหน้า", ["2026-11-20"])


def test_a_choice_holds_for_the_two_texts_that_were_seen(document, screens):
    screens[0].write(A, "หนึ่ง")
    screens[1].write(A, "สอง")
    (seen,) = choices(document)
    caller = Caller(document.accounts[0])
    type(screens[0])(document, document.accounts[0]).write(A, "ใหม่กว่า")
    body = {"path": document.fields[A][0], "take_other": True}
    for stale in (body, body | {"seen": seen["seen"]}):
        refused = caller.post(f"{document.path}/choose", stale)
        assert (refused.status_code, refused.json()["code"]) == (409, "texts-changed")
    assert (standing(document, A), waiting(document)) == ("ใหม่กว่า", ["สอง"])
    (fresh,) = choices(document)
    answered(caller.post(f"{document.path}/choose", body | {"seen": fresh["seen"]}))
    assert (standing(document, A), waiting(document)) == ("สอง", [])
    assert {"หนึ่ง", "ใหม่กว่า"} <= set(earlier(document))


def test_of_several_that_wait_each_is_chosen_by_itself_and_none_is_lost(document, screens):
    for screen, text in zip(screens, ("หนึ่ง", "สอง", "สาม"), strict=True):
        screen.write(A, text)
    caller, body = Caller(document.accounts[0]), {"path": document.fields[A][0], "take_other": True}
    assert caller.post(f"{document.path}/choose", body).status_code == 422  # which of the two?
    third = next(one for one in choices(document) if one["other_text"] == "สาม")
    answered(caller.post(f"{document.path}/choose", body | {"seen": third["seen"]}))
    assert (standing(document, A), waiting(document)) == ("สาม", ["สอง"])
    (second,) = choices(document)
    keep = body | {"seen": second["seen"], "take_other": False}
    answered(caller.post(f"{document.path}/choose", keep))
    assert (standing(document, A), waiting(document)) == ("สาม", [])
    assert {"หนึ่ง", "สอง"} <= set(earlier(document))


def test_a_document_with_two_texts_for_a_field_is_not_sent(document, screens):
    screens[0].write(A, "หนึ่ง")
    screens[1].write(A, "สอง")
    missing = answered(Caller(document.accounts[0]).get(document.path))["missing"]
    assert [one["required"] for one in missing if one["path"] == document.fields[A][0]].count(True) == 1


def test_whatever_screens_write_in_whatever_order_no_text_is_lost(document, screens):
    """Each text stands, waits, or is among the earlier ones, maybe grown longer."""
    chance, written = random.Random(2570), []
    for number in range(20):
        screen = chance.choice(screens)
        text = f"ข้อความที่ {number} " + "".join(chance.choices("กขคงจ", k=5))
        screen.write(chance.choice((A, B)), text)
        written.append(text)
        if chance.random() < 0.2:
            screens[chance.randrange(3)] = type(screen)(document, chance.choice(document.accounts))
    kept = [standing(document, A), standing(document, B), *waiting(document), *waiting(document, B)]
    kept += earlier(document) + earlier(document, B)
    assert [text for text in written if text not in kept] == []


def signed_in(document):
    client = Client()
    client.force_login(document.accounts[0])
    return client


# What only pages, or only programs of before, can do ------------------------------------------------------------


def test_a_field_that_nobody_touched_on_an_older_form_stays_as_it_stands(document, accounts):
    older, newer = FormScreen(document, accounts[0]), PageScreen(document, accounts[1])
    newer.write(A, "ข้อความใหม่")
    older.document.fields = document.fields | {B: (document.fields[B][0], document.fields[A][1])}
    assert older.write(B, "ช่องอื่นของหน้าเดียวกัน") == []
    assert standing(document, A) == "ข้อความใหม่"


def test_a_text_that_waits_grows_on_its_own_screen_only(document, accounts):
    first, second, third = (PageScreen(document, account) for account in accounts)
    first.write(A, "หนึ่ง")
    second.write(A, "สอง")
    third.write(A, "สาม")
    second.write(A, "สอง เขียนต่อ")
    assert sorted(waiting(document)) == ["สอง เขียนต่อ", "สาม"]
    second.write(A, "เขียนใหม่")
    assert sorted(waiting(document)) == ["สาม", "เขียนใหม่"]
    assert "สอง เขียนต่อ" in earlier(document)


def test_a_program_that_names_the_version_alone_replaces_nothing_that_it_has_not_read(document, accounts):
    first, second, _third = (OlderApiScreen(document, account) for account in accounts)
    first.write(B, "ของโปรแกรมแรก")
    assert second.write(A, "ช่องอื่น") == []
    assert second.write(B, "ของโปรแกรมที่สอง") == [document.fields[B][0]]
    assert standing(document, B) == "ของโปรแกรมแรก"
    alone = OlderApiScreen(document, accounts[0])
    assert [alone.write(A, text) for text in ("ก", "กข", "ใหม่")] == [[], [], []]


def test_a_page_that_says_nothing_of_itself_replaces_nothing(document):
    PageScreen(document, document.accounts[0]).write(A, "ข้อความเดิม")
    mute = PageScreen(document, document.accounts[0])
    mute.hidden = {step: {} for step in mute.hidden}
    assert mute.write(A, "ข้อความจากหน้าจอที่ไม่รู้จัก") == [document.fields[A][0]]
    mute.hidden = {step: {"drawn": "[no json", "screen": "x" * 99, "version": "²"} for step in mute.hidden}
    assert mute.write(A, "อีกข้อความ") == [document.fields[A][0]]
    assert standing(document, A) == "ข้อความเดิม"


def test_the_page_tells_the_writer_plainly_and_offers_both_texts(document, accounts):
    first, second, _third = (PageScreen(document, account) for account in accounts)
    first.write(A, "ข้อความของหน้าจอแรก")
    second.write(A, "ข้อความของหน้าจอที่สอง")
    path, step = document.fields[A]
    page = second.client.get(reverse(f"projects:{document.noun}-write", args=[document.found.uid, step]))
    assert "ทั้งสองข้อความยังอยู่" in page.text
    assert page.text.count("ข้อความของหน้าจอแรก") == 2  # in its field and beside the other
    assert "ข้อความของหน้าจอที่สอง" in page.text
    (one,) = page.context["waiting"]
    choose = reverse(f"projects:{document.noun}-choose", args=[document.found.uid])
    stale = {"path": path, "seen": "other texts", "choose": "other", "step": step}
    assert "ไม่ได้เลือก" in second.client.post(choose, stale, follow=True).text
    assert standing(document, A) == "ข้อความของหน้าจอแรก"
    second.client.post(choose, {"path": path, "seen": one.seen, "choose": "other", "step": step})
    assert standing(document, A) == "ข้อความของหน้าจอที่สอง"


def test_pages_of_writing_are_drawn_anew_whenever_they_are_opened(document):
    """A page from the browser's store would be taken for one that knows what was saved on it since."""
    client = signed_in(document)
    for step in {step for _path, step in document.fields.values()}:
        page = client.get(reverse(f"projects:{document.noun}-write", args=[document.found.uid, step]))
        assert "no-store" in page["Cache-Control"]
        assert 'autocomplete="off"' in page.text


def test_earlier_texts_are_read_by_who_reads_the_draft_and_brought_back_by_who_writes_it(
    document, kho_hong, person
):
    PageScreen(document, document.accounts[0]).write(A, "ข้อความแรก")
    PageScreen(document, document.accounts[0]).write(A, "ข้อความที่สอง")
    address = reverse(f"projects:{document.noun}-texts", args=[document.found.uid])
    for who, status in ((kho_hong.mentor, 200), (kho_hong.stranger, 404), (kho_hong.officer, 200)):
        client = Client()
        client.force_login(who)
        answer = client.get(address)
        assert answer.status_code == status
        assert ("ข้อความแรก" in answer.text) is (status == 200)
        assert Caller(who).get(f"{document.path}/earlier-texts").status_code == status
    assert Client().get(address).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", [PageScreen, ApiScreen])
def test_many_screens_saving_one_field_at_once_lose_nothing(document, door):
    open_screens = [door(document, document.accounts[n % 3]) for n in range(6)]
    texts = [f"ข้อความของหน้าจอ {n}" for n in range(6)]
    outcomes = at_once(6, lambda n: open_screens[n].write(A, texts[n]))
    assert sorted(map(len, outcomes)) == [0, 1, 1, 1, 1, 1]
    assert sorted([standing(document, A), *waiting(document)]) == texts


# Persons, and lines that are gone ------------------------------------------------------------------------------


@pytest.fixture
def person_of_group(kho_hong, started):
    """A person of the applicant's group, whose name was written twice and once on an older screen."""
    row = drafting.add_row(proposal=started, kind="applicant", by=kho_hong.officer)
    path = f"applicant.{row.uid}.name"

    def write(text, **more):
        changes = read_changes({path: text}, drawn={path: mark(more.pop("seen"))})
        return drafting.save_fields(proposal=started, changes=changes, by=kho_hong.officer, **more)

    write("ชื่อสมมติหนึ่ง", seen="")
    write("ชื่อสมมติสอง", seen="ชื่อสมมติหนึ่ง")
    assert write("ชื่อสมมติสาม", seen="").conflicts == [path]
    return row


def test_texts_about_applicants_are_kept_apart_and_read_by_who_may_see_applicants(
    kho_hong, started, person_of_group
):
    names = ("ชื่อสมมติหนึ่ง", "ชื่อสมมติสอง", "ชื่อสมมติสาม")
    assert {row.text for row in PersonalText.objects.filter(person=person_of_group.uid)} >= set(names)
    assert not any(name in str(list(Text.objects.values())) for name in names)
    path = f"/proposals/{started.uid}"
    for who, sees in ((kho_hong.officer, True), (kho_hong.typist, False)):
        client, caller = Client(), Caller(who)
        client.force_login(who)
        told = [
            client.get(reverse("projects:proposal-texts", args=[started.uid])).text,
            client.get(reverse("projects:proposal-write", args=[started.uid, "name"])).text,
            caller.get(path).text,
            caller.get(f"{path}/earlier-texts", applicants="true").text,
        ]
        assert ["ชื่อสมมติหนึ่ง" in told[0], "ชื่อสมมติสาม" in told[1]] == [sees, sees]
        assert ["ชื่อสมมติสาม" in told[2], "ชื่อสมมติหนึ่ง" in told[3]] == [sees, sees]
        assert "ชื่อสมมติ" not in caller.get(f"{path}/earlier-texts").text
    one = answered(Caller(kho_hong.officer).get(f"{path}/earlier-texts", applicants="true"))["items"][0]
    back = {"key": one["key"], "seen": one["seen"]}
    assert Caller(kho_hong.typist).post(f"{path}/earlier-texts/bring-back", back).status_code == 404
    answered(Caller(kho_hong.officer).post(f"{path}/earlier-texts/bring-back", back))


def test_a_person_who_was_removed_comes_back_with_one_press(kho_hong, started, person_of_group):
    client = Client()
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-row", args=[started.uid])
    client.post(address, {"remove": f"applicant.{person_of_group.uid}", "step": "name"})
    assert not started.applicants.exists()
    client.post(address, {"undo": f"applicant.{person_of_group.uid}", "step": "name"})
    assert started.applicants.get().name == "ชื่อสมมติสอง"
    assert "ชื่อสมมติ" not in str(list(Text.objects.values()))


def test_what_is_typed_into_a_line_that_was_removed_on_another_screen_is_kept_and_told(kho_hong, started):
    row = drafting.add_row(proposal=started, kind="target", by=kho_hong.officer)
    drafting.remove_row(proposal=started, kind="target", uid=str(row.uid), by=kho_hong.officer)
    client = Client()
    client.force_login(kho_hong.officer)
    save = reverse("projects:proposal-save", args=[started.uid])
    answer = client.post(save, {"step": "people", f"target.{row.uid}.detail": "นักเรียนชั้น ม.1"}).json()
    assert "นักเรียนชั้น ม.1" in answer["status"]
    kept = answered(Caller(kho_hong.officer).get(f"/proposals/{started.uid}/earlier-texts"))["items"]
    assert "นักเรียนชั้น ม.1" in [one["text"] for one in kept]


@pytest.fixture
def project_report(kho_hong):
    """A report that can be sent."""
    report = reports.start_report(project=_project(kho_hong), by=kho_hong.officer)
    texts = {"r.title": "อบรม", "r.held_on": today().isoformat(), "r.done": "อบรมแล้ว", "r.output": "60 คน"}
    reports.save_report(report=report, base_version=0, changes=read_report(texts), by=kho_hong.officer)
    return report


def test_the_advice_of_the_mentor_that_was_replaced_is_kept(kho_hong, project_report):
    for advice in ("คำแนะนำแรก", "คำแนะนำที่สอง"):
        reports.send_report(report=project_report, by=kho_hong.officer)
        reports.step_report(report=project_report, rung=LADDER[0], advice=advice, by=kho_hong.mentor)
        reports.return_report(report=project_report, note="ขอเพิ่ม", by=kho_hong.mentor)
    kept = answered(Caller(kho_hong.officer).get(f"/reports/{project_report.uid}/earlier-texts"))["items"]
    assert [one["text"] for one in kept if one["path"] == "r.advice"] == ["คำแนะนำแรก"]

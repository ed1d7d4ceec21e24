"""A group without an account applies by a fund's link: kept once, read by the fund's officer alone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ruamsuk.accounts.actions import end_role
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Grant
from ruamsuk.applications import actions
from ruamsuk.applications.choices import MOST_AN_HOUR, MOST_WAITING, ApplicationState
from ruamsuk.applications.models import Application, ApplicationLink
from ruamsuk.applications.problems import LinkClosed, LinkReplaced, TooManyApplications
from ruamsuk.applications.queries import tasks_for
from ruamsuk.applications.tests.conftest import SAID, signed_in
from ruamsuk.audit.models import Operation
from ruamsuk.funds.actions import close_fund
from ruamsuk.jobs.periodic import REGISTRY
from ruamsuk.notices.models import Notice
from ruamsuk.projects.models import Proposal

pytestmark = pytest.mark.django_db


def apply(code):
    return reverse("applications:apply", args=[code])


def test_what_a_group_sends_waits_for_the_funds_officer(site, send):
    answer = send()
    (application,) = Application.objects.all()
    assert answer["Location"] == reverse("applications:sent", args=[site.link.code, application.uid])
    assert (application.name, application.phone) == (SAID["name"], "0812345678")
    assert application.amount_satang == 2_000_000
    page = Client().get(answer["Location"]).content.decode()
    assert str(application) in page
    assert not [text for text in SAID.values() if text and text in page]
    (todo,) = tasks_for(site.officer)
    assert todo.url == reverse("applications:application", args=[application.uid])
    (notice,) = Notice.objects.all()
    assert (notice.to, notice.target) == (site.officer, todo.url)
    read = signed_in(site.officer).get(todo.url).content.decode()
    assert all(
        text in read for text in (SAID["name"], "0812345678", SAID["title"], SAID["text"], SAID["place"])
    )


def test_before_it_is_accepted_nothing_of_it_is_a_proposal(site, send):
    send()
    assert not Proposal.objects.exists()


def test_the_notice_stands_before_the_first_field(site):
    page = Client().get(apply(site.link.code)).content.decode()
    notice = page.index("ก่อนกรอก")
    assert notice < page.index("<form", notice) < page.index('name="name"')
    assert "30 วัน" in page[notice : page.index("<form", notice)]


@pytest.mark.parametrize("typed", ["๑๒๓", "{} ", "{}-", "spaced"])
def test_the_number_may_be_typed_in_any_way(site, typed):
    code = site.link.code
    ways = {
        "๑๒๓": code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        "spaced": f"{code[:4]} {code[4:]}",
    }
    assert Client().get(apply(ways.get(typed) or typed.format(code))).status_code == 200


def test_a_number_that_no_fund_has_is_told_in_words(site):
    for code in ("11111111", "x", "1" * 3000, "%00", "<script>"):
        if code != site.link.code:
            answer = Client().get(f"/g/{code}/")
            assert answer.status_code == 404
            assert "<script>" not in answer.content.decode().split("<h1>")[1]


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": ""},
        {"phone": "123"},
        {"phone": "", "email": "x"},
        {"title": ""},
        {"title": "ก" * 201},
        {"text": ""},
        {"text": "ก" * 2001},
        {"amount_satang": "50.000"},
        {"amount_satang": "99,999,999,999"},
        {"name": "a\x00b"},
        {"more": "https://spam.example.org"},
    ],
)
def test_what_cannot_be_right_is_asked_and_nothing_is_lost_or_kept(site, send, wrong):
    answer = send(**wrong)
    assert answer.status_code == 422
    assert not Application.objects.exists()
    kept = {name for name, text in SAID.items() if text and name not in wrong}
    assert all(answer.context["form"][name].value() == SAID[name] for name in kept)
    assert send().status_code == 302


def test_an_e_mail_alone_is_enough(site, send):
    assert send(phone="", email="Klum@Example.org").status_code == 302
    assert Application.objects.get().email == "klum@example.org"


def test_scripts_are_shown_as_they_were_typed(site, send):
    send(name="<script>alert(1)</script>", title="{{ 7 * 7 }}<img src=x onerror=alert(1)>")
    application = Application.objects.get()
    page = signed_in(site.officer).get(reverse("applications:application", args=[application.uid]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()
    assert "<img src=x" not in page.content.decode()


def test_the_same_words_sent_again_are_one_application(site, send):
    first, op_id = send(), str(uuid4())
    assert send()["Location"] == first["Location"]  # the page was loaded anew
    again = [send(title="อีกเรื่อง", op_id=op_id)["Location"] for _n in range(2)]  # the button was pressed twice
    assert again[0] == again[1] != first["Location"]
    assert Application.objects.count() == 2
    assert Notice.objects.count() == 2


def test_an_answer_never_tells_whether_a_phone_is_known(site, send, person):
    person("Known", Role.PROJECT_OWNER, site.owner)
    pages = []
    for phone, email in (("", "known@example.org"), ("", "unknown@example.org")):
        answer = send(phone=phone, email=email, client=Client())
        page = Client().get(answer["Location"]).content.decode()
        pages.append(
            re.sub(r"\d{4} \d{4}|[0-9a-f-]{36}|value=\"[^\"]*\"|content=\"[^\"]*\"|X-CSRF[^}]*", "…", page)
        )
    assert pages[0] == pages[1]


def test_only_the_officers_of_the_fund_read_an_application(site, sent, person, area):
    address = reverse("applications:application", args=[sent.uid])
    others = [
        site.stranger,
        person("Admin", Role.ADMINISTRATOR, area("TH")),
        person("Central", Role.CENTRAL, area("TH")),
        person("Coordinator", Role.COORDINATOR, area("90")),
        person("Mentor", Role.MENTOR, site.fund),
        person("Typist", Role.DATA_ENTRY, site.fund),
        person("Member", Role.COMMITTEE_MEMBER, site.fund),
        person("Auditor", Role.AUDITOR, area("TH")),
        person("Nobody"),
    ]
    for one in others:
        for act in ("", "accept/", "decline/"):
            assert signed_in(one).get(address + act).status_code == 404, one
        assert not tasks_for(one)
    assert Client().get(address).status_code == 302
    assert signed_in(site.officer).get(address).status_code == 200


def test_who_opened_an_application_stands_in_the_trail_which_holds_no_words(site, sent):
    signed_in(site.officer).get(reverse("applications:application", args=[sent.uid]))
    (row,) = Operation.objects.filter(verb="applications.note_reading")
    assert (row.actor_id, row.subject_id) == (site.officer.pk, sent.pk)
    trail = str(list(Operation.objects.values()))
    assert not [text for text in (sent.name, sent.phone, sent.title, sent.text) if text in trail]


def test_what_is_kept_elsewhere_holds_nothing_of_the_person(site, sent):
    told = f"{tasks_for(site.officer)}{list(Notice.objects.values())}"
    assert str(sent) in told
    assert not [text for text in (sent.name, sent.phone, sent.title, sent.text) if text in told]


def test_whoever_leaves_the_post_reads_no_more_and_the_successor_does(site, sent, person):
    end_role(grant=Grant.objects.get(user=site.officer), reason="ย้าย", by=None)
    successor = person("Successor", Role.FUND_OFFICER, site.fund)
    address = reverse("applications:application", args=[sent.uid])
    assert signed_in(site.officer).get(address).status_code == 404
    assert signed_in(successor).get(address).status_code == 200
    assert [todo.url for todo in tasks_for(successor)] == [address]


# The link


def test_a_fund_has_no_link_until_an_officer_opens_one(site):
    assert not ApplicationLink.objects.filter(fund=site.other).exists()
    client, page = signed_in(site.stranger), reverse("applications:fund", args=[site.other.uid])
    assert client.get(page).status_code == 200
    assert client.post(f"{page}open/")["Location"] == page
    link = ApplicationLink.objects.get(fund=site.other)
    assert Client().get(apply(link.code)).status_code == 200


def test_a_closed_link_takes_nothing_until_it_is_opened_again_with_the_same_number(site, send):
    client, page = signed_in(site.officer), reverse("applications:fund", args=[site.fund.uid])
    client.post(f"{page}close/")
    assert (Client().get(apply(site.link.code)).status_code, send().status_code) == (409, 409)
    assert not Application.objects.exists()
    client.post(f"{page}open/")
    assert ApplicationLink.objects.get(fund=site.fund).code == site.link.code
    assert send().status_code == 302


def test_with_a_new_number_the_old_poster_leads_nowhere(site, send):
    client, page = signed_in(site.officer), reverse("applications:fund", args=[site.fund.uid])
    client.post(f"{page}renew/")
    old, new = ApplicationLink.objects.filter(fund=site.fund).order_by("pk")
    assert old.code != new.code
    answer = send(code=old.code)
    assert answer.status_code == 410
    assert site.fund.name in answer.content.decode()
    assert send(code=new.code).status_code == 302
    with pytest.raises(LinkReplaced):
        actions.close_link(link=old, by=site.officer)


def test_a_page_that_was_open_while_the_number_changed_sends_nothing(site):
    actions.renew_link(link=site.link, by=site.officer)
    with pytest.raises(LinkReplaced):
        actions.send_application(link=site.link, name="x", phone="0812345678", title="x", text="x", by=None)


def test_a_fund_has_one_standing_link(site):
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationLink.objects.create(fund=site.fund, code="12345678", made_at=site.link.made_at)


def test_nobody_applies_where_nobody_can_answer(site, send):
    end_role(grant=Grant.objects.get(user=site.officer), reason="ย้าย", by=None)
    assert send().status_code == 409
    assert not Application.objects.exists()


def test_a_closed_fund_takes_no_applications(site, send):
    close_fund(fund=site.fund, reason="ยุบรวม", by=None)
    assert (Client().get(apply(site.link.code)).status_code, send().status_code) == (409, 409)
    with pytest.raises(LinkClosed):
        actions.send_application(link=site.link, name="x", phone="0812345678", title="x", text="x", by=None)


def test_the_poster_and_the_picture_carry_the_address(site, settings):
    settings.BASE_URL = "https://ruamsuk.example.org"
    client, page = signed_in(site.officer), reverse("applications:fund", args=[site.fund.uid])
    poster = client.get(f"{page}poster/").content.decode()
    assert f"ruamsuk.example.org/g/<wbr>{site.link.code}" in poster  # a narrow screen keeps the number whole
    assert "<svg" in poster
    client.cookies["language"] = "en"
    assert "สแกน" in client.get(f"{page}poster/").content.decode()
    picture = client.get(f"{page}qr.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")


def test_the_page_of_the_link_is_for_who_invites_at_the_fund(site, person, area):
    page = reverse("applications:fund", args=[site.fund.uid])
    assert signed_in(person("Coordinator", Role.COORDINATOR, area("90"))).get(page).status_code == 200
    for one in (site.stranger, person("Mentor", Role.MENTOR, site.fund), person("Nobody")):
        assert signed_in(one).get(page).status_code == 403
        assert signed_in(one).post(f"{page}renew/").status_code == 403


# Limits


def many(site, number, **changes):
    Application.objects.bulk_create(
        Application(
            fund=site.fund,
            reference=f"{10_000_000 + n}",
            name="x",
            phone="0812345678",
            title=f"{n}",
            text="x",
            **changes,
        )
        for n in range(number)
    )


def test_a_fund_that_is_flooded_says_so_and_what_was_typed_stands(site, send):
    many(site, MOST_AN_HOUR, sent_at=site.link.made_at)
    answer = send()
    assert answer.status_code == 429
    assert answer.context["form"]["title"].value() == SAID["title"]
    assert "ส่งใหม่" in answer.content.decode()
    Application.objects.update(sent_at=site.link.made_at - timedelta(hours=2))
    assert send().status_code == 302


def test_no_more_wait_at_a_fund_than_it_can_answer(site):
    many(site, MOST_WAITING, sent_at=site.link.made_at - timedelta(hours=2))
    said = {"name": "x", "phone": "0812345678", "title": "y", "text": "x", "by": None}
    with pytest.raises(TooManyApplications):
        actions.send_application(link=site.link, **said)
    Application.objects.filter(title="0").update(
        state=ApplicationState.ENDED, forgotten_at=site.link.made_at, name="", phone="", title="", text=""
    )
    assert actions.send_application(link=site.link, **said)


def test_one_visitor_is_slowed_down_and_keeps_what_was_typed(site, send, settings):
    settings.RATE_LIMITS = True
    answers = [send(title=f"เรื่องที่ {n}").status_code for n in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert send(title="ช้าลง").context["form"]["title"].value() == "ช้าลง"


def test_thousands_of_applications_leave_the_lists_quick(site, django_assert_max_num_queries):
    many(site, 500, sent_at=site.link.made_at)
    assert len(tasks_for(site.officer)) == 1
    client = signed_in(site.officer)
    with django_assert_max_num_queries(30):
        client.get(reverse("applications:fund", args=[site.fund.uid]))


# What is said of people goes


def test_an_application_that_nobody_answers_ends_after_thirty_days_and_is_counted(site, sent):
    assert actions.forget_old_applications(by=None, at=sent.sent_at + timedelta(days=29, hours=23)) == 0
    assert actions.forget_old_applications(by=None, at=sent.sent_at + timedelta(days=30, hours=1)) == 1
    sent.refresh_from_db()
    assert sent.state == ApplicationState.ENDED
    assert not any((sent.name, sent.phone, sent.email, sent.title, sent.text, sent.place, sent.amount_satang))
    assert not tasks_for(site.officer)
    page = signed_in(site.officer).get(reverse("applications:fund", args=[site.fund.uid]))
    assert dict(page.context["numbers"])[ApplicationState.ENDED.label] == 1


def test_one_that_was_declined_is_forgotten_likewise(site, sent):
    actions.decline_application(application=sent, reason="ทำแล้วโดย รพ.สต. ตำบลนี้", by=site.officer)
    sent.refresh_from_db()
    later = sent.answered_at + timedelta(days=30, hours=1)
    assert actions.forget_old_applications(by=None, at=later) == 1
    sent.refresh_from_db()
    assert (sent.state, sent.reason, sent.name) == (ApplicationState.DECLINED, "", "")
    assert actions.forget_old_applications(by=None, at=later) == 0


def test_the_database_keeps_no_words_of_one_that_is_forgotten(site, sent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(forgotten_at=sent.sent_at)


def test_the_schedule_forgets_every_day():
    found = REGISTRY["applications.forget"]
    assert found.deletes
    assert found.daily_at


def test_who_declines_gives_a_reason_which_goes_by_letter(site, django_capture_on_commit_callbacks):
    application = actions.send_application(
        link=site.link, name="กลุ่ม", email="klum@example.org", title="x", text="x", by=None
    )
    client, address = signed_in(site.officer), reverse("applications:decline", args=[application.uid])
    assert client.post(address, {"reason": " "}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"reason": "ทำแล้วปีนี้"}).status_code == 302
    (letter,) = mail.outbox
    assert (letter.to, "ทำแล้วปีนี้" in letter.body) == (["klum@example.org"], True)

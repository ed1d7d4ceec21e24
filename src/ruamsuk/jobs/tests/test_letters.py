"""Letters arrive or somebody is told: a real mail server on this machine, with everything that can go wrong there.

What is promised: nobody waits for a mail server, a letter is tried again, and what cannot be sent stands on the page
of jobs with the server's answer, to be sent again from there.
"""

import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.actions import invite_person
from ruamsuk.config.mail import transport
from ruamsuk.core.letters import send_letter
from ruamsuk.jobs.delivery import converse
from ruamsuk.jobs.models import FailedJob, Letter
from ruamsuk.jobs.problems import (
    LetterRefused,
    MailServerRefusesUs,
    MailServerSilent,
    NoMailServer,
    NoSafeConnection,
)

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "p@ss:wo/rd#%"  # every character that an address has to encode
ENCODED = "p%40ss%3Awo%2Frd%23%25"


class Mailbox:
    """What the mail server has taken; `answer` is what it says to a recipient."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answer = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 taken as number 17"


def _authenticate(server, session, envelope, mechanism, given) -> AuthResult:
    good = (given.login, given.password) == (b"ruamsuk", PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1, made for this run."""
    folder = tmp_path_factory.mktemp("certificate")
    key, file = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@contextmanager
def mail_server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """A mail server on 127.0.0.1; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@pytest.fixture
def use(settings, queue):
    """`use(url)`: letters wait in the queue as in the product, and leave through this mail server."""

    def set_up(url: str, **options: Any) -> None:
        settings.EMAIL_BACKEND = "ruamsuk.jobs.letters.Backend"
        settings.MAIL_TRANSPORT = transport(url) | options
        settings.DEFAULT_FROM_EMAIL = "ร่วมสุข <letters@example.org>"

    return set_up


def write(to: str = "malee@example.org") -> None:
    send_letter(to=to, subject="ข่าว", body="สวัสดี", headers={"List-Unsubscribe": "<https://example.org/x>"})


def needs_attention() -> FailedJob:
    return FailedJob.objects.open().get()


TLS = {"auth_required": True, "auth_require_tls": True, "authenticator": _authenticate}


def test_a_plain_relay_takes_a_letter_whole(use, work, mailbox):
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        write()
        assert not mailbox.letters  # whoever writes it does not wait for the mail server
        work()
    (letter,) = mailbox.letters
    assert (letter.mail_from, letter.rcpt_tos) == ("letters@example.org", ["malee@example.org"])
    assert b"List-Unsubscribe: <https://example.org/x>" in letter.content
    assert not Letter.objects.exists()  # nothing of it is kept


def test_smtp_encrypts_with_starttls_and_decodes_the_password(use, work, mailbox, certificate, trusted):
    with mail_server(mailbox, tls_context=certificate[1], **TLS) as port:
        use(f"smtp://ruamsuk:{ENCODED}@127.0.0.1:{port}")
        write()
        work()
    assert len(mailbox.letters) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not count TLS from the start
def test_smtps_encrypts_from_the_start(use, work, mailbox, certificate, trusted):
    with mail_server(mailbox, ssl_context=certificate[1], auth_required=True, auth_require_tls=False,
                     authenticator=_authenticate) as port:  # fmt: skip
        use(f"smtps://ruamsuk:{ENCODED}@127.0.0.1:{port}")
        write()
        work()
    assert len(mailbox.letters) == 1


def test_smtp_never_sends_in_the_clear(use, work, mailbox):
    with mail_server(mailbox) as port:  # offers no STARTTLS
        use(f"smtp://127.0.0.1:{port}")
        write()
        work()
    assert not mailbox.letters
    assert "เข้ารหัสไม่ได้" in needs_attention().reason


def test_a_certificate_that_nobody_vouches_for_is_refused(use, work, mailbox, certificate):
    with mail_server(mailbox, tls_context=certificate[1]) as port:
        use(f"smtp://127.0.0.1:{port}")
        write()
        work()
    assert not mailbox.letters
    assert "certificate" in needs_attention().reason


def test_a_wrong_password_is_told_with_the_servers_answer_and_the_letter_goes_after_the_mend(
    use, work, mailbox, certificate, trusted, client, person, area
):
    admin = person("Somsri", "administrator", area("TH"))
    client.force_login(admin)
    with mail_server(mailbox, tls_context=certificate[1], **TLS) as port:
        use(f"smtp://ruamsuk:wrong@127.0.0.1:{port}")
        write()
        work()
        page = client.get(reverse("jobs:jobs")).content.decode()
        assert "ไม่รับชื่อหรือรหัสผ่านของระบบ" in page
        assert "535 5.7" in page
        assert "ส่งจดหมาย" in page
        use(f"smtp://ruamsuk:{ENCODED}@127.0.0.1:{port}")
        client.post(reverse("jobs:try-again", args=[needs_attention().uid]))
        work()
    assert len(mailbox.letters) == 1
    assert not FailedJob.objects.open().exists()


def test_a_refused_recipient_needs_attention_at_once_and_is_not_named_in_full(use, work, mailbox):
    mailbox.answer = "550 5.1.1 <malee@example.org> no such user"
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        write()
        work()
    reason = needs_attention().reason
    assert "550 5.1.1" in reason
    assert "m…@example.org" in reason
    assert "malee@example.org" not in reason


def test_an_answer_of_later_and_a_server_that_is_down_are_tried_again_by_themselves(use, work, mailbox):
    mailbox.answer = "451 4.7.1 come back later"
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        write()
        work()
    assert not FailedJob.objects.exists()
    work(skip_waits=True)  # now nobody listens there at all
    assert not FailedJob.objects.exists()
    mailbox.answer = ""
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        work(skip_waits=True)
    assert len(mailbox.letters) == 1


def test_a_server_that_stays_down_ends_in_needs_attention_with_words(use, work):
    use("relay://127.0.0.1:1")
    write()
    for _try in range(8):
        work(skip_waits=True)
    assert needs_attention().attempts == 6
    assert "ยังไม่รับจดหมายในขณะนี้" in needs_attention().reason


def test_a_server_that_says_nothing_is_given_up_after_a_time(use, work):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(f"relay://127.0.0.1:{silent.getsockname()[1]}", timeout=0.3)
        write()
        work()
    assert not FailedJob.objects.exists()
    assert Letter.objects.count() == 1
    assert DBTaskResult.objects.get(task_path__endswith="send_letter").run_after


def test_a_letter_is_written_with_what_it_tells_or_not_at_all(use):
    use("relay://127.0.0.1:1")
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_who_asks_for_a_new_password_is_told_the_same_whoever_it_is_and_whatever_the_mail_server_does(
    use, work, mailbox, person, area
):
    malee = person("Malee", "mentor", area("901104"))
    malee.email = "malee@example.org"
    malee.save()
    told = []
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        for email in ("malee@example.org", "nobody@example.org"):
            answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
            told.append(re.sub(r"csrf\w*[^>]*|X-CSRFToken[^}]*|[0-9a-f-]{36}", "", answer.content.decode()))
        work()
    assert told[0] == told[1]
    assert "สิบนาที" in told[0]
    assert [letter.rcpt_tos for letter in mailbox.letters] == [["malee@example.org"]]


def test_an_invitation_is_made_although_the_mail_server_is_down_and_its_letter_follows(
    use, work, mailbox, area
):
    use("relay://127.0.0.1:1")
    made = invite_person(role="mentor", scope=area("901104"), email="new@example.org", by=None)
    work()
    assert made.token
    with mail_server(mailbox) as port:
        use(f"relay://127.0.0.1:{port}")
        work(skip_waits=True)
    (letter,) = mailbox.letters
    assert letter.rcpt_tos == ["new@example.org"]


# The test letter


def test_the_test_letter_says_what_the_server_answered(use, mailbox, certificate, trusted, capsys):
    with mail_server(mailbox, tls_context=certificate[1], **TLS) as port:
        use(f"smtp://ruamsuk:{ENCODED}@127.0.0.1:{port}")
        call_command("send-test-letter", "malee@example.org")
    said = capsys.readouterr().out
    assert "TLSv1" in said
    assert "250 taken as number 17" in said
    assert len(mailbox.letters) == 1


def test_the_test_letter_names_what_is_wrong(use, mailbox, certificate, trusted):
    use("console:")
    with pytest.raises(NoMailServer):
        list(converse("malee@example.org"))
    use("relay://127.0.0.1:1")
    with pytest.raises(MailServerSilent):
        list(converse("malee@example.org"))
    with mail_server(mailbox, tls_context=certificate[1], **TLS) as port:
        use(f"smtp://ruamsuk:wrong@127.0.0.1:{port}")
        with pytest.raises(MailServerRefusesUs, match="535"):
            list(converse("malee@example.org"))
    with mail_server(mailbox) as port:
        use(f"smtp://127.0.0.1:{port}")
        with pytest.raises(NoSafeConnection):
            list(converse("malee@example.org"))
        use(f"relay://127.0.0.1:{port}")
        mailbox.answer = "550 no such user"
        with pytest.raises(LetterRefused, match="550"):
            list(converse("malee@example.org"))


def test_the_page_of_jobs_says_when_letters_go_nowhere(use, client, person, area):
    client.force_login(person("Somsri", "administrator", area("TH")))
    use("console:")
    assert "ยังส่งจดหมายออกไม่ได้" in client.get(reverse("jobs:jobs")).content.decode()
    use("relay://127.0.0.1:1")
    assert "ยังส่งจดหมายออกไม่ได้" not in client.get(reverse("jobs:jobs")).content.decode()


# The address of the mail server


@pytest.mark.parametrize(
    "url",
    ["", "smtp+tls://mail.example.org", "http://mail.example.org", "smtp://", "smtp://u:p#x@mail.example.org",
     "smtp://mail.example.org:99999", "relay://u:p@127.0.0.1", "smtp://mail.example.org/x", "mail.example.org"],
)  # fmt: skip
def test_an_address_that_would_lose_letters_is_refused(url):
    with pytest.raises(ValueError, match=" · "):
        transport(url)
    assert transport("smtps://u:p@mail.example.org")["port"] == 465
    assert transport("relay://mail.example.org")["port"] == 25

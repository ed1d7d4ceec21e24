"""Talking to the mail server, and its answers in words."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from ruamsuk.jobs.models import Letter
from ruamsuk.jobs.problems import (
    LetterRefused,
    MailServerRefusesUs,
    MailServerSilent,
    NoMailServer,
    NoSafeConnection,
)


def is_sent_anywhere() -> bool:
    """False: letters are only written into the log."""
    return "host" in settings.MAIL_TRANSPORT


def stays_here(to: str) -> bool:
    """In a demo, letters to its invented people: they have no other mailbox than the page of the demo (ADR 0097)."""
    return settings.HAS_DEMO_MAILBOX and to.lower().endswith(f"@{settings.DEMO_MAIL_DOMAIN}")


def deliver(letter: Letter) -> None:
    """Hands a letter to the mail server; what goes wrong is raised as a Problem that says what the server answered."""
    message = EmailMessage(letter.subject, letter.body, letter.sender, [letter.to], headers=letter.headers)
    with _in_words(letter.to), closing(get_connection(**settings.MAIL_TRANSPORT)) as connection:
        connection.send_messages([message])


def converse(to: str) -> Iterator[str]:
    """Sends a test letter at once; yields what the mail server answers, line by line."""
    if not is_sent_anywhere():
        raise NoMailServer
    message = EmailMessage(_("Ruamsuk: a test letter"), _("If you can read this, letters arrive."), to=[to])
    with _in_words(to), closing(get_connection(**settings.MAIL_TRANSPORT)) as connection:
        connection.open()
        server: smtplib.SMTP = connection.connection  # type: ignore[attr-defined]  # the backend for SMTP has one
        server.ehlo_or_helo_if_needed()
        plain = _("without encryption")
        yield f"{_server()}: {server.sock.version() if isinstance(server.sock, ssl.SSLSocket) else plain}"
        yield _said("EHLO", (250, server.ehlo_resp or server.helo_resp or b""))
        yield _said("MAIL FROM", server.mail(parseaddr(message.from_email)[1]))
        yield _said("RCPT TO", server.rcpt(to))
        whole = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own has it
        yield _said("DATA", server.data(whole))


def _said(step: str, answer: tuple[int, bytes]) -> str:
    code, words = answer
    if code >= 400:
        raise smtplib.SMTPResponseException(code, words)
    return f"{step}: {code} {_one_line(words)}"


@contextmanager
def _in_words(to: str) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _of_answer(code, words, to) from error
    except smtplib.SMTPAuthenticationError as error:
        detail = _answer(error.smtp_code, error.smtp_error)
        raise MailServerRefusesUs(server=_server(), detail=detail) from error
    except smtplib.SMTPResponseException as error:
        raise _of_answer(error.smtp_code, error.smtp_error, to) from error
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        raise NoSafeConnection(server=_server(), detail=_one_line(error)) from error
    except OSError as error:  # of the network, or of smtplib for a connection that ended
        raise MailServerSilent(server=_server(), detail=_one_line(error)) from error


def _of_answer(code: int, words: bytes | str, to: str) -> Exception:
    """An answer of 4xx may be another one later; one of 5xx stays."""
    detail = _answer(code, words).replace(to, masked(to))
    if code < 500:
        return MailServerSilent(server=_server(), detail=detail)
    return LetterRefused(to=masked(to), detail=detail)


def masked(address: str) -> str:
    """Enough to tell an address on the page of jobs, without writing it there."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def _answer(code: int, words: bytes | str) -> str:
    return f"{code} {_one_line(words)}"


def _one_line(words: object) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(text.split())[:300]


def _server() -> str:
    return "{host}:{port}".format(**settings.MAIL_TRANSPORT)

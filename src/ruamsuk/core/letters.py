"""The one way to send a letter: it is kept in the transaction of whoever writes it, and a job brings it away."""

from collections.abc import Mapping

from django.core.mail import EmailMessage


def send_letter(*, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None) -> None:
    """A letter of plain text to one address, in the language that is active now.

    Sending is tried for an hour and a half; what cannot be sent stands on the page of jobs, with the answer of the
    mail server, and can be sent again from there. The caller never waits for a mail server and never hears of it.
    Letters of the sign-in library take the same way (jobs.letters.Backend).
    """
    EmailMessage(subject, body, to=[to], headers=dict(headers or {})).send()

"""Django's backend for letters: every letter, of ours and of libraries, becomes a row and a job that sends it."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from ruamsuk.jobs.models import Letter
from ruamsuk.jobs.tasks import send_letter

FIRST = 100  # somebody may be waiting for it: before photos, imports and backups


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments or getattr(message, "alternatives", None):
                raise ValueError("letters are plain text, without attachments")
            for to in message.recipients():
                _post(message, to)
        return len(email_messages)


def _post(message: EmailMessage, to: str) -> None:
    with transaction.atomic():
        letter = Letter.objects.create(
            to=to,
            sender=message.from_email,
            subject=" ".join(str(message.subject).split()),
            body=str(message.body),
            headers={name: str(value) for name, value in message.extra_headers.items()},
            written_at=timezone.now(),
        )
        send_letter.using(priority=FIRST).enqueue(letter.pk)

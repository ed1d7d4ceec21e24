"""Work that the system does for itself, by the schedule in `apps`."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from ruamsuk.audit.actions import seal
from ruamsuk.jobs import backups, delivery
from ruamsuk.jobs.choices import FailureOutcome
from ruamsuk.jobs.models import FailedJob, Heartbeat, Letter
from ruamsuk.jobs.work import QUICK, job

KEPT_BACKUPS = 7
DONE_KEPT = timedelta(days=7)
SET_ASIDE_KEPT = timedelta(days=90)


@job(_("Seal the trail of who did what"), retries=0, queue=QUICK)
def seal_trail() -> int:
    return seal()


@job(_("Daily backup"), retries=2)
def back_up() -> str:
    return backups.make(keep=KEPT_BACKUPS).name


@job(_("Clear sign-ins that have ended"), retries=2)
def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@job(_("Tell the database how its tables have grown"), retries=2)
def analyze() -> None:
    """Without these figures SQLite guesses, and may walk a million reports by their state. PostgreSQL knows anyway."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")


@job(_("Send a letter"), retries=5)
def send_letter(letter_id: int) -> None:
    """A letter that is gone was sent before, or is too old to be sent."""
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter and not delivery.stays_here(letter.to):
        delivery.deliver(letter)
        letter.delete()


@job(_("Clear jobs that were done long ago"), retries=2)
def prune() -> int:
    """Jobs that need attention stay until somebody settles them."""
    now = timezone.now()
    set_aside = FailedJob.objects.filter(
        outcome=FailureOutcome.SET_ASIDE, settled_at__lt=now - SET_ASIDE_KEPT
    ).values("job")
    old = DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_KEPT)
    count, _per_table = DBTaskResult.objects.filter(Q(pk__in=old.values("pk")) | Q(pk__in=set_aside)).delete()
    Letter.objects.filter(written_at__lt=now - SET_ASIDE_KEPT).delete()
    Heartbeat.objects.filter(seen_at__lt=now - SET_ASIDE_KEPT).delete()
    return count

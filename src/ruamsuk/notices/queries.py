"""Reading notices."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.notices.models import Digest, Notice


def unread_count(user: Any) -> int:
    """The number at the bell: one query, none for visitors."""
    return Notice.objects.visible_to(user).unread().count() if user.is_authenticated else 0


def notices_of(user: object) -> QuerySet[Notice]:
    return Notice.objects.visible_to(user)


def unread_of_the_last_day(at: datetime, *, on_day: Any) -> dict[User, list[Notice]]:
    """Whom a digest should tell what: active people with an e-mail who want it and had none on that day."""
    done = Digest.objects.filter(on_day=on_day, sent_at__isnull=False).values("to_id")
    rows = (
        Notice.objects.unread()
        .filter(created_at__gt=at - timedelta(days=1), created_at__lte=at)
        .filter(to__is_active=True, to__wants_digest=True, to__email__isnull=False)
        .exclude(to_id__in=done)
        .select_related("to")
        .order_by("to_id", "-created_at", "-pk")
    )
    found: dict[User, list[Notice]] = defaultdict(list)
    for notice in rows.iterator(2000):
        found[notice.to].append(notice)
    return dict(found)

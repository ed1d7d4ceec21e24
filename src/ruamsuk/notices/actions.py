"""Doors through which notices come and go."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import may_sign_in
from ruamsuk.accounts.models import User
from ruamsuk.accounts.queries import people_who
from ruamsuk.audit import heads
from ruamsuk.audit.actions import NOW, action
from ruamsuk.audit.queries import faults, last_link
from ruamsuk.audit.trail import Seal
from ruamsuk.core.calendar import day_of
from ruamsuk.core.letters import send_letter
from ruamsuk.notices.kinds import NoticeKind, codes_of
from ruamsuk.notices.links import stop_address
from ruamsuk.notices.models import Digest, Notice, about_what
from ruamsuk.notices.queries import unread_of_the_last_day
from ruamsuk.notices.verbs import READ_TRAIL


def send(
    kind: NoticeKind,
    *,
    to: Iterable[User],
    url_name: str,
    url_kwargs: dict[str, object] | None = None,
    params: dict[str, object] | None = None,
    by: User | None = None,
    at: datetime,
) -> None:
    """Writes a notice for each person, inside the transaction of the action that calls. Who did it (`by`) gets none.

    `params` and `url_kwargs` are plain values; a `uid` becomes text. The trail has the calling action's operation,
    so this writes none of its own.
    """
    kwargs = {
        name: value if isinstance(value, int) else str(value) for name, value in (url_kwargs or {}).items()
    }
    people = {person.pk for person in to if person.is_active and (by is None or person.pk != by.pk)}
    about = about_what(url_name, kwargs)
    _settle(kind, about, people, at)
    Notice.objects.bulk_create(
        Notice(
            to_id=pk,
            kind=kind.code,
            url_name=url_name,
            url_kwargs=kwargs,
            params=params or {},
            created_at=at,
            about=about,
        )
        for pk in sorted(people)
    )


def _settle(kind: NoticeKind, about: str, people: set[int], at: datetime) -> None:
    """What was told before of the same target and is not so any more counts as read: whoever was asked to do what is
    done now, and whoever is told anew how it stands. Nothing is deleted.
    """
    if kind.each:
        return
    rows = Notice.objects.unread().filter(about=about)
    rows.filter(Q(kind__in=codes_of(asks=True)) | Q(kind__in=codes_of(), to__in=people)).update(read_at=at)


def note_answered(*, url_name: str, url_kwargs: dict[str, object], at: datetime) -> None:
    """What was asked for by notices of this target is done, and there is nobody to be told of it."""
    about = about_what(url_name, url_kwargs)
    Notice.objects.unread().filter(about=about, kind__in=codes_of(asks=True)).update(read_at=at)


@action(_("read a notice"), on="notice")
def mark_read(*, notice: Notice, by: User, at: datetime = NOW) -> Notice:
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@action(_("marked all notices as read"))
def mark_all_read(*, by: User, at: datetime = NOW) -> int:
    """How many there were."""
    return Notice.objects.visible_to(by).unread().update(read_at=at)


@action(_("stopped the daily letter"), on="user")
def stop_digest(*, user: User, by: User | None, at: datetime = NOW) -> User:
    """By the signed link of a letter; the person may want it again in the profile."""
    user.wants_digest = False
    user.save(update_fields=["wants_digest"])
    return user


def send_digests(*, at: datetime | None = None) -> int:
    """One letter a person and day with what is unread of the last 24 hours; returns how many were written.

    Run again on the same day it writes only what is missing: the mark of the day and the letter are one transaction.
    """
    at = at or timezone.now()
    on_day = day_of(at)
    written = 0
    for person, notices in unread_of_the_last_day(at, on_day=on_day).items():
        with transaction.atomic():
            Digest.objects.update_or_create(to=person, on_day=on_day, defaults={"sent_at": at})
            _write_digest(person, notices)
        written += 1
    return written


def send_heads(*, at: datetime | None = None) -> int:
    """The letter of the day to everybody who may read the trail: how far it reaches, and what was found in it.

    What has left the machine cannot be changed there: with such a letter anybody can prove that rows were cut off.
    Run again on the same day it writes only what is missing.
    """
    at = at or timezone.now()
    on_day = day_of(at)
    if (last := last_link()) is None:
        return 0
    head = Seal(last.seal_no or 0, last.seal)
    done = {line.more.get("to") for line in heads.read().lines if line.more.get("day") == on_day.isoformat()}
    people = [one for one in people_who(READ_TRAIL) if one.email and may_sign_in(one) and one.pk not in done]
    found = Counter(fault.kind for fault in faults()) if people else Counter()
    for person in people:
        _write_letter_of_head(person, head, at, found.total())
        heads.write(heads.LETTER, head, to=person.pk, day=on_day.isoformat())
    return len(people)


def _write_letter_of_head(person: User, head: Seal, at: datetime, count: int) -> None:
    with translation.override(person.language):
        words = {
            "person": person,
            "head": head,
            "proof": (proof := f"{head.no}:{head.seal}"),
            "command": f"ruamsuk verify-audit --head {proof}",
            "at": at,
            "count": count,
            "base": settings.BASE_URL,
        }
        subject = _("Ruamsuk: keep this proof of the day")
        if count:
            subject = _("Ruamsuk: faults in the record of who did what")
        body = render_to_string("notices/head.txt", words)
        send_letter(to=person.email or "", subject=str(subject), body=body)


def _write_digest(person: User, notices: list[Notice]) -> None:
    with translation.override(person.language):
        stop = stop_address(person)
        words = {"person": person, "notices": notices, "base": settings.BASE_URL, "stop": stop}
        subject = ngettext("Ruamsuk: %(n)d piece of news", "Ruamsuk: %(n)d pieces of news", len(notices))
        send_letter(
            to=person.email or "",
            subject=subject % {"n": len(notices)},
            body=render_to_string("notices/digest.txt", words),
            # Mail programs show "unsubscribe" and post to it (RFC 8058).
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )

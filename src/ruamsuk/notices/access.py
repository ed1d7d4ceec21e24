"""Notices belong to one person."""

from uuid import UUID

from django.http import Http404

from ruamsuk.accounts.access import Reader
from ruamsuk.notices.models import Notice


def notice_for(user: Reader, uid: UUID) -> Notice:
    found = Notice.objects.visible_to(user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found

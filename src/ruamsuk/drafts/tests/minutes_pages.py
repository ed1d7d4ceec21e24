"""The pages of the minutes: who may, and which act is meant. The addresses stand beside those of the site."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from ruamsuk.config.urls import urlpatterns as of_the_site
from ruamsuk.drafts.tests import minutes as noun
from ruamsuk.drafts.views import Pages


class MinutesPages(Pages):
    writing = noun.WRITING
    steps = {"meeting": "The meeting", "said": "What was said"}
    named = "minutes:minutes"
    unnamed = "Minutes"

    def to_write(self, user, uid: UUID):
        return get_object_or_404(noun.Minutes, uid=uid)

    to_read = to_write

    def may_write(self, user, document) -> bool:
        return True

    def sees_persons(self, user, document) -> bool:
        return user.name == "Malee"

    def write(self, document, *, by, **written):
        return noun.write(minutes=document, by=by, **written)

    def choose(self, document, *, by, **chosen):
        return noun.choose(minutes=document, by=by, **chosen)

    def add(self, document, *, by, kind, parent_uid):
        return noun.add_row(minutes=document, kind=kind, by=by)

    def remove(self, document, *, by, kind, uid):
        return noun.remove_row(minutes=document, kind=kind, uid=uid, by=by)

    def restore(self, document, *, by, kind, uid, removed=None):
        return noun.restore_row(minutes=document, kind=kind, uid=uid, removed=removed, by=by)


def read(request, uid: UUID) -> HttpResponse:
    return HttpResponse("read")


_OWN = [path("minutes/<uuid:uid>/", read, name="minutes"), *MinutesPages().urls("minutes/")]
urlpatterns = [path("", include((_OWN, "minutes"))), *of_the_site]

"""The mailbox of the demo: what was written to its invented people, whose addresses lead nowhere else (ADR 0097)."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ruamsuk.core.paging import Page
from ruamsuk.jobs.models import Letter


def letters() -> QuerySet[Letter]:
    return Letter.objects.filter(to__iendswith=f"@{settings.DEMO_MAIL_DOMAIN}")


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everybody reads it: everybody may sign in as these people."""
    page = Page(request, letters().defer("body"), order=("-written_at", "-pk"), size=50)
    return render(request, "demo/mailbox.html", {"page": page, "domain": settings.DEMO_MAIL_DOMAIN})


@require_safe
@never_cache
def letter(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "demo/letter.html", {"letter": get_object_or_404(letters(), pk=number)})

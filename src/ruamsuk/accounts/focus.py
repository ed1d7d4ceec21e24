"""The area and the fiscal year that a person is looking at: always visible on the page, always changeable.

A page's address wins (`?area=9011&year=2570`); otherwise the choice kept in the session; otherwise the person's
first post and the current fiscal year. Reading it costs at most one query and only when a page asks.
"""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Post, User
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import coded, followed, short_path, without_successor
from ruamsuk.core.calendar import arabic, current_fiscal_year, fiscal_years


class PageRequest(HttpRequest):
    """What a view receives after the middlewares, for type checkers: who asks, where they look, whether by htmx."""

    user: User  # views behind login_required; others ask `is_authenticated`
    focus: Focus
    htmx: HtmxDetails


SESSION_AREA, SESSION_YEAR = "focus_area", "focus_year"


class Focus:
    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _typed(self) -> tuple[Area | None, Area | None]:
        typed = arabic(self._request.GET.get("area", "")).strip()
        return coded(typed.upper()) if typed else (None, None)

    @property
    def followed(self) -> str:
        """Says so in words when the address names a closed area or none, and `area` is another one; else empty."""
        today, closed = self._typed
        if today and closed:
            return followed(closed, today)
        code = self._request.GET.get("area", "").strip()[:20]
        if today or not code:
            return ""
        said = (
            str(without_successor(closed)) if closed else _("No area has the code %(code)s.") % {"code": code}
        )
        return said + " " + _("Shown is %(area)s.") % {"area": short_path(self.area)}

    @cached_property
    def area(self) -> Area:
        if self._typed[0] is not None:
            return self._typed[0]
        kept = self._request.session.get(SESSION_AREA)
        if kept and (found := Area.objects.filter(pk=kept).first()):
            return found
        grants = grants_of(self._request.user)
        if not grants or _is_anywhere(grants[0].post):
            return Area.country()
        return grants[0].post.scope.area

    @cached_property
    def year(self) -> int:
        for typed in (self._typed_year, self._request.session.get(SESSION_YEAR, "")):
            found = fiscal_years(str(typed))
            if len(found) == 1:
                return found[0]
        return current_fiscal_year()

    @property
    def _typed_year(self) -> str:
        """As the pages call it, and as the API does."""
        return self._request.GET.get("year", "") or self._request.GET.get("fiscal_year", "")

    @property
    def unread_year(self) -> str:
        """What the address says instead of a fiscal year; empty: it says one, or nothing."""
        typed = self._typed_year.strip()
        return typed[:40] if len(fiscal_years(typed)) != 1 else ""

    @property
    def years(self) -> list[int]:
        """Offered in the choice: next year's planning, this year, and eight before."""
        newest = max(current_fiscal_year() + 1, self.year)
        return list(range(newest, min(newest - 10, self.year - 1), -1))


def _is_anywhere(post: Post) -> bool:
    """What a funder pays for lies anywhere, not around its office."""
    return post.role == Role.FUNDER_OFFICER and post.scope.kind == ScopeKind.ORGANIZATION


class FocusMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.focus = Focus(request)  # type: ignore[attr-defined]
        return self.get_response(request)

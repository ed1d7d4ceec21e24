"""How often a person, or an address without a person, may do something in a while.

    @limited("export", per_minute=10)
    def download(request): ...

Files that are sent count by themselves, at whatever address they arrive: the middleware asks `door` before any view.

Counted in Django's cache, which lives in the database: two worker processes, or two machines, count together
(docs/adr/0020). What is kept is the moment of each try, so a limit holds for every minute, not for those of the
clock, and the refusal knows after how many seconds the next try passes. A try is one read and one write; two tries in
the very same millisecond may count as one, which a limit can bear.
"""

import functools
import math
from collections.abc import Callable
from ipaddress import ip_address
from time import time
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ruamsuk.core.problems import TooManyRequests

FILES = 150  # that one person may send in:
FILES_SECONDS = 600

View = TypeVar("View", bound=Callable[..., object])


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the one that the outermost of our own proxies saw, never what a visitor claims.

    The one answer for our limits, for the lock-out (django-axes) and for those of the sign-in library.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(seen) >= proxies and _is_our_proxy(peer):
        return seen[-proxies]
    return peer


def _is_our_proxy(peer: str) -> bool:
    """A peer without an address stands at the other end of a socket on this machine."""
    try:
        return not peer or any(ip_address(peer) in network for network in settings.TRUSTED_PROXY_NETWORKS)
    except ValueError:
        return False


def spend(request: HttpRequest, name: str, *, per_minute: int) -> None:
    """Counts one try; raises TooManyRequests beyond the limit."""
    _spend(request, name, 1, most=per_minute, seconds=60)


def door(request: HttpRequest) -> None:
    """The one door of everything that is uploaded: each file counts. Raises TooManyRequests beyond the limit."""
    if files := sum(len(sent) for _field, sent in request.FILES.lists()):
        _spend(request, "upload", files, most=FILES, seconds=FILES_SECONDS)


def _spend(request: HttpRequest, name: str, tries: int, *, most: int, seconds: int) -> None:
    if not settings.RATE_LIMITS:
        return
    user = getattr(request, "user", None)
    who = f"u{user.pk}" if user is not None and user.is_authenticated else f"a{client_address(request)}"
    key, now = f"limit:{name}:{who}", time()
    moments = [moment for moment in cache.get(key, []) if now - seconds < moment <= now]
    if (beyond := len(moments) + tries - most) > 0:
        passes = moments[min(beyond, len(moments)) - 1] + seconds if moments else now + seconds
        raise TooManyRequests(seconds=max(1, math.ceil(passes - now)))
    cache.set(key, [*moments, *[now] * tries], timeout=seconds)


def limited(name: str, *, per_minute: int) -> Callable[[View], View]:
    """Every request to the view counts."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: object, **kwargs: object) -> object:
            spend(request, name, per_minute=per_minute)
            return view(request, *args, **kwargs)

        return run  # type: ignore[return-value]

    return wrap

"""How often a person, or an address without a person, may do something in a minute.

    @limited("export", per_minute=10)
    def download(request): ...

Counted in Django's cache, which lives in the database: two worker processes, or two machines, count together
(docs/adr/0020). A window is one clock minute, so a count is one read and one write; two tries in the
very same millisecond may count as one, which a limit can bear.
"""

import functools
from collections.abc import Callable
from ipaddress import ip_address
from time import time
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ruamsuk.core.problems import TooManyRequests

View = TypeVar("View", bound=Callable[..., Any])


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the one that the outermost of our own proxies saw, never what a visitor claims.

    The one answer for our limits, for the lock-out (django-axes) and for those of the sign-in library.
    """
    peer = request.META.get("REMOTE_ADDR", "")
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
    if not settings.RATE_LIMITS:
        return
    user = getattr(request, "user", None)
    who = f"u{user.pk}" if user is not None and user.is_authenticated else f"a{client_address(request)}"
    key = f"limit:{name}:{who}:{int(time() // 60)}"
    tries = cache.get(key, 0) + 1
    if tries > per_minute:
        raise TooManyRequests
    cache.set(key, tries, timeout=120)


def limited(name: str, *, per_minute: int) -> Callable[[View], View]:
    """Every request to the view counts."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            spend(request, name, per_minute=per_minute)
            return view(request, *args, **kwargs)

        return run  # type: ignore[return-value]

    return wrap

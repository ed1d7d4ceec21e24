"""What a call of the API was answered, kept for an hour, so that the same call sent again hears the same.

In the cache, which lives in the database, and not in the trail: an answer may hold names, and the trail never does.
"""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpResponse

SECONDS = 60 * 60
MOST = 200_000  # bytes; a longer answer is read again at its Location
HEADERS = ("Content-Type", "Location")


def keep(op_id: UUID, response: HttpResponse) -> None:
    """Keeps the answer, unless it shows a secret (`no-store`), is very long, or tells of a fault of ours."""
    secret = "no-store" in response.get("Cache-Control", "")
    if response.streaming or secret or response.status_code >= 500 or len(response.content) > MOST:
        return
    headers = {name: response[name] for name in HEADERS if name in response}
    cache.set(_name(op_id), (response.status_code, headers, response.content), SECONDS)


def reply_to(op_id: UUID) -> HttpResponse | None:
    found = cache.get(_name(op_id))
    if found is None:
        return None
    status, headers, content = found
    return HttpResponse(content, status=status, headers=headers)


def _name(op_id: UUID) -> str:
    """Sorts before the counters of core.limits: a full cache drops kept answers first."""
    return f"again:{op_id.hex}"

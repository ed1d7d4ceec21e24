"""Work that comes back by itself. An app registers it in its `AppConfig.ready`:

    periodic.every(10, "audit.seal", tasks.seal_trail)
    periodic.daily("18:00", "notices.digest", tasks.send_digests)      # Bangkok time

The registry says what and when; the table `jobs.Schedule` says when next, and how it went.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django_tasks.base import Task


@dataclass(frozen=True)
class Periodic:
    name: str
    task: Task[..., Any]
    every_seconds: int | None = None
    daily_at: time | None = None


REGISTRY: dict[str, Periodic] = {}


def every(seconds: int, name: str, task: Task[..., Any]) -> None:
    REGISTRY[name] = Periodic(name, task, every_seconds=seconds)


def daily(clock: str, name: str, task: Task[..., Any]) -> None:
    """`clock` is "HH:MM" in Bangkok."""
    REGISTRY[name] = Periodic(name, task, daily_at=time.fromisoformat(clock))

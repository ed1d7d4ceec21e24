"""Work that comes back by itself. An app registers it in its `AppConfig.ready`:

    periodic.every(10, "audit.seal", tasks.seal_trail)
    periodic.daily("18:00", "notices.digest", tasks.send_digests)      # Bangkok time
    periodic.daily("03:10", "jobs.prune", tasks.prune, deletes=True)   # what is old goes

The registry says what and when; the table `jobs.Schedule` says when next, and how it went.
"""

from dataclasses import dataclass
from datetime import time

from django_tasks.base import Task

from ruamsuk.core.registry import Registry


@dataclass(frozen=True)
class Periodic:
    name: str
    task: Task[..., object]
    every_seconds: int | None = None
    daily_at: time | None = None
    deletes: bool = False  # what has grown old: it never runs right after a leap of the clock (jobs.clock)


REGISTRY: Registry[Periodic] = Registry("periodic jobs")


def every(seconds: int, name: str, task: Task[..., object]) -> None:
    REGISTRY.add(name, Periodic(name, task, every_seconds=seconds))


def daily(clock: str, name: str, task: Task[..., object], *, deletes: bool = False) -> None:
    """`clock` is "HH:MM" in Bangkok; `deletes`: what has grown old goes for good."""
    REGISTRY.add(name, Periodic(name, task, daily_at=time.fromisoformat(clock), deletes=deletes))

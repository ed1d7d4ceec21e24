"""`@job` makes a function a background job of the project.

    @job(_("Prepare a photo"), retries=5)
    def prepare_photo(file_id: int) -> None: ...

    prepare_photo.enqueue(photo.pk)      # inside the action: the job row is written in its transaction

Rules of a job: it takes ids, not objects; it may run twice with the same result; what it raises is either a
Problem (no sense in trying again: it needs a person) or anything else (tried again later, ever more slowly). A Problem
that time may mend says so itself (`passing`) and is tried again like the others.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from django.utils.functional import Promise
from django_tasks import task
from django_tasks.base import Task

DEFAULT = "default"
QUICK = "quick"  # done between two ticks of the clock: for work of less than a second that must not wait

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)


def job(
    label: str | Promise, *, retries: int = 5, queue: str = DEFAULT
) -> Callable[[Callable[..., object]], Task[..., object]]:
    """Declares a job: the name people read, how often it is tried again, and the lane that it waits in."""

    def wrap(function: Callable[..., object]) -> Task[..., object]:
        function.label, function.retries = label, retries  # type: ignore[attr-defined]
        return task(queue_name=queue)(function)

    return wrap


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the attempt (counted from 1) has failed: 15 s, 1 min, 4 min … at most 6 hours.

    A fifth more or less by chance, so that many jobs that failed together do not come back together.
    """
    wait = min(FIRST_WAIT * 4 ** (attempt - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)

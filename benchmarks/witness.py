"""What the killed system holds, seen by a process that was never killed: see benchmarks/kills.py."""

import json
import sys
import time
from collections import Counter
from datetime import timedelta

import django


def seed() -> str:
    """The key of a person who may do everything that the writers write."""
    from ruamsuk.accounts.actions import create_api_token
    from ruamsuk.accounts.models import Grant, Post, User
    from ruamsuk.core.calendar import today
    from tests.world import scope_of

    boss = User.objects.create_user("killed", name="Killed")
    post, _new = Post.objects.get_or_create(role="administrator", scope=scope_of())
    Grant.objects.create(user=boss, post=post)
    until = today() + timedelta(days=30)
    return create_api_token(name="kills", access="write", expires_on=until, by=boss).token


def found(marks: list[str], longest: float) -> dict:
    """How often each mark is there, once the queue has emptied by itself."""
    from ruamsuk.funds.models import Network
    from ruamsuk.organizations.models import Organization
    from ruamsuk.projects.models import Proposal

    began = time.monotonic()
    while (queue := _waiting()) and time.monotonic() - began < longest:
        time.sleep(1)
    seconds = time.monotonic() - began
    counts: Counter[str] = Counter()
    for model, name in ((Proposal, "title"), (Organization, "name"), (Network, "name")):
        counts.update(model._default_manager.values_list(name, flat=True))  # type: ignore[attr-defined]
    imported = {name: count for name, count in counts.items() if name.startswith("import ")}
    return {
        "lost": [mark for mark in marks if not counts[mark]],
        "twice": [name for name, count in counts.items() if name.startswith("kill ") and count > 1],
        "imported": {"there": len(imported), "twice": sum(count > 1 for count in imported.values())},
        "queue": queue,
        "attention": _attention(),
        "seconds": seconds,
    }


def _waiting() -> int:
    """Jobs in hand or waiting, and rows of the trail without a seal; not the turns of the schedule, which return."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from ruamsuk.audit.queries import unsealed
    from ruamsuk.jobs.models import Schedule

    returning = Schedule.objects.filter(job_id__isnull=False).values("job_id")
    states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = DBTaskResult.objects.filter(status__in=states).exclude(pk__in=returning)
    return jobs.count() + unsealed().count()


def _attention() -> int:
    from ruamsuk.jobs.models import FailedJob

    return FailedJob.objects.open().count()


def main() -> None:
    django.setup()
    if sys.argv[1] == "seed":
        print(json.dumps(seed()))
    else:
        print(json.dumps(found(json.load(sys.stdin), float(sys.argv[2]))))


if __name__ == "__main__":
    main()

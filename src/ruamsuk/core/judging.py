"""Nobody judges what was not in sight: a decision, a check, a step, a return, a signature."""

from ruamsuk.core.merging import mark
from ruamsuk.core.problems import ChangedSince


def mark_of(judged: object) -> str:
    """What a page or a program says of the thing that was in sight. `judged` changes whenever that does, as its moment
    of change.
    """
    return mark(str(judged))


def check_seen(seen: str, judged: object) -> None:
    """For acts that judge, as soon as they hold the lock. `seen`: marks, one of which holds; empty: nobody says."""
    if seen and mark_of(judged) not in seen.split():
        raise ChangedSince

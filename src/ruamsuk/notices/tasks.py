"""Jobs of this app; when they run stands in the schedule."""

from django_tasks import task

from ruamsuk.notices import actions


@task()
def send_digests() -> int:
    """The letters of the day; running it twice sends nothing twice."""
    return actions.send_digests()

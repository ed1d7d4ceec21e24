"""Jobs of this app; when they run is registered in `apps`."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.jobs.work import job
from ruamsuk.notices import actions


@job(_("Send the daily letters"), retries=3)
def send_digests() -> int:
    """The letters of the day; running it twice sends nothing twice."""
    return actions.send_digests()


@job(_("Send the proof of the trail to the auditors"), retries=3)
def send_heads() -> int:
    """The letters of the day; running it twice sends nothing twice."""
    return actions.send_heads()

"""What the schedule does with applications."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.applications.actions import forget_old_applications
from ruamsuk.jobs.work import job


@job(_("Delete what old applications say of people"), retries=3)
def forget() -> int:
    return forget_old_applications(by=None)

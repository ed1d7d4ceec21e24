from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.choices import Can
from ruamsuk.jobs.models import FailedJob


def failed_job_for(user: Reader, uid: UUID, can: Can) -> FailedJob:
    return gate(FailedJob.objects.select_related("job"), user, can, see=Can.OPERATE, uid=uid)

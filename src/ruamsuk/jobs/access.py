from uuid import UUID

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import Verb
from ruamsuk.jobs.models import FailedJob
from ruamsuk.jobs.verbs import OPERATE


def failed_job_for(user: Reader, uid: UUID, can: Verb) -> FailedJob:
    return gate(FailedJob.objects.select_related("job"), user, can, see=OPERATE, uid=uid)

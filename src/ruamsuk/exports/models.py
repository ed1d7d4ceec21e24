"""What was taken away: who took which list, when."""

from django.db import models
from django.db.models import QuerySet

from ruamsuk.accounts.access import Reader, may, visible_people
from ruamsuk.accounts.models import User
from ruamsuk.core.models import Record
from ruamsuk.exports.choices import Kind
from ruamsuk.notices.verbs import READ_TRAIL


class ExportQuerySet(QuerySet["Export"]):
    def visible_to(self, user: Reader) -> "ExportQuerySet":
        """What people took whose posts lie where one may read who did what."""
        if not may(user, READ_TRAIL):
            return self.none()
        return self.filter(by__in=visible_people(user, READ_TRAIL))


class Export(Record):
    """A list that somebody with an account took away as a file. `address`: of the list, with all its filters."""

    address = models.TextField()  # what was searched for is in it, however long
    kind = models.CharField(max_length=4, choices=Kind.choices)
    rows = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    objects = ExportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address

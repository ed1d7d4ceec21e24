"""What people taught the reader: the names that older systems give to fields."""

from django.db import models

from ruamsuk.accounts.models import User
from ruamsuk.core.models import Record
from ruamsuk.older_pages.choices import Part

MAX_LABEL = 120


class Label(Record):
    """A name of a field, as a page or table of an older system writes it, and what it is here.

    It stands before the names that come with the system (data/labels.toml).
    """

    text = models.CharField(max_length=MAX_LABEL)
    plain_text = models.CharField(
        max_length=MAX_LABEL, unique=True
    )  # in the form in which names are compared
    part = models.CharField(max_length=20, choices=Part.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text

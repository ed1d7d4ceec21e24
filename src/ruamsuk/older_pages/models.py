"""What people taught the reader: the names that older systems give to fields."""

from django.db import models
from django.db.models import QuerySet

from ruamsuk.accounts.access import COUNTRY, Reader, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.models import Record
from ruamsuk.imports.verbs import IMPORT
from ruamsuk.older_pages.choices import Part

MAX_LABEL = 120


class LabelQuerySet(QuerySet["Label"]):
    def visible_to(self, user: Reader, can: Verb) -> "LabelQuerySet":
        """They serve every import, so they are for who may import for the whole country."""
        return self if reach(user, IMPORT).covers(place_no=COUNTRY) else self.none()


class Label(Record):
    """A name of a field, as a page or table of an older system writes it, and what it is here.

    It stands before the names that come with the system (data/labels.toml).
    """

    text = models.CharField(max_length=MAX_LABEL)
    # In the form in which names are compared.
    plain_text = models.CharField(max_length=MAX_LABEL, unique=True)
    part = models.CharField(max_length=20, choices=Part.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = LabelQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text

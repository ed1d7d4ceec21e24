"""Every text that a field of a proposal or a report was given: what stood, what waits for a choice, what was set
aside. Names and phones of applicants have a table of their own, so that the log never holds them.
"""

from django.db import models
from django.db.models import Q

from ruamsuk.accounts.models import User
from ruamsuk.projects.choices import REMOVED, TextState
from ruamsuk.projects.models.proposal import Proposal
from ruamsuk.projects.models.report import ActivityReport


class WrittenText(models.Model):
    """One field was given one text on one screen. A removed line keeps its rows (choices.REMOVED)."""

    path = models.CharField(max_length=120)
    text = models.TextField(null=True)  # null: written when texts of its kind were not kept yet
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.STOOD)
    version = models.PositiveIntegerField()  # of the document, once the text was given
    # A page as it was drawn once; empty: not typed on a page.
    screen = models.CharField(max_length=36, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.path} v{self.version}"

    @property
    def line(self) -> str:
        """Of a removed line: its `<kind>.<uid>`."""
        return self.path.removeprefix(REMOVED)


class DraftChange(WrittenText):
    """A text of a field in which no person is named."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, related_name="changes")
    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, null=True, related_name="changes")

    class Meta:
        indexes = [
            models.Index(fields=["proposal", "path", "-version"]),
            models.Index(fields=["report", "path", "-version"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, report__isnull=True)
                | Q(proposal__isnull=True, report__isnull=False),
                name="draft_change_of_one_document",
            )
        ]


class ApplicantChange(WrittenText):
    """A text about a person behind a proposal: read only by who may see applicants, gone when the person is erased."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="applicant_changes")
    applicant = models.UUIDField(db_index=True)  # uid of the person's line, also when that was removed

    class Meta:
        indexes = [models.Index(fields=["proposal", "path", "-version"])]

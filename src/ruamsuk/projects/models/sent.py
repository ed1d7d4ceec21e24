"""What readers from outside are shown of a proposal while its own text is a draft again. Why: docs/adr/0057."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ_DRAFT
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models.proposal import Proposal, reached


class SentProposalQuerySet(QuerySet["SentProposal"]):
    def shown_to(self, user: Reader) -> SentProposalQuerySet:
        """Those that a person from outside is shown; the others: `Proposal.objects.standing_for`."""
        if not user.is_authenticated:
            return self.none()
        return self.exclude(reached(user, READ_DRAFT, "proposal__"))


class SentProposal(models.Model):
    """A proposal as it was sent last, as far as lists show, find, sort and count it: by columns of the same names.

    There is one, with the proposal's own key, exactly while the proposal's state is in `choices.REWRITTEN`: made when
    it is returned or withdrawn, gone when it is sent again (`actions.deciding.move`). All that was sent stands in its
    Submission.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="sent")
    state = models.CharField(max_length=12)  # the proposal's own
    title = models.CharField(max_length=500, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    applicant_name = models.CharField(max_length=300, blank=True)
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    place_no = PlaceField(null=True)
    budget_satang = models.BigIntegerField(default=0)
    # When it was returned or withdrawn: saving the draft does not move it.
    changed_at = models.DateTimeField()

    objects = SentProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["fiscal_year", "place_no"]),
            models.Index(fields=["fiscal_year", "-changed_at", "-proposal"]),
        ]

    def __str__(self) -> str:
        return self.title


class SentIssue(models.Model):
    sent = models.ForeignKey(SentProposal, on_delete=models.CASCADE, related_name="issue_links")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sent", "issue"], name="one_link_per_sent_proposal_and_issue")
        ]

    def __str__(self) -> str:
        return f"{self.sent_id}: {self.issue_id}"

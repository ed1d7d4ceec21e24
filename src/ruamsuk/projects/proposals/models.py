"""Proposals (ข้อเสนอโครงการ): written by several, submitted, commented, decided."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, Sides, left_scopes, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import User
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.comments.models import Thread
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, PiecesIndex, Searched, WordsIndex
from ruamsuk.drafts.models import Document, Layout
from ruamsuk.files.models import StoredFile
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import DevelopmentRow, PlannedProject
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.proposals.choices import (
    AUTHORS_MAY,
    PENDING,
    REWRITTEN,
    STATE_TONE,
    WRITABLE,
    Outcome,
    ProposalState,
)

_FUND = {ScopeKind.FUND: ("fund__scope_id",)}
_STANDS = Q(first_submitted_at__isnull=False) & ~Q(state__in=REWRITTEN)
SIDES = Sides(everyday={**_FUND, ScopeKind.ORGANIZATION: ("organization__scope_id",)}, payers=_FUND)


def reached(user: User, can: Verb, to: str = "") -> Q:
    """Proposals that a person may do this with; `to`: the path to them, of rows that have their keys."""
    allowed = reach(user, can).q(
        place=f"{to}place_no", scopes=tuple(f"{to}{field}" for field in SIDES.fields(can))
    )
    if can in AUTHORS_MAY:
        allowed |= Q(Exists(authorships(user).filter(proposal=OuterRef("pk"))))
    return allowed


class ProposalQuerySet(QuerySet["Proposal"]):
    def visible_to(self, user: Reader, can: Verb = READ) -> ProposalQuerySet:
        """Authors and those whose posts reach the fund, the applicant organisation or the place.

        What follows the money (`Verb.follows_money`) is not reached from the applicant's organisation.
        Once submitted, everyone signed in may read the proposal (its personal part is another noun: Applicant).
        """
        if not user.is_authenticated:
            return self.none()
        if can == READ:
            return self.filter(reached(user, READ_DRAFT) | Q(first_submitted_at__isnull=False))
        return self.filter(reached(user, can))

    def standing_for(self, user: Reader) -> ProposalQuerySet:
        """Of what a person may read, those that are shown as they stand; the others: SentProposal."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reached(user, READ_DRAFT) | _STANDS)

    def standing(self) -> ProposalQuerySet:
        """What was sent and says the same to everybody. Of the others that were sent: SentProposal."""
        return self.filter(_STANDS)

    def of_plan_row(self, planned_project: PlannedProject) -> ProposalQuerySet:
        """What was made of a planned project and may still become its project, the oldest first."""
        return self.filter(planned_project=planned_project).not_ended().order_by("pk")

    def not_ended(self) -> ProposalQuerySet:
        return self.exclude(state__in=(ProposalState.REJECTED, ProposalState.WITHDRAWN))

    def pending(self) -> ProposalQuerySet:
        return self.filter(state__in=PENDING)

    def pending_for(self, user: Reader) -> ProposalQuerySet:
        """Everyone signed in reads what waits for a decision."""
        return self.pending() if user.is_authenticated else self.none()

    def writable(self) -> ProposalQuerySet:
        return self.filter(state__in=WRITABLE)


class Proposal(Searched, Record, Document):
    counted_as = _("Proposals")

    title = models.CharField(max_length=500, blank=True)
    folded = FoldField(of=["title"])
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # A proposal may be written before it has a fund; it is submitted to one.
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # As an older system named it, where that is clearly none of the funds here.
    said_fund = models.CharField(max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applicant_name = models.CharField(max_length=300, blank=True)  # a group that is not in the register
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_no = PlaceField(null=True)
    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="proposal")
    planned_project = models.ForeignKey(
        PlannedProject, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    state_note = models.TextField(blank=True)  # why it was returned, rejected or withdrawn
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="+")
    first_submitted_at = models.DateTimeField(null=True)
    origin_note = models.CharField(max_length=300, blank=True)  # for imports: where it came from
    # What the project that it was begun from said of itself, to be replaced: drafts.queries.hints.Hints.
    hints = models.JSONField(default=dict)
    # What else it was begun from; of a project: `design.copied_from`.
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="+")
    development_row = models.ForeignKey(DevelopmentRow, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["fund", "fiscal_year", "state"]),
            models.Index(fields=["fiscal_year", "place_no"]),
            models.Index(fields=["fiscal_year", "-changed_at", "-id"]),
            models.Index(fields=["state", "changed_at"]),
            models.Index(fields=["planned_project"]),
            models.Index(fields=["organization", "state"]),
            models.Index(fields=["updated_at", "id"]),
            WordsIndex(name="words_of_proposals"),
            PiecesIndex(name="pieces_of_proposals"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.DRAFT) | Q(first_submitted_at__isnull=False),
                name="proposal_past_draft_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def tone(self) -> str:
        return STATE_TONE[ProposalState(self.state)]

    @property
    def note_tone(self) -> str:
        """The tone in which `state_note` is shown."""
        return {"plain": "info", "wait": "info"}.get(self.tone, self.tone)

    @property
    def sent_title(self) -> str:
        """As it was sent last: what everybody may read."""
        return self.sent.title if self.state in REWRITTEN else self.title

    @property
    def applicant(self) -> str:
        return self.organization.name if self.organization else self.applicant_name


class Author(models.Model):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="one_author_per_proposal_and_user")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


def authorships(user: User) -> QuerySet[Author]:
    """What a person writes as an author.

    What was begun in an office stays there: who held a post at the fund or the applicant that is over now, is an
    author no more, unless invited as a person and accepted.
    """
    authored = Author.objects.filter(user=user)
    if not (left := left_scopes(user)):
        return authored
    # Also one that was sent there and whose draft names another fund or applicant by now.
    of_office = reduce(
        or_,
        (
            Q(**{f"proposal__{sent}{of}__scope__in": left})
            for sent in ("", "sent__")
            for of in ("fund", "organization")
        ),
    )
    invited = AuthorInvitation.objects.filter(proposal=OuterRef("proposal"), to=user, accepted=True)
    return authored.filter(~of_office | Exists(invited))


class AuthorInvitationQuerySet(QuerySet["AuthorInvitation"]):
    def waiting(self) -> AuthorInvitationQuerySet:
        """Not answered, not taken back, not too old."""
        return self.filter(answered_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def not_revoked(self) -> AuthorInvitationQuerySet:
        """What the inviter sees as sent: a refusal is not told, it would say that the person is known."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now()).exclude(accepted=True)

    def visible_to(self, user: Reader, can: Verb = READ) -> AuthorInvitationQuerySet:
        """Those that mean the reader."""
        return self.filter(to=user) if user.is_authenticated else self.none()


class AuthorInvitation(Record):
    """Somebody outside the inviter's circle is asked to write too, by the user name or e-mail that was typed.

    `to`: whom that meant at the time; nobody but that person is told. Empty when nobody has the name: it waits like any
    other and runs out. Until the person accepts the draft is closed to them, and the inviter sees what was typed.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="author_invitations")
    typed = models.CharField(max_length=150)  # in the one spelling of accounts.names.sign_in_name
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AuthorInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, accepted__isnull=True)
                | Q(answered_at__isnull=False, accepted__isnull=False),
                name="author_invitation_answered_yes_or_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.uid}"


class Applicant(Record):
    """ชื่อกลุ่มคน (5 คน): persons who answer for a group's proposal. Read by fund, committee and mentor only."""

    personal = Personal(
        _("proposals with their applicants"),
        (SEE_APPLICANTS,),
        place="proposal__place_no",
        counted="proposal",
    )

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="applicants")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    id_copy = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"applicant {self.no}"


class SubmissionQuerySet(QuerySet["Submission"]):
    def visible_to(self, user: Reader, can: Verb = READ) -> SubmissionQuerySet:
        """Whoever may read the proposal may read what was sent."""
        return self.filter(proposal__in=Proposal.objects.visible_to(user, can))


class Submission(Record):
    """What exactly was sent: one canonical JSON snapshot, never changed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="submissions")
    no = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    # The words of its time; null: sent before they were kept, or by an import.
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["proposal", "no"], name="one_submission_per_number")]

    def __str__(self) -> str:
        return f"{self.proposal_id} #{self.no}"


class RecordedDecision(models.Model):
    """What is written down of a decision, and who entered it."""

    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    decided_on = models.DateField()
    resolution_no = models.CharField(max_length=40)  # มติที่ประชุมครั้งที่
    amount_satang = models.BigIntegerField(default=0)
    conditions = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    own: OwnStep | None = None  # the mark that it was entered on the own work, set by queries.decisions

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.outcome} {self.resolution_no}"


class Decision(RecordedDecision, Record):
    """The committee's decision as it stands: one per proposal. What it said before stands in `earlier`."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REJECTED, amount_satang=0)
                | Q(outcome=Outcome.APPROVED, amount_satang__gt=0),
                name="decision_amount_fits_outcome",
            )
        ]


class EarlierDecision(RecordedDecision):
    """A decision as it was recorded before somebody corrected it, with why. Never changed."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="earlier")
    reason = models.TextField()
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField()

    own_correction: OwnStep | None = None

    class Meta:
        ordering = ["-corrected_at", "-pk"]


class SentProposalQuerySet(QuerySet["SentProposal"]):
    def shown_to(self, user: Reader) -> SentProposalQuerySet:
        """Those that a person from outside is shown; the others: `Proposal.objects.standing_for`."""
        if not user.is_authenticated:
            return self.none()
        return self.exclude(reached(user, READ_DRAFT, "proposal__"))


class SentProposal(Searched, Changing):
    """A proposal as it was sent last, as far as lists show, find, sort and count it: by columns of the same names.

    There is one, with the proposal's own key, exactly while the proposal's state is in `choices.REWRITTEN`: made when
    it is returned or withdrawn, gone when it is sent again (`actions.sending.move`). All that was sent stands in its
    Submission.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="sent")
    state = models.CharField(max_length=12)  # the proposal's own
    title = models.CharField(max_length=500, blank=True)
    folded = FoldField(of=["title"])
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
            models.Index(fields=["updated_at", "proposal"]),
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

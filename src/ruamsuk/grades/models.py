"""Grades that mentors give to plans and proposals, by the version of an instrument.

A grade belongs to what exactly was graded: an edition of the plan, or a submission of the proposal. Given, it never
changes; a later one of the same mentor takes its place, and it stays readable.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, reach, reach_people
from ruamsuk.accounts.models import Handover, User
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.calendar import today
from ruamsuk.core.models import Changing, Record
from ruamsuk.funds.models import Fund
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.verbs import COMPARE_GRADES, GRADE
from ruamsuk.instruments.models import Band, Criterion, InstrumentVersion, Level
from ruamsuk.issues.models import Issue
from ruamsuk.plans.models import Plan, PlanEdition, readable
from ruamsuk.projects.models import Proposal, Submission


def _gradable(user: User) -> Q:
    return reach(user, GRADE).q(place="place_no", scopes=("fund__scope_id",))


class GradeQuerySet(QuerySet["Grade"]):
    def visible_to(self, user: Reader, can: Verb = READ) -> GradeQuerySet:
        """To read, once it is given: who reads the draft of the document. A draft is the mentor's alone."""
        if not isinstance(user, User):
            return self.none()
        own = Q(grader=user)
        if can == READ:
            inside = readable(user, READ_DRAFT, "plan__") | Q(
                proposal__in=Proposal.objects.visible_to(user, READ_DRAFT).values("pk")
            )
            return self.filter(own | Q(state=GradeState.GIVEN) & inside)
        if can == COMPARE_GRADES:  # names of mentors: asked as people are (docs/adr/0044)
            named = reach_people(user, can).q(place="place_no", scopes=("fund__scope_id",))
            return self.filter(named, state=GradeState.GIVEN)
        return self.filter(own, reach(user, can).q(place="place_no", scopes=("fund__scope_id",)))

    def left_to(self, user: User) -> GradeQuerySet:
        """Drafts of those who handed a post over to this person, where they grade no more (docs/adr/0100)."""
        handed = Handover.objects.filter(receiver=user, on_day__lte=today()).select_related("giver")
        left = Q(pk__in=[])
        for giver in {handover.giver for handover in handed}:
            left |= Q(grader=giver) & ~_gradable(giver)
        return self.filter(left, _gradable(user), state=GradeState.DRAFT)

    def given(self) -> GradeQuerySet:
        return self.filter(state=GradeState.GIVEN)

    def standing(self) -> GradeQuerySet:
        """Of each mentor the last one of a document."""
        return self.filter(stands=True)

    def counted(self) -> GradeQuerySet:
        """One of each document that was graded: the one given last."""
        return self.filter(is_last=True)

    def of(self, document: Plan | Proposal) -> GradeQuerySet:
        return self.filter(plan=document) if isinstance(document, Plan) else self.filter(proposal=document)

    def with_all(self) -> GradeQuerySet:
        return self.select_related(
            "plan__issue",
            "plan__fund",
            "proposal__design",
            "proposal__fund",
            "edition",
            "submission",
            "version__instrument",
            "band",
            "fund",
            "grader",
        )


class Grade(Record, Changing):
    # Either a plan in one of its editions, or a proposal in one of its submissions.
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+")
    # The document's, when the grade was begun.
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()
    grader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=GradeState.choices, default=GradeState.DRAFT)
    advice = models.TextField(blank=True)  # what to improve, in the mentor's words
    # Set when it is given (instruments.queries.scoring).
    points = models.PositiveIntegerField(null=True)
    most = models.PositiveIntegerField(null=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    stands = models.BooleanField(default=False)  # the last one that this mentor gave to the document
    # The last one that anybody gave to it: by this one it is counted.
    is_last = models.BooleanField(default=False)

    objects = GradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, edition__isnull=False, proposal=None, submission=None)
                | Q(proposal__isnull=False, submission__isnull=False, plan=None, edition=None),
                name="grade_is_of_one_document",
            ),
            models.CheckConstraint(
                condition=Q(state=GradeState.DRAFT, given_at=None, stands=False, is_last=False)
                | Q(
                    state=GradeState.GIVEN,
                    given_at__isnull=False,
                    points__isnull=False,
                    most__gt=0,
                    band__isnull=False,
                ),
                name="given_grade_has_result",
            ),
            models.CheckConstraint(condition=Q(is_last=False) | Q(stands=True), name="last_grade_stands"),
            *(
                models.UniqueConstraint(
                    fields=fields, condition=condition, name=f"one_{name}_per_{fields[-1]}"
                )
                for name, first, condition in (
                    ("grade_draft", ["grader"], Q(state=GradeState.DRAFT)),
                    ("standing_grade", ["grader"], Q(stands=True)),
                    ("last_grade", [], Q(is_last=True)),
                )
                for fields in ([*first, "plan"], [*first, "proposal"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["fiscal_year", "place_no"], condition=Q(is_last=True), name="counted_grades"
            ),
            models.Index(fields=["fund", "fiscal_year"]),
            models.Index(fields=["grader", "state"]),
            models.Index(fields=["updated_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id or self.proposal_id} {self.given_at or ''}"

    @property
    def is_draft(self) -> bool:
        return self.state == GradeState.DRAFT

    @property
    def document(self) -> Plan | Proposal:
        found = self.plan or self.proposal
        assert found is not None  # a constraint
        return found


class GradeAnswer(models.Model):
    """The level of one criterion, and why."""

    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__no"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "criterion"], name="one_answer_per_grade_and_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.grade_id}: {self.criterion_id}"


class GradeIssue(models.Model):
    """An issue of the document as it was graded: under it the grade is counted."""

    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="issue_links")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grade", "issue"], name="one_link_per_grade_and_issue")
        ]

    def __str__(self) -> str:
        return f"{self.grade_id}: {self.issue_id}"

"""Steps that somebody took on the own work: decided on a proposal, or accepted a report, that the person wrote or sent;
entered a project from paper, which nobody else proposed; gave more money of a fund to a project entered so.

One noun for all: the mark on the record, the list for those who look on, and what waits for a second person.
Why: docs/adr/0043.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.committees.queries import seats_that_confirm
from ruamsuk.core.models import Record
from ruamsuk.funds.models import Fund
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.own_steps.choices import OWN_TONE, TOOK_EFFECT, OwnAct, OwnState
from ruamsuk.projects.own_steps.works import WORKS, Subject


def _looked_on(user: Reader) -> Q:
    return reach(user, READ_DRAFT).q(place="place_no", scopes=("fund__scope_id",))


class OwnStepQuerySet(QuerySet["OwnStep"]):
    def visible_to(self, user: Reader, can: Verb = READ) -> OwnStepQuerySet:
        """Those who look on in the area (mentor, coordinator, auditor), the fund, and whoever takes part in it."""
        if not isinstance(user, User):
            return self.none()
        if can != READ:
            return self.filter(reach(user, can).q(place="place_no", scopes=("fund__scope_id",)))
        own = Q(entered_by=user) | Q(pk__in=self.model.objects.to_confirm(user).values("pk"))
        return self.filter(_looked_on(user) | own)

    def looked_on_by(self, user: Reader) -> OwnStepQuerySet:
        """In the areas and funds that the person answers for."""
        return self.filter(_looked_on(user))

    def effective(self) -> OwnStepQuerySet:
        return self.filter(state__in=TOOK_EFFECT)

    def waiting(self) -> OwnStepQuerySet:
        return self.filter(state=OwnState.WAITING)

    def to_confirm(self, user: User) -> OwnStepQuerySet:
        """What waits and this person may confirm: as another officer of the fund, or chair or secretary.

        Never what the person entered, nor anything about what the person wrote or sent, whatever post is held today.
        """
        seats = seats_that_confirm().filter(user=user).values("committee__fund")
        holds = reach(user, DECIDE).q(scopes=("fund__scope_id",)) | Q(fund__in=seats)
        rows = self.waiting().filter(holds).exclude(entered_by=user)
        for kind, work in WORKS.items():
            for taken in work.taken_by(user, kind):
                rows = rows.exclude(taken)
        return rows


class OwnStep(Record):
    act = models.CharField(max_length=13, choices=OwnAct.choices)
    proposal = models.ForeignKey(
        "projects.Proposal", on_delete=models.PROTECT, null=True, related_name="own_steps"
    )
    report = models.ForeignKey(
        "projects.ActivityReport", on_delete=models.PROTECT, null=True, related_name="own_steps"
    )
    # One that is entered from paper is made when the step takes effect.
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="own_steps"
    )
    # The one whose rule it follows.
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()
    state = models.CharField(max_length=10, choices=OwnState.choices)
    entered = models.JSONField(default=dict)  # while it waits: what takes effect once it is confirmed
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it was declined or taken back

    objects = OwnStepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["fiscal_year", "place_no", "state"]),
            models.Index(fields=["fiscal_year", "-id"]),
            models.Index(fields=["fund", "fiscal_year"]),
            models.Index(fields=["entered_by", "-id"]),
            models.Index(fields=["fund"], condition=Q(state=OwnState.WAITING), name="own_steps_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, report__isnull=True, project__isnull=True)
                | Q(proposal__isnull=True, report__isnull=False, project__isnull=True)
                | Q(proposal__isnull=True, report__isnull=True, project__isnull=False)
                | Q(proposal__isnull=True, report__isnull=True, act=OwnAct.PAPER) & ~Q(state__in=TOOK_EFFECT),
                name="own_step_is_on_one_record",
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state=OwnState.WAITING), name="one_waiting_step_per_proposal"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state=OwnState.WAITING), name="one_waiting_step_per_report"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=OwnState.WAITING), name="one_waiting_step_per_project"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(OwnState.STANDS, OwnState.WAITING), closed_at__isnull=True)
                | Q(closed_at__isnull=False),
                name="own_step_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=models.F("closed_by"), state=OwnState.CONFIRMED),
                name="nobody_confirms_the_own_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state}"

    @property
    def record(self) -> Subject:
        """What it is on; of a project that was not made (yet) what was entered of it, which is stored nowhere else."""
        return self.proposal or self.report or self.project or self._project_as_entered()

    def _project_as_entered(self) -> Subject:
        project: Any = self._meta.get_field("project").related_model
        made: Subject = project(
            title=self.entered["title"],
            fiscal_year=self.fiscal_year,
            fund=self.fund,
            home_area=self.home_area,
            budget_satang=self.entered["budget_satang"],
        )
        return made

    @property
    def title(self) -> str:
        """Of the record as everybody may read it: a step may outlive what was sent, and its readers the draft's."""
        return self.proposal.sent_title if self.proposal else self.record.title

    @property
    def is_waiting(self) -> bool:
        return self.state == OwnState.WAITING

    @property
    def typed_decision(self) -> dict[str, Any] | None:
        """What was entered of a decision or correction; JSON keeps its day as text."""
        if "decided_on" not in self.entered:
            return None
        return {**self.entered, "decided_on": date.fromisoformat(self.entered["decided_on"])}

    @property
    def record_url(self) -> str:
        """The step's own page as long as there is no record."""
        if self.proposal:
            return reverse("projects:proposal", args=[self.proposal.uid])
        if self.report:
            return reverse("projects:report", args=[self.report.uid])
        if self.project:
            return reverse("projects:project", args=[self.project.uid])
        return reverse("projects:own-step", args=[self.uid])

    @property
    def took_effect(self) -> bool:
        return self.state in TOOK_EFFECT

    @property
    def effect_at(self) -> datetime:
        """When it took effect, if it did: what a decision or step of a report is found by."""
        return self.closed_at or self.entered_at

    @property
    def tone(self) -> str:
        return OWN_TONE[OwnState(self.state)]

"""Variations (การเปลี่ยนแปลงโครงการ): what of an approved project changes, why, and who agreed to it.

A variation owns a design, as a proposal and a project do: it begins as a copy of the project's, is changed row by row,
and is put in the place of it once it is agreed to. What stood before stays in `before`. Why: docs/adr/0081.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area
from ruamsuk.core.models import Record
from ruamsuk.drafts.models import Layout
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.variations.choices import CLOSED, OPEN, VARIATION_TONE, VariationState
from ruamsuk.projects.verbs import SET_MONEY, WRITE_VARIATION

INSIDE = (WRITE_VARIATION, SET_MONEY, READ_DRAFT)


class VariationQuerySet(QuerySet["Variation"]):
    def visible_to(self, user: Reader, can: Verb = READ) -> VariationQuerySet:
        """What is in force everybody may read, as the project; the rest who writes, decides or reads drafts of it."""
        if can != READ:
            return self.filter(project__in=Project.objects.visible_to(user, can).order_by().values("pk"))
        found = Q(state=VariationState.STANDS)
        for inside in INSIDE:
            if may(user, inside):
                rows = Project.objects.visible_to(user, inside).order_by().values("pk")
                found |= Q(project__in=rows)
        return self.filter(found)

    def standing(self) -> VariationQuerySet:
        return self.filter(state=VariationState.STANDS)

    def refused(self) -> VariationQuerySet:
        return self.filter(state=VariationState.REFUSED)

    def waiting(self) -> VariationQuerySet:
        return self.filter(state=VariationState.SENT)

    def open(self) -> VariationQuerySet:
        return self.filter(state__in=OPEN)


class Variation(Record):
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="variations")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=VariationState.choices, default=VariationState.DRAFT)
    reason = models.TextField(blank=True)
    # As they shall be.
    budget_satang = models.BigIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    report_due_on = models.DateField(null=True, blank=True)
    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="variation")
    # Uid of a row of its design → uid of the project's row that it began as.
    same = models.JSONField(default=dict)
    # Frozen when it is sent, and again when it takes effect (drafts.queries.snapshots).
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, null=True, related_name="+")
    # choices.Limit: why the committee decides; empty: the fund by itself.
    beyond = models.JSONField(default=list)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)  # while it is being written again
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    resolution_no = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)  # conditions, or the reason why it was not agreed to

    held = None  # as drafts.models.Document

    objects = VariationQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["project", "no"], name="one_variation_per_number"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=OPEN), name="one_open_variation_per_project"
            ),
            models.CheckConstraint(condition=Q(budget_satang__gte=0), name="variation_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | Q(state__in=CLOSED, closed_at__isnull=False, sent_at__isnull=False),
                name="variation_is_closed_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"])]

    def __str__(self) -> str:
        return f"{self.project_id} #{self.no}"

    @property
    def tone(self) -> str:
        return VARIATION_TONE[VariationState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == VariationState.DRAFT

    @property
    def is_sent(self) -> bool:
        return self.state == VariationState.SENT

    @property
    def needs_committee(self) -> bool:
        return bool(self.beyond)

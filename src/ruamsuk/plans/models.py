"""The yearly plan of a fund: one plan per issue, with its situation, objectives, measures and planned projects."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, Searched, WordsIndex
from ruamsuk.evidence.models import Evidence
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Indicator, Issue, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.choices import CHECK_TONE, CheckState, PlanState
from ruamsuk.plans.verbs import WRITE_PROPOSAL


def readable(user: Reader, can: Verb, prefix: str = "") -> Q:
    """Which plans a person may see or change. Agreed plans are public; drafts belong to the fund and its area.

    `prefix` leads from another noun to the plan ("plan__").
    """
    where, scopes = f"{prefix}place_no", (f"{prefix}fund__scope_id",)
    if can == READ:
        return Q(**{f"{prefix}state": PlanState.AGREED}) | reach(user, READ_DRAFT).q(
            place=where, scopes=scopes
        )
    return reach(user, can).q(place=where, scopes=scopes)


def _rows(kind: Any, **only: Any) -> Coalesce:
    """How many rows of a kind the plan of the outer query has."""
    rows = kind.objects.filter(plan=OuterRef("pk"), **only).order_by().values("plan")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=models.IntegerField()), 0)


class PlanQuerySet(QuerySet["Plan"]):
    def visible_to(self, user: Reader, can: Verb) -> "PlanQuerySet":
        return self.filter(readable(user, can))

    def agreed(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.AGREED)

    def checked(self) -> "PlanQuerySet":
        return self.agreed().filter(check_state=CheckState.CHECKED)

    def drafts(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.DRAFT)

    def with_progress(self) -> "PlanQuerySet":
        """Adds how many rows of each kind a plan has: what queries.steps_of reads."""
        return self.select_related("issue", "fund", "score").annotate(
            situations_count=_rows(Situation),
            figures_count=_rows(Situation, value__isnull=False),
            objectives_count=_rows(PlanObjective),
            targets_count=_rows(PlanObjective, target__isnull=False),
            measures_count=_rows(PlanMeasure),
            planned_count=_rows(PlannedProject),
            planned_satang=Coalesce(
                Subquery(
                    PlannedProject.objects.filter(plan=OuterRef("pk"))
                    .order_by()
                    .values("plan")
                    .annotate(sum=Sum("budget_satang"))
                    .values("sum"),
                    output_field=models.BigIntegerField(),
                ),
                0,
            ),
        )


class Plan(Record, Changing):
    """What a fund wants to do about one issue in one fiscal year (แผนงาน)."""

    counted_as = _("Yearly plans")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()  # BE
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")
    # The fund's, when it was made.
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()  # of the home area
    detail = models.TextField(blank=True)
    budget_satang = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    agreed_on = models.DateField(null=True, blank=True)  # stays when a plan is opened again
    # Meeting or resolution in the fund's own words.
    agreed_note = models.CharField(max_length=200, blank=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    # Of the plan as it was agreed last; what was said stands in `checks`.
    check_state = models.CharField(max_length=8, choices=CheckState.choices, default=CheckState.WAITING)
    version = models.PositiveIntegerField(default=0)  # grows with each change of detail or budget
    created_at = models.DateTimeField(default=timezone.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "fiscal_year", "issue"], name="one_plan_per_fund_year_and_issue"
            ),
            models.CheckConstraint(
                condition=Q(budget_satang__isnull=True) | Q(budget_satang__gte=0),
                name="plan_budget_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=2540, fiscal_year__lte=2700), name="plan_year_is_possible"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.AGREED) | Q(agreed_on__isnull=False), name="agreed_plan_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["fiscal_year", "place_no"]),
            models.Index(fields=["fund", "issue", "fiscal_year"]),
            models.Index(fields=["updated_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.issue} · {self.fiscal_year}"

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def check_tone(self) -> str:
        return CHECK_TONE[CheckState(self.check_state)]


class RowQuerySet(QuerySet):
    def visible_to(self, user: Reader, can: Verb) -> "RowQuerySet":
        return self.filter(readable(user, can, "plan__"))


class PlannedProjectQuerySet(RowQuerySet):
    def visible_to(self, user: Reader, can: Verb) -> "PlannedProjectQuerySet":
        """As the plan; the organisation that an agreed plan names may write the proposal too."""
        allowed = readable(user, can, "plan__")
        if can == WRITE_PROPOSAL:
            named = reach(user, can).q(scopes=("organization__scope_id",))
            allowed |= Q(plan__state=PlanState.AGREED) & named
        return self.filter(allowed)


class PlanRow(Record):
    """A numbered row of a plan; `no` runs from 1 without gaps."""

    part_of = "plan"

    no = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)  # grows with each change; a form says which one it shows

    objects = RowQuerySet.as_manager()
    plan: "models.ForeignKey[Plan, Plan]"  # each with a related name of its own

    class Meta:
        abstract = True
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["plan", "no"], name="one_%(class)s_per_plan_and_no")]


class Situation(PlanRow, Evidence):
    """A figure of the problem with its evidence. With a standard indicator, or worded freely."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="situations")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=300)  # the indicator's name when it was taken, or the fund's own words
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            *PlanRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "indicator"],
                condition=Q(indicator__isnull=False),
                name="one_situation_per_plan_and_indicator",
            ),
            models.CheckConstraint(
                condition=Q(covered__isnull=True) | Q(total__isnull=True) | Q(covered__lte=F("total")),
                name="situation_covers_no_more_than_all",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="situation_has_text"),
        ]
        indexes = [models.Index(fields=["indicator", "plan"])]

    def __str__(self) -> str:
        return self.indicator.name if self.indicator else self.text

    @property
    def figure(self) -> Decimal | None:
        """As official figures are compared with it (evidence.queries.offers)."""
        return self.value

    @property
    def unit_name(self) -> str:
        return self.indicator.unit if self.indicator else self.unit


class PlanObjective(PlanRow):
    """What shall be different in a year, and by what it is seen."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    situation = models.ForeignKey(
        Situation, on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    text = models.CharField(max_length=300)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator_text = models.CharField(max_length=300, blank=True)  # when no standard indicator fits
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            *PlanRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="plan_objective_has_text"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def indicator_name(self) -> str:
        return self.indicator.name if self.indicator else self.indicator_text

    @property
    def unit_name(self) -> str:
        return self.indicator.unit if self.indicator else self.unit

    @property
    def goes_wrong_way(self) -> bool:
        """The target lies on the side of the baseline where the standard indicator gets worse."""
        if self.indicator is None or self.target is None or self.baseline is None:
            return False
        return (
            self.target < self.baseline if self.indicator.direction == "up" else self.target > self.baseline
        )


class PlanMeasure(PlanRow):
    """แนวทาง and วิธีการสำคัญ: the way the fund wants to go."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    approach = models.CharField(max_length=500)
    method = models.TextField(blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            *PlanRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(approach=""), name="plan_measure_has_approach"),
        ]

    def __str__(self) -> str:
        return self.approach


class PlannedProject(PlanRow):
    """โครงการที่ควรดำเนินการ: a project that should be done; it becomes a proposal with one press."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="planned_projects")
    title = models.CharField(max_length=300)
    support_type = models.ForeignKey(
        SupportType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    responsible = models.CharField(max_length=200, blank=True)  # who, when it is no organisation of the list
    budget_satang = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # What it answers. Nothing of both: nobody chose, and it stands for all of the plan (queries.known).
    situations = models.ManyToManyField(Situation, related_name="planned_projects", blank=True)
    objectives = models.ManyToManyField(PlanObjective, related_name="planned_projects", blank=True)

    objects = PlannedProjectQuerySet.as_manager()  # type: ignore[misc]

    class Meta(PlanRow.Meta):
        constraints = [
            *PlanRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="planned_project_has_title"),
            models.CheckConstraint(
                condition=Q(budget_satang__isnull=True) | Q(budget_satang__gte=0),
                name="planned_project_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DevelopmentRowQuerySet(QuerySet["DevelopmentRow"]):
    def visible_to(self, user: Reader, can: Verb) -> "DevelopmentRowQuerySet":
        """Everybody reads them: such plans are published. Whoever writes the fund's plan brings them in."""
        if can == READ:
            return self
        return self.filter(reach(user, can).q(place="fund__place_no", scopes=("fund__scope_id",)))

    def standing(self) -> "DevelopmentRowQuerySet":
        return self.filter(removed_on=None)


class DevelopmentRow(Searched, Record):
    """A project in the own development plan (แผนพัฒนาท้องถิ่น) of a fund's local authority, to start a proposal from.

    Its words are the plan's, as they were pasted or sent. It is no row of the fund's plan and is counted nowhere.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    plan_name = models.CharField(max_length=200)  # of the document, with its years
    title = models.CharField(max_length=500)
    objective = models.TextField(blank=True)
    target = models.TextField(blank=True)  # เป้าหมาย (ผลผลิตของโครงการ)
    indicator = models.CharField(max_length=500, blank=True)  # ตัวชี้วัด (KPI)
    result = models.TextField(blank=True)  # ผลที่คาดว่าจะได้รับ
    unit = models.CharField(max_length=200, blank=True)  # หน่วยงานที่รับผิดชอบ
    money = models.CharField(max_length=300, blank=True)  # of its years, in words: "2569: 30,000"
    folded = FoldField(of=["title", "objective"])
    plain_title = models.CharField(max_length=500)  # core.text.plain of it, and its number among several
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_on = models.DateField(null=True)  # no longer offered; proposals that began with it keep it

    objects = DevelopmentRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "plan_name", "plain_title"],
                name="one_development_row_per_plan_and_title",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="development_row_has_title"),
        ]
        indexes = [WordsIndex(name="words_of_development_rows")]

    def __str__(self) -> str:
        return self.title


def _points() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])


class PriorityScore(models.Model):
    """The four criteria of the priority-ranking table, 1 to 4 each."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="score")
    size = _points()
    severity = _points()
    awareness = _points()
    ease = _points()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 4}), name=f"priority_{name}_between_1_and_4"
            )
            for name in ("size", "severity", "awareness", "ease")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.total}"

    @property
    def total(self) -> int:
        return self.size + self.severity + self.awareness + self.ease


class EditionQuerySet(QuerySet["PlanEdition"]):
    def visible_to(self, user: Reader, can: Verb) -> "EditionQuerySet":
        """What was agreed is public; a plan that is open again keeps its editions for those inside."""
        return self.filter(readable(user, can, "plan__"))


class PlanEdition(Record):
    """What exactly an agreed plan said when somebody judged it: one canonical JSON, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    no = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()  # as queries.editions reads it
    sha256 = models.CharField(max_length=64)
    agreed_on = models.DateField()
    frozen_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "no"], name="one_plan_edition_per_number"),
            models.UniqueConstraint(fields=["plan", "sha256"], name="one_plan_edition_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.no}"


class PlanCheck(Record):
    """An agreed plan was checked, or returned to its fund with the reasons. Never changed."""

    part_of = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="checks")
    edition = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=CheckState.choices)
    note = models.TextField(blank=True)  # with a return, what has to be mended
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=CheckState.WAITING), name="plan_check_has_outcome"),
            models.CheckConstraint(
                condition=~Q(outcome=CheckState.RETURNED) | ~Q(note=""), name="returned_plan_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.outcome}"

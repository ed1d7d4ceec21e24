"""The design of a project: why, what for, for whom, how, for how much.

A proposal and a project each own one design. Approving a proposal copies its design to the project; starting from
last year's project or an approved neighbour's copies one to a new proposal. So there is one set of tables, one
editor and one copier for what today's systems type two and three times.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from ruamsuk.core.calendar import day_text
from ruamsuk.core.models import Record
from ruamsuk.core.money import baht_text
from ruamsuk.core.text import in_thai
from ruamsuk.evidence.models import Evidence
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import ExpenseCategory, Issue, SupportType, TargetGroup
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.designs.choices import ApplicantKind


class Design(models.Model):
    support_type = models.ForeignKey(
        SupportType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applicant_kind = models.PositiveSmallIntegerField(choices=ApplicantKind.choices, null=True, blank=True)
    setting = models.CharField(max_length=300, blank=True)  # พื้นที่ดำเนินการ as written: hall, school, villages
    rationale = models.TextField(blank=True)  # หลักการและเหตุผล
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    approach = models.TextField(blank=True)  # วิธีการสำคัญ
    expected_results = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    budget_satang = models.BigIntegerField(default=0)  # sum of all budget lines, kept by the actions
    issues = models.ManyToManyField(Issue, through="DesignIssue", related_name="+")
    # The design of another project that a proposal was begun from; not that of the proposal that became a project.
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="design_days_in_order",
            ),
            models.CheckConstraint(condition=Q(budget_satang__gte=0), name="design_budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"design {self.pk}"


class DesignIssue(models.Model):
    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="issue_links")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "issue"], name="one_link_per_design_and_issue")
        ]

    def __str__(self) -> str:
        return f"{self.design_id}: {self.issue_id}"


class Situation(Record, Evidence):
    """สถานการณ์ปัญหา | ขนาด: a standard indicator of the issue, or free text; with the evidence of its size."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="situations")
    no = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey(StandardIndicator, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    size = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(max_length=60, blank=True)
    evidence = models.CharField(max_length=300, blank=True)  # more about the source, in words
    # The plan's row that it took over, by its uid.
    from_plan = models.UUIDField(null=True, blank=True, db_index=True)
    doubts: list[str]  # what makes its figure weak, where `queries.with_doubts` gave it

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(covered__isnull=True) | Q(total__isnull=True) | Q(covered__lte=F("total")),
                name="design_situation_covers_no_more_than_all",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def figure(self) -> Decimal | None:
        """As official figures are compared with it (evidence.queries.offers)."""
        return self.size

    @property
    def more(self) -> str:
        """What its words say of the source beside the typed fields: old ones repeat them in one line."""
        with in_thai():
            day = day_text(self.measured_on) if self.measured_on else ""
            known = {str(self.get_evidence_kind_display()), self.agency, day}
        if self.covered is not None and self.total is not None:
            known.add(f"{self.covered:,}/{self.total:,}")
        return "" if known.issuperset(self.evidence.split(" · ")) else self.evidence


class Objective(Record):
    """วัตถุประสงค์, numbered on the form."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="objectives")
    no = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000, blank=True)
    # The problems it answers.
    situations = models.ManyToManyField(Situation, related_name="objectives", blank=True)
    # The plan's row that it took over, by its uid.
    from_plan = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"{self.no}. {self.text}"


class Indicator(Record):
    """ตัวชี้วัดความสำเร็จ of an objective, numbered through the whole design, with baseline and one-year target."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="indicators")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="indicators")
    no = models.PositiveSmallIntegerField()
    standard = models.ForeignKey(StandardIndicator, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    combining = models.CharField(max_length=6, choices=Combining.choices, default=Combining.LATEST)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"{self.no}. {self.text}"


class TargetLine(Record):
    """กลุ่มเป้าหมาย and how many people."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="targets")
    no = models.PositiveSmallIntegerField()
    group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=300, blank=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.people}"

    @property
    def label(self) -> str:
        return " ".join(filter(None, (self.group.name if self.group else "", self.detail)))


class Activity(Record):
    """กิจกรรม with its time, expected output and outcome, other resources and other money."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="activities")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    detail = models.TextField(blank=True)
    output = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    other_money_satang = models.BigIntegerField(default=0)
    other_money_source = models.CharField(max_length=200, blank=True)
    objectives = models.ManyToManyField(Objective, related_name="+")
    budget_satang = models.BigIntegerField(default=0)  # sum of its lines, kept by the actions

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="activity_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_satang__gte=0) & Q(other_money_satang__gte=0),
                name="activity_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no}. {self.name}"


class BudgetLine(Record):
    """One line of an activity's budget: quantity × unit cost × times = amount (รวมเงิน on the form)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="lines")
    no = models.PositiveSmallIntegerField()
    category = models.ForeignKey(ExpenseCategory, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    unit = models.CharField(max_length=40, blank=True)
    unit_cost_satang = models.BigIntegerField(null=True)
    times = models.PositiveIntegerField(default=1)
    amount_satang = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_satang__gte=0), name="budget_line_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.detail}: {self.amount_satang}"

    @property
    def label(self) -> str:
        """Kind of expense, details and amount in baht."""
        kind = self.category.name if self.category else ""
        return " · ".join(filter(None, (kind, self.detail, baht_text(self.amount_satang))))


# For `prefetch_related` of objectives: their indicators, each with the standard that it was taken from.
WITH_STANDARD = models.Prefetch("indicators", Indicator.objects.select_related("standard"))
# For `prefetch_related` of activities: their budget lines, each with its kind of expense.
WITH_CATEGORY = models.Prefetch("lines", BudgetLine.objects.select_related("category"))

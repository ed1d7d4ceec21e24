"""Catalogues: issues (แผนงาน) and the lists they stand in, standard indicators, and the codes of every form.

An `Issue` is the finest grain that counting needs. A list (the 8, the 10, the 18) has entries, and an entry
gathers issues; one issue stands in a list at most once, so a count by any list never counts a project twice
for one issue.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import is_thai
from ruamsuk.core.models import Record
from ruamsuk.core.searching import FoldField, Searched, WordsIndex
from ruamsuk.issues.choices import Combining, Direction, GroupKind, GroupScheme


class CatalogueQuerySet(QuerySet):
    def in_use(self) -> "CatalogueQuerySet":
        """Rows that are not retired."""
        return self.filter(retired_on__isnull=True)

    def valid_in(self, fiscal_year: int) -> "CatalogueQuerySet":
        """Rows that may be chosen in a fiscal year (BE)."""
        return self.filter(
            Q(valid_from_fy__isnull=True) | Q(valid_from_fy__lte=fiscal_year),
            Q(valid_until_fy__isnull=True) | Q(valid_until_fy__gte=fiscal_year),
        )


class CatalogueRow(models.Model):
    """A row that the catalogue files bring. Once a person edited it, the files no longer change it."""

    valid_from_fy = models.PositiveSmallIntegerField(null=True, blank=True)  # BE, inclusive; empty: always
    valid_until_fy = models.PositiveSmallIntegerField(null=True, blank=True)  # BE, inclusive; empty: still
    retired_on = models.DateField(null=True, blank=True)  # no longer offered; records that use it keep it
    edited_by_person = models.BooleanField(default=False)

    objects = CatalogueQuerySet.as_manager()
    # Each table has its own.
    code: "models.Field[Any, Any]"
    name_th: "models.Field[Any, Any]"
    name_en: "models.Field[Any, Any]"

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from_fy__isnull=True)
                | Q(valid_until_fy__isnull=True)
                | Q(valid_until_fy__gte=F("valid_from_fy")),
                name="%(app_label)s_%(class)s_years_in_order",
            )
        ]

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_th if is_thai() or not self.name_en else self.name_en


class Issue(Record, CatalogueRow):
    """One issue (แผนงาน), the grain at which plans, proposals and projects are classified."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    plain_name = models.CharField(max_length=120, db_index=True)  # as `queries.plain_issue` makes it
    sort_no = models.PositiveSmallIntegerField(default=0)
    sort_key = models.CharField(max_length=160)  # Thai order; core.text.thai_sort_key

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "sort_key"]

    def __str__(self) -> str:
        return self.name


class IssueList(CatalogueRow):
    """A list by which someone counts: the 8 strategic issues, the 10 programme plans, the 18 in practice."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    source = models.CharField(max_length=300, blank=True)
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]

    def __str__(self) -> str:
        return self.name


class ListEntry(CatalogueRow):
    """A line of a list, by its own words, with the issues that are counted under it."""

    issue_list = models.ForeignKey(IssueList, on_delete=models.PROTECT, related_name="entries")
    code = models.SlugField(max_length=40)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sort_no = models.PositiveSmallIntegerField(default=0)
    issues = models.ManyToManyField(Issue, through="Placement", related_name="entries")

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.UniqueConstraint(fields=["issue_list", "code"], name="one_entry_per_list_and_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """An issue's one place in a list. `issue_list` repeats the entry's, for the constraint."""

    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, related_name="placements")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="placements")
    issue_list = models.ForeignKey(IssueList, on_delete=models.CASCADE, related_name="placements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue_list", "issue"], name="one_place_per_issue_and_list")
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} → {self.entry_id}"


class Synonym(models.Model):
    """Another word by which people name an issue. One word names one issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="synonyms")
    text = models.CharField(max_length=120)
    plain_text = models.CharField(max_length=120, unique=True)  # as `queries.plain_issue` makes it

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text


class Indicator(Searched, Record, CatalogueRow):
    """A standard indicator of an issue. What a fund words freely is kept with its plan, not here."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    folded = FoldField(of=["name_th", "name_en"])
    unit_th = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    combining = models.CharField(max_length=6, choices=Combining.choices, default=Combining.LATEST)
    denominator_th = models.CharField(max_length=200, blank=True)  # of what; empty: a plain number
    data_source = models.CharField(max_length=200, blank=True)  # where the figure is found
    suggested_objective_th = models.CharField(max_length=300, blank=True)
    suggested_measure_th = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)  # where the indicator itself is taken from
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> str:
        return self.unit_th if is_thai() else self.unit_en


class TargetGroup(CatalogueRow):
    """A group of people that a project reaches."""

    code = models.SlugField(max_length=40, unique=True)
    scheme = models.CharField(max_length=8, choices=GroupScheme.choices)
    kind = models.CharField(max_length=8, choices=GroupKind.choices)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    # Of a hundred people who live in an area so many may belong to it at most; empty: nobody can say.
    most_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]

    def __str__(self) -> str:
        return self.name


class ExpenseGroup(CatalogueRow):
    """A group by which reports sum up what was spent (รายงานสรุปการใช้เงิน): six today."""

    code = models.PositiveSmallIntegerField(primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta(CatalogueRow.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ExpenseCategory(CatalogueRow):
    """A kind of spending, below one of the groups."""

    code = models.CharField(max_length=10, unique=True)
    group = models.ForeignKey(
        ExpenseGroup, on_delete=models.PROTECT, related_name="categories", db_column="group"
    )
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["group_id", "sort_no", "code"]

    def __str__(self) -> str:
        return self.name


class Measure(Searched, CatalogueRow):
    """A way of working on an issue (แนวทาง/วิธีการสำคัญ) that plans may take over, and with what belongs to it a starting
    kit: a proposal begins with all of it. Its words are Thai, as the proposal's will be.

    Until an administrator signed it, it is to be confirmed by the programme; a change of it ends the signature.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField(max_length=40, unique=True)
    text_th = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500, blank=True)
    problem_th = models.CharField(max_length=300, blank=True)
    folded = FoldField(of=["text_th", "text_en", "problem_th", "objective_th"])
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    objective_th = models.CharField(max_length=500, blank=True)
    groups = models.ManyToManyField(TargetGroup, related_name="+", blank=True)
    expected_th = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)  # where the kit is taken from
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]
        indexes = [WordsIndex(name="words_of_measures")]

    def __str__(self) -> str:
        return self.text_th if is_thai() or not self.text_en else self.text_en


class MeasureActivity(Record):
    """An activity of a starting kit, in the order in which the work goes."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="activities")
    no = models.PositiveSmallIntegerField()
    name_th = models.CharField(max_length=300)
    detail_th = models.TextField(blank=True)
    output_th = models.TextField(blank=True)
    outcome_th = models.TextField(blank=True)

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"{self.no}. {self.name_th}"


class MeasureCost(models.Model):
    """What an activity usually costs. A price stands only where it is said who says so."""

    activity = models.ForeignKey(MeasureActivity, on_delete=models.CASCADE, related_name="costs")
    no = models.PositiveSmallIntegerField()
    category = models.ForeignKey(ExpenseCategory, on_delete=models.PROTECT, related_name="+")
    detail_th = models.CharField(max_length=200, blank=True)
    unit_th = models.CharField(max_length=40, blank=True)
    unit_cost_satang = models.BigIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)  # a real record or an announcement

    class Meta:
        ordering = ["no", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_cost_satang__isnull=True) | ~Q(source=""), name="usual_cost_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(unit_cost_satang__isnull=True) | Q(unit_cost_satang__gt=0),
                name="usual_cost_is_some_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.detail_th}"


class SupportType(CatalogueRow):
    """ประเภทการสนับสนุน (1–5 of the announcement, and what is added): for whom and what the fund pays."""

    code = models.PositiveSmallIntegerField(unique=True)
    name_th = models.CharField(max_length=200)
    short_th = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)

    class Meta(CatalogueRow.Meta):
        ordering = ["code"]
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code__gte=1, code__lte=99), name="support_type_has_a_short_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

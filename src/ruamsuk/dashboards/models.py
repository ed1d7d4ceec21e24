"""Figures that documents state, kept beside what is counted and never in its place."""

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.models import Record
from ruamsuk.core.money import baht_text
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.funds.choices import Way
from ruamsuk.funds.models import Fund, Network
from ruamsuk.issues.models import IssueList, ListEntry


class StatedFigureQuerySet(QuerySet["StatedFigure"]):
    def visible_to(self, user: Reader, can: Verb) -> "StatedFigureQuerySet":
        """Everybody reads what documents state; who keeps the funds of the area notes it and chooses."""
        if can == READ:
            return self
        return self.filter(reach(user, can).q(place="place_no"))


class StatedFigure(Record):
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # what it is stated of
    place_no = PlaceField()
    fiscal_year = models.PositiveSmallIntegerField()
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    figure = models.CharField(max_length=24)  # code of a figure of `counting`
    printed = models.BigIntegerField()  # money in satang
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    choice = models.CharField(max_length=9, choices=FigureChoice.choices, default=FigureChoice.UNDECIDED)
    choice_reason = models.TextField(blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["fiscal_year", "place_no"])]
        constraints = [
            models.CheckConstraint(condition=Q(printed__gte=0), name="stated_figure_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="stated_figure_has_source"),
            models.CheckConstraint(
                condition=Q(choice=FigureChoice.UNDECIDED)
                | Q(chosen_at__isnull=False) & ~Q(choice_reason=""),
                name="choice_has_reason_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.printed_text}"

    @property
    def label(self) -> str:
        return str(FIGURES[self.figure].label)

    @property
    def is_money(self) -> bool:
        return FIGURES[self.figure].is_money

    @property
    def printed_text(self) -> str:
        return baht_text(self.printed, decimals=False) if self.is_money else f"{self.printed:,}"


class FrozenSetQuerySet(QuerySet["FrozenSet"]):
    def visible_to(self, user: Reader, can: Verb) -> "FrozenSetQuerySet":
        """Figures are public, and so is what was frozen of them; who may freeze there takes one back."""
        if can == READ:
            return self
        return self.filter(reach(user, can).q(place="place_no"))


class FrozenSet(Record):
    """The answer to a question of the counting page, kept as it was given, under a name that can be cited.

    It never changes. Taken back, with a reason, it stays readable (docs/adr/0083).
    """

    name = models.CharField(max_length=200)
    reason = models.TextField()
    # The question (counting.question.Question).
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()
    here = models.BooleanField(default=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, related_name="+")
    area_set = models.ForeignKey(AreaSet, on_delete=models.PROTECT, null=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    issue_list = models.ForeignKey(IssueList, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    way = models.CharField(max_length=9, choices=Way.choices)
    values = models.JSONField()  # the answer, with its words in both languages (queries.frozen.answer)
    # For which post it was frozen, in words: {"th": …, "en": …}; no name of a person.
    post = models.JSONField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField()
    withdrawn_because = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = FrozenSetQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-frozen_at", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["home_area", "name"], name="one_frozen_set_per_area_and_name"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(reason=""), name="frozen_set_has_name_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="withdrawn_set_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

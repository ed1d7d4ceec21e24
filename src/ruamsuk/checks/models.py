"""Checks: which condition is looked for, how serious it is, and what is said then."""

from django.db import models
from django.db.models import Q

from ruamsuk.checks.choices import LEVEL_TONE, LEVELS, Level
from ruamsuk.checks.kinds import BRACES, CONDITIONS, Condition
from ruamsuk.core.calendar import is_thai
from ruamsuk.issues.models import CatalogueRow


class Check(CatalogueRow):
    """One condition with its parameters, level, weight and words. Retired: it is not looked for."""

    code = models.SlugField(max_length=60, unique=True)
    condition = models.CharField(max_length=60)  # a name of kinds.CONDITIONS
    parameters = models.JSONField(default=dict)  # as kinds.Condition.values reads them
    level = models.CharField(max_length=8, choices=Level.choices)
    # Which of one level comes first, and how much of an answer it takes from the completeness: 10 is a whole one.
    weight = models.PositiveSmallIntegerField(default=0)
    name_th = models.CharField(max_length=160)  # of the check, where checks are listed
    name_en = models.CharField(max_length=160)
    text_th = models.CharField(max_length=300)  # what is wrong; {x} and others as the condition says
    text_en = models.CharField(max_length=300)
    remedy_th = models.CharField(max_length=300)  # what to do
    remedy_en = models.CharField(max_length=300)
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="check_level_is_known"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="check_weight_up_to_100"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> str:
        return self.text_th if is_thai() or not self.text_en else self.text_en

    @property
    def remedy(self) -> str:
        return self.remedy_th if is_thai() or not self.remedy_en else self.remedy_en

    @property
    def shown(self) -> tuple[str, str]:
        """What is wrong and what to do as it is listed: an ellipsis where a remark says what was found."""
        return BRACES.sub("…", self.text), BRACES.sub("…", self.remedy)

    @property
    def looked_for(self) -> Condition | None:
        """None: a later version does not know this condition any more, and nothing is looked for."""
        return CONDITIONS.get(self.condition)

    @property
    def tone(self) -> str:
        return LEVEL_TONE[Level(self.level)]

    def holds_in(self, fiscal_year: int | None) -> bool:
        """Whether it is looked for in documents of a fiscal year (BE). Of an unknown year: what always holds."""
        if self.retired_on is not None:
            return False
        if fiscal_year is None:
            return not (self.valid_from_fy or self.valid_until_fy)
        return (self.valid_from_fy or 0) <= fiscal_year <= (self.valid_until_fy or fiscal_year)

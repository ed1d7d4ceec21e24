"""What acts on records add to figures, day by day, and the sums that are kept of it. Why: docs/adr/0065."""

from django.db import models
from django.db.models import Q

from ruamsuk.areas.models import Area
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import IssueList, ListEntry

# What a number is of.
CELL = ("figure", "fiscal_year", "fund_id", "home_area_id", "issue_list_id", "entry_id")


class InCell(models.Model):
    """A number of a figure in one cell: a year, a fund, a place, and an entry of a list or the total."""

    figure = models.CharField(max_length=40)  # its code (counting.figures)
    fiscal_year = models.PositiveSmallIntegerField()
    # Written often and looked up by none of these three: an index of each would cost more than it saves.
    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, null=True, db_index=False, related_name="+")
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = models.BigIntegerField()  # of the home area: follows it when areas are re-coded or merged
    # Both empty: the total. List without entry: not classified in this list.
    issue_list = models.ForeignKey(
        IssueList, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    entry = models.ForeignKey(
        ListEntry, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    n = models.BigIntegerField()  # money in satang

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.figure} {self.fiscal_year} {self.place_no}: {self.n}"


class Contribution(InCell):
    """What was added to a figure, or taken from it, on a day. Rows of a past day that say the same become one."""

    day = models.DateField()  # in Bangkok
    is_summed = models.BooleanField(default=False)  # in a kept sum already

    class Meta(InCell.Meta):
        indexes = [
            models.Index(fields=["fiscal_year", "day", "place_no"]),
            models.Index(
                fields=["fiscal_year", "place_no"],
                condition=Q(is_summed=False),
                name="contributions_to_sum",
            ),
        ]


class KeptSum(InCell):
    """What contributions were together when they were summed last. Of one cell there may be several: they add up."""

    class Meta(InCell.Meta):
        indexes = [models.Index(fields=["fiscal_year", "figure", "place_no"])]


class KnownSince(models.Model):
    """From which day on the contributions of a figure are complete: before it, nothing is said of what it was."""

    figure = models.CharField(max_length=40, unique=True)  # its code (counting.figures)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.figure} {self.day}"

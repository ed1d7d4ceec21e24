"""The summary of proposals, projects and reports by which the counting pages answer quickly.

One set of rows for each (fund, fiscal year, place): a total, and for every list of issues one row an entry plus one
"not classified". A project under several entries stands in each, so within a list
sum(entries) + not classified − overlap = total. Recounted from the records by `actions.recount`, inside the
transaction that changes them; `ruamsuk check-data` recounts everything and compares.
"""

from django.db import models

from ruamsuk.areas.models import Area
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import IssueList, ListEntry
from ruamsuk.projects.figures import FIGURES


class Tally(models.Model):
    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, null=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = models.BigIntegerField()  # of the home area: follows it when areas are re-coded or merged
    # Both empty: the total. List without entry: not classified in this list.
    issue_list = models.ForeignKey(IssueList, on_delete=models.CASCADE, null=True, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["fiscal_year", "issue_list", "place_no"]),
            models.Index(fields=["fund", "fiscal_year"]),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.place_no} {self.issue_list_id}/{self.entry_id}"


for figure in FIGURES:  # each is a sum that adds up over places, funds and years
    column = models.BigIntegerField if figure.is_money else models.PositiveIntegerField
    Tally.add_to_class(figure.code, column(default=0))

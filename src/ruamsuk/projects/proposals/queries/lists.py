"""The list of proposals within the filters of its address."""

from django.db.models import Q

from ruamsuk.projects.designs.filters import ListFilter
from ruamsuk.projects.proposals.choices import Outcome
from ruamsuk.projects.proposals.models import SentIssue
from ruamsuk.projects.proposals.queries.shown import Shown


def within(filters: ListFilter, rows: Shown) -> Shown:
    if filters.figure:
        rows = rows.in_figures()
    if filters.no_project:  # an approval makes the project; one that was recorded by mistake ends it
        rows = rows.filter(~Q(decision__outcome=Outcome.APPROVED))
    sent = filters.under(SentIssue.objects.all(), "sent", "pk")
    return rows.filter(filters.funds()).filter_each(filters.under(), sent)

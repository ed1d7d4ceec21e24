"""The list of proposals within the limits of its address."""

from django.db.models import Q

from ruamsuk.accounts.access import Reader
from ruamsuk.projects.designs.limits import Limits
from ruamsuk.projects.proposals.choices import Outcome
from ruamsuk.projects.proposals.models import SentIssue
from ruamsuk.projects.proposals.queries.shown import Shown


def within(limits: Limits, reader: Reader) -> Shown:
    rows = Shown.in_figures() if limits.figure else Shown.visible_to(reader)
    if limits.no_project:  # an approval makes the project; one that was recorded by mistake ends it
        rows = rows.filter(~Q(decision__outcome=Outcome.APPROVED))
    sent = limits.under(SentIssue.objects.all(), "sent", "pk")
    return rows.filter(limits.funds()).filter_each(limits.under(), sent)

"""What is read of several designs at once."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from ruamsuk.projects.designs.models import DesignIssue


def issues_of(owners: QuerySet[Any]) -> Mapping[int, list[int]]:
    """Design → its issues, of these proposals or projects."""
    found = defaultdict(list)
    links = DesignIssue.objects.filter(design__in=owners.order_by().values("design"))
    for design, issue in links.values_list("design_id", "issue_id"):
        found[design].append(issue)
    return found

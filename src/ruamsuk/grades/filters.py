"""What the list of graded documents is limited to, as the address names it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict

from ruamsuk.funds.filters import NONE, SEVERAL, Chip
from ruamsuk.funds.filters import ListFilter as FundFilter
from ruamsuk.grades.models import GradeIssue
from ruamsuk.instruments.choices import About, Tier


@dataclass(frozen=True)
class ListFilter(FundFilter):
    about: str = About.PLAN
    tier: str = ""

    @staticmethod
    def values(params: QueryDict) -> dict[str, object]:
        about, tier = params.get("about", ""), params.get("tier", "")
        own = {
            "about": about if about in About.values else About.PLAN,
            "tier": tier if tier in Tier.values else "",
        }
        return FundFilter.values(params) | own

    @property
    def chips(self) -> list[Chip]:
        found = super().chips
        if self.tier:
            found.insert(0, self.chip(str(Tier(self.tier).label), "tier"))
        return found

    def under(self) -> Q:
        """Grades of documents under the entry of the list."""
        if not self.issue_list:
            return Q()
        if self.special == SEVERAL:
            links: Any = (
                GradeIssue.objects.filter(issue__placements__issue_list=self.issue_list)
                .values("grade")
                .annotate(entries=Count("issue__placements__entry", distinct=True))
                .filter(entries__gt=1)
            )
        else:
            links = GradeIssue.objects.filter(issue__in=self.issues.values("issue"))
        under = Q(pk__in=links.values("grade"))
        return ~under if self.special == NONE else under

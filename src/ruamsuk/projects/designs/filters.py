"""What the address filters a list of proposals, projects or reports to, so that it opens the records behind a figure.

`?figure=approved` with the filters of `funds.filters` opens, in the area and year in focus, exactly the records that
the counting page has counted. Without `figure` the lists show what they always show, within the filters. Each room
says for its own list what that means (`queries.lists`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.counting.breakdowns import BREAKDOWNS
from ruamsuk.funds.filters import NONE, SEVERAL, Chip
from ruamsuk.funds.filters import ListFilter as FundFilter
from ruamsuk.projects import figures
from ruamsuk.projects.designs.models import DesignIssue

# What each list can be asked for, with the words of its chip.
FIGURES = {figure.code: figure.in_list for figure in figures.FIGURES if figure.in_list}


def are_few(area: Area) -> bool:
    """A list of this place is counted while it is opened; that of a province may be of ten thousands."""
    return area.kind in (AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.VILLAGE)


def elsewhere(counted: Mapping[int | None, int]) -> dict[str, object]:
    """What a list that is empty in its year says of others, the newest first, for projects/_other_years.html."""
    years = sorted(((year, found) for year, found in counted.items() if year), reverse=True)
    return {"other_years": years, "elsewhere": sum(found for _year, found in years)}


@dataclass(frozen=True)
class ListFilter(FundFilter):
    figure: str = ""
    no_project: bool = False  # proposals that became no project
    parts: Mapping[str, str] = field(default_factory=dict)  # name of a breakdown's part → the part asked for

    @staticmethod
    def values(params: QueryDict) -> dict[str, object]:
        figure = params.get("figure", "")
        own = {
            "figure": figure if figure in FIGURES else "",
            "no_project": params.get("project") == NONE,
            "parts": {
                one.asked: params[one.asked]
                for one in BREAKDOWNS.values()
                if params.get(one.asked) and figure in one.figures
            },
        }
        return FundFilter.values(params) | own

    @property
    def chips(self) -> list[Chip]:
        found = super().chips
        if self.figure:
            found.insert(0, self.chip(str(FIGURES[self.figure]), "figure"))
        if self.no_project:
            found.append(self.chip(str(_("no project (yet)")), "project"))
        for one in BREAKDOWNS.values():
            if part := self.parts.get(one.asked):
                found.append(self.chip(f"{one.head}: {one.named({part: {}}).get(part, part)}", one.asked))
        return found

    @property
    def carried(self) -> list[tuple[str, str]]:
        return [*super().carried, *self.parts.items()]

    def of_designs(self) -> Q:
        """As a filter on what owns a design."""
        return self.funds() & self.under()

    def under(
        self, links: QuerySet[Any, Any] | None = None, owner: str = "design", path: str = "design"
    ) -> Q:
        """Under the entry. `links`: of which owner, found by that path; without it those of designs."""
        if not self.issue_list:
            return Q()
        links = DesignIssue.objects.all() if links is None else links
        if self.special == SEVERAL:
            links = (
                links.filter(issue__placements__issue_list=self.issue_list)
                .values(owner)
                .annotate(entries=Count("issue__placements__entry", distinct=True))
                .filter(entries__gt=1)
            )
        else:
            links = links.filter(issue__in=self.issues.values("issue"))
        under = Q(**{f"{path}__in": links.values(owner)})
        return ~under if self.special == NONE else under

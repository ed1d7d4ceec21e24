"""The lists behind the figures: which proposals, projects, reports and activities a counted figure stands for.

`?figure=approved` with the limits of `funds.limits` opens, in the area and year in focus, exactly the records that
the counting page has counted. Without `figure` the lists show what they always show, within the limits.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.models import Area, lies_in
from ruamsuk.funds.limits import NONE, SEVERAL, Chip
from ruamsuk.funds.limits import Limits as BaseLimits
from ruamsuk.projects import figures
from ruamsuk.projects.choices import ProjectStatus, ReportState
from ruamsuk.projects.models import Activity, ActivityReport, DesignIssue, Project, SentIssue
from ruamsuk.projects.queries.reports import late_projects, reports_due, reports_late
from ruamsuk.projects.queries.shown import Shown
from ruamsuk.projects.queries.tallies import counted_projects

# What each list can be asked for, with the words of its chip.
FIGURES = {figure.code: figure.in_list for figure in figures.FIGURES if figure.in_list}


@dataclass(frozen=True)
class Limits(BaseLimits):
    figure: str = ""
    no_project: bool = False  # proposals that became no project

    @staticmethod
    def values(params: QueryDict) -> dict[str, Any]:
        figure = params.get("figure", "")
        own = {
            "figure": figure if figure in FIGURES else "",
            "no_project": params.get("project") == NONE,
        }
        return BaseLimits.values(params) | own

    @property
    def chips(self) -> list[Chip]:
        found = super().chips
        if self.figure:
            found.insert(0, self.chip(str(FIGURES[self.figure]), "figure"))
        if self.no_project:
            found.append(self.chip(str(_("no project (yet)")), "project"))
        return found

    def proposals(self, reader: Reader) -> Shown:
        rows = Shown.in_figures() if self.figure else Shown.visible_to(reader)
        if self.no_project:
            rows = rows.filter(Q(project__isnull=True) | Q(project__status=ProjectStatus.ANNULLED))
        sent = self._under(SentIssue.objects.all(), "sent", "pk")
        return rows.filter(self.funds()).filter_each(self._under(), sent)

    def projects(self, rows: QuerySet[Project]) -> QuerySet[Project]:
        if self.figure:
            rows = rows.filter(pk__in=counted_projects().values("pk"))
        if self.figure == "running":
            rows = rows.running()  # type: ignore[attr-defined]
        return rows.filter(self._on())

    def counted_projects(self, area: Area, fiscal_year: int) -> QuerySet[Project]:
        """The projects whose reports and activities are counted in an area and a year."""
        rows = counted_projects().filter(lies_in(self.places(area)), fiscal_year=fiscal_year)
        return rows.filter(self._on())

    def reports(self, area: Area, fiscal_year: int) -> QuerySet[ActivityReport]:
        """Reports sent, or those accepted."""
        rows = ActivityReport.objects.filter(project__in=self.counted_projects(area, fiscal_year)).sent()
        return rows.filter(state=ReportState.ACCEPTED) if self.figure == "reports_accepted" else rows

    def activities(self, area: Area, fiscal_year: int) -> QuerySet[Activity]:
        """Activities whose report is due, or late."""
        projects = self.counted_projects(area, fiscal_year)
        if self.figure == "reports_late":
            return reports_late(projects.filter(late_projects()))
        return reports_due(projects)

    def _on(self) -> Q:
        """The limits as a filter on projects."""
        return self.funds() & self._under()

    def _under(
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

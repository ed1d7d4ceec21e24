"""What a fund may take over of its imported projects, and what its figures would be."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from ruamsuk.core.text import plain
from ruamsuk.funds.models import Fund
from ruamsuk.projects.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.projects.models import Project, TakeOver
from ruamsuk.projects.projects.queries.counted import counted_projects


@dataclass(frozen=True)
class OpenProjects:
    """`ready`: would be counted. `alike`: have the title of one that is counted in the same year or would be, and
    are left out.
    """

    ready: list[Project]
    alike: list[Project]
    counted: int  # before
    satang: int
    undated: int  # of the fund, without a fiscal year: to be set first

    @property
    def satang_ready(self) -> int:
        return sum(project.budget_satang for project in self.ready)

    @property
    def counted_after(self) -> int:
        return self.counted + len(self.ready)

    @property
    def satang_after(self) -> int:
        return self.satang + self.satang_ready


def _imported(fund: Fund, fiscal_year: int | None) -> QuerySet[Project]:
    rows = Project.objects.filter(
        fund=fund, fiscal_year=fiscal_year, origin=Origin.IMPORT, taken_over__isnull=True
    )
    return rows.exclude(kind=ProjectKind.PROGRAMME).exclude(status=ProjectStatus.ANNULLED)


def open_projects(fund: Fund, fiscal_year: int) -> OpenProjects:
    counted = counted_projects().filter(fund=fund, fiscal_year=fiscal_year)
    titles = {plain(title) for title in counted.values_list("title", flat=True)}
    sums = counted.aggregate(n=Count("pk"), satang=Sum("budget_satang"))
    rows = _imported(fund, fiscal_year).select_related("fund", "organization", "home_area__parent__parent")
    ready: list[Project] = []
    alike: list[Project] = []
    for project in rows.order_by("code", "pk"):
        title = plain(project.title)
        (alike if title in titles else ready).append(project)
        titles.add(title)
    undated = _imported(fund, None).count()
    return OpenProjects(ready, alike, sums["n"], sums["satang"] or 0, undated)


def how_many_open(fund: Fund, fiscal_year: int) -> int:
    return _imported(fund, fiscal_year).count()


def standing(fund: Fund, fiscal_year: int) -> list[TakeOver]:
    """What was taken over and counts, the newest first."""
    rows = TakeOver.objects.filter(fund=fund, fiscal_year=fiscal_year, back_at__isnull=True)
    return list(rows.annotate(n=Count("projects")).select_related("by").order_by("-at", "-pk"))

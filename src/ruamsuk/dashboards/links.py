"""From a number to the list behind it, and from a line to the next level."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.dashboards.queries.counts import FUND_LEVEL, Line, Scope
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.limits import NONE, SEVERAL, query
from ruamsuk.issues.models import ListEntry

_CAPACITY = {
    "funds_learning_centre": Capacity.LEARNING_CENTRE.value,
    "funds_expansion": Capacity.EXPANSION.value,
}
_LISTS = {
    "funds": "funds:index",
    **dict.fromkeys(_CAPACITY, "funds:index"),
    "planned": "plans:planned-projects",
    "developed": "projects:proposals",
    **dict.fromkeys(("approved", "running", "budget_satang"), "projects:projects"),
    **dict.fromkeys(("reports_due", "reports_sent", "reports_accepted", "reports_late"), "projects:reports"),
}
ALL = "all"  # entries: not limited


@dataclass(frozen=True)
class Links:
    """Addresses for one page of counts."""

    scope: Scope
    figure: str = ""  # the figure crossed with issues, kept while one goes down and up

    @cached_property
    def _lists(self) -> dict[str, str]:
        """Figure → the list behind it, looked up once for the hundreds of cells of a page."""
        found = {page: reverse(page) for page in set(_LISTS.values())}
        return {name: found[page] for name, page in _LISTS.items()}

    @cached_property
    def _common(self) -> dict[str, Any]:
        network = self.scope.network
        return {"year": self.scope.fiscal_year, "network": network.uid if network else ""}

    def records(self, name: str, line: Line | None = None, entry: ListEntry | str | None = ALL) -> str:
        """The list behind a figure: of the whole page or one line; of all, one entry, no entry, or several."""
        if line is not None and line.project is not None:
            return self._project(name, line)
        found = self._place(line) | self._common
        if _LISTS[name] == "funds:index":
            found |= {"capacity": _CAPACITY.get(name)}
            del found["year"]
        elif name != "planned":
            found |= {"figure": "approved" if name == "budget_satang" else name}
        if entry != ALL and self.scope.issue_list:
            code = entry.code if isinstance(entry, ListEntry) else entry or NONE
            found |= {"list": self.scope.issue_list.code, "entry": code}
        if self.scope.fund and line is not None and name == "developed":
            found |= {"project": NONE}
        return self._lists[name] + query(found)

    def overlapping(self, name: str, line: Line | None = None) -> str:
        """Records under more than one entry."""
        return self.records(name, line, SEVERAL)

    def own_steps(self) -> str:
        """The list of steps that one person took on the own work."""
        return reverse("projects:own-steps") + query(self._place(None) | self._common)

    def funds_of(self, kind_code: str) -> str:
        found = self._place(None) | {"kind": kind_code, "network": self._common["network"]}
        return reverse("funds:index") + query(found)

    def _place(self, line: Line | None) -> dict[str, Any]:
        scope = self.scope
        if scope.fund:
            return {"area": COUNTRY_CODE, "fund": scope.fund.uid}
        if line is None:
            return {"area": scope.area.code, "here": scope.here}
        if line.area:
            return {"area": line.area.code}
        if line.fund:
            return {"area": scope.area.code, "here": scope.here, "fund": line.fund.uid}
        if scope.below == FUND_LEVEL:
            return {"area": scope.area.code, "here": scope.here, "fund": NONE}
        return {"area": scope.area.code, "here": True}

    @staticmethod
    def _project(name: str, line: Line) -> str:
        assert line.project
        if name == "developed" and line.project.proposal:
            return reverse("projects:proposal", args=[line.project.proposal.uid])
        page = "projects:project-reports" if name.startswith("reports_") else "projects:project"
        return reverse(page, args=[line.project.uid])

    # The page itself, elsewhere in the tree or shown otherwise.

    def page(self, **changed: Any) -> str:
        scope = self.scope
        place = {"fund": scope.fund.uid} if scope.fund else {"area": scope.area.code, "here": scope.here}
        return reverse("dashboards:counts") + query(place | self._shown() | changed)

    def down(self, line: Line) -> str:
        if line.project:
            return reverse("projects:project", args=[line.project.uid])
        if line.fund:
            return reverse("dashboards:counts") + query({"fund": line.fund.uid} | self._shown())
        if line.area:
            return self.up(line.area.code)
        if self.scope.below == FUND_LEVEL or self.scope.fund:
            return ""
        return self.up(self.scope.area.code, here=True)

    def up(self, code: str, **more: Any) -> str:
        return reverse("dashboards:counts") + query({"area": code} | more | self._shown())

    def download(self, kind: str) -> str:
        page = self.page()
        return reverse("dashboards:download", args=[kind]) + page[page.index("?") :]

    def _shown(self) -> dict[str, Any]:
        issue_list = self.scope.issue_list
        return self._common | {"list": issue_list.code if issue_list else "", "figure": self.figure}

"""From a number to the list behind it, and from a line to the next level."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import FUND_LEVEL, Question
from ruamsuk.counting.sources import ALL
from ruamsuk.funds.filters import NONE, SEVERAL, query
from ruamsuk.issues.models import ListEntry

BY_ISSUE = "issues"  # `show`: the table by issue instead of that by place


@dataclass(frozen=True)
class Links:
    """Addresses for one page of counts."""

    question: Question
    figure: str = ""  # the figure crossed with issues, kept while one goes down and up
    show: str = ""  # BY_ISSUE, of this page alone

    @cached_property
    def _lists(self) -> dict[str, str]:
        """Figure → the list behind it, looked up once for the hundreds of cells of a page."""
        found = {page: reverse(page) for page in {figure.page for figure in FIGURES.values()}}
        return {code: found[figure.page] for code, figure in FIGURES.items()}

    @cached_property
    def _common(self) -> dict[str, object]:
        network, area_set = self.question.network, self.question.area_set
        found: dict[str, object] = {
            "set": area_set.uid if area_set else "",
            "year": self.question.fiscal_year,
            "network": network.uid if network else "",
        }
        if then := self.question.then:
            found |= {"on": then.day.isoformat(), "way": then.way.value if then.is_corrected else ""}
        return found

    def records(
        self,
        name: str,
        line: FigureLine | None = None,
        entry: ListEntry | str | None = ALL,
        **part: object,
    ) -> str:
        """The list behind a figure: of the whole page or one line; of all, one entry, no entry, or several. `part`: of
        a breakdown, by the name that it is asked by.

        Behind a figure of a past day stands a page that says what is known of that day; "": there is none.
        """
        figure = FIGURES[name]
        if line is not None and line.of:
            return line.of.url(figure)
        found = self._place(line) | self._common
        if self.question.then:
            return self._behind(name, found, entry)
        if figure.is_of_funds:
            del found["year"]
        found |= figure.asked
        if entry != ALL and self.question.issue_list:
            code = entry.code if isinstance(entry, ListEntry) else entry or NONE
            found |= {"list": self.question.issue_list.code, "entry": code}
        if self.question.fund and line is not None:
            found |= figure.asked_of_rest
        return self._lists[name] + query(found | part)

    def _behind(self, name: str, place: dict[str, object], entry: ListEntry | str | None) -> str:
        if place.get("fund") == NONE:
            return ""
        found = dict(place)
        if entry != ALL and self.question.issue_list:
            code = entry.code if isinstance(entry, ListEntry) else entry or NONE
            found |= {"list": self.question.issue_list.code, "entry": code}
        return reverse("dashboards:behind") + query(found | {"figure": name})

    def today(self) -> "Links":
        return replace(self, question=replace(self.question, then=None))

    def overlapping(self, name: str, line: FigureLine | None = None) -> str:
        """Records under more than one entry."""
        return self.records(name, line, SEVERAL)

    def own_steps(self) -> str:
        """The list of steps that one person took on the own work."""
        return reverse("projects:own-steps") + query(self._place(None) | self._common)

    def funds_of(self, kind_code: str) -> str:
        found = self._place(None) | self._common | {"kind": kind_code, "year": ""}
        return reverse("funds:index") + query(found)

    def _place(self, line: FigureLine | None) -> dict[str, object]:
        question = self.question
        if question.fund:
            return {"area": COUNTRY_CODE, "fund": question.fund.uid}
        if line is None:
            return {"area": question.area.code, "here": question.here}
        if line.area:
            return {"area": line.area.code}
        if line.fund:
            return {"area": question.area.code, "here": question.here, "fund": line.fund.uid}
        if question.below == FUND_LEVEL:
            return {"area": question.area.code, "here": question.here, "fund": NONE}
        return {"area": question.area.code, "here": True}

    # The page itself, elsewhere in the tree or shown otherwise.

    def page(self, **changed: object) -> str:
        question = self.question
        place = (
            {"fund": question.fund.uid}
            if question.fund
            else {"area": question.area.code, "here": question.here}
        )
        return reverse("dashboards:counts") + query(place | self._shown() | changed)

    def down(self, line: FigureLine) -> str:
        if line.of:
            return line.of.url()
        if line.fund:
            return reverse("dashboards:counts") + query({"fund": line.fund.uid} | self._shown())
        if line.area:
            return self.up(line.area.code)
        if self.question.below == FUND_LEVEL or self.question.fund:
            return ""
        return self.up(self.question.area.code, here=True)

    def up(self, code: str, **more: object) -> str:
        return reverse("dashboards:counts") + query({"area": code} | more | self._shown())

    def units(self) -> str:
        """Which funds and areas have some, and which have none; of a single fund nobody asks."""
        return (
            ""
            if self.question.fund
            else reverse("dashboards:units") + query(self._place(None) | self._common)
        )

    def coverage(self) -> str:
        """Which lines of the list are covered."""
        if self.question.fund or not self.question.issue_list:
            return ""
        found = self._place(None) | self._common | {"list": self.question.issue_list.code}
        return reverse("dashboards:coverage") + query(found)

    def breakdown(self, code: str) -> str:
        """What a figure consists of."""
        return reverse("dashboards:breakdown", args=[code]) + query(self._place(None) | self._common)

    def indicators(self) -> str:
        """What standard indicators stand at."""
        return reverse("dashboards:indicators") + query(self._place(None) | self._common)

    def download(self, kind: str) -> str:
        page = self.page()
        return reverse("dashboards:download", args=[kind]) + page[page.index("?") :]

    def freeze(self) -> str:
        page = self.page()
        return reverse("dashboards:frozen-new") + page[page.index("?") :]

    def _shown(self) -> dict[str, object]:
        issue_list = self.question.issue_list
        return self._common | {"list": issue_list.code if issue_list else "", "figure": self.figure}

"""Values of standard indicators over an area or a fund; for the page, the API and the files."""

from collections.abc import Mapping
from dataclasses import dataclass

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.problems import IndicatorsOfToday
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import RECORD_LEVEL, Question
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.issues.models import Indicator, ListEntry
from ruamsuk.projects.reports.queries.together import ByGroup, ProjectValue, Together, together, values_of


@dataclass(frozen=True)
class IndicatorValues:
    """A standard indicator with what the projects of a question say of it."""

    question: Question
    entry: ListEntry | None
    indicator: Indicator
    by_group: ByGroup

    @property
    def whole(self) -> Together:
        return together(self.indicator, self.by_group.values())

    @property
    def of_project(self) -> Mapping[int, list[ProjectValue]]:
        found: dict[int, list[ProjectValue]] = {}
        for one in self.whole.values:
            found.setdefault(one.project, []).append(one)
        return found

    @property
    def lines(self) -> list[tuple[FigureLine, Together]]:
        """Each place of the next level in which a project measured it; none of a fund, whose projects are listed."""
        if self.question.below == RECORD_LEVEL:
            return []
        left, found = dict(self.by_group), []
        for line in counts(self.question).lines:
            key = line.fund.pk if line.fund else line.area.place_no if line.area else None
            groups = list(left.values()) if line.is_rest else [left.pop(key, [])]
            if any(groups):
                found.append((line, together(self.indicator, groups)))
        return found


def measured(question: Question, entry: ListEntry | None = None) -> list[IndicatorValues]:
    """Every standard indicator of which a project gives a value, in the order of the catalogue."""
    if question.then:
        raise IndicatorsOfToday
    found = kept(
        ("indicators", today(), question, question.places, entry), lambda: values_of(question, entry), Acts()
    )
    rows = Indicator.objects.filter(pk__in=found).select_related("issue")
    return [
        IndicatorValues(question, entry, one, found[one.pk])
        for one in rows.order_by("issue__sort_no", "issue__sort_key", "sort_no", "code")
    ]


def measured_of(question: Question, indicator: Indicator, entry: ListEntry | None = None) -> IndicatorValues:
    """One of them; without a value where nobody measured it."""
    if question.then:
        raise IndicatorsOfToday
    found = values_of(question, entry, indicator)
    return IndicatorValues(question, entry, indicator, found.get(indicator.pk, {}))

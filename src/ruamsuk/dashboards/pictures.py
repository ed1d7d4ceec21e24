"""The pictures of the counting page: one figure by issue, by place and over three years, and small bars in the tiles.

Each has one sentence, made from what it shows (tests/test_pictures.py makes it again from the table).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.charts.marks import Bars, Lines, Mark, Place, Series, ShapeMap, Spark, Squares
from ruamsuk.charts.provinces import SHAPES
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.money import SATANG
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import FUND_LEVEL, LEVELS, RECORD_LEVEL, Splits
from ruamsuk.dashboards.links import BY_ISSUE, Links
from ruamsuk.dashboards.queries.counts import Counts
from ruamsuk.dashboards.tables import label_of, text_of

YEARS = 3  # with the one that is asked for
MOST_BARS = 8  # further issues are one bar
IN_MILLIONS = 10_000_000 * SATANG  # from so much on money is written in millions of baht
Chart = Bars | Lines | ShapeMap | Squares


@dataclass(frozen=True)
class Pictures:
    """Of one page. `years`: the sums of the years before (queries.years); none of a past day, of which they are not."""

    counts: Counts
    links: Links
    figure: Figure
    years: Mapping[int, Splits]

    def all(self) -> list[Chart]:
        """Those in which there is something to see."""
        if self.figure.code in self.counts.not_known:
            return []
        found = [self.by_place, self.by_issue, self.over_the_years]
        return [chart for chart in found if chart is not None]

    def before(self, code: str) -> int:
        """What it was in the year before."""
        splits = self.years.get(self.counts.question.fiscal_year - 1, {})
        return sum(split.total[code] for split in splits.values())

    def spark(self, code: str) -> Spark | None:
        """The small bars of a tile."""
        figure = FIGURES[code]
        if not self.years or not figure.by_entry or code in self.counts.not_known:
            return None
        values = {
            year: sum(split.total[code] for split in splits.values()) for year, splits in self.years.items()
        }
        values[self.counts.question.fiscal_year] = self.counts.totals[code]
        if not any(values.values()):
            return None
        return Spark(
            [
                Mark(str(year), value, text_of(value, figure.is_money))
                for year, value in sorted(values.items())
            ]
        )

    @cached_property
    def by_issue(self) -> Bars | None:
        counts, code = self.counts, self.figure.code
        lines = [(entry, counts.whole.of(entry.pk)[code]) for entry in counts.entries]
        lines = sorted((line for line in lines if line[1]), key=lambda line: -line[1])
        if not lines:
            return None
        shown = lines[:MOST_BARS] if len(lines) > MOST_BARS + 1 else lines
        marks = [self._mark(entry.name, n, self.links.records(code, None, entry)) for entry, n in shown]
        if rest := lines[len(shown) :]:
            marks.append(
                self._mark(
                    _("%(number)s other issues") % {"number": len(rest)},
                    sum(n for _e, n in rest),
                    self._all_issues,
                )
            )
        if n := counts.not_classified[code]:
            marks.append(self._mark(_("Not classified"), n, self.links.records(code, None, None)))
        whole = counts.totals[code]
        words = {"issue": lines[0][0].name, "number": self._text(lines[0][1]), "whole": self._text(whole)}
        sentence = _("Most is about %(issue)s: %(number)s of %(whole)s.") % words
        if counts.overlap[code]:
            sentence += " " + _("One project may stand under several issues.")
        return Bars(_("%(figure)s by issue") % self._named, sentence, marks, whole)

    @property
    def _all_issues(self) -> str:
        return self.links.page(show=BY_ISSUE, figure="") + "#table"

    @cached_property
    def by_place(self) -> ShapeMap | Squares | None:
        """A map where every line is made of provinces, else a square for each; nothing where there is one line only."""
        if self.counts.question.below == RECORD_LEVEL or len(self._lines) < 2 or not self._value_of_lines:
            return None
        level = str(LEVELS[self.counts.question.below]).lower()
        title = _("%(figure)s by %(level)s") % (self._named | {"level": level})
        marks = [
            self._mark(self._name(line), self._value(line), self.links.down(line)) for line in self._lines
        ]
        sentence = _spread(marks)
        shapes = self._shapes()
        if all(shapes):
            return ShapeMap(title, sentence, [Place(*pair) for pair in zip(marks, shapes, strict=True)])
        return Squares(title, sentence, marks)

    @cached_property
    def over_the_years(self) -> Lines | None:
        if not self.years or len(self._lines) < 2:
            return None
        year, code = self.counts.question.fiscal_year, self.figure.code
        series = []
        for line in self._lines:
            key = line.area.place_no if line.area else line.fund.pk if line.fund else None
            values = {
                before: splits[key].total[code] if key in splits else 0
                for before, splits in self.years.items()
            }
            values[year] = self._value(line)
            marks = [self._mark(str(one), value) for one, value in sorted(values.items())]
            series.append(Series(self._name(line), marks, self.links.down(line)))
        drawn = [one for one in series if any(mark.value for mark in one.marks)]
        if not drawn:
            return None
        without = ", ".join(one.label for one in series if one not in drawn)
        none = _("None in all these years: %(places)s") % {"places": without} if without else ""
        return Lines(_("%(figure)s over the years") % self._named, self._changes(series), drawn, none)

    def _changes(self, series: Sequence[Series]) -> str:
        """How many rose and fell; a year that is not over is named: it is not to be set beside a whole one."""
        changes = [one.last.value - one.first.value for one in series]
        words = {
            "first": series[0].first.label,
            "last": series[0].last.label,
            "more": sum(change > 0 for change in changes),
            "less": sum(change < 0 for change in changes),
            "same": sum(change == 0 for change in changes),
        }
        found = (
            _("From %(first)s to %(last)s: %(more)s more, %(less)s less, %(same)s as many. All on one scale.")
            % words
        )
        if self.counts.question.fiscal_year >= current_fiscal_year():
            found += " " + _("The year %(last)s is not over.") % words
        return found

    # What all of them need ------------------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> list[FigureLine]:
        """Areas or funds, without what lies in none of them."""
        return [line for line in self.counts.lines if line.area or line.fund]

    @cached_property
    def _value_of_lines(self) -> int:
        return sum(map(self._value, self._lines))

    def _value(self, line: FigureLine) -> int:
        return line.split.total[self.figure.code]

    @cached_property
    def _is_in_millions(self) -> bool:
        return self.figure.is_money and self.counts.totals[self.figure.code] >= IN_MILLIONS

    def _mark(self, label: str, value: int, url: str = "") -> Mark:
        return Mark(label, value, self._text(value), url)

    def _text(self, value: int) -> str:
        if not self._is_in_millions or not value:
            return text_of(value, self.figure.is_money)
        millions = f"{value / SATANG / 1_000_000:,.1f}"
        return "<0.1" if millions == "0.0" else millions

    def _name(self, line: FigureLine) -> str:
        if line.area and line.area.kind == AreaKind.ZONE:
            return _("Zone %(number)s") % {"number": line.area.code.lstrip("Z0")}
        return label_of(line, self.counts)

    @property
    def _named(self) -> dict[str, str]:
        label = str(self.figure.label)
        return {"figure": _("%(figure)s, in millions") % {"figure": label} if self._is_in_millions else label}

    def _shapes(self) -> list[list[str]]:
        """Of each line its provinces, as the map calls them; an empty list: it is smaller than one."""
        if self.counts.question.below == FUND_LEVEL:
            return [[]]
        provinces = [
            (place, SHAPES[code])
            for place, code in Area.objects.open()
            .filter(kind=AreaKind.PROVINCE)
            .values_list("place_no", "code")
            if code in SHAPES
        ]
        places = [line.area.places if line.area else None for line in self._lines]
        return [[shape for place, shape in provinces if one and one.covers(place)] for one in places]


def _spread(marks: Sequence[Mark]) -> str:
    """Who has most, and how many have none."""
    most, none = max(marks, key=lambda mark: mark.value), sum(not mark.value for mark in marks)
    found = _("Most in %(place)s: %(number)s.") % {"place": most.label, "number": most.text}
    if none:
        found += " " + _("None in %(none)s of %(all)s.") % {"none": none, "all": len(marks)}
    return found

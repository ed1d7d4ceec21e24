"""What a figure consists of: addresses and tables of the page and its files."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.counting.breakdowns import BREAKDOWNS, BrokenDown
from ruamsuk.counting.figures import FIGURES, Figures
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import LEVELS, Question
from ruamsuk.counting.sources import ALL
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.queries.breakdowns import broken_down
from ruamsuk.dashboards.tables import Cell, Row, Table, label_of, sub_of
from ruamsuk.funds.filters import SEVERAL, query
from ruamsuk.issues.models import ListEntry

MOST_PARTS = 100  # of an open list, named on a page


@dataclass(frozen=True)
class Asked:
    """What the address asks besides the question."""

    code: str
    found: BrokenDown
    figure: str  # by which places are shown

    @property
    def links(self) -> Links:
        return Links(self.found.question)

    def address(
        self, name: str = "dashboards:breakdown", args: Iterable[object] = (), **changed: object
    ) -> str:
        question = self.found.question
        shown: dict[str, object] = {
            "area": question.area.code,
            "set": question.area_set.uid if question.area_set else "",
            "fund": question.fund.uid if question.fund else "",
            "here": question.here,
            "year": question.fiscal_year,
            "network": question.network.uid if question.network else "",
            "list": question.issue_list.code if self.found.entry and question.issue_list else "",
            "entry": self.found.entry.code if self.found.entry else "",
            "figure": self.figure if self.figure != self.found.breakdown.figures[0] else "",
        }
        return reverse(name, args=[self.code, *args]) + query(shown | changed)

    def cell(
        self, code: str, value: int, line: FigureLine | None = None, part: str = "", head: str = ""
    ) -> Cell:
        figure = FIGURES[code]
        asked = {self.found.breakdown.asked: part} if part else {}
        url = self.links.records(code, line, self.found.entry or ALL, **asked) if value else ""
        return Cell(head or str(figure.short), value, url, figure.is_money)


def asked_of(
    code: str, question: Question, figure: str, entry: ListEntry | None, *, has_account: bool
) -> Asked:
    """What is named and does not exist is not found."""
    if code not in BREAKDOWNS:
        raise Http404
    breakdown = BREAKDOWNS[code]
    if figure and figure not in breakdown.figures:
        raise Http404
    return Asked(
        code, broken_down(code, question, entry, has_account=has_account), figure or breakdown.figures[0]
    )


def by_part(asked: Asked, *, most: int | None = None) -> Table:
    """Each part with its figures, and the whole. `most`: so many are named, the rest together."""
    found, breakdown = asked.found, asked.found.breakdown
    shown = found.order[:most]
    names = breakdown.named(shown)
    rows = [
        Row(
            str(names[part]),
            [asked.cell(code, found.parts[part][code], part=part) for code in breakdown.figures],
        )
        for part in shown
    ]
    if further := found.order[len(shown) :]:
        cells = [
            asked.cell(code, 0)
            if not (together := sum(found.parts[part][code] for part in further))
            else Cell(str(FIGURES[code].short), together, is_money=FIGURES[code].is_money)
            for code in breakdown.figures
        ]
        rows.append(Row(_("%(number)s more") % {"number": f"{len(further):,}"}, cells))
    if breakdown.overlaps and rows:
        cells = [_overlap(asked, code, found.parts, found.whole) for code in breakdown.figures]
        rows.append(Row(_("Overlap (under several)"), cells))
    rows.append(
        Row(_("Total"), [asked.cell(code, found.whole[code]) for code in breakdown.figures], is_total=True)
    )
    return Table(str(breakdown.label), breakdown.head, rows)


def _overlap(asked: Asked, code: str, parts: dict[str, Figures], whole: Figures) -> Cell:
    over = asked.found.overlap(parts, whole, code)
    return asked.cell(code, -over, part=SEVERAL) if over else asked.cell(code, 0)


def by_place(asked: Asked) -> Table | None:
    """One figure by place and part; parts without end and the records of a fund have no such table."""
    found, code = asked.found, asked.figure
    lines = found.lines
    if found.breakdown.is_open or not lines:
        return None
    heads = [(part, str(name)) for part, name in found.breakdown.named(found.order).items()]

    def row(
        label: str, line: FigureLine | None, parts: dict[str, Figures], whole: Figures, is_total: bool = False
    ) -> Row:
        cells = [
            asked.cell(code, parts[part][code] if part in parts else 0, line, part, head)
            for part, head in heads
        ]
        if code in found.breakdown.overlaps:
            over = found.overlap(parts, whole, code)
            cells.append(asked.cell(code, -over, line, SEVERAL, _("Overlap")))
        cells.append(asked.cell(code, whole[code], line, head=_("Total")))
        if line is None:
            return Row(label, cells, is_total=is_total)
        return Row(label, cells, _down(asked, line), sub_of(line))

    rows = [row(label_of(line, found.counted), line, parts, whole) for line, parts, whole in lines]
    rows.append(row(_("Total"), None, found.parts, found.whole, is_total=True))
    level = str(LEVELS[found.question.below])
    title = _("%(figure)s by %(level)s and part") % {
        "figure": FIGURES[code].label,
        "level": level.lower(),
    }
    return Table(title, level, rows)


def _down(asked: Asked, line: FigureLine) -> str:
    if line.area:
        return asked.address(area=line.area.code, here="")
    return asked.address(fund=line.fund.uid) if line.fund else ""

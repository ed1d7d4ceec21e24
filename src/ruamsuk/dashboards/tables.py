"""The tables of the counting page: the same cells for the page, the Excel file and the CSV file."""

from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.core.money import baht_text
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.queries import Counted, FigureLine
from ruamsuk.counting.question import FUND_LEVEL, LEVELS, RECORD_LEVEL, Question, Split
from ruamsuk.counting.sources import ALL
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.queries.counts import Counts, Stated
from ruamsuk.funds.filters import SEVERAL
from ruamsuk.issues.models import ListEntry

MOST_PROJECTS = 50  # of a fund, named on a page


@dataclass(frozen=True)
class Cell:
    head: str | Promise
    value: int | None  # money in satang; None: cannot be said of the day that is asked for
    url: str = ""
    is_money: bool = False
    is_minor: bool = False  # left out on a phone
    today: int | None = None  # beside the figure of a past day

    @property
    def text(self) -> str:
        if self.value is None:
            return _("not known")
        return text_of(self.value, self.is_money) if self.value else "–"

    @property
    def is_zero(self) -> bool:
        return not self.value and not self.today_text

    @property
    def css(self) -> str:
        return f"num{' is-zero' if self.is_zero else ''}{' is-minor' if self.is_minor else ''}"

    @property
    def is_on_phones(self) -> bool:
        """On a phone a cell stands under its own head, and those of nothing are left out."""
        return not (self.is_zero or self.is_minor)

    @property
    def today_text(self) -> str:
        """What it is today, where that is something else."""
        if self.today is None or self.value is None or self.today == self.value:
            return ""
        return _("today %(number)s") % {"number": text_of(self.today, self.is_money)}


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    url: str = ""
    sub: str = ""
    is_total: bool = False
    stated: list[Stated] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return bool(self.url) and not self.stated and not any(cell.value or cell.today for cell in self.cells)


@dataclass(frozen=True)
class Table:
    title: str
    first: str | Promise  # head of the first column
    rows: list[Row]
    figure: str = ""  # the one figure that all cells show

    @property
    def heads(self) -> list[Cell]:
        return self.rows[-1].cells if self.rows else []

    @property
    def empty(self) -> list[Row]:
        """Places in which nothing is counted: named below the table, so that the rest can be seen."""
        return [row for row in self.rows if row.is_empty]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if not row.is_empty]


def text_of(value: int, is_money: bool) -> str:
    return baht_text(value, decimals=False) if is_money else f"{value:,}"


def signed(value: int, is_money: bool) -> str:
    """+2, −3."""
    return f"{'−' if value < 0 else '+'}{text_of(abs(value), is_money)}"


def by_level(
    counts: Counts, links: Links, *, every_figure: bool = False, today: Counts | None = None
) -> Table:
    """Each place of the next level with its figures; of a past day, beside those of `today`.

    `every_figure`: for a file, with the parts in the programme and with every project of a fund; a page names the
    largest of many, and has one row for all others.
    """
    level = counts.question.below
    heads = {
        name: str(spec.short)  # translated once, not for each cell
        for name, spec in FIGURES.items()
        if (every_figure or not spec.is_part) and (level != RECORD_LEVEL or not spec.is_of_funds)
    }

    now = {_key(line): line.split.total for line in today.lines} if today else {}

    def cells(figures: dict[str, int], line: FigureLine | None) -> list[Cell]:
        beside = (now.get(_key(line)) if line else today.totals) if today else None
        found = (_cell(links, name, figures[name], line, head=head) for name, head in heads.items())
        cells = [_known(cell, name, counts) for cell, name in zip(found, heads, strict=True)]
        if beside is None or (line and line.of):
            return cells
        return [replace(cell, today=beside[name]) for cell, name in zip(cells, heads, strict=True)]

    def row(line: FigureLine) -> Row:
        stated = _stated_of(line, counts)
        return Row(
            label_of(line, counts),
            cells(line.split.total, line),
            links.down(line),
            sub_of(line),
            stated=stated,
        )

    projects = sum(line.of is not None for line in counts.lines)
    most = MOST_PROJECTS if projects > MOST_PROJECTS and not every_figure else projects
    rows = [row(line) for line in [*counts.lines[:most], *counts.lines[projects:]]]
    if further := counts.lines[most:projects]:
        together = Split()
        for line in further:
            together.include(line.split)
        label = ngettext("%(number)s further project", "%(number)s further projects", len(further))
        figures = [
            Cell(head, together.total[name], is_money=FIGURES[name].is_money) for name, head in heads.items()
        ]
        rows.insert(most, Row(label % {"number": f"{len(further):,}"}, figures, links.records("approved")))
    rows.append(Row(_("Total"), cells(counts.totals, None), is_total=True))
    return Table(_("All figures by %(level)s") % {"level": _level_word(counts)}, LEVELS[level], rows)


def crossed(counts: Counts, links: Links, name: str) -> Table:
    """One figure by place and issue. Issues + not classified − overlap = the sum of a row."""

    def cells(line: FigureLine | None) -> list[Cell]:
        split = line.split if line else counts.whole
        found = [_cell(links, "funds", split.total["funds"], line)]
        found += [
            _cell(links, name, split.of(entry.pk)[name], line, entry, entry.name) for entry in counts.entries
        ]
        found.append(_cell(links, name, split.of(None)[name], line, None, _("Not classified")))
        found.append(_cell(links, name, -split.overlap[name], line, SEVERAL, _("Overlap")))
        found.append(_cell(links, name, split.total[name], line, head=_("Total")))
        return [_known(found[0], "funds", counts), *(_known(cell, name, counts) for cell in found[1:])]

    rows = [
        Row(label_of(line, counts), cells(line), links.down(line), stated=_stated_of(line, counts, name))
        for line in counts.lines
    ]
    rows.append(Row(_("Total"), cells(None), is_total=True))
    title = _("%(figure)s by %(level)s and issue")
    words = {"figure": FIGURES[name].label, "level": _level_word(counts)}
    return Table(title % words, LEVELS[counts.question.below], rows, name)


def by_entry(counts: Counts, links: Links, *, every_figure: bool = False) -> Table:
    """The list of issues; then what is not classified, the overlap, and the sum. `every_figure`: for a file."""
    whole = counts.whole
    heads = {
        name: str(spec.short)
        for name, spec in FIGURES.items()
        if spec.by_entry and (every_figure or not spec.is_part)
    }

    def row(label: str, figures: dict[str, int], which: ListEntry | str | None, sign: int = 1) -> Row:
        cells = [
            _known(
                _cell(
                    links,
                    name,
                    sign * figures[name],
                    None,
                    which,
                    head,
                    is_minor=not FIGURES[name].is_crossed,
                ),
                name,
                counts,
            )
            for name, head in heads.items()
        ]
        return Row(label, cells, is_total=which == ALL)

    rows = [row(entry.name, whole.of(entry.pk), entry) for entry in counts.entries]
    rows.append(row(_("Not classified"), whole.of(None), None))
    rows.append(row(_("Overlap (under several issues)"), whole.overlap, SEVERAL, -1))
    rows.append(row(_("Total"), whole.total, ALL))
    return Table(title_by_entry(counts.question), _("Issue"), rows)


def title_by_entry(question: Question) -> str:
    return _("By issue: %(list)s") % {"list": question.issue_list or ""}


def _cell(
    links: Links,
    name: str,
    value: int,
    line: FigureLine | None = None,
    which: ListEntry | str | None = ALL,
    head: str | Promise = "",
    is_minor: bool = False,
) -> Cell:
    spec = FIGURES[name]
    url = links.records(name, line, which) if value else ""
    return Cell(head or spec.short, value, url, spec.is_money, is_minor)


def _known(cell: Cell, name: str, counts: Counts) -> Cell:
    return replace(cell, value=None, url="") if name in counts.not_known else cell


def _key(line: FigureLine) -> tuple[int | None, int | None]:
    return line.area.pk if line.area else None, line.fund.pk if line.fund else None


def _level_word(counts: Counts) -> str:
    return str(LEVELS[counts.question.below]).lower()


def label_of(line: FigureLine, counts: Counted) -> str:
    if line.area:
        return line.area.name
    if line.fund:
        return line.fund.name
    if line.of:
        return line.of.title
    if counts.question.fund and not counts.question.is_by_record:
        return _("Total")
    if counts.question.fund:
        return _("Planned or proposed, no project (yet)")
    if counts.question.below == FUND_LEVEL:
        return _("Of no fund")
    return _("Directly at the level of %(area)s") % {"area": counts.question.area.label}


def sub_of(line: FigureLine) -> str:
    if line.fund:
        return line.fund.code
    if line.of:
        return line.of.sub
    return ""


def _stated_of(line: FigureLine, counts: Counts, name: str = "") -> list[Stated]:
    if line.area is None:
        return []
    return [
        stated
        for stated in counts.stated
        if stated.record.home_area_id == line.area.pk and (not name or stated.record.figure == name)
    ]

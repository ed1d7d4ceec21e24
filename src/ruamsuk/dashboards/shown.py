"""The figures of a counting page as they are shown: the same for every reader, so they are kept ready while no record
changes. What differs between readers stands around them on the page."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.question import Question
from ruamsuk.dashboards import tables
from ruamsuk.dashboards.links import BY_ISSUE, Links
from ruamsuk.dashboards.pictures import YEARS, Pictures
from ruamsuk.dashboards.queries.counts import Counts, counts
from ruamsuk.dashboards.queries.years import by_year
from ruamsuk.dashboards.tiles import shares, tiled, tiles


def crossed() -> list[str]:
    """The figures that are crossed with issues."""
    return [code for code, figure in FIGURES.items() if figure.is_crossed]


def figures_shown(question: Question, links: Links) -> tuple[Counts, SafeString]:
    """The figures, and as they stand on the page: tiles, pictures and the one table that is asked for.

    They are counted inside, so that nothing is kept that was counted before it is known what has happened since.
    """
    key = ("shown", get_language(), today(), question, question.places, links.figure, links.show)
    found, drawn = kept(key, lambda: _drawn(question, links), Acts())
    return replace(found, as_of=timezone.now()), drawn


def _drawn(question: Question, links: Links) -> tuple[Counts, SafeString]:
    found, now = counts(question), counts(replace(question, then=None)) if question.then else None
    seen = _pictures(found, links)
    context = {
        "tiles": tiles("work", found, links, seen, now),
        "report_tiles": tiles("reports", found, links, seen, now),
        "evidence_tiles": shares("evidence", found, links) if now is None else [],
        "pictures": seen.all(),
        "choices": _choices(question, seen.figure.code),
        "is_open": bool(links.show or links.figure),
        "is_by_issue": bool(links.show),
        "table": table_of(found, links, now),
        "tabs": _tabs(question, links),
        # The second table weighs as much as the first: it is fetched once somebody unfolds it.
        "issues_url": links.page(show=BY_ISSUE, figure="") if found.entries and not links.show else "",
        "issues_title": tables.title_by_entry(question),
    }
    return found, render_to_string("dashboards/_figures.html", context)


def table_of(found: Counts, links: Links, now: Counts | None = None) -> tables.Table:
    if links.show:
        return tables.by_entry(found, links)
    if links.figure:
        return tables.crossed(found, links, links.figure)
    return tables.by_level(found, links, today=now)


def _pictures(found: Counts, links: Links) -> Pictures:
    """Of the figure that is asked for, else of approved projects."""
    year = found.question.fiscal_year
    before = () if found.question.then else range(year - YEARS + 1, year)
    shown = links.figure or "approved"
    wanted = {shown, *(one.code for one in [*tiled("work"), *tiled("reports")])}
    return Pictures(found, links, FIGURES[shown], by_year(found.question, before, wanted))


def _choices(question: Question, shown: str) -> list[tuple[object, str, bool]]:
    """The figures that the pictures can show."""
    if question.fund:
        return []
    return [(FIGURES[name].label, Links(question, name).page(), name == shown) for name in crossed()]


def _tabs(question: Question, links: Links) -> list[tuple[object, str, bool]]:
    if question.fund or not question.issue_list:
        return []
    whole = not (links.figure or links.show)
    found: list[tuple[object, str, bool]] = [(_("All figures"), Links(question).page(), whole)]
    for name in crossed():
        found.append((FIGURES[name].short, Links(question, name).page(), name == links.figure))
    return found

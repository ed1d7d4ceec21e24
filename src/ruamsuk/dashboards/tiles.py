"""Figures as tiles: what they are, how many, what that means in a line, small bars of three years, their records."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.core.few import is_few
from ruamsuk.counting.figures import FIGURES, Figure
from ruamsuk.dashboards import tables
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.pictures import Pictures
from ruamsuk.dashboards.queries.counts import Counts

Tile = dict[str, object]


def tiled(group: str) -> list[Figure]:
    """The figures of a group that have a tile of their own."""
    return [figure for figure in FIGURES.values() if figure.group == group and not figure.is_part]


def tiles(
    group: str, counted: Counts, links: Links, pictures: Pictures, now: Counts | None = None
) -> list[Tile]:
    return [
        tile_of(figure, counted, links, now) | {"spark": pictures.spark(figure.code)}
        for figure in tiled(group)
        if not (counted.question.fund and figure.is_of_funds)
    ]


def tile_of(figure: Figure, counted: Counts, links: Links, now: Counts | None = None) -> Tile:
    value = counted.totals[figure.code]
    cannot_be = figure.among and not counted.totals[figure.among]
    tile: Tile = {
        "label": figure.label,
        "value": "–" if cannot_be else tables.text_of(value, figure.is_money),
        "url": "" if cannot_be else links.records(figure.code),
        "note": _note(figure.code, counted),
        "brief": figure.brief,
        "tone": "bad" if figure.is_trouble and value else "",
    }
    if now is not None:
        today = now.totals[figure.code]
        tile["note"] = _("today %(number)s") % {"number": tables.text_of(today, figure.is_money)}
        if figure.code in counted.not_known:
            return tile | {"value": _("not known"), "url": "", "tone": ""}
        if today != value:
            tile["note"] = f"{tile['note']} ({tables.signed(today - value, figure.is_money)})"
    return tile


def shares(group: str, counted: Counts, links: Links) -> list[Tile]:
    """Figures that together are a whole, each with its share of it; nothing where there is none."""
    parts = [figure for figure in FIGURES.values() if figure.group == group]
    whole = sum(counted.totals[figure.code] for figure in parts)
    return [
        tile_of(figure, counted, links)
        | {"note": _("%(share)s%% of all") % {"share": round(counted.totals[figure.code] * 100 / whole)}}
        for figure in (parts if whole else ())
    ]


def _note(name: str, counted: Counts) -> str:
    if name == "funds":
        words = {
            "a": f"{counted.totals['funds_learning_centre']:,}",
            "b": f"{counted.totals['funds_expansion']:,}",
        }
        return _("learning centres %(a)s · expansion %(b)s") % words
    varied = counted.totals["varied"]
    if name == "approved" and varied:
        return _("%(n)s of them varied") % {"n": f"{varied:,}"}
    if name == "budget_satang":
        return _note_of_money(counted)
    number = counted.totals["participants"]
    if name == "reports_sent" and number and not is_few(number):
        return ngettext("%(n)s participant", "%(n)s participants", number) % {"n": f"{number:,}"}
    return ""


def _note_of_money(counted: Counts) -> str:
    """What was approved before variations, where that is something else, and what nobody says was spent."""
    totals, found = counted.totals, []
    if totals["approved_satang"] != totals["budget_satang"]:
        amount = tables.text_of(totals["approved_satang"], is_money=True)
        found.append(_("approved first: %(amount)s") % {"amount": amount})
    if totals["unreported_satang"]:
        amount = tables.text_of(totals["unreported_satang"], is_money=True)
        found.append(_("not reported as spent: %(amount)s") % {"amount": amount})
    return " · ".join(found)

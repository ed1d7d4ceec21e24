"""What makes a figure weak, in words. It is kept; whoever reads it should know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.checks.models import Check
from ruamsuk.checks.queries import checks_in_use
from ruamsuk.core.calendar import BE_OFFSET, day_text
from ruamsuk.core.text import plain
from ruamsuk.evidence.choices import FEW, STALE, EvidenceKind, is_percent
from ruamsuk.evidence.models import Evidence, OfficialFigure
from ruamsuk.evidence.problems import CoversMoreThanAll, DayInFuture, NegativeFigure, PercentOutOfRange


@dataclass(frozen=True)
class Limits:
    """From when on a figure is doubtful, as the checks of sense say; None: it never is."""

    fiscal_year: int | None  # for which it is used
    stale_years: int | None = None
    few_percent: int | None = None

    @classmethod
    def of(cls, fiscal_year: int | None, checks: Iterable[Check] | None = None) -> Self:
        """`checks`: those in use, where they have been read."""
        found: dict[str, int] = {}
        for check in checks_in_use() if checks is None else checks:
            condition = check.looked_for
            if check.condition in _LIMITS and condition and check.holds_in(fiscal_year):
                name, parameter = _LIMITS[check.condition]
                found[name] = condition.values(check.parameters)[parameter]
        return cls(fiscal_year, **found)


_LIMITS = {STALE: ("stale_years", "years"), FEW: ("few_percent", "percent")}


def _share(percent: float) -> str:
    """Whole percents; of less than one what is there, never a 0 for somebody who was counted."""
    return str(int(percent)) if percent >= 1 else f"{percent:.1g}"


def doubts(row: Evidence, limits: Limits, more: str = "") -> list[str]:
    """`more`: what is said of the source in plain words, beside the typed fields."""
    found = []
    if row.evidence_kind == EvidenceKind.ESTIMATE:
        found.append(_("An estimate: nobody counted."))
    coverage = row.coverage
    is_survey, least = row.evidence_kind == EvidenceKind.SURVEY, limits.few_percent
    if is_survey and coverage is not None and least is not None and coverage < least:
        found.append(
            _(
                "Only %(covered)s of %(total)s were counted (%(percent)s%%): it may not speak for the whole area."
            )
            % {"covered": f"{row.covered:,}", "total": f"{row.total:,}", "percent": _share(coverage)}
        )
    if row.evidence_kind and not row.agency:
        found.append(_("The agency that gave the figure is not named."))
    elif not row.evidence_kind and (more or row.agency):
        found.append(_("The kind of source is not chosen."))
    elif not row.evidence_kind:
        found.append(_("It is not said where the figure comes from."))
    if row.measured_on is None:
        if not more:
            found.append(_("The day of the figure is not given."))
    elif limits.stale_years is not None and limits.fiscal_year is not None:
        year = row.measured_on.year + BE_OFFSET
        if limits.fiscal_year - year > limits.stale_years:
            old = ngettext(
                "The figure is of %(year)s, older than %(n)s year.",
                "The figure is of %(year)s, older than %(n)s years.",
                limits.stale_years,
            )
            found.append(old % {"year": year, "n": limits.stale_years})
    return found


def check_coverage(row: "Evidence | OfficialFigure") -> None:
    if row.covered is not None and row.total is not None and row.covered > row.total:
        raise CoversMoreThanAll(covered=f"{row.covered:,}", total=f"{row.total:,}", field="covered")


def check_size(value: Decimal | None, unit: str, field: str) -> None:
    if value is None:
        return
    if value < 0:
        raise NegativeFigure(field=field)
    if is_percent(unit) and value > 100:
        raise PercentOutOfRange(value=f"{value:,.2f}".rstrip("0").rstrip("."), field=field)


def settle_figure(figure: OfficialFigure, today: date) -> None:
    """What follows from the fields of an official figure; refuses what they cannot say together."""
    if figure.indicator is not None:
        figure.text, figure.unit = figure.indicator.name_th, figure.indicator.unit_th
    figure.plain_text = plain(figure.text)
    check_size(figure.value, figure.unit, "value")
    check_coverage(figure)
    if figure.measured_on > today:
        raise DayInFuture(day=day_text(figure.measured_on), field="measured_on")

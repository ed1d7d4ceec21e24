"""Where the figures of the situation come from: said, of a kind, recent, and taken from enough of all."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Parameter, Sort, Values, percent
from ruamsuk.core.calendar import BE_OFFSET
from ruamsuk.core.text import is_hollow
from ruamsuk.evidence.choices import ESTIMATED, FEW, STALE, EvidenceKind
from ruamsuk.projects.designs.models import Situation
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition, number
from ruamsuk.projects.proposals.queries.whole import Whole

_YEARS = re.compile(r"(?<!\d)(2[456]\d\d|20\d\d)(?!\d)")


def _figures(whole: Whole) -> Iterator[tuple[str, str, Situation]]:
    """Path, name and row of each problem with a figure."""
    for row in whole.situations:
        if row.size is not None:
            yield f"situation.{row.uid}", called(row.text, row.no), row


def without_source(whole: Whole, values: Values) -> Iterator[Found]:
    for path, name, row in _figures(whole):
        if not row.evidence_kind and not row.agency and is_hollow(row.evidence, values["words"]):
            yield Found(f"{path}.evidence_kind", {"x": name})


def without_kind(whole: Whole, values: Values) -> Iterator[Found]:
    """Words say something of the source, but not what kind it is."""
    for path, name, row in _figures(whole):
        if not row.evidence_kind and (row.agency or row.evidence.strip()):
            yield Found(f"{path}.evidence_kind", {"x": name})


def stale(whole: Whole, values: Values) -> Iterator[Found]:
    """By its day; without one by the newest year that the words name, in either era; no year: nothing is guessed."""
    this_year = whole.proposal.fiscal_year
    if this_year is None:  # of an older system
        return
    for row in whole.situations:
        years = [int(year) for year in _YEARS.findall(row.evidence)]
        newest = max((year if year > 2400 else year + BE_OFFSET for year in years), default=None)
        field = "evidence"
        if row.measured_on is not None:
            newest, field = row.measured_on.year + BE_OFFSET, "measured_on"
        if newest is not None and this_year - newest > values["years"]:
            says = {"x": called(row.text, row.no), "year": str(newest), "n": str(values["years"])}
            yield Found(f"situation.{row.uid}.{field}", says)


def few_counted(whole: Whole, values: Values) -> Iterator[Found]:
    for path, name, row in _figures(whole):
        coverage = row.coverage
        if row.evidence_kind == EvidenceKind.SURVEY and coverage is not None and coverage < values["percent"]:
            says = {
                "x": name,
                "n": str(int(coverage)),
                "covered": number(row.covered),
                "limit": number(row.total),
            }
            yield Found(f"{path}.covered", says)


def estimated(whole: Whole, values: Values) -> Iterator[Found]:
    for path, name, row in _figures(whole):
        if row.evidence_kind == EvidenceKind.ESTIMATE:
            yield Found(f"{path}.evidence_kind", {"x": name})


CONDITIONS = {
    "evidence-missing": condition(
        label=_("A figure of the situation does not say where it comes from"),
        parameters=(Parameter("words", _("Words that name no source"), Sort.WORDS, ()),),
        find=without_source,
        topic="evidence",
    ),
    "evidence-kind": condition(
        label=_("A figure of the situation has a source in words, but its kind is not chosen"),
        find=without_kind,
        topic="evidence",
    ),
    STALE: condition(
        label=_("A figure of the situation is older than a number of years"),
        parameters=(Parameter("years", _("Older than so many years"), Sort.NUMBER, 3, least=1, most=20),),
        says=("x", "year", "n"),
        find=stale,
        topic="evidence",
    ),
    FEW: condition(
        label=_("A survey counted fewer than a share of all"),
        parameters=(percent(30, _("Percent of all")),),
        says=("x", "n", "covered", "limit"),
        find=few_counted,
        topic="evidence",
    ),
    ESTIMATED: condition(
        label=_("A figure of the situation is an estimate"),
        find=estimated,
        topic="evidence",
    ),
}

"""What official figures offer to somebody who writes of a problem in an area: taken by a press beside its box."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from ruamsuk.areas.models import Area, Population
from ruamsuk.areas.queries.names import chain
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.text import plain
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.issues.models import Indicator

MOST = 3
POPULATION = "population"  # the key of the offer of how many people are registered
PEOPLE = "ประชากร"  # what a problem or its denominator says when it is of all people


class WrittenProblem(Protocol):
    """A problem of a plan or of a proposal."""

    @property
    def pk(self) -> int: ...
    @property
    def indicator(self) -> Indicator | None: ...
    @property
    def text(self) -> str: ...
    @property
    def figure(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Offer:
    """`key` names it to the press; `words`: where and of when; the others: what the fields become, None: nothing."""

    key: str
    words: str
    value: Decimal | None = None
    unit: str = ""  # as it is written into a record
    unit_shown: str = ""  # in the language of the page
    evidence_kind: str | None = None
    agency: str | None = None
    measured_on: date | None = None
    covered: int | None = None
    total: int | None = None

    @property
    def fields(self) -> dict[str, object]:
        """What it says of the evidence, by the names of evidence.models.Evidence; what it does not say is left."""
        names = ("evidence_kind", "agency", "measured_on", "covered", "total")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def stands_in(self, row: WrittenProblem) -> bool:
        """Whether the row says just that, so that taking it would change nothing."""
        said = self.fields
        if self.value is not None:
            said |= {"figure": self.value, "covered": self.covered, "total": self.total}
        return all(getattr(row, name) == value for name, value in said.items())


def offers(problems: Iterable[WrittenProblem], area: Area | None) -> dict[int, list[Offer]]:
    """Key of a problem → what is offered for it: of the area first, then of those above it, each by its newest day.

    What it has taken already is offered no more.
    """
    rows = list(problems)
    found = _fitting(rows, area)
    return {row.pk: [one for one in found[row.pk] if not one.stands_in(row)] for row in rows}


def offered(key: str, problem: WrittenProblem, area: Area | None) -> Offer | None:
    """Taken again, as by a page that is open still, it is no mistake."""
    return next((one for one in _fitting([problem], area)[problem.pk] if one.key == key), None)


def _fitting(rows: Sequence[WrittenProblem], area: Area | None) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = defaultdict(list)
    if area is None or not rows:
        return found
    places = chain(area)
    figures = _newest(places, rows)
    people = _population(area) if any(_is_of_people(row) for row in rows) else None
    for row in rows:
        own = [one for one in figures if _fits(one, row)]
        found[row.pk] = [_offer(one) for one in own[:MOST]]
        if people is not None and _is_of_people(row):
            found[row.pk].append(people)
    return found


def _newest(places: Sequence[Area], rows: Sequence[WrittenProblem]) -> list[OfficialFigure]:
    """Of each area and indicator the newest figure, of the nearest area first."""
    near = {place.pk: number for number, place in enumerate(places)}
    indicators = {row.indicator.pk for row in rows if row.indicator is not None}
    texts = {plain(row.text) for row in rows if row.text.strip()}
    wanted = OfficialFigure.objects.filter(
        Q(indicator__in=indicators) | Q(plain_text__in=texts), home_area__in=near, measured_on__lte=today()
    )
    newest: dict[tuple[int, str], OfficialFigure] = {}
    for one in wanted.select_related("home_area", "indicator").order_by("-measured_on", "-pk"):
        newest.setdefault((one.home_area_id, one.plain_text), one)
    return sorted(newest.values(), key=lambda one: near[one.home_area_id])


def _fits(figure: OfficialFigure, row: WrittenProblem) -> bool:
    if figure.indicator_id is not None and row.indicator is not None:
        return figure.indicator_id == row.indicator.pk
    return figure.plain_text == plain(row.text)


def _offer(figure: OfficialFigure) -> Offer:
    words = _("%(place)s, %(day)s, %(agency)s") % {
        "place": figure.home_area.label,
        "day": day_text(figure.measured_on),
        "agency": figure.agency,
    }
    return Offer(
        str(figure.uid),
        words,
        figure.value,
        figure.unit,
        figure.unit_name,
        EvidenceKind.OFFICIAL.value,
        figure.agency,
        figure.measured_on,
        figure.covered,
        figure.total,
    )


def _is_of_people(row: WrittenProblem) -> bool:
    denominator = row.indicator.denominator_th if row.indicator is not None else ""
    return PEOPLE in row.text or PEOPLE in denominator


def _population(area: Area) -> Offer | None:
    """Of how many people a share is: those registered in the area, by the newest count."""
    newest = Population.objects.filter(area=area).order_by("-year").first()
    if newest is None:
        return None
    words = _("registered people of %(place)s, %(year)s, %(source)s") % {
        "place": area.label,
        "year": newest.year,
        "source": newest.source,
    }
    return Offer(POPULATION, words, total=newest.people)

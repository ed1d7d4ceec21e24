"""The result of an answered instrument.

Points are weight × number of the chosen level, added up. The share is these points of the most that the version can
give. The word follows the exact share; what is shown is rounded half up to one decimal, so that 79.96 % reads 80.0 %
and is still not called what begins at 80 %: pages then show points beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ruamsuk.instruments.models import Band, Criterion, InstrumentVersion, Level


@dataclass(frozen=True)
class Score:
    points: int
    most: int
    band: Band | None

    @property
    def percent(self) -> Decimal:
        return shown_percent(Fraction(self.points, self.most)) if self.most else Decimal(0)


def shown_percent(share: Fraction) -> Decimal:
    """To one decimal, half up."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def most_of(criteria: Iterable[Criterion]) -> int:
    """The most points that can be reached."""
    return sum(one.weight * max((level.number for level in one.levels.all()), default=0) for one in criteria)


def band_of(bands: Iterable[Band], points: int, most: int) -> Band | None:
    """The highest whose border is reached, by the exact share."""
    reached = [band for band in bands if points * 100 >= band.from_percent * most]
    return max(reached, key=lambda band: band.from_percent, default=None)


def score(version: InstrumentVersion, chosen: Mapping[int, Level]) -> Score | None:
    """`chosen`: key of a criterion → its level. None while one of them is missing."""
    criteria = list(version.criteria.all())
    if not criteria or any(one.pk not in chosen for one in criteria):
        return None
    points = sum(one.weight * chosen[one.pk].number for one in criteria)
    most = most_of(criteria)
    return Score(points, most, band_of(version.bands.all(), points, most))

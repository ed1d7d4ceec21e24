"""How far two people who judged the same things agree.

`exact`: the share of judgements at the same level. `kappa`: Cohen's weighted kappa with linear weights, which takes
off what agrees by chance: 1 − Σ w·observed / Σ w·expected, where w is the distance of two levels. 1 is full agreement,
0 as much as by chance, below 0 less. Levels stand in the order of their criterion, the lowest 0.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[int, int]  # the level of one and of the other person


@dataclass(frozen=True)
class Agreement:
    pairs: int
    same: int
    apart: int  # from `differ_from` levels on
    kappa: Fraction | None  # None: no pairs, or both gave everything one and the same level

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.same, self.pairs) if self.pairs else None


def agreement(pairs: Iterable[Pair], differ_from: int = 2) -> Agreement:
    found = list(pairs)
    return Agreement(
        pairs=len(found),
        same=sum(one == other for one, other in found),
        apart=sum(abs(one - other) >= differ_from for one, other in found),
        kappa=kappa(found),
    )


def kappa(pairs: Sequence[Pair]) -> Fraction | None:
    """Over the pairs; the greatest distance cancels out of the fraction, so any number of levels will do."""
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(abs(one - other) for one, other in pairs)
    expected = sum(n * m * abs(one - other) for one, n in ones.items() for other, m in others.items())
    return 1 - Fraction(observed * len(pairs), expected) if expected else None

"""What the measurements of several reports are together, by the kind of their indicator."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from ruamsuk.issues.choices import Combining

Measured = tuple[Decimal, Decimal | None]  # a value, and of a share out of how many
HUNDREDTH = Decimal("0.01")


def combined(kind: str, measured: Sequence[Measured]) -> Decimal | None:
    """`measured`: in the order of their days. None: nothing was measured.

    A share is in percent: all that were counted, of all that were asked. Reports that say a percentage and not of how
    many cannot be added to others: while no report says it, the latest of them stands.
    """
    if not measured:
        return None
    if kind == Combining.SUM:
        return sum((value for value, _out_of in measured), Decimal(0))
    if kind == Combining.SHARE:
        known = [(value, out_of) for value, out_of in measured if out_of]
        if known:
            counted, asked = (sum(side) for side in zip(*known, strict=True))
            return (100 * Decimal(counted) / Decimal(asked)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return measured[-1][0]


def way_to_target(
    kind: str, value: Decimal, baseline: Decimal | None, target: Decimal | None
) -> Decimal | None:
    """How much of the way from baseline to target is done: 1 where the target is reached; None while there is none.

    A sum begins at nothing, whatever was there before the project.
    """
    if target is None:
        return None
    start = Decimal(0) if baseline is None or kind == Combining.SUM else baseline
    if target == start:
        return Decimal(value == target)
    return (value - start) / (target - start)

"""Numbers as people type them, and every way in which such a text can be read.

One way: it is taken. Two ways: whoever typed it is asked. None: it is no number. Commas or spaces stand between
thousands here and a point before decimals. Some write them the other way round: nothing is read so, but it is why
"50.000" may mean two numbers.
"""

import re
from decimal import Decimal

from ruamsuk.core.calendar import arabic

LONGEST = 40  # characters; no number that is meant is longer

_PLAIN = re.compile(r"(?:[0-9]+\.?|[0-9]*\.[0-9]+)")
_THOUSANDS = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def numbers(text: str) -> tuple[Decimal, ...]:
    """Every number that a text can mean, the largest first: "1,234.50" one, "50.000" two, "1,23,4" none."""
    text = re.sub(r"\s", " ", arabic(text)).strip()
    if len(text) > LONGEST:
        return ()
    sign, digits = ("-", text[1:].strip()) if text.startswith("-") else ("", text)
    if not (_PLAIN.fullmatch(digits) or _THOUSANDS.fullmatch(digits)):
        return ()
    number = Decimal(sign + re.sub("[, ]", "", digits))
    return (number * 1000, number) if _DOUBTFUL.fullmatch(digits) else (number,)


def typeable(number: Decimal) -> str:
    """A number as it can be typed in one meaning only."""
    whole, _point, decimals = f"{number:f}".partition(".")
    decimals = decimals.rstrip("0")
    # Three decimals behind up to three digits could be thousands again.
    return f"{whole}.{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole

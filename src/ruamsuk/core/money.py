"""Money is whole satang (1 baht = 100 satang) in the database and Decimal baht at the edges."""

import re
from decimal import Decimal

from ruamsuk.core.calendar import arabic
from ruamsuk.core.numbers import numbers
from ruamsuk.core.text import tidy

SATANG = 100
# What the columns hold, also sums of the whole country: 99,999,999,999.99 baht.
MAX_SATANG = 9_999_999_999_999
# The most that is believed of what somebody types; more is a wrong number of zeros, or a telephone number.
# A year's money of a fund: the largest register of one place (3,000,000 people, funds.forms) times the 45 baht for
# each person, twice over for the local authority's own share, comes to 270 million; what was left over comes on top.
MOST_OF_A_FUND = 1_000_000_000 * SATANG
# A project is paid from one year's money of a fund; the largest funds spread theirs over many projects.
MOST_OF_A_PROJECT = 100_000_000 * SATANG
# One price or one expense of one project.
MOST_OF_A_LINE = 10_000_000 * SATANG


_BAHT = r"(?:บาท(?:ถ้วน)?|บ\.|baht|thb|฿)"
_AROUND = re.compile(rf"^{_BAHT}\s*|\s*{_BAHT}$", re.I)
_DASH = re.compile(r"(?:\.|/)[-–—]$")  # "12,000.-"
_TIMES = {"พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
_ROUND = re.compile(rf"(.*\d)\s*({'|'.join(_TIMES)})")


def amounts(text: str) -> tuple[Decimal, ...]:
    """Every amount in baht that a text can mean: "12,000 บาท" and "1.5 ล้าน" one, "50.000" two (core.numbers),
    "1,23,4" none.
    """
    text = _DASH.sub("", _AROUND.sub("", tidy(arabic(text))))
    if m := _ROUND.fullmatch(text):
        return tuple(number * _TIMES[m[2]] for number in numbers(m[1]))
    return numbers(text)


def satang_of(amount: Decimal) -> int | None:
    """None: there is no coin as small as that."""
    satang = amount * SATANG
    return int(satang) if satang == satang.to_integral_value() else None


def parse_baht(text: str) -> int | None:
    """Typed baht to satang: "1,234.50", "๑๒,๐๐๐", "12,000 บาท", "12,000.-". None when it is no amount of money, and
    when it can be read as two.
    """
    found = amounts(text)
    return satang_of(found[0]) if len(found) == 1 else None


def baht(satang: int) -> Decimal:
    return Decimal(satang) / SATANG


def baht_text(satang: int | None, *, decimals: bool = True) -> str:
    """12,000 and 12,000.50, as people write it: satang where there are some. `decimals=False`: overviews, rounded."""
    if satang is None:
        return ""
    return f"{baht(satang):,.2f}" if decimals and satang % SATANG else f"{baht(satang):,.0f}"

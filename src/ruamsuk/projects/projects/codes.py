"""Project codes: made by the funder's pattern, and read in all the forms in which people typed them.

Source of the pattern and of the typed forms: shared practice of the sub-district funds, {fiscal year}-{fund}-{type
1..5}-{running number}; on today's pages it is typed by hand with two- or four-digit years, with and without the
fund's letter, with spaces, en dashes and in another order. Projects of the health-promotion foundation carry codes
of their own (58-03912, 63001740012, 65-00232-0034, 61-ข-066), which are kept as they are.
"""

import re
from dataclasses import dataclass

from ruamsuk.core.calendar import arabic

DEFAULT_PATTERN = "{year:02d}-{fund}-{type}-{number:02d}"


@dataclass(frozen=True)
class ReadCode:
    """What a typed code says. `code` is the normal form; year is BE; parts are None when the text does not say."""

    code: str
    fiscal_year: int | None = None
    fund_code: str | None = None
    support_type: int | None = None
    number: int | None = None
    foreign: bool = False  # a code of another funder, kept as typed


def make_code(
    fiscal_year: int, fund_code: str, support_type: int | str, number: int, pattern: str = DEFAULT_PATTERN
) -> str:
    return pattern.format(
        year=fiscal_year % 100, full_year=fiscal_year, fund=fund_code, type=support_type, number=number
    )


_DASHES = re.compile(r"[‐‑‒–—−]")
_FUND = r"[Ll]?\d{4,5}"
_YEAR_FIRST = re.compile(rf"^(?:ปี)?(25\d\d|\d\d)-({_FUND})-0?([1-5])-(\d{{1,4}})$")
_FUND_FIRST = re.compile(rf"^({_FUND})-(25\d\d|\d\d)-0?([1-5])-(\d{{1,4}})$")
_RUN_TOGETHER_LONG = re.compile(r"^([Ll]\d{4})(25\d\d)([1-5])(\d{2,4})$")
_FOREIGN = re.compile(r"^(\d\d-\d{5}(-\d{2,4})?|\d\d-\d\d-\d{4}|\d{11}|\d{8}|\d\d-[ก-ฮ]-\d{2,4})$")


def read_code(typed: str) -> ReadCode | None:
    """Reads a typed project code. None: empty or not a code at all."""
    text = _DASHES.sub("-", arabic(typed))
    text = re.sub(r"\s+", "", text).strip("-/.")
    if not text:
        return None
    if m := _YEAR_FIRST.match(text):
        return _parts(m[1], m[2], m[3], m[4])
    if m := _FUND_FIRST.match(text):
        return _parts(m[2], m[1], m[3], m[4])
    if m := _RUN_TOGETHER_LONG.match(text):
        return _parts(m[2], m[1], m[3], m[4])
    if _FOREIGN.match(text):
        return ReadCode(text, foreign=True)
    return None


def _parts(year: str, fund: str, support_type: str, number: str) -> ReadCode:
    fiscal_year = int(year) if len(year) == 4 else 2500 + int(year)
    # Four bare digits are a fund's L code without its letter; five are one of the few old numbers.
    fund_code = fund.upper() if fund[0] in "Ll" else (f"L{fund}" if len(fund) == 4 else fund)
    return ReadCode(
        make_code(fiscal_year, fund_code, support_type, int(number)),
        fiscal_year,
        fund_code,
        int(support_type),
        int(number),
    )

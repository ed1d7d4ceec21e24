"""Project codes: made by the funder's pattern, and read in all the forms in which people typed them.

Source of the pattern and of the typed forms: shared practice of the sub-district funds, {fiscal year}-{fund}-{type
1..5}-{running number}; on today's pages it is typed by hand with two- or four-digit years, with and without the
fund's letter, with spaces, en dashes and in another order. Projects of the health-promotion foundation carry codes
of their own (58-03912, 63001740012, 65-00232-0034, 61-ข-066), which are kept as they are.
"""

import re
from dataclasses import dataclass

from ruamsuk.core.calendar import BE_OFFSET, FIRST_FISCAL_YEAR, arabic

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


_DASHES = re.compile(r"[‐‑‒–—−－]")
_WORDS = re.compile(
    r"^(?:รหัส(?:โครงการ)?|เลขที่(?:โครงการ)?|โครงการ(?:ที่)?|ปี(?:งบประมาณ)?|กปท\.?|code|no\.?|#|:|\s)+|(?<=\s)ปี(?:งบประมาณ)?(?=\s*\d)|ประเภท(?:ที่)?|ลำดับ(?:ที่)?",
    re.I,
)
_REMARK = re.compile(r"(?<=\d)\s*\([^()]*\)\s*$")
# What people type between the parts: 66/L4127/02/03, 66_L4127_02_03, 66.L4127.2.3, 66 L4127 2 3.
_BETWEEN = re.compile(r"[\s\-/_.|\\:,·]+")
_FUND = r"[Ll]-?\d{4,5}|\d{4,5}"
_YEAR = r"25\d\d|20\d\d|\d\d"
_YEAR_FIRST = re.compile(rf"^({_YEAR})-({_FUND})-0?([1-5])-(\d{{1,4}})$")
_FUND_FIRST = re.compile(rf"^({_FUND})-({_YEAR})-0?([1-5])-(\d{{1,4}})$")
# Written without anything between the parts, a code is clear only where the fund's letter stands in it.
_RUN_TOGETHER = (
    re.compile(r"^(?P<fund>[Ll]\d{4})(?P<year>25\d\d|20[2-9]\d)(?P<type>[1-5])(?P<number>\d{2,4})$"),
    re.compile(
        r"^(?P<year>25\d\d|20\d\d|\d\d)-?(?P<fund>[Ll]-?\d{4})-?0?(?P<type>[1-5])-?(?P<number>\d{1,4})$"
    ),
    re.compile(r"^(?P<fund>[Ll]\d{4})(?P<year>[5-9]\d)(?P<type>[1-5])(?P<number>\d{2})$"),
)
_FOREIGN = re.compile(r"^(\d\d-\d{5}(-\d{2,4})?|\d\d-\d\d-\d{4}|\d{11}|\d{8}|\d\d-[ก-ฮ]-\d{2,4})$")


def read_code(typed: str) -> ReadCode | None:
    """Reads a typed project code. None: empty or not a code at all."""
    text = _DASHES.sub("-", arabic(typed))
    kept = re.sub(r"\s+", "", text).strip("-/.")
    if not kept:
        return None
    bare = _BETWEEN.sub("-", _WORDS.sub("", _REMARK.sub("", text).strip("()[] "))).strip("-")
    if m := _YEAR_FIRST.match(bare):
        return _parts(m[1], m[2], m[3], m[4])
    if m := _FUND_FIRST.match(bare):
        return _parts(m[2], m[1], m[3], m[4])
    for pattern in _RUN_TOGETHER:
        if m := pattern.match(bare):
            return _parts(m["year"], m["fund"], m["type"], m["number"])
    if _FOREIGN.match(kept):
        return ReadCode(kept, foreign=True)
    return None


def _parts(year: str, fund: str, support_type: str, number: str) -> ReadCode:
    fiscal_year, fund = _fiscal_year(year), fund.replace("-", "")
    # Four bare digits are a fund's L code without its letter; five are one of the few old numbers.
    fund_code = fund.upper() if fund[0] in "Ll" else (f"L{fund}" if len(fund) == 4 else fund)
    return ReadCode(
        make_code(fiscal_year, fund_code, support_type, int(number)),
        fiscal_year,
        fund_code,
        int(support_type),
        int(number),
    )


def _fiscal_year(digits: str) -> int:
    """Of either era: two digits are B.E. 25xx but for those before the first of the funds, which are C.E. 20xx."""
    year = int(digits)
    if len(digits) == 2:
        year += 2500 if 2500 + year >= FIRST_FISCAL_YEAR else 2000
    return year if year >= 2400 else year + BE_OFFSET

"""Thai dates, digits and fiscal years.

Stored: plain dates in ค.ศ. (CE) and fiscal years as พ.ศ. (BE) integers, e.g. 2570.
Shown: พ.ศ. in Thai; English pages show the CE year for days and "FY 2570" for fiscal years.
Rule: a fiscal year runs from 1 October to 30 September and carries the BE number of the year in which it ends
(shared practice of Thai government; shared rules of the funds, "1 ต.ค. - 30 ก.ย.; FY BE = CE+543 (+1 from October)").
"""

import contextlib
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543

MONTHS_TH = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
MONTHS_TH_SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
MONTHS_EN = ("January February March April May June July August September October November December").split()

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９／．，", "01234567890123456789/.,")
MONTH_NUMBER = {  # without dots and spaces, in lower case
    **{re.sub(r"[.\s]", "", name): i for i, name in enumerate(MONTHS_TH, 1)},
    **{re.sub(r"[.\s]", "", name): i for i, name in enumerate(MONTHS_TH_SHORT, 1)},
    **{re.sub("คม$|ยน$|พันธ์$", "", name): i for i, name in enumerate(MONTHS_TH, 1)},  # as people say: ธันวา
    **{name.lower(): i for i, name in enumerate(MONTHS_EN, 1)},
    **{name[:3].lower(): i for i, name in enumerate(MONTHS_EN, 1)},
    "sept": 9,
}


def arabic(text: str) -> str:
    """Thai digits, and the wide ones of other keyboards, to Arabic digits; everything else unchanged."""
    return text.translate(_TO_ARABIC)


def day_of(moment: datetime) -> date:
    """The day in Bangkok: until seven in the morning that of the stored moment, in UTC, is the day before."""
    return moment.astimezone(BANGKOK).date()


def today() -> date:
    """The only clock for days in this code."""
    return day_of(timezone.now())


def fiscal_year(day: date) -> int:
    """BE number of the fiscal year that contains the day: 30 Sep 2026 → 2569, 1 Oct 2026 → 2570."""
    return day.year + BE_OFFSET + (1 if day.month >= 10 else 0)


def current_fiscal_year() -> int:
    return fiscal_year(today())


def year_before(day: date) -> date:
    """The same day of the year before; before 29 February stands the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def fiscal_year_days(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year given in BE."""
    ce = year - BE_OFFSET
    return date(ce - 1, 10, 1), date(ce, 9, 30)


# Days that are believed where no fiscal year is known: of anybody's life and records, and of plans made now.
EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 10
FIRST_FISCAL_YEAR = 2540  # before the first of the funds


def latest() -> date:
    return date(today().year + YEARS_AHEAD, 12, 31)


def is_likely(day: date) -> bool:
    return EARLIEST <= day <= latest()


def is_near(day: date, year: int) -> bool:
    """In the fiscal year or one of its neighbours: what belongs to a year happens, begins and ends there."""
    return abs(fiscal_year(day) - year) <= 1


def _years(digits: str, era: str = "") -> list[int]:
    """Every year in CE that typed digits can mean. Two digits are BE of 25xx or CE of 20xx, unless the era is said;
    of four, 2400 and above is BE.
    """
    year = int(digits)
    if len(digits) == 2:
        said = {"พ": [2500 + year - BE_OFFSET], "ค": [2000 + year]}
        return said.get(era[:1], said["พ"] + said["ค"])
    is_be = era[:1] == "พ" if era else year >= 2400
    return [year - BE_OFFSET if is_be else year]


_NUMERIC = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$", re.A)
_ISO = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$", re.A)
_WEEKDAYS = ("จันทร์|mon", "อังคาร|tue", "พุธ|wed", "พฤหัส|thu", "ศุกร์|fri", "เสาร์|sat", "อาทิตย์|sun")
_WEEKDAY = re.compile(
    r"^(?:วัน)?(?:"
    + "|".join(f"(?P<d{no}>{names})" for no, names in enumerate(_WEEKDAYS))
    + r")(?:บดี|ฯ|s|nes|rs|ur)?(?:day)?(?![a-z])\.?,?\s*(?:ที่\s*)?",
    re.I,
)
_MONTH_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.A)
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)\b", re.A)
_WORDS = re.compile(
    r"^(?:วันที่\s*)?([0-9]{1,2})\s*[/\-\s]?\s*([ก-๙.]+?|[A-Za-z]+)\.?\s*[/\-\s,]?\s*"
    r"(พ\.?ศ\.?|ค\.?ศ\.?)?\s*([0-9]{4}|[0-9]{2})$"
)


def days(text: str) -> tuple[date, ...]:
    """Every day that a text can mean, the earliest first: "15/11/2566" one, "1/1/27" two, "31/2/2569" none.

    The ways of writing: 15/11/66, 15-11-2566, ๑๕ พ.ย. ๒๕๖๖, วันพุธที่ 15 พฤศจิกายน 2566, 2026-11-15, 16/08/2022,
    Nov 15, 2023.
    """
    return tuple(day for day in _read(text) if day)


def parse_day(text: str) -> date | None:
    """The day that a text means. None when it is no day that exists, and when its two digits of a year are likely in
    both eras, or in none.
    """
    read = _read(text)
    found = [day for day in read if day and (len(read) == 1 or is_likely(day))]
    return found[0] if len(found) == 1 else None


def _read(text: str) -> list[date | None]:
    """A day for every year that a text can mean, None where that year has no such day. No day at all, where the likely
    one of two years has none ("29/2/27" is not 1984), or where the day is another weekday than the text says.
    """
    text = arabic(text).strip()
    if weekday := _WEEKDAY.match(text):
        no = int(str(weekday.lastgroup)[1:])
        return [day for day in _read(text[weekday.end() :]) if day and day.weekday() == no]
    text = _ORDINAL.sub(r"\1", text)
    if m := _MONTH_FIRST.match(text):
        text = f"{m[2]} {m[1]} {m[3]}"
    era = ""
    if m := _ISO.match(text):
        year, month, day = m[1], int(m[3]), int(m[4])
    elif m := _NUMERIC.match(text):
        year, month, day = m[3], int(m[2]), int(m[1])
    elif m := _WORDS.match(text):
        year, month, day = m[4], MONTH_NUMBER.get(re.sub(r"[.\s]", "", m[2]).lower(), 0), int(m[1])
        era = m[3] or ""
    else:
        return []
    found = {each: _day(each, month, day) for each in _years(year, era)}
    if any(one is None and EARLIEST.year <= each <= latest().year for each, one in found.items()):
        return []
    return list(found.values())


def _day(year: int, month: int, day: int) -> date | None:
    with contextlib.suppress(ValueError):
        return date(year, month, day)
    return None


def fiscal_years(text: str) -> tuple[int, ...]:
    """Every fiscal year in BE that a text can mean and that funds have: 2570, ๒๕๗๐, 70, 2027 and 27 are one each."""
    text = arabic(text).strip()
    if not re.fullmatch(r"[0-9]{4}|[0-9]{2}", text):
        return ()
    last = current_fiscal_year() + YEARS_AHEAD
    found = (year + BE_OFFSET for year in _years(text))
    return tuple(year for year in found if FIRST_FISCAL_YEAR <= year <= last)


def is_thai() -> bool:
    return (translation.get_language() or "th").startswith("th")


def day_text(day: date, *, long: bool = False) -> str:
    """15 พ.ย. 2566 (long: 15 พฤศจิกายน 2566); in English 15 Nov 2023."""
    if is_thai():
        names = MONTHS_TH if long else MONTHS_TH_SHORT
        return f"{day.day} {names[day.month - 1]} {day.year + BE_OFFSET}"
    name = MONTHS_EN[day.month - 1]
    return f"{day.day} {name if long else name[:3]} {day.year}"


def month_text(day: date) -> str:
    """พ.ย. 66; in English Nov 23."""
    if is_thai():
        return f"{MONTHS_TH_SHORT[day.month - 1]} {(day.year + BE_OFFSET) % 100:02}"
    return f"{MONTHS_EN[day.month - 1][:3]} {day.year % 100:02}"


def moment_text(moment: datetime) -> str:
    """15 พ.ย. 2566 10:42 น. in Bangkok time; in English 15 Nov 2023, 10:42."""
    local = moment.astimezone(BANGKOK)
    return (
        f"{day_text(local.date())} {local:%H:%M} น."
        if is_thai()
        else f"{day_text(local.date())}, {local:%H:%M}"
    )


def clock_text(moment: datetime) -> str:
    """10:42 in Bangkok time, for "saved 10:42"."""
    return f"{moment.astimezone(BANGKOK):%H:%M}"


def far_from_year(day: date, year: int) -> str:
    """Why a day is asked about that is not near the fiscal year."""
    return _(
        "%(day)s lies in the fiscal year %(its)s, and this belongs to %(year)s. Check whether the year is right."
    ) % {"day": day_text(day), "its": fiscal_year(day), "year": year}

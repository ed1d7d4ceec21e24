"""Thai dates, digits and fiscal years.

Stored: plain dates in ค.ศ. (CE) and fiscal years as พ.ศ. (BE) integers, e.g. 2570.
Shown: พ.ศ. in Thai; English pages show the CE year for days and "FY 2570" for fiscal years.
Rule: a fiscal year runs from 1 October to 30 September and carries the BE number of the year in which it ends
(shared practice of Thai government; shared rules of the funds, "1 ต.ค. - 30 ก.ย.; FY BE = CE+543 (+1 from October)").
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543

MONTHS_TH = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
MONTHS_TH_SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
MONTHS_EN = ("January February March April May June July August September October November December").split()

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTH_NUMBER = {
    **{re.sub(r"[.\s]", "", name): i for i, name in enumerate(MONTHS_TH, 1)},
    **{re.sub(r"[.\s]", "", name): i for i, name in enumerate(MONTHS_TH_SHORT, 1)},
    **{name.lower(): i for i, name in enumerate(MONTHS_EN, 1)},
    **{name[:3].lower(): i for i, name in enumerate(MONTHS_EN, 1)},
}


def arabic(text: str) -> str:
    """Thai digits to Arabic digits; everything else unchanged."""
    return text.translate(_TO_ARABIC)


def today() -> date:
    """The day in Bangkok: the only clock for days in this code."""
    return timezone.now().astimezone(BANGKOK).date()


def fiscal_year(day: date) -> int:
    """BE number of the fiscal year that contains the day: 30 Sep 2026 → 2569, 1 Oct 2026 → 2570."""
    return day.year + BE_OFFSET + (1 if day.month >= 10 else 0)


def current_fiscal_year() -> int:
    return fiscal_year(today())


def fiscal_year_days(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year given in BE."""
    ce = year - BE_OFFSET
    return date(ce - 1, 10, 1), date(ce, 9, 30)


def _year(digits: str) -> int:
    """A typed year to CE. Two digits are BE of 25xx (66 → 2566); 2400 and above is BE; the rest is CE."""
    year = int(digits)
    if len(digits) <= 2:
        return 2500 + year - BE_OFFSET
    return year - BE_OFFSET if year >= 2400 else year


_NUMERIC = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_WORDS = re.compile(
    r"^(?:วันที่\s*)?(\d{1,2})\s*[/\-\s]?\s*([ก-๙.]+|[A-Za-z]+)\.?\s*[/\-\s,]?\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(\d{4}|\d{2})$"
)


def parse_day(text: str) -> date | None:
    """A day typed in any Thai way: 15/11/66, 15-11-2566, ๑๕ พ.ย. ๒๕๖๖, 15 พฤศจิกายน 2566, 2026-11-15, 16/08/2022.

    Returns None when the text is no day that exists.
    """
    text = arabic(text).strip()
    try:
        if m := _ISO.match(text):
            return date(_year(m[1]), int(m[2]), int(m[3]))
        if m := _NUMERIC.match(text):
            return date(_year(m[3]), int(m[2]), int(m[1]))
        if m := _WORDS.match(text):
            month = _MONTH_NUMBER.get(re.sub(r"[.\s]", "", m[2]).lower())
            return date(_year(m[3]), month, int(m[1])) if month else None
    except ValueError:
        return None
    return None


def is_thai() -> bool:
    return (translation.get_language() or "th").startswith("th")


def day_text(day: date, *, long: bool = False) -> str:
    """15 พ.ย. 2566 (long: 15 พฤศจิกายน 2566); in English 15 Nov 2023."""
    if is_thai():
        names = MONTHS_TH if long else MONTHS_TH_SHORT
        return f"{day.day} {names[day.month - 1]} {day.year + BE_OFFSET}"
    name = MONTHS_EN[day.month - 1]
    return f"{day.day} {name if long else name[:3]} {day.year}"


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

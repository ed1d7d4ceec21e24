"""Days and periods as they stand in records of the older systems and in cells of Excel.

Two calendars, with and without the word for the era, in words, in numbers, as machines write them and as Excel counts
them; periods by days, by months, by a fiscal year. What can be read in two ways is not guessed.
"""

import calendar
import contextlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ruamsuk.core.calendar import (
    BE_OFFSET,
    MONTH_NUMBER,
    arabic,
    day_of,
    days,
    fiscal_year_days,
    fiscal_years,
    is_likely,
)
from ruamsuk.core.text import tidy


@dataclass(frozen=True)
class Day:
    """A day, or why it is none; `mends`: what had to be understood on the way."""

    day: date | None = None
    why: str = ""
    mends: tuple[str, ...] = ()


FIRST_YEAR = 1990  # no page of the older systems is about days before
_ERA = re.compile(
    r"\s*[(\[]?\s*(?:(?P<ce>C\.?E\.?|A\.?D\.?|ค\.?\s?ศ\.?)|(?P<be>B\.?E\.?|พ\.?\s?ศ\.?))\s*[)\]]?\s*$", re.I
)
_MOMENT = re.compile(
    r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$"
)
_CLOCK = re.compile(r"[,\s]+(?:เวลา\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:น\.?|AM|PM))?$", re.I)
_SERIAL = re.compile(r"^(\d{5,6})(?:\.\d+)?$")
_EXCEL = date(1899, 12, 30)  # day 0 of Excel, as it counts from March 1900 on


def read_day(text: str) -> Day:
    text = re.sub(r"^(?:วันที่|ณ วันที่|เมื่อวันที่|เมื่อ)\s*", "", tidy(text))
    plain = arabic(text)
    if m := _SERIAL.match(plain):
        return _of_excel(int(m[1]))
    if m := _MOMENT.match(plain):
        return _of_moment(m)
    bare, era = _without_era(_CLOCK.sub("", plain))
    return _judged(days(_with_era(bare, era)), text, bare, era)


def _judged(found: tuple[date, ...], typed: str, bare: str, era: str) -> Day:
    if not found:
        return Day(why="day-impossible")
    likely = [day for day in found if is_likely(day) and day.year >= FIRST_YEAR]
    if len(likely) != 1:
        return Day(why="day-two-ways" if likely else "day-far")
    mends = ["thai-digits"] if arabic(typed) != typed else []
    year = re.search(r"(\d+)\D*$", bare)
    digits = year[1] if year else ""
    if era == "ค" or (len(digits) == 4 and int(digits) < 2400):
        mends.append("common-era")
    elif len(digits) <= 2 and not era:
        mends.append("short-year")
    return Day(likely[0], mends=tuple(mends))


def _without_era(text: str) -> tuple[str, str]:
    """ "5 สิงหาคม 2019 (CE)" → the day, and ค for the Common Era, พ for the Buddhist, "" where neither is said."""
    m = _ERA.search(text)
    return (text[: m.start()].strip(), "ค" if m["ce"] else "พ") if m else (text, "")


def _with_era(text: str, era: str) -> str:
    """Two digits of a year are four where the era is said."""
    if not era:
        return text
    return re.sub(r"(?<!\d)(\d{2})$", ("20" if era == "ค" else "25") + r"\1", text)


def _of_moment(m: re.Match[str]) -> Day:
    """ "2023-03-01T17:00:00Z": the day in Bangkok. A year of 2400 or later is of the Buddhist era."""
    year, mends = int(m[1]), ["moment"] if m[4] else []
    if year >= 2400:
        year -= BE_OFFSET
    else:
        mends.append("common-era")
    try:
        day = date(year, int(m[2]), int(m[3]))
        if m[4] and m[5]:
            clock = m[4] if len(m[4].split(":")[0]) == 2 else f"0{m[4]}"
            zone = "+00:00" if m[5] == "Z" else m[5]
            day = day_of(datetime.fromisoformat(f"{day.isoformat()}T{clock}{zone}"))
    except ValueError:
        return Day(why="day-impossible")
    if not is_likely(day) or day.year < FIRST_YEAR:
        return Day(why="day-far")
    return Day(day, mends=tuple(mends))


def _of_excel(number: int) -> Day:
    """A day as Excel counts it: 44986 is 1 March 2023; typed as 1/3/2566 without knowing the era, 243312."""
    with contextlib.suppress(OverflowError, ValueError):
        day = _EXCEL + timedelta(days=number)
        if day.year >= 2400:
            day = day.replace(year=day.year - BE_OFFSET)
        if is_likely(day) and day.year >= FIRST_YEAR:
            return Day(day, mends=("excel-day",))
    return Day(why="day-impossible")


# Periods --------------------------------------------------------------------------------------------------------

_BEGINS = re.compile(
    r"^(?:(?:ตั้งแต่|ระหว่าง|เริ่มต้น|เริ่ม|จาก|ใน|ช่วง|from|between|start(?:s|ing)?)\s*:?\s*)+(?:(?:วันที่|เดือน)\s*)?",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:\bto\b|\buntil\b|\band\b|จนถึง|ถึง|สิ้นสุด|และ|→|–|—|−|~|\n|(?<!\d)\s*-\s*|(?<=\d{4})\s*[-/]\s*|\s+[-/]\s*|\s*-\s+|"
    r"(?<=\d)-(?=[\dก-๙A-Za-z])|/(?=\d{4}-))\s*(?:(?:วันที่|เดือน)\s*)?",
    re.I,
)
_LONG = r"(?:รวม|เป็นเวลา|ระยะเวลา|เวลา)?\s*\d{1,3}\s*(?:เดือน|วัน|ปี|สัปดาห์|months?|days?|years?)"
_LENGTH = re.compile(rf"\s*\(\s*{_LONG}\s*\)|^\s*{_LONG}(?=\s*\(|\s+ตั้งแต่|\s+ระหว่าง)|[\s,]+{_LONG}\s*$", re.I)
_DAY_ALONE = re.compile(r"^\d{1,2}$")
_MONTH = re.compile(
    r"^(?:เดือน\s*)?(?:(?P<name>[ก-๙.]+?|[A-Za-z]+)\.?|(?P<no>\d{1,2})(?=/))\s*[/,\-\s]?\s*(?:(?:พ|ค)\.?ศ\.?\s*)?(?P<year>\d{4}|\d{2})?$"
)
_WHOLE_YEAR = re.compile(
    r"^(?:ตลอด\s*)?(?:ทั้ง\s*)?(?:ปีงบประมาณ|ปีงบ|fiscal year|fy)\s*(?:พ\.?\s*ศ\.?)?\s*(\d{4}|\d{2})$", re.I
)


def read_period(text: str) -> tuple[Day, Day] | None:
    """ "27 กรกฎาคม 2566 - 30 กันยายน 2566", "16 ก.พ.-15 ส.ค. 2559", "ต.ค. 66 – ก.ย. 67".

    None: no two days stand there.
    """
    text, era = _without_era(_BEGINS.sub("", _without_length(tidy(text))))
    if m := _WHOLE_YEAR.match(arabic(text)):
        years = fiscal_years(m[1])
        if len(years) != 1:
            return None
        begins, finishes = (Day(day, mends=("whole-year",)) for day in fiscal_year_days(years[0]))
        return begins, finishes
    unlike: tuple[Day, Day] | None = None
    for m in _SPLIT.finditer(text):
        first, last = text[: m.start()].strip(" ,("), text[m.end() :].strip(" ,)")
        if not first or not last or not re.search(r"\d", arabic(last)):
            continue
        found = _of_days(first, last, era)
        if not (found and found[0].day and found[1].day):
            found = _of_months(first, last, era) or found
        if found and found[0].day and found[1].day:
            return found
        if found and unlike is None:
            unlike = found
    if unlike:
        return unlike
    return _month(text, era)


def _without_length(text: str) -> str:
    """Without how long it is: "… (12 เดือน)", "12 เดือน (…)", "… รวม 90 วัน"."""
    bare = _LENGTH.sub("", text).strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    return bare if re.search(r"\d", bare) else text


def _of_days(first: str, last: str, era: str) -> tuple[Day, Day] | None:
    """None: neither of the two is a day."""
    end = read_day(_with_era(last, era))
    if end.day is not None and _DAY_ALONE.match(arabic(first)):  # 1-3 มีนาคม 2566
        with contextlib.suppress(ValueError):
            return Day(end.day.replace(day=int(arabic(first))), mends=(*end.mends, "year-from-end")), end
    start = read_day(_with_era(first, era))
    if start.day is None and end.day is not None and not re.search(r"\d{4}", arabic(first)):
        year = end.day.year + BE_OFFSET
        for each in (year, year - 1):
            guess = read_day(f"{first} {each}")
            if guess.day and guess.day <= end.day:
                start = Day(guess.day, mends=(*guess.mends, "year-from-end"))
                break
    if start.day or end.day:
        return start, end
    return (start, end) if re.search(r"\d", arabic(first)) and len(first) > 5 else None


def _of_months(first: str, last: str, era: str) -> tuple[Day, Day] | None:
    """ "ต.ค. 66 – ก.ย. 67", "มีนาคม - กันยายน 2566": from the first day of the one to the last of the other. One of the
    two may be a day.
    """
    of_end, of_start = _month(last, era), _month(first, era)
    end = of_end[1] if of_end else read_day(_with_era(last, era))
    if end.day is None:
        return None
    start = of_start[0] if of_start else read_day(_with_era(first, era))
    if start.day is not None:
        return start, end
    # The year before, where it would be later.
    for year in (end.day.year + BE_OFFSET, end.day.year + BE_OFFSET - 1):
        guess = _month(f"{first} {year}", "")
        if guess and guess[0].day and guess[0].day <= end.day:
            return replace(guess[0], mends=(*guess[0].mends, "year-from-end")), end
    return None


def _month(text: str, era: str) -> tuple[Day, Day] | None:
    """First and last day of a month with its year. None: it is none."""
    m = _MONTH.match(arabic(_with_era(text, era)))
    if m is None or not m["year"]:
        return None
    number = int(m["no"]) if m["no"] else MONTH_NUMBER.get(re.sub(r"[.\s]", "", m["name"]).lower(), 0)
    if not 1 <= number <= 12:
        return None
    first = read_day(f"1/{number}/{m['year']}")
    if first.day is None:
        return None
    mends = (*first.mends, "whole-months")
    last = first.day.replace(day=calendar.monthrange(first.day.year, number)[1])
    return replace(first, mends=mends), Day(last, mends=mends)

"""Small pieces of text as they stand in records of the older systems, and what they mean.

Source of the patterns: public pages of the earlier systems. They write days in two calendars, amounts with and
without separators, and remarks in brackets instead of values.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ruamsuk.core.calendar import arabic, days, is_likely
from ruamsuk.core.money import MOST_OF_A_PROJECT, amounts, satang_of
from ruamsuk.core.numbers import numbers
from ruamsuk.core.text import bare_number, plain, tidy
from ruamsuk.older_pages.choices import PageKind
from ruamsuk.projects.designs.choices import ApplicantKind

# Fields of the records, by what they are here. Several names of one field: the first that is there counts.
TITLE = ("ชื่อโครงการ", "โครงการ")
FUND = ("กองทุน",)
FUND_CODE = ("รหัส กปท.", "รหัสกองทุน")
APPLICANT = ("องค์กรเสนอ", "ชื่อองค์กร", "ชื่อองค์กรที่รับผิดชอบ")
ADDRESS = ("พื้นที่", "ที่อยู่", "ชุมชน", "อำเภอ/จังหวัด (announcement cited)")
UNIT = "หน่วย"
ISSUES = "ความสอดคล้องกับแผนงาน"
SITUATIONS = "สถานการณ์ปัญหา|ขนาด"
CODE = "รหัสโครงการ"
AGREEMENT = "เลขที่ข้อตกลง"
SUPPORT_TYPE = "ประเภทการสนับสนุน"
APPLICANT_KIND = "ผู้รับผิดชอบ (ประเภทองค์กร)"
APPROVED = "วันที่อนุมัติ"
PERIOD = "ระยะเวลา"
REPORT_DUE = "กำหนดวันส่งรายงาน"
BUDGET = "งบประมาณ"
SET = "ภายใต้โครงการ"
INSTALMENTS = "งวด"
TABLE = "rows"
PERSONS = ("ชื่อกลุ่มคน", "ผู้รับผิดชอบ", "ผู้รับผิดชอบโครงการ", "พี่เลี้ยง", "ผู้ประสานงาน", "ผู้เสนอโครงการ", "ผู้เสนอ")
PHONES = ("เบอร์", "เบอร์โทร", "โทรศัพท์", "โทร", "มือถือ")
READ_KEYS = {
    "source", "kind", *TITLE, *FUND, *FUND_CODE, *APPLICANT, *ADDRESS, UNIT, ISSUES, SITUATIONS, CODE, AGREEMENT,
    SUPPORT_TYPE, APPLICANT_KIND, APPROVED, PERIOD, REPORT_DUE, BUDGET, SET, INSTALMENTS,
}  # fmt: skip

_KINDS = (
    (re.compile(r"กปท\.?\s*7"), PageKind.PRINT),
    (re.compile(r"ข้อเสนอโครงการ|พัฒนาโครงการ"), PageKind.PROPOSAL),
    (re.compile(r"ตารางกองทุน"), PageKind.FUND_TABLE),
    (re.compile(r"แบบประเมิน|ประเมิน"), PageKind.EVALUATION),
    (re.compile(r"รายงาน"), PageKind.REPORT),
    (re.compile(r"รายละเอียดโครงการ|โครงการ"), PageKind.PROJECT),
)


def kind_of(text: str) -> PageKind:
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), PageKind.UNKNOWN)


def key_of(source: str) -> str:
    """What a page is about, by its address: https://a.org/project/7/finalreport → a.org/project/7."""
    bare = re.sub(r"^https?://(www\.)?", "", source.strip())
    if m := re.match(r"([^?#]*?/project/(?:proposal/)?\d+)(?=[/?#]|$)", bare):
        return m[1]
    return bare


# Persons --------------------------------------------------------------------------------------------------------

_COUNT_ONLY = re.compile(r"^\d+ persons?\b[^ก-๙]*$")
MASK = "•••"
_PHONE = re.compile(r"(?<![\d\-–/])(?:\+66|0)[\s\-–.]?\d(?:[\s\-–.]?\d){7,8}(?![\d/])")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")
_CITIZEN = re.compile(r"(?<!\d)[1-8][\s\-]?\d{4}[\s\-]?\d{5}[\s\-]?\d{2}[\s\-]?\d(?!\d)")
_TITLED = re.compile(
    r"(?<![ก-๙.])(?:นาย(?!ก|อำเภอ|ทะเบียน|จ้าง|แพทย์)|นางสาว|น\.ส\.|นาง(?!รอง|แล|สาว)|ด\.ช\.|ด\.ญ\.)"
    r"\s?[ก-๙]{2,}\s+(?!จ\.|อ\.|ต\.|จังหวัด|อำเภอ|ตำบล)[ก-๙]{2,}"
)


@dataclass(frozen=True)
class Masked:
    field: str
    why: str


def without_persons(content: dict[str, object]) -> tuple[dict[str, object], list[Masked]]:
    """The record without names, phones, e-mail addresses and ID numbers of persons, and where they stood."""
    found: list[Masked] = []
    return {
        key: _masked(key, value, key, found) for key, value in content.items() if isinstance(key, str)
    }, found


def _masked(key: str, value: object, field: str, found: list[Masked]) -> object:
    if isinstance(value, dict):
        return {inner: _masked(str(inner), one, field, found) for inner, one in value.items()}
    if isinstance(value, list):
        if key in PERSONS:
            return _masked(key, " ".join(str(one) for one in value), field, found)
        return [_masked(key, one, field, found) for one in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and key in PHONES:
        value = str(value)
    if not isinstance(value, str) or key in ("source", "kind"):
        return value
    if key in PERSONS and not _COUNT_ONLY.match(value) and not is_marker(value):
        return _note(found, field, "persons-masked", value and MASK, value)
    if key in PHONES and re.search(r"\d{3}", arabic(value)):
        return _note(found, field, "phone-masked", MASK, value)
    digits = arabic(value)  # one character for one: places in the text stay
    for pattern, why in (
        (_CITIZEN, "id-masked"),
        (_PHONE, "phone-masked"),
        (_EMAIL, "email-masked"),
        (_TITLED, "persons-masked"),
    ):
        if why == "id-masked" and key == BUDGET:
            continue
        for m in reversed(list(pattern.finditer(digits))):
            value = _note(found, field, why, value[: m.start()] + MASK + value[m.end() :], value)
            digits = digits[: m.start()] + MASK + digits[m.end() :]
    return value


def _note(found: list[Masked], field: str, why: str, after: str, before: str) -> str:
    if after != before and Masked(field, why) not in found:
        found.append(Masked(field, why))
    return after


# Values ---------------------------------------------------------------------------------------------------------

_MARKER = re.compile(r"^[\s\-–—.…]*$|^\([^()ก-๙]*\)$")
_CUT = re.compile(r"^\([^()]*\bcut\b[^()]*\)$")
_REMARK = re.compile(r"\s*\((?:wrong|blank|cut|value|typo|sic|note)[^()]*\)\s*$", re.I)


def is_marker(text: str) -> bool:
    """ "(blank)", "(cut)", "(not yet sent to a fund)", "-": a remark instead of a value."""
    return bool(_MARKER.match(text))


def is_cut(text: str) -> bool:
    return bool(_CUT.match(text))


def without_remark(text: str) -> str:
    """ "… จังหวัด สมุทรปราการ (wrong province)" without what the collector added in English."""
    return _REMARK.sub("", text)


def as_text(value: object) -> str:
    """Any JSON value as one line of text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " , ".join(as_text(one) for one in value)
    return tidy(str(value))


def has_thai_digits(text: str) -> bool:
    return arabic(text) != text


@dataclass(frozen=True)
class Day:
    """A day, or why it is none; `mends`: what had to be understood on the way."""

    day: date | None = None
    why: str = ""
    mends: tuple[str, ...] = ()


FIRST_YEAR = 1990  # no page of the older systems is about days before


def read_day(text: str) -> Day:
    found = days(text)
    if not found:
        return Day(why="day-impossible")
    likely = [day for day in found if is_likely(day) and day.year >= FIRST_YEAR]
    if len(likely) != 1:
        return Day(why="day-two-ways" if likely else "day-far")
    day = likely[0]
    mends = ["thai-digits"] if has_thai_digits(text) else []
    year = re.search(r"(\d+)\D*$", arabic(text))
    if re.match(r"\s*\d{4}-", arabic(text)):
        year = re.match(r"\s*(\d{4})", arabic(text))
    if year and len(year[1]) == 4 and int(year[1]) < 2400:
        mends.append("common-era")
    elif year and len(year[1]) <= 2:
        mends.append("short-year")
    return Day(day, mends=tuple(mends))


_SPLIT = re.compile(r"\s*(?:\bto\b|ถึง(?:วันที่)?|–|—|~|(?<!\d)\s*-\s*|(?<=\d{4})\s*-\s*|\s+-\s*|\s*-\s+)\s*")


def read_period(text: str) -> tuple[Day, Day] | None:
    """ "27 กรกฎาคม 2566 - 30 กันยายน 2566", "16 ก.พ.-15 ส.ค. 2559". None: no two days stand there."""
    text = tidy(text)
    for m in _SPLIT.finditer(text):
        first, last = text[: m.start()].strip(), text[m.end() :].strip()
        if not first or not last or not re.search(r"\d", last):
            continue
        end = read_day(last)
        start = read_day(first)
        if start.day is None and end.day is not None and not re.search(r"\d{4}", arabic(first)):
            year = end.day.year + 543
            start = read_day(f"{first} {year}")
            if start.day and start.day > end.day:
                start = read_day(f"{first} {year - 1}")
            if start.day:
                start = Day(start.day, mends=(*start.mends, "year-from-end"))
        if start.day or end.day:
            return start, end
        if re.search(r"\d", first) and len(first) > 5:
            return start, end
    return None


@dataclass(frozen=True)
class Amount:
    satang: int | None = None
    why: str = ""
    mends: tuple[str, ...] = ()


def read_amount(value: object) -> Amount:
    """Baht as typed, or as a number of the file."""
    if isinstance(value, bool):
        return Amount(why="amount-unreadable")
    text = as_text(value)
    found = amounts(text)
    if len(found) > 1:
        return Amount(why="amount-two-ways")
    satang = satang_of(found[0]) if found else None
    if satang is None:
        return Amount(why="amount-unreadable")
    if satang < 0:
        return Amount(why="amount-negative")
    if satang > MOST_OF_A_PROJECT:
        return Amount(why="amount-large")
    mends = []
    if has_thai_digits(text):
        mends.append("thai-digits")
    if "," in text:
        mends.append("thousands")
    return Amount(satang, mends=tuple(mends))


def read_size(text: str) -> Decimal | None:
    """None: it is no number, or may be two."""
    found = numbers(bare_number(text))
    if len(found) != 1 or abs(found[0]) >= Decimal(10) ** 12:
        return None
    return found[0].quantize(Decimal("0.01"))


# Local authorities ----------------------------------------------------------------------------------------------

_AUTHORITY = re.compile(
    r"(?P<kind>องค์การบริหารส่วนตำบล|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|อบต\.?|(?<![ก-๙])ท[ตมน]\.)\s*(?P<name>[ก-๙ฯ]+(?:-[ก-๙]+)?)"
)
_SHORT = {
    "องค์การบริหารส่วนตำบล": "อบต", "อบต": "อบต", "เทศบาลตำบล": "ทต", "ทต": "ทต",
    "เทศบาลเมือง": "ทม", "ทม": "ทม", "เทศบาลนคร": "ทน", "ทน": "ทน",
}  # fmt: skip
SIZES = {"ทต": 4, "ทม": 5, "ทน": 6}  # organizations.choices.LaSize, where the name tells it


@dataclass(frozen=True)
class Authority:
    """A local authority by its name: kind อบต / ทต / ทม / ทน and the bare name."""

    kind: str
    name: str

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, plain(self.name)

    @property
    def place_texts(self) -> list[str]:
        """Where it lies, as addresses: its sub-district, or for a town the capital district of that name."""
        texts = [f"ต.{self.name}"]
        return [*texts, f"อ.เมือง{self.name}"] if self.kind in ("ทม", "ทน") else texts


def read_authority(text: str) -> Authority | None:
    """The local authority that a text names, as in "อบต.นาหว้า", "กองทุนหลักประกันสุขภาพเทศบาลตำบลนาโหนด"."""
    m = _AUTHORITY.search(tidy(text))
    return Authority(_SHORT[m["kind"].rstrip(".")], m["name"]) if m else None


_CODE_BEHIND = re.compile(r"\s*[(\[]\s*(?:รหัส\s*)?([Ll]?\s?-?\d{4,5})\s*[)\]]\s*$")
OFFICIAL_CODE = re.compile(r"^(?:L\d{4}|\d{5})$")


def name_and_code(text: str) -> tuple[str, str]:
    """ "เทศบาลตำบลนาโหนด (L3357)" → the name, and the code as typed (empty where none stands)."""
    if m := _CODE_BEHIND.search(arabic(text)):
        return text[: m.start()].strip(), m[1]
    return text, ""


_YEAR = re.compile(r"(?:ปีงบประมาณ|ประจำปี|ปี)\s*(?:พ\.?\s*ศ\.?)?\s*(25\d\d)(?!\d)")


def year_in_title(text: str) -> int | None:
    found = _YEAR.findall(arabic(text))
    return int(found[-1]) if found else None


_INSTALMENT = re.compile(
    r"^\s*(?:งวด(?:ที่)?\s*)?(\d{1,2})\s*[:.)]\s*(?P<days>[^()]+?)\s*(?:\(\s*(?:report|รายงาน)\s+(?P<report>[^()]+)\)\s*)?"
    r"(?P<amount>[\d,]+(?:\.\d+)?)\s*(?:บาท)?\s*$"
)


def read_instalment(text: str) -> tuple[int, str, str, str] | None:
    """Number, days, days of the report, amount: as text each."""
    m = _INSTALMENT.match(arabic(tidy(text)))
    return (int(m[1]), m["days"], m["report"] or "", m["amount"]) if m else None


_APPLICANT_KINDS = (
    (r"หน่วยบริการ|สถานบริการ", ApplicantKind.SERVICE_UNIT),
    (r"หน่วยงานสาธารณสุข.*(?:อปท|อบต|เทศบาล|ท้องถิ่น)", ApplicantKind.LOCAL_HEALTH),
    (r"หน่วยงานสาธารณสุข", ApplicantKind.STATE_HEALTH),
    (r"กลุ่ม|องค์กรประชาชน|ภาคประชาชน|ชมรม", ApplicantKind.PEOPLE),
    (r"หน่วยงานอื่น|โรงเรียน|หน่วยงาน", ApplicantKind.OTHER_AGENCY),
)


def read_applicant_kind(text: str) -> int | None:
    return next((kind.value for pattern, kind in _APPLICANT_KINDS if re.search(pattern, text)), None)


def read_support_type(text: str) -> int | None:
    m = re.search(r"(?:ประเภท(?:ที่)?|10\s*\()\s*([1-5])(?!\d)", arabic(text)) or re.match(
        r"\s*([1-5])\s*$", arabic(text)
    )
    return int(m[1]) if m else None


def place_words(text: str) -> str:
    """The part of a title that names a place with its level, so that it may be read as an address."""
    m = re.search(r"(?:^|(?<=[\s(,]))(?:ต\.|อ\.|จ\.|ตำบล|อำเภอ|จังหวัด)\s*[ก-๙]{2,}|จังหวัด", text)
    return text[m.start() :] if m else ""


def table_columns(key: str) -> list[str]:
    """ "rows (fund|code|population)" → the names of its columns."""
    m = re.match(r"rows\s*\((.*)\)\s*$", key, re.S)
    return [name.strip() for name in m[1].split("|")] if m else []


def province_in_kind(text: str) -> str:
    """ "ตารางกองทุนรายจังหวัด (ปัตตานี)" → ปัตตานี."""
    m = re.search(r"\(\s*([ก-๙]+)\s*\)", text)
    return m[1] if m else ""

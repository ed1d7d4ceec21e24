"""Small pieces of text as they stand in records of the older systems, and what they mean.

Source of the patterns: public pages of the earlier systems. They write days in two calendars, amounts with and
without separators, and remarks in brackets instead of values.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from ruamsuk.core.calendar import arabic, fiscal_years
from ruamsuk.core.money import MOST_OF_A_PROJECT, amounts, satang_of
from ruamsuk.core.numbers import numbers
from ruamsuk.core.text import bare_number, plain, tidy, tidy_lines
from ruamsuk.older_pages.choices import PageKind, Part
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.projects.choices import ProjectStatus

TABLE = "rows"  # of a table of funds in one record

_KINDS = (
    (re.compile(r"กปท\.?\s*7"), PageKind.PRINT),
    (re.compile(r"ตารางกองทุน"), PageKind.FUND_TABLE),
    (
        re.compile(r"แผนภาพ|แผนผัง|ผังมโนทัศน์|ผังเชิงระบบ|แผนที่|diagram|mind ?map|infographic|อินโฟกราฟิก", re.I),
        PageKind.DIAGRAM,
    ),
    (
        re.compile(
            r"สถิติ|ภาพรวม|รายงานประเด็น|จำนวนโครงการ|ตารางสรุป|สรุปจำนวน|รายจังหวัด|รายเขต|รายอำเภอ|แดชบอร์ด|dashboard|"
            r"statistic|overview|กราฟ|แผนภูมิ|\bchart",
            re.I,
        ),
        PageKind.STATISTICS,
    ),
    (re.compile(r"ข้อเสนอโครงการ|พัฒนาโครงการ|proposal", re.I), PageKind.PROPOSAL),
    (re.compile(r"ประเมิน"), PageKind.EVALUATION),
    (re.compile(r"รายงาน|ปิดโครงการ|report", re.I), PageKind.REPORT),
    (re.compile(r"โครงการ|project", re.I), PageKind.PROJECT),
)
FINAL = re.compile(r"ปิดโครงการ|ปิดงวดสุดท้าย|สิ้นสุดโครงการ|ฉบับสมบูรณ์|final ?report|closing report", re.I)


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
# As long as one may be: looked for without an end, each letter of a long text is begun with.
_EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]+\.[\w.\-]+")
_CITIZEN = re.compile(r"(?<!\d)[1-8][\s\-]?\d{4}[\s\-]?\d{5}[\s\-]?\d{2}[\s\-]?\d(?!\d)")
_TITLED = re.compile(
    r"(?<![ก-๙.])(?:นาย(?!ก|อำเภอ|ทะเบียน|จ้าง|แพทย์)|นางสาว|น\.ส\.|นาง(?!รอง|แล|สาว)|ด\.ช\.|ด\.ญ\.)"
    r"\s?[ก-๙]{2,}\s+(?!จ\.|อ\.|ต\.|จังหวัด|อำเภอ|ตำบล)[ก-๙]{2,}"
)


@dataclass(frozen=True)
class Masked:
    field: str
    why: str


def without_persons(
    content: dict[str, object], part_of: Callable[[str], str]
) -> tuple[dict[str, object], list[Masked]]:
    """The record without names, phones, e-mail addresses and ID numbers of persons, and where they stood.

    `part_of`: what the name of a field means (queries.labels).
    """
    found: list[Masked] = []
    return {
        key: _masked(key, value, key, part_of, found)
        for key, value in content.items()
        if isinstance(key, str)
    }, found


def _masked(
    key: str, value: object, field: str, part_of: Callable[[str], str], found: list[Masked]
) -> object:
    part = part_of(key)
    if isinstance(value, dict):
        return {inner: _masked(str(inner), one, field, part_of, found) for inner, one in value.items()}
    if isinstance(value, list):
        if part == Part.PERSONS:
            return _masked(key, " ".join(str(one) for one in value), field, part_of, found)
        return [_masked(key, one, field, part_of, found) for one in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and part == Part.PHONES:
        value = str(value)
    if not isinstance(value, str) or part in (Part.SOURCE, Part.KIND):
        return value
    if part == Part.PERSONS and not _COUNT_ONLY.match(value) and not is_marker(value):
        return _note(found, field, "persons-masked", value and MASK, value)
    if part == Part.PHONES and re.search(r"\d{3}", arabic(value)):
        return _note(found, field, "phone-masked", MASK, value)
    digits = arabic(value)  # one character for one: places in the text stay
    for pattern, why in (
        (_CITIZEN, "id-masked"),
        (_PHONE, "phone-masked"),
        (_EMAIL, "email-masked"),
        (_TITLED, "persons-masked"),
    ):
        if why == "id-masked" and part == Part.BUDGET:
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

_EMPTY = re.compile(r"^[\s\-–—.…]*$")
# What a collector adds in brackets, in small letters: other words in brackets, as (TO BE NUMBER ONE), are a name.
_MARKER = re.compile(
    r"^\((?:blank|cut|value|no|not|none|nothing|empty|unknown|missing|omitted|removed|n/a|see|same|unreadable|illegible|page|wrong|"
    r"typo)\b[^()ก-๙]*\)$"
)
_CUT = re.compile(r"^\([^()]*\bcut\b[^()]*\)$")
_REMARK = re.compile(r"\s*\((?:wrong|blank|cut|value|typo|sic|note)\b[^()]*\)\s*$")


def is_marker(text: str) -> bool:
    """ "(blank)", "(cut)", "(not yet sent to a fund)", "-": a remark instead of a value."""
    return bool(_EMPTY.match(text) or _MARKER.match(text))


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


_ANY_FUND = re.compile(r"กองทุน|หลักประกัน|สุขภาพ|ระดับท้องถิ่น|ท้องถิ่น|พื้นที่|ประจำ|ตำบล|ใน|หรือ|กปท\.?|สปสช\.?|\s")


def other_fund(text: str, authority: Authority | None, known: set[tuple[str, str]], name: str) -> bool:
    """Whether a text names another fund than the one that bears `name` and the local authorities `known`."""
    if authority:
        return bool(known) and authority.key not in known
    bare = plain(_ANY_FUND.sub("", text))
    return bool(bare) and bare not in plain(name) and not any(own and own in bare for _kind, own in known)


# Columns of a table that make one address, each with the word that stands before its name.
LEVELS = {Part.VILLAGE: "ม.", Part.SUBDISTRICT: "ต.", Part.DISTRICT: "อ.", Part.PROVINCE: "จ."}


def with_level(text: str, part: Part) -> str:
    """ "หาดใหญ่" of a column of districts → "อ.หาดใหญ่"; a level that is written stays."""
    level = LEVELS[part]
    if re.match(r"(?:หมู่|ม\.|บ้าน|ต\.|ตำบล|แขวง|อ\.|อำเภอ|เขต|กิ่ง|จ\.|จังหวัด|กรุงเทพ)", text):
        return text
    return text if part == Part.VILLAGE and not re.fullmatch(r"\d{1,2}", arabic(text)) else f"{level}{text}"


_CODE_BEHIND = re.compile(r"\s*[(\[]\s*(?:รหัส\s*)?([Ll]?\s?-?\d{4,5})\s*[)\]]\s*$")
_FUND_LETTER = re.compile(r"^[Ll][\s.\-]?\d{4}$")


def is_fund_code(typed: str) -> bool:
    """With the fund's letter: what stands in a column "code" beside names of funds."""
    return bool(_FUND_LETTER.match(arabic(typed)))


OFFICIAL_CODE = re.compile(r"^(?:L\d{4}|\d{5})$")


def name_and_code(text: str) -> tuple[str, str]:
    """ "เทศบาลตำบลนาโหนด (L3357)" → the name, and the code as typed (empty where none stands)."""
    if m := _CODE_BEHIND.search(arabic(text)):
        return text[: m.start()].strip(), m[1]
    return text, ""


# Years in a title that are not the project's own: of what it goes on from, of a law, of a longer plan, of a school.
_OTHER_YEARS = re.compile(
    r"(?:ต่อเนื่อง|สืบเนื่อง|ต่อยอด|ต่อ|เทียบ)(?:มา)?(?:จาก|กับ)[^()]*|(?:พ\.?\s?ร\.?\s?บ\.?|พระราชบัญญัติ|ระเบียบ|ประกาศ|แผนพัฒนา|แผนยุทธศาสตร์)"
    r"[^()]*?25\d\d(?:\s*[-–]\s*25\d\d)?|ปีการศึกษา\s*(?:พ\.?\s*ศ\.?)?\s*\d{2,4}(?:\s*[-–/]\s*\d{2,4})?"
)
_COUNTED = r"(?!\d|\s*(?:คน|ราย|แห่ง|ครั้ง|หมู่|ครัวเรือน|%|บาท|วัน|เดือน|ปี|ชั่วโมง))"
_TO = r"(?:\s*[-–/]\s*(\d{4}|\d{2}))?"
_YEARS = (
    re.compile(
        rf"(?:ปีงบประมาณ|ปีงบ|ประจำปี)\s*(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)?\s*(\d{{4}}|\d{{2}}){_TO}{_COUNTED}"
    ),
    re.compile(rf"(?:ปี|พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)\s*(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)?\s*(\d{{4}}){_TO}{_COUNTED}"),
    re.compile(rf"(?<!\d)(?<!\d )(?<!\d-)ปี\s*([4-9]\d){_TO}{_COUNTED}"),
    re.compile(rf"(?<!\d)(25[4-9]\d){_TO}(?!\d)"),
)


def years_in_title(text: str) -> list[int]:
    """The fiscal years that a title names as its own, by the clearest words in it; several: which one is not known."""
    text = _OTHER_YEARS.sub(" ", arabic(text))
    for pattern in _YEARS:
        found = {
            year for both in pattern.findall(text) for typed in both if typed for year in fiscal_years(typed)
        }
        if found:
            return sorted(found)
    return []


_YEAR_WORD = re.compile(r"ปีงบประมาณ|ปีงบ|ประจำปี|ปี|พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|fiscal year|fy|year|\.0+$", re.I)


def without_year_word(text: str) -> str:
    """ "ปีงบประมาณ พ.ศ. 2566" → 2566."""
    return _YEAR_WORD.sub("", arabic(text)).strip(" .:")


_STATUSES = (
    (re.compile(r"ยังไม่|ไม่ทราบ|ไม่ได้|ไม่สามารถ|รอ(?!บ)|\bnot\b|unknown", re.I), None),
    (re.compile(r"ยุติ|ยกเลิก|เลิกโครงการ|หยุด|stopp?ed|cancel|terminat", re.I), ProjectStatus.STOPPED),
    (re.compile(r"ระงับ|พักโครงการ|suspend|on hold", re.I), ProjectStatus.SUSPENDED),
    (
        re.compile(r"ปิด|เสร็จ|สิ้นสุด|จบ|ดำเนินการแล้ว|finish|clos|complete|\bend", re.I),
        ProjectStatus.FINISHED,
    ),
    (
        re.compile(r"กำลัง|ระหว่าง|ดำเนินการอยู่|^ดำเนินการ$|^ดำเนินงาน$|running|ongoing|in progress|active", re.I),
        ProjectStatus.RUNNING,
    ),
)


def read_status(text: str) -> ProjectStatus | None:
    return next((status for pattern, status in _STATUSES if pattern.search(text)), None)


_LIST = re.compile(
    r"[\n\r;|•●▪·\\]+|<br\s*/?>|\s*,\s*|\s*/\s*|\s+(?:\d{1,2}[.)]|-)\s+|^\s*(?:\d{1,2}[.)]|-)\s+|"
    r"(?<=\S)\s*(?:และ|กับ|&)?\s*(?=แผนงาน)",
    re.I,
)
_JOINED = re.compile(r"\s*(?:และ|กับ|&|\+|\band\b)\s*|\s+")


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The names that stand in one field, however they are joined; whether a name is known tells where one ends.

    "สุรา/ยาสูบ", a line each, "สุรา; ยาสูบ", "สุราและยาสูบ": two. "อาหารและโภชนาการ", "เด็ก, เยาวชน, ครอบครัว": one.
    """
    text = text.strip()
    if not text or is_known(text):
        return [text] if text else []
    parts = [part for part in (one.strip(" \t,") for one in _LIST.split(text)) if part]
    found: list[str] = []
    while parts:
        most = next((n for n in range(len(parts), 1, -1) if is_known(" ".join(parts[:n]))), 1)
        found += [" ".join(parts[:most])] if most > 1 else _joined(parts[0], is_known)
        parts = parts[most:]
    return found


def _joined(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Two names with "and" or a space between them, where both are known."""
    if is_known(text):
        return [text]
    for m in _JOINED.finditer(text):
        first, rest = text[: m.start()], text[m.end() :]
        if first and rest and is_known(first):
            others = _joined(rest, is_known)
            if all(is_known(one) for one in others):
                return [first, *others]
    return [text]


def span_of(value: object) -> str:
    """A period that stands in two values, as in one: ["1/10/2566", "30/9/2567"]."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " – ".join(text for one in value if (text := as_text(one)))
    return as_text(value)


def lines_of(value: object) -> str:
    """Any JSON value with its lines: several values are several lines."""
    if isinstance(value, list):
        return "\n".join(lines_of(one) for one in value)
    return "" if value is None else tidy_lines(str(value))


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


_SUMS = {
    plain(word) for word in ("รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "รวมเงิน", "รวมเป็นเงิน", "ยอดรวม", "total", "sum")
}


_FOOTNOTE = re.compile(
    r"(?:หมายเหตุ|ที่มา|แหล่งข้อมูล|ข้อมูล ณ|ลงชื่อ|ผู้จัดทำ|ผู้รายงาน|note|source)\s*(?:[:：]|ข้อมูล|วันที่|\.\.)", re.I
)


def is_sum(title: str) -> bool:
    """A line of sums, or what stands below a table: "หมายเหตุ: …"."""
    return plain(title) in _SUMS or _FOOTNOTE.match(title) is not None


def table_of_funds(province: str) -> str:
    """The kind of a table of funds, as a record of an older page names it."""
    bare = re.sub(r"^(?:จังหวัด|จ\.)\s*", "", province).strip()
    return f"ตารางกองทุน ({bare})" if bare else "ตารางกองทุน"


def source_of_row(parts: Iterable[str]) -> str:
    """What tells a row of a table from all others, where it has no address of its own."""
    return "ตาราง: " + " · ".join(part for part in parts if part)


def table_columns(key: str) -> list[str]:
    """ "rows (fund|code|population)" → the names of its columns."""
    m = re.match(r"rows\s*\((.*)\)\s*$", key, re.S)
    return [name.strip() for name in m[1].split("|")] if m else []


def province_in_kind(text: str) -> str:
    """ "ตารางกองทุนรายจังหวัด (ปัตตานี)" → ปัตตานี."""
    m = re.search(r"\(\s*([ก-๙]+)\s*\)", text)
    return m[1] if m else ""

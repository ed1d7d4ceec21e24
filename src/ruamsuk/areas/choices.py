"""Levels of the tree, their official codes, and the words that stand with a name at each level."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    COUNTRY = "country", _("country")
    ZONE = "zone", _("health zone")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    SUBDISTRICT = "subdistrict", _("sub-district")
    VILLAGE = "village", _("village")


# Digits of the official code at each level (Department of Provincial Administration: 2+2+2+2).
CODE_LENGTH = {AreaKind.PROVINCE: 2, AreaKind.DISTRICT: 4, AreaKind.SUBDISTRICT: 6, AreaKind.VILLAGE: 8}
ZONES_FROM = 10**8  # place numbers from here on are of zones; official codes padded to 8 digits lie below

COUNTRY_CODE = "TH"
BANGKOK_CODE = "10"

LEVELS = list(AreaKind)  # from the country down
CHILD_KIND = {
    AreaKind.COUNTRY: AreaKind.ZONE,
    AreaKind.ZONE: AreaKind.PROVINCE,
    AreaKind.PROVINCE: AreaKind.DISTRICT,
    AreaKind.DISTRICT: AreaKind.SUBDISTRICT,
    AreaKind.SUBDISTRICT: AreaKind.VILLAGE,
}

_CODED = frozenset({AreaKind.PROVINCE, AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.VILLAGE})
_NAMED = _CODED | {AreaKind.ZONE}
# Which levels each change is for: the level of the area that is changed, or below which something is opened.
CHANGED_AT: dict[str, frozenset[AreaKind]] = {
    "open": frozenset({AreaKind.COUNTRY, AreaKind.ZONE, AreaKind.PROVINCE, AreaKind.DISTRICT}),
    "villages": frozenset({AreaKind.SUBDISTRICT}),
    "village": frozenset({AreaKind.SUBDISTRICT}),
    "population": _NAMED,
    "rename": _NAMED,
    "recode": _CODED,
    "move": _CODED,
    "merge": _CODED,
    "split": _CODED - {AreaKind.VILLAGE},
    "close": _NAMED,
}

# The word that stands with a name at each level.
WORDS_TH = {
    AreaKind.PROVINCE: "จังหวัด",
    AreaKind.DISTRICT: "อำเภอ",
    AreaKind.SUBDISTRICT: "ตำบล",
    AreaKind.VILLAGE: "บ้าน",
}
WORDS_BANGKOK = {
    AreaKind.PROVINCE: "",
    AreaKind.DISTRICT: "เขต",
    AreaKind.SUBDISTRICT: "แขวง",
    AreaKind.VILLAGE: "บ้าน",
}
WORDS_EN = {
    AreaKind.PROVINCE: " Province",
    AreaKind.DISTRICT: " District",
    AreaKind.SUBDISTRICT: " Sub-district",
    AreaKind.VILLAGE: " Village",
}


def bare_name(name_th: str, kind: str) -> str:
    """The name without the word for its own level, which people write along: the village "บ้านเหนือ" is "เหนือ"."""
    name_th = name_th.strip()
    for words in (WORDS_TH, WORDS_BANGKOK):
        word = words.get(AreaKind(kind), "")
        if word and name_th.startswith(word) and name_th != word:
            return name_th.removeprefix(word).strip()
    return name_th


# The short words of addresses: "ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา".
SHORT_TH = {
    AreaKind.PROVINCE: "จ.",
    AreaKind.DISTRICT: "อ.",
    AreaKind.SUBDISTRICT: "ต.",
    AreaKind.VILLAGE: "บ้าน",
}
MOO_TH = "ม."


def _short(letters: str) -> str:
    """An abbreviation; without its dot it is only one at the beginning of a word: "ทต" stands in "ปราสาทตำบล"."""
    return rf"{letters}\.|(?<![ก-๙]){letters}"


# What people write before a name, longest first, and the level that the name then has. None: the text that
# follows is no area (a road, a health station, a phone number) and only ends the name before it.
MARKERS: list[tuple[str, AreaKind | None]] = [
    (rf"องค์การบริหารส่วนจังหวัด|{_short('อบจ')}", AreaKind.PROVINCE),
    (rf"(?:สำนักงาน|สนง\.?)สาธารณสุขจังหวัด|{_short('สสจ')}", AreaKind.PROVINCE),
    (rf"(?:สำนักงาน|สนง\.?)สาธารณสุขอำเภอ|{_short('สสอ')}|{_short('พชอ')}", AreaKind.DISTRICT),
    (rf"องค์การบริหารส่วนตำบล|{_short('อบต')}|เทศบาลตำบล|{_short('ทต')}|{_short('พชต')}", AreaKind.SUBDISTRICT),
    (r"โรงพยาบาลส่งเสริมสุขภาพ(?:ประจำ)?ตำบล|รพ\.?\s*สต\.?|โรงพยาบาล|รพ\.", None),
    (r"ศูนย์พัฒนาเด็กเล็ก|ศพด\.?|สถานีอนามัย|ศูนย์|อาคาร|ห้องประชุม|หอประชุม|ศาลากลาง|ศาลา", None),
    (r"โรงเรียน|ร\.?ร\.(?=\s*[ก-๙])|มหาวิทยาลัย|(?<!กท)ม\.(?=\s*[ก-๙])|วิทยาลัย|วัด|มัสยิด|สำนักสงฆ์", None),
    (r"ถนน|ถ\.|ซอย|ซ\.|ตรอก|โทรศัพท์|โทร\.?|(?:บ้าน)?เลขที่|ชั้น|แยก", None),
    (r"เทศบาลเมือง|(?<![ก-๙])ทม\.|เทศบาลนคร|(?<![ก-๙])ทน\.", None),
    (r"เขตสุขภาพ(?:ที่)?\s*(?=\d)|เขต(?:ที่)?\s*(?=\d)", AreaKind.ZONE),
    (r"จังหวัด|จว\.|จ\.(?!\s*ป\.\s*ร)|(?<![ก-๙])จ(?=\s)", AreaKind.PROVINCE),
    (r"กิ่ง\s*อำเภอ|กิ่ง\s*อ\.|อำเภอ|อ\.|เขต(?!เทศบาล)|(?<![ก-๙])อ(?=\s)", AreaKind.DISTRICT),
    (r"ตำบล|ต\.|แขวง|(?<![ก-๙])ต(?=\s)", AreaKind.SUBDISTRICT),
    (r"หมู่บ้าน|ชุมชน|บ้าน|มบ\.|บ\.", AreaKind.VILLAGE),
]
# Offices that need not lie in the place whose name they bear.
OFFICE = r"เทศบาล|ท[ตมน]\.?$|สำนักงาน|สส[จอ]|พช[ตอ]"
GLUED = r"ตำบล|อำเภอ|จังหวัด|แขวง|เทศบาล|องค์การ"  # written right behind the name before them, too
_MOO = r"(?:หมู่(?!บ้าน)\s*(?:ที่)?|ม\.\s*(?:ที่)?|(?<![ก-๙])ม(?=\s*\d)|\bMoo?\b\.?|\bMu\b|\bM\.)"
JOINING = r"และ|กับ|หรือ|ถึง|\band\b|\bor\b|\bto\b|&"
MOO_PATTERN = rf"{_MOO}\s*\d{{1,2}}(?![\d/])(?:\s*(?:,|-|–|{JOINING}|\s)\s*{_MOO}?\s*\d{{1,2}}(?![\d/]))*"
# Levels in English, before the name or behind it; "T. Kho Hong A. Hat Yai".
_NAME_GOES_ON = r"(?!\s+(?:sub-?\s?district|district|province))"  # "Mai Khet Sub-district"
MARKERS_EN = {
    rf"\b(?:sub-?\s?district|(?:tambon|tambol|khwaeng|kwaeng){_NAME_GOES_ON})\b|\bT\.": AreaKind.SUBDISTRICT,
    rf"\b(?:district|(?:amphoe|amphur|ampur|khet){_NAME_GOES_ON})\b|\bA\.": AreaKind.DISTRICT,
    r"\b(?:province|changwat)\b|\b(?:Ch|J|P)\.": AreaKind.PROVINCE,
}
# A piece in English with one of these is a village or a facility, unless nothing says a level: "Ban Phru, Hat Yai".
LOOSE_EN = r"\b(?:ban|muban|village|soi|wat|temple|school|hospital|mosque|market|university)\b"
# What an address may say beside its places: a country, a year, "in", "all villages", a road in English.
FILLING = (
    r"ที่อยู่|(?:ใน)?(?:เขต)?พื้นที่(?!ใกล้)(?:รับผิดชอบ)?(?:ของ(?=\s|อบต|เทศบาล|องค์การ))?|เขต(?=เทศบาล|อบต|องค์การ)|รหัส(?:ไปรษณีย์)?|(?:ประเทศ|(?<![ก-๙]))ไทย(?![ก-๙])|ที่ทำการ|ที่ว่าการ|สำนักงาน(?!สาธารณสุข)|บริเวณ|"
    r"ทั้ง(?:ตำบล|อำเภอ|จังหวัด)(?=\s|$)|(?:ประจำ)?ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.)?\s*\d{4}|ประจำปี|"
    r"(?:(?<![ก-๙])ทุก|(?:(?<![ก-๙])จำนวน\s*)?\d+\s*)(?:หมู่(?:บ้าน)?|ชุมชน|ตำบล|อำเภอ)(?:ใน)?|(?<![ก-๙])(?:ใน|ณ|จาก|ทั้ง)(?=\s|$|ตำบล|อำเภอ|จังหวัด|เขต)|"
    r"\bThailand\b|\bNo\.|[\w .]*\b(?:Road|Rd|Street)\b\.?"
)
CAPITAL_DISTRICT = ("เมือง", "mueang", "muang")  # "อ.เมือง" is the district …01 of its province
MINOR_DISTRICT = "กิงอำเภอ"  # before the names of districts of before 2007, as core.text.plain writes it
# Everyday names of provinces, in the form of core.text.plain.
ALIASES = {
    "กทม": "10",
    "กรุงเทพ": "10",
    "bkk": "10",
    "อยุธยา": "14",
    "ayutthaya": "14",
    "โคราช": "30",
    "korat": "30",
    "อุบล": "34",
    "นครศรี": "80",
    "สุราษฎร": "84",
    "แปดริว": "24",
}
CUT_SHORT = "(จังหวัด)?([ก-ฮะ-๎]{4,})ฯ"  # "ประจวบฯ"
BY_TWO_LETTERS = r"(จังหวัด|จว\.|(?<![ก-๙])จ\.?|(?<=[ก-๙])จ\.)\s*([ก-ฮ])\.?([ก-ฮ])\b\.?(?![ก-๙])"
# The official two letters of the provinces, with their codes: "จ.สฎ." is Surat Thani.
TWO_LETTERS = {
    word[:2]: word[2:]
    for word in (
        "กท10 สป11 นบ12 ปท13 อย14 อท15 ลบ16 สห17 ชน18 สบ19 ชบ20 รย21 จบ22 ตร23 ฉช24 ปจ25 นย26 สก27 นม30 บร31 สร32 "
        "ศก33 อบ34 ยส35 ชย36 อจ37 บก38 นภ39 ขก40 อด41 ลย42 นค43 มค44 รอ45 กส46 สน47 นพ48 มห49 ชม50 ลพ51 ลป52 อต53 "
        "พร54 นน55 พย56 ชร57 มส58 นว60 อน61 กพ62 ตก63 สท64 พล65 พจ66 พช67 รบ70 กจ71 สพ72 นฐ73 สค74 สส75 พบ76 ปข77 "
        "นศ80 กบ81 พง82 ภก83 สฎ84 รน85 ชพ86 สข90 สต91 ตง92 พท93 ปน94 ยล95 นธ96"
    ).split()
}

# What may be done with areas, by the codes: they lie below accounts, which declares the verbs (accounts.verbs).
EDIT_AREAS = "edit-areas"
READ = "read"

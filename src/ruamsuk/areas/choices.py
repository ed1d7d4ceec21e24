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

# What people write before a name, longest first, and the level that the name then has. None: the text that
# follows is no area (a road, a health station, a phone number) and only ends the name before it.
MARKERS: list[tuple[str, AreaKind | None]] = [
    (r"องค์การบริหารส่วนจังหวัด|อบจ\.?", AreaKind.PROVINCE),
    (r"สำนักงานสาธารณสุขจังหวัด|สสจ\.?", AreaKind.PROVINCE),
    (r"สำนักงานสาธารณสุขอำเภอ|สสอ\.?|พชอ\.?", AreaKind.DISTRICT),
    (r"องค์การบริหารส่วนตำบล|อบต\.?|เทศบาลตำบล|ทต\.?|พชต\.?", AreaKind.SUBDISTRICT),
    (r"โรงพยาบาลส่งเสริมสุขภาพ(?:ประจำ)?ตำบล|รพ\.?\s*สต\.?", None),
    (r"ศูนย์พัฒนาเด็กเล็ก|ศพด\.?", None),
    (r"โรงเรียน|ร\.?ร\.(?=\s*[ก-๙])|ถนน|ถ\.|ซอย|ซ\.|โทรศัพท์|โทร\.?|เลขที่", None),
    (r"เทศบาลเมือง|ทม\.|เทศบาลนคร|ทน\.", None),
    (r"เขตสุขภาพ(?:ที่)?\s*(?=\d)|เขต(?:ที่)?\s*(?=\d)", AreaKind.ZONE),
    (r"จังหวัด|จว\.|จ\.(?!\s*ป\.\s*ร)", AreaKind.PROVINCE),
    (r"กิ่ง\s*อำเภอ|กิ่ง\s*อ\.|อำเภอ|อ\.|เขต(?!เทศบาล)", AreaKind.DISTRICT),
    (r"ตำบล|ต\.|แขวง", AreaKind.SUBDISTRICT),
    (r"หมู่บ้าน|ชุมชน|บ้าน|บ\.", AreaKind.VILLAGE),
]
MOO_PATTERN = r"(?:หมู่\s*(?:ที่)?|ม\.\s*(?:ที่)?|\bMoo|\bM\.)\s*(\d{1,2})(?!\d)"
# English levels stand behind the name.
MARKERS_EN = {
    r"(?:sub-?district|tambon|khwaeng)": AreaKind.SUBDISTRICT,
    r"(?:district|amphoe|amphur|khet)": AreaKind.DISTRICT,
    r"(?:province|changwat)": AreaKind.PROVINCE,
    r"(?:village|ban)": AreaKind.VILLAGE,
}
CAPITAL_DISTRICT = ("เมือง", "mueang", "muang")  # "อ.เมือง" is the district …01 of its province
# Everyday names of provinces, in the form of core.text.plain.
ALIASES = {
    "กทม": "10",
    "กรุงเทพ": "10",
    "กรุงเทพฯ": "10",
    "กรุงเทพมหานครฯ": "10",
    "bkk": "10",
    "อยุธยา": "14",
    "ayutthaya": "14",
    "โคราช": "30",
    "korat": "30",
    "อุบล": "34",
    "อุบลฯ": "34",
    "นครศรี": "80",
    "นครศรีฯ": "80",
    "สุราษฎร": "84",
    "สุราษฎรฯ": "84",
}

# What may be done with areas, by the codes: they lie below accounts, which declares the verbs (accounts.verbs).
EDIT_AREAS = "edit-areas"
READ = "read"

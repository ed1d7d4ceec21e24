"""An address cut into pieces by the words that stand with names: "หมู่ที่ 1", "ต.นาขยาด", "Tambon", "และ"."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ruamsuk.areas.choices import (
    FILLING,
    GLUED,
    JOINING,
    LEVELS,
    LOOSE_EN,
    MARKERS,
    MARKERS_EN,
    MOO_PATTERN,
    OFFICE,
    AreaKind,
)
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.names import Names
from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import plain_of_tidy, tidy


@dataclass(frozen=True)
class AddressPart:
    """A piece of an address: the text, and the level that a word before or behind it gives it.

    `loose`: it may be no place at all, as the temple "วัดโบสถ์", the village "บ้านพรุ" or an office that lies elsewhere.
    """

    text: str
    level: AreaKind | None = None
    loose: bool = False
    behind: bool = False  # the level's word stands behind the name
    bare: str = ""  # of a loose piece: its name without "วัด", "บ้าน"

    @cached_property
    def key(self) -> str:
        return plain_of_tidy(self.text).rstrip("ฯ")

    @property
    def is_town(self) -> bool:
        """The office of a town or city, which may lie in a sub-district, a district or the capital of a province."""
        return self.loose and self.level is None and self.bare == self.text

    @property
    def words(self) -> list["AddressPart"]:
        """Thai words without a level may each be a name; a name in English has several."""
        if self.level or LATIN.search(self.text):
            return [self]
        return [AddressPart(word) for word in self.text.split()]

    def fits(self, area: Area, index: Names) -> bool:
        return (self.level is None or area.kind == self.level) and self.key in index.keys_of(area)

    def hits(self, index: Names) -> list[Area]:
        return [area for area in index.with_key(self.key) if self.level in (None, area.kind)]


@dataclass
class Parts:
    named: list[AddressPart] = field(default_factory=list)  # smallest first, as far as levels are known
    moos: list[int] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    postal: str = ""
    zone: int | None = None
    # Villages, facilities and offices, when it is read.
    aside: list[AddressPart] = field(default_factory=list)
    joined: bool = False  # "and", "or", "to" stands between places that are no villages

    @property
    def moo(self) -> int | None:
        return self.moos[0] if len(self.moos) == 1 else None


_MARKER = re.compile("|".join(f"(?P<m{i}>{words})" for i, (words, _level) in enumerate(MARKERS)))
_LEVELS_EN = list(MARKERS_EN.values())
_MARKER_EN = re.compile("|".join(f"(?P<e{i}>{words})" for i, words in enumerate(MARKERS_EN)), re.I)
_MOO = re.compile(MOO_PATTERN, re.I)
_POSTAL = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_CUT = re.compile(r"[,;/|+>\n()\"“”\[\]]")
_FILLING = re.compile(FILLING, re.I)
_ENGLISH_WORD = re.compile("district|province", re.I)
_LOOSE_EN = re.compile(LOOSE_EN, re.I)
_BESIDE_EN = re.compile(r"\b(?:near|behind|opposite|beside|next to)\b", re.I)
_VILLAGE_EN = re.compile(r"\b(?:ban|muban|village)\b", re.I)
_JOIN = re.compile(
    rf"(?<=[\s\d,])(?:{JOINING})(?=[\s\d])|(?:{JOINING})(?=\s*(?:{GLUED}|[ตอจ]\.|บ้าน|ชุมชน))|(?<=\s)(?:และ|หรือ)(?=[ก-๙])"
)
_LEVEL_BEFORE = re.compile(r"(?:ตำบล|แขวง|อำเภอ|เขต|จังหวัด|(?<![ก-๙])(?:[ตอจ]|อบต|ทต)\.?)\s*$")
_OTHER_SCRIPT = re.compile(r"(?:(?<=[ก-๙])|(?<=[ก-๙]\.))\s+(?=[a-zA-Z])|(?<=[a-zA-Z.])\s+(?=[ก-๙])")
_IN_ENGLISH = (  # "ต.Kho Hong"
    (re.compile(r"(?:ตำบล|แขวง|ต\.)\s*(?=[a-zA-Z])"), "Tambon "),
    (re.compile(r"(?:อำเภอ|เขต|อ\.)\s*(?=[a-zA-Z])"), "Amphoe "),
    (re.compile(r"(?:จังหวัด|จ\.)\s*(?=[a-zA-Z])"), "Changwat "),
)
# A sub-district's name may end in เขต; none of Bangkok's does.
_GLUED_BANGKOK = re.compile("(?<=แขวง)([ก-๙]+?)(?=เขต)")
_PLAIN_PLACE = re.compile(r"\s*(?:,|บ้าน|ชุมชน|หมู่)")
_JOINED_NAMES = re.compile("[ก-๙](?:และ|หรือ|-)[ก-๙]")  # "บ้านพี้และสวด": the second may be a place
LATIN = re.compile("[a-zA-Z]")


def parts_of(text: str) -> Parts:
    """Cuts an address into its pieces by the words that stand with names ("ต.", "อำเภอ", "แขวง", "District")."""
    found = Parts()
    text = tidy(arabic(re.sub(r"[\r\n]+", " , ", text)))
    text = _GLUED_BANGKOK.sub(r"\1 ", text)
    for moo in _MOO.finditer(text):
        numbers = {int(no) for no in re.findall(r"\d+", moo[0])}
        found.moos += sorted(numbers - {0, *found.moos})
    text = _MOO.sub(" , ", text)
    if m := _POSTAL.search(text):
        found.postal = m[1]
        text = f"{text[: m.start()]} , {text[m.end() :]}"
    if LATIN.search(text):
        for words, level in _IN_ENGLISH:
            text = words.sub(level, text)
        text = _OTHER_SCRIPT.sub(" , ", text)
    text = _JOIN.sub(lambda m: _joint(m, found), _FILLING.sub(" ", text))
    for piece in _CUT.split(text):
        if LATIN.search(piece):
            _read_english(piece.strip(" .:-–"), found)
        else:
            _read_piece(piece.strip(), found)
    if all(part.level for part in found.named):
        found.named.sort(key=lambda part: -LEVELS.index(part.level) if part.level else 0)
    return found


def _joint(word: re.Match[str], parts: Parts) -> str:
    """ "A และ B" are two pieces; "ต.และ" is a sub-district."""
    if _LEVEL_BEFORE.search(word.string[: word.start()]):
        return word[0]
    parts.joined |= not _PLAIN_PLACE.match(word.string[word.end() :])
    return " , "


def _read_piece(piece: str, parts: Parts) -> None:
    marks = [m for m in _MARKER.finditer(piece) if _stands_free(piece, m)]
    _add(parts, piece[: marks[0].start()] if marks else piece)
    for number, mark in enumerate(marks):
        level = MARKERS[int(str(mark.lastgroup)[1:])][1]
        end = marks[number + 1].start() if number + 1 < len(marks) else len(piece)
        value = piece[mark.end() : end].strip(" .-–:")
        if not value:
            if level in (None, AreaKind.VILLAGE):
                parts.named.append(AddressPart(mark[0], loose=True))  # "ศาลา" alone is a sub-district, too
            continue
        first, _space, rest = value.partition(" ")
        is_office = re.match(OFFICE, mark[0]) is not None
        parts.joined |= level in (None, AreaKind.VILLAGE) and _JOINED_NAMES.search(first) is not None
        if level == AreaKind.ZONE:
            name = value.lstrip("0123456789")
            parts.zone = int(value.removesuffix(name))  # its marker stands before digits
            _add(parts, name)
        elif level == AreaKind.VILLAGE:
            parts.villages.append(first)
            parts.named.append(AddressPart(mark[0] + first, loose=True, bare=first))
            _add(parts, rest)
        elif level is not None:
            parts.named.append(AddressPart(value, level, loose=is_office))
        else:
            # "ศพด.กลูบี สมุทรปราการ": only the first word belongs to the facility.
            parts.named.append(AddressPart(first if is_office else mark[0] + first, loose=True, bare=first))
            _add(parts, rest)


def _stands_free(piece: str, mark: re.Match[str]) -> bool:
    """Whole words such as บ้าน and วัด are also parts of names (ต.บ้านนา, อ.วัดโบสถ์): then they open no new piece."""
    word, before = mark[0], piece[: mark.start()]
    if word.endswith(".") or re.match(GLUED, word):
        return True
    if re.search(r"[ก-๙]$", before):
        return False
    # Right behind a level's word it belongs to the name: "ต.บ้านนา", "ตำบล บ้านใต้".
    return word in "ตอจ" or not _LEVEL_BEFORE.search(before)


def _add(parts: Parts, text: str) -> None:
    if text := text.strip(" .-–:"):
        parts.named.append(AddressPart(text))


def _read_english(piece: str, parts: Parts) -> None:
    """Levels stand before the names ("Tambon Kho Hong Amphoe Hat Yai") or behind them ("Kho Hong Sub-district")."""
    marks = list(_MARKER_EN.finditer(piece))
    if not marks and _LOOSE_EN.search(piece) and not _BESIDE_EN.search(piece):
        bare = _LOOSE_EN.sub("", piece).strip()
        parts.villages += [piece] if _VILLAGE_EN.search(piece) else []
        parts.named.append(AddressPart(piece, loose=True, bare=bare))
        return
    if not marks:
        _add(parts, piece)
        return
    # "Ranot District Songkhla", "Kho Hong Amphoe Hat Yai".
    is_last = marks[-1].end() == len(piece)
    is_behind = marks[0].start() > 0 and (is_last or _ENGLISH_WORD.search(marks[0][0]) is not None)
    edges = [0, *(m.end() for m in marks)] if is_behind else [*(m.start() for m in marks), len(piece)]
    _add(parts, piece[edges[-1] :] if is_behind else piece[: edges[0]])
    for number, mark in enumerate(marks):
        value = piece[edges[number] : mark.start()] if is_behind else piece[mark.end() : edges[number + 1]]
        if value := value.strip(" .:-–"):
            level = _LEVELS_EN[int(str(mark.lastgroup)[1:])]
            parts.named.append(AddressPart(value, level, behind=is_behind))

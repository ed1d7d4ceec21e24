"""What somebody types into the one search box: read into words and a year, looked for as it stands and, where nothing
is written so, in what is spelt alike.

    wanted = read("อบต.คลองทรายขาว ปี 66")
    keys = likeliest([rows], wanted, year="fiscal_year")          # exactly so, the newest first
    keys = likeliest([rows], wanted.alike())                      # spelt alike, the nearest first
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from ruamsuk.core.calendar import BE_OFFSET, FIRST_FISCAL_YEAR, arabic
from ruamsuk.core.searching import MOST_WORDS, SHORTEST, Pieces, fold, toneless
from ruamsuk.core.text import tidy

COUNTED = 100  # more are "100+"
_CANDIDATES = 2_000  # rows spelt alike that are compared letter by letter
_ENOUGH = 10  # rows spelt alike, for which nothing less alike is looked for
_MOST_PIECES = 6  # of what is typed, when it is looked for with mistakes
NEAR = 0.55  # of its pairs of letters that a text must have

# Short words of levels with their dot, or alone; and those written out, at the beginning of a word. What is called so
# is found by its name, whichever way the level is written.
_SHORT_LEVEL = re.compile(
    r"^(?:กองทุน)?(?:อบต\.?|อบจ\.?|(?:ทต|ทม|ทน)(?:\.|$)|(?:ต|อ|จ|ม|รพ\.สต|รพสต)\.)", re.IGNORECASE
)
_LEVEL = re.compile(
    "^(?:กองทุน)?(?:{})".format(
        "|".join(
            toneless(word)
            for word in (
                "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด", "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร",
                "ตำบล", "อำเภอ", "จังหวัด",
            )
        )
    )
)  # fmt: skip
_YEAR = re.compile(
    r"(?:(?:ปี\s*(?:งบประมาณ)?|fiscal\s*year|fy|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)\s*)+(25\d\d|20\d\d|\d\d)(?!\d)"
    r"|(?<!\S)(25\d\d|20\d\d)(?!\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wanted:
    typed: str
    words: tuple[str, ...] = ()  # folded, without tone marks and words of levels
    year: int | None = None  # that the words name, of the Buddhist era
    only: int | None = None  # the year that was chosen beside them
    is_near: bool = False  # also what is spelt alike

    def alike(self) -> "Wanted":
        return replace(self, is_near=True)

    @property
    def whole(self) -> str:
        return "".join(self.words)

    @property
    def name(self) -> str:
        """What is left of it for lists that read names of places by themselves."""
        return " ".join(self.words) or self.typed

    @property
    def questions(self) -> list[Pieces]:
        """What texts have to hold, the strictest first: of very many those that say just this are not lost."""
        if not self.is_near:
            asked = [(toneless(fold(self.typed)),), self.words]
            return [Pieces((line,)) for line in dict.fromkeys(asked)] if self.words else []
        pieces = _cut_up(self.words)
        if len(pieces) == 1:  # a short word: each run of three letters
            (word,) = pieces
            runs = tuple((word[at : at + SHORTEST],) for at in range(len(word) - SHORTEST + 1))
            return [Pieces(runs, newest=True)]
        # One mistake spoils a piece, or two beside each other.
        left_out = [number for number in (1, 2) if len(pieces) > number]
        return [Pieces(tuple(_without_some(pieces, number)), newest=True) for number in left_out]


def read(typed: str, only: int | None = None) -> Wanted:
    text = tidy(arabic(tidy(typed)))
    year, without = None, text
    if found := _YEAR.search(text):
        year, without = _year(found[1] or found[2]), f"{text[: found.start()]} {text[found.end() :]}"
    words = [word for part in without.split()[:MOST_WORDS] if (word := toneless(fold(part)))]
    bare = [word for part in without.split()[:MOST_WORDS] if (word := _without_level(part))]
    return Wanted(text, tuple(dict.fromkeys(bare or words)), year, only)


def _year(digits: str) -> int | None:
    year = int(digits)
    if len(digits) == 2:
        year += 2500 if year + 2500 >= FIRST_FISCAL_YEAR else 2000
    return year if year >= 2400 else year + BE_OFFSET


def _without_level(part: str) -> str:
    return _LEVEL.sub("", toneless(fold(_SHORT_LEVEL.sub("", part))))


def _cut_up(words: Sequence[str]) -> list[str]:
    """Pieces that an index finds, about as long as each other."""
    long = sorted((word for word in words if len(word) >= SHORTEST), key=len)[-_MOST_PIECES:]
    letters = sum(map(len, long))
    wanted = min(_MOST_PIECES, max(1, letters // SHORTEST))
    return [piece for word in long for piece in _cut(word, round(wanted * len(word) / letters))]


def _without_some(pieces: Sequence[str], number: int) -> Iterator[tuple[str, ...]]:
    """All of them but so many beside each other, anywhere."""
    for at in range(len(pieces) - number + 1):
        yield (*pieces[:at], *pieces[at + number :])


def _cut(word: str, times: int) -> Iterator[str]:
    times = max(1, min(times, len(word) // SHORTEST))
    ends = [round(len(word) * no / times) for no in range(times + 1)]
    for begin, end in pairwise(ends):
        yield word[begin:end]


# Looking -----------------------------------------------------------------------------------------------------


def likeliest(rows: Sequence[QuerySet[Any]], wanted: Wanted, *, year: str = "") -> list[tuple[Any, float]]:
    """Keys of rows that hold it, with how well each fits from 0 to 1; `year`: the path to their year.

    Of more than are counted one more is told.
    """
    most = _CANDIDATES if wanted.is_near else COUNTED + 1
    found: dict[Any, float] = {}
    for condition in _conditions(wanted, year):
        for part in rows:
            for key, folded in part.filter(condition).order_by("-pk").values_list("pk", "folded")[:most]:
                found[key] = max(found.get(key, 0), fits(folded, wanted))
        if wanted.is_near and sum(fit >= NEAR for fit in found.values()) >= _ENOUGH:
            break
    near = [(key, fit) for key, fit in found.items() if fit >= NEAR]
    return sorted(near, key=lambda one: (one[1], one[0]), reverse=True)[: COUNTED + 1]


def _conditions(wanted: Wanted, year: str) -> list[Q]:
    """Rows that hold the words, and are of the year or name it."""
    if wanted.only and not year:
        return []
    of_year = Q(**{year: wanted.only}) if wanted.only else Q()
    if wanted.year and (year or not wanted.words) and not wanted.is_near:
        named = Q(folded__contains=str(wanted.year)) | Q(folded__contains=str(wanted.year - BE_OFFSET))
        of_year &= named | Q(**{year: wanted.year}) if year else named
        if not wanted.words:
            return [of_year]
    return [Q(folded__holds=pieces) & of_year for pieces in wanted.questions]


def fits(folded: str, wanted: Wanted) -> float:
    """How well a text fits: 1 where it says just that, 0.9 where words stand apart, less where letters differ."""
    text, typed = toneless(folded), fold(wanted.typed)
    if not wanted.is_near:
        if typed in folded:
            return 1.0
        return 0.95 if toneless(typed) in text or wanted.whole in text else 0.9
    return 0.75 * _shared(wanted.whole, text, 2) + 0.15 * _shared(toneless(typed), text, 3)


def _shared(typed: str, text: str, size: int) -> float:
    """Of the runs of so many letters in what was typed, the share that a text has."""
    runs = {typed[at : at + size] for at in range(len(typed) - size + 1)}
    return sum(run in text for run in runs) / len(runs) if runs else 0.0


# Showing -----------------------------------------------------------------------------------------------------


def _letters(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and where in it each letter stood."""
    letters = [(one, at) for at, letter in enumerate(text) for one in toneless(fold(letter))]
    return "".join(one for one, _at in letters), [at for _one, at in letters]


def marked(text: str, wanted: Wanted) -> list[tuple[str, bool]]:
    """The text in runs, and whether each is what was looked for."""
    compared, places = _letters(text)
    inside = [False] * len(text)
    for begin, end in _found_in(compared, wanted):
        for at in range(places[begin], places[end - 1] + 1):
            inside[at] = True
    # Words that were both looked for are marked with what lies between them.
    between = set(range(1, len(text) - 1)) - set(places)
    for at in between:
        inside[at] = inside[at - 1] and inside[at + 1]
    for at, letter in enumerate(text):  # marks above and below belong to the letter before
        if at and "\u0e31" <= letter <= "\u0e4e" and letter not in "าำเแโใไๅ":
            inside[at] = inside[at - 1]
    runs: list[tuple[str, bool]] = []
    for letter, is_inside in zip(text, inside, strict=True):
        if runs and runs[-1][1] == is_inside:
            runs[-1] = (runs[-1][0] + letter, is_inside)
        else:
            runs.append((letter, is_inside))
    return runs


def _found_in(compared: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    if not wanted.is_near:
        years = [str(wanted.year), str(wanted.year - BE_OFFSET)] if wanted.year else []
        for word in [*wanted.words, *years]:
            for hit in re.finditer(re.escape(word), compared):
                yield hit.span()
        return
    for _at, begin, size in SequenceMatcher(None, wanted.whole, compared, False).get_matching_blocks():
        if size >= SHORTEST:
            yield begin, begin + size


def spelt_there(text: str, wanted: Wanted) -> str:
    """How what was looked for is spelt in a text that has it with other letters; empty where it is not in one piece."""
    compared, places = _letters(text)
    blocks = [
        block
        for block in SequenceMatcher(None, wanted.whole, compared, False).get_matching_blocks()
        if block.size > 1
    ]
    if not blocks:
        return ""
    begin = max(0, blocks[0].b - blocks[0].a)
    end = min(len(compared), blocks[-1].b + len(wanted.whole) - blocks[-1].a)
    if not 0 < end - begin <= len(wanted.whole) + 2:
        return ""
    stop = places[end - 1] + 1
    while stop < len(text) and "\u0e31" <= text[stop] <= "\u0e4e" and text[stop] not in "าำเแโใไๅ":
        stop += 1
    return text[places[begin] : stop].strip()

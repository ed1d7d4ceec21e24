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
from itertools import combinations, pairwise
from typing import Any

from django.db.models import Q, QuerySet

from ruamsuk.core.calendar import BE_OFFSET, FIRST_FISCAL_YEAR, arabic
from ruamsuk.core.searching import MOST_WORDS, SHORTEST, Pieces, fold, toneless
from ruamsuk.core.text import tidy

COUNTED = 100  # more are "100+"
_CANDIDATES = 600  # rows spelt alike that are compared letter by letter
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
    def lines(self) -> tuple[tuple[str, ...], ...]:
        return _with_mistakes(self.words) if self.is_near else (self.words,)


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


def _with_mistakes(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Lines of pieces of which each is enough: one mistake spoils a piece, or two beside each other."""
    long = sorted((word for word in words if len(word) >= SHORTEST), key=len)[-_MOST_PIECES:]
    if not long:
        return ()
    wanted = min(_MOST_PIECES, max(1, sum(map(len, long)) // SHORTEST))
    pieces = [piece for word in long for piece in _cut(word, round(wanted * len(word) / sum(map(len, long))))]
    if len(pieces) == 1:  # a short word: each run of three letters
        (word,) = pieces
        return tuple((word[at : at + SHORTEST],) for at in range(len(word) - SHORTEST + 1))
    left_out = 2 if len(pieces) > SHORTEST else 1
    return tuple(combinations(pieces, len(pieces) - left_out))


def _cut(word: str, times: int) -> Iterator[str]:
    times = max(1, min(times, len(word) // SHORTEST))
    ends = [round(len(word) * no / times) for no in range(times + 1)]
    for begin, end in pairwise(ends):
        yield word[begin:end]


# Looking -----------------------------------------------------------------------------------------------------


def likeliest(rows: Sequence[QuerySet[Any]], wanted: Wanted, *, year: str = "") -> list[tuple[Any, float]]:
    """Keys of rows that hold it, with how well each fits from 0 to 1; `year`: the path to their year.

    Of nearest and newest rows so many as are looked at; one more than are counted tells that there are more.
    """
    most = _CANDIDATES if wanted.is_near else COUNTED + 1
    condition = holding(wanted, year)
    if condition is None:
        return []
    found: dict[Any, float] = {}
    for part in rows:
        for key, folded in part.filter(condition).order_by("-pk").values_list("pk", "folded")[:most]:
            found[key] = max(found.get(key, 0), fits(folded, wanted))
    near = [(key, fit) for key, fit in found.items() if fit >= NEAR]
    return sorted(near, key=lambda one: (one[1], one[0]), reverse=True)[: COUNTED + 1]


def holding(wanted: Wanted, year: str = "") -> Q | None:
    """Rows that hold all words, and are of the year or name it. None: there is nothing to ask."""
    if wanted.only and not year:
        return None
    found = Q(**{year: wanted.only}) if wanted.only else Q()
    if lines := [line for line in wanted.lines if line]:
        found &= Q(folded__holds=Pieces(tuple(lines)))
    elif wanted.is_near or not wanted.year:
        return None
    if wanted.year and (year or not wanted.words) and not wanted.is_near:
        named = Q(folded__contains=str(wanted.year)) | Q(folded__contains=str(wanted.year - BE_OFFSET))
        found &= named | Q(**{year: wanted.year}) if year else named
    return found


def fits(folded: str, wanted: Wanted) -> float:
    """How well a text fits: 1 where it says just that, 0.9 where words stand apart, less where letters differ."""
    text = toneless(folded)
    if not wanted.is_near:
        if fold(wanted.typed) in folded:
            return 1.0
        return 0.95 if wanted.whole in text else 0.9
    pairs = _pairs(wanted.whole)
    return 0.9 * len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


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

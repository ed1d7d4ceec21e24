"""Thai text: the key by which names are put in order, and the form in which they are compared."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

_LEADING = "เแโใไ"
_TONES = re.compile("[็-์]")
_NOT_COMPARED = dict.fromkeys([*range(0x0E47, 0x0E4D), *map(ord, " .-–'\"“”‘’()")])
# Those that turn a text around are among them. A joiner between two pictures makes one of them.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u034f\u115f\u1160\u2800\u3164\uffa0\U000e0000-\U000e007f]"
    "|(?<=[ก-๛])[\ufe00-\ufe0f]|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_OVER_AND_OVER = re.compile(r"(.{1,200}?)\1{2,}.{0,4}")  # the same letters, words or sentence three times
# What `_next_order` mends; nearly every text has nothing of it.
_OUT_OF_ORDER = re.compile(
    "[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a]|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4d])\\1|\u0e4d[\u0e48-\u0e4b]*\u0e32|ำ[\u0e48-\u0e4b]"
)
_LONG_AA = re.compile("(?<![ฤฦ])ๅ")  # the key beside า; it belongs behind ฤ and ฦ alone
_SPACE = "[ \u00a0\u2000-\u200a\u202f\u3000]"


def thai_sort_key(text: str) -> str:
    """A key whose plain code-point order is Thai dictionary order, on both databases.

    A vowel written before its consonant is moved behind it; tone marks count only where all else is equal
    (the rule of the Royal Institute's dictionary).
    """
    swapped = re.sub(f"([{_LEADING}])([ก-ฮ])", r"\2\1", tidy(text).lower())
    return f"{_TONES.sub('', swapped)} {''.join(_TONES.findall(swapped))}".strip()


def in_thai() -> translation.override:
    """`with in_thai():` around making words that become part of a record, whatever language the writer reads in."""
    return translation.override(settings.LANGUAGE_CODE)


def in_record(text: str | Promise) -> str:
    """A translatable text as it is written into a record."""
    with in_thai():
        return str(text)


def visible(text: str) -> str:
    """Without letters that show nothing or turn a text around; what else `tidy` mends is left as it came."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """One way of writing what looks the same, on one line: no invisible characters, one space, ำ and แ as one
    character, marks in the order of the standard (WTT 2.0): vowel, then tone.
    """
    return re.sub(r"\s+", " ", _in_order(text)).strip()


def tidy_lines(text: str) -> str:
    """The same for a text of several lines: its lines, tabs and indents stay."""
    text = re.sub(_SPACE, " ", _in_order(text))
    return re.sub(r"(?<=\S) +", " ", re.sub(r" +(?=\r?\n)", "", text)).strip()


def _in_order(text: str) -> str:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).replace("เเ", "แ")
    text = _LONG_AA.sub("า", text)
    while _OUT_OF_ORDER.search(text):
        text = _next_order(text)
    return text


def _next_order(text: str) -> str:
    text = re.sub("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a]+)", r"\2\1", text)  # the vowel, then the tone
    text = re.sub("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4d])\\1+", r"\1", text)  # a mark that was typed twice
    # A tone mark belongs before ำ, however it was typed.
    text = re.sub("\u0e4d([\u0e48-\u0e4b]*)\u0e32", r"\1ำ", text)
    return re.sub("ำ([\u0e48-\u0e4b]+)", r"\1ำ", text)


def plain(text: str) -> str:
    """For comparing what people typed: lower case, no spaces, dots, quotes or tone marks."""
    return plain_of_tidy(tidy(text))


def plain_of_tidy(text: str) -> str:
    """`plain` of what has been through `tidy` already: for keys by the thousand."""
    return text.lower().translate(_NOT_COMPARED)


def bare_number(text: str) -> str:
    """A number without the words for a share around it: "12.5 %", "ร้อยละ 12.5"."""
    return re.sub(r"^ร้อยละ\s*|\s*%$", "", text.strip())


def letters(text: str) -> str:
    """Its letters alone, in lower case: no digits, marks, signs or spaces."""
    return "".join(filter(str.isalpha, tidy(text).lower()))


@lru_cache(maxsize=16)  # the words of a check are asked of every box of a document
def _longest_first(words: tuple[str, ...]) -> list[str]:
    return sorted(filter(None, map(letters, words)), key=len, reverse=True)


def is_hollow(text: str, words: Iterable[str] = ()) -> bool:
    """Whether a text says nothing: no word at all ("-", "ก", "1234"), the same over and over ("aaaa", "กขกขกข"), or
    nothing but some of `words`, which people type to fill a box.
    """
    said = letters(text)
    for word in _longest_first(tuple(words)):
        said = said.replace(word, "")
    return len(said) < 2 or len(set(said)) == 1 or bool(_OVER_AND_OVER.fullmatch(said))

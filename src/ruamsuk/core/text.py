"""Thai text: the key by which names are put in order, and the form in which they are compared."""

import re
import unicodedata

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from ruamsuk.core.calendar import arabic

_LEADING = "เแโใไ"
_TONES = re.compile("[็-์]")
_NOT_COMPARED = dict.fromkeys([*range(0x0E47, 0x0E4D), *map(ord, " .-–'\"“”‘’()")])
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


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


def tidy(text: str) -> str:
    """One way of writing what looks the same: no invisible characters, one space, ำ and แ as one character."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = text.replace("\u0e4d\u0e32", "ำ").replace("เเ", "แ")
    # A tone mark belongs before ำ, however it was typed.
    text = re.sub("\u0e4d([\u0e48-\u0e4b])\u0e32|ำ([\u0e48-\u0e4b])", lambda m: f"{m[1] or m[2]}ำ", text)
    return re.sub(r"\s+", " ", text).strip()


def plain(text: str) -> str:
    """For comparing what people typed: lower case, no spaces, dots, quotes or tone marks."""
    return plain_of_tidy(tidy(text))


def plain_of_tidy(text: str) -> str:
    """`plain` of what has been through `tidy` already: for keys by the thousand."""
    return text.lower().translate(_NOT_COMPARED)


def typed_number(text: str) -> str:
    """The digits of a number as people type it: "1,234.5", "๑๒.๕", "12.5 %", "ร้อยละ 12.5"."""
    return re.sub(r"^ร้อยละ\s*|\s*%$|,", "", arabic(text).strip())

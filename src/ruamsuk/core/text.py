"""Thai text: the key by which names are put in order, and the form in which they are compared."""

import re

_LEADING = "เแโใไ"
_TONES = re.compile("[็-์]")


def thai_sort_key(text: str) -> str:
    """A key whose plain code-point order is Thai dictionary order, on both databases.

    A vowel written before its consonant is moved behind it; tone marks count only where all else is equal.
    """
    swapped = re.sub(f"([{_LEADING}])([ก-ฮ])", r"\2\1", text.strip().lower())
    return f"{_TONES.sub('', swapped)} {''.join(_TONES.findall(swapped))}".strip()


def plain(text: str) -> str:
    """For comparing what people typed: lower case, no spaces, dots, quotes or tone marks."""
    return _TONES.sub("", re.sub(r"[\s.\-–'\"“”()]", "", text.lower()))

"""The one rule by which a text that was typed meets the text that stands.

It asks what the writer's screen was drawn from, never who the writer is: offices share accounts, and one person
writes on a phone and on a computer. Proposals and reports both ask it (ADR 0047).
"""

from enum import Enum
from hashlib import sha256

from ruamsuk.core.text import tidy_lines


class Fate(Enum):
    WRITE = "write"  # the writer saw what stands and changed it
    UNCHANGED = "unchanged"  # it stands already, or was never touched on that screen: what stands stays
    # Something newer stands, which the writer has not seen: both are kept, a person chooses.
    CONFLICT = "conflict"


def mark(text: str) -> str:
    """A short digest of a text: what a screen says that a field was drawn from. Line ends and spaces around the text
    do not count, since browsers change them on the way; nor what fields tidy (core.text).
    """
    plain = tidy_lines(text.replace("\r\n", "\n"))
    return sha256(plain.encode(errors="surrogatepass")).hexdigest()[:12]


def fate(*, drawn: str | None, standing: str, typed: str) -> Fate:
    """`drawn`: the mark of what the field was drawn from; None when nobody can say. The others are texts."""
    if mark(typed) == mark(standing):
        return Fate.UNCHANGED
    if drawn == mark(standing):
        return Fate.WRITE
    if drawn == mark(typed):
        return Fate.UNCHANGED
    return Fate.CONFLICT


def both(standing: str, waiting: str) -> str:
    """The mark of two texts between which somebody chooses: the choice holds for exactly these two."""
    return mark(f"{mark(standing)} {mark(waiting)}")

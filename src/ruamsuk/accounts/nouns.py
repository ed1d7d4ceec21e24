"""What a noun says of itself to those who ask who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from ruamsuk.accounts.verbs import Verb


@dataclass(frozen=True)
class Personal:
    """Said by a model that holds personal data (as `personal`): who reads it by place, and how it is counted."""

    words: str | Promise  # what is counted, like "proposals with applicants"
    cans: tuple[Verb, ...]
    place: str  # path to the place number by which it is read
    counted: str = "pk"  # path to what is counted


@dataclass(frozen=True)
class Closed:
    """Said by a model (as `closed`) that nobody reaches by a post alone, whatever the verb and however wide the area.

    Only the sources that it names reach it, and each object that its gate gives away is recorded (docs/adr/0061). Its
    `visible_to` is `rule.opened`.
    """

    sources: tuple[str, ...]  # names in rule.SOURCES; the first that reaches an object is the one recorded
    record: Callable[[object, object, Verb, str], None]  # who, what, to do what, by which source
    place: str | None = None  # paths as in Reach.q
    scopes: tuple[str, ...] = ()

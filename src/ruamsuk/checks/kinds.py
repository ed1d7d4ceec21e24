"""The one closed vocabulary of conditions: what can be looked at in a noun, with the parameters that a check sets.

    CONDITIONS.add("line-above-income", Condition(
        about="proposal",
        label=_("One line of the budget is more than a share of the fund's money of a year"),
        parameters=(PERCENT, Parameter("baht_per_person", _("Baht a person and year"), Sort.BAHT, 45)),
        says=("x", "n", "limit"),
        find=lines_above_income,
    ))

The app that owns the noun adds its conditions while it starts; a check (models.Check) is a row that names one, sets its
parameters, and says in words what is wrong and what to do. There is no language to write conditions in: what is not in
this vocabulary needs a function here, with its tests (docs/adr/0077).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from ruamsuk.core.registry import Registry

Words = str | Promise
Values = Mapping[str, Any]  # parameter → number, or list of words


class Sort(StrEnum):
    """What a parameter is; `forms` draws its field, `Parameter.fits` says what it may hold."""

    PERCENT = "percent"
    BAHT = "baht"
    NUMBER = "number"
    WORDS = "words"  # a list, one word or phrase a line


@dataclass(frozen=True)
class Parameter:
    name: str
    label: Words
    sort: Sort
    default: int | tuple[str, ...]
    least: int = 1
    most: int = 1_000_000_000

    def fits(self, value: object) -> bool:
        if self.sort == Sort.WORDS:
            return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


def percent(default: int, label: Words) -> Parameter:
    return Parameter("percent", label, Sort.PERCENT, default, most=100_000)


@dataclass(frozen=True)
class Found:
    """One place where the condition holds: the path of the field to open, and what the words say of it."""

    path: str
    says: Mapping[str, str] = field(default_factory=dict)
    section: str = ""  # of the document, where the path alone does not say it


@dataclass(frozen=True, eq=False, kw_only=True)
class Condition:
    about: str  # the noun, as its app calls it: "proposal"
    label: Words
    # What is read is the noun's own: an object that holds all of it, read once. What is not known is passed over.
    find: Callable[[Any, Values], Iterable[Found]]
    parameters: Sequence[Parameter] = ()
    says: Sequence[str] = ("x",)  # names that the words of a check may put in braces
    topic: str = (
        ""  # of several conditions with one topic the worst remark on a field stands; empty: of its own
    )

    def values(self, given: Values) -> dict[str, Any]:
        """All parameters: those given where they fit, else those that it begins with."""
        return {
            one.name: given[one.name] if one.name in given and one.fits(given[one.name]) else one.default
            for one in self.parameters
        }


CONDITIONS: Registry[Condition] = Registry("conditions")
# Called after a check was changed: who keeps what followed from it has to look again.
CHANGED: Registry[Callable[[], object]] = Registry("acts after a changed check")

BRACES = re.compile(r"\{([^{}]*)\}")


def strange_names(words: str, known: Sequence[str]) -> list[str]:
    """Names in braces that the condition says nothing for, and braces that do not close."""
    strange = [name for name in BRACES.findall(words) if name not in known]
    rest = BRACES.sub("", words)
    return strange + [one for one in "{}" if one in rest]


def filled(words: str, says: Mapping[str, str]) -> str:
    """The words with what was found; plain replacement, so that nothing else can be reached by them."""
    return BRACES.sub(lambda found: says.get(found[1], found[0]), words)
